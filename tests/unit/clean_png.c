/* SPDX-License-Identifier: Apache-2.0 */
/* PNGs of every kind, cleaned: the same samples and nothing else; and copies that the prover must not let pass. */
#include "unit/clean_look.h"

#include <setjmp.h>

#include <png.h>
#include <zlib.h>

struct kind {
    const char *name;
    unsigned width, height, type, depth;
    bool interlaced;
};

static const struct kind kinds[] = {
    {"gray 1", 37, 11, 0, 1, false},
    {"gray 2", 37, 11, 0, 2, false},
    {"gray 4", 37, 11, 0, 4, true},
    {"gray 8", 37, 11, 0, 8, false},
    {"gray 16", 37, 11, 0, 16, false},
    {"RGB 8", 37, 11, 2, 8, false},
    {"RGB 16", 37, 11, 2, 16, true},
    {"palette 1", 37, 11, 3, 1, false},
    {"palette 4", 37, 11, 3, 4, true},
    {"palette 8", 37, 11, 3, 8, false},
    {"gray, alpha 8", 37, 11, 4, 8, true},
    {"gray, alpha 16", 37, 11, 4, 16, false},
    {"RGBA 8", 37, 11, 6, 8, false},
    {"RGBA 16", 37, 11, 6, 16, false},
    {"RGBA 8, interlaced", 33, 45, 6, 8, true},
    {"one pixel, interlaced", 1, 1, 2, 8, true},
    {"narrow, interlaced", 3, 70, 0, 8, true},
};

static void add_bytes(png_structp to, png_bytep data, size_t size)
{
    put(png_get_io_ptr(to), data, size);
}

static void flush(png_structp to)
{
    (void)to;
}

/* With libpng: transparency, gamma, primaries, a background, pixels per metre; rows of noise. */
static void encode(const struct kind *kind, struct built *out)
{
    png_color palette[256];
    png_byte alpha[16], row[37 * 8];
    for (int i = 0; i < 256; i++)
        palette[i] = (png_color){(png_byte)i, (png_byte)(i * 7), (png_byte)(255 - i)};
    for (int i = 0; i < 16; i++)
        alpha[i] = (png_byte)(i * 16);
    png_structp to = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(to);
    assert_non_null(info);
    png_set_write_fn(to, out, add_bytes, flush);
    png_set_IHDR(to, info, kind->width, kind->height, (int)kind->depth, (int)kind->type, kind->interlaced, 0, 0);
    if (kind->type == 3) {
        png_set_PLTE(to, info, palette, 1 << kind->depth);
        png_set_tRNS(to, info, alpha, kind->depth < 4 ? 2 : 16, NULL);
    } else if (kind->type < 3) {
        const png_color_16 key = {.gray = 1, .red = 1, .green = 2, .blue = 3};
        png_set_tRNS(to, info, NULL, 0, &key);
    }
    png_set_gAMA(to, info, 1 / 2.2);
    png_set_cHRM(to, info, 0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06);
    png_set_pHYs(to, info, 2835, 2836, PNG_RESOLUTION_METER);
    png_write_info(to, info);
    const int passes = png_set_interlace_handling(to);
    for (int pass = 0; pass < passes; pass++)
        for (unsigned y = 0; y < kind->height; y++) {
            for (size_t i = 0; i < sizeof row; i++)
                row[i] = (png_byte)((i * 5 + y * 11) ^ (i * y / 3));
            png_write_row(to, row);
        }
    png_write_end(to, info);
    png_destroy_write_struct(&to, &info);
}

/* What a viewer shows: RGBA of 16 bits, from libpng. */
struct shown {
    png_uint_32 width, height;
    int gamma;
    size_t size;
    unsigned char *pixels;
};

struct from {
    const unsigned char *at;
    size_t left;
};

static void take_bytes(png_structp from, png_bytep data, size_t size)
{
    struct from *self = png_get_io_ptr(from);
    if (size > self->left)
        png_error(from, "cut");
    memcpy(data, self->at, size);
    self->at += size;
    self->left -= size;
}

static struct shown decode(const void *data, size_t size)
{
    struct shown shown = {0};
    struct from source = {data, size};
    png_structp from = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(from);
    assert_non_null(info);
    if (setjmp(png_jmpbuf(from)))
        fail_msg("libpng does not read it");
    png_set_read_fn(from, &source, take_bytes);
    png_read_info(from, info);
    shown.width = png_get_image_width(from, info);
    shown.height = png_get_image_height(from, info);
    png_set_expand_16(from);
    png_set_gray_to_rgb(from);
    png_set_add_alpha(from, 0xFFFF, PNG_FILLER_AFTER);
    const int passes = png_set_interlace_handling(from);
    png_read_update_info(from, info);
    shown.size = (size_t)shown.height * shown.width * 8;
    assert_int_equal(png_get_rowbytes(from, info), (size_t)shown.width * 8);
    shown.pixels = calloc(1, shown.size);
    assert_non_null(shown.pixels);
    for (int pass = 0; pass < passes; pass++)
        for (png_uint_32 y = 0; y < shown.height; y++)
            png_read_row(from, shown.pixels + (size_t)y * shown.width * 8, NULL);
    png_read_end(from, NULL);
    png_fixed_point gamma = 0;
    png_get_gAMA_fixed(from, info, &gamma);
    shown.gamma = gamma;
    png_destroy_read_struct(&from, &info, NULL);
    return shown;
}

static void assert_same_picture(const struct photo *p, const struct built *before)
{
    struct shown a = decode(before->data, before->size), b = decode(p->out.data, p->out.size);
    assert_int_equal(a.width, b.width);
    assert_int_equal(a.height, b.height);
    assert_int_equal(a.gamma, b.gamma);
    for (size_t i = 0; i < a.size; i += 8) {
        assert_memory_equal(a.pixels + i + 6, b.pixels + i + 6, 2); /* opacity; without any, nobody sees the colour */
        if (a.pixels[i + 6] || a.pixels[i + 7])
            assert_memory_equal(a.pixels + i, b.pixels + i, 6);
    }
    free(a.pixels);
    free(b.pixels);
}

/* Where the n-th chunk of a type begins: its length. */
static size_t chunk_at(const void *file, size_t size, const char *type, unsigned n)
{
    const unsigned char *data = file;
    for (size_t at = 8; at + 12 <= size;) {
        const size_t length = (size_t)data[at] << 24 | (size_t)data[at + 1] << 16 | (size_t)data[at + 2] << 8 | data[at + 3];
        if (memcmp(data + at + 4, type, 4) == 0 && n-- == 0)
            return at;
        at += length + 12;
    }
    return 0;
}

static void insert(struct built *b, size_t at, const struct built *bytes)
{
    const size_t rest = b->size - at;
    assert_true(at > 0);
    put(b, bytes->data, bytes->size); /* room */
    memmove(b->data + at + bytes->size, b->data + at, rest);
    memcpy(b->data + at, bytes->data, bytes->size);
}

static void insert_chunk(struct photo *p, const char *before, const char *type, const void *data, size_t size)
{
    struct built chunk = {.size = 0};
    png_chunk(&chunk, type, data, size);
    insert(&p->file, chunk_at(p->file.data, p->file.size, before, 0), &chunk);
}

static void plant(struct photo *p)
{
    struct tiff *tiff = calloc(1, sizeof *tiff);
    struct built packed = {.size = 0};
    assert_non_null(tiff);
    put_exif(tiff, true, 3, 6);
    insert_chunk(p, "IDAT", "eXIf", tiff->bytes.data, tiff->bytes.size);
    put_exif(tiff, false, 3, 3);
    insert_chunk(p, "IEND", "eXIf", tiff->bytes.data, tiff->bytes.size);
    insert_chunk(p, "IDAT", "tEXt", "Comment\0Avalon", 14);
    put(&packed, "Comment\0\0", 9);
    put_stored(&packed, "Avalon deflated");
    insert_chunk(p, "IDAT", "zTXt", packed.data, packed.size);
    insert_chunk(p, "IEND", "iTXt", "XML:com.adobe.xmp\0\0\0\0\0Avalon", 28);
    insert_chunk(p, "IDAT", "tIME", "\7\xE8\5\6\7\x8\x9", 7);
    insert_chunk(p, "IDAT", "prVt", "Avalon", 6);
    insert_chunk(p, "IDAT", "sPLT", "Avalon\0\x8\1\2\3\4\0\1", 14);
    insert_chunk(p, "IDAT", "oFFs", "Avalon\0\0", 9);
    insert_chunk(p, "IDAT", "iDOT", "Avalon pieces of an offset..", 28);
    put(&p->file, "Avalon behind the end", 21);
    free(tiff);
}

static void every_kind_keeps_its_samples_and_nothing_else(void **state)
{
    struct photo *p = *state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        print_message("%s\n", kinds[i].name);
        p->file.size = 0;
        encode(&kinds[i], &p->file);
        const struct built plain = p->file;
        plant(p);
        const struct built before = p->file;
        clean(p);
        assert_same_picture(p, &before);
        assert_false(HOLDS(p, "Avalon"));
        if (kinds[i].type < 4) /* others may have been coded anew */
            assert_int_equal(p->out.size, plain.size + 12 + 26); /* what it was before planting, and its orientation */
        assert_true(holds(p, ORIENTED(\6), 26));
        take_copy(p);
        clean(p);
        assert_int_equal(p->out.size, p->file.size);
        assert_memory_equal(p->out.data, p->file.data, p->file.size);
    }
}

static void put_plain(struct photo *p, size_t kind)
{
    p->file.size = 0;
    encode(&kinds[kind], &p->file);
}

#define RGB 5
#define PALETTE 9

/* A decoder takes the first of a kind, of the right size, before the picture. */
static void chunks_that_no_decoder_uses_are_gone(void **state)
{
    struct photo *p = *state;
    put_plain(p, RGB);
    const struct built before = p->file;
    insert_chunk(p, "IDAT", "pHYs", "Avalon...", 9);                         /* the second of its kind */
    insert_chunk(p, "IDAT", "cHRM", "Avalon 51.17 N, 4.24 E; harbour!", 32); /* the second, too */
    insert_chunk(p, "IDAT", "sBIT", "Aval", 4);                              /* of another colour type */
    insert_chunk(p, "IDAT", "hIST", "Avalon", 6);
    insert_chunk(p, "IDAT", "PLTE", "Avalon...", 9); /* a suggestion for screens of old */
    insert_chunk(p, "IDAT", "bKGD", "A", 1);
    insert_chunk(p, "IEND", "cICP", "Aval", 4); /* too late */
    insert_chunk(p, "IEND", "mDCV", "Avalon 51.17 N, 4.24 E..", 24);
    insert_chunk(p, "IEND", "iCCP", "Avalon\0\0x", 9);
    clean(p);
    assert_int_equal(p->out.size, before.size);
    assert_memory_equal(p->out.data, before.data, before.size);
    put_plain(p, PALETTE);
    const struct built coloured = p->file;
    insert_chunk(p, "PLTE", "tRNS", "Avalon", 6); /* before the palette that it is about */
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_same_picture(p, &coloured);
}

static void bytes_behind_the_picture_s_stream_are_gone(void **state)
{
    struct photo *p = *state;
    struct built changed = {.size = 0};
    put_plain(p, RGB);
    const struct built before = p->file;
    const size_t at = chunk_at(p->file.data, p->file.size, "IDAT", 0), end = chunk_at(p->file.data, p->file.size, "IEND", 0);
    put(&changed, p->file.data + at + 8, end - at - 12);
    put(&changed, "Avalon", 6);
    p->file.size = at;
    png_chunk(&p->file, "IDAT", changed.data, 5); /* and it is cut into small pieces and empty ones */
    png_chunk(&p->file, "IDAT", "", 0);
    png_chunk(&p->file, "IDAT", changed.data + 5, changed.size - 5);
    png_chunk(&p->file, "IDAT", "Avalon again", 12);
    png_chunk(&p->file, "IEND", "", 0);
    const struct built with = p->file;
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_same_picture(p, &before);
    assert_same_picture(p, &before);
    assert_true(with.size > p->out.size);
}

static void deflate_rows(struct built *out, const void *rows, size_t size)
{
    uLongf packed = compressBound(size);
    unsigned char *data = malloc(packed);
    assert_non_null(data);
    assert_int_equal(compress(data, &packed, rows, size), Z_OK);
    put(out, data, packed);
    free(data);
}

/* An animation of `count` frames of 4 × 2 gray pixels; the default image is the first of them. */
static void put_animation(struct photo *p, uint32_t announced, uint32_t count, bool beside)
{
    struct built chunk = {.size = 0};
    uint32_t sequence = 0;
    p->file.size = 0;
    png_begin(&p->file, 4, 2);
    put_number(&chunk, announced, 4, true);
    put_number(&chunk, 0, 4, true);
    png_chunk(&p->file, "acTL", chunk.data, 8);
    if (beside) { /* the default image is no frame */
        chunk.size = 0;
        deflate_rows(&chunk, "\0abcd\0efgh", 10);
        png_chunk(&p->file, "IDAT", chunk.data, chunk.size);
    }
    for (uint32_t i = 0; i < count; i++) {
        chunk.size = 0;
        put_number(&chunk, sequence++, 4, true);
        put_number(&chunk, 4, 4, true);
        put_number(&chunk, 2, 4, true);
        put(&chunk, "\0\0\0\0\0\0\0\0\0\1\0\x0A\0\0", 14);
        png_chunk(&p->file, "fcTL", chunk.data, 26);
        const bool data = !beside && i == 0;
        chunk.size = 0;
        if (!data)
            put_number(&chunk, sequence++, 4, true);
        const unsigned char rows[10] = {0, (unsigned char)i, 2, 3, 4, 0, 5, 6, 7, 8};
        deflate_rows(&chunk, rows, sizeof rows);
        png_chunk(&p->file, data ? "IDAT" : "fdAT", chunk.data, chunk.size);
    }
    png_chunk(&p->file, "IEND", "", 0);
}

static void an_animation_stays(void **state)
{
    struct photo *p = *state;
    for (int beside = 0; beside < 2; beside++) {
        put_animation(p, 3, 3, beside);
        const struct built before = p->file;
        insert_chunk(p, "fcTL", "tEXt", "Comment\0Avalon", 14);
        insert_chunk(p, "fdAT", "tEXt", "Comment\0Avalon", 14);
        clean(p);
        assert_int_equal(p->out.size, before.size);
        assert_memory_equal(p->out.data, before.data, before.size);
        assert_int_equal(p->container.frames, 3u + (unsigned)beside);
    }
    /* remains behind a frame's stream, in a chunk of their own: those that follow are numbered anew */
    put_animation(p, 3, 3, false);
    const struct built whole = p->file;
    struct built remains = {.size = 0}, chunk = {.size = 0};
    put_number(&remains, 3, 4, true);
    put(&remains, "Avalon", 6);
    png_chunk(&chunk, "fdAT", remains.data, remains.size);
    insert(&p->file, chunk_at(p->file.data, p->file.size, "fcTL", 2), &chunk);
    for (unsigned n = 2; n < 4; n++) { /* numbers 3, 4 become 4, 5 */
        const size_t at =
            n == 2 ? chunk_at(p->file.data, p->file.size, "fcTL", 2) : chunk_at(p->file.data, p->file.size, "fdAT", 2);
        const size_t size = p->file.data[at + 3];
        p->file.data[at + 11]++;
        chunk.size = 0;
        put_number(&chunk, png_crc(p->file.data + at + 4, size + 4), 4, true);
        memcpy(p->file.data + at + 8 + size, chunk.data, 4);
    }
    clean(p);
    assert_int_equal(p->out.size, whole.size);
    assert_memory_equal(p->out.data, whole.data, whole.size);
}

static void set_crc(struct photo *p, size_t at)
{
    struct built crc = {.size = 0};
    const size_t size = (size_t)p->file.data[at + 2] << 8 | p->file.data[at + 3];
    put_number(&crc, png_crc(p->file.data + at + 4, size + 4), 4, true);
    memcpy(p->file.data + at + 8 + size, crc.data, 4);
}

static void what_cannot_be_cleaned_is_refused(void **state)
{
    struct photo *p = *state;
    put_plain(p, RGB);
    const struct built whole = p->file;
    p->file.size -= 12;
    assert_refused(p, LS_REASON_MALFORMED, "IEND");
    p->file = whole; /* half a stream */
    struct built half = {.size = 0};
    const size_t at = chunk_at(whole.data, whole.size, "IDAT", 0);
    put(&half, whole.data + at + 8, 100);
    p->file.size = at;
    png_chunk(&p->file, "IDAT", half.data, half.size);
    png_chunk(&p->file, "IEND", "", 0);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "no end");
    p->file = whole; /* damaged */
    memset(p->file.data + at + 12, 0xFF, 30);
    set_crc(p, at);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "damaged");
    p->file = whole; /* rows below the picture */
    p->file.data[16 + 7] = 10;
    set_crc(p, 8);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "picture");
    p->file = whole; /* a depth that there is not */
    p->file.data[16 + 8] = 32;
    set_crc(p, 8);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "no known kind");
    p->file = whole; /* a byte of a chunk, without its checksum */
    p->file.data[at + 20] ^= 1;
    assert_refused(p, LS_REASON_MALFORMED, "checksum");
    put_plain(p, PALETTE);
    insert_chunk(p, "PLTE", "PLTE", "Avalon", 7);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "a palette of 7 bytes");
    put_animation(p, 2, 3, false); /* the third frame is shown nowhere */
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "3 frames are there, 2 are announced");
    put_animation(p, 3, 3, false);
    p->file.data[chunk_at(p->file.data, p->file.size, "fcTL", 1) + 11] = 7;
    set_crc(p, chunk_at(p->file.data, p->file.size, "fcTL", 1));
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "out of order");
    put_animation(p, 2, 2, true);
    memcpy(p->file.data + chunk_at(p->file.data, p->file.size, "acTL", 0) + 4, "prVt",
           4); /* no animation: nobody shows the frames */
    set_crc(p, chunk_at(p->file.data, p->file.size, "prVt", 0));
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "2 frames are there, 0 are announced");
    put_animation(p, 3, 2, true);
    insert_chunk(p, "IEND", "fcTL", "Avalon", 6); /* a control that is none */
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "2 frames are there, 3 are announced");
}

/* -------------------------------------------------------------------------------------------------- the proofs */

/* One chunk of the copy replaced, left out (type NULL) or preceded by another. */
static void alter(struct photo *p, const char *type, unsigned n, const struct built *instead, bool keep)
{
    make_copy(p, ls_clean_png, 0);
    struct built copy = {.size = 0};
    const size_t at = chunk_at(p->out.data, p->out.size, type, n),
                 next = at + 12 + ((size_t)(unsigned char)p->out.data[at + 2] << 8) + (unsigned char)p->out.data[at + 3];
    assert_true(at > 0);
    put(&copy, p->out.data, at);
    put(&copy, instead->data, instead->size);
    put(&copy, p->out.data + (keep ? at : next), p->out.size - (keep ? at : next));
    replace_copy(p, copy.data, copy.size);
}

static void alter_bytes(struct photo *p, const char *type, unsigned n, size_t byte, unsigned char value)
{
    make_copy(p, ls_clean_png, 0);
    struct built chunk = {.size = 0}, changed = {.size = 0};
    const size_t at = chunk_at(p->out.data, p->out.size, type, n),
                 size = ((size_t)(unsigned char)p->out.data[at + 2] << 8) + (unsigned char)p->out.data[at + 3];
    put(&changed, p->out.data + at + 8, size);
    changed.data[byte] ^= value;
    png_chunk(&chunk, type, changed.data, size);
    alter(p, type, n, &chunk, false);
}

static void added(struct photo *p, const char *before, const char *type, const void *data, size_t size)
{
    struct built chunk = {.size = 0};
    png_chunk(&chunk, type, data, size);
    alter(p, before, 0, &chunk, true);
}

static void one_byte_is_no_proof(void **state)
{
    struct photo *p = *state;
    struct built none = {.size = 0}, tail = {.size = 0};
    put_plain(p, PALETTE);
    insert_chunk(p, "IDAT", "eXIf", ORIENTED(\6), 26);
    static const struct {
        const char *type;
        size_t byte;
    } bytes[] = {{"PLTE", 300}, {"tRNS", 3}, {"gAMA", 2}, {"cHRM", 31}, {"pHYs", 8}, {"IDAT", 40}};
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        alter_bytes(p, bytes[i].type, 0, bytes[i].byte, 1);
        assert_unproven(p, "of the photo");
        alter(p, bytes[i].type, 0, &none, false);
        /* without its palette a list of opacities belongs to nothing */
        assert_unproven(p, !strcmp(bytes[i].type, "PLTE") ? "png/left-over" : strcmp(bytes[i].type, "IDAT") ? "is missing" : "");
    }
    alter_bytes(p, "IHDR", 0, 12, 1); /* interlaced */
    assert_unproven(p, "of the photo");
    alter_bytes(p, "eXIf", 0, 21, 1);
    assert_unproven(p, "an Exif block that was not made for it");
    /* picture data that goes on behind its end */
    make_copy(p, ls_clean_png, 0);
    const size_t at = chunk_at(p->out.data, p->out.size, "IDAT", 0), end = chunk_at(p->out.data, p->out.size, "IEND", 0);
    put(&tail, p->out.data + at + 8, end - at - 12);
    put(&tail, "x", 1);
    struct built longer = {.size = 0};
    png_chunk(&longer, "IDAT", tail.data, tail.size);
    alter(p, "IDAT", 0, &longer, false);
    assert_unproven(p, "chunk IDAT is not that of the photo");
    longer.size = 0;
    png_chunk(&longer, "IDAT", tail.data, tail.size - 2);
    alter(p, "IDAT", 0, &longer, false);
    assert_unproven(p, "does not end where it should");
}

/* Even what stood in the photo behind the end of its picture data. */
static void remains_are_no_part_of_the_picture(void **state)
{
    struct photo *p = *state;
    struct built with = {.size = 0};
    put_plain(p, RGB);
    const size_t at = chunk_at(p->file.data, p->file.size, "IDAT", 0), end = chunk_at(p->file.data, p->file.size, "IEND", 0);
    put(&with, p->file.data + at + 8, end - at - 12);
    put(&with, "rem", 3);
    p->file.size = at;
    png_chunk(&p->file, "IDAT", with.data, with.size);
    png_chunk(&p->file, "IDAT", "more remains", 12);
    png_chunk(&p->file, "IEND", "", 0);
    added(p, "IEND", "IDAT", "more remains", 12);
    assert_unproven(p, "chunk IDAT was not in the photo");
    struct built longer = {.size = 0};
    png_chunk(&longer, "IDAT", with.data, with.size);
    alter(p, "IDAT", 0, &longer, false);
    assert_unproven(p, "does not end where it should");
}

static void anything_more_is_no_proof(void **state)
{
    struct photo *p = *state;
    struct built profile = {.size = 0};
    put_plain(p, RGB);
    added(p, "IDAT", "tEXt", "Comment\0x", 9);
    assert_unproven(p, "png/tEXt is still in it");
    added(p, "IDAT", "prVt", "", 0);
    assert_unproven(p, "png/prVt is still in it");
    added(p, "IDAT", "oFFs", "\0\0\0\0\0\0\0\0\0", 9);
    assert_unproven(p, "chunk");
    added(p, "IDAT", "hIST", "\0\0", 2);
    assert_unproven(p, "png/left-over is still in it");
    added(p, "IDAT", "gAMA", "\0\0\xB1\x8F", 4); /* a second one */
    assert_unproven(p, "png/left-over is still in it");
    added(p, "IEND", "gAMA", "\0\0\xB1\x8F", 4);
    assert_unproven(p, "png/left-over is still in it");
    added(p, "IEND", "IDAT", "", 0);
    assert_unproven(p, "chunk IDAT was not in the photo");
    added(p, "IDAT", "eXIf", ORIENTED(\6), 26);
    assert_unproven(p, "it still states image.orientation");
    added(p, "IDAT", "eXIf", ORIENTED(\1), 26);
    assert_unproven(p, "it still states image.orientation");
    added(p, "IDAT", "eXIf", "MM\0*\0\0\0\10\0\0\0\0\0\0", 14);
    assert_unproven(p, "an Exif block that was not made for it");
    put(&profile, "icc\0\0", 5);
    put_stored(&profile, "no profile");
    added(p, "IDAT", "iCCP", profile.data, profile.size);
    assert_unproven(p, "");
    make_copy(p, ls_clean_png, 0);
    ls_buffer_add(&p->out, "x", 1);
    assert_unproven(p, "png/trailing");
    make_copy(p, ls_clean_png, 0);
    ls_buffer_add(&p->out, "\0\0", 2);
    assert_unproven(p, "it goes on behind its end: png/padding");
}

static void a_frame_s_time_and_number_are_proven(void **state)
{
    struct photo *p = *state;
    struct built none = {.size = 0};
    put_animation(p, 3, 3, false);
    alter_bytes(p, "fcTL", 1, 21, 1); /* how long it is shown */
    assert_unproven(p, "chunk fcTL is not that of the photo");
    alter_bytes(p, "acTL", 0, 7, 1); /* how often it is repeated */
    assert_unproven(p, "chunk acTL is not that of the photo");
    alter_bytes(p, "fdAT", 1, 12, 1);
    assert_unproven(p, "");
    alter(p, "fcTL", 2, &none, false);
    assert_unproven(p, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_keeps_its_samples_and_nothing_else),
        TEST(chunks_that_no_decoder_uses_are_gone),
        TEST(bytes_behind_the_picture_s_stream_are_gone),
        TEST(an_animation_stays),
        TEST(what_cannot_be_cleaned_is_refused),
        TEST(one_byte_is_no_proof),
        TEST(remains_are_no_part_of_the_picture),
        TEST(anything_more_is_no_proof),
        TEST(a_frame_s_time_and_number_are_proven),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
