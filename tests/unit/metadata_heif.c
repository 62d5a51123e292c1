/* SPDX-License-Identifier: Apache-2.0 */
/* The items and properties of HEIF and AVIF. */
#include "unit/bmff_build.h"
#include "unit/metadata_look.h"

static void exif_of(struct photo *p, const char *model)
{
    tiff_begin(&p->tiff, true);
    const struct entry main[] = {{0x0110, 2, (uint32_t)strlen(model) + 1, model, NULL}};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, 0));
}

/* An item of these bytes and the block; gives where it begins. */
static void put_exif(struct photo *p, struct heif *h, unsigned item, const char *before, size_t size)
{
    static struct built block;
    block.size = 0;
    put(&block, before, size);
    put(&block, p->tiff.bytes.data, p->tiff.bytes.size);
    heif_data(h, item, 0, block.data, block.size);
}

static size_t begin(struct photo *p, struct heif *h)
{
    heif_meta(h, 0);
    heif_meta_end(h);
    const size_t mdat = box_begin(&p->file, "mdat");
    heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    return mdat;
}

static void end(struct photo *p, struct heif *h, size_t mdat)
{
    box_end(&p->file, mdat);
    free(h);
    look(p);
}

static void every_exif_item_is_read(void **state)
{
    struct photo *p = *state;
    struct heif *h = heif_new(&p->file);
    heif_item(h, "hvc1", false);
    for (int i = 0; i < 4; i++)
        heif_item(h, "Exif", true);
    const size_t mdat = begin(p, h);
    exif_of(p, "Camera 1");
    put_exif(p, h, 2, "\0\0\0\0", 4);
    exif_of(p, "Camera 2");
    put_exif(p, h, 3, "\0\0\0\6Exif\0\0", 10);
    exif_of(p, "Camera 3");
    put_exif(p, h, 4, "\0\0\0\0Exif\0\0", 10); /* an offset that forgets the identifier */
    exif_of(p, "Camera 4");
    put_exif(p, h, 5, "", 0); /* no offset */
    end(p, h, mdat);
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 1", "heif/item/Exif/ifd0");
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 2", "heif/item/Exif[2]/ifd0");
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 3", "heif/item/Exif[3]/ifd0");
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 4", "heif/item/Exif[4]/ifd0");
    assert_done(p);
}

static void bytes_in_front_of_exif_are_told(void **state)
{
    struct photo *p = *state;
    struct heif *h = heif_new(&p->file);
    heif_item(h, "hvc1", false);
    heif_item(h, "Exif", true);
    const size_t mdat = begin(p, h);
    exif_of(p, "Camera 1");
    put_exif(p, h, 2, "\0\0\0\6secret", 10);
    end(p, h, mdat);
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 1", "heif/item/Exif/ifd0");
    assert_limited(p, "heif/item/Exif");
}

static void an_item_in_pieces_is_put_together(void **state)
{
    struct photo *p = *state;
    struct heif *h = heif_new(&p->file);
    heif_item(h, "hvc1", false);
    heif_item_with(h, "Exif", "", NULL, 1, 2, 0);
    const size_t mdat = begin(p, h);
    static struct built block;
    block.size = 0;
    exif_of(p, "Camera in pieces");
    put(&block, "\0\0\0\0", 4);
    put(&block, p->tiff.bytes.data, p->tiff.bytes.size);
    const size_t tail = heif_data(h, 2, 1, block.data + 20, block.size - 20);
    put(&p->file, "????", 4); /* between them: nobody's */
    heif_data(h, 2, 0, block.data, 20);
    end(p, h, mdat);
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera in pieces", "heif/item/Exif/ifd0");
    assert_int_equal(first(p, LS_FACT_DEVICE_MODEL)->from, tail);
    assert_int_equal(first(p, LS_FACT_DEVICE_MODEL)->to, p->file.size);
    assert_limited(p, "heif/mdat/slack");
}

static void xmp_items_are_read_and_other_types_told(void **state)
{
    static const char packet[] = XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END;
    struct photo *p = *state;
    struct heif *h = heif_new(&p->file);
    heif_item(h, "hvc1", false);
    heif_item_with(h, "mime", "", "application/rdf+xml", 1, 1, 0);
    heif_item_with(h, "mime", "", "text/plain", 1, 1, 0);
    heif_item_with(h, "mime", "note for the club", "application/rdf+xml", 1, 1, 0);
    const size_t mdat = begin(p, h);
    heif_data(h, 2, 0, packet, sizeof packet - 1);
    heif_data(h, 3, 0, "hello", 5);
    heif_data(h, 4, 0, packet, sizeof packet - 1);
    end(p, h, mdat);
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "heif/item/xmp");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "heif/item/xmp[2]");
    assert_text(p, LS_FACT_NOTE_TEXT, "note for the club", "heif/meta/iinf/infe[2]");
    assert_limited(p, "heif/item/mime");
}

static void pictures_beside_the_main_one_are_told(void **state)
{
    struct photo *p = *state;
    struct heif *h = heif_new(&p->file);
    heif_item(h, "hvc1", false);
    const unsigned thumbnail = heif_item(h, "hvc1", true), depth = heif_item(h, "hvc1", true);
    heif_item(h, "hvc1", false); /* another picture: the reader looks at it */
    heif_reference(h, "thmb", thumbnail, 1, (const unsigned[]){1});
    heif_reference(h, "auxl", depth, 1, (const unsigned[]){1});
    const size_t mdat = begin(p, h);
    for (unsigned i = 2; i <= h->count; i++)
        heif_data(h, i, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    end(p, h, mdat);
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 10);
    assert_string_equal(first(p, LS_FACT_THUMBNAIL)->carrier, "heif/item/thumbnail");
    assert_limited(p, "heif/item/auxiliary");
}

static void properties_are_read(void **state)
{
    struct photo *p = *state;
    struct heif *h = heif_new(&p->file);
    static struct built profile;
    profile.size = 0;
    put(&profile, "prof", 4);
    put_profile(&profile, "desc", "desc\0\0\0\0\0\0\0\7camera\0", 19);
    heif_item(h, "hvc1", false);
    heif_property(h, 1, "colr", profile.data, profile.size);
    heif_property(h, 1, "udes", "\0\0\0\0en\0Harbour\0At the quay\0boat", 31);
    /* 2026-05-01 10:20:30 UTC is 3860475630 seconds after 1904 began */
    heif_property(h, 1, "crtt", "\0\0\0\0\0\x0D\xB7\x15\x06\x97\x17\x80", 12);
    const size_t mdat = begin(p, h);
    end(p, h, mdat);
    assert_text(p, LS_FACT_NOTE_TEXT, "Harbour", "heif/meta/iprp/ipco/udes");
    assert_text(p, LS_FACT_NOTE_TEXT, "At the quay", "heif/meta/iprp/ipco/udes");
    assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30Z", "heif/meta/iprp/ipco/crtt");
    assert_done(p);
}

static void messages_in_coded_data_are_unread(void **state)
{
    struct photo *p = *state;
    struct heif *h = heif_new(&p->file);
    heif_item_with(h, "hvc1", "", NULL, 0, 2, 0);
    const size_t mdat = begin(p, h);
    heif_data(h, 1, 1, "\0\0\0\6\x4E\1text", 10);
    end(p, h, mdat);
    assert_limited(p, "heif/image/sei");
}

static void a_tone_map_is_numbers_unless_it_is_something_else(void **state)
{
    static const struct {
        unsigned version, flags;
        size_t size;
        int filled; /* with this: denominators are zero, or they are not */
        bool numbers;
    } cases[] = {{0, 0x80, 142, 1, true}, {0, 0, 62, 1, true},     {0, 0x80, 143, 1, false}, {0, 0x80, 141, 1, false},
                 {0, 0, 142, 1, false},   {0, 0x80, 142, 0, false}, {1, 0x80, 142, 1, false}, {0, 0x01, 62, 1, false}};
    struct photo *p = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct heif *h = heif_new(&p->file);
        unsigned char numbers[143];
        memset(numbers, cases[i].filled, sizeof numbers);
        memset(numbers, 0, 6);
        numbers[0] = (unsigned char)cases[i].version;
        numbers[5] = (unsigned char)cases[i].flags;
        heif_item(h, "hvc1", false);
        heif_item(h, "tmap", false);
        const size_t mdat = begin(p, h);
        heif_data(h, 2, 0, numbers, cases[i].size);
        end(p, h, mdat);
        if (cases[i].numbers)
            assert_done(p);
        else
            assert_limited(p, "heif/item/tmap");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_exif_item_is_read),
        TEST(bytes_in_front_of_exif_are_told),
        TEST(an_item_in_pieces_is_put_together),
        TEST(xmp_items_are_read_and_other_types_told),
        TEST(pictures_beside_the_main_one_are_told),
        TEST(properties_are_read),
        TEST(messages_in_coded_data_are_unread),
        TEST(a_tone_map_is_numbers_unless_it_is_something_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
