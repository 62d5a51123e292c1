/* SPDX-License-Identifier: Apache-2.0 */
/* From the two axes that a carrier states to a position, or to the reason why there is none. */
#ifndef LS_METADATA_GPS_H
#define LS_METADATA_GPS_H

#include "container/ifd.h"
#include "metadata/meta.h"

typedef enum ls_axis_state {
    LS_AXIS_ABSENT,
    LS_AXIS_EMPTY, /* the tag is there and holds no number: 0/0 throughout, or blank */
    LS_AXIS_BAD,   /* no coordinate, or out of range */
    LS_AXIS_GOOD
} ls_axis_state;

typedef struct ls_axis {
    ls_axis_state state;
    double degrees; /* signed as far as the hemisphere is known */
    bool unstated;  /* the hemisphere is not known: degrees is its absolute value */
    ls_span where;
} ls_axis;

/*
 * A coordinate of degrees, minutes and seconds; `hemisphere` is the letter beside it, 0 for none. `letters` are the
 * positive and the negative one ("NS", "EW"), `limit` is 90 or 180. Minutes and seconds may have decimals and share the
 * sign of the degrees. A minus beside the positive letter contradicts it: then the hemisphere is not known.
 */
ls_axis ls_axis_make(double degrees, double minutes, double seconds, char hemisphere, const char *letters, double limit,
                     ls_span where);
/*
 * A coordinate in words: degrees, minutes and seconds or fewer of them, with signs of units, blanks or commas between
 * them, and the hemisphere in front, behind or as a sign. EMPTY when blank.
 */
ls_axis ls_axis_parse(const char *text, size_t size, const char *letters, double limit, ls_span where);
/*
 * States gps.lat and gps.lon, or gps.no-fix, or gps.malformed; nothing when both are absent. A malformed position is one
 * that nobody compared with anything, so the carrier counts as unread then.
 */
void ls_gps_position(ls_meta *meta, const char *carrier, const ls_axis *lat, const ls_axis *lon);
/* The same for where the camera pointed to (GPSDest*): facts only when both are good, unread when one is not. */
void ls_gps_destination(ls_meta *meta, const char *carrier, const ls_axis *lat, const ls_axis *lon);

/* One GPS directory of an Exif block: its index in tiff->directories. */
void ls_gps_read(ls_meta *meta, const ls_tiff *tiff, size_t directory, const char *carrier);

#endif
