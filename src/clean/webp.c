/* SPDX-License-Identifier: Apache-2.0 */
/* WebP, chunk by chunk: the pictures as they are coded, canvas and timing; Exif and colour profile made anew. */
#include "clean/cleaner.h"

#include <string.h>

#define FILE_HEADER 12u
#define CHUNK_HEADER 8u
#define FRAME_HEADER 16u
/* Flags of VP8X (RFC 9649, 2.7.1). */
enum { ANIMATED = 0x02, XMP = 0x04, EXIF = 0x08, ALPHA = 0x10, ICC = 0x20 };

/* What stays, as it is. */
static bool is_picture(const char *path)
{
    static const char *const pictures[] = {"webp/VP8",      "webp/VP8L",      "webp/ALPH",     "webp/ANIM",
                                           "webp/ANMF/VP8", "webp/ANMF/VP8L", "webp/ANMF/ALPH"};
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        if (strcmp(path, pictures[i]) == 0)
            return true;
    return false;
}

/* Without what is left over behind it: there the walker's range ends. */
static ls_bytes content_of(const ls_bytes *chunk)
{
    return ls_bytes_part(chunk, CHUNK_HEADER, ls_bytes_u32(chunk, 4, false));
}

static void write_chunk(ls_cleaning *cleaning, const char *type, const ls_bytes *content)
{
    ls_buffer_add(cleaning->out, type, 4);
    ls_cleaning_u32(cleaning, (uint32_t)content->size, false);
    ls_cleaning_copy(cleaning, content);
    if (content->size % 2)
        ls_cleaning_u8(cleaning, 0);
}

/* A length that is known when what it counts has been written. */
static void patch_length(ls_cleaning *cleaning, size_t at, size_t length)
{
    for (unsigned i = 0; i < 4 && !cleaning->out->status; i++)
        cleaning->out->data[at + i] = (char)(length >> 8 * i);
}

/* ------------------------------------------------------------------------------------------------ what is kept */

/* Decoders look for a profile and for Exif when the canvas announces them, and only then. */
static unsigned announced(const ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    for (size_t i = 0; i < container->range_count; i++)
        if (strcmp(container->ranges[i].path, "webp/VP8X") == 0)
            return ls_bytes_u8(&cleaning->file, container->ranges[i].from + CHUNK_HEADER);
    return 0;
}

/* A chunk is written up to the end of what is used of it: nothing may be left out before that. */
static ls_status check_pictures(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    uint64_t until = 0; /* the end of the chunk that began last */
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        if (strcmp(range->path, "webp/unfollowed") == 0 || strcmp(range->path, "webp/ANMF/unfollowed") == 0)
            return ls_cleaning_refuse(cleaning, "byte %llu: a picture whose end cannot be told", (unsigned long long)range->from);
        if (is_picture(range->path) && range->from < until)
            return ls_cleaning_refuse(cleaning, "byte %llu: other bytes between the partitions of a picture", (unsigned long long)range->from);
        if (is_picture(range->path))
            until = range->from + CHUNK_HEADER + ls_bytes_u32(&cleaning->file, range->from + 4, false);
    }
    return LS_OK;
}

static ls_status find(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    const unsigned flags = announced(cleaning);
    bool exif = flags & EXIF, icc = flags & ICC;
    ls_status status = LS_OK;
    for (size_t i = 0; i < container->range_count && !status; i++) {
        const ls_bytes chunk = ls_cleaning_range(cleaning, &container->ranges[i]);
        ls_bytes content = content_of(&chunk);
        if (exif && strcmp(container->ranges[i].path, "webp/EXIF") == 0) {
            exif = false;
            content = ls_bytes_after(&content, ls_bytes_match(&content, 0, "Exif\0\0", 6) ? 6 : 0);
            status = ls_clean_exif(cleaning, &content);
        } else if (icc && strcmp(container->ranges[i].path, "webp/ICCP") == 0) {
            icc = false;
            status = ls_clean_icc(cleaning, &content);
        } else if (strcmp(container->ranges[i].path, "webp/ANMF") == 0 && !(flags & ANIMATED)) {
            status = ls_cleaning_refuse(cleaning, "frames that no animation announces");
        }
    }
    return status;
}

/* ---------------------------------------------------------------------------------------------- the new file */

static void write_canvas(ls_cleaning *cleaning, const ls_bytes *chunk)
{
    const unsigned kept = ls_bytes_u8(chunk, CHUNK_HEADER) & (ANIMATED | ALPHA);
    const unsigned flags = kept | (cleaning->exif.size ? EXIF : 0) | (cleaning->icc.size ? ICC : 0);
    const unsigned char reserved[3] = {0};
    const ls_bytes size = ls_bytes_part(chunk, CHUNK_HEADER + 4, 6);
    ls_buffer_add(cleaning->out, "VP8X\12\0\0", CHUNK_HEADER);
    ls_cleaning_u8(cleaning, flags);
    ls_buffer_add(cleaning->out, reserved, sizeof reserved);
    ls_cleaning_copy(cleaning, &size);
    if (cleaning->icc.size)
        write_chunk(cleaning, "ICCP", &cleaning->icc);
}

static bool begins_frame(const ls_range *range)
{
    return strcmp(range->path, "webp/ANMF") == 0 && range->to - range->from >= CHUNK_HEADER + FRAME_HEADER;
}

/* Where and how long a frame is shown. Its header ends the walker's range, which may begin with the padding of the frame before.
 */
static ls_bytes placing_of(const ls_bytes *range)
{
    return ls_bytes_after(range, range->size - FRAME_HEADER);
}

/* The walker's range of a frame is its header; its chunks follow as ranges of their own. */
static size_t write_frame(ls_cleaning *cleaning, const ls_bytes *range)
{
    const size_t at = cleaning->out->size;
    const ls_bytes placing = placing_of(range);
    ls_buffer_add(cleaning->out, "ANMF\0\0\0", CHUNK_HEADER);
    ls_cleaning_copy(cleaning, &placing);
    return at;
}

/* Where the frame ends in the photo. */
static uint64_t frame_end(const ls_cleaning *cleaning, const ls_range *range)
{
    return range->to - FRAME_HEADER + ls_bytes_u32(&cleaning->file, range->to - FRAME_HEADER - 4, false);
}

static void end_frame(ls_cleaning *cleaning, size_t *frame)
{
    if (*frame)
        patch_length(cleaning, *frame + 4, cleaning->out->size - *frame - CHUNK_HEADER);
    *frame = 0;
}

static ls_status write_all(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    size_t frame = 0; /* where the present one began; 0: none */
    uint64_t until = 0;
    ls_buffer_add(cleaning->out, "RIFF\0\0\0\0WEBP", FILE_HEADER);
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        const ls_bytes bytes = ls_cleaning_range(cleaning, range);
        if (range->from >= until)
            end_frame(cleaning, &frame);
        if (strcmp(range->path, "webp/VP8X") == 0)
            write_canvas(cleaning, &bytes);
        else if (begins_frame(range)) {
            end_frame(cleaning, &frame); /* the range may begin with its padding */
            frame = write_frame(cleaning, &bytes);
            until = frame_end(cleaning, range);
        } else if (is_picture(range->path)) {
            const ls_bytes content = content_of(&bytes);
            write_chunk(cleaning, (const char *)bytes.data, &content);
        }
    }
    end_frame(cleaning, &frame);
    if (cleaning->exif.size)
        write_chunk(cleaning, "EXIF", &cleaning->exif);
    patch_length(cleaning, 4, cleaning->out->size - CHUNK_HEADER);
    return LS_OK;
}

ls_status ls_clean_webp(ls_cleaning *cleaning)
{
    ls_status status = check_pictures(cleaning);
    if (!status)
        status = find(cleaning);
    return status ? status : write_all(cleaning);
}

/* ------------------------------------------------------------------------------------------------- the proof */

/* The next range of either file that pictures are made of; NULL behind the last. */
static const ls_range *next_shown(const ls_container *container, size_t *at)
{
    while (*at < container->range_count) {
        const ls_range *range = &container->ranges[(*at)++];
        if (is_picture(range->path) || strcmp(range->path, "webp/VP8X") == 0 || begins_frame(range))
            return range;
    }
    return NULL;
}

/* Coded pictures byte for byte; of the canvas and of a frame what places them. */
static bool same(const ls_bytes *a, const ls_bytes *b, const char *path)
{
    if (strcmp(path, "webp/VP8X") == 0)
        return ((ls_bytes_u8(a, CHUNK_HEADER) ^ ls_bytes_u8(b, CHUNK_HEADER)) & (ANIMATED | ALPHA)) == 0 &&
               ls_bytes_match(a, CHUNK_HEADER + 4, b->data + CHUNK_HEADER + 4, 6);
    const bool frame = strcmp(path, "webp/ANMF") == 0;
    const ls_bytes before = frame ? placing_of(a) : content_of(a), after = frame ? placing_of(b) : content_of(b);
    return ls_cleaning_same(&before, &after);
}

static ls_status prove_pictures(ls_cleaning *cleaning, const ls_made *made)
{
    size_t at = 0, other = 0;
    for (;;) {
        const ls_range *before = next_shown(cleaning->in->container, &at), *after = next_shown(&made->container, &other);
        if (!before && !after)
            return LS_OK;
        if (!before || !after || strcmp(before->path, after->path) != 0)
            return ls_cleaning_unproven(cleaning, "its pictures are not those of the photo");
        const ls_bytes a = ls_cleaning_range(cleaning, before),
                       b = ls_bytes_part(&made->file, after->from, after->to - after->from);
        if (!same(&a, &b, before->path))
            return ls_cleaning_unproven(cleaning, "%s is not that of the photo", before->path);
    }
}

/* The one Exif block and the one profile of the copy are those that were made for it, and its canvas announces just them. */
static ls_status prove_made(ls_cleaning *cleaning, const ls_made *made)
{
    unsigned expected = (cleaning->exif.size ? EXIF : 0) | (cleaning->icc.size ? ICC : 0), flags = 0, found = 0;
    for (size_t i = 0; i < made->container.range_count; i++) {
        const ls_range *range = &made->container.ranges[i];
        const ls_bytes chunk = ls_bytes_part(&made->file, range->from, range->to - range->from), content = content_of(&chunk);
        const unsigned flag = strcmp(range->path, "webp/EXIF") == 0 ? EXIF : strcmp(range->path, "webp/ICCP") == 0 ? ICC : 0;
        if (strcmp(range->path, "webp/VP8X") == 0)
            flags = ls_bytes_u32(&content, 0, false) & ~(uint32_t)(ANIMATED | ALPHA);
        if (flag && ((found & flag) || !ls_cleaning_same(&content, flag == EXIF ? &cleaning->exif : &cleaning->icc)))
            return ls_cleaning_unproven(cleaning, "%s was not made for it", range->path);
        found |= flag;
    }
    return found == expected && flags == expected
               ? LS_OK
               : ls_cleaning_unproven(cleaning, "its canvas is not the one that was made for it");
}

ls_status ls_prove_webp(ls_cleaning *cleaning, const ls_made *made)
{
    const ls_status status = prove_pictures(cleaning, made);
    return status ? status : prove_made(cleaning, made);
}
