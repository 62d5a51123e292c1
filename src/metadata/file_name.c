/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a photo's file is called: cameras and apps put the moment there and which app it was, people and geotagging programs a
 * position. A name is read from left to right, and what is none of these ("menu.jpg") says nothing.
 */
#include "metadata/gps.h"
#include "metadata/plus_code.h"
#include "metadata/sidecar.h"
#include "metadata/time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAME_BYTES 255             /* NAME_MAX */
#define METRES_PER_DEGREE 111320.0 /* of latitude, and of longitude at the equator: never too few */
#define ERROR_LEAST 15.0           /* what a position is taken to be off by in any case */

struct name {
    ls_meta *meta;
    const char *text;
    size_t size;
    const char *carrier;
    unsigned positions;
};

static const ls_span nowhere = {0, 0};

static bool is_digit(const struct name *name, size_t at)
{
    return at < name->size && name->text[at] >= '0' && name->text[at] <= '9';
}

static bool is_word(const struct name *name, size_t at)
{
    const char c = at < name->size ? name->text[at] : 0;
    return is_digit(name, at) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static size_t digits_at(const struct name *name, size_t at)
{
    size_t count = 0;
    while (is_digit(name, at + count))
        count++;
    return count;
}

static unsigned value_of(const struct name *name, size_t at, size_t digits)
{
    unsigned value = 0;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (unsigned)(name->text[at + i] - '0');
    return value;
}

/* -------------------------------------------------------------------------------------------------- the moment */

/* One of `separators`, or none; where the next part begins. */
static size_t after_separator(const struct name *name, size_t at, const char *separators)
{
    return at < name->size && name->text[at] && strchr(separators, name->text[at]) ? at + 1 : at;
}

struct parts {
    unsigned year, month, day, hour, minute, second;
    bool has_time;
};

/* "20260501", "2026-05-01", "2026.05.01", "2026_05_01"; the separators are the same. The bytes it takes, 0 for none. */
static size_t read_date(const struct name *name, size_t at, struct parts *parts)
{
    const size_t run = digits_at(name, at), dense = run == 8 || run == 14 || run == 17;
    const char separator = at + 4 < name->size ? name->text[at + 4] : 0;
    const size_t step = dense ? 0 : 1;
    if (!dense && (run != 4 || !separator || !strchr("-._", separator) || digits_at(name, at + 5) != 2 || at + 7 >= name->size ||
                   name->text[at + 7] != separator || digits_at(name, at + 8) < 2))
        return 0;
    parts->year = value_of(name, at, 4);
    parts->month = value_of(name, at + 4 + step, 2);
    parts->day = value_of(name, at + 6 + 2 * step, 2);
    if (parts->year < 1980 || parts->year > 2099 || parts->month - 1 > 11 || parts->day - 1 > 30)
        return 0;
    return 8 + 2 * step;
}

/* Between a date and a time: "_", "-", " ", "T", ", ", " at " … */
static size_t skip_between(const struct name *name, size_t at)
{
    static const char *const words[] = {" at ", ", ", "--", "__", " - "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (at + strlen(words[i]) <= name->size && memcmp(name->text + at, words[i], strlen(words[i])) == 0)
            return at + strlen(words[i]);
    return after_separator(name, at, "_- T.");
}

/* "101530", "10-15-30", "10.15.30", "10 15 30". */
static bool read_clock(const struct name *name, size_t at, struct parts *parts)
{
    static const char separators[] = "-._ :";
    const size_t run = digits_at(name, at);
    if (run < 2 || (run > 2 && run < 6))
        return false;
    const size_t minute = after_separator(name, at + 2, run == 2 ? separators : "");
    const size_t second = after_separator(name, minute + 2, run == 2 ? separators : "");
    if (digits_at(name, minute) < 2 || digits_at(name, second) < 2 || (run == 2 && minute == at + 2))
        return false;
    parts->hour = value_of(name, at, 2);
    parts->minute = value_of(name, minute, 2);
    parts->second = value_of(name, second, 2);
    return parts->hour < 24 && parts->minute < 60 && parts->second < 61;
}

static size_t read_moment(struct name *name, size_t at)
{
    struct parts parts = {0};
    char time[LS_TIME_SIZE + 32];
    if (!is_digit(name, at) || (at && is_digit(name, at - 1)))
        return 0;
    const size_t size = read_date(name, at, &parts);
    if (!size)
        return 0;
    parts.has_time = read_clock(name, skip_between(name, at + size), &parts);
    if (parts.has_time)
        snprintf(time, sizeof time, "%04u-%02u-%02uT%02u:%02u:%02u", parts.year, parts.month, parts.day, parts.hour, parts.minute,
                 parts.second);
    else
        snprintf(time, sizeof time, "%04u-%02u-%02u", parts.year, parts.month, parts.day);
    ls_meta_string(name->meta, LS_FACT_TIME_TAKEN, time, name->carrier, nowhere);
    return size;
}

/* Milliseconds since 1970, as apps of phones count: thirteen digits from 2001 to 2033. */
static size_t read_milliseconds(struct name *name, size_t at)
{
    char time[LS_TIME_SIZE];
    if ((at && is_digit(name, at - 1)) || digits_at(name, at) != 13 || name->text[at] != '1')
        return 0;
    const double seconds = floor(value_of(name, at, 9) * 10.0 + value_of(name, at + 9, 1));
    if (ls_time_from_1970(seconds, time))
        ls_meta_string(name->meta, LS_FACT_TIME_TAKEN, time, name->carrier, nowhere);
    return 13;
}

/* ------------------------------------------------------------------------------------------------- the position */

struct decimal {
    double value;
    size_t size, places; /* bytes; digits behind the point */
};

/* "-47.2": one to three digits, a point, digits. */
static bool read_decimal(const struct name *name, size_t at, struct decimal *decimal)
{
    const bool minus = at < name->size && name->text[at] == '-';
    const size_t from = at + minus, whole = digits_at(name, from), places = digits_at(name, from + whole + 1);
    if (!whole || whole > 3 || from + whole >= name->size || name->text[from + whole] != '.' || !places || places > 15)
        return false;
    double value = value_of(name, from, whole), unit = 1;
    for (size_t i = 0; i < places; i++)
        value += (name->text[from + whole + 1 + i] - '0') * (unit /= 10);
    *decimal = (struct decimal){minus ? -value : value, minus + whole + 1 + places, places};
    return true;
}

/* Each position has a carrier of its own, as those of one belong together. */
static void state_position(struct name *name, double lat, double lon, double metres)
{
    const char *carrier = ls_meta_numbered(name->meta, name->carrier, ++name->positions);
    ls_meta_real(name->meta, LS_FACT_GPS_LAT, lat, carrier, nowhere);
    ls_meta_real(name->meta, LS_FACT_GPS_LON, lon, carrier, nowhere);
    if (metres > ERROR_LEAST)
        ls_meta_real(name->meta, LS_FACT_GPS_ERROR_M, ceil(metres), carrier, nowhere);
}

/* Half the diagonal of the area that is meant. */
static double radius_of(double lat_size, double lon_size)
{
    return hypot(lat_size, lon_size) / 2 * METRES_PER_DEGREE;
}

static char letter_at(const struct name *name, size_t at, const char *letters)
{
    const char c = at < name->size ? name->text[at] : 0, big = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    return big && strchr(letters, big) ? big : 0;
}

/* "N47.2" or "47.2N"; false without the letter. */
static bool read_lettered(const struct name *name, size_t *at, const char *letters, struct decimal *decimal)
{
    char letter = letter_at(name, *at, letters);
    const size_t before = letter != 0;
    if (!read_decimal(name, *at + before, decimal) || decimal->value < 0)
        return false;
    *at += before + decimal->size;
    if (!letter && (letter = letter_at(name, *at, letters)))
        ++*at;
    if (letter == letters[1])
        decimal->value = -decimal->value;
    return letter != 0;
}

static size_t state_decimals(struct name *name, const struct decimal *lat, const struct decimal *lon, size_t size)
{
    if (fabs(lat->value) > 90 || fabs(lon->value) > 180 || (lat->value == 0 && lon->value == 0))
        return 0;
    state_position(name, lat->value, lon->value, radius_of(pow(10, -(double)lat->places), pow(10, -(double)lon->places)));
    return size;
}

/* "N47.2E110.0", "47.2N, 110.0E". */
static size_t read_letters(struct name *name, size_t from)
{
    struct decimal lat, lon;
    size_t at = from;
    if (!read_lettered(name, &at, "NS", &lat))
        return 0;
    at = after_separator(name, after_separator(name, at, ",_- "), " ");
    if (!read_lettered(name, &at, "EW", &lon) || is_word(name, at))
        return 0;
    return state_decimals(name, &lat, &lon, at - from);
}

/* "47.2,110.013". Versions and sizes come in pairs, too: with a comma three decimals make a position, with another sign four
 * each. */
static size_t read_pair(struct name *name, size_t from)
{
    struct decimal lat, lon;
    if (!read_decimal(name, from, &lat))
        return 0;
    size_t at = from + lat.size;
    const bool comma = at < name->size && name->text[at] == ',';
    const size_t next = after_separator(name, after_separator(name, at, ",_ "), " ");
    if (next == at || !read_decimal(name, next, &lon) || is_word(name, next + lon.size))
        return 0;
    if (comma ? lat.places < 3 && lon.places < 3 : lat.places < 4 || lon.places < 4)
        return 0;
    return state_decimals(name, &lat, &lon, next + lon.size - from);
}

/* A short code tells the place to whoever knows the town. */
static size_t read_plus_code(struct name *name, size_t at)
{
    bool full;
    ls_plus_code code;
    const size_t size = ls_plus_code_read(name->text + at, name->size - at, &full, &code);
    if (!size || is_word(name, at + size))
        return 0;
    if (full)
        state_position(name, code.lat, code.lon, radius_of(code.lat_size, code.lon_size));
    else
        ls_meta_text(name->meta, LS_FACT_PLACE_NAME, name->text + at, size, name->carrier, nowhere);
    return size;
}

/* A part of a number or of a word is none of these. */
static size_t read_position(struct name *name, size_t at)
{
    if (at && (is_word(name, at - 1) || name->text[at - 1] == '.' || name->text[at - 1] == '+'))
        return 0;
    size_t size = read_plus_code(name, at);
    if (!size)
        size = read_letters(name, at);
    return size ? size : read_pair(name, at);
}

/* ------------------------------------------------------------------------------------------------------ the app */

static const struct {
    const char *begins, *holds, *app; /* `holds`: somewhere behind that; "" for anything */
} apps[] = {
    {"mmexport", "", "WeChat"},
    {"wx_camera_", "", "WeChat"},
    {"微信图片_", "", "WeChat"},
    {"WeChat Image_", "", "WeChat"},
    {"IMG-", "-WA", "WhatsApp"},
    {"VID-", "-WA", "WhatsApp"},
    {"WhatsApp ", "", "WhatsApp"},
    {"signal-", "", "Signal"},
    {"FB_IMG_", "", "Facebook"},
    {"received_", "", "Messenger"},
    {"PXL_", "", "Pixel Camera"},
    {"DJI_", "", "DJI"},
    {"GOPR", "", "GoPro"},
    {"Screenshot_", "", "screenshot"},
    {"Screenshot from ", "", "screenshot"},
    {"Screen Shot ", "", "screenshot"},
    {"telegram-cloud-photo", "", "Telegram"},
    {"QQ图片", "", "QQ"},
};

static void read_app(struct name *name)
{
    for (size_t i = 0; i < sizeof apps / sizeof *apps; i++) {
        const size_t length = strlen(apps[i].begins);
        if (name->size <= length || memcmp(name->text, apps[i].begins, length) != 0 ||
            !memmem(name->text + length, name->size - length, apps[i].holds, strlen(apps[i].holds)))
            continue;
        ls_meta_string(name->meta, LS_FACT_DEVICE_SOFTWARE, apps[i].app, name->carrier, nowhere);
        return;
    }
}

void ls_read_file_name(ls_meta *meta, const char *text, const char *carrier)
{
    struct name name = {.meta = meta, .text = text, .size = strnlen(text, NAME_BYTES), .carrier = carrier};
    read_app(&name);
    for (size_t at = 0; at < name.size && !meta->status;) {
        size_t size = read_position(&name, at);
        if (!size)
            size = read_moment(&name, at);
        if (!size)
            size = read_milliseconds(&name, at);
        at += size ? size : 1;
    }
}
