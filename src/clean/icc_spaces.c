/* SPDX-License-Identifier: Apache-2.0 */
#include "clean/icc.h"

#include <math.h>
#include <string.h>

/*
 * Primaries of IEC 61966-2-1 (sRGB), SMPTE EG 432-1 with a D65 white (Display P3) and Adobe RGB (1998), adapted to D50 by
 * Bradford's transform, as the profiles of ICC, Apple and Adobe state them.
 */
const ls_icc_space ls_icc_spaces[] = {
    {true, {{0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.71410}}, 0},
    {true, {{0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}}, 0},
    {true, {{0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}}, 563.0 / 256},
    {false, {{0}}, 0},
    {false, {{0}}, 563.0 / 256}, /* gray of gamma 2.2, written as 563/256 by everybody who has eight bits for the fraction */
};
const size_t ls_icc_space_count = sizeof ls_icc_spaces / sizeof *ls_icc_spaces;

double ls_icc_space_curve(const ls_icc_space *space, double x)
{
    if (space->gamma > 0)
        return pow(x, space->gamma);
    return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

/* ---------------------------------------------------------------------------------------- curves of profiles */

static double fixed(const ls_bytes *bytes, uint64_t at)
{
    return (double)(int32_t)ls_bytes_u32(bytes, at, true) / 65536;
}

/* ICC.1 10.6: no value is the identity, one is a gamma of eight and eight bits, more are a table. */
static bool table_at(const ls_bytes *curve, double x, double *y)
{
    const uint32_t count = ls_bytes_u32(curve, 8, true);
    if (!ls_bytes_has(curve, 12, 2 * (uint64_t)count))
        return false;
    if (count < 2) {
        *y = count ? pow(x, ls_bytes_u16(curve, 12, true) / 256.0) : x;
        return true;
    }
    const double place = x * (count - 1);
    const uint32_t low = (uint32_t)place < count - 2 ? (uint32_t)place : count - 2;
    const double a = ls_bytes_u16(curve, 12 + 2 * (uint64_t)low, true), b = ls_bytes_u16(curve, 14 + 2 * (uint64_t)low, true);
    *y = (a + (b - a) * (place - low)) / 65535;
    return true;
}

/* ICC.1 table 68: Y = (aX + b)^g + e from d on, cX + f below; functions 0 to 2 leave some of it out. */
static bool formula_at(const ls_bytes *curve, double x, double *y)
{
    const unsigned function = ls_bytes_u16(curve, 8, true);
    const double g = fixed(curve, 12), a = function ? fixed(curve, 16) : 1, b = function ? fixed(curve, 20) : 0;
    if (function > 4)
        return false;
    double below = 0, above = 0, from = function && a > 0 ? -b / a : 0;
    if (function == 2)
        below = above = fixed(curve, 24);
    if (function >= 3) {
        from = fixed(curve, 28);
        below = fixed(curve, 24) * x;
    }
    if (function == 4) {
        above = fixed(curve, 32);
        below += fixed(curve, 36);
    }
    *y = x >= from ? pow(a * x + b, g) + above : below;
    return isfinite(*y);
}

bool ls_icc_curve_at(const ls_bytes *curve, double x, double *y)
{
    if (ls_bytes_match(curve, 0, "curv", 4))
        return table_at(curve, x, y);
    return ls_bytes_match(curve, 0, "para", 4) && formula_at(curve, x, y);
}

/* --------------------------------------------------------------------------------------------------- writing */

/* Version 2.1, which every program reads; the curve of sRGB as a table, as version 2 has no formula for it. */
#define VERSION 0x02100000u
#define HEADER 128u
#define CURVE_POINTS 1024u
#define DESC_SIZE 91u /* ICC.1:2001 6.5.17: no text, in ASCII with its NUL, in Unicode, and in a Macintosh script of 67 bytes */
#define TEXT_SIZE 9u
#define XYZ_SIZE 20u
#define ALIGNED(size) (((size) + 3) & ~3u)

static const double d50[3] = {0.9642, 1.0, 0.8249};

static void put(ls_buffer *out, uint32_t number)
{
    const char bytes[4] = {(char)(number >> 24), (char)(number >> 16), (char)(number >> 8), (char)number};
    ls_buffer_add(out, bytes, 4);
}

static void put_zeros(ls_buffer *out, size_t count)
{
    static const char zeros[HEADER];
    ls_buffer_add(out, zeros, count);
}

static void put_xyz(ls_buffer *out, const double xyz[3])
{
    for (int i = 0; i < 3; i++)
        put(out, (uint32_t)(int32_t)lround(xyz[i] * 65536));
}

static void put_header(const ls_icc_space *space, ls_buffer *out, uint32_t size)
{
    put(out, size);
    put_zeros(out, 4);
    put(out, VERSION);
    ls_buffer_add(out, space->colour ? "mntrRGB XYZ " : "mntrGRAYXYZ ", 12);
    put_zeros(out, 12);
    ls_buffer_add(out, "acsp", 4);
    put_zeros(out, 28);
    put_xyz(out, d50);
    put_zeros(out, HEADER - 80);
}

static uint32_t curve_size(const ls_icc_space *space)
{
    return space->gamma > 0 ? 16 : 12 + 2 * CURVE_POINTS;
}

static void put_curve(const ls_icc_space *space, ls_buffer *out)
{
    const uint32_t count = space->gamma > 0 ? 1 : CURVE_POINTS;
    ls_buffer_add(out, "curv\0\0\0", 8);
    put(out, count);
    for (uint32_t i = 0; i < count; i++) {
        const long value =
            space->gamma > 0 ? lround(space->gamma * 256) : lround(ls_icc_space_curve(space, i / (count - 1.0)) * 65535);
        const char bytes[2] = {(char)(value >> 8), (char)value};
        ls_buffer_add(out, bytes, 2);
    }
    put_zeros(out, curve_size(space) - 12 - 2 * count);
}

struct entry {
    const char *signature;
    uint32_t offset, size;
};

static void put_table(ls_buffer *out, const struct entry *entries, uint32_t count)
{
    put(out, count);
    for (uint32_t i = 0; i < count; i++) {
        ls_buffer_add(out, entries[i].signature, 4);
        put(out, entries[i].offset);
        put(out, entries[i].size);
    }
}

void ls_icc_space_write(const ls_icc_space *space, ls_buffer *out)
{
    const uint32_t count = space->colour ? 9 : 4, curve = curve_size(space);
    const uint32_t desc = HEADER + 4 + 12 * count, cprt = desc + ALIGNED(DESC_SIZE), wtpt = cprt + ALIGNED(TEXT_SIZE),
                   trc = wtpt + XYZ_SIZE, red = trc + curve;
    const uint32_t trc_size = space->gamma > 0 ? 14 : curve;
    const struct entry entries[] = {{"desc", desc, DESC_SIZE},
                                    {"cprt", cprt, TEXT_SIZE},
                                    {"wtpt", wtpt, XYZ_SIZE},
                                    {space->colour ? "rTRC" : "kTRC", trc, trc_size},
                                    {"gTRC", trc, trc_size},
                                    {"bTRC", trc, trc_size},
                                    {"rXYZ", red, XYZ_SIZE},
                                    {"gXYZ", red + XYZ_SIZE, XYZ_SIZE},
                                    {"bXYZ", red + 2 * XYZ_SIZE, XYZ_SIZE}};
    put_header(space, out, space->colour ? red + 3 * XYZ_SIZE : red);
    put_table(out, entries, count);
    ls_buffer_add(out, "desc\0\0\0\0\0\0\0\1", 12);
    put_zeros(out, ALIGNED(DESC_SIZE) - 12);
    ls_buffer_add(out, "text", 4);
    put_zeros(out, ALIGNED(TEXT_SIZE) - 4);
    ls_buffer_add(out, "XYZ \0\0\0", 8);
    put_xyz(out, d50);
    put_curve(space, out);
    for (int i = 0; space->colour && i < 3; i++) {
        ls_buffer_add(out, "XYZ \0\0\0", 8);
        put_xyz(out, space->primaries[i]);
    }
}
