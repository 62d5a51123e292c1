/* SPDX-License-Identifier: Apache-2.0 */
/* Which directories of a TIFF file hold pictures, of what kind, and how they are cut into strips or tiles. */
#include "container/tiff.h"

#include <stdio.h>

enum { REDUCED = 1, PAGE_OF_MANY = 2, OLD_REDUCED = 2 }; /* bits of NewSubfileType; a value of SubfileType */
enum { PLANAR_SEPARATE = 2 };

uint64_t ls_tiff_integer(const ls_tiff *tiff, size_t directory, unsigned tag, uint64_t otherwise)
{
    uint64_t value;
    const ls_tag *found = ls_tiff_find_in(tiff, directory, tag);
    return found && ls_tag_integer(tiff, found, 0, &value) ? value : otherwise;
}

static bool has(const ls_tiff *tiff, size_t directory, unsigned tag)
{
    return ls_tiff_find_in(tiff, directory, tag) != NULL;
}

static bool has_picture(const ls_tiff *tiff, size_t directory)
{
    const ls_ifd ifd = tiff->directories[directory].ifd;
    return (ifd == LS_IFD_0 || ifd == LS_IFD_1 || ifd == LS_IFD_SUB) &&
           (has(tiff, directory, TIFF_IMAGE_WIDTH) || has(tiff, directory, TIFF_STRIP_OFFSETS) ||
            has(tiff, directory, TIFF_TILE_OFFSETS) || has(tiff, directory, TIFF_JPEG_OFFSET));
}

/* The thumbnail of Exif 3.0 (section 4.6.4), which does not say that it is smaller. */
static bool is_thumbnail(const ls_tiff *tiff, size_t directory)
{
    const uint64_t width = ls_tiff_integer(tiff, directory, TIFF_IMAGE_WIDTH, 0);
    const uint64_t length = ls_tiff_integer(tiff, directory, TIFF_IMAGE_LENGTH, 0);
    return tiff->directories[directory].ifd == LS_IFD_1 && has(tiff, directory, TIFF_JPEG_OFFSET) &&
           width <= ls_tiff_integer(tiff, 0, TIFF_IMAGE_WIDTH, 0) && length <= ls_tiff_integer(tiff, 0, TIFF_IMAGE_LENGTH, 0) &&
           (width < ls_tiff_integer(tiff, 0, TIFF_IMAGE_WIDTH, 0) || length < ls_tiff_integer(tiff, 0, TIFF_IMAGE_LENGTH, 0));
}

static ls_tiff_picture marked_as(const ls_tiff *tiff, size_t directory)
{
    const uint64_t type = ls_tiff_integer(tiff, directory, TIFF_NEW_SUBFILE_TYPE, 0);
    if (!has_picture(tiff, directory))
        return LS_TIFF_NONE;
    if ((type & REDUCED) || ls_tiff_integer(tiff, directory, TIFF_SUBFILE_TYPE, 0) == OLD_REDUCED || is_thumbnail(tiff, directory))
        return LS_TIFF_PREVIEW;
    if (tiff->directories[directory].ifd != LS_IFD_SUB)
        return LS_TIFF_PAGE;
    if (type & ~(uint64_t)(REDUCED | PAGE_OF_MANY))
        return LS_TIFF_AUXILIARY;
    return has(tiff, 0, TIFF_DNG_VERSION) ? LS_TIFF_PAGE : LS_TIFF_PREVIEW;
}

/* The first directory of a DNG is often its preview; where nothing else is a page it is one whatever it says of itself. */
ls_tiff_picture ls_tiff_picture_of(const ls_tiff *tiff, size_t directory)
{
    const ls_tiff_picture picture = marked_as(tiff, directory);
    if (directory || picture != LS_TIFF_PREVIEW)
        return picture;
    for (size_t i = 1; i < tiff->directory_count; i++)
        if (marked_as(tiff, i) == LS_TIFF_PAGE)
            return LS_TIFF_PREVIEW;
    return LS_TIFF_PAGE;
}

const char *ls_tiff_path(const ls_tiff *tiff, ls_arena *arena, size_t directory)
{
    static const char *const parts[LS_IFD_COUNT] = {"", "", "/exif", "/gps", "/interop", "/sub", "/global"};
    const ls_directory *at = &tiff->directories[directory];
    char page[32] = "", ordinal[32] = "";
    if (at->page)
        snprintf(page, sizeof page, "[%zu]", at->page + 1);
    if (at->ordinal > 1)
        snprintf(ordinal, sizeof ordinal, "[%zu]", at->ordinal);
    return ls_arena_printf(arena, "tiff/ifd%s%s%s", page, parts[at->ifd], ordinal);
}

static uint64_t times(uint64_t a, uint64_t b)
{
    return a && b > UINT64_MAX / a ? UINT64_MAX : a * b;
}

static uint64_t divide_up(uint64_t a, uint64_t b)
{
    return a / b + (a % b != 0);
}

/* Bits of a pixel: of all its samples, or of the largest one where each has a plane of its own. */
static uint64_t bits_of(const ls_tiff *tiff, size_t directory, bool planar)
{
    const ls_tag *tag = ls_tiff_find_in(tiff, directory, TIFF_BITS_PER_SAMPLE);
    const uint64_t samples = ls_tiff_integer(tiff, directory, TIFF_SAMPLES_PER_PIXEL, 1);
    const uint64_t first = ls_tiff_integer(tiff, directory, TIFF_BITS_PER_SAMPLE, 1);
    uint64_t sum = 0, largest = 0, bits;
    if (!tag || tag->count < samples || samples > UINT16_MAX)
        return planar ? first : times(first, samples);
    for (uint64_t i = 0; i < samples; i++) {
        bits = ls_tag_integer(tiff, tag, (size_t)i, &bits) && bits <= UINT16_MAX ? bits : 0;
        sum += bits;
        largest = bits > largest ? bits : largest;
    }
    return planar ? largest : sum;
}

/* TIFF 6.0 section 21: the pixels of a block share their colour. */
static void read_blocks(const ls_tiff *tiff, size_t directory, ls_tiff_layout *layout)
{
    const ls_tag *tag = ls_tiff_find_in(tiff, directory, TIFF_YCBCR_SUBSAMPLING);
    uint64_t across = 2, down = 2;
    if (layout->planes != 1 || ls_tiff_integer(tiff, directory, TIFF_PHOTOMETRIC, 0) != TIFF_YCBCR ||
        ls_tiff_integer(tiff, directory, TIFF_SAMPLES_PER_PIXEL, 1) != 3)
        return;
    if (tag && (!ls_tag_integer(tiff, tag, 0, &across) || !ls_tag_integer(tiff, tag, 1, &down)))
        return;
    if (!across || !down || across > 4 || down > 4)
        return;
    layout->block_across = (unsigned)across;
    layout->block_down = (unsigned)down;
    layout->bits = ls_tiff_integer(tiff, directory, TIFF_BITS_PER_SAMPLE, 1);
}

static void find_data(const ls_tiff *tiff, size_t directory, ls_tiff_layout *layout)
{
    const bool offsets = layout->tiled && has(tiff, directory, TIFF_TILE_OFFSETS);
    const bool lengths = layout->tiled && has(tiff, directory, TIFF_TILE_BYTE_COUNTS);
    layout->offsets = ls_tiff_find_in(tiff, directory, offsets ? TIFF_TILE_OFFSETS : TIFF_STRIP_OFFSETS);
    layout->lengths = ls_tiff_find_in(tiff, directory, lengths ? TIFF_TILE_BYTE_COUNTS : TIFF_STRIP_BYTE_COUNTS);
    layout->jpeg_only = !layout->offsets && has(tiff, directory, TIFF_JPEG_OFFSET);
}

static bool is_size(uint64_t number)
{
    return number > 0 && number <= UINT32_MAX;
}

bool ls_tiff_layout_of(const ls_tiff *tiff, size_t directory, ls_tiff_layout *layout)
{
    *layout = (ls_tiff_layout){.width = ls_tiff_integer(tiff, directory, TIFF_IMAGE_WIDTH, 0),
                               .length = ls_tiff_integer(tiff, directory, TIFF_IMAGE_LENGTH, 0),
                               .planes = 1,
                               .coded = ls_tiff_integer(tiff, directory, TIFF_COMPRESSION, TIFF_UNCOMPRESSED) != TIFF_UNCOMPRESSED,
                               .tiled = has(tiff, directory, TIFF_TILE_WIDTH) || has(tiff, directory, TIFF_TILE_OFFSETS)};
    find_data(tiff, directory, layout);
    if (!is_size(layout->width) || !is_size(layout->length))
        return false;
    layout->unit_width = layout->tiled ? ls_tiff_integer(tiff, directory, TIFF_TILE_WIDTH, 0) : layout->width;
    layout->unit_length = ls_tiff_integer(tiff, directory, layout->tiled ? TIFF_TILE_LENGTH : TIFF_ROWS_PER_STRIP, 0);
    if (!layout->tiled && (layout->unit_length == 0 || layout->unit_length > layout->length))
        layout->unit_length = layout->length; /* one strip is what a file without the field has */
    if (!is_size(layout->unit_width) || !is_size(layout->unit_length))
        return false;
    layout->across = divide_up(layout->width, layout->unit_width);
    layout->down = divide_up(layout->length, layout->unit_length);
    const bool planar = ls_tiff_integer(tiff, directory, TIFF_PLANAR_CONFIGURATION, 1) == PLANAR_SEPARATE;
    if (planar)
        layout->planes = ls_tiff_integer(tiff, directory, TIFF_SAMPLES_PER_PIXEL, 1);
    layout->needed = times(times(layout->across, layout->down), layout->planes);
    layout->bits = bits_of(tiff, directory, planar);
    read_blocks(tiff, directory, layout);
    return layout->needed > 0;
}

uint64_t ls_tiff_unit_size(const ls_tiff_layout *layout, uint64_t index)
{
    const uint64_t row = index % times(layout->across, layout->down) / layout->across;
    uint64_t rows = layout->unit_length;
    if (!layout->tiled && row == layout->down - 1)
        rows = layout->length - row * layout->unit_length;
    if (!layout->block_across)
        return times(divide_up(times(layout->unit_width, layout->bits), 8), rows);
    const uint64_t samples = times(divide_up(layout->unit_width, layout->block_across), layout->block_across * layout->block_down + 2);
    return times(divide_up(times(samples, layout->bits), 8), divide_up(rows, layout->block_down));
}
