/* SPDX-License-Identifier: Apache-2.0 */
/* JPEGs with gain maps that are to stay: of the map its picture and its numbers, and nothing else; copies that must not pass. */
#include "unit/clean_look.h"

#include "clean/gain_map.h"

#include <stdio.h>

#include <jpeglib.h>

#define XMP "http://ns.adobe.com/xap/1.0/" /* and the literal's own NUL */
#define ISO "urn:iso:std:iso:ts:21496:-1"
#define PACKET(namespaces, content)                                                                                              \
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Avalon Core 7\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" \
    "<rdf:Description rdf:about=\"Avalon\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" " namespaces content "</rdf:Description></rdf:RDF></x:xmpmeta>"
#define HDRGM "xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\" "
#define APPLE "xmlns:apdi=\"http://ns.apple.com/pixeldatainfo/1.0/\" xmlns:HDRGainMap=\"http://ns.apple.com/HDRGainMap/1.0/\" "
#define APPLE_TYPE "<apdi:AuxiliaryImageType>urn:com:apple:photo:2020:aux:hdrgainmap</apdi:AuxiliaryImageType>"

#define SAYS_SO PACKET(HDRGM, "hdrgm:Version=\"1.0\" dc:format=\"image/jpeg\"><dc:title>Avalon</dc:title>")
#define NUMBERS                                                                                                                  \
    PACKET(HDRGM, "hdrgm:Version=\"1.0\" hdrgm:GainMapMax=\"2.30\" hdrgm:OffsetSDR=\"1.5625e-2\" hdrgm:BaseRenditionIsHDR=\"False\" "     \
                  "hdrgm:Comment=\"Avalon\"><hdrgm:Gamma><rdf:Seq><rdf:li>1</rdf:li><rdf:li>1.1</rdf:li><rdf:li>+1.20</rdf:li></rdf:Seq>" \
                  "</hdrgm:Gamma><dc:title>Avalon</dc:title>")
#define VERSIONS "\0\0\0\0"
/* One channel, colours of the base picture, no common denominator: 2 + 5 fractions of 8 bytes. */
#define BLOCK                                                                                                                    \
    "\0\0\0\0\x40" "\0\0\0\0\0\0\0\1" "\0\0\0\7\0\0\0\2" "\0\0\0\0\0\0\0\1" "\0\0\0\5\0\0\0\2" "\0\0\0\1\0\0\0\1" "\0\0\0\1\0\0\0\x40" "\0\0\0\1\0\0\0\x40"

/* Pieces of a photo and its map: NULL or 0 is left out. */
struct parts {
    const char *photo, *map;           /* XMP packets */
    const char *versions, *block;      /* ISO 21496-1 */
    size_t versions_size, block_size;
    bool index;                        /* MPF */
    const char *comment;               /* in the map */
    const char *behind;                /* the map's end */
    bool twice;                        /* the map */
    bool exif;                         /* in both */
};

/* A picture of one colour channel or three, as an encoder writes it. */
static void encode(struct built *out, unsigned width, int components)
{
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct to = {.err = jpeg_std_error(&errors)};
    unsigned char *data = NULL, row[3 * 64];
    unsigned long size = 0;
    jpeg_create_compress(&to);
    jpeg_mem_dest(&to, &data, &size);
    to.image_width = width;
    to.image_height = 24;
    to.input_components = components;
    to.in_color_space = components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&to);
    jpeg_start_compress(&to, TRUE);
    while (to.next_scanline < to.image_height) {
        JSAMPROW rows[1] = {row};
        for (unsigned i = 0; i < width * (unsigned)components; i++)
            row[i] = (unsigned char)(i * 37 ^ to.next_scanline * 11);
        jpeg_write_scanlines(&to, rows, 1);
    }
    jpeg_finish_compress(&to);
    jpeg_destroy_compress(&to);
    out->size = 0;
    put(out, data, size);
    free(data);
}

#define INDEX_AT 20 /* behind SOI and JFIF's segment, which libjpeg writes first */

static void put_segments(struct built *out, const struct built *picture, const char *packet, const char *block, size_t block_size, bool exif)
{
    struct tiff tiff;
    put(out, picture->data, INDEX_AT);
    if (exif) {
        put_exif(&tiff, true, 3, 6);
        jpeg_app(out, 1, "Exif\0", 6, tiff.bytes.data, tiff.bytes.size);
    }
    if (packet)
        jpeg_app(out, 1, XMP, sizeof XMP, packet, strlen(packet));
    if (block)
        jpeg_app(out, 2, ISO, sizeof ISO, block, block_size);
}

static void put_hdr(struct photo *p, const struct parts *parts)
{
    static struct built picture, map, whole;
    encode(&picture, 32, 1);
    map.size = 0;
    put_segments(&map, &picture, parts->map, parts->block, parts->block_size, parts->exif);
    if (parts->comment)
        jpeg_segment(&map, 0xFE, parts->comment, strlen(parts->comment));
    put(&map, picture.data + INDEX_AT, picture.size - INDEX_AT);
    encode(&picture, 64, 3);
    whole.size = 0;
    put_segments(&whole, &picture, parts->photo, parts->versions, parts->versions_size, parts->exif);
    const uint32_t at = (uint32_t)whole.size, photo = (uint32_t)(whole.size + 90 + picture.size - INDEX_AT);
    const struct indexed entries[] = {{0x30000, photo, 0}, {0, (uint32_t)map.size, photo - at - 8}};
    if (parts->index)
        jpeg_mpf(&whole, entries, 2);
    put(&whole, picture.data + INDEX_AT, picture.size - INDEX_AT);
    for (int i = 0; i <= parts->twice; i++)
        put(&whole, map.data, map.size);
    if (parts->behind)
        put(&whole, parts->behind, strlen(parts->behind));
    p->file.size = 0;
    put(&p->file, whole.data, whole.size);
}

static const struct parts google = {.photo = SAYS_SO, .map = NUMBERS, .index = true, .exif = true},
                          iso = {.versions = VERSIONS, .versions_size = 4, .block = BLOCK, .block_size = 61, .index = true, .comment = "Avalon"},
                          both = {.photo = SAYS_SO, .map = NUMBERS, .versions = VERSIONS, .versions_size = 4, .block = BLOCK, .block_size = 61,
                                  .comment = "Avalon", .behind = "Avalon"};

static void keep_hdr(struct photo *p, const struct parts *parts)
{
    put_hdr(p, parts);
    clean_keeping(p, LS_KEEP_HDR);
    assert_cleaned(p);
    assert_false(HOLDS(p, "Avalon"));
}

/* Pixels of the n-th JPEG of a file, whose first bytes are looked for. */
static void decode(const void *data, size_t size, int n, unsigned char *pixels, size_t *got)
{
    const unsigned char *at = data, *end = at + size;
    struct jpeg_error_mgr errors;
    struct jpeg_decompress_struct from = {.err = jpeg_std_error(&errors)};
    for (; n >= 0; n--) {
        at = memmem(at + 1, (size_t)(end - at) - 1, "\xFF\xD8\xFF", 3);
        assert_non_null(at);
    }
    jpeg_create_decompress(&from);
    jpeg_mem_src(&from, at, (unsigned long)(end - at));
    assert_int_equal(jpeg_read_header(&from, TRUE), JPEG_HEADER_OK);
    jpeg_start_decompress(&from);
    for (*got = 0; from.output_scanline < from.output_height; *got += from.output_width * (size_t)from.output_components) {
        JSAMPROW rows[1] = {pixels + *got};
        jpeg_read_scanlines(&from, rows, 1);
    }
    jpeg_finish_decompress(&from);
    jpeg_destroy_decompress(&from);
}

static void assert_same_map(const struct photo *p)
{
    unsigned char before[64 * 64], after[64 * 64];
    size_t a, b;
    decode(p->file.data, p->file.size, 0, before, &a);
    decode(p->out.data, p->out.size, 0, after, &b);
    assert_int_equal(a, 32 * 24);
    assert_int_equal(a, b);
    assert_memory_equal(before, after, a);
}

static void what_google_writes_stays(void **state)
{
    struct photo *p = *state;
    keep_hdr(p, &google);
    assert_same_map(p);
    assert_true(HOLDS(p, " hdrgm:Version=\"1.0\" hdrgm:BaseRenditionIsHDR=\"False\" hdrgm:GainMapMax=\"2.29999995\" hdrgm:OffsetSDR=\"0.015625\">"
                         "<hdrgm:Gamma><rdf:Seq><rdf:li>1</rdf:li><rdf:li>1.10000002</rdf:li><rdf:li>1.20000005</rdf:li></rdf:Seq></hdrgm:Gamma>"));
    assert_true(HOLDS(p, "<Container:Item Item:Semantic=\"Primary\" Item:Mime=\"image/jpeg\"/>"));
    const unsigned char *end = (const unsigned char *)p->out.data + p->out.size;
    const unsigned char *map = memmem(p->out.data + 1, p->out.size - 1, "\xFF\xD8\xFF", 3), *index = memmem(p->out.data, p->out.size, "MPF", 3);
    char length[64];
    assert_non_null(map);
    assert_non_null(index);
    snprintf(length, sizeof length, " Item:Length=\"%td\"/>", end - map);
    assert_true(holds(p, length, strlen(length)));
    const ls_bytes numbers = ls_bytes_decoded(index, 86, (ls_span){0, 0});
    assert_int_equal(ls_bytes_u32(&numbers, 58, true), map - (const unsigned char *)p->out.data);
    assert_int_equal(ls_bytes_u32(&numbers, 74, true), end - map);
    assert_int_equal(ls_bytes_u32(&numbers, 78, true), map - index - 4);
    assert_false(HOLDS(p, ISO));
    assert_false(HOLDS(p, "Fictron")); /* of neither Exif block */
}

static void what_the_standard_says_stays(void **state)
{
    struct photo *p = *state;
    keep_hdr(p, &iso);
    assert_same_map(p);
    assert_true(holds(p, ISO "\0" BLOCK, 28 + 61));
    assert_true(holds(p, ISO "\0" VERSIONS "\xFF\xE2", 28 + 6)); /* the photo's, and the index behind it */
    assert_false(HOLDS(p, "adobe"));
    keep_hdr(p, &both); /* without an index, with something behind it */
    assert_true(holds(p, ISO "\0" BLOCK, 28 + 61));
    assert_true(HOLDS(p, "hdrgm:GainMapMax"));
    assert_same_map(p);
}

/* Three channels, or one denominator for all. */
static void every_form_of_the_block_stays(void **state)
{
    static const struct {
        unsigned flags, numbers; /* of 32 bits, behind versions and flags */
    } forms[] = {{0x00, 14}, {0x40, 14}, {0x80, 34}, {0xC0, 34}, {0x08, 8}, {0x4C, 8}, {0x8C, 18}};
    struct photo *p = *state;
    static struct built block;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct parts parts = iso;
        block.size = 0;
        put_number(&block, forms[i].flags, 5, true);
        for (unsigned j = 0; j < forms[i].numbers; j++)
            put_number(&block, j + 1, 4, true);
        parts.block = (const char *)block.data;
        parts.block_size = block.size;
        keep_hdr(p, &parts);
        assert_true(holds(p, block.data, block.size));
    }
}

static void apples_numbers_stay_when_they_are_all_there(void **state)
{
    struct photo *p = *state;
    struct parts parts = {.index = true,
                          .map = PACKET(APPLE, ">" APPLE_TYPE "<apdi:NativeFormat>1278226488</apdi:NativeFormat>"
                                                   "<HDRGainMap:HDRGainMapVersion>131072</HDRGainMap:HDRGainMapVersion>"
                                                   "<HDRGainMap:HDRGainMapHeadroom>\n  4.532783 </HDRGainMap:HDRGainMapHeadroom>")};
    keep_hdr(p, &parts);
    assert_same_map(p);
    assert_true(HOLDS(p, " apdi:AuxiliaryImageType=\"urn:com:apple:photo:2020:aux:hdrgainmap\" apdi:NativeFormat=\"1278226488\""
                         " HDRGainMap:HDRGainMapVersion=\"131072\" HDRGainMap:HDRGainMapHeadroom=\"4.53278303\">"));
    assert_false(HOLDS(p, "Container"));
}

static void without_being_asked_for_it_goes(void **state)
{
    struct photo *p = *state;
    put_hdr(p, &both);
    for (unsigned keep = 0; keep < LS_KEEP_HDR; keep++) {
        clean_keeping(p, keep);
        assert_cleaned(p);
        assert_false(HOLDS(p, "hdrgm"));
        assert_false(HOLDS(p, "MPF"));
        assert_null(memmem(p->out.data + 1, p->out.size - 1, "\xFF\xD8", 2));
    }
}

static void a_photo_without_one_is_as_ever(void **state)
{
    static const struct parts none = {.photo = SAYS_SO, .twice = false, .index = true};
    struct photo *p = *state;
    static struct built alone;
    put_hdr(p, &none); /* a second picture that says nothing of itself */
    clean(p);
    alone.size = 0;
    put(&alone, p->out.data, p->out.size);
    clean_keeping(p, LS_KEEP_HDR);
    assert_cleaned(p);
    assert_int_equal(p->out.size, alone.size);
    assert_memory_equal(p->out.data, alone.data, alone.size);
}

static void cleaned_again_nothing_changes(void **state)
{
    const struct parts *const all[] = {&google, &iso, &both};
    struct photo *p = *state;
    for (size_t i = 0; i < 3; i++) {
        keep_hdr(p, all[i]);
        take_copy(p);
        clean_keeping(p, LS_KEEP_HDR);
        assert_cleaned(p);
        assert_int_equal(p->out.size, p->file.size);
        assert_memory_equal(p->out.data, p->file.data, p->out.size);
    }
}

static void assert_not_kept(struct photo *p, const struct parts *parts, const char *why)
{
    put_hdr(p, parts);
    clean_keeping(p, LS_KEEP_HDR);
    if (p->outcome.state != LS_FAILED || p->outcome.reason != LS_REASON_CLEAN_REFUSED || !strstr(p->outcome.detail, why))
        fail_msg("state %d, reason %d, %s; not: %s", p->outcome.state, p->outcome.reason, p->outcome.detail, why);
    assert_int_equal(p->out.size, 0);
    clean(p); /* and without it there is a copy */
}

static void assert_map_not_kept(struct photo *p, const char *map, const char *why)
{
    assert_not_kept(p, &(struct parts){.photo = SAYS_SO, .index = true, .map = map}, why);
}

#define NUMBER(text) PACKET(HDRGM, "hdrgm:Version=\"1.0\" " text ">")

static void one_that_cannot_be_kept_is_no_reason_to_drop_it_silently(void **state)
{
    struct photo *p = *state;
    struct parts parts = iso;
    assert_not_kept(p, &(struct parts){.photo = SAYS_SO, .index = true, .map = NUMBERS, .twice = true}, "more than one gain map");
    assert_not_kept(p, &(struct parts){.index = true, .map = NUMBERS}, "it does not say that it has a gain map");
    assert_map_not_kept(p, PACKET(APPLE, ">" APPLE_TYPE), "stands in the maker's own block");
    assert_map_not_kept(p, NUMBER("hdrgm:GainMapMax=\"2 of Avalon\""), "a number of the gain map is none");
    assert_map_not_kept(p, NUMBER("hdrgm:GainMapMax=\"1/2\""), "a number of the gain map is none");
    assert_map_not_kept(p, NUMBER("hdrgm:GainMapMax=\"1e9\""), "a number of the gain map is none");
    assert_map_not_kept(p, NUMBER("hdrgm:GainMapMax=\"nan\""), "a number of the gain map is none");
    assert_map_not_kept(p, NUMBER("hdrgm:BaseRenditionIsHDR=\"Avalon\""), "a number of the gain map is none");
    assert_map_not_kept(p, NUMBER("hdrgm:Gamma=\"0.0000000000000000000000000000000000000000000000000000000000000000001\""), "too long");
    assert_map_not_kept(p, NUMBER("hdrgm:Gamma=\"1\"><hdrgm:Gamma>1</hdrgm:Gamma"), "of two colours");
    assert_map_not_kept(p, NUMBER("><hdrgm:Gamma><rdf:Seq><rdf:li>1</rdf:li><rdf:li>1</rdf:li><rdf:li>1</rdf:li><rdf:li>1</rdf:li></rdf:Seq></hdrgm:Gamma"),
                    "comes too often");
    assert_map_not_kept(p, PACKET(HDRGM, "hdrgm:Version=\"1.0\"><hdrgm:Version>2.0</hdrgm:Version>"), "of another version");
    assert_map_not_kept(p, PACKET(HDRGM, "hdrgm:Version=\"1.0\"></dc:no>"), "a damaged packet");
    parts.block = BLOCK "Avalon";
    parts.block_size = 67;
    assert_not_kept(p, &parts, "not those of ISO 21496-1");
    parts.block_size = 60;
    assert_not_kept(p, &parts, "not those of ISO 21496-1");
    parts.block = "\0\0\0\0\x80" BLOCK; /* three channels, and not so many bytes */
    parts.block_size = 66;
    assert_not_kept(p, &parts, "not those of ISO 21496-1");
    parts.block = "\0\1\0\1\x40\0\0\0\0\0\0\0\1"; /* of a later version */
    parts.block_size = 13;
    assert_not_kept(p, &parts, "not those of ISO 21496-1");
}

/* ---- Copies that the prover must not let pass. */
static char *find(struct photo *p, const char *bytes, size_t size, int last)
{
    char *found = memmem(p->out.data, p->out.size, bytes, size);
    for (char *next = found; last && next; next = memmem(next + 1, (size_t)(p->out.data + p->out.size - next) - 1, bytes, size))
        found = next;
    assert_non_null(found);
    return found;
}

static void alter(struct photo *p, const char *bytes, size_t size, const char *others, const char *detail)
{
    put_hdr(p, &both);
    make_copy(p, ls_clean_jpeg, LS_KEEP_HDR);
    memcpy(find(p, bytes, size, 1), others, size);
    assert_unproven(p, detail);
}

#define ALTER(p, bytes, others, detail) alter(p, bytes, sizeof bytes - 1, others, detail)

static void a_copy_that_says_something_else_does_not_pass(void **state)
{
    struct photo *p = *state;
    ALTER(p, "GainMapMax=\"2.2", "GainMapMax=\"2.3", "its gain map: jpeg/app1/xmp was not made for it");
    ALTER(p, "hdrgm:GainMapMax", "hdrgm:GainMapMay", "its gain map: jpeg/app1/xmp was not made for it");
    ALTER(p, "\0\0\0\x07\0\0\0\x02", "\0\0\0\x07\0\0\0\x03", "its gain map: jpeg/app2/gain-map was not made for it");
    ALTER(p, "Item:Semantic=\"GainMap", "Item:Semantic=\"GainMat", "jpeg/app1/xmp was not made for it");
    ALTER(p, "\0\3\0\0", "\0\3\0\1", "jpeg/app2/mpf was not made for it");
    ALTER(p, "\0\0\0\4" "0100", "\0\0\0\4" "0101", "jpeg/app2/mpf was not made for it");
}

/* The copy with something put in before its n-th byte from the end. */
static void put_in(struct photo *p, size_t from_end, const void *bytes, size_t size)
{
    struct built *altered = malloc(sizeof *altered);
    assert_non_null(altered);
    altered->size = 0;
    put_hdr(p, &both);
    make_copy(p, ls_clean_jpeg, LS_KEEP_HDR);
    put(altered, p->out.data, p->out.size - from_end);
    put(altered, bytes, size);
    put(altered, p->out.data + p->out.size - from_end, from_end);
    replace_copy(p, altered->data, altered->size);
    free(altered);
}

static void a_copy_with_more_in_it_does_not_pass(void **state)
{
    struct photo *p = *state;
    put_in(p, 0, "more", 4);
    assert_unproven(p, "jpeg/mpf/jpeg/soi is still in it"); /* which is only allowed to a map that ends the file */
    put_in(p, 0, "\0\0\0\0", 4);
    assert_unproven(p, "goes on behind its end");
    put_in(p, 2, "\xFF\xFE\0\4xy", 6);
    assert_unproven(p, "jpeg/mpf/jpeg/com is still in it");
}

static void a_copy_without_its_map_does_not_pass(void **state)
{
    struct photo *p = *state;
    put_hdr(p, &both);
    make_copy(p, ls_clean_jpeg, LS_KEEP_HDR);
    p->out.size = (size_t)(find(p, "\xFF\xD8\xFF", 3, 1) - p->out.data);
    assert_unproven(p, "");
}

/* Coefficients of the map: the last byte of its scan that is not stuffed is another. */
static void a_copy_with_another_map_does_not_pass(void **state)
{
    struct photo *p = *state;
    put_hdr(p, &both);
    make_copy(p, ls_clean_jpeg, LS_KEEP_HDR);
    p->out.data[p->out.size - 40] ^= 1;
    assert_unproven(p, "");
    put_hdr(p, &both);
    make_copy(p, ls_clean_jpeg, LS_KEEP_HDR);
    p->cleaning.in = &(ls_clean_input){&p->source, &p->container, &p->facts, 0}; /* nobody asked for it */
    assert_unproven(p, "is still in it");
}

static void every_length_of_a_photo_has_an_answer(void **state)
{
    struct photo *p = *state;
    put_hdr(p, &both);
    const size_t whole = p->file.size;
    for (size_t size = whole; size > 40; size -= size > 700 ? 41 : 1) {
        p->file.size = size;
        clean_keeping(p, LS_KEEP_HDR);
        assert_true(p->outcome.state == LS_FAILED || p->outcome.state == LS_DONE);
        assert_int_equal(p->out.size > 0, p->outcome.state == LS_DONE);
        assert_false(HOLDS(p, "Avalon"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_google_writes_stays),
        TEST(what_the_standard_says_stays),
        TEST(every_form_of_the_block_stays),
        TEST(apples_numbers_stay_when_they_are_all_there),
        TEST(without_being_asked_for_it_goes),
        TEST(a_photo_without_one_is_as_ever),
        TEST(cleaned_again_nothing_changes),
        TEST(one_that_cannot_be_kept_is_no_reason_to_drop_it_silently),
        TEST(a_copy_that_says_something_else_does_not_pass),
        TEST(a_copy_with_more_in_it_does_not_pass),
        TEST(a_copy_without_its_map_does_not_pass),
        TEST(a_copy_with_another_map_does_not_pass),
        TEST(every_length_of_a_photo_has_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
