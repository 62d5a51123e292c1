/* SPDX-License-Identifier: Apache-2.0 */
/* GIF, block by block: screen, loop, and of each image its control, descriptor, colours and codes up to the last one. */
#include "clean/cleaner.h"

#include "container/gif.h"

#include <string.h>

#define CONTROL 8u /* bytes of a graphic control extension */

static const ls_range *range_at(const ls_container *container, size_t index)
{
    return index < container->range_count ? &container->ranges[index] : NULL;
}

static bool is(const ls_range *range, const char *path)
{
    return range && strcmp(range->path, path) == 0;
}

/* Behind codes that end before their sub-blocks do, the walker's range of the last, empty one. */
static bool is_end_alone(const ls_container *container, size_t index)
{
    return index && !is(&container->ranges[index - 1], "gif/descriptor");
}

/* The codes in `range`, in sub-blocks as the photo has them: the last one ends with the last code. */
static void write_codes(ls_cleaning *cleaning, const ls_range *range)
{
    const ls_bytes data = ls_cleaning_range(cleaning, range);
    uint64_t at = 1;
    ls_bytes block;
    ls_cleaning_u8(cleaning, ls_bytes_u8(&data, 0));
    while (at < data.size && ls_gif_block(&data, &at, &block))
        if (block.size) {
            ls_cleaning_u8(cleaning, (unsigned)block.size);
            ls_cleaning_copy(cleaning, &block);
        }
    ls_cleaning_u8(cleaning, 0);
}

/* A control is about the image behind it: the last one counts, and one that comes before a plain text goes with that. */
static void write_control(ls_cleaning *cleaning, const ls_range **control)
{
    if (*control) {
        const ls_bytes bytes = ls_cleaning_range(cleaning, *control);
        const ls_bytes last = ls_bytes_after(&bytes, bytes.size - CONTROL);
        ls_cleaning_copy(cleaning, &last);
    }
    *control = NULL;
}

ls_status ls_clean_gif(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    const ls_range *control = NULL, *range;
    for (size_t i = 0; (range = range_at(container, i)); i++) {
        const ls_bytes bytes = ls_cleaning_range(cleaning, range);
        if (is(range, "gif/control"))
            control = range;
        else if (is(range, "gif/plain-text"))
            control = NULL;
        else if (is(range, "gif/image") && !is_end_alone(container, i))
            write_codes(cleaning, range);
        else if (is(range, "gif/descriptor")) {
            write_control(cleaning, &control);
            ls_cleaning_copy(cleaning, &bytes);
        } else if (is(range, "gif/screen") || is(range, "gif/app/loop") || is(range, "gif/trailer"))
            ls_cleaning_copy(cleaning, &bytes);
    }
    return LS_OK;
}

/* ------------------------------------------------------------------------------------------------- the proof */

/* What follows of an image's codes; a cursor over the sub-blocks of one file. */
struct codes {
    ls_bytes data, block;
    uint64_t at;
};

static struct codes codes_of(const ls_bytes *file, const ls_range *range)
{
    struct codes codes = {.data = ls_bytes_part(file, range->from, range->to - range->from), .at = 1};
    return codes;
}

/* The next code byte; -1 behind the last. */
static int next_byte(struct codes *codes)
{
    while (!codes->block.size)
        if (codes->at >= codes->data.size || !ls_gif_block(&codes->data, &codes->at, &codes->block))
            return -1;
    const int byte = codes->block.data[0];
    codes->block = ls_bytes_after(&codes->block, 1);
    return byte;
}

static bool same_codes(struct codes a, struct codes b)
{
    int byte;
    if (ls_bytes_u8(&a.data, 0) != ls_bytes_u8(&b.data, 0))
        return false;
    do {
        byte = next_byte(&a);
        if (byte != next_byte(&b))
            return false;
    } while (byte >= 0);
    return true;
}

/* The next range that shows something; *control becomes the one that is about the next image, if it comes on the way. */
static const ls_range *next_shown(const ls_container *container, size_t *at, const ls_range **control)
{
    static const char *const shown[] = {"gif/screen", "gif/app/loop", "gif/descriptor", "gif/image"};
    const ls_range *range;
    while ((range = range_at(container, *at))) {
        const size_t index = (*at)++;
        if (is(range, "gif/control"))
            *control = range;
        else if (is(range, "gif/plain-text"))
            *control = NULL;
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
            if (is(range, shown[i]) && !(i == 3 && is_end_alone(container, index)))
                return range;
    }
    return NULL;
}

static bool same_bytes(const ls_bytes *a, const ls_bytes *b)
{
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

static bool same_control(const ls_cleaning *cleaning, const ls_made *made, const ls_range *before, const ls_range *after)
{
    if (!before || !after)
        return !before && !after;
    const ls_bytes a = ls_bytes_part(&cleaning->file, before->to - CONTROL, CONTROL), b = ls_bytes_part(&made->file, after->to - CONTROL, CONTROL);
    return same_bytes(&a, &b);
}

static bool same(const ls_cleaning *cleaning, const ls_made *made, const ls_range *before, const ls_range *after)
{
    const ls_bytes a = ls_cleaning_range(cleaning, before), b = ls_bytes_part(&made->file, after->from, after->to - after->from);
    if (is(before, "gif/image"))
        return same_codes(codes_of(&cleaning->file, before), codes_of(&made->file, after));
    return same_bytes(&a, &b);
}

ls_status ls_prove_gif(ls_cleaning *cleaning, const ls_made *made)
{
    size_t at = 0, other = 0;
    const ls_range *control = NULL, *its_control = NULL;
    for (;;) {
        const ls_range *before = next_shown(cleaning->in->container, &at, &control), *after = next_shown(&made->container, &other, &its_control);
        if (!before && !after)
            return LS_OK;
        if (!before || !after || strcmp(before->path, after->path) != 0)
            return ls_cleaning_unproven(cleaning, "its pictures are not those of the photo");
        const bool image = is(before, "gif/descriptor");
        if (!same(cleaning, made, before, after) || (image && !same_control(cleaning, made, control, its_control)))
            return ls_cleaning_unproven(cleaning, "%s is not that of the photo", before->path);
        if (image)
            control = its_control = NULL;
    }
}
