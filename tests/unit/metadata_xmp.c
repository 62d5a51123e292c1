/* SPDX-License-Identifier: Apache-2.0 */
/* XMP and extended XMP. */
#include "unit/metadata_look.h"

static void look_xmp(struct photo *p, const char *packet)
{
    p->file.size = 0;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 1, "http://ns.adobe.com/xap/1.0/\0", 29, packet, strlen(packet)); /* packet at byte 35 */
    jpeg_rest(&p->file);
    look(p);
}

static void xmp_states_the_same_facts(void **state)
{
    struct photo *p = *state;
    look_xmp(p, XMP_BEGIN
             "exif:GPSLatitude='48,8.82N' exif:GPSLongitude='11,30,36W' aux:SerialNumber='4711'>"
             "<exif:GPSAltitude>1250/10</exif:GPSAltitude><exif:GPSImgDirection>90.5</exif:GPSImgDirection>"
             "<exif:GPSImgDirectionRef>M</exif:GPSImgDirectionRef>"
             "<exif:DateTimeOriginal>2026-05-01T10:20:30.5+08:00</exif:DateTimeOriginal>"
             "<dc:creator><rdf:Seq><rdf:li>Ada &amp; Bo</rdf:li><rdf:li>Cy</rdf:li></rdf:Seq></dc:creator>"
             "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>the yard</rdf:li></rdf:Alt></dc:description>"
             "<photoshop:City>Exampleton</photoshop:City><xmp:CreatorTool>Tool 1</xmp:CreatorTool>"
             "<ext:LocationShown><rdf:Bag><rdf:li rdf:parseType='Resource'><ext:City>Sampleville</ext:City>"
             "</rdf:li></rdf:Bag></ext:LocationShown>"
             "<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType='Resource'><img:image>QUJDREVG</img:image>"
             "</rdf:li></rdf:Alt></xmp:Thumbnails>" XMP_END);
    assert_real(p, LS_FACT_GPS_LAT, 48.147);
    assert_real(p, LS_FACT_GPS_LON, -11.51);
    assert_real(p, LS_FACT_GPS_ALTITUDE, 125);
    assert_real(p, LS_FACT_GPS_DIRECTION, 90.5);
    assert_text(p, LS_FACT_GPS_DIRECTION_REF, "M", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30+08:00", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_PERSON_ARTIST, "Ada & Bo", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_PERSON_ARTIST, "Cy", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_NOTE_TEXT, "the yard", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_PLACE_NAME, "Exampleton", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_PLACE_NAME, "Sampleville", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_DEVICE_SOFTWARE, "Tool 1", "jpeg/app1/xmp");
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 6);
    assert_done(p);
    /* a value's bytes are those of the file */
    const ls_fact *city = first(p, LS_FACT_PLACE_NAME);
    assert_int_equal(city->to - city->from, strlen("Exampleton"));
    assert_memory_equal(p->file.data + city->from, "Exampleton", strlen("Exampleton"));
}

static void xmp_positions_come_in_many_forms(void **state)
{
    struct photo *p = *state;
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='-10.26' exif:GPSLongitude='20.125'>" XMP_END);
    assert_real(p, LS_FACT_GPS_LAT, -10.26);
    assert_text(p, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lon", "jpeg/app1/xmp");
    look_xmp(p,
             XMP_BEGIN "drone:GpsLatitude='+10.26' drone:GpsLongtitude='+20.125' drone:GimbalYawDegree='-90'>" XMP_END);
    assert_real(p, LS_FACT_GPS_LAT, 10.26);
    assert_real(p, LS_FACT_GPS_LON, 20.125);
    assert_real(p, LS_FACT_GPS_DIRECTION, 270);
    assert_none(p, LS_FACT_GPS_HEMISPHERE_UNSTATED);
    assert_string_equal(first(p, LS_FACT_GPS_LAT)->carrier, "jpeg/app1/xmp/drone");
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='91,0N' exif:GPSLongitude='20,0E'>" XMP_END);
    first(p, LS_FACT_GPS_MALFORMED);
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='north' exif:GPSLongitude='20,0E'>" XMP_END);
    first(p, LS_FACT_GPS_MALFORMED);
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='0,0N' exif:GPSLongitude='0,0E'>" XMP_END);
    first(p, LS_FACT_GPS_NO_FIX);
    look_xmp(p,
             XMP_BEGIN "exif:GPSLatitude='1,0N' exif:GPSLongitude='2,0E'><ext:LocationShown rdf:parseType='Resource'>"
                       "<exif:GPSLatitude>3,0N</exif:GPSLatitude><exif:GPSLongitude>4,0E</exif:GPSLongitude>"
                       "</ext:LocationShown>" XMP_END);
    const ls_fact *second =
        ls_facts_find(&p->facts, LS_FACT_GPS_LAT, (size_t)(first(p, LS_FACT_GPS_LAT) - p->facts.items) + 1);
    assert_non_null(second);
    assert_string_equal(second->carrier, "jpeg/app1/xmp[2]");
    assert_true(fabs(ls_facts_beside(&p->facts, second, LS_FACT_GPS_LON)->real - 4) < 1e-9);
}

static void xmp_positions_may_be_written_for_people(void **state)
{
    struct photo *p = *state;
    static const char *const lat[] = {"39° 54' 20&quot; S", "39 deg 54' 20.00&quot; S", "S39,54,20", "-39,54,20",
                                      "39°54′20″ South",    "南纬39度54分20秒",         "39/1,54/1,20/1s"};
    char packet[2048];
    for (size_t i = 0; i < sizeof lat / sizeof *lat; i++) {
        snprintf(packet, sizeof packet,
                 XMP_BEGIN "><exif:GPSLatitude>%s</exif:GPSLatitude>"
                           "<exif:GPSLongitude>W116.25</exif:GPSLongitude>" XMP_END,
                 lat[i]);
        look_xmp(p, packet);
        assert_real(p, LS_FACT_GPS_LAT, -39.905555555555556);
        assert_real(p, LS_FACT_GPS_LON, -116.25);
        assert_none(p, LS_FACT_GPS_HEMISPHERE_UNSTATED);
        assert_done(p);
    }
    static const char *const bad[] = {"39.9, 116.4", "39 S N", "39 E", "1,2,3,4", "39 or so", "N", "39..9", "°"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(packet, sizeof packet,
                 XMP_BEGIN "><exif:GPSLatitude>%s</exif:GPSLatitude>"
                           "<exif:GPSLongitude>W116.25</exif:GPSLongitude>" XMP_END,
                 bad[i]);
        look_xmp(p, packet);
        assert_none(p, LS_FACT_GPS_LAT);
        first(p, LS_FACT_GPS_MALFORMED);
        assert_limited(p, "jpeg/app1/xmp");
    }
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='39,54N'>" XMP_END);
    assert_limited(p, "jpeg/app1/xmp");
}

static void hostile_xmp_is_refused_and_said(void **state)
{
    struct photo *p = *state;
    look_xmp(p, "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" XMP_BEGIN ">&b;" XMP_END);
    assert_limited(p, "jpeg/app1/xmp");
    look_xmp(p, XMP_BEGIN "aux:SerialNumber='4711'><dc:title>never closed");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "jpeg/app1/xmp");
    assert_limited(p, "jpeg/app1/xmp");
    look_xmp(p, XMP_BEGIN "odd:thing='content'>" XMP_END);
    assert_limited(p, "jpeg/app1/xmp");
    assert_none(p, LS_FACT_NOTE_TEXT);
    char deep[8000] = "";
    size_t used = 0;
    for (int i = 0; i < 500; i++)
        used += (size_t)snprintf(deep + used, sizeof deep - used, "<a>");
    look_xmp(p, deep);
    assert_limited(p, "jpeg/app1/xmp");
    look_xmp(p, "");
    assert_limited(p, "jpeg/app1/xmp");
}

static void put_extension(struct built *b, const char *guid, uint32_t length, uint32_t offset, const char *part,
                          size_t size)
{
    struct built content = {.size = 0};
    put(&content, guid, 32);
    put_number(&content, length, 4, true);
    put_number(&content, offset, 4, true);
    put(&content, part, size);
    jpeg_app(b, 1, "http://ns.adobe.com/xmp/extension/\0", 35, content.data, content.size);
}

static void extended_xmp_is_put_together(void **state)
{
    static const char packet[] = XMP_BEGIN "aux:SerialNumber='4711'><dc:title>long</dc:title>" XMP_END;
    static const char guid[] = "0123456789ABCDEF0123456789ABCDEF";
    uint32_t length = sizeof packet - 1;
    struct photo *p = *state;
    jpeg_soi(&p->file);
    put_extension(&p->file, guid, length, 300, packet + 300, length - 300); /* out of order */
    put_extension(&p->file, guid, length, 0, packet, 300);
    size_t end = p->file.size;
    jpeg_rest(&p->file);
    look(p);
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "jpeg/app1/xmp-extension");
    assert_text(p, LS_FACT_NOTE_TEXT, "long", "jpeg/app1/xmp-extension");
    assert_done(p);
    p->file.size = end;
    put_extension(&p->file, "FEDCBA9876543210FEDCBA9876543210", 50, 20, packet, 30);
    jpeg_rest(&p->file);
    look(p);
    assert_limited(p, "jpeg/app1/xmp-extension");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(xmp_states_the_same_facts),
        TEST(xmp_positions_come_in_many_forms),
        TEST(xmp_positions_may_be_written_for_people),
        TEST(hostile_xmp_is_refused_and_said),
        TEST(extended_xmp_is_put_together),
    };
    return cmocka_run_group_tests_name("metadata_xmp", tests, NULL, NULL);
}
