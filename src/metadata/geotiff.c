/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where on Earth a picture lies (GeoTIFF 1.1, OGC 19-008r4; rational polynomials, RPC00B). The position is the middle of the picture, and
 * its error the way from there to a corner, since all of it shows what is there.
 */
#include "metadata/exif.h"

#include "metadata/gps.h"

#include <math.h>

enum { TAG_PIXEL_SCALE = 0x830E, TAG_TIE_POINT = 0x8482, TAG_TRANSFORMATION = 0x85D8, TAG_GEO_KEYS = 0x87AF, TAG_RPC = 0xC69C };

/* Keys of the directory of keys, and values of them. */
enum {
    KEY_MODEL_TYPE = 1024,
    KEY_GEOGRAPHIC_TYPE = 2048,
    KEY_PRIME_MERIDIAN = 2051,
    KEY_ANGULAR_UNITS = 2054,
    MODEL_PROJECTED = 1,
    MODEL_GEOGRAPHIC = 2,
    MERIDIAN_GREENWICH = 8901,
    UNIT_DEGREE = 9102
};

/* Geodetic systems by their number in the EPSG registry that are within a few metres of WGS 84; the others within a kilometre. */
static const struct {
    unsigned code;
    const char *name;
} near[] = {{4326, "WGS-84"}, {4979, "WGS-84"}, {4490, "CGCS2000"}, {4258, "ETRS89"}, {4269, "NAD83"}, {7844, "GDA2020"}, {4167, "NZGD2000"}};

#define FAR_ERROR 1000.0       /* metres */
#define DEGREE_METRES 111320.0 /* of a degree of latitude */
#define DEGREE 0.017453292519943295

/* A place on the picture and on Earth, in degrees; how large the picture is, in degrees. */
struct extent {
    double lon, lat, across, down;
    ls_span where;
};

struct geo {
    ls_meta *meta;
    const ls_tiff *tiff;
    size_t directory;
    const char *carrier;
};

static const ls_tag *find(const struct geo *geo, unsigned tag)
{
    return ls_tiff_find_in(geo->tiff, geo->directory, tag);
}

static bool number(const struct geo *geo, const ls_tag *tag, size_t index, double *out)
{
    return tag && ls_tag_number(geo->tiff, tag, index, out);
}

/* A key whose value stands in the directory of keys itself; `otherwise` when it is not there. */
static unsigned key_of(const struct geo *geo, unsigned key, unsigned otherwise)
{
    const ls_tag *keys = find(geo, TAG_GEO_KEYS);
    uint64_t count, id, location, value;
    if (!keys || !ls_tag_integer(geo->tiff, keys, 3, &count))
        return otherwise;
    for (size_t i = 1; i <= count; i++) {
        if (!ls_tag_integer(geo->tiff, keys, 4 * i, &id) || !ls_tag_integer(geo->tiff, keys, 4 * i + 1, &location) ||
            !ls_tag_integer(geo->tiff, keys, 4 * i + 3, &value))
            break;
        if (id == key && location == 0)
            return (unsigned)value;
    }
    return otherwise;
}

static void unread(const struct geo *geo, const char *why, ls_span where)
{
    ls_meta_string(geo->meta, LS_FACT_GPS_MALFORMED, why, geo->carrier, where);
    ls_meta_unread(geo->meta, geo->carrier, why, where);
}

/* Why the coordinates are no degrees from Greenwich; NULL when they are. */
static const char *obstacle(const struct geo *geo)
{
    switch (key_of(geo, KEY_MODEL_TYPE, 0)) {
    case MODEL_GEOGRAPHIC: break;
    case MODEL_PROJECTED: return "a position in a projection, which this version does not convert";
    default: return "a position in coordinates of no stated kind";
    }
    if (key_of(geo, KEY_ANGULAR_UNITS, UNIT_DEGREE) != UNIT_DEGREE || key_of(geo, KEY_PRIME_MERIDIAN, MERIDIAN_GREENWICH) != MERIDIAN_GREENWICH)
        return "a position in units or from a meridian that this version does not convert";
    return NULL;
}

/* One tie point and the size of a pixel (section 7.1.2.2): rows run south. */
static bool from_scale(const struct geo *geo, double width, double length, struct extent *extent)
{
    const ls_tag *tie = find(geo, TAG_TIE_POINT), *scale = find(geo, TAG_PIXEL_SCALE);
    double i, j, x, y, dx = 0, dy = 0;
    if (!number(geo, tie, 0, &i) || !number(geo, tie, 1, &j) || !number(geo, tie, 3, &x) || !number(geo, tie, 4, &y))
        return false;
    const bool scaled = number(geo, scale, 0, &dx) && number(geo, scale, 1, &dy);
    *extent = (struct extent){x, y, width * fabs(dx), length * fabs(dy), ls_exif_where(tie)};
    if (scaled) { /* else the tie point is all that is known */
        extent->lon = x + (width / 2 - i) * dx;
        extent->lat = y - (length / 2 - j) * dy;
    }
    return true;
}

/* A matrix of 4 × 4 from pixels to coordinates (section 7.1.2.3). */
static bool from_matrix(const struct geo *geo, double width, double length, struct extent *extent)
{
    const ls_tag *tag = find(geo, TAG_TRANSFORMATION);
    double m[8];
    for (size_t i = 0; i < 8; i++)
        if (!number(geo, tag, i, &m[i]))
            return false;
    *extent = (struct extent){m[0] * width / 2 + m[1] * length / 2 + m[3], m[4] * width / 2 + m[5] * length / 2 + m[7],
                              fabs(m[0]) * width + fabs(m[1]) * length, fabs(m[4]) * width + fabs(m[5]) * length, ls_exif_where(tag)};
    return true;
}

static void state(const struct geo *geo, struct extent extent, double error)
{
    if (extent.lon > 180 && extent.lon <= 360) /* some grids count from 0 to 360 */
        extent.lon -= 360;
    const ls_axis lat = ls_axis_make(extent.lat, 0, 0, extent.lat < 0 ? 'S' : 'N', "NS", 90, extent.where);
    const ls_axis lon = ls_axis_make(extent.lon, 0, 0, extent.lon < 0 ? 'W' : 'E', "EW", 180, extent.where);
    ls_gps_position(geo->meta, geo->carrier, &lat, &lon);
    const double metres = hypot(extent.across / 2 * cos(extent.lat * DEGREE), extent.down / 2) * DEGREE_METRES + error;
    if (lat.state == LS_AXIS_GOOD && lon.state == LS_AXIS_GOOD && metres > 0)
        ls_meta_real(geo->meta, LS_FACT_GPS_ERROR_M, metres < 1e7 ? metres : 1e7, geo->carrier, extent.where);
}

static void read_grid(const struct geo *geo)
{
    const double width = (double)ls_tiff_integer(geo->tiff, geo->directory, TIFF_IMAGE_WIDTH, 0);
    const double length = (double)ls_tiff_integer(geo->tiff, geo->directory, TIFF_IMAGE_LENGTH, 0);
    const char *wrong = obstacle(geo), *datum = NULL;
    struct extent extent;
    if (!from_scale(geo, width, length, &extent) && !from_matrix(geo, width, length, &extent)) {
        const ls_tag *tag = find(geo, TAG_TIE_POINT) ? find(geo, TAG_TIE_POINT) : find(geo, TAG_TRANSFORMATION);
        if (tag)
            unread(geo, "a position that cannot be read", ls_exif_where(tag));
        return;
    }
    if (wrong) {
        unread(geo, wrong, extent.where);
        return;
    }
    const unsigned code = key_of(geo, KEY_GEOGRAPHIC_TYPE, 0);
    for (size_t i = 0; i < sizeof near / sizeof *near; i++)
        if (near[i].code == code)
            datum = near[i].name;
    state(geo, extent, datum ? 0 : FAR_ERROR);
    if (!datum)
        datum = ls_arena_printf(geo->meta->arena, "EPSG:%u", code);
    ls_meta_string(geo->meta, LS_FACT_GPS_DATUM, datum, geo->carrier, extent.where);
}

/* Offsets and scales of rational polynomials: errors, line, sample, latitude, longitude, height; line, sample, latitude, longitude … */
static void read_polynomials(const struct geo *geo, const ls_tag *tag)
{
    struct extent extent = {.where = ls_exif_where(tag)};
    double half_lat, half_lon;
    if (!number(geo, tag, 4, &extent.lat) || !number(geo, tag, 5, &extent.lon) || !number(geo, tag, 9, &half_lat) ||
        !number(geo, tag, 10, &half_lon)) {
        unread(geo, "a position that cannot be read", extent.where);
        return;
    }
    extent.across = 2 * fabs(half_lon);
    extent.down = 2 * fabs(half_lat);
    state(geo, extent, 0);
}

void ls_read_geotiff(ls_meta *meta, const ls_tiff *tiff, size_t directory, const char *carrier)
{
    struct geo geo = {meta, tiff, directory, carrier};
    const ls_ifd ifd = tiff->directories[directory].ifd;
    const ls_tag *polynomials = ls_tiff_find_in(tiff, directory, TAG_RPC);
    if (ifd != LS_IFD_0 && ifd != LS_IFD_1 && ifd != LS_IFD_SUB)
        return;
    if (find(&geo, TAG_TIE_POINT) || find(&geo, TAG_TRANSFORMATION)) {
        geo.carrier = ls_meta_path(meta, carrier, "geotiff");
        read_grid(&geo);
    }
    if (polynomials) {
        geo.carrier = ls_meta_path(meta, carrier, "rpc");
        read_polynomials(&geo, polynomials);
    }
}
