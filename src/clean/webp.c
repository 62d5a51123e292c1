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
    static const char *const pictures[] = {"webp/VP8", "webp/VP8L", "webp/ALPH", "webp/ANIM", "webp/ANMF/VP8", "webp/ANMF/VP8L", "webp/ANMF/ALPH"};
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        if (strcmp(path, pictures[i]) == 0)
            return true;
    return false;
}

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

static ls_status find(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    bool exif = false, icc = false;
    ls_status status = LS_OK;
    for (size_t i = 0; i < container->range_count && !status; i++) {
        const ls_bytes chunk = ls_cleaning_range(cleaning, &container->ranges[i]);
        ls_bytes content = content_of(&chunk);
        if (!exif && strcmp(container->ranges[i].path, "webp/EXIF") == 0) {
            exif = true;
            content = ls_bytes_after(&content, ls_bytes_match(&content, 0, "Exif\0\0", 6) ? 6 : 0);
            status = ls_clean_exif(cleaning, &content);
        } else if (!icc && strcmp(container->ranges[i].path, "webp/ICCP") == 0) {
            icc = true;
            status = ls_clean_icc(cleaning, &content);
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

/* The walker's range of a frame is its header; its chunks follow as ranges of their own. */
static size_t write_frame(ls_cleaning *cleaning, const ls_bytes *header)
{
    const size_t at = cleaning->out->size;
    const ls_bytes placing = ls_bytes_part(header, CHUNK_HEADER, FRAME_HEADER);
    ls_buffer_add(cleaning->out, "ANMF\0\0\0", CHUNK_HEADER);
    ls_cleaning_copy(cleaning, &placing);
    return at;
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
    ls_buffer_add(cleaning->out, "RIFF\0\0\0\0WEBP", FILE_HEADER);
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        const ls_bytes bytes = ls_cleaning_range(cleaning, range);
        const bool framed = strncmp(range->path, "webp/ANMF/", 10) == 0, begins = strcmp(range->path, "webp/ANMF") == 0 && bytes.size >= CHUNK_HEADER + FRAME_HEADER;
        if (!framed)
            end_frame(cleaning, &frame);
        if (strcmp(range->path, "webp/VP8X") == 0)
            write_canvas(cleaning, &bytes);
        else if (begins)
            frame = write_frame(cleaning, &bytes);
        else if (is_picture(range->path)) {
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
    const ls_status status = find(cleaning);
    return status ? status : write_all(cleaning);
}

/* ------------------------------------------------------------------------------------------------- the proof */

/* The next range of either file that pictures are made of; NULL behind the last. */
static const ls_range *next_shown(const ls_container *container, size_t *at)
{
    while (*at < container->range_count) {
        const ls_range *range = &container->ranges[(*at)++];
        if (is_picture(range->path) || strcmp(range->path, "webp/VP8X") == 0 || (strcmp(range->path, "webp/ANMF") == 0 && range->to - range->from >= CHUNK_HEADER + FRAME_HEADER))
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
    if (strcmp(path, "webp/ANMF") == 0)
        return ls_bytes_match(a, CHUNK_HEADER, b->data + CHUNK_HEADER, FRAME_HEADER);
    const ls_bytes before = content_of(a), after = content_of(b);
    return before.size == after.size && (!before.size || memcmp(before.data, after.data, before.size) == 0);
}

ls_status ls_prove_webp(ls_cleaning *cleaning, const ls_made *made)
{
    size_t at = 0, other = 0;
    for (;;) {
        const ls_range *before = next_shown(cleaning->in->container, &at), *after = next_shown(&made->container, &other);
        if (!before && !after)
            return LS_OK;
        if (!before || !after || strcmp(before->path, after->path) != 0)
            return ls_cleaning_unproven(cleaning, "its pictures are not those of the photo");
        const ls_bytes a = ls_cleaning_range(cleaning, before), b = ls_bytes_part(&made->file, after->from, after->to - after->from);
        if (!same(&a, &b, before->path))
            return ls_cleaning_unproven(cleaning, "%s is not that of the photo", before->path);
    }
}
