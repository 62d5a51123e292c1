/* SPDX-License-Identifier: Apache-2.0 */
/* GIF, cleaned: the same pictures, colours and times and nothing else; and copies that the prover must not let pass. */
#include "unit/clean_look.h"

#include <gif_lib.h>

#define WIDTH 40
#define HEIGHT 30

static int add_bytes(GifFileType *gif, const GifByteType *data, int size)
{
    put(gif->UserData, data, (size_t)size);
    return size;
}

/* With giflib: `frames` images, each with a palette of its own but the first, with transparency and times. */
static void encode(struct built *out, unsigned frames, bool interlaced)
{
    int error;
    GifColorType colours[16];
    GifByteType row[WIDTH];
    for (int i = 0; i < 16; i++)
        colours[i] = (GifColorType){(GifByteType)(i * 16), (GifByteType)(255 - i * 9), (GifByteType)(i * i)};
    ColorMapObject *map = GifMakeMapObject(16, colours);
    GifFileType *gif = EGifOpen(out, add_bytes, &error);
    assert_non_null(gif);
    EGifSetGifVersion(gif, true);
    assert_int_equal(EGifPutScreenDesc(gif, WIDTH, HEIGHT, 4, 3, map), GIF_OK);
    if (frames > 1) {
        assert_int_equal(EGifPutExtensionLeader(gif, APPLICATION_EXT_FUNC_CODE), GIF_OK);
        assert_int_equal(EGifPutExtensionBlock(gif, 11, "NETSCAPE2.0"), GIF_OK);
        assert_int_equal(EGifPutExtensionBlock(gif, 3, "\1\5\0"), GIF_OK);
        assert_int_equal(EGifPutExtensionTrailer(gif), GIF_OK);
    }
    for (unsigned f = 0; f < frames; f++) {
        GifByteType control[4];
        const GraphicsControlBlock about = {
            .DisposalMode = (int)f % 3, .DelayTime = 10 + (int)f, .TransparentColor = f % 2 ? 5 : NO_TRANSPARENT_COLOR};
        EGifGCBToExtension(&about, control);
        assert_int_equal(EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, control), GIF_OK);
        colours[3].Red = (GifByteType)f;
        ColorMapObject *own = f ? GifMakeMapObject(16, colours) : NULL;
        assert_int_equal(EGifPutImageDesc(gif, (int)f % 4, 0, WIDTH - 4, HEIGHT, interlaced, own), GIF_OK);
        for (unsigned y = 0; y < HEIGHT; y++) {
            for (unsigned x = 0; x < WIDTH; x++)
                row[x] = (GifByteType)(((x * 3 + y * 5 + f) ^ (x * y / 3)) % 16);
            assert_int_equal(EGifPutLine(gif, row, WIDTH - 4), GIF_OK);
        }
        GifFreeMapObject(own);
    }
    GifFreeMapObject(map);
    EGifCloseFile(gif, &error);
}

struct from {
    const unsigned char *at;
    size_t left;
};

static int take_bytes(GifFileType *gif, GifByteType *data, int size)
{
    struct from *self = gif->UserData;
    const size_t part = (size_t)size < self->left ? (size_t)size : self->left;
    memcpy(data, self->at, part);
    self->at += part;
    self->left -= part;
    return (int)part;
}

static GifFileType *decode(const void *data, size_t size, struct from *from)
{
    int error;
    *from = (struct from){data, size};
    GifFileType *gif = DGifOpen(from, take_bytes, &error);
    assert_non_null(gif);
    assert_int_equal(DGifSlurp(gif), GIF_OK);
    return gif;
}

static void assert_same_colours(const ColorMapObject *a, const ColorMapObject *b)
{
    assert_int_equal(!a, !b);
    if (a) {
        assert_int_equal(a->ColorCount, b->ColorCount);
        assert_memory_equal(a->Colors, b->Colors, (size_t)a->ColorCount * sizeof *a->Colors);
    }
}

static void assert_same_pictures(const struct photo *p, const struct built *before)
{
    struct from one, other;
    int error;
    GifFileType *a = decode(before->data, before->size, &one), *b = decode(p->out.data, p->out.size, &other);
    assert_int_equal(a->ImageCount, b->ImageCount);
    assert_int_equal(a->SWidth, b->SWidth);
    assert_int_equal(a->SHeight, b->SHeight);
    assert_int_equal(a->SBackGroundColor, b->SBackGroundColor);
    assert_same_colours(a->SColorMap, b->SColorMap);
    for (int i = 0; i < a->ImageCount; i++) {
        const GifImageDesc *first = &a->SavedImages[i].ImageDesc, *second = &b->SavedImages[i].ImageDesc;
        GraphicsControlBlock c = {0}, d = {0};
        assert_int_equal(DGifSavedExtensionToGCB(a, i, &c), DGifSavedExtensionToGCB(b, i, &d));
        assert_int_equal(c.DelayTime, d.DelayTime);
        assert_int_equal(c.DisposalMode, d.DisposalMode);
        assert_int_equal(c.TransparentColor, d.TransparentColor);
        assert_int_equal(first->Left, second->Left);
        assert_int_equal(first->Width, second->Width);
        assert_int_equal(first->Height, second->Height);
        assert_int_equal(first->Interlace, second->Interlace);
        assert_same_colours(first->ColorMap, second->ColorMap);
        assert_memory_equal(a->SavedImages[i].RasterBits, b->SavedImages[i].RasterBits,
                            (size_t)first->Width * (size_t)first->Height);
    }
    DGifCloseFile(a, &error);
    DGifCloseFile(b, &error);
}

static void insert(struct built *b, size_t at, const struct built *bytes)
{
    const size_t rest = b->size - at;
    put(b, bytes->data, bytes->size); /* room */
    memmove(b->data + at + bytes->size, b->data + at, rest);
    memcpy(b->data + at, bytes->data, bytes->size);
}

#define SCREEN (13u + 48u) /* and its palette */

/* Where the n-th control stands. */
static size_t control_at(const void *file, size_t size, unsigned n)
{
    const unsigned char *data = file;
    for (size_t at = SCREEN; at + 8 < size; at++)
        if (memcmp(data + at, "\x21\xF9\4", 3) == 0 && data[at + 7] == 0 && n-- == 0)
            return at;
    fail_msg("no control");
    return 0;
}

static void plant(struct photo *p)
{
    struct built all = {.size = 0};
    gif_extension(&all, 0xFE, "Avalon", 6);
    gif_application(&all, "XMP DataXMP", "<x:xmpmeta>Avalon</x:xmpmeta>", 29);
    gif_application(&all, "ICCRGBG1012", "Avalon", 6);
    gif_application(&all, "AVALON  1.0", "Avalon", 6);
    gif_extension(&all, 0x42, "Avalon", 6);
    put(&all,
        "\x21\x01\x0C\0\0\0\0\x28\0\x1E\0\x08\x08\1\0\x06"
        "Avalon\0",
        23); /* a plain text */
    insert(&p->file, SCREEN, &all);
    insert(&p->file, p->file.size - 1, &all);
    put(&p->file, "Avalon behind", 13);
}

static void pictures_and_times_stay_and_nothing_else(void **state)
{
    struct photo *p = *state;
    for (unsigned i = 0; i < 4; i++) {
        p->file.size = 0;
        encode(&p->file, i < 2 ? 1 : 7, i % 2);
        const struct built before = p->file;
        plant(p);
        clean(p);
        assert_same_pictures(p, &before);
        assert_false(HOLDS(p, "Avalon"));
        assert_false(HOLDS(p, "AVALON"));
        assert_int_equal(p->out.size, before.size); /* giflib wrote nothing that is not needed */
        assert_memory_equal(p->out.data, before.data, before.size);
    }
}

static void bytes_behind_the_codes_are_gone(void **state)
{
    struct photo *p = *state;
    struct built behind = {.size = 0};
    p->file.size = 0;
    encode(&p->file, 1, false);
    const struct built before = p->file;
    put(&behind, "\6Avalon\7Avalon.", 15);
    insert(&p->file, p->file.size - 2, &behind); /* sub-blocks more */
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_memory_equal(p->out.data, before.data, before.size);
    /* inside the last sub-block with codes */
    p->file.size = 0;
    gif_begin(&p->file, 1, 1);
    put(&p->file, "\x2C\0\0\0\0\1\0\1\0\0\2\x08\x44\1Avalon\0", 21);
    gif_end(&p->file);
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_true(holds(p, "\2\2\x44\1\0\x3B", 6));
}

/* One that comes before another, or before a text, is about no image. */
static void controls_of_no_image_are_gone(void **state)
{
    struct photo *p = *state;
    struct built more = {.size = 0};
    p->file.size = 0;
    encode(&p->file, 2, false);
    const struct built before = p->file;
    gif_extension(&more, 0xF9, "Aval", 4);
    insert(&p->file, control_at(p->file.data, p->file.size, 0), &more);
    insert(&p->file, p->file.size - 1, &more);
    more.size = 0;
    gif_extension(&more, 0xF9, "on b", 4);
    put(&more,
        "\x21\x01\x0C\0\0\0\0\x28\0\x1E\0\x08\x08\1\0\x06"
        "Avalon\0",
        23);
    insert(&p->file, control_at(p->file.data, p->file.size, 2), &more);
    clean(p);
    assert_int_equal(p->out.size, before.size);
    assert_memory_equal(p->out.data, before.data, before.size);
}

static void one_loop_count_stays(void **state)
{
    struct photo *p = *state;
    struct built loop = {.size = 0};
    p->file.size = 0;
    encode(&p->file, 2, false);
    const struct built before = p->file;
    gif_application(&loop, "ANIMEXTS1.0", "\1\5\0", 3); /* the same, under the other name, twice */
    gif_application(&loop, "ANIMEXTS1.0", "\1\5\0", 3);
    insert(&p->file, SCREEN + 19, &loop);
    insert(&p->file, p->file.size - 1, &loop);
    clean(p);
    assert_memory_equal(p->out.data, before.data, before.size);
    assert_int_equal(p->out.size, before.size);
    loop.size = 0;
    gif_application(&loop, "NETSCAPE2.0", "\1\6\0", 3);
    insert(&p->file, p->file.size - 1, &loop);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "several counts");
}

/* A gray profile by hand, whose curve is none of the widespread ones; a text in it. */
static void put_gray_profile(struct built *out)
{
    struct built b = {.size = 0};
    put_number(&b, 128 + 4 + 24 + 16 + 24, 4, true);
    put(&b, "TEST\2\x20\0\0mntrGRAYXYZ ", 20);
    put_fill(&b, 0, 12);
    put(&b, "acsp", 4);
    put_fill(&b, 0, 28);
    put(&b, "\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 12);
    put_fill(&b, 0, 48);
    put_number(&b, 2, 4, true);
    put(&b, "kTRC\0\0\0\x9C\0\0\0\16desc\0\0\0\xAC\0\0\0\30", 24);
    put(&b, "curv\0\0\0\0\0\0\0\1\1\xE0\0\0", 16);
    put(&b, "text\0\0\0\0Avalon display", 22);
    put_fill(&b, 0, 2);
    gif_application(out, "ICCRGBG1012", b.data, b.size);
}

static void a_profile_keeps_its_curve_and_is_proven(void **state)
{
    struct photo *p = *state;
    struct built profile = {.size = 0};
    p->file.size = 0;
    encode(&p->file, 2, false);
    put_gray_profile(&profile);
    insert(&p->file, SCREEN, &profile);
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_true(HOLDS(p, "ICCRGBG1012"));
    make_copy(p, ls_clean_gif, 0);
    char *curve = memmem(p->out.data, p->out.size, "curv\0\0\0\0\0\0\0\1\1\xE0", 14);
    assert_non_null(curve);
    curve[13] = 1;
    assert_unproven(p, "a colour profile that was not made for it");
    /* none, and a second one */
    make_copy(p, ls_clean_gif, 0);
    struct built copy = {.size = 0};
    const char *loop = memmem(p->out.data, p->out.size, "\x21\xFF\x0BNETSCAPE", 11);
    assert_non_null(loop);
    const size_t after = (size_t)(loop - p->out.data);
    put(&copy, p->out.data, SCREEN);
    put(&copy, loop, p->out.size - after);
    replace_copy(p, copy.data, copy.size);
    assert_unproven(p, "its colour profile is missing");
    make_copy(p, ls_clean_gif, 0);
    copy.size = 0;
    put(&copy, p->out.data, after);
    put(&copy, p->out.data + SCREEN, p->out.size - SCREEN);
    replace_copy(p, copy.data, copy.size);
    assert_unproven(p, "a colour profile that was not made for it");
}

/* One pixel of the first colour; the other is a text. */
static void colours_that_no_pixel_has_are_gone(void **state)
{
    struct photo *p = *state;
    p->file.size = 0;
    gif_begin(&p->file, 1, 1);
    memcpy(p->file.data + 16, "Ava", 3);
    gif_image(&p->file);
    gif_end(&p->file);
    clean(p);
    assert_int_equal(p->out.size, p->file.size);
    assert_memory_equal(p->out.data + 16, "\0\0\0", 3);
    make_copy(p, ls_clean_gif, 0);
    p->out.data[16] = 'A';
    assert_unproven(p, "gif/screen is not that of the photo");
}

static void what_cannot_be_cleaned_is_refused(void **state)
{
    struct photo *p = *state;
    p->file.size = 0;
    encode(&p->file, 1, false);
    const struct built whole = p->file;
    p->file.size--;
    assert_refused(p, LS_REASON_MALFORMED, "no trailer");
    p->file = whole; /* codes of a width that no decoder reads */
    p->file.data[SCREEN + 8 + 10] = 12;
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "codes of 12 bits");
    p->file.size = 0;
    gif_begin(&p->file, 1, 1);
    gif_end(&p->file);
    assert_refused(p, LS_REASON_MALFORMED, "no picture");
}

/* -------------------------------------------------------------------------------------------------- the proofs */

static void one_byte_is_no_proof(void **state)
{
    struct photo *p = *state;
    p->file.size = 0;
    encode(&p->file, 3, false);
    const size_t second = control_at(p->file.data, p->file.size, 1);
    const struct {
        size_t byte;
        const char *detail;
    } bytes[] = {
        {11, "gif/screen is not that of the photo"},              /* the background */
        {13 + 20, "gif/screen is not that of the photo"},         /* a colour */
        {SCREEN + 16, "gif/app/loop is not that of the photo"},   /* how often */
        {second + 4, "gif/descriptor is not that of the photo"},  /* its time, */
        {second + 3, "gif/descriptor is not that of the photo"},  /* what becomes of it, */
        {second + 9, "gif/descriptor is not that of the photo"},  /* its place, */
        {second + 20, "gif/descriptor is not that of the photo"}, /* a colour of its own, */
        {second + 8 + 10 + 48 + 10, ""},                          /* a code */
    };
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        make_copy(p, ls_clean_gif, 0);
        p->out.data[bytes[i].byte] ^= 1;
        assert_unproven(p, bytes[i].detail);
    }
}

static void with(struct photo *p, size_t at, const struct built *bytes, size_t without)
{
    struct built copy = {.size = 0};
    make_copy(p, ls_clean_gif, 0);
    put(&copy, p->out.data, at);
    put(&copy, bytes->data, bytes->size);
    put(&copy, p->out.data + at + without, p->out.size - at - without);
    replace_copy(p, copy.data, copy.size);
}

static void one_block_more_or_less_is_no_proof(void **state)
{
    struct photo *p = *state;
    struct built block = {.size = 0}, none = {.size = 0};
    p->file.size = 0;
    encode(&p->file, 3, false);
    const size_t second = control_at(p->file.data, p->file.size, 1), end = p->file.size - 1;
    gif_extension(&block, 0xFE, "x", 1);
    with(p, second, &block, 0);
    assert_unproven(p, "gif/comment is still in it");
    block.size = 0;
    gif_application(&block, "AVALON  1.0", "x", 1);
    with(p, second, &block, 0);
    assert_unproven(p, "gif/app/other is still in it");
    block.size = 0;
    gif_application(&block, "NETSCAPE2.0", "\1\5\0", 3);
    with(p, second, &block, 0);
    assert_unproven(p, "gif/app/loop");
    with(p, SCREEN, &block, 0); /* beside the first */
    assert_unproven(p, "gif/app/loop");
    block.size = 0;
    gif_extension(&block, 0xF9, "\0\0\0\0", 4);
    with(p, second, &block, 0);
    assert_unproven(p, "gif/control");
    with(p, end, &block, 0);
    assert_unproven(p, "a control that is about no picture");
    with(p, second, &none, 8); /* a time less */
    assert_unproven(p, "gif/descriptor is not that of the photo");
    with(p, SCREEN, &none, 19); /* a loop less */
    assert_unproven(p, "its pictures are not those of the photo");
    block.size = 0;
    put(&block, "\3abc", 4); /* behind the last code */
    with(p, end - 1, &block, 0);
    assert_unproven(p, "gif/left-over");
    make_copy(p, ls_clean_gif, 0);
    ls_buffer_add(&p->out, "x", 1);
    assert_unproven(p, "gif/trailing");
    make_copy(p, ls_clean_gif, 0);
    ls_buffer_add(&p->out, "\0\0", 2);
    assert_unproven(p, "it goes on behind its end: gif/padding");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pictures_and_times_stay_and_nothing_else),
        TEST(bytes_behind_the_codes_are_gone),
        TEST(controls_of_no_image_are_gone),
        TEST(one_loop_count_stays),
        TEST(a_profile_keeps_its_curve_and_is_proven),
        TEST(colours_that_no_pixel_has_are_gone),
        TEST(what_cannot_be_cleaned_is_refused),
        TEST(one_byte_is_no_proof),
        TEST(one_block_more_or_less_is_no_proof),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
