/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the XMP reader share. */
#ifndef LS_METADATA_XMP_H
#define LS_METADATA_XMP_H

#include "metadata/gps.h"

typedef enum ls_xmp_kind {
    LS_XMP_QUIET,     /* of a known schema, tells nothing personal */
    LS_XMP_UNKNOWN,   /* of no schema that is known */
    LS_XMP_EMBEDDED,  /* pictures, sound, maker notes: not interpreted */
    LS_XMP_THUMBNAIL, /* a picture in base64 */
    LS_XMP_TEXT,
    LS_XMP_TIME,
    LS_XMP_NUMBER,
    LS_XMP_LAT,
    LS_XMP_LON,
    LS_XMP_DEST_LAT,
    LS_XMP_DEST_LON,
    LS_XMP_ALTITUDE,
    LS_XMP_BELOW_SEA, /* GPSAltitudeRef */
    LS_XMP_DIRECTION,
    LS_XMP_DIRECTION_REF
} ls_xmp_kind;

typedef struct ls_xmp_name {
    ls_xmp_kind kind;
    ls_fact_key key; /* TEXT, TIME, NUMBER */
    bool drone;      /* belongs to the maker's own position, not to that of Exif */
} ls_xmp_name;

/* `name` as expat gives it: namespace, a space, local name. */
ls_xmp_name ls_xmp_lookup(const char *name);

#define LS_XMP_POSITIONS 16

/* The positions of one packet: the n-th latitude and the n-th longitude belong together. */
typedef struct ls_xmp_position {
    const char *carrier;
    ls_axis lat[LS_XMP_POSITIONS], lon[LS_XMP_POSITIONS];
    size_t lat_count, lon_count;
    ls_axis dest_lat, dest_lon;
    bool has_altitude, below_sea, has_direction;
    double altitude, direction;
    ls_span altitude_at, direction_at;
    char direction_ref;
    bool overflow;
} ls_xmp_position;

void ls_xmp_position_add(ls_xmp_position *position, ls_xmp_kind kind, const char *text, size_t size, ls_span where);
void ls_xmp_position_state(ls_meta *meta, const ls_xmp_position *position);

#endif
