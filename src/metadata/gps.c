/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/gps.h"

#include "metadata/time.h"
#include "metadata/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* GPS attributes, Exif 3.0 table 15. */
enum {
    GPS_LATITUDE_REF = 1,
    GPS_LATITUDE = 2,
    GPS_LONGITUDE_REF = 3,
    GPS_LONGITUDE = 4,
    GPS_ALTITUDE_REF = 5,
    GPS_ALTITUDE = 6,
    GPS_TIME_STAMP = 7,
    GPS_DOP = 11,
    GPS_IMG_DIRECTION_REF = 16,
    GPS_IMG_DIRECTION = 17,
    GPS_MAP_DATUM = 18,
    GPS_DEST_LATITUDE_REF = 19,
    GPS_DEST_LATITUDE = 20,
    GPS_DEST_LONGITUDE_REF = 21,
    GPS_DEST_LONGITUDE = 22,
    GPS_PROCESSING_METHOD = 27,
    GPS_AREA_INFORMATION = 28,
    GPS_DATE_STAMP = 29,
    GPS_H_POSITIONING_ERROR = 31
};

ls_axis ls_axis_make(double degrees, double minutes, double seconds, char hemisphere, const char *letters, double limit,
                     ls_span where)
{
    ls_axis axis = {.state = LS_AXIS_BAD, .where = where};
    bool negative = signbit(degrees) || minutes < 0 || seconds < 0;
    bool mixed = (minutes < 0 || seconds < 0) && (degrees > 0 || minutes > 0 || seconds > 0);
    double value = fabs(degrees) + fabs(minutes) / 60 + fabs(seconds) / 3600;
    char letter = hemisphere >= 'a' && hemisphere <= 'z' ? (char)(hemisphere - 'a' + 'A') : hemisphere;
    if (!isfinite(value) || mixed || value > limit)
        return axis;
    bool positive_letter = letter == letters[0], negative_letter = letter == letters[1];
    axis.state = LS_AXIS_GOOD;
    axis.unstated = positive_letter ? negative && value > 0 : !negative_letter && !negative;
    axis.degrees = !axis.unstated && (negative || negative_letter) && !positive_letter ? -value : value;
    return axis;
}

static ls_span join(ls_span a, ls_span b)
{
    if (a.to == 0)
        return b;
    if (b.to == 0)
        return a;
    return (ls_span){a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to};
}

static void state_position(ls_meta *meta, const char *carrier, const ls_axis *lat, const ls_axis *lon)
{
    ls_meta_real(meta, LS_FACT_GPS_LAT, lat->degrees, carrier, lat->where);
    ls_meta_real(meta, LS_FACT_GPS_LON, lon->degrees, carrier, lon->where);
    const char *unstated = lat->unstated ? lon->unstated ? "lat,lon" : "lat" : "lon";
    if (lat->unstated || lon->unstated)
        ls_meta_string(meta, LS_FACT_GPS_HEMISPHERE_UNSTATED, unstated, carrier, join(lat->where, lon->where));
}

void ls_gps_position(ls_meta *meta, const char *carrier, const ls_axis *lat, const ls_axis *lon)
{
    ls_span where = join(lat->where, lon->where);
    ls_axis_state worse = lat->state < lon->state ? lat->state : lon->state;
    const char *wrong = NULL;
    if (lat->state == LS_AXIS_ABSENT && lon->state == LS_AXIS_ABSENT)
        return;
    if (lat->state == LS_AXIS_BAD || lon->state == LS_AXIS_BAD)
        wrong = "a coordinate is out of range or no number";
    else if (lat->state == LS_AXIS_EMPTY && lon->state == LS_AXIS_EMPTY)
        ls_meta_string(meta, LS_FACT_GPS_NO_FIX, "the position tags are empty", carrier, where);
    else if (worse != LS_AXIS_GOOD)
        wrong = "one of latitude and longitude is missing";
    else if (lat->degrees == 0 && lon->degrees == 0) /* what receivers write that know nothing yet */
        ls_meta_string(meta, LS_FACT_GPS_NO_FIX, "the position is 0, 0", carrier, where);
    else
        state_position(meta, carrier, lat, lon);
    if (wrong) {
        ls_meta_string(meta, LS_FACT_GPS_MALFORMED, wrong, carrier, where);
        ls_meta_unread(meta, carrier, "a position that cannot be read", where);
    }
}

void ls_gps_destination(ls_meta *meta, const char *carrier, const ls_axis *lat, const ls_axis *lon)
{
    if (lat->state == LS_AXIS_BAD || lon->state == LS_AXIS_BAD ||
        (lat->state == LS_AXIS_GOOD) != (lon->state == LS_AXIS_GOOD))
        ls_meta_unread(meta, carrier, "a destination that cannot be read", join(lat->where, lon->where));
    if (lat->state != LS_AXIS_GOOD || lon->state != LS_AXIS_GOOD || (lat->degrees == 0 && lon->degrees == 0))
        return;
    ls_meta_real(meta, LS_FACT_GPS_DEST_LAT, lat->degrees, carrier, lat->where);
    ls_meta_real(meta, LS_FACT_GPS_DEST_LON, lon->degrees, carrier, lon->where);
}

static ls_span where_of(const ls_tag *tag)
{
    return ls_bytes_where(&tag->value, 0, tag->value.size);
}

/* Numbers of GPS tags mean something in their directory alone. */
struct gps {
    const ls_tiff *tiff;
    size_t directory;
};

static const ls_tag *find(const struct gps *gps, unsigned tag)
{
    return ls_tiff_find_in(gps->tiff, gps->directory, tag);
}

static char letter_of(const struct gps *gps, unsigned tag)
{
    const ls_tag *reference = find(gps, tag);
    return reference ? (char)ls_bytes_u8(&reference->value, 0) : 0;
}

static ls_axis axis_of_words(const struct gps *gps, const ls_tag *value, const char *letters, double limit)
{
    const char *text = (const char *)value->value.data;
    size_t size = value->value.size;
    while (size && text[size - 1] == 0)
        size--;
    ls_axis axis = ls_axis_parse(text, size, letters, limit, where_of(value));
    if (axis.state == LS_AXIS_GOOD && axis.unstated)
        axis = ls_axis_make(axis.degrees, 0, 0, letter_of(gps, value->tag - 1), letters, limit, axis.where);
    return axis;
}

/*
 * Degrees, minutes, seconds. A part 0/0 is a part that the writer left out (Nikon D5000: the seconds); a position
 * whose every part is 0/0 was never fixed. Anything else over 0 is no number.
 */
static ls_axis read_axis(const struct gps *gps, unsigned tag, const char *letters, double limit)
{
    const ls_tag *value = find(gps, tag);
    if (!value)
        return (ls_axis){.state = LS_AXIS_ABSENT};
    if ((value->type == TIFF_ASCII || value->type == TIFF_UTF8) && !value->broken)
        return axis_of_words(gps, value, letters, limit);
    ls_tag rationals = *value;
    if (value->type == TIFF_UNDEFINED && value->value.size % 8 == 0) { /* the right bytes under the wrong type */
        rationals.type = TIFF_RATIONAL;
        value = &rationals;
    }
    double parts[3] = {0, 0, 0};
    size_t count = ls_tag_present(value), left_out = 0;
    bool degrees_left_out = false;
    ls_axis axis = {.state = LS_AXIS_BAD, .where = where_of(value)};
    if (count > 3)
        count = 3;
    if (count == 0 || value->broken)
        return axis;
    for (size_t i = 0; i < count; i++) {
        double numerator, denominator;
        if (!ls_tag_fraction(gps->tiff, value, i, &numerator, &denominator))
            return axis;
        if (denominator != 0)
            parts[i] = numerator / denominator;
        else if (numerator == 0)
            left_out++;
        else
            return axis;
        degrees_left_out |= i == 0 && left_out;
    }
    if (left_out == count)
        axis.state = LS_AXIS_EMPTY;
    else if (!degrees_left_out)
        axis = ls_axis_make(parts[0], parts[1], parts[2], letter_of(gps, tag - 1), letters, limit, axis.where);
    return axis;
}

static void read_number(ls_meta *meta, const struct gps *gps, unsigned tag, ls_fact_key key, const char *carrier)
{
    const ls_tag *value = find(gps, tag);
    double number;
    if (value && ls_tag_number(gps->tiff, value, 0, &number))
        ls_meta_real(meta, key, number, carrier, where_of(value));
}

/* Reference 1 means metres below sea level (Exif 2.3), 3 the same against the ellipsoid (Exif 3.0). */
static void read_altitude(ls_meta *meta, const struct gps *gps, const char *carrier)
{
    const ls_tag *value = find(gps, GPS_ALTITUDE);
    const ls_tag *reference = find(gps, GPS_ALTITUDE_REF);
    unsigned below = reference ? ls_bytes_u8(&reference->value, 0) : 0;
    double metres;
    if (value && ls_tag_number(gps->tiff, value, 0, &metres))
        ls_meta_real(meta, LS_FACT_GPS_ALTITUDE, below == 1 || below == 3 ? -metres : metres, carrier, where_of(value));
}

static void read_direction(ls_meta *meta, const struct gps *gps, const char *carrier)
{
    const ls_tag *value = find(gps, GPS_IMG_DIRECTION);
    char letter = letter_of(gps, GPS_IMG_DIRECTION_REF);
    double degrees;
    if (!value || !ls_tag_number(gps->tiff, value, 0, &degrees))
        return;
    ls_meta_real(meta, LS_FACT_GPS_DIRECTION, degrees, carrier, where_of(value));
    if (letter == 'T' || letter == 'M')
        ls_meta_text(meta, LS_FACT_GPS_DIRECTION_REF, &letter, 1, carrier, where_of(value));
}

static void read_time(ls_meta *meta, const struct gps *gps, const char *carrier)
{
    const ls_tag *date = find(gps, GPS_DATE_STAMP);
    const ls_tag *clock = find(gps, GPS_TIME_STAMP);
    double parts[3];
    char out[LS_TIME_SIZE] = "", time[LS_TIME_SIZE] = "";
    if (date && !ls_time_parse((const char *)date->value.data, date->value.size, out))
        out[0] = 0;
    bool good = clock != NULL;
    for (size_t i = 0; i < 3 && good; i++)
        good = ls_tag_number(gps->tiff, clock, i, &parts[i]) && parts[i] >= 0 && parts[i] < (i == 0 ? 25 : 61);
    if (good)
        snprintf(time, sizeof time, "T%02d:%02d:%02dZ", (int)parts[0], (int)parts[1], (int)parts[2]);
    if (out[0] && strchr(out, 'T')) /* the date has a time of its own */
        time[0] = 0;
    size_t used = strlen(out);
    snprintf(out + used, sizeof out - used, "%s", time);
    ls_span where = join(date ? where_of(date) : (ls_span){0, 0}, clock ? where_of(clock) : (ls_span){0, 0});
    ls_meta_string(meta, LS_FACT_GPS_TIME, out, carrier, where);
}

/* Readers disagree about which of two tags of one number holds. */
static void note_doubles(ls_meta *meta, const struct gps *gps, const char *carrier)
{
    const ls_directory *in = &gps->tiff->directories[gps->directory];
    for (size_t i = in->first; i < in->first + in->count; i++) {
        const ls_tag *tag = &gps->tiff->tags[i], *first = find(gps, tag->tag);
        if (first != tag &&
            (tag->type != first->type || tag->value.size != first->value.size ||
             (tag->value.size && memcmp(tag->value.data, first->value.data, tag->value.size) != 0)))
            ls_meta_unread(meta, carrier, "a tag that stands twice with different values", where_of(tag));
    }
}

void ls_gps_read(ls_meta *meta, const ls_tiff *tiff, size_t directory, const char *carrier)
{
    const struct gps place = {tiff, directory}, *gps = &place;
    ls_axis lat = read_axis(gps, GPS_LATITUDE, "NS", 90);
    ls_axis lon = read_axis(gps, GPS_LONGITUDE, "EW", 180);
    ls_gps_position(meta, carrier, &lat, &lon);
    lat = read_axis(gps, GPS_DEST_LATITUDE, "NS", 90);
    lon = read_axis(gps, GPS_DEST_LONGITUDE, "EW", 180);
    ls_gps_destination(meta, carrier, &lat, &lon);
    note_doubles(meta, gps, carrier);
    read_altitude(meta, gps, carrier);
    read_direction(meta, gps, carrier);
    read_number(meta, gps, GPS_H_POSITIONING_ERROR, LS_FACT_GPS_ERROR_M, carrier);
    read_number(meta, gps, GPS_DOP, LS_FACT_GPS_DOP, carrier);
    read_time(meta, gps, carrier);
    const ls_tag *text = find(gps, GPS_MAP_DATUM);
    if (text)
        ls_words_ascii(meta, LS_FACT_GPS_DATUM, &text->value, carrier);
    text = find(gps, GPS_PROCESSING_METHOD);
    if (text)
        ls_words_coded(meta, LS_FACT_GPS_METHOD, &text->value, tiff->big, carrier);
    text = find(gps, GPS_AREA_INFORMATION);
    if (text)
        ls_words_coded(meta, LS_FACT_PLACE_NAME, &text->value, tiff->big, carrier);
}
