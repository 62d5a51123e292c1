/* SPDX-License-Identifier: Apache-2.0 */
/* The Exif block of a cleaned photo: big-endian, one directory and what it points to, nothing else. */
#include "clean/cleaner.h"

#include "container/ifd.h"
#include "metadata/time.h"

#include <string.h>

#define HEADER 8u /* byte order, 42, offset of the first directory */
#define ENTRY 12u /* tag, type, count, value or its offset */
#define INLINE 4u /* bytes of a value that stands in its entry */
#define EXIF_IFD 0x8769u
#define ORIENTATION 0x0112u
#define TAKEN 0x9003u /* DateTimeOriginal */

static const struct kept {
    ls_ifd ifd;
    unsigned tag, type, most, keep;
} kept[] = {
#define TAG(ifd, tag, type, most, keep) {LS_IFD_##ifd, tag, type, most, keep},
#include "clean/exif_keep.def"
#undef TAG
};

#define KEPT (sizeof kept / sizeof *kept)

static bool wanted(unsigned keep, unsigned asked)
{
    return !keep || (keep & asked);
}

/* One value, in the byte order of the new block. */
typedef struct exif_value {
    const struct kept *tag;
    unsigned type; /* as the photo has it: a number that is needed may be BYTE, SHORT or LONG */
    ls_bytes bytes;
    uint32_t count;
} exif_value;

typedef struct exif_block {
    ls_buffer out;
    exif_value values[KEPT];
    size_t count;
    const ls_tiff *tiff;
} exif_block;

static void put(ls_buffer *out, uint64_t number, unsigned size)
{
    for (unsigned i = size; i-- > 0;) {
        const char byte = (char)(number >> 8 * i);
        ls_buffer_add(out, &byte, 1);
    }
}

static unsigned unit(unsigned type)
{
    return type == TIFF_SHORT ? 2 : type == TIFF_ASCII || type == TIFF_BYTE ? 1 : 4; /* of a rational: each of its halves */
}

static void put_value(exif_block *block, const exif_value *value)
{
    const unsigned size = unit(value->type);
    for (size_t at = 0; at < value->bytes.size; at += size) {
        const uint64_t number = size == 1   ? ls_bytes_u8(&value->bytes, at)
                                : size == 2 ? ls_bytes_u16(&value->bytes, at, block->tiff->big)
                                            : ls_bytes_u32(&value->bytes, at, block->tiff->big);
        put(&block->out, number, size);
    }
}

static uint32_t value_size(const exif_value *value)
{
    return (uint32_t)value->bytes.size + (value->tag->type == TIFF_ASCII);
}

/* A text ends at its NUL: what stands behind it, and one that is longer than it may be, is not kept. */
static ls_bytes text_of(const ls_tag *found, const struct kept *tag)
{
    const ls_bytes text = ls_bytes_part(&found->value, 0, ls_bytes_find(&found->value, 0, 0));
    return text.size < tag->most ? text : (ls_bytes){0};
}

/* Only a time goes by that name: no words in its place. */
static bool is_time(const struct kept *tag, const ls_bytes *text)
{
    char time[LS_TIME_SIZE];
    if (tag->tag == TAKEN)
        return ls_time_parse((const char *)text->data, text->size, time);
    for (size_t i = 0; i < text->size; i++)
        if (!memchr("0123456789:+- ", text->data[i], 14))
            return false;
    return true;
}

/*
 * Programs differ in which integers they take for a number (some turn a picture for a SHORT alone, others for a LONG as well), so
 * its type stays what it is. An orientation of 1 is what a photo without the tag has.
 */
static bool is_number(const ls_tiff *tiff, const ls_tag *found, const struct kept *tag)
{
    const bool integer = tag->type == TIFF_SHORT && (found->type == TIFF_BYTE || found->type == TIFF_LONG);
    double number;
    if (found->count != tag->most || (found->type != tag->type && !integer))
        return false;
    return tag->tag != ORIENTATION || (ls_tag_number(tiff, found, 0, &number) && number >= 2 && number <= 8);
}

/* Empty: nothing of it is kept. */
static ls_bytes value_of(const ls_tiff *tiff, const ls_tag *found, const struct kept *tag)
{
    if (found->broken)
        return (ls_bytes){0};
    if (tag->type != TIFF_ASCII)
        return is_number(tiff, found, tag) ? found->value : (ls_bytes){0};
    const ls_bytes text = found->type == TIFF_ASCII ? text_of(found, tag) : (ls_bytes){0};
    return tag->keep != LS_KEEP_TIME || is_time(tag, &text) ? text : (ls_bytes){0};
}

static void gather(exif_block *block, unsigned keep)
{
    for (size_t i = 0; i < KEPT; i++) {
        const struct kept *tag = &kept[i];
        const ls_tag *found = wanted(tag->keep, keep) ? ls_tiff_find(block->tiff, tag->ifd, tag->tag) : NULL;
        const ls_bytes bytes = found ? value_of(block->tiff, found, tag) : (ls_bytes){0};
        if (bytes.size)
            block->values[block->count++] =
                (exif_value){tag, found->type, bytes, tag->type == TIFF_ASCII ? (uint32_t)bytes.size + 1 : found->count};
    }
}

static size_t count_of(const exif_block *block, ls_ifd ifd)
{
    size_t count = 0;
    for (size_t i = 0; i < block->count; i++)
        count += block->values[i].tag->ifd == ifd;
    return count;
}

static size_t directory_size(size_t entries)
{
    return 2 + ENTRY * entries + 4;
}

static uint32_t outside(const exif_value *value)
{
    const uint32_t size = value_size(value);
    return size > INLINE ? size + size % 2 : 0; /* TIFF 6.0: values begin at even offsets */
}

/* Entries of one directory, whose further values stand from `*data` on. */
static void put_entries(exif_block *block, ls_ifd ifd, uint32_t *data)
{
    for (size_t i = 0; i < block->count; i++) {
        const exif_value *value = &block->values[i];
        if (value->tag->ifd != ifd)
            continue;
        put(&block->out, value->tag->tag, 2);
        put(&block->out, value->type, 2);
        put(&block->out, value->count, 4);
        if (outside(value)) {
            put(&block->out, *data, 4);
            *data += outside(value);
            continue;
        }
        put_value(block, value);
        put(&block->out, 0, INLINE - (unsigned)value->bytes.size);
    }
}

static void put_data(exif_block *block, ls_ifd ifd)
{
    for (size_t i = 0; i < block->count; i++) {
        const exif_value *value = &block->values[i];
        if (value->tag->ifd != ifd || !outside(value))
            continue;
        put_value(block, value);
        put(&block->out, 0, outside(value) - (unsigned)value->bytes.size);
    }
}

static uint32_t data_size(const exif_block *block, ls_ifd ifd)
{
    uint32_t size = 0;
    for (size_t i = 0; i < block->count; i++)
        if (block->values[i].tag->ifd == ifd)
            size += outside(&block->values[i]);
    return size;
}

static void put_block(exif_block *block)
{
    const size_t inner = count_of(block, LS_IFD_EXIF), outer = block->count - inner + (inner > 0);
    uint32_t data = HEADER + (uint32_t)directory_size(outer);
    const uint32_t exif = data + data_size(block, LS_IFD_0);
    ls_buffer_add(&block->out, "MM\0*", 4);
    put(&block->out, HEADER, 4);
    put(&block->out, outer, 2);
    put_entries(block, LS_IFD_0, &data);
    if (inner) { /* its number is above all that are kept in directory 0 */
        put(&block->out, EXIF_IFD, 2);
        put(&block->out, TIFF_LONG, 2);
        put(&block->out, 1, 4);
        put(&block->out, exif, 4);
    }
    put(&block->out, 0, 4);
    put_data(block, LS_IFD_0);
    if (inner) {
        data = exif + (uint32_t)directory_size(inner);
        put(&block->out, inner, 2);
        put_entries(block, LS_IFD_EXIF, &data);
        put(&block->out, 0, 4);
        put_data(block, LS_IFD_EXIF);
    }
}

/* More than all of the table together. */
#define BLOCK_MAX 8192

ls_status ls_clean_exif(ls_cleaning *cleaning, const ls_bytes *source)
{
    ls_tiff *tiff = ls_arena_alloc(cleaning->arena, sizeof *tiff);
    exif_block block = {.tiff = tiff};
    if (!tiff)
        return LS_E_NOMEM;
    const bool whole = cleaning->in->container->kind == LS_KIND_TIFF;
    if (whole ? ls_tiff_read_file(source, cleaning->arena, tiff) : ls_tiff_read(source, cleaning->arena, tiff))
        return LS_E_NOMEM;
    gather(&block, cleaning->in->keep);
    if (!block.count)
        return LS_OK;
    ls_buffer_init(&block.out, BLOCK_MAX);
    put_block(&block);
    char *copy = block.out.status ? NULL : ls_arena_strndup(cleaning->arena, block.out.data, block.out.size);
    if (copy)
        cleaning->exif = ls_bytes_decoded(copy, block.out.size, (ls_span){source->from, source->to});
    ls_buffer_free(&block.out);
    return copy ? LS_OK : LS_E_NOMEM;
}
