/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PNG and APNG, chunk by chunk: what a decoder needs for the picture and its colours is copied, image data up to the end of its
 * zlib stream. Frames are numbered anew, as a chunk that held nothing but remains is left out. What the samples hide is taken out
 * as well: colours that no pixel has, and different ones below full transparency, for which alone pictures are coded anew.
 */
#include "clean/cleaner.h"
#include "clean/png_hidden.h"

#include "container/png.h"

#include <string.h>
#include <zlib.h>

#define SIGNATURE 8u
#define OVERHEAD 12u /* length, type and CRC */
#define SEQUENCE 4u  /* fdAT begins with a number */
#define PROFILE_MAX ((size_t)16 << 20)
#define PROFILE_NAME 5u /* "icc", NUL, method 0: a name that says nothing */
#define SCRATCH ((size_t)64 << 10)

#define COLOUR_TYPE 9u /* byte of IHDR */
#define PALETTE 3u     /* a colour type */
#define PALETTE_MAX 768u
#define PIECE ((size_t)1 << 20) /* bytes of a chunk of data that is coded anew */

typedef struct png_chunk {
    ls_bytes data;
    const char *type; /* four letters */
} png_chunk;

/* One file's chunks, one after the other. The walker has seen that they follow each other up to IEND. */
typedef struct png_chunks {
    const ls_bytes *file;
    uint64_t at; /* 0: in the beginning */
} png_chunks;

static bool is(const png_chunk *chunk, const char *type)
{
    return memcmp(chunk->type, type, 4) == 0;
}

/* False: it was the last, or there is none. */
static bool next_chunk(png_chunks *chunks, png_chunk *chunk)
{
    const uint64_t at = chunks->at ? chunks->at : SIGNATURE;
    if (!ls_bytes_has(chunks->file, at, OVERHEAD))
        return false;
    chunk->data = ls_bytes_part(chunks->file, at + 8, ls_bytes_u32(chunks->file, at, true));
    chunk->type = (const char *)chunks->file->data + at + 4;
    chunks->at = is(chunk, "IEND") ? UINT64_MAX : at + chunk->data.size + OVERHEAD;
    return !is(chunk, "IEND");
}

/* ------------------------------------------------------------------------------------------- what is needed */

/* What a decoder uses, but for suggestions: a palette beside true colours, a histogram, where a picture stands on a page, where its halves begin. */
static bool is_needed(ls_png_rules *rules, const png_chunk *chunk)
{
    static const char *const suggested[] = {"hIST", "oFFs", "sTER", "iDOT"};
    if (!ls_png_is_used(rules, chunk->type, chunk->data.size))
        return false;
    for (size_t i = 0; i < sizeof suggested / sizeof *suggested; i++)
        if (is(chunk, suggested[i]))
            return false;
    return !is(chunk, "PLTE") || ls_bytes_u8(&rules->header, COLOUR_TYPE) == PALETTE;
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

/* IHDR's content: the walker has seen that it stands there. */
static ls_bytes header_of(const ls_bytes *file)
{
    return ls_bytes_part(file, SIGNATURE + 8, 13);
}

/* Of the whole picture, or of a frame that has `width` and `height` of its own. */
static uint64_t rows_size(const ls_bytes *header, uint32_t width, uint32_t height)
{
    const ls_png_shape shape = {width, height, ls_bytes_u8(header, 8), ls_bytes_u8(header, COLOUR_TYPE),
                                ls_bytes_u8(header, 12) == 1};
    return ls_png_rows(&shape);
}

/* Rows that no picture has may hold anything, and can't be taken out without coding the picture anew. */
static ls_status stream_finish(ls_cleaning *cleaning, const png_stream *stream, uint64_t expected)
{
    if (!stream->begun)
        return LS_OK;
    if (!stream->ended)
        return ls_cleaning_refuse(cleaning, "its picture data has no end");
    if (expected == UINT64_MAX)
        return ls_cleaning_refuse(cleaning, "its picture is of no known kind");
    return stream->zlib.total_out > expected ? ls_cleaning_refuse(cleaning, "its picture data holds more than the picture")
                                             : LS_OK;
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
    ls_png_rules rules;
    uint64_t expected;          /* bytes of the present picture's rows */
    uint32_t announced, frames; /* acTL's number of frames; those that have begun */
    uint32_t sequence;          /* of the next fcTL or fdAT */
    uint32_t numbered;          /* the same in the photo */
    bool color, exif, palette; /* iCCP, eXIf, PLTE are written */
    ls_png_pictures pictures;   /* and what they hide; empty when they are of a kind that cannot */
    ls_png_survey survey;
    size_t begun; /* pictures of which data was met */
    bool written; /* the present one is, as a whole */
};

/* Of an animation that is numbered wrongly, programs show different parts: nobody can say what the copy should show. */
static ls_status check_number(struct writer *self, const png_chunk *chunk)
{
    return ls_bytes_u32(&chunk->data, 0, true) == self->numbered++ ? LS_OK
                                                                   : ls_cleaning_refuse(self->cleaning, "frames out of order");
}

static ls_status write_coded(struct writer *self, const unsigned char *coded, size_t size, bool frame)
{
    if (!frame) {
        write_chunk(self->cleaning, "IDAT", coded, size);
        return LS_OK;
    }
    unsigned char *data = ls_arena_alloc(self->cleaning->arena, size + SEQUENCE);
    if (!data)
        return LS_E_NOMEM;
    for (unsigned i = 0; i < SEQUENCE; i++)
        data[i] = (unsigned char)(self->sequence >> 8 * (3 - i));
    self->sequence++;
    memcpy(data + SEQUENCE, coded, size);
    write_chunk(self->cleaning, "fdAT", data, size + SEQUENCE);
    return LS_OK;
}

/* All of the present picture, without the colours that nobody sees. */
static ls_status write_blanked(struct writer *self, bool frame)
{
    ls_buffer coded;
    ls_buffer_init(&coded, self->cleaning->out->limit);
    ls_status status = ls_png_blank(&self->pictures, self->begun - 1, self->cleaning->arena, &coded);
    for (size_t at = 0; at < coded.size && !status; at += PIECE)
        status =
            write_coded(self, (const unsigned char *)coded.data + at, coded.size - at < PIECE ? coded.size - at : PIECE, frame);
    ls_buffer_free(&coded);
    self->written = true;
    return status == LS_E_FORMAT ? ls_cleaning_refuse(self->cleaning, "damaged picture data") : status;
}

static ls_status write_data(struct writer *self, const png_chunk *chunk, bool frame)
{
    if (frame && check_number(self, chunk))
        return LS_E_FORMAT;
    self->begun += !self->stream.begun;
    const ls_bytes coded = frame ? ls_bytes_after(&chunk->data, SEQUENCE) : chunk->data;
    const size_t used = stream_take(&self->stream, &coded);
    if (used == SIZE_MAX)
        return ls_cleaning_refuse(self->cleaning, "damaged picture data");
    if (self->survey.hidden)
        return self->written ? LS_OK : write_blanked(self, frame);
    return used ? write_coded(self, coded.data, used, frame) : LS_OK;
}

static ls_status write_control(struct writer *self, const png_chunk *chunk)
{
    unsigned char data[26];
    memcpy(data, chunk->data.data, sizeof data);
    for (unsigned i = 0; i < SEQUENCE; i++)
        data[i] = (unsigned char)(self->sequence >> 8 * (3 - i));
    self->sequence++;
    self->frames++;
    ls_status status = check_number(self, chunk);
    if (!status)
        status = stream_finish(self->cleaning, &self->stream, self->expected);
    if (status)
        return status;
    self->expected = rows_size(&self->rules.header, ls_bytes_u32(&chunk->data, 4, true), ls_bytes_u32(&chunk->data, 8, true));
    self->written = false;
    write_chunk(self->cleaning, "fcTL", data, sizeof data);
    return stream_begin(&self->stream) ? LS_OK : LS_E_NOMEM;
}

/* Deflated, under a name that says nothing. */
static ls_status write_profile(struct writer *self)
{
    const ls_bytes *icc = &self->cleaning->icc;
    uLongf size = compressBound((uLong)icc->size);
    unsigned char *data = ls_arena_alloc(self->cleaning->arena, size + PROFILE_NAME);
    if (!data)
        return LS_E_NOMEM;
    memcpy(data, "icc\0\0", PROFILE_NAME);
    if (compress2(data + PROFILE_NAME, &size, icc->data, (uLong)icc->size, Z_BEST_COMPRESSION) != Z_OK)
        return LS_E_NOMEM;
    write_chunk(self->cleaning, "iCCP", data, size + PROFILE_NAME);
    return LS_OK;
}

/* *profile is empty when it is damaged: no viewer uses it then. *behind: bytes after its end. */
static ls_status inflate_profile(ls_cleaning *cleaning, const ls_bytes *data, ls_bytes *profile, size_t *behind)
{
    const size_t name = ls_bytes_find(data, 0, 0);
    const ls_bytes deflated = ls_bytes_after(data, (uint64_t)name + 2);
    unsigned char *inflated = ls_arena_alloc(cleaning->arena, PROFILE_MAX);
    uLongf size = PROFILE_MAX;
    uLong used = (uLong)deflated.size;
    if (!inflated)
        return LS_E_NOMEM;
    if (deflated.size && uncompress2(inflated, &size, deflated.data, &used) == Z_OK)
        *profile = ls_bytes_decoded(inflated, size, (ls_span){deflated.from, deflated.to});
    *behind = deflated.size - used;
    return LS_OK;
}

static ls_status write_color(struct writer *self, const png_chunk *chunk)
{
    if (self->color || self->rules.data) /* it would come too late */
        return LS_OK;
    self->color = true;
    ls_bytes profile = {0};
    size_t behind;
    ls_status status = inflate_profile(self->cleaning, &chunk->data, &profile, &behind);
    if (!status && profile.size)
        status = ls_clean_icc(self->cleaning, &profile);
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

/* Colours that no pixel has, and their opacity, become 0: three bytes for each in PLTE, one in tRNS. */
static void write_palette(struct writer *self, const png_chunk *chunk)
{
    unsigned char data[PALETTE_MAX];
    const size_t width = is(chunk, "PLTE") ? 3 : 1;
    memcpy(data, chunk->data.data, chunk->data.size);
    for (size_t i = 0; i < chunk->data.size; i++)
        if (!self->survey.used[i / width])
            data[i] = 0;
    write_chunk(self->cleaning, chunk->type, data, chunk->data.size);
}

static ls_status write_copied(struct writer *self, const png_chunk *chunk)
{
    const bool palette = ls_bytes_u8(&self->rules.header, COLOUR_TYPE) == PALETTE;
    if (is_needed(&self->rules, chunk)) {
        if (is(chunk, "acTL"))
            self->announced = ls_bytes_u32(&chunk->data, 0, true);
        if (is(chunk, "fcTL"))
            return write_control(self, chunk);
        self->palette |= is(chunk, "PLTE");
        if (palette && (is(chunk, "PLTE") || is(chunk, "tRNS")))
            write_palette(self, chunk);
        else
            write_chunk(self->cleaning, chunk->type, chunk->data.data, chunk->data.size);
    } else if (is(chunk, "PLTE") && palette && !self->palette) {
        return ls_cleaning_refuse(self->cleaning, "a palette of %zu bytes", chunk->data.size);
    }
    return LS_OK;
}

static ls_status write_kept(struct writer *self, const png_chunk *chunk)
{
    if (is(chunk, "IDAT")) {
        self->rules.data = true;
        return write_data(self, chunk, false);
    }
    if (is(chunk, "fdAT"))
        return write_data(self, chunk, true);
    if (is(chunk, "iCCP"))
        return write_color(self, chunk);
    if (is(chunk, "eXIf"))
        return write_exif(self, chunk);
    return write_copied(self, chunk);
}

/* A frame that no animation announces is a picture that nobody sees. */
static ls_status check_frames(const struct writer *self)
{
    return self->announced == self->frames ? LS_OK
                                           : ls_cleaning_refuse(self->cleaning, "%lu frames are there, %lu are announced",
                                                                (unsigned long)self->frames, (unsigned long)self->announced);
}

static ls_status look(struct writer *self)
{
    ls_cleaning *cleaning = self->cleaning;
    ls_status status = LS_OK;
    if (ls_png_may_hide(&self->rules.header))
        status = ls_png_list(&cleaning->file, cleaning->in->container, cleaning->arena, &self->pictures);
    if (!status && self->pictures.count)
        status = ls_png_look(&self->pictures, cleaning->arena, &self->survey);
    ls_png_survey *kept = ls_arena_alloc(cleaning->arena, sizeof *kept);
    if (!kept)
        return LS_E_NOMEM;
    *kept = self->survey;
    cleaning->decoded = kept;
    return status == LS_E_FORMAT ? ls_cleaning_refuse(cleaning, "damaged picture data") : status;
}

static ls_status write_all(struct writer *self)
{
    ls_cleaning *cleaning = self->cleaning;
    const ls_container *container = cleaning->in->container;
    ls_status status = stream_begin(&self->stream) ? LS_OK : LS_E_NOMEM;
    const ls_bytes signature = ls_bytes_part(&cleaning->file, 0, SIGNATURE);
    png_chunks chunks = {.file = &cleaning->file};
    png_chunk chunk;
    self->rules.header = header_of(&cleaning->file);
    self->expected = rows_size(&self->rules.header, container->width, container->height);
    ls_cleaning_copy(cleaning, &signature);
    if (!status)
        status = look(self);
    while (!status && next_chunk(&chunks, &chunk))
        status = write_kept(self, &chunk);
    if (!status)
        status = stream_finish(cleaning, &self->stream, self->expected);
    if (!status)
        status = check_frames(self);
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

struct reader {
    png_chunks chunks;
    ls_png_rules rules;
    bool no_data; /* data is compared on its own */
};

static bool is_data(const png_chunk *chunk)
{
    return is(chunk, "IDAT") || is(chunk, "fdAT");
}

/* Of the photo: what a copy has to have. */
static bool next_needed(struct reader *self, png_chunk *chunk)
{
    while (next_chunk(&self->chunks, chunk))
        if (is_needed(&self->rules, chunk) || (is_data(chunk) && !self->no_data))
            return true;
    return false;
}

/* Of the copy: everything but what is compared on its own. */
static bool next_copied(struct reader *self, png_chunk *chunk)
{
    while (next_chunk(&self->chunks, chunk))
        if (!is(chunk, "iCCP") && !is(chunk, "eXIf") && !(is_data(chunk) && self->no_data))
            return true;
    return false;
}

static ls_bytes coded(const png_chunk *chunk)
{
    return ls_bytes_after(&chunk->data, is(chunk, "fdAT") ? SEQUENCE : 0);
}

/* The colours that pixels have are the same, and so is their opacity; of others nothing is left. */
static bool same_palette(const png_chunk *a, const png_chunk *b, const ls_png_survey *survey)
{
    const size_t width = is(a, "PLTE") ? 3 : 1;
    for (size_t i = 0; i < a->data.size; i++)
        if (b->data.data[i] != (survey->used[i / width] ? a->data.data[i] : 0))
            return false;
    return true;
}

/* The same chunk, but for the number of a frame's. `survey`: of a picture with a palette, else NULL. */
static bool same(const png_chunk *a, const png_chunk *b, const ls_png_survey *survey)
{
    const size_t skip = is(a, "fcTL") ? SEQUENCE : 0;
    if (survey && a->data.size == b->data.size && (is(a, "PLTE") || is(a, "tRNS")))
        return same_palette(a, b, survey);
    return a->data.size == b->data.size &&
           (a->data.size <= skip || memcmp(a->data.data + skip, b->data.data + skip, a->data.size - skip) == 0);
}

/*
 * Walks through both files at once. The copy's image data must be the beginning of the photo's, chunk for chunk, and its stream
 * must come to an end, by its own checksum: then what is left in the photo is behind the end, and both decode to the same
 * samples.
 */
static ls_status compare(ls_cleaning *cleaning, struct reader *photo, struct reader *copy, png_stream *stream,
                         const ls_png_survey *survey)
{
    png_chunk before, after;
    bool more = next_copied(copy, &after);
    while (next_needed(photo, &before)) {
        const ls_bytes data = coded(&before), kept = more ? coded(&after) : (ls_bytes){0};
        if (is(&before, "fcTL") && !stream_begin(stream))
            return LS_E_NOMEM;
        if (is_data(&before) && (stream->ended || !data.size))
            continue; /* remains, or nothing */
        if (!more || !is(&after, before.type))
            return ls_cleaning_unproven(cleaning, "chunk %.4s is missing", before.type);
        if (is_data(&before) ? kept.size > data.size || memcmp(kept.data, data.data, kept.size) != 0
                             : !same(&before, &after, survey))
            return ls_cleaning_unproven(cleaning, "chunk %.4s is not that of the photo", before.type);
        if (is_data(&before) && (stream_take(stream, &kept) != kept.size || (kept.size < data.size && !stream->ended)))
            return ls_cleaning_unproven(cleaning, "picture data does not end where it should");
        more = next_copied(copy, &after);
    }
    return more ? ls_cleaning_unproven(cleaning, "chunk %.4s was not in the photo", after.type) : LS_OK;
}

static ls_status compare_profile(ls_cleaning *cleaning, const png_chunk *chunk)
{
    ls_bytes profile = {0};
    size_t behind;
    const ls_status status = inflate_profile(cleaning, &chunk->data, &profile, &behind);
    if (status)
        return status;
    if (!ls_bytes_match(&chunk->data, 0, "icc\0", PROFILE_NAME) || behind || !ls_cleaning_same(&profile, &cleaning->icc))
        return ls_cleaning_unproven(cleaning, "a colour profile that was not made for it");
    return LS_OK;
}

/* The one Exif block and the one profile of the copy are those that were made for it. */
static ls_status compare_made(ls_cleaning *cleaning, const ls_made *made)
{
    png_chunks copy = {.file = &made->file};
    png_chunk chunk;
    size_t profiles = 0, blocks = 0;
    ls_status status = LS_OK;
    while (!status && next_chunk(&copy, &chunk)) {
        if (is(&chunk, "iCCP"))
            status = profiles++ ? ls_cleaning_unproven(cleaning, "a second colour profile") : compare_profile(cleaning, &chunk);
        else if (is(&chunk, "eXIf") && (blocks++ || !ls_cleaning_same(&chunk.data, &cleaning->exif)))
            status = ls_cleaning_unproven(cleaning, "an Exif block that was not made for it");
    }
    return status;
}

/* Of pictures that were coded anew the samples are compared, each with each; of others every coded byte will be. */
static ls_status compare_samples(ls_cleaning *cleaning, const ls_made *made)
{
    ls_png_pictures before, after;
    ls_status status = ls_png_list(&cleaning->file, cleaning->in->container, cleaning->arena, &before);
    if (!status)
        status = ls_png_list(&made->file, &made->container, cleaning->arena, &after);
    if (!status)
        status = ls_png_compare(&before, &after, cleaning->arena);
    return status == LS_E_FORMAT ? ls_cleaning_unproven(cleaning, "its samples are not those of the photo") : status;
}

static ls_status compare_pictures(ls_cleaning *cleaning, const ls_made *made)
{
    const ls_bytes header = header_of(&cleaning->file);
    struct reader photo = {{.file = &cleaning->file}, {.header = header}, false},
                  copy = {{.file = &made->file}, {.header = {0}}, false};
    png_stream stream = {.scratch = ls_arena_alloc(cleaning->arena, SCRATCH)};
    const ls_png_survey *survey = cleaning->decoded; /* of the photo: looking at it twice would prove no more */
    ls_status status = survey->hidden ? compare_samples(cleaning, made) : LS_OK;
    if (status)
        return status;
    if (!stream.scratch || !stream_begin(&stream))
        return LS_E_NOMEM;
    photo.no_data = copy.no_data = survey->hidden;
    status = compare(cleaning, &photo, &copy, &stream, ls_bytes_u8(&header, COLOUR_TYPE) == PALETTE ? survey : NULL);
    stream_free(&stream);
    return status;
}

ls_status ls_prove_png(ls_cleaning *cleaning, const ls_made *made)
{
    const ls_status status = compare_pictures(cleaning, made);
    return status ? status : compare_made(cleaning, made);
}
