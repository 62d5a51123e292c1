/* SPDX-License-Identifier: Apache-2.0 */
#include "base/skeleton.h"

#define CYRILLIC_FIRST 0x0400
#define CYRILLIC_LAST 0x045F
#define SMALL_FIRST 0x0430   /* а */
#define SMALL_LAST 0x044F    /* я */
#define TO_CAPITAL 0x20

/* Cyrillic small letters that are no smaller copies of their capitals. */
static bool has_own_shape(uint32_t small)
{
    return small == 0x0430 /* а */ || small == 0x0431 /* б */ || small == 0x0435 /* е */ || small == 0x0440 /* р */ ||
           small == 0x0443 /* у */ || small == 0x0444 /* ф */;
}

static uint32_t cyrillic(uint32_t code)
{
    if (code >= SMALL_FIRST && code <= SMALL_LAST && !has_own_shape(code))
        code -= TO_CAPITAL;
    switch (code) {
    case 0x0401: /* Ё */
    case 0x0415: return 'E';
    case 0x0405: return 'S';
    case 0x0406: return 'I';
    case 0x0408: return 'J';
    case 0x0410: return 'A';
    case 0x0412: return 'B';
    case 0x0413: return 'r'; /* Г */
    case 0x041A: return 'K';
    case 0x041C: return 'M';
    case 0x041D: return 'H';
    case 0x041E: return 'O';
    case 0x041F: return 'n'; /* П */
    case 0x0420: return 'P';
    case 0x0421: return 'C';
    case 0x0422: return 'T';
    case 0x0423: return 'Y';
    case 0x0425: return 'X';
    case 0x042C: return 'b'; /* Ь */
    case 0x0430: return 'a';
    case 0x0451: /* ё */
    case 0x0435: return 'e';
    case 0x0440: return 'p';
    case 0x0443: return 'y';
    default: return code;
    }
}

uint32_t ls_skeleton(uint32_t code)
{
    switch (code) {
    case 'c':
    case 'o':
    case 's':
    case 'u':
    case 'v':
    case 'w':
    case 'x':
    case 'z': return code - TO_CAPITAL;
    default: return code >= CYRILLIC_FIRST && code <= CYRILLIC_LAST ? cyrillic(code) : code;
    }
}

bool ls_skeleton_within(uint32_t code, ls_alphabet alphabet)
{
    const uint32_t shape = ls_skeleton(code);
    if (alphabet == LS_ALPHABET_LATIN)
        return ls_alphabet_of(shape) == LS_ALPHABET_LATIN;
    for (uint32_t letter = CYRILLIC_FIRST; alphabet == LS_ALPHABET_CYRILLIC && letter <= CYRILLIC_LAST; letter++)
        if (cyrillic(letter) == shape)
            return true;
    return false;
}

ls_alphabet ls_alphabet_of(uint32_t code)
{
    if ((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z'))
        return LS_ALPHABET_LATIN;
    return code >= CYRILLIC_FIRST && code <= CYRILLIC_LAST ? LS_ALPHABET_CYRILLIC : LS_ALPHABET_NONE;
}
