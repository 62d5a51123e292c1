/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/iso6709.h"

#include "metadata/gps.h"
#include "metadata/words.h"

#include <math.h>
#include <string.h>

#define NUMBER_MAX 24u /* characters of a number that is kept */

/* A sign, digits and perhaps decimals. */
struct number {
    bool negative;
    unsigned whole; /* digits before the point */
    double value;   /* of all digits, without the sign */
};

static bool is_digit(unsigned c)
{
    return c >= '0' && c <= '9';
}

static bool take_number(const ls_bytes *text, uint64_t *at, struct number *number)
{
    const unsigned sign = ls_bytes_u8(text, *at);
    uint64_t end = *at + 1;
    if (sign != '+' && sign != '-')
        return false;
    *number = (struct number){.negative = sign == '-'};
    for (; is_digit(ls_bytes_u8(text, end)); end++)
        number->whole++;
    if (ls_bytes_u8(text, end) == '.')
        while (is_digit(ls_bytes_u8(text, ++end)))
            ;
    const uint64_t size = end - *at - 1;
    if (!number->whole || size > NUMBER_MAX ||
        ls_words_number((const char *)text->data + *at + 1, (size_t)size, &number->value) != size)
        return false;
    *at = end;
    return true;
}

/* `degrees`: digits of whole degrees, two of a latitude and three of a longitude; two more are minutes, and two more seconds. */
static ls_axis axis_of(const struct number *number, unsigned degrees, const char *letters, double limit, ls_span where)
{
    double parts[3] = {number->value, 0, 0};
    if (number->whole > degrees + 4)
        return (ls_axis){.state = LS_AXIS_BAD, .where = where};
    for (unsigned part = number->whole > degrees + 2 ? 2 : number->whole > degrees ? 1 : 0; part; part--) {
        parts[part] = fmod(parts[0], 100);
        parts[0] = floor(parts[0] / 100);
    }
    if (parts[1] >= 60 || parts[2] >= 60)
        return (ls_axis){.state = LS_AXIS_BAD, .where = where};
    return ls_axis_make(parts[0], parts[1], parts[2], letters[number->negative], letters, limit, where);
}

/* "CRSWGS_84": what the position refers to. */
static void read_datum(ls_meta *meta, const ls_bytes *text, uint64_t at, const char *carrier)
{
    if (!ls_bytes_match(text, at, "CRS", 3))
        return;
    const size_t end = ls_bytes_find(text, at, '/');
    const ls_bytes datum = ls_bytes_part(text, at + 3, end - at - 3);
    ls_words_guess(meta, LS_FACT_GPS_DATUM, &datum, carrier);
}

void ls_read_iso6709(ls_meta *meta, const ls_bytes *text, const char *carrier)
{
    const ls_span where = ls_bytes_where(text, 0, text->size);
    ls_axis lat = {.state = LS_AXIS_BAD, .where = where}, lon = lat;
    struct number north, east, up;
    uint64_t at = 0;
    if (!text->size)
        return;
    if (!take_number(text, &at, &north) || !take_number(text, &at, &east)) {
        ls_gps_position(meta, carrier, &lat, &lon);
        return;
    }
    lat = axis_of(&north, 2, "NS", 90, where);
    lon = axis_of(&east, 3, "EW", 180, where);
    ls_gps_position(meta, carrier, &lat, &lon);
    if (take_number(text, &at, &up))
        ls_meta_real(meta, LS_FACT_GPS_ALTITUDE, up.negative ? -up.value : up.value, carrier, where);
    read_datum(meta, text, at, carrier);
}
