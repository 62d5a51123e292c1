/* SPDX-License-Identifier: Apache-2.0 */
#include "share/base64.h"

#include <stdint.h>

size_t ls_base64_room(size_t length)
{
    return length / 4 * 3;
}

static int digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool ls_base64_decode(const char *text, size_t length, unsigned char *out, size_t *size)
{
    size_t used = 0;
    if (length % 4)
        return false;
    for (size_t i = 0; i < length; i += 4) {
        bool last = i + 4 == length;
        int padding = !last || text[i + 3] != '=' ? 0 : text[i + 2] == '=' ? 2 : 1;
        uint32_t bits = 0;
        for (int k = 0; k < 4; k++) {
            int value = k >= 4 - padding ? 0 : digit(text[i + (size_t)k]);
            if (value < 0)
                return false;
            bits = bits << 6 | (uint32_t)value;
        }
        if (padding && bits & ((1u << (8 * padding)) - 1))
            return false; /* bits that no byte takes: two texts would mean the same bytes */
        for (int k = 0; k < 3 - padding; k++)
            out[used++] = (unsigned char)(bits >> (16 - 8 * k));
    }
    *size = used;
    return true;
}
