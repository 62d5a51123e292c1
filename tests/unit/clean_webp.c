/* SPDX-License-Identifier: Apache-2.0 */
/* WebP, cleaned: the same pixels and frames and nothing else; and copies that the prover must not let pass. */
#include "unit/clean_look.h"

#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

#define WIDTH 37
#define HEIGHT 23

/* A picture as libwebp codes it: RIFF header and all. */
static void encode(struct built *out, bool lossless, bool alpha, unsigned seed)
{
    unsigned char pixels[WIDTH * HEIGHT * 4];
    uint8_t *data = NULL;
    size_t size;
    for (unsigned i = 0; i < sizeof pixels; i++)
        pixels[i] = (unsigned char)(i % 4 == 3 && !alpha ? 255 : (i * 7 + seed * 31) ^ (i * i / 97));
    size = lossless ? WebPEncodeLosslessRGBA(pixels, WIDTH, HEIGHT, WIDTH * 4, &data)
                    : WebPEncodeRGBA(pixels, WIDTH, HEIGHT, WIDTH * 4, 70, &data);
    assert_true(size > 0);
    put(out, data, size);
    WebPFree(data);
}

/* Its chunks without VP8X: "ALPH" and "VP8 ", or "VP8L". */
static void put_picture(struct built *out, bool lossless, bool alpha, unsigned seed)
{
    struct built file = {.size = 0};
    encode(&file, lossless, alpha, seed);
    const size_t at = memcmp(file.data + 12, "VP8X", 4) == 0 ? 30 : 12;
    put(out, file.data + at, file.size - at);
}

static void put_canvas(struct built *out, unsigned flags)
{
    struct built data = {.size = 0};
    put_number(&data, flags, 4, false);
    put_number(&data, WIDTH - 1, 3, false);
    put_number(&data, HEIGHT - 1, 3, false);
    webp_chunk(out, "VP8X", data.data, data.size);
}

enum { ANIMATED = 0x02, XMP = 0x04, EXIF = 0x08, ALPHA = 0x10, ICC = 0x20 };

/* A frame of the animation; `odd`: chunks that nobody knows in it, and a length that leaves its padding to the file. */
static void put_frame(struct built *out, unsigned n, bool odd)
{
    struct built frame = {.size = 0};
    put_number(&frame, n % 4, 3, false); /* half of its place */
    put_number(&frame, n % 3, 3, false);
    put_number(&frame, WIDTH - 1, 3, false);
    put_number(&frame, HEIGHT - 1, 3, false);
    put_number(&frame, 40 + n, 3, false);
    put_number(&frame, n % 4, 1, false);
    put_picture(&frame, n % 2, false, n);
    if (odd) {
        put(&frame, "JUNK\x07\0\0\0Avalon.", 15);
        put(out, "ANMF", 4);
        put_number(out, frame.size, 4, false);
        put(out, frame.data, frame.size);
        put_fill(out, 0, frame.size % 2);
    } else {
        webp_chunk(out, "ANMF", frame.data, frame.size);
    }
}

static void put_animation(struct photo *p, bool odd)
{
    p->file.size = 0;
    webp_begin(&p->file);
    struct built canvas = {.size = 0};
    put_number(&canvas, ANIMATED | EXIF | XMP, 4, false);
    put_number(&canvas, WIDTH + 7, 3, false);
    put_number(&canvas, HEIGHT + 7, 3, false);
    webp_chunk(&p->file, "VP8X", canvas.data, canvas.size);
    webp_chunk(&p->file, "ANIM", "\1\2\3\4\5\0", 6);
    for (unsigned n = 0; n < 5; n++)
        put_frame(&p->file, n, odd);
    webp_end(&p->file);
}

static void assert_same_picture(const struct photo *p, const struct built *before)
{
    int width, height, other_width, other_height;
    uint8_t *a = WebPDecodeRGBA(before->data, before->size, &width, &height);
    uint8_t *b = WebPDecodeRGBA((const uint8_t *)p->out.data, p->out.size, &other_width, &other_height);
    assert_non_null(a);
    assert_non_null(b);
    assert_int_equal(width, other_width);
    assert_int_equal(height, other_height);
    assert_memory_equal(a, b, (size_t)width * (size_t)height * 4);
    WebPFree(a);
    WebPFree(b);
}

static void assert_same_animation(const struct photo *p, const struct built *before, unsigned frames)
{
    const WebPData a = {before->data, before->size}, b = {(const uint8_t *)p->out.data, p->out.size};
    WebPAnimDecoder *one = WebPAnimDecoderNew(&a, NULL), *other = WebPAnimDecoderNew(&b, NULL);
    WebPAnimInfo info, copied;
    unsigned count = 0;
    assert_non_null(one);
    assert_non_null(other);
    assert_true(WebPAnimDecoderGetInfo(one, &info) && WebPAnimDecoderGetInfo(other, &copied));
    assert_int_equal(info.loop_count, copied.loop_count);
    assert_int_equal(info.bgcolor, copied.bgcolor);
    for (; WebPAnimDecoderHasMoreFrames(one); count++) {
        uint8_t *pixels, *others;
        int at, time;
        assert_true(WebPAnimDecoderGetNext(one, &pixels, &at));
        assert_true(WebPAnimDecoderGetNext(other, &others, &time));
        assert_int_equal(at, time);
        assert_memory_equal(pixels, others, (size_t)info.canvas_width * info.canvas_height * 4);
    }
    assert_false(WebPAnimDecoderHasMoreFrames(other));
    assert_int_equal(count, frames);
    WebPAnimDecoderDelete(one);
    WebPAnimDecoderDelete(other);
}

/* All there is to plant, behind the pictures. */
static void plant(struct photo *p)
{
    struct tiff *tiff = calloc(1, sizeof *tiff);
    struct built block = {.size = 0};
    assert_non_null(tiff);
    put_exif(tiff, false, 3, 6);
    put(&block, "Exif\0\0", 6); /* as some writers do */
    put(&block, tiff->bytes.data, tiff->bytes.size);
    webp_chunk(&p->file, "EXIF", block.data, block.size);
    put_exif(tiff, true, 3, 3);
    webp_chunk(&p->file, "EXIF", tiff->bytes.data, tiff->bytes.size);
    webp_chunk(&p->file, "XMP ", "<x:xmpmeta>Avalon</x:xmpmeta>", 29);
    webp_chunk(&p->file, "JUNK", "Avalon", 6);
    webp_end(&p->file);
    put(&p->file, "Avalon behind", 13);
    free(tiff);
}

static void pictures_stay_and_nothing_else(void **state)
{
    struct photo *p = *state;
    for (int i = 0; i < 4; i++) {
        const bool lossless = i & 1, alpha = i & 2;
        p->file.size = 0;
        webp_begin(&p->file);
        put_canvas(&p->file, EXIF | XMP | (alpha ? ALPHA : 0));
        put_picture(&p->file, lossless, alpha, 3);
        plant(p);
        const struct built before = p->file;
        clean(p);
        assert_same_picture(p, &before);
        assert_false(HOLDS(p, "Avalon"));
        assert_true(holds(p, "EXIF\x1A\0\0\0" ORIENTED(\6), 34));
        assert_int_equal(p->out.data[20], EXIF | (alpha ? ALPHA : 0));
        take_copy(p);
        clean(p);
        assert_int_equal(p->out.size, p->file.size);
        assert_memory_equal(p->out.data, p->file.data, p->file.size);
    }
}

static void a_simple_file_stays_one(void **state)
{
    struct photo *p = *state;
    for (int lossless = 0; lossless < 2; lossless++) {
        p->file.size = 0;
        webp_begin(&p->file);
        put_picture(&p->file, lossless, false, 3);
        webp_end(&p->file);
        const struct built alone = p->file;
        plant(p); /* which no decoder looks for */
        clean(p);
        assert_int_equal(p->out.size, alone.size);
        assert_memory_equal(p->out.data, alone.data, alone.size);
    }
}

/* Decoders look for Exif and profile when the canvas announces them: nothing is turned that was not turned. */
static void what_the_canvas_does_not_announce_is_not_shown(void **state)
{
    struct photo *p = *state;
    p->file.size = 0;
    webp_begin(&p->file);
    put_canvas(&p->file, XMP);
    put_picture(&p->file, false, false, 3);
    plant(p);
    clean(p);
    assert_false(HOLDS(p, "EXIF"));
    assert_int_equal(p->out.data[20], 0);
}

static void an_animation_stays(void **state)
{
    struct photo *p = *state;
    put_animation(p, false);
    const struct built before = p->file;
    plant(p);
    clean(p);
    assert_same_animation(p, &before, 5);
    assert_false(HOLDS(p, "Avalon"));
    assert_int_equal(p->out.data[20], ANIMATED | EXIF);
}

/* A frame of odd length is followed by a byte of padding, which the next frame's header must not be taken for. */
static void frames_of_odd_length_keep_their_place_and_time(void **state)
{
    struct photo *p = *state;
    put_animation(p, true);
    const struct built before = p->file;
    clean(p);
    assert_same_animation(p, &before, 5);
    assert_false(HOLDS(p, "Avalon"));
}

/* Bytes of no chunk inside a frame do not end it. */
static void padding_that_is_none_is_gone(void **state)
{
    struct photo *p = *state;
    struct built frame = {.size = 0}, clear = {.size = 0};
    for (int dirty = 0; dirty < 2; dirty++) {
        struct built *b = dirty ? &p->file : &clear;
        frame.size = b->size = 0;
        webp_begin(b);
        put_canvas(b, ANIMATED | ALPHA);
        webp_chunk(b, "ANIM", "\1\2\3\4\5\0", 6);
        put_fill(&frame, 0, 6);
        put_number(&frame, WIDTH - 1, 3, false);
        put_number(&frame, HEIGHT - 1, 3, false);
        put(&frame, "\x28\0\0\0", 4);
        struct built odd = {.size = 0};
        put(&odd, "\0", 1); /* alpha that is stored: one byte for each pixel, an odd number of them */
        put_fill(&odd, 0x80, WIDTH * HEIGHT + 1);
        webp_chunk(&frame, "ALPH", odd.data, WIDTH * HEIGHT + 2 - 1 + (WIDTH * HEIGHT) % 2);
        if (dirty && frame.data[frame.size - 1] == 0)
            frame.data[frame.size - 1] = 'A';
        put_picture(&frame, false, false, 1);
        webp_chunk(b, "ANMF", frame.data, frame.size);
        webp_end(b);
    }
    const struct built before = p->file;
    p->file = clear;
    clean(p); /* of the one byte that the alpha has too many */
    clear.size = 0;
    put(&clear, p->out.data, p->out.size);
    p->file = before;
    clean(p);
    assert_same_animation(p, &before, 1);
    assert_int_equal(p->out.size, clear.size);
    assert_memory_equal(p->out.data, clear.data, clear.size);
}

static void what_cannot_be_cleaned_is_refused(void **state)
{
    struct photo *p = *state;
    put_animation(p, false);
    p->file.data[20] &= (unsigned char)~ANIMATED;
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "frames that no animation announces");
    put_animation(p, false);
    p->file.size -= 1;
    assert_refused(p, LS_REASON_MALFORMED, "");
    p->file.size = 0;
    webp_begin(&p->file);
    put_canvas(&p->file, 0);
    webp_end(&p->file);
    assert_refused(p, LS_REASON_MALFORMED, "no picture");
}

/* -------------------------------------------------------------------------------------------------- the proofs */

static size_t chunk_in(const ls_buffer *out, const char *type, unsigned n)
{
    for (size_t at = 12; at + 8 <= out->size; at++)
        if (memcmp(out->data + at, type, 4) == 0 && n-- == 0)
            return at;
    fail_msg("no %s", type);
    return 0;
}

static void append(struct photo *p, const char *type, const void *data, size_t size)
{
    struct built copy = {.size = 0};
    make_copy(p, ls_clean_webp, 0);
    put(&copy, p->out.data, p->out.size);
    webp_chunk(&copy, type, data, size);
    webp_end(&copy);
    replace_copy(p, copy.data, copy.size);
}

static void flip(struct photo *p, const char *type, unsigned n, size_t byte, int bits)
{
    make_copy(p, ls_clean_webp, 0);
    p->out.data[chunk_in(&p->out, type, n) + byte] ^= (char)bits;
}

static void one_byte_is_no_proof(void **state)
{
    struct photo *p = *state;
    put_animation(p, false);
    plant(p);
    flip(p, "ANMF", 3, 8, 1); /* its place, */
    assert_unproven(p, "webp/ANMF is not that of the photo");
    flip(p, "ANMF", 1, 8 + 12, 1); /* its time, */
    assert_unproven(p, "webp/ANMF is not that of the photo");
    flip(p, "ANMF", 4, 8 + 15, 2); /* what becomes of the one before */
    assert_unproven(p, "webp/ANMF is not that of the photo");
    flip(p, "ANIM", 0, 8 + 4, 1);
    assert_unproven(p, "webp/ANIM is not that of the photo");
    flip(p, "VP8 ", 1, 8 + 7, 0x40); /* a hint for its size, which changes no code */
    assert_unproven(p, "webp/ANMF/VP8 is not that of the photo");
    flip(p, "VP8L", 0, 8 + 4, 0x10); /* that alpha is used */
    assert_unproven(p, "webp/ANMF/VP8L is not that of the photo");
    flip(p, "VP8X", 0, 8, ALPHA);
    assert_unproven(p, "webp/VP8X is not that of the photo");
    flip(p, "VP8X", 0, 8, XMP);
    assert_unproven(p, "its canvas is not the one");
    flip(p, "VP8X", 0, 9, 1); /* reserved */
    assert_unproven(p, "its canvas is not the one");
    flip(p, "VP8X", 0, 8 + 4, 1);
    assert_unproven(p, "another size");
    flip(p, "EXIF", 0, 8 + 21, 1);
    assert_unproven(p, "webp/EXIF was not made for it");
    flip(p, "EXIF", 0, 8 + 19, 1);
    assert_unproven(p, "it still states image.orientation");
}

static void one_chunk_more_or_less_is_no_proof(void **state)
{
    struct photo *p = *state;
    put_animation(p, false);
    plant(p);
    append(p, "XMP ", "x", 1);
    assert_unproven(p, "webp/XMP is still in it");
    append(p, "JUNK", "", 0);
    assert_unproven(p, "webp/unknown is still in it");
    append(p, "EXIF", ORIENTED(\6), 26);
    assert_unproven(p, "webp/EXIF was not made for it");
    append(p, "ICCP", "", 0);
    assert_unproven(p, "");
    append(p, "VP8 ", "", 0);
    assert_unproven(p, "");
    make_copy(p, ls_clean_webp, 0);
    ls_buffer_add(&p->out, "x", 1);
    assert_unproven(p, "webp/trailing");
    make_copy(p, ls_clean_webp, 0);
    ls_buffer_add(&p->out, "\0\0", 2);
    assert_unproven(p, "it goes on behind its end: webp/padding");
    /* without the last frame */
    make_copy(p, ls_clean_webp, 0);
    struct built copy = {.size = 0};
    put(&copy, p->out.data, chunk_in(&p->out, "ANMF", 4));
    put(&copy, p->out.data + chunk_in(&p->out, "EXIF", 0), p->out.size - chunk_in(&p->out, "EXIF", 0));
    webp_end(&copy);
    replace_copy(p, copy.data, copy.size);
    assert_unproven(p, "another size or number");
    /* without the block */
    make_copy(p, ls_clean_webp, 0);
    copy.size = 0;
    put(&copy, p->out.data, chunk_in(&p->out, "EXIF", 0));
    webp_end(&copy);
    replace_copy(p, copy.data, copy.size);
    assert_unproven(p, "its canvas is not the one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pictures_stay_and_nothing_else),
        TEST(a_simple_file_stays_one),
        TEST(what_the_canvas_does_not_announce_is_not_shown),
        TEST(an_animation_stays),
        TEST(frames_of_odd_length_keep_their_place_and_time),
        TEST(padding_that_is_none_is_gone),
        TEST(what_cannot_be_cleaned_is_refused),
        TEST(one_byte_is_no_proof),
        TEST(one_chunk_more_or_less_is_no_proof),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
