/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <string.h>

#define REPLACEMENT 0xFFFDu

size_t ls_utf8_decode(const char *text, size_t size, uint32_t *code_point)
{
    const unsigned char *at = (const unsigned char *)text;
    if (!size)
        return 0;
    if (at[0] < 0x80) {
        *code_point = at[0];
        return 1;
    }
    size_t length = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (at[0] < 0xC2 || at[0] > 0xF4 || size < length)
        return 0;
    uint32_t value = at[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (at[i] & 0x3F);
    }
    if (value < smallest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code_point = value;
    return length;
}

size_t ls_utf8_encode(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = length; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> length) | c);
    return length;
}

bool ls_utf8_valid(const char *text, size_t size)
{
    uint32_t ignored;
    while (size) {
        size_t length = ls_utf8_decode(text, size, &ignored);
        if (!length)
            return false;
        text += length;
        size -= length;
    }
    return true;
}

static bool harmless(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return false;
    return !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069);
}

bool ls_utf8_is_clean(const char *text, size_t size)
{
    while (size) {
        uint32_t c;
        size_t length = ls_utf8_decode(text, size, &c);
        if (!length || !harmless(c))
            return false;
        text += length;
        size -= length;
    }
    return true;
}

static char *put(char *at, uint32_t c)
{
    char bytes[4];
    size_t length = ls_utf8_encode(harmless(c) ? c : REPLACEMENT, bytes);
    if (!length)
        length = ls_utf8_encode(REPLACEMENT, bytes);
    memcpy(at, bytes, length);
    return at + length;
}

/* Room for the worst case: every input byte becomes the three bytes of U+FFFD. */
static char *room(ls_arena *arena, size_t size)
{
    return size > (SIZE_MAX - 4) / 3 ? NULL : ls_arena_alloc(arena, size * 3 + 4);
}

char *ls_utf8_clean(ls_arena *arena, const char *text, size_t size)
{
    char *out = room(arena, size), *at = out;
    if (!out)
        return NULL;
    while (size) {
        uint32_t c = REPLACEMENT;
        size_t length = ls_utf8_decode(text, size, &c);
        if (!length) {
            c = REPLACEMENT;
            length = 1;
        }
        at = put(at, c);
        text += length;
        size -= length;
    }
    return out;
}

char *ls_utf8_from_latin1(ls_arena *arena, const char *text, size_t size)
{
    char *out = room(arena, size), *at = out;
    for (size_t i = 0; out && i < size; i++)
        at = put(at, (unsigned char)text[i]);
    return out;
}

char *ls_utf8_from_utf16(ls_arena *arena, const void *text, size_t size, bool big)
{
    const unsigned char *in = text;
    char *out = room(arena, size), *at = out;
    if (size >= 2 && ((in[0] == 0xFE && in[1] == 0xFF) || (in[0] == 0xFF && in[1] == 0xFE))) {
        big = in[0] == 0xFE;
        in += 2;
        size -= 2;
    }
    for (size_t i = 0; out && i + 1 < size; i += 2) {
        uint32_t unit = big ? (uint32_t)in[i] << 8 | in[i + 1] : (uint32_t)in[i + 1] << 8 | in[i];
        if (unit >= 0xD800 && unit < 0xDC00 && i + 3 < size) {
            uint32_t low = big ? (uint32_t)in[i + 2] << 8 | in[i + 3] : (uint32_t)in[i + 3] << 8 | in[i + 2];
            if (low >= 0xDC00 && low < 0xE000) {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        at = put(at, unit);
    }
    return out;
}
