/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of a profile's values (ICC.1:2022, section 10): what no number of a type is, reserved bytes and gaps, becomes zero.
 */
#include "clean/icc.h"

#include <string.h>

/* A value, and what has been copied of it. */
typedef struct icc_copy {
    const ls_bytes *from;
    unsigned char *data; /* as many bytes, all of them 0 in the beginning */
    size_t end;          /* of the last one that was copied */
} icc_copy;

static bool take(icc_copy *copy, uint64_t at, uint64_t size)
{
    if (!ls_bytes_has(copy->from, at, size))
        return false;
    if (size)
        memcpy(copy->data + at, copy->from->data + at, (size_t)size);
    if (at + size > copy->end)
        copy->end = (size_t)(at + size);
    return true;
}

/* The signature of the type, and numbers from byte 8 on: what is between is reserved in every type. */
static bool take_numbers(icc_copy *copy, uint64_t size)
{
    return take(copy, 0, 4) && take(copy, 8, size);
}

/* Section 10.18: function 0 to 4 has so many parameters, of four bytes. */
static uint64_t parameters_size(unsigned function)
{
    static const unsigned char parameters[] = {1, 3, 4, 5, 7};
    return function < sizeof parameters ? 4u * parameters[function] : 0;
}

/* Sections 10.6 and 10.18, at any place of a value: *next is behind it. */
static bool take_curve(icc_copy *copy, uint64_t at, uint64_t *next)
{
    const ls_bytes *from = copy->from;
    if (ls_bytes_match(from, at, "curv", 4)) {
        const uint64_t size = 4 + 2 * (uint64_t)ls_bytes_u32(from, at + 8, true);
        *next = at + 8 + size;
        return take(copy, at, 4) && take(copy, at + 8, size);
    }
    const uint64_t size = ls_bytes_match(from, at, "para", 4) ? parameters_size(ls_bytes_u16(from, at + 8, true)) : 0;
    *next = at + 12 + size;
    return size && take(copy, at, 4) && take(copy, at + 8, 2) && take(copy, at + 12, size);
}

/* A table's numbers: `out` for each point of a grid in as many dimensions as `grid` has bytes. 0: none, or more than any sound
 * one. */
static uint64_t grid_size(const unsigned char *grid, size_t dimensions, size_t out)
{
    uint64_t points = out;
    for (size_t i = 0; i < dimensions; i++) {
        points *= grid[i];
        if (points > LS_ICC_MAX)
            return 0;
    }
    return points;
}

/* Sections 10.10 and 10.11: channels, a matrix, input tables, a grid of the same width in each dimension, output tables. */
static bool take_table(icc_copy *copy, bool wide)
{
    const ls_bytes *from = copy->from;
    const size_t in = ls_bytes_u8(from, 8), out = ls_bytes_u8(from, 9), width = wide ? 2 : 1;
    const size_t in_entries = wide ? ls_bytes_u16(from, 48, true) : 256, out_entries = wide ? ls_bytes_u16(from, 50, true) : 256;
    unsigned char grid[LS_ICC_CHANNELS];
    if (!in || in > LS_ICC_CHANNELS || !out || out > LS_ICC_CHANNELS)
        return false;
    memset(grid, (int)ls_bytes_u8(from, 10), sizeof grid);
    const uint64_t points = grid_size(grid, in, out), numbers = in * in_entries + points + out * out_entries;
    return points && take(copy, 0, 4) && take(copy, 8, 3) && take(copy, 12, (wide ? 52u : 48u) - 12 + width * numbers);
}

/* ------------------------------------------------------------------------------------- sections 10.12 and 10.13 */

/* Curves one after the other, each at a multiple of four bytes. */
static bool take_curves(icc_copy *copy, uint64_t at, size_t count)
{
    for (size_t i = 0; i < count && at; i++) {
        if (!take_curve(copy, at, &at))
            return false;
        at = (at + 3) & ~(uint64_t)3;
    }
    return true;
}

/* Widths of the grid for up to sixteen channels, bytes of a number, three bytes of padding, the numbers. */
static bool take_grid(icc_copy *copy, uint64_t at, size_t in, size_t out)
{
    if (!at)
        return true;
    const unsigned width = ls_bytes_u8(copy->from, at + 16);
    if (!ls_bytes_has(copy->from, at, 20) || (width != 1 && width != 2))
        return false;
    const uint64_t points = grid_size(copy->from->data + at, in, out);
    return points && take(copy, at, in) && take(copy, at + 16, 1) && take(copy, at + 20, width * points);
}

/* B curves, matrix, M curves, grid and A curves, each where its offset says and absent at offset 0; `forward`: to the connection
 * space. */
static bool take_elements(icc_copy *copy, bool forward)
{
    const ls_bytes *from = copy->from;
    const size_t in = ls_bytes_u8(from, 8), out = ls_bytes_u8(from, 9), near = forward ? out : in, far = forward ? in : out;
    uint32_t at[5];
    for (unsigned i = 0; i < 5; i++)
        at[i] = ls_bytes_u32(from, 12 + 4 * i, true);
    if (!in || in > LS_ICC_CHANNELS || !out || out > LS_ICC_CHANNELS || !take(copy, 0, 4) || !take(copy, 8, 2) ||
        !take(copy, 12, 20))
        return false;
    return take_curves(copy, at[0], near) && take(copy, at[1], at[1] ? 48 : 0) && take_curves(copy, at[2], near) &&
           take_grid(copy, at[3], in, out) && take_curves(copy, at[4], far);
}

/* ------------------------------------------------------------------------------------------------- all types */

/* Profiles of the stock photos of the nineties have this for "XYZ ", and colour programs know it. */
static bool take_broken(icc_copy *copy)
{
    if (!take_numbers(copy, 12))
        return false;
    memcpy(copy->data, "XYZ ", 4);
    return true;
}

static bool take_value(icc_copy *copy)
{
    const ls_bytes *from = copy->from;
    uint64_t next;
    if (ls_bytes_match(from, 0, LS_ICC_BROKEN_XYZ, 4))
        return take_broken(copy);
    if (ls_bytes_match(from, 0, "XYZ ", 4))
        return take_numbers(copy, 12);
    if (ls_bytes_match(from, 0, "sf32", 4))
        return take_numbers(copy, 36);      /* chad: three by three */
    if (ls_bytes_match(from, 0, "chrm", 4)) /* section 10.2: channels, colorants, two numbers a channel */
        return take_numbers(copy, 4 + 8 * (uint64_t)ls_bytes_u16(from, 8, true));
    if (ls_bytes_match(from, 0, "cicp", 4))
        return take_numbers(copy, 4);
    if (ls_bytes_match(from, 0, "mft1", 4) || ls_bytes_match(from, 0, "mft2", 4))
        return take_table(copy, from->data[3] == '2');
    if (ls_bytes_match(from, 0, "mAB ", 4) || ls_bytes_match(from, 0, "mBA ", 4))
        return take_elements(copy, from->data[1] == 'A');
    return take_curve(copy, 0, &next);
}

ls_status ls_icc_value(const ls_bytes *value, ls_arena *arena, ls_bytes *numbers)
{
    icc_copy copy = {.from = value, .data = ls_arena_alloc(arena, value->size + 1)};
    if (!copy.data)
        return LS_E_NOMEM;
    *numbers = take_value(&copy) ? ls_bytes_decoded(copy.data, copy.end, (ls_span){0, 0}) : (ls_bytes){0};
    return LS_OK;
}
