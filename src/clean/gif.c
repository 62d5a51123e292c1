/* SPDX-License-Identifier: Apache-2.0 */
/* GIF, block by block: screen, loop, and of each image its control, descriptor, colours and codes up to the last one. */
#include "clean/cleaner.h"
#include "clean/gif_colours.h"

#include "container/gif.h"

#include <string.h>

#define CONTROL 8u     /* bytes of a graphic control extension */
#define BLOCK_MAX 255u /* bytes of a sub-block */
#define LOOP 19u       /* bytes of an application's extension with a loop count, */
#define LOOP_COUNT 14u /* which stands behind the names in it */

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

/* Screen or descriptor; of its table the colours that no pixel has become black. */
static void write_table(ls_cleaning *cleaning, size_t index)
{
    const ls_container *container = cleaning->in->container;
    const ls_bytes bytes = ls_cleaning_range(cleaning, &container->ranges[index]);
    bool used[256];
    size_t table;
    ls_gif_colours(&cleaning->file, container, index, &table, used);
    for (size_t i = 0; i < bytes.size; i++)
        ls_cleaning_u8(cleaning, i < table || used[(i - table) / 3] ? bytes.data[i] : 0);
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

/* Of codes of any other width no decoder makes a picture: they may be anything. */
static bool is_code_size(unsigned least)
{
    return least >= 2 && least <= 11;
}

/* How often the pictures are repeated: the walker's range holds all blocks that say so one after the other. */
static ls_bytes loop_of(const ls_bytes *file, const ls_range *range)
{
    return ls_bytes_part(file, range->from, LOOP);
}

/* Programs differ in which of several they take. */
static bool loops_differ(const ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    const ls_range *range;
    uint64_t first = 0;
    for (size_t i = 0; (range = range_at(container, i)); i++)
        for (uint64_t at = range->from; is(range, "gif/app/loop") && at + LOOP <= range->to; at += LOOP) {
            const ls_bytes block = ls_bytes_part(&cleaning->file, at, LOOP);
            first = first ? first : at;
            if (!ls_bytes_match(&block, LOOP_COUNT, cleaning->file.data + first + LOOP_COUNT, LOOP - LOOP_COUNT))
                return true;
        }
    return false;
}

#define PROFILE_NAME "\x21\xFF\x0BICCRGBG1012" /* an application's block of that name */
#define PROFILE_MAX ((size_t)16 << 20)

/* The first profile of the file: its sub-blocks behind those with the name. */
static ls_status find_profile(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    size_t i = 0;
    while (i < container->range_count && !is(&container->ranges[i], "gif/app/icc"))
        i++;
    if (i == container->range_count)
        return LS_OK;
    const ls_bytes range = ls_cleaning_range(cleaning, &container->ranges[i]);
    uint64_t at = sizeof PROFILE_NAME - 1;
    ls_buffer joined;
    ls_bytes block;
    ls_buffer_init(&joined, PROFILE_MAX);
    while (at < range.size && ls_gif_block(&range, &at, &block))
        ls_buffer_add(&joined, block.data, block.size);
    const ls_bytes whole = ls_bytes_decoded(joined.data, joined.size, (ls_span){range.from, range.to});
    const ls_status status = joined.size && !joined.status ? ls_clean_icc(cleaning, &whole) : LS_OK;
    ls_buffer_free(&joined);
    return status;
}

static void write_profile(ls_cleaning *cleaning)
{
    const ls_bytes *icc = &cleaning->icc;
    if (!icc->size)
        return;
    ls_buffer_add(cleaning->out, PROFILE_NAME, sizeof PROFILE_NAME - 1);
    for (size_t at = 0; at < icc->size; at += BLOCK_MAX) {
        const ls_bytes block = ls_bytes_part(icc, at, BLOCK_MAX);
        ls_cleaning_u8(cleaning, (unsigned)block.size);
        ls_cleaning_copy(cleaning, &block);
    }
    ls_cleaning_u8(cleaning, 0);
}

ls_status ls_clean_gif(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    const ls_range *control = NULL, *range;
    bool loop = false;
    if (loops_differ(cleaning))
        return ls_cleaning_refuse(cleaning, "several counts of how often it is repeated");
    const ls_status status = find_profile(cleaning);
    if (status)
        return status;
    for (size_t i = 0; (range = range_at(container, i)); i++) {
        const ls_bytes bytes = ls_cleaning_range(cleaning, range);
        if (is(range, "gif/control"))
            control = range;
        else if (is(range, "gif/plain-text"))
            control = NULL;
        else if (is(range, "gif/image") && !is_end_alone(container, i)) {
            if (!is_code_size(ls_bytes_u8(&bytes, 0)))
                return ls_cleaning_refuse(cleaning, "codes of %u bits", ls_bytes_u8(&bytes, 0));
            write_codes(cleaning, range);
        } else if (is(range, "gif/descriptor")) {
            write_control(cleaning, &control);
            write_table(cleaning, i);
        } else if (is(range, "gif/app/loop") && !loop) {
            const ls_bytes one = loop_of(&cleaning->file, range);
            ls_cleaning_copy(cleaning, &one);
            loop = true;
        } else if (is(range, "gif/screen")) {
            write_table(cleaning, i);
            write_profile(cleaning);
        } else if (is(range, "gif/trailer"))
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

/* One file's ranges, one after the other. */
struct reader {
    const ls_container *container;
    const ls_bytes *file;
    size_t at;
    const ls_range *control; /* the one that is about the next image */
    bool loop;               /* a count was seen */
};

/* The next range that shows something; of several loop counts, which are all the same, the first. */
static const ls_range *next_shown(struct reader *self)
{
    static const char *const shown[] = {"gif/screen", "gif/descriptor", "gif/image"};
    const ls_range *range;
    while ((range = range_at(self->container, self->at))) {
        const size_t index = self->at++;
        if (is(range, "gif/control"))
            self->control = range;
        else if (is(range, "gif/plain-text"))
            self->control = NULL;
        else if (is(range, "gif/app/loop") && !self->loop) {
            self->loop = true;
            return range;
        }
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
            if (is(range, shown[i]) && !(i == 2 && is_end_alone(self->container, index)))
                return range;
    }
    return NULL;
}

/* The last CONTROL bytes of a range of controls; nothing without one. */
static ls_bytes control_of(const struct reader *reader)
{
    const ls_range *range = reader->control;
    return range ? ls_bytes_part(reader->file, range->to - CONTROL, CONTROL) : (ls_bytes){0};
}

/* Screens and descriptors are the same; of colours that no pixel of the photo has nothing is left. */
static bool same_table(const struct reader *photo, const ls_bytes *a, const ls_bytes *b)
{
    bool used[256];
    size_t table;
    ls_gif_colours(photo->file, photo->container, photo->at - 1, &table, used);
    if (a->size != b->size)
        return false;
    for (size_t i = 0; i < a->size; i++)
        if (b->data[i] != (i < table || used[(i - table) / 3] ? a->data[i] : 0))
            return false;
    return true;
}

static bool same(const struct reader *photo, const struct reader *copy, const ls_range *before, const ls_range *after)
{
    ls_bytes a = ls_bytes_part(photo->file, before->from, before->to - before->from),
             b = ls_bytes_part(copy->file, after->from, after->to - after->from);
    if (is(before, "gif/image"))
        return same_codes(codes_of(photo->file, before), codes_of(copy->file, after));
    if (is(before, "gif/app/loop"))
        a = loop_of(photo->file, before);
    return is(before, "gif/app/loop") ? ls_cleaning_same(&a, &b) : same_table(photo, &a, &b);
}

static bool same_control(const struct reader *photo, const struct reader *copy)
{
    const ls_bytes a = control_of(photo), b = control_of(copy);
    return ls_cleaning_same(&a, &b);
}

/* What is no part of an image: all of it has been compared but for controls that are about none. */
static ls_status prove_structure(ls_cleaning *cleaning, const ls_made *made)
{
    size_t controls = 0, loops = 0;
    for (size_t i = 0; i < made->container.range_count; i++) {
        const ls_range *range = &made->container.ranges[i];
        loops += is(range, "gif/app/loop");
        controls = is(range, "gif/control") ? controls + 1 : is(range, "gif/descriptor") ? 0 : controls;
        if ((is(range, "gif/control") && range->to - range->from != CONTROL) || controls > 1 || loops > 1)
            return ls_cleaning_unproven(cleaning, "%s stands where none is needed", range->path);
    }
    return controls ? ls_cleaning_unproven(cleaning, "a control that is about no picture") : LS_OK;
}

/* The one profile of the copy is the one that was made for it; *proven: how much of that was seen. */
static bool is_profile(const ls_cleaning *cleaning, const ls_bytes *range, size_t *proven)
{
    uint64_t at = sizeof PROFILE_NAME - 1;
    ls_bytes block;
    bool same = *proven == 0 && ls_bytes_match(range, 0, PROFILE_NAME, sizeof PROFILE_NAME - 1);
    while (same && at < range->size && ls_gif_block(range, &at, &block)) {
        same = ls_bytes_match(&cleaning->icc, *proven, block.data, block.size);
        *proven += block.size;
    }
    return same;
}

static ls_status prove_profile(ls_cleaning *cleaning, const ls_made *made)
{
    size_t proven = 0;
    for (size_t i = 0; i < made->container.range_count; i++) {
        const ls_range *range = &made->container.ranges[i];
        const ls_bytes bytes = ls_bytes_part(&made->file, range->from, range->to - range->from);
        if (is(range, "gif/app/icc") && !is_profile(cleaning, &bytes, &proven))
            return ls_cleaning_unproven(cleaning, "a colour profile that was not made for it");
    }
    return proven == cleaning->icc.size ? LS_OK : ls_cleaning_unproven(cleaning, "its colour profile is missing");
}

static ls_status prove_pictures(ls_cleaning *cleaning, const ls_made *made)
{
    struct reader photo = {.container = cleaning->in->container, .file = &cleaning->file},
                  copy = {.container = &made->container, .file = &made->file};
    for (;;) {
        const ls_range *before = next_shown(&photo), *after = next_shown(&copy);
        if (!before && !after)
            return LS_OK;
        if (!before || !after || strcmp(before->path, after->path) != 0)
            return ls_cleaning_unproven(cleaning, "its pictures are not those of the photo");
        const bool image = is(before, "gif/descriptor");
        if (!same(&photo, &copy, before, after) || (image && !same_control(&photo, &copy)))
            return ls_cleaning_unproven(cleaning, "%s is not that of the photo", before->path);
        if (image)
            photo.control = copy.control = NULL;
    }
}

ls_status ls_prove_gif(ls_cleaning *cleaning, const ls_made *made)
{
    ls_status status = prove_structure(cleaning, made);
    if (!status)
        status = prove_profile(cleaning, made);
    return status ? status : prove_pictures(cleaning, made);
}
