/* SPDX-License-Identifier: Apache-2.0 */
/* The extensions of GIF. */
#include "unit/metadata_look.h"

/* 0x01, 0xFF … 0x00 and the empty sub-block: whatever byte of XMP is taken for a length leads here. */
static void put_xmp(struct built *b, const char *packet)
{
    put(b, "\x21\xFF\x0BXMP DataXMP", 14);
    put(b, packet, strlen(packet));
    put_fill(b, 1, 1);
    for (int i = 255; i >= 0; i--)
        put_fill(b, i, 1);
    put_fill(b, 0, 1);
}

static void comments_and_texts_are_notes(void **state)
{
    struct photo *p = *state;
    char longer[301];
    memset(longer, 'a', 300);
    longer[300] = '\0';
    gif_begin(&p->file, 1, 1);
    gif_extension(&p->file, 0xFE, longer, 300); /* in two sub-blocks */
    put(&p->file, "\x21\x01\x0C\0\0\0\0\0\0\0\0\0\0\0\0", 15);
    gif_blocks(&p->file, "over the picture", 16);
    gif_image(&p->file);
    gif_end(&p->file);
    look(p);
    assert_text(p, LS_FACT_NOTE_TEXT, longer, "gif/comment");
    assert_text(p, LS_FACT_NOTE_TEXT, "over the picture", "gif/plain-text");
    assert_done(p);
}

static void xmp_is_read_as_it_stands(void **state)
{
    struct photo *p = *state;
    gif_begin(&p->file, 1, 1);
    put_xmp(&p->file, XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END);
    gif_image(&p->file);
    gif_end(&p->file);
    look(p);
    assert_int_equal(p->container.problem_count, 0);
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "gif/app/xmp");
    assert_done(p);
}

/* Not as Adobe wants it, and found in files all the same. */
static void xmp_in_sub_blocks_is_read(void **state)
{
    struct photo *p = *state;
    static const char packet[] = XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END;
    gif_begin(&p->file, 1, 1);
    gif_application(&p->file, "XMP DataXMP", packet, sizeof packet - 1);
    gif_image(&p->file);
    gif_end(&p->file);
    look(p);
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "gif/app/xmp");
    assert_done(p);
}

/* The trailer is bytes of a known kind; one that is another one is not passed over. */
static void a_trailer_that_holds_something_is_not_taken_for_one(void **state)
{
    struct photo *p = *state;
    gif_begin(&p->file, 1, 1);
    put_xmp(&p->file, XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END);
    memcpy(p->file.data + p->file.size - 200, "hidden", 6);
    gif_image(&p->file);
    gif_end(&p->file);
    look(p);
    assert_int_not_equal(p->outcome.state, LS_DONE);
}

static void other_applications_limit_what_was_checked(void **state)
{
    struct photo *p = *state;
    gif_begin(&p->file, 1, 1);
    gif_application(&p->file, "MAKER  0001", "x", 1);
    gif_image(&p->file);
    gif_end(&p->file);
    look(p);
    assert_int_equal(p->outcome.state, LS_LIMITED);
    assert_string_equal(p->outcome.detail, "gif/app/other");
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(comments_and_texts_are_notes), TEST(xmp_is_read_as_it_stands), TEST(xmp_in_sub_blocks_is_read), TEST(a_trailer_that_holds_something_is_not_taken_for_one),
                                       TEST(other_applications_limit_what_was_checked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
