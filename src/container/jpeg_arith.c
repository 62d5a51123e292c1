/* SPDX-License-Identifier: Apache-2.0 */
#include "container/jpeg_arith.h"

#include <string.h>

/* clang-format off */
/* T.81, table D.3: the less probable symbol's share, where to go after it and after the other, and whether they change places. */
static const struct {
    uint16_t share;
    uint8_t less, more, swap;
} states[] = {
    {0x5A1D, 1, 1, 1}, {0x2586, 14, 2, 0}, {0x1114, 16, 3, 0}, {0x080B, 18, 4, 0}, {0x03D8, 20, 5, 0}, {0x01DA, 23, 6, 0},
    {0x00E5, 25, 7, 0}, {0x006F, 28, 8, 0}, {0x0036, 30, 9, 0}, {0x001A, 33, 10, 0}, {0x000D, 35, 11, 0}, {0x0006, 9, 12, 0},
    {0x0003, 10, 13, 0}, {0x0001, 12, 13, 0}, {0x5A7F, 15, 15, 1}, {0x3F25, 36, 16, 0}, {0x2CF2, 38, 17, 0}, {0x207C, 39, 18, 0},
    {0x17B9, 40, 19, 0}, {0x1182, 42, 20, 0}, {0x0CEF, 43, 21, 0}, {0x09A1, 45, 22, 0}, {0x072F, 46, 23, 0}, {0x055C, 48, 24, 0},
    {0x0406, 49, 25, 0}, {0x0303, 51, 26, 0}, {0x0240, 52, 27, 0}, {0x01B1, 54, 28, 0}, {0x0144, 56, 29, 0}, {0x00F5, 57, 30, 0},
    {0x00B7, 59, 31, 0}, {0x008A, 60, 32, 0}, {0x0068, 62, 33, 0}, {0x004E, 63, 34, 0}, {0x003B, 32, 35, 0}, {0x002C, 33, 9, 0},
    {0x5AE1, 37, 37, 1}, {0x484C, 64, 38, 0}, {0x3A0D, 65, 39, 0}, {0x2EF1, 67, 40, 0}, {0x261F, 68, 41, 0}, {0x1F33, 69, 42, 0},
    {0x19A8, 70, 43, 0}, {0x1518, 72, 44, 0}, {0x1177, 73, 45, 0}, {0x0E74, 74, 46, 0}, {0x0BFB, 75, 47, 0}, {0x09F8, 77, 48, 0},
    {0x0861, 78, 49, 0}, {0x0706, 79, 50, 0}, {0x05CD, 48, 51, 0}, {0x04DE, 50, 52, 0}, {0x040F, 50, 53, 0}, {0x0363, 51, 54, 0},
    {0x02D4, 52, 55, 0}, {0x025C, 53, 56, 0}, {0x01F8, 54, 57, 0}, {0x01A4, 55, 58, 0}, {0x0160, 56, 59, 0}, {0x0125, 57, 60, 0},
    {0x00F6, 58, 61, 0}, {0x00CB, 59, 62, 0}, {0x00AB, 61, 63, 0}, {0x008F, 61, 32, 0}, {0x5B12, 65, 65, 1}, {0x4D04, 80, 66, 0},
    {0x412C, 81, 67, 0}, {0x37D8, 82, 68, 0}, {0x2FE8, 83, 69, 0}, {0x293C, 84, 70, 0}, {0x2379, 86, 71, 0}, {0x1EDF, 87, 72, 0},
    {0x1AA9, 87, 73, 0}, {0x174E, 72, 74, 0}, {0x1424, 72, 75, 0}, {0x119C, 74, 76, 0}, {0x0F6B, 74, 77, 0}, {0x0D51, 75, 78, 0},
    {0x0BB6, 77, 79, 0}, {0x0A40, 77, 48, 0}, {0x5832, 80, 81, 1}, {0x4D1C, 88, 82, 0}, {0x438E, 89, 83, 0}, {0x3BDD, 90, 84, 0},
    {0x34EE, 91, 85, 0}, {0x2EAE, 92, 86, 0}, {0x299A, 93, 87, 0}, {0x2516, 86, 71, 0}, {0x5570, 88, 89, 1}, {0x4CA9, 95, 90, 0},
    {0x44D9, 96, 91, 0}, {0x3E22, 97, 92, 0}, {0x3824, 99, 93, 0}, {0x32B4, 99, 94, 0}, {0x2E17, 93, 86, 0}, {0x56A8, 95, 96, 1},
    {0x4F46, 101, 97, 0}, {0x47E5, 102, 98, 0}, {0x41CF, 103, 99, 0}, {0x3C3D, 104, 100, 0}, {0x375E, 99, 93, 0}, {0x5231, 105, 102, 0},
    {0x4C0F, 106, 103, 0}, {0x4639, 107, 104, 0}, {0x415E, 103, 99, 0}, {0x5627, 105, 106, 1}, {0x50E7, 108, 107, 0}, {0x4B85, 109, 103, 0},
    {0x5597, 110, 109, 0}, {0x504F, 111, 107, 0}, {0x5A10, 110, 111, 1}, {0x5522, 112, 109, 0}, {0x59EB, 112, 111, 1},
    {0x5A1D, 113, 113, 0}, /* a share that stays as it is */
};
/* clang-format on */

#define FIXED 113u
#define MORE_PROBABLE 0x80u /* in a bin: which symbol that is; the other bits are the state */
#define MADE_MAX 1024u

static void take_byte(jpeg_arith *arith)
{
    uint32_t byte = 0;
    if (arith->at < arith->end && !(arith->at[0] == 0xFF && (arith->end - arith->at < 2 || arith->at[1] != 0))) {
        byte = *arith->at;
        arith->at += byte == 0xFF ? 2 : 1;
    } else {
        arith->made++;
    }
    arith->code |= byte << 8;
}

void ls_jpeg_arith_begin(jpeg_arith *arith, const unsigned char *from, const unsigned char *end)
{
    memset(arith, 0, sizeof *arith);
    arith->at = from;
    arith->end = end;
    arith->range = 0x10000;
    arith->fixed = FIXED;
    for (int i = 0; i < 2; i++) {
        take_byte(arith);
        arith->code <<= 8;
    }
}

bool ls_jpeg_arith_dry(const jpeg_arith *arith)
{
    return arith->made > MADE_MAX;
}

static void renew(jpeg_arith *arith)
{
    do {
        if (!arith->shifts) {
            take_byte(arith);
            arith->shifts = 8;
        }
        arith->range <<= 1;
        arith->code <<= 1;
        arith->shifts--;
    } while (arith->range < 0x8000);
}

/* D.2: the next decision of those that this bin counts. */
static bool decide(jpeg_arith *arith, uint8_t *bin)
{
    const unsigned state = *bin & 0x7F, share = states[state].share;
    const bool more = *bin & MORE_PROBABLE;
    arith->range -= share;
    const bool upper = arith->code >> 16 >= arith->range; /* in the part of the less probable symbol, as parts are named */
    if (!upper && arith->range >= 0x8000)
        return more;
    const bool less = upper != (arith->range < share); /* the greater part is always the more probable symbol's */
    if (upper) {
        arith->code -= arith->range << 16;
        arith->range = share;
    }
    if (less)
        *bin = (uint8_t)(states[state].less | (more != states[state].swap ? MORE_PROBABLE : 0));
    else
        *bin = (uint8_t)(states[state].more | (more ? MORE_PROBABLE : 0));
    renew(arith);
    return less ? !more : more;
}

/* The class of a magnitude, from the bin of its first decision on (F.1.4.3): the next class has the next bin. */
static unsigned follow_class(jpeg_arith *arith, uint8_t **bin)
{
    unsigned size = 1;
    while (decide(arith, *bin) && !arith->broken) {
        size <<= 1;
        arith->broken = size == 0x8000;
        (*bin)++;
    }
    return size;
}

/* The bits below the highest one, whose bin stands fourteen behind that of the class. */
static void follow_low_bits(jpeg_arith *arith, uint8_t *bin, unsigned size)
{
    while (size >>= 1)
        decide(arith, bin + 14);
}

#define DC_CLASSES 20u      /* where the bins of classes begin: table F.4 */
#define AC_LOW_CLASSES 189u /* and table F.5 */
#define AC_HIGH_CLASSES 217u

void ls_jpeg_arith_dc(jpeg_arith *arith, jpeg_arith_part *part)
{
    uint8_t *bins = arith->dc[part->dc], *bin = bins + part->context;
    if (!decide(arith, bin)) {
        part->context = 0;
        return;
    }
    const bool negative = decide(arith, bin + 1);
    bin += 2 + negative;
    unsigned size = decide(arith, bin);
    if (size) {
        bin = bins + DC_CLASSES;
        size = follow_class(arith, &bin);
    }
    if (size < (1u << part->lower) >> 1)
        part->context = 0;
    else
        part->context = (size > (1u << part->upper) >> 1 ? 12u : 4u) + (negative ? 4u : 0u);
    follow_low_bits(arith, bin, size);
}

/* What follows when coefficient k, whose bins are `bins`, is not 0: its sign and its magnitude. */
static void follow_coefficient(jpeg_arith *arith, const jpeg_arith_part *part, uint8_t *bins, unsigned k)
{
    uint8_t *bin = bins + 2;
    decide(arith, &arith->fixed);
    if (!decide(arith, bin) || !decide(arith, bin))
        return;
    bin = arith->ac[part->ac] + (k <= part->kx ? AC_LOW_CLASSES : AC_HIGH_CLASSES);
    const unsigned size = follow_class(arith, &bin);
    follow_low_bits(arith, bin, size << 1);
}

void ls_jpeg_arith_ac(jpeg_arith *arith, const jpeg_arith_part *part, unsigned first, unsigned last, uint64_t *seen)
{
    for (unsigned k = first; k <= last && !arith->broken; k++) {
        uint8_t *bins = arith->ac[part->ac] + 3 * (k - 1);
        if (decide(arith, bins)) /* end of block */
            return;
        for (; !decide(arith, bins + 1); bins += 3)
            if (++k > last) {
                arith->broken = true;
                return;
            }
        follow_coefficient(arith, part, bins, k);
        *seen |= UINT64_C(1) << k;
    }
}

void ls_jpeg_arith_bit(jpeg_arith *arith)
{
    decide(arith, &arith->fixed);
}

/* The last coefficient up to `last` that earlier scans made other than 0. */
static unsigned last_seen(uint64_t seen, unsigned last)
{
    while (last && !(seen >> last & 1))
        last--;
    return last;
}

void ls_jpeg_arith_refine(jpeg_arith *arith, const jpeg_arith_part *part, unsigned first, unsigned last, uint64_t *seen)
{
    const uint64_t before = *seen;
    const unsigned end = last_seen(before, last);
    for (unsigned k = first; k <= last; k++) {
        uint8_t *bins = arith->ac[part->ac] + 3 * (k - 1);
        if (k > end && decide(arith, bins))
            return;
        while (!(before >> k & 1) && !decide(arith, bins + 1)) {
            bins += 3;
            if (++k > last) {
                arith->broken = true;
                return;
            }
        }
        decide(arith, before >> k & 1 ? bins + 2 : &arith->fixed); /* a correction, or a new one's sign */
        *seen |= UINT64_C(1) << k;
    }
}
