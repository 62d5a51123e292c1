/* SPDX-License-Identifier: Apache-2.0 */
/* JUMBF boxes with C2PA manifests in them, and the texts of CBOR. */
#include "unit/metadata_look.h"

#include "metadata/cbor.h"

/* {"claim_generator": "Seal Editor 3", "claim_generator_info": [{"name": "Sealkit"}], "alg": "sha256", "dc:title": "Harbour"} */
static const char claim[] = "\xA4\x6F" "claim_generator\x6D" "Seal Editor 3\x74" "claim_generator_info\x81\xA1\x64" "name\x67" "Sealkit"
                            "\x63" "alg\x66" "sha256\x68" "dc:title\x67" "Harbour";

static void put_manifest(struct built *b)
{
    size_t store = jumbf_begin(b, "c2pa");
    size_t manifest = jumbf_begin(b, "urn:uuid:0b0c0d0e");
    size_t box = jumbf_begin(b, "c2pa.claim");
    jumbf_box(b, "cbor", claim, sizeof claim - 1);
    jumbf_end(b, box);
    size_t assertions = jumbf_begin(b, "c2pa.assertions");
    box = jumbf_begin(b, "stds.schema-org.CreativeWork");
    jumbf_box(b, "json", "{\"author\":\"Ada Example\"}", 24);
    jumbf_end(b, box);
    box = jumbf_begin(b, "c2pa.thumbnail.claim.jpeg");
    jumbf_box(b, "bfdb", "\0image/jpeg\0", 12);
    jumbf_box(b, "bidb", "\xFF\xD8\xFF\xD9", 4);
    jumbf_end(b, box);
    box = jumbf_begin(b, "a label that somebody made up");
    jumbf_box(b, "uuid", "0123456789abcdef", 16);
    jumbf_end(b, box);
    jumbf_end(b, assertions);
    jumbf_end(b, manifest);
    jumbf_end(b, store);
}

#define MANIFEST "c2pa/manifest"

static void assert_manifest(const struct photo *p, const char *carrier)
{
    char path[200];
    const struct {
        ls_fact_key key;
        const char *text, *part;
    } expected[] = {{LS_FACT_IMAGE_ID, "urn:uuid:0b0c0d0e", "c2pa"},
                    {LS_FACT_DEVICE_SOFTWARE, "Seal Editor 3", MANIFEST "/c2pa.claim"},
                    {LS_FACT_DEVICE_SOFTWARE, "Sealkit", MANIFEST "/c2pa.claim"},
                    {LS_FACT_NOTE_TEXT, "Harbour", MANIFEST "/c2pa.claim"},
                    {LS_FACT_NOTE_TEXT, "{\"author\":\"Ada Example\"}", MANIFEST "/c2pa.assertions/stds.schema-org.CreativeWork"},
                    {LS_FACT_CARRIER_UNREAD, "a box that is not read", MANIFEST "/c2pa.assertions/other"}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        snprintf(path, sizeof path, "%s/%s", carrier, expected[i].part);
        assert_text(p, expected[i].key, expected[i].text, path);
    }
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 4);
    assert_int_equal(p->outcome.state, LS_LIMITED); /* a claim is more than its texts */
}

/* One segment that holds bytes [from, to) of the box behind its length and type. */
static void put_segment(struct built *b, unsigned number, const struct built *box, size_t from, size_t to)
{
    struct built segment = {.size = 0};
    put(&segment, "JP\0\7", 4);
    put_number(&segment, number, 4, true);
    put(&segment, box->data, 8);
    put(&segment, box->data + 8 + from, to - from);
    jpeg_segment(b, 0xEB, segment.data, segment.size);
}

static void a_manifest_is_read_wherever_it_stands(void **state)
{
    struct photo *p = *state;
    struct built boxes = {.size = 0};
    put_manifest(&boxes);
    png_begin(&p->file, 1, 1);
    png_chunk(&p->file, "caBX", boxes.data, boxes.size);
    png_rest(&p->file);
    look(p);
    assert_manifest(p, "png/caBX");
    p->file.size = 0;
    webp_begin(&p->file);
    webp_canvas(&p->file, 1, 1);
    webp_lossless(&p->file, 1, 1);
    webp_chunk(&p->file, "C2PA", boxes.data, boxes.size);
    webp_end(&p->file);
    look(p);
    assert_manifest(p, "webp/C2PA");
}

static void segments_are_put_together(void **state)
{
    struct photo *p = *state;
    struct built boxes = {.size = 0};
    put_manifest(&boxes);
    jpeg_soi(&p->file);
    put_segment(&p->file, 1, &boxes, 0, 100);
    put_segment(&p->file, 2, &boxes, 100, 300);
    put_segment(&p->file, 3, &boxes, 300, boxes.size - 8);
    jpeg_rest(&p->file);
    look(p);
    assert_manifest(p, "jpeg/app11/jumbf");
    p->file.size = 2;
    put_segment(&p->file, 1, &boxes, 0, 100);
    put_segment(&p->file, 3, &boxes, 100, boxes.size - 8); /* one is missing */
    jpeg_rest(&p->file);
    look(p);
    assert_limited(p, "jpeg/app11/jumbf");
    assert_text(p, LS_FACT_CARRIER_UNREAD, "segments that do not fit", "jpeg/app11/jumbf");
    assert_text(p, LS_FACT_CARRIER_UNREAD, "damaged boxes", "jpeg/app11/jumbf");
}

static void any_damage_of_boxes_is_survived(void **state)
{
    struct photo *p = *state;
    struct built boxes = {.size = 0};
    put_manifest(&boxes);
    for (size_t i = 0; i < boxes.size; i++)
        for (int value = 0; value < 256; value += 51) {
            const unsigned char saved = boxes.data[i];
            boxes.data[i] = (unsigned char)value;
            p->file.size = 0;
            png_begin(&p->file, 1, 1);
            png_chunk(&p->file, "caBX", boxes.data, boxes.size - i % 3);
            png_rest(&p->file);
            look(p);
            assert_int_equal(p->outcome.state, LS_LIMITED);
            boxes.data[i] = saved;
        }
}

static void boxes_in_boxes_have_an_end(void **state)
{
    struct photo *p = *state;
    struct built boxes = {.size = 0};
    for (int i = 0; i < 40; i++)
        jumbf_begin(&boxes, "c2pa"); /* lengths of 0: to the end of the box around */
    png_begin(&p->file, 1, 1);
    png_chunk(&p->file, "caBX", boxes.data, boxes.size);
    png_rest(&p->file);
    look(p);
    assert_text(p, LS_FACT_CARRIER_UNREAD, "damaged boxes", "png/caBX");
}

struct told {
    char text[200];
};

static void tell(void *user, const ls_bytes *around, const ls_bytes *key, const ls_bytes *text)
{
    struct told *told = user;
    const size_t used = strlen(told->text);
    snprintf(told->text + used, sizeof told->text - used, "[%.*s/%.*s=%.*s]", (int)around->size, (const char *)around->data,
             (int)key->size, (const char *)key->data, (int)text->size, (const char *)text->data);
}

static bool texts(struct told *told, const char *bytes, size_t size)
{
    told->text[0] = 0;
    const ls_bytes item = {(const unsigned char *)bytes, size, 0, size, false};
    return ls_cbor_texts(&item, tell, told);
}

#define TEXTS(bytes) texts(&told, bytes, sizeof bytes - 1)

static void texts_of_cbor_have_their_keys(void **state)
{
    (void)state;
    struct told told;
    assert_true(TEXTS("\xA2\x61" "a\x61" "b\x61" "c\x18\x64"));
    assert_string_equal(told.text, "[/a=b]");
    assert_true(TEXTS("\xA1\x61" "a\x82\xA1\x61" "b\x61" "c\xA1\x61" "d\x61" "e")); /* maps in a list have the list's key around them */
    assert_string_equal(told.text, "[a/b=c][a/d=e]");
    assert_true(TEXTS("\xBF\x61" "a\x9F\x01\xFF\x61" "m\xA2\x61" "x\x61" "y\x61" "z\xA0\x61" "n\xC0\x61" "o\xFF"));
    assert_string_equal(told.text, "[m/x=y][/n=o]");
    assert_true(TEXTS("\xD8\x12\xA1\x01\x61" "v")); /* a key that is a number */
    assert_string_equal(told.text, "[/=v]");
    assert_false(TEXTS(""));
    assert_false(TEXTS("\xA1\x61" "a"));
    assert_false(TEXTS("\x9F"));
    assert_false(TEXTS("\xFF"));
    assert_false(TEXTS("\xC0"));
    assert_false(TEXTS("\x01\x02"));
    assert_false(TEXTS("\x9B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"));
    assert_false(TEXTS("\x7B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"));
    char deep[LS_CBOR_DEPTH + 2];
    memset(deep, 0x81, sizeof deep);
    deep[LS_CBOR_DEPTH] = 1;
    assert_true(texts(&told, deep, LS_CBOR_DEPTH + 1));
    deep[LS_CBOR_DEPTH] = (char)0x81;
    deep[LS_CBOR_DEPTH + 1] = 1;
    assert_false(texts(&told, deep, LS_CBOR_DEPTH + 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_manifest_is_read_wherever_it_stands), TEST(segments_are_put_together), TEST(any_damage_of_boxes_is_survived),
        TEST(boxes_in_boxes_have_an_end),            TEST(texts_of_cbor_have_their_keys),
    };
    return cmocka_run_group_tests_name("metadata_jumbf", tests, NULL, NULL);
}
