/* SPDX-License-Identifier: Apache-2.0 */
/* Photos put together byte by byte for tests, from the specifications; shares no code with src/. */
#ifndef LS_TESTS_CONTAINER_BUILD_H
#define LS_TESTS_CONTAINER_BUILD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct built {
    unsigned char data[1 << 20];
    size_t size;
};

static inline void put(struct built *b, const void *bytes, size_t size)
{
    if (b->size + size > sizeof b->data)
        abort();
    memcpy(b->data + b->size, bytes, size);
    b->size += size;
}

static inline void put_number(struct built *b, uint64_t value, unsigned size, bool big)
{
    unsigned char bytes[8];
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (unsigned char)(value >> 8 * (big ? size - 1 - i : i));
    put(b, bytes, size);
}

static inline void put_fill(struct built *b, int value, size_t count)
{
    while (count--)
        put_number(b, (uint64_t)value, 1, true);
}

/* ---- JPEG */
static inline void jpeg_segment(struct built *b, unsigned marker, const void *payload, size_t size)
{
    put_number(b, 0xFF00u | marker, 2, true);
    put_number(b, size + 2, 2, true);
    put(b, payload, size);
}

/* A segment whose payload is an identifier and content. */
static inline void jpeg_app(struct built *b, unsigned n, const void *identifier, size_t size, const void *content,
                            size_t length)
{
    put_number(b, 0xFFE0u + n, 2, true);
    put_number(b, size + length + 2, 2, true);
    put(b, identifier, size);
    put(b, content, length);
}

static inline void jpeg_soi(struct built *b)
{
    put_number(b, 0xFFD8, 2, true);
}

static inline void jpeg_frame(struct built *b, unsigned sof, unsigned width, unsigned height)
{
    unsigned char table[65] = {0};
    memset(table + 1, 1, 64);
    jpeg_segment(b, 0xDB, table, sizeof table);
    unsigned char frame[9] = {8,
                              (unsigned char)(height >> 8),
                              (unsigned char)height,
                              (unsigned char)(width >> 8),
                              (unsigned char)width,
                              1,
                              1,
                              0x11,
                              0};
    jpeg_segment(b, sof, frame, sizeof frame);
    unsigned char huffman[18] = {0, 1}; /* one code, of one bit, for the value 0 */
    jpeg_segment(b, 0xC4, huffman, sizeof huffman);
}

static inline void jpeg_scan(struct built *b, const void *coded, size_t size)
{
    static const unsigned char header[6] = {1, 1, 0, 0, 63, 0};
    jpeg_segment(b, 0xDA, header, sizeof header);
    put(b, coded, size);
}

/* Everything from the tables to the end of the picture. */
static inline void jpeg_rest(struct built *b)
{
    jpeg_frame(b, 0xC0, 8, 8);
    jpeg_scan(b, "\x3F", 1);
    put_number(b, 0xFFD9, 2, true);
}

/* ---- PNG */
static inline uint32_t png_crc(const unsigned char *bytes, size_t size)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
    }
    return ~crc;
}

static inline void png_chunk(struct built *b, const char *type, const void *data, size_t size)
{
    put_number(b, size, 4, true);
    size_t from = b->size;
    put(b, type, 4);
    put(b, data, size);
    put_number(b, png_crc(b->data + from, size + 4), 4, true);
}

static inline void png_begin(struct built *b, uint32_t width, uint32_t height)
{
    struct built header = {.size = 0};
    put(b, "\x89PNG\r\n\x1A\n", 8);
    put_number(&header, width, 4, true);
    put_number(&header, height, 4, true);
    put(&header, "\x08\0\0\0\0", 5);
    png_chunk(b, "IHDR", header.data, header.size);
}

static inline void png_rest(struct built *b)
{
    png_chunk(b, "IDAT", "\x78\x01", 2);
    png_chunk(b, "IEND", "", 0);
}

/* ---- GIF */
static inline void gif_begin(struct built *b, unsigned width, unsigned height)
{
    put(b, "GIF89a", 6);
    put_number(b, width, 2, false);
    put_number(b, height, 2, false);
    put(b, "\x80\0\0" "\0\0\0\xFF\xFF\xFF", 9); /* a palette of two colours */
}

/* Sub-blocks of `size` bytes, and the empty one. */
static inline void gif_blocks(struct built *b, const void *data, size_t size)
{
    for (size_t at = 0, part; at < size; at += part) {
        part = size - at < 255 ? size - at : 255;
        put_number(b, part, 1, false);
        put(b, (const unsigned char *)data + at, part);
    }
    put_number(b, 0, 1, false);
}

static inline void gif_extension(struct built *b, unsigned label, const void *data, size_t size)
{
    put_number(b, 0x21, 1, false);
    put_number(b, label, 1, false);
    gif_blocks(b, data, size);
}

/* An application's block: its name is a sub-block of its own. */
static inline void gif_application(struct built *b, const char *name, const void *data, size_t size)
{
    put(b, "\x21\xFF\x0B", 3);
    put(b, name, 11);
    gif_blocks(b, data, size);
}

/* One pixel: clear, 0, end, in codes of three bits. */
static inline void gif_image(struct built *b)
{
    put(b, "\x2C\0\0\0\0\1\0\1\0\0" "\2", 11);
    gif_blocks(b, "\x44\1", 2);
}

static inline void gif_end(struct built *b)
{
    put(b, "\x3B", 1);
}

/* ---- WebP */
static inline void webp_chunk(struct built *b, const char *type, const void *data, size_t size)
{
    put(b, type, 4);
    put_number(b, size, 4, false);
    put(b, data, size);
    put_fill(b, 0, size % 2);
}

static inline void webp_begin(struct built *b)
{
    put(b, "RIFF\0\0\0\0WEBP", 12);
}

/* The canvas, with every flag of VP8X set. */
static inline void webp_canvas(struct built *b, uint32_t width, uint32_t height)
{
    struct built data = {.size = 0};
    put(&data, "\x3E\0\0\0", 4);
    put_number(&data, width - 1, 3, false);
    put_number(&data, height - 1, 3, false);
    webp_chunk(b, "VP8X", data.data, data.size);
}

/* A lossless picture's header and nothing behind it. */
static inline void webp_lossless(struct built *b, uint32_t width, uint32_t height)
{
    struct built data = {.size = 0};
    put(&data, "\x2F", 1);
    put_number(&data, (width - 1) | (height - 1) << 14, 4, false);
    webp_chunk(b, "VP8L", data.data, data.size);
}

static inline void webp_end(struct built *b)
{
    for (unsigned i = 0; i < 4; i++)
        b->data[4 + i] = (unsigned char)((b->size - 8) >> 8 * i);
}

/* A zlib stream (RFC 1950) of one stored block. */
static inline void put_stored(struct built *b, const char *text)
{
    size_t size = strlen(text);
    uint32_t a = 1, c = 0;
    for (size_t i = 0; i < size; i++) {
        a = (a + (unsigned char)text[i]) % 65521;
        c = (c + a) % 65521;
    }
    put(b, "\x78\x01\x01", 3);
    put_number(b, size, 2, false);
    put_number(b, ~size & 0xFFFF, 2, false);
    put(b, text, size);
    put_number(b, c << 16 | a, 4, true);
}

/* ---- ICC. A profile of a header, one tag and its value. */
static inline void put_profile(struct built *b, const char *tag, const void *value, size_t size)
{
    put_number(b, 128 + 4 + 12 + size, 4, true);
    put_fill(b, 0, 32);
    put(b, "acsp", 4);
    put_fill(b, 0, 88);
    put_number(b, 1, 4, true);
    put(b, tag, 4);
    put_number(b, 128 + 4 + 12, 4, true);
    put_number(b, size, 4, true);
    put(b, value, size);
}

/* ---- CIPA DC-007. An index segment of 80 bytes of `count` - 1 pictures behind the first, whose entries are 16 bytes each. */
struct indexed {
    uint32_t attribute, size, offset; /* offset: from byte 8 of the segment */
};

static inline void jpeg_mpf(struct built *b, const struct indexed *pictures, uint32_t count)
{
    struct built m = {.size = 0};
    put(&m, "MPF\0MM\0*\0\0\0\x08\0\3", 14);
    put(&m, "\xB0\0\0\7\0\0\0\4" "0100" "\xB0\1\0\4\0\0\0\1", 20);
    put_number(&m, count, 4, true);
    put(&m, "\xB0\2\0\7", 4);
    put_number(&m, count * 16, 4, true);
    put_number(&m, 50, 4, true); /* behind this directory */
    put_number(&m, 0, 4, true);
    for (uint32_t i = 0; i < count; i++) {
        put_number(&m, pictures[i].attribute, 4, true);
        put_number(&m, pictures[i].size, 4, true);
        put_number(&m, pictures[i].offset, 4, true);
        put_number(&m, 0, 4, true);
    }
    jpeg_segment(b, 0xE2, m.data, m.size);
}

/* ---- Samsung's trailer: blocks first, then the directory of them. */
struct seft {
    size_t blocks[16], sizes[16], count;
};

static inline void seft_block(struct built *b, struct seft *s, unsigned type, const char *name, const void *data, size_t size)
{
    s->blocks[s->count] = b->size;
    put_number(b, 0, 2, false);
    put_number(b, type, 2, false);
    put_number(b, strlen(name), 4, false);
    put(b, name, strlen(name));
    put(b, data, size);
    s->sizes[s->count] = b->size - s->blocks[s->count];
    s->count++;
}

static inline void seft_end(struct built *b, const struct seft *s)
{
    size_t at = b->size;
    put(b, "SEFH", 4);
    put_number(b, 106, 4, false);
    put_number(b, s->count, 4, false);
    for (size_t i = 0; i < s->count; i++) {
        put_number(b, 0, 4, false);
        put_number(b, at - s->blocks[i], 4, false);
        put_number(b, s->sizes[i], 4, false);
    }
    put_number(b, b->size - at, 4, false);
    put(b, "SEFT", 4);
}

/* ---- JUMBF. A superbox is begun, filled and ended; a description box has this label. */
static inline size_t jumbf_begin(struct built *b, const char *label)
{
    const size_t at = b->size;
    put(b, "\0\0\0\0jumb", 8);
    put_number(b, 8 + 16 + 1 + strlen(label) + 1, 4, true);
    put(b, "jumdc2paABCDEFGHIJKL\3", 21);
    put(b, label, strlen(label) + 1);
    return at;
}

static inline void jumbf_end(struct built *b, size_t at)
{
    for (unsigned i = 0; i < 4; i++)
        b->data[at + i] = (unsigned char)((b->size - at) >> 8 * (3 - i));
}

static inline void jumbf_box(struct built *b, const char *type, const void *data, size_t size)
{
    put_number(b, 8 + size, 4, true);
    put(b, type, 4);
    put(b, data, size);
}

/* ---- TIFF and Exif. Values first, then the directory that points to them. */
struct tiff {
    struct built bytes;
    bool big, wide; /* byte order; BigTIFF */
};

struct entry {
    unsigned tag, type;
    uint32_t count;
    const void *text;      /* bytes of the value, or NULL: then `numbers` */
    const double *numbers; /* for RATIONAL: numerator, denominator, … */
};

static inline void tiff_begin(struct tiff *t, bool big)
{
    t->big = big;
    t->wide = false;
    t->bytes.size = 0;
    put(&t->bytes, big ? "MM" : "II", 2);
    put_number(&t->bytes, 42, 2, big);
    put_number(&t->bytes, 0, 4, big);
}

/* BigTIFF: its header says how wide its offsets are. */
static inline void tiff_begin_wide(struct tiff *t, bool big)
{
    t->big = big;
    t->wide = true;
    t->bytes.size = 0;
    put(&t->bytes, big ? "MM" : "II", 2);
    put_number(&t->bytes, 43, 2, big);
    put_number(&t->bytes, 8, 2, big);
    put_number(&t->bytes, 0, 2, big);
    put_number(&t->bytes, 0, 8, big);
}

static inline unsigned tiff_size(unsigned type)
{
    static const unsigned char sizes[] = {1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 1, 1, 8, 8, 8};
    return type < sizeof sizes ? sizes[type] : 1;
}

static inline void tiff_value(struct built *out, const struct tiff *t, const struct entry *entry)
{
    unsigned size = tiff_size(entry->type);
    if (entry->text) {
        put(out, entry->text, (size_t)entry->count * size);
        return;
    }
    bool rational = entry->type == 5 || entry->type == 10;
    for (uint32_t i = 0; i < entry->count * (rational ? 2 : 1); i++) {
        double number = entry->numbers[i];
        uint64_t bits;
        float single = (float)number;
        uint32_t bits_32;
        memcpy(&bits, &number, 8);
        memcpy(&bits_32, &single, 4);
        if (entry->type == 12)
            put_number(out, bits, 8, t->big);
        else if (entry->type == 11)
            put_number(out, bits_32, 4, t->big);
        else
            put_number(out, (uint64_t)(int64_t)number, rational ? 4 : size, t->big);
    }
}

/* Appends a directory and gives its offset. Entries are written in the order given. */
static inline uint32_t tiff_ifd(struct tiff *t, const struct entry *entries, size_t count, uint32_t next)
{
    struct built *directory = calloc(1, sizeof *directory);
    const unsigned room = t->wide ? 8 : 4;
    if (!directory)
        abort();
    put_number(directory, count, t->wide ? 8 : 2, t->big);
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &entries[i];
        size_t length = (size_t)entry->count * tiff_size(entry->type);
        put_number(directory, entry->tag, 2, t->big);
        put_number(directory, entry->type, 2, t->big);
        put_number(directory, entry->count, room, t->big);
        if (length <= room) {
            size_t from = directory->size;
            tiff_value(directory, t, entry);
            put_fill(directory, 0, from + room - directory->size);
        } else {
            put_number(directory, t->bytes.size, room, t->big);
            tiff_value(&t->bytes, t, entry);
        }
    }
    put_number(directory, next, room, t->big);
    uint32_t offset = (uint32_t)t->bytes.size;
    put(&t->bytes, directory->data, directory->size);
    free(directory);
    return offset;
}

/* Makes `offset` the first directory. */
static inline void tiff_first(struct tiff *t, uint32_t offset)
{
    const unsigned size = t->wide ? 8 : 4;
    for (unsigned i = 0; i < size; i++)
        t->bytes.data[size + i] = (unsigned char)((uint64_t)offset >> 8 * (t->big ? size - 1 - i : i));
}

#endif
