/* SPDX-License-Identifier: Apache-2.0 */
/* Every value that a carrier states, by the name of its standard and in print. */
#include "unit/metadata_look.h"

static ls_tag_values tags;

static void read_tags(struct photo *p)
{
    unsigned char *copy = malloc(p->file.size ? p->file.size : 1);
    assert_non_null(copy);
    memcpy(copy, p->file.data, p->file.size);
    ls_source source = {copy, p->file.size};
    ls_arena_free(p->arena);
    p->arena = ls_arena_new(64u << 20);
    p->container = (ls_container){.arena = p->arena};
    p->facts = (ls_facts){.arena = p->arena};
    tags = (ls_tag_values){.arena = p->arena};
    assert_int_equal(ls_container_walk(&source, &p->container), LS_OK);
    assert_int_equal(ls_metadata_read_tags(&source, &p->container, &p->facts, &tags, &p->outcome), LS_OK);
    free(copy);
}

static ls_tag_value find(const char *carrier, const char *name)
{
    for (size_t i = 0; i < tags.count; i++)
        if (strcmp(tags.items[i].carrier, carrier) == 0 && strcmp(tags.items[i].name, name) == 0)
            return tags.items[i];
    for (size_t i = 0; i < tags.count; i++)
        print_error("  %s  %s = %s\n", tags.items[i].carrier, tags.items[i].name, tags.items[i].value);
    fail_msg("no %s in %s", name, carrier);
    return (ls_tag_value){.value = ""};
}

static void assert_tag(const char *carrier, const char *name, const char *value)
{
    assert_string_equal(find(carrier, name).value, value);
}

static void read_exif(struct photo *p)
{
    p->file.size = 0;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 1, "Exif\0\0", 6, p->tiff.bytes.data, p->tiff.bytes.size); /* TIFF starts at byte 12 */
    jpeg_rest(&p->file);
    read_tags(p);
}

#define EXIF_IFD "jpeg/app1/exif/exif"
#define IFD0 "jpeg/app1/exif/ifd0"

static void exif_values_are_in_words(void **state)
{
    struct photo *p = *state;
    for (int big = 0; big < 2; big++) {
        tiff_begin(&p->tiff, big);
        const struct entry exif[] = {
            {0x829A, 5, 1, NULL, N(1, 125)},                         /* ExposureTime */
            {0x829D, 5, 1, NULL, N(28, 10)},                         /* FNumber */
            {0x8827, 3, 1, NULL, N(400)},                            /* PhotographicSensitivity */
            {0x9000, 7, 4, "0232", NULL},                            /* ExifVersion */
            {0x9286, 7, 13, "ASCII\0\0\0tides", NULL},               /* UserComment */
            {0x9400, 10, 1, NULL, N(-23, 10)},                       /* Temperature: Exif 2.31, not in libexif */
            {0xA001, 3, 1, NULL, N(1)},                              /* ColorSpace */
            {0xA403, 3, 1, NULL, N(9)},                              /* WhiteBalance: no such value */
            {0xA432, 5, 4, NULL, N(24, 1, 70, 1, 28, 10, 0, 0)},     /* LensSpecification: 0/0 is "unknown" */
            {0xA43B, 2, 9, "retoucher", NULL},                       /* ImageEditingSoftware: Exif 3.0 */
            {0xFDE8, 1, 3, NULL, N(1, 2, 255)},                      /* of nobody's */
            {0xFDE9, 7, 40, "\1\2\3\4\5\6\7\1\2\3\4\5\6\7\1\2\3\4\5\6\7\1\2\3\4\5\6\7\1\2\3\4\5\6\7\1\2\3\4\5", NULL},
            {0xFDEA, 7, 3, "\0\xAB\x01", NULL},
        };
        double at = tiff_ifd(&p->tiff, exif, COUNT(exif), 0);
        const struct entry main[] = {
            {0x010F, 2, 6, "Salt\n\0", NULL}, {0x0112, 3, 1, NULL, N(6)}, {0x8769, 4, 1, NULL, &at}, {0x9C9B, 1, 4, "h\0i\0", NULL}};
        tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, COUNT(main), 0));
        read_exif(p);
        assert_tag(IFD0, "Make", "Salt");
        assert_tag(IFD0, "Orientation", "Right-top");
        assert_tag(IFD0, "XPTitle", "hi"); /* little-endian in either byte order */
        assert_tag(EXIF_IFD, "ExposureTime", "1/125 sec.");
        assert_tag(EXIF_IFD, "FNumber", "f/2.8");
        assert_tag(EXIF_IFD, "PhotographicSensitivity", "400");
        assert_tag(EXIF_IFD, "ExifVersion", "0232");
        assert_tag(EXIF_IFD, "UserComment", "tides");
        assert_tag(EXIF_IFD, "Temperature", "-2.3");
        assert_tag(EXIF_IFD, "ColorSpace", "sRGB");
        assert_tag(EXIF_IFD, "WhiteBalance", "9");
        assert_tag(EXIF_IFD, "LensSpecification", "24 70 2.8 0/0");
        assert_tag(EXIF_IFD, "ImageEditingSoftware", "retoucher");
        assert_tag(EXIF_IFD, "0xFDE8", "1 2 255");
        assert_tag(EXIF_IFD, "0xFDE9", "(40 bytes)");
        assert_tag(EXIF_IFD, "0xFDEA", "0x00ab01");
        const ls_tag_value number = find(EXIF_IFD, "ExposureTime");
        assert_int_equal(number.to - number.from, 8);
        assert_memory_equal(p->file.data + number.from, big ? "\0\0\0\1\0\0\0\x7D" : "\1\0\0\0\x7D\0\0\0", 8);
    }
}

static void positions_have_their_own_numbers(void **state)
{
    struct photo *p = *state;
    const struct entry gps[] = {{0, 1, 4, NULL, N(2, 3, 0, 0)},
                                {1, 2, 2, "N", NULL},
                                {2, 5, 3, NULL, N(52, 1, 31, 1, 123, 10)},
                                {5, 1, 1, NULL, N(1)},
                                {7, 5, 3, NULL, N(9, 1, 5, 1, 7, 1)},
                                {29, 2, 11, "2031:05:06", NULL}};
    look_gps(p, true, gps, COUNT(gps));
    read_tags(p);
    assert_tag("jpeg/app1/exif/gps", "GPSVersionID", "2.3.0.0");
    assert_tag("jpeg/app1/exif/gps", "GPSLatitudeRef", "N");
    assert_tag("jpeg/app1/exif/gps", "GPSLatitude", "52 31 12.3");
    assert_tag("jpeg/app1/exif/gps", "GPSAltitudeRef", "below");
    assert_tag("jpeg/app1/exif/gps", "GPSTimeStamp", "09:05:07.00");
    assert_tag("jpeg/app1/exif/gps", "GPSDateStamp", "2031:05:06");
}

static void look_xmp(struct photo *p, const char *attributes, const char *content)
{
    struct built packet = {.size = 0};
    put(&packet, XMP_BEGIN, strlen(XMP_BEGIN));
    put(&packet, attributes, strlen(attributes));
    put(&packet, ">", 1);
    put(&packet, content, strlen(content));
    put(&packet, XMP_END, strlen(XMP_END));
    p->file.size = 0;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 1, "http://ns.adobe.com/xap/1.0/", 29, packet.data, packet.size);
    jpeg_rest(&p->file);
    read_tags(p);
}

static void xmp_values_have_paths(void **state)
{
    struct photo *p = *state;
    look_xmp(p, "xmp:Rating='3' odd:shape='round' photoshop:City=' '",
             "<dc:subject><rdf:Bag><rdf:li>harbour</rdf:li><rdf:li>fog</rdf:li></rdf:Bag></dc:subject>"
             "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Quay</rdf:li><rdf:li xml:lang='de'>Kai\n1</rdf:li></rdf:Alt></dc:title>"
             "<ext:LocationShown><rdf:Seq><rdf:li ext:City='Saltmere'/>"
             "<rdf:li rdf:parseType='Resource'><ext:City>Fogport</ext:City></rdf:li></rdf:Seq></ext:LocationShown>"
             "<img:image>QUJDRA==</img:image>");
    static const char carrier[] = "jpeg/app1/xmp";
    assert_tag(carrier, "xmp:Rating", "3");
    assert_tag(carrier, "odd:shape", "round");
    assert_tag(carrier, "dc:subject[1]", "harbour");
    assert_tag(carrier, "dc:subject[2]", "fog");
    assert_tag(carrier, "dc:title", "Quay");
    assert_tag(carrier, "dc:title[de]", "Kai 1");
    assert_tag(carrier, "ext:LocationShown[1]/ext:City", "Saltmere");
    assert_tag(carrier, "ext:LocationShown[2]/ext:City", "Fogport");
    assert_tag(carrier, "img:image", "(8 characters)");
    assert_int_equal(tags.count, 9 + 6); /* no value of white space, no language; the frame has six numbers */
    const ls_tag_value city = find(carrier, "ext:LocationShown[2]/ext:City");
    assert_int_equal(city.to - city.from, 7);
    assert_memory_equal(p->file.data + city.from, "Fogport", 7);
}

static void xmp_prefixes_are_those_of_the_packet(void **state)
{
    struct photo *p = *state;
    look_xmp(p, "xmlns:b='urn:b'",
             "<b:a><plain xmlns='urn:c'>1</plain></b:a>"
             "<nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
             "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn xmlns='urn:d'>"
             "<b:x>2</b:x></nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
             "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn>");
    assert_tag("jpeg/app1/xmp", "b:a/plain", "1");
    const char *longest = "";
    for (size_t i = 0; i < tags.count; i++)
        if (strlen(tags.items[i].name) > strlen(longest))
            longest = tags.items[i].name;
    assert_true(strlen(longest) <= LS_TAG_NAME_MAX && strstr(longest, "nnn…"));
}

static void iptc_datasets_have_their_names(void **state)
{
    struct photo *p = *state;
    static const char iptc[] = "8BIM\4\4\0\0\0\0\0\x2C"
                               "\x1C\1\x5A\0\3\x1B%G"
                               "\x1C\2\0\0\2\0\4"
                               "\x1C\2\x50\0\4Kimo"
                               "\x1C\2\x5A\0\4G\xF6r\xE4"
                               "\x1C\2\xE9\0\1!"
                               "\x1C\3\x14\0\0"
                               "8BIM\4\x0A\0\0\0\0\0\1\1\0";
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 13, "Photoshop 3.0", 14, iptc, sizeof iptc - 1);
    jpeg_rest(&p->file);
    read_tags(p);
    static const char carrier[] = "jpeg/app13/iptc";
    assert_tag(carrier, "Coded Character Set", "0x1b2547");
    assert_tag(carrier, "Record Version", "4");
    assert_tag(carrier, "By-line", "Kimo");
    assert_tag(carrier, "City", "Görä"); /* Latin-1, as it is no UTF-8 */
    assert_tag(carrier, "2:233", "0x21");
    assert_tag(carrier, "Copyright flag", "yes");
    assert_tag(carrier, "IPTC-NAA record", "(44 bytes)");
}

static void a_png_states_its_numbers(void **state)
{
    struct photo *p = *state;
    png_begin(&p->file, 7, 5);
    png_chunk(&p->file, "gAMA", "\0\0\xB1\x8F", 4);
    png_chunk(&p->file, "pHYs", "\0\0\x0B\x13\0\0\x0B\x13\1", 9);
    png_chunk(&p->file, "sRGB", "\2", 1);
    png_chunk(&p->file, "tIME", "\x07\xEF\5\6\7\x08\x09", 7);
    png_chunk(&p->file, "tEXt", "Title\0Low tide", 14);
    png_rest(&p->file);
    read_tags(p);
    assert_tag("png/IHDR", "ImageWidth", "7");
    assert_tag("png/IHDR", "ImageHeight", "5");
    assert_tag("png/IHDR", "Interlace", "none");
    assert_tag("png/gAMA", "Gamma", "0.45455");
    assert_tag("png/pHYs", "PixelsPerUnitX", "2835");
    assert_tag("png/pHYs", "PixelUnits", "metre");
    assert_tag("png/sRGB", "RenderingIntent", "saturation");
    assert_tag("png/tIME", "ModifyDate", "2031-05-06T07:08:09Z");
    assert_tag("png/tEXt", "Title", "Low tide");
    assert_int_equal(find("png/gAMA", "Gamma").from, 8 + 25 + 8); /* behind signature, IHDR, length and type */
}

static void a_jpeg_states_its_numbers(void **state)
{
    struct photo *p = *state;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 0, "JFIF", 5, "\1\2\1\0\x48\0\x60\0\0", 9);
    jpeg_app(&p->file, 14, "Adobe", 5, "\0\x64\0\0\0\0\1", 7);
    jpeg_segment(&p->file, 0xFE, "morning", 7);
    jpeg_rest(&p->file);
    read_tags(p);
    assert_tag("jpeg/app0/jfif", "JFIFVersion", "1.02");
    assert_tag("jpeg/app0/jfif", "DensityUnits", "inch");
    assert_tag("jpeg/app0/jfif", "Xdensity", "72");
    assert_tag("jpeg/app0/jfif", "Ydensity", "96");
    assert_tag("jpeg/app14/adobe", "DCTEncodeVersion", "100");
    assert_tag("jpeg/app14/adobe", "ColorTransform", "YCbCr");
    assert_tag("jpeg/com", "Comment", "morning");
    assert_tag("jpeg/sof", "EncodingProcess", "baseline DCT, Huffman");
    assert_tag("jpeg/sof", "ImageWidth", "8");
    assert_tag("jpeg/sof", "SamplingFactors", "1x1");
}

static void a_profile_states_header_and_tags(void **state)
{
    struct photo *p = *state;
    struct built profile = {.size = 0};
    put_profile(&profile, "desc", "desc\0\0\0\0\0\0\0\7Harbor\0\0\0\0\0\0\0\0\0\0\0\0\0", 32);
    memcpy(profile.data + 8, "\4\x20\0\0mntrRGB XYZ \x07\xEF\0\5\0\6\0\7\0\x08\0\x09", 28);
    jpeg_soi(&p->file);
    struct built segment = {.size = 0};
    put(&segment, "\1\1", 2);
    put(&segment, profile.data, profile.size);
    jpeg_app(&p->file, 2, "ICC_PROFILE", 12, segment.data, segment.size);
    jpeg_rest(&p->file);
    read_tags(p);
    assert_tag("jpeg/app2/icc", "ProfileVersion", "4.2.0");
    assert_tag("jpeg/app2/icc", "ProfileClass", "display device");
    assert_tag("jpeg/app2/icc", "ColorSpace", "RGB");
    assert_tag("jpeg/app2/icc", "ProfileDateTime", "2031-05-06 07:08:09");
    assert_tag("jpeg/app2/icc", "RenderingIntent", "perceptual");
    assert_tag("jpeg/app2/icc", "ProfileDescription", "Harbor");
}

static void gif_and_webp_state_their_numbers(void **state)
{
    struct photo *p = *state;
    gif_begin(&p->file, 6, 4);
    gif_application(&p->file, "NETSCAPE2.0", "\1\0\0", 3);
    gif_extension(&p->file, 0xFE, "spring tide", 11);
    gif_image(&p->file);
    gif_end(&p->file);
    read_tags(p);
    assert_tag("gif/screen", "GIFVersion", "89a");
    assert_tag("gif/screen", "ScreenWidth", "6");
    assert_tag("gif/app/loop", "AnimationIterations", "without end");
    assert_tag("gif/comment", "Comment", "spring tide");
    p->file.size = 0;
    webp_begin(&p->file);
    webp_lossless(&p->file, 9, 3);
    webp_end(&p->file);
    read_tags(p);
    assert_tag("webp/VP8L", "ImageWidth", "9");
    assert_tag("webp/VP8L", "ImageHeight", "3");
}

/* Entries may be as many as a block can name, and all be of one long text. */
static void more_than_the_bound_is_no_whole_answer(void **state)
{
    struct photo *p = *state;
    static struct entry many[3000];
    static const double seven = 7;
    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = (struct entry){0xFE00, 3, 1, NULL, &seven};
    tiff_begin(&p->tiff, false);
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, many, COUNT(many), 0));
    jpeg_soi(&p->file);
    for (int i = 0; i < 3; i++)
        jpeg_app(&p->file, 1, "Exif\0\0", 6, p->tiff.bytes.data, p->tiff.bytes.size);
    jpeg_rest(&p->file);
    read_tags(p);
    assert_int_equal(tags.count, LS_TAG_VALUES_MAX);
    assert_int_equal(tags.left_out, 3 * 3000 + 6 - LS_TAG_VALUES_MAX);
    assert_limited(p, "more than 8192 values");
    const size_t facts = p->facts.count;
    look(p);
    assert_done(p); /* whoever does not ask for values is not held up by them */
    assert_int_equal(p->facts.count, facts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(exif_values_are_in_words),
        TEST(positions_have_their_own_numbers),
        TEST(xmp_values_have_paths),
        TEST(xmp_prefixes_are_those_of_the_packet),
        TEST(iptc_datasets_have_their_names),
        TEST(a_png_states_its_numbers),
        TEST(a_jpeg_states_its_numbers),
        TEST(a_profile_states_header_and_tags),
        TEST(gif_and_webp_state_their_numbers),
        TEST(more_than_the_bound_is_no_whole_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
