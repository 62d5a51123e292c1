/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PNG and APNG, chunk by chunk: what a decoder needs for the picture and its colours is copied, image data up to the end of its zlib
 * stream. Frames are numbered anew, as a chunk that held nothing but remains is left out.
 */
#include "clean/cleaner.h"

#include <string.h>
#include <zlib.h>

#define SIGNATURE 8u
#define OVERHEAD 12u /* length, type and CRC */
#define SEQUENCE 4u  /* fdAT begins with a number */
#define PROFILE_MAX ((size_t)16 << 20)
#define SCRATCH ((size_t)64 << 10)

/* Chunks that stay as they are (PNG, third edition, 11), with the bytes that they have at most: colours, transparency, size, timing. */
static const struct {
    char path[9];
    unsigned most;
} copied[] = {
    {"png/IHDR", 13}, {"png/PLTE", 768}, {"png/tRNS", 256}, {"png/cHRM", 32}, {"png/gAMA", 4}, {"png/sBIT", 4}, {"png/sRGB", 1},
    {"png/cICP", 4},  {"png/mDCV", 24},  {"png/cLLI", 8},   {"png/mDCv", 24}, {"png/cLLi", 8}, {"png/bKGD", 6}, {"png/hIST", 512},
    {"png/pHYs", 9},  {"png/acTL", 8},   {"png/fcTL", 26},
};

typedef struct png_chunk {
    ls_bytes data;
    const char *type; /* four letters */
    const char *path;
} png_chunk;

/* Chunks of one range, which may hold several neighbours of the same type: *at goes from one to the next. */
static bool next_chunk(const ls_bytes *range, const char *path, uint64_t *at, png_chunk *chunk)
{
    if (!ls_bytes_has(range, *at, OVERHEAD))
        return false;
    chunk->data = ls_bytes_part(range, *at + 8, ls_bytes_u32(range, *at, true));
    chunk->type = (const char *)range->data + *at + 4;
    chunk->path = path;
    *at += chunk->data.size + OVERHEAD;
    return true;
}

static void write_chunk(ls_cleaning *cleaning, const char *type, const unsigned char *data, size_t size)
{
    uLong crc = crc32(crc32(0, NULL, 0), (const Bytef *)type, 4);
    ls_cleaning_u32(cleaning, (uint32_t)size, true);
    ls_buffer_add(cleaning->out, type, 4);
    if (size) {
        ls_buffer_add(cleaning->out, data, size);
        crc = crc32_z(crc, data, size);
    }
    ls_cleaning_u32(cleaning, (uint32_t)crc, true);
}

/* ------------------------------------------------------------------------------------------- a frame's stream */

/* Follows the zlib stream of one picture through its chunks. */
typedef struct png_stream {
    z_stream zlib;
    unsigned char *scratch; /* what is inflated is not needed */
    bool open, begun, ended;
} png_stream;

static bool stream_begin(png_stream *stream)
{
    if (stream->open)
        inflateEnd(&stream->zlib);
    stream->zlib = (z_stream){0};
    stream->begun = stream->ended = false;
    stream->open = inflateInit(&stream->zlib) == Z_OK;
    return stream->open;
}

/* How many of the bytes belong to the stream; SIZE_MAX when it is damaged. */
static size_t stream_take(png_stream *stream, const ls_bytes *data)
{
    if (stream->ended)
        return 0;
    stream->begun = true;
    stream->zlib.next_in = (Bytef *)(uintptr_t)data->data;
    stream->zlib.avail_in = (uInt)data->size;
    while (stream->zlib.avail_in || stream->zlib.avail_out == 0) {
        stream->zlib.next_out = stream->scratch;
        stream->zlib.avail_out = SCRATCH;
        const int result = inflate(&stream->zlib, Z_NO_FLUSH);
        if (result == Z_BUF_ERROR)
            break;
        if (result != Z_OK && result != Z_STREAM_END)
            return SIZE_MAX;
        if (result == Z_STREAM_END) {
            stream->ended = true;
            break;
        }
    }
    return data->size - stream->zlib.avail_in;
}

/* Bytes of a picture's rows, each with its filter byte (section 7.2); its colour type and depth stand in the header. */
static uint64_t rows_size(const ls_bytes *header, uint64_t width, uint64_t height)
{
    static const unsigned char channels[] = {1, 0, 3, 1, 2, 0, 4};
    const unsigned type = ls_bytes_u8(header, 9);
    const uint64_t bits = (uint64_t)ls_bytes_u8(header, 8) * (type < sizeof channels ? channels[type] : 0);
    return width && height ? height * (1 + (width * bits + 7) / 8) : 0;
}

/* Section 8.2: the seven passes of Adam7, each of which begins at a column and a row and takes every so many. */
static uint64_t picture_size(const ls_bytes *header, uint64_t width, uint64_t height)
{
    static const unsigned char passes[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    if (!ls_bytes_u8(header, 12))
        return rows_size(header, width, height);
    uint64_t size = 0;
    for (int i = 0; i < 7; i++) {
        const unsigned char *pass = passes[i];
        const uint64_t columns = width > pass[0] ? (width - pass[0] + pass[2] - 1) / pass[2] : 0;
        const uint64_t rows = height > pass[1] ? (height - pass[1] + pass[3] - 1) / pass[3] : 0;
        size += rows_size(header, columns, rows);
    }
    return size;
}

/* Rows that no picture has may hold anything, and can't be taken out without coding the picture anew. */
static ls_status stream_finish(ls_cleaning *cleaning, const png_stream *stream, uint64_t expected)
{
    if (!stream->begun)
        return LS_OK;
    if (!stream->ended)
        return ls_cleaning_refuse(cleaning, "its picture data has no end");
    return stream->zlib.total_out > expected ? ls_cleaning_refuse(cleaning, "its picture data holds more than the picture") : LS_OK;
}

static void stream_free(png_stream *stream)
{
    if (stream->open)
        inflateEnd(&stream->zlib);
}

/* ---------------------------------------------------------------------------------------------- the new file */

struct writer {
    ls_cleaning *cleaning;
    png_stream stream;
    ls_bytes header;    /* IHDR */
    uint64_t expected;  /* bytes of the present picture's rows */
    uint32_t sequence;  /* of the next fcTL or fdAT */
    uint32_t numbered;  /* the same in the photo */
    bool color, exif;   /* iCCP, eXIf are written */
};

/* Of an animation that is numbered wrongly, programs show different parts: nobody can say what the copy should show. */
static ls_status check_number(struct writer *self, const png_chunk *chunk)
{
    return ls_bytes_u32(&chunk->data, 0, true) == self->numbered++ ? LS_OK : ls_cleaning_refuse(self->cleaning, "frames out of order");
}

static ls_status write_data(struct writer *self, const png_chunk *chunk, bool frame)
{
    if (frame && check_number(self, chunk))
        return LS_E_FORMAT;
    const ls_bytes coded = frame ? ls_bytes_after(&chunk->data, SEQUENCE) : chunk->data;
    const size_t used = stream_take(&self->stream, &coded);
    if (used == SIZE_MAX)
        return ls_cleaning_refuse(self->cleaning, "damaged picture data");
    if (!used)
        return LS_OK;
    if (!frame) {
        write_chunk(self->cleaning, "IDAT", coded.data, used);
        return LS_OK;
    }
    unsigned char *data = ls_arena_alloc(self->cleaning->arena, used + SEQUENCE);
    if (!data)
        return LS_E_NOMEM;
    for (unsigned i = 0; i < SEQUENCE; i++)
        data[i] = (unsigned char)(self->sequence >> 8 * (3 - i));
    self->sequence++;
    memcpy(data + SEQUENCE, coded.data, used);
    write_chunk(self->cleaning, "fdAT", data, used + SEQUENCE);
    return LS_OK;
}

static ls_status write_control(struct writer *self, const png_chunk *chunk)
{
    unsigned char data[26];
    memcpy(data, chunk->data.data, sizeof data);
    for (unsigned i = 0; i < SEQUENCE; i++)
        data[i] = (unsigned char)(self->sequence >> 8 * (3 - i));
    self->sequence++;
    ls_status status = check_number(self, chunk);
    if (!status)
        status = stream_finish(self->cleaning, &self->stream, self->expected);
    if (status)
        return status;
    self->expected = picture_size(&self->header, ls_bytes_u32(&chunk->data, 4, true), ls_bytes_u32(&chunk->data, 8, true));
    write_chunk(self->cleaning, "fcTL", data, sizeof data);
    return stream_begin(&self->stream) ? LS_OK : LS_E_NOMEM;
}

/* Deflated, under a name that says nothing. */
static ls_status write_profile(struct writer *self)
{
    const ls_bytes *icc = &self->cleaning->icc;
    uLongf size = compressBound((uLong)icc->size);
    unsigned char *data = ls_arena_alloc(self->cleaning->arena, size + 5);
    if (!data)
        return LS_E_NOMEM;
    memcpy(data, "icc\0\0", 5); /* name, method */
    if (compress2(data + 5, &size, icc->data, (uLong)icc->size, Z_BEST_COMPRESSION) != Z_OK)
        return LS_E_NOMEM;
    write_chunk(self->cleaning, "iCCP", data, size + 5);
    return LS_OK;
}

static ls_status read_profile(ls_cleaning *cleaning, const ls_bytes *data)
{
    const size_t name = ls_bytes_find(data, 0, 0);
    const ls_bytes deflated = ls_bytes_after(data, (uint64_t)name + 2);
    unsigned char *profile = ls_arena_alloc(cleaning->arena, PROFILE_MAX);
    uLongf size = PROFILE_MAX;
    if (!profile)
        return LS_E_NOMEM;
    if (!deflated.size || uncompress(profile, &size, deflated.data, (uLong)deflated.size) != Z_OK)
        return LS_OK; /* no viewer uses it */
    const ls_bytes whole = ls_bytes_decoded(profile, size, (ls_span){deflated.from, deflated.to});
    return ls_clean_icc(cleaning, &whole);
}

static ls_status write_color(struct writer *self, const png_chunk *chunk)
{
    if (self->color)
        return LS_OK;
    self->color = true;
    ls_status status = read_profile(self->cleaning, &chunk->data);
    if (!status && self->cleaning->icc.size)
        status = write_profile(self);
    return status;
}

static ls_status write_exif(struct writer *self, const png_chunk *chunk)
{
    if (self->exif)
        return LS_OK;
    self->exif = true;
    const ls_status status = ls_clean_exif(self->cleaning, &chunk->data);
    if (!status && self->cleaning->exif.size)
        write_chunk(self->cleaning, "eXIf", self->cleaning->exif.data, self->cleaning->exif.size);
    return status;
}

static ls_status write_copied(struct writer *self, const png_chunk *chunk)
{
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) {
        if (strcmp(copied[i].path, chunk->path) != 0)
            continue;
        if (chunk->data.size > copied[i].most)
            return ls_cleaning_refuse(self->cleaning, "chunk %.4s is longer than it may be", chunk->type);
        write_chunk(self->cleaning, chunk->type, chunk->data.data, chunk->data.size);
    }
    return LS_OK;
}

static ls_status write_kept(struct writer *self, const png_chunk *chunk)
{
    if (strcmp(chunk->path, "png/IDAT") == 0)
        return write_data(self, chunk, false);
    if (strcmp(chunk->path, "png/fdAT") == 0)
        return write_data(self, chunk, true);
    if (strcmp(chunk->path, "png/fcTL") == 0 && chunk->data.size == 26)
        return write_control(self, chunk);
    if (strcmp(chunk->path, "png/iCCP") == 0)
        return write_color(self, chunk);
    if (strcmp(chunk->path, "png/eXIf") == 0)
        return write_exif(self, chunk);
    return write_copied(self, chunk);
}

static ls_status write_all(struct writer *self)
{
    ls_cleaning *cleaning = self->cleaning;
    const ls_container *container = cleaning->in->container;
    ls_status status = stream_begin(&self->stream) ? LS_OK : LS_E_NOMEM;
    const ls_bytes signature = ls_bytes_part(&cleaning->file, 0, SIGNATURE);
    self->header = ls_bytes_part(&cleaning->file, SIGNATURE + 8, 13); /* the walker has seen that it stands there */
    self->expected = picture_size(&self->header, container->width, container->height);
    ls_cleaning_copy(cleaning, &signature);
    for (size_t i = 0; i < container->range_count && !status; i++) {
        const ls_range *range = &container->ranges[i];
        const ls_bytes bytes = ls_cleaning_range(cleaning, range);
        const bool chunks = range->role == LS_ROLE_STRUCTURE || range->role == LS_ROLE_IMAGE || range->role == LS_ROLE_CARRIER;
        png_chunk chunk;
        for (uint64_t at = 0; chunks && i && !status && next_chunk(&bytes, range->path, &at, &chunk);)
            status = write_kept(self, &chunk);
    }
    if (!status)
        status = stream_finish(cleaning, &self->stream, self->expected);
    write_chunk(cleaning, "IEND", NULL, 0);
    return status;
}

ls_status ls_clean_png(ls_cleaning *cleaning)
{
    struct writer self = {.cleaning = cleaning, .stream = {.scratch = ls_arena_alloc(cleaning->arena, SCRATCH)}};
    if (!self.stream.scratch)
        return LS_E_NOMEM;
    const ls_status status = write_all(&self);
    stream_free(&self.stream);
    return status;
}

/* ------------------------------------------------------------------------------------------------- the proof */

/* One file's chunks that pictures are made of, one after the other. */
struct reader {
    const ls_bytes *file;
    const ls_container *container;
    size_t range;
    uint64_t at; /* in the range */
    ls_bytes rest; /* of image data: not compared yet */
};

static bool shows(const char *path)
{
    if (strcmp(path, "png/IDAT") == 0 || strcmp(path, "png/fdAT") == 0)
        return true;
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
        if (strcmp(copied[i].path, path) == 0)
            return true;
    return false;
}

static bool next_shown(struct reader *self, png_chunk *chunk)
{
    for (; self->range < self->container->range_count; self->range++, self->at = 0) {
        const ls_range *range = &self->container->ranges[self->range];
        const ls_bytes bytes = ls_bytes_part(self->file, range->from, range->to - range->from);
        if (shows(range->path) && next_chunk(&bytes, range->path, &self->at, chunk))
            return true;
    }
    return false;
}

static bool is_data(const png_chunk *chunk)
{
    return memcmp(chunk->type, "IDAT", 4) == 0 || memcmp(chunk->type, "fdAT", 4) == 0;
}

static ls_bytes coded(const png_chunk *chunk)
{
    return ls_bytes_after(&chunk->data, memcmp(chunk->type, "fdAT", 4) == 0 ? SEQUENCE : 0);
}

/* The same chunk, but for the number of a frame's. */
static bool same(const png_chunk *a, const png_chunk *b)
{
    const size_t skip = memcmp(a->type, "fcTL", 4) == 0 ? SEQUENCE : 0;
    return memcmp(a->type, b->type, 4) == 0 && a->data.size == b->data.size &&
           (a->data.size <= skip || memcmp(a->data.data + skip, b->data.data + skip, a->data.size - skip) == 0);
}

/*
 * Walks through both files at once. The copy's image data must be the beginning of the photo's, chunk for chunk, and its stream must come
 * to an end, by its own checksum: then what is left in the photo is behind the end, and both decode to the same samples.
 */
static ls_status compare(ls_cleaning *cleaning, struct reader *photo, struct reader *copy, png_stream *stream)
{
    png_chunk before, after;
    bool more = next_shown(copy, &after);
    while (next_shown(photo, &before)) {
        const ls_bytes data = coded(&before), kept = more ? coded(&after) : (ls_bytes){0};
        if (memcmp(before.type, "fcTL", 4) == 0 && !stream_begin(stream))
            return LS_E_NOMEM;
        if (is_data(&before) && (stream->ended || !data.size))
            continue; /* remains, or nothing */
        if (!more || memcmp(before.type, after.type, 4) != 0)
            return ls_cleaning_unproven(cleaning, "chunk %.4s is missing", before.type);
        if (is_data(&before) ? kept.size > data.size || memcmp(kept.data, data.data, kept.size) != 0 : !same(&before, &after))
            return ls_cleaning_unproven(cleaning, "chunk %.4s is not that of the photo", before.type);
        if (is_data(&before) && (stream_take(stream, &kept) != kept.size || (kept.size < data.size && !stream->ended)))
            return ls_cleaning_unproven(cleaning, "picture data does not end where it should");
        more = next_shown(copy, &after);
    }
    return more ? ls_cleaning_unproven(cleaning, "chunk %.4s was not in the photo", after.type) : LS_OK;
}

ls_status ls_prove_png(ls_cleaning *cleaning, const ls_made *made)
{
    struct reader photo = {.file = &cleaning->file, .container = cleaning->in->container};
    struct reader copy = {.file = &made->file, .container = &made->container};
    png_stream stream = {.scratch = ls_arena_alloc(cleaning->arena, SCRATCH)};
    if (!stream.scratch || !stream_begin(&stream))
        return LS_E_NOMEM;
    const ls_status status = compare(cleaning, &photo, &copy, &stream);
    stream_free(&stream);
    return status;
}
