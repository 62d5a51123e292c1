/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/plus_code.h"

#include <string.h>

#define FULL 8    /* characters before the "+" */
#define PAIRED 10 /* characters that come in pairs, latitude first; further ones each name a cell of a grid */
#define DIGITS_MAX 15
#define GRID_ROWS 5 /* of latitude */
#define GRID_COLUMNS 4

/* Its value; -1 for none. The alphabet has no letter that makes words or is read as a figure. */
static int digit_of(char c)
{
    static const char alphabet[] = "23456789CFGHJMPQRVWX";
    const char *at = c ? strchr(alphabet, c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

/* The digits before the "+", and how many of them are zeros that stand for none. */
static bool read_head(const char *text, size_t size, size_t *digits, size_t *zeros)
{
    size_t at = 0;
    while (at < size && at < FULL && digit_of(text[at]) >= 0)
        at++;
    *digits = at;
    while (at < size && at < FULL && text[at] == '0')
        at++;
    *zeros = at - *digits;
    if (at >= size || text[at] != '+' || at % 2 || at < 4 || *digits % 2)
        return false;
    return !*zeros || (at == FULL && *digits >= 2);
}

static void decode(const int *digits, size_t count, ls_plus_code *code)
{
    *code = (ls_plus_code){.lat = -90, .lon = -180, .lat_size = 400, .lon_size = 400};
    for (size_t i = 0; i < count && i < PAIRED; i += 2) {
        code->lat_size /= 20;
        code->lon_size /= 20;
        code->lat += digits[i] * code->lat_size;
        code->lon += digits[i + 1] * code->lon_size;
    }
    for (size_t i = PAIRED; i < count; i++) {
        code->lat_size /= GRID_ROWS;
        code->lon_size /= GRID_COLUMNS;
        code->lat += digits[i] / GRID_COLUMNS * code->lat_size;
        code->lon += digits[i] % GRID_COLUMNS * code->lon_size;
    }
    code->lat += code->lat_size / 2;
    code->lon += code->lon_size / 2;
}

size_t ls_plus_code_read(const char *text, size_t size, bool *full, ls_plus_code *code)
{
    size_t head, zeros, count = 0;
    int digits[DIGITS_MAX];
    if (!read_head(text, size, &head, &zeros))
        return 0;
    for (size_t i = 0; i < head; i++)
        digits[count++] = digit_of(text[i]);
    size_t at = head + zeros + 1;
    for (; !zeros && at < size && count < DIGITS_MAX && digit_of(text[at]) >= 0; at++)
        digits[count++] = digit_of(text[at]);
    const size_t tail = at - (head + zeros + 1);
    *full = head + zeros == FULL;
    if (tail == 1 || (!*full && !tail)) /* the last pair is whole, and a short code has one */
        return 0;
    if (*full && (digits[0] > 8 || digits[1] > 17)) /* beyond the pole, or round the earth */
        return 0;
    if (*full)
        decode(digits, count, code);
    return at;
}
