/* SPDX-License-Identifier: Apache-2.0 */
/* The blocks of WebP. */
#include "unit/metadata_look.h"

static void begin(struct photo *p)
{
    p->file.size = 0;
    webp_begin(&p->file);
    webp_canvas(&p->file, 10, 20);
    webp_lossless(&p->file, 10, 20);
}

static void end(struct photo *p)
{
    webp_end(&p->file);
    look(p);
}

static void exif_xmp_and_profile_are_read(void **state)
{
    struct photo *p = *state;
    static struct built profile;
    profile.size = 0;
    put_profile(&profile, "desc", "desc\0\0\0\0\0\0\0\7camera\0", 19);
    tiff_begin(&p->tiff, true);
    const struct entry main[] = {TEXT_ENTRY(0x0110, "Camera 1")};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, 0));
    begin(p);
    webp_chunk(&p->file, "ICCP", profile.data, profile.size);
    webp_chunk(&p->file, "EXIF", p->tiff.bytes.data, p->tiff.bytes.size);
    webp_chunk(&p->file, "XMP ", XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END, strlen(XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END));
    end(p);
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 1", "webp/EXIF/ifd0");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "webp/XMP");
    assert_done(p);
}

/* Some writers keep the identifier that a JPEG has there. */
static void exif_with_the_identifier_of_jpeg(void **state)
{
    struct photo *p = *state;
    static struct built block;
    block.size = 0;
    tiff_begin(&p->tiff, false);
    const struct entry main[] = {TEXT_ENTRY(0x0110, "Camera 1")};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, 0));
    put(&block, "Exif\0\0", 6);
    put(&block, p->tiff.bytes.data, p->tiff.bytes.size);
    begin(p);
    webp_chunk(&p->file, "EXIF", block.data, block.size);
    webp_chunk(&p->file, "EXIF", block.data, block.size);
    end(p);
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 1", "webp/EXIF/ifd0");
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 1", "webp/EXIF[2]/ifd0");
    assert_done(p);
}

static void xmp_under_a_misspelt_name_is_read(void **state)
{
    struct photo *p = *state;
    begin(p);
    webp_chunk(&p->file, "XMP", XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END, strlen(XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END));
    end(p);
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "webp/XMP");
    assert_done(p);
}

static void unknown_chunks_limit_what_was_checked(void **state)
{
    struct photo *p = *state;
    begin(p);
    webp_chunk(&p->file, "mine", "x", 1);
    end(p);
    assert_int_equal(p->outcome.state, LS_LIMITED);
    assert_int_equal(p->outcome.reason, LS_REASON_CARRIER_UNREAD);
    assert_string_equal(p->outcome.detail, "webp/unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(exif_xmp_and_profile_are_read), TEST(exif_with_the_identifier_of_jpeg),
                                       TEST(xmp_under_a_misspelt_name_is_read),
                                       TEST(unknown_chunks_limit_what_was_checked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
