/* SPDX-License-Identifier: Apache-2.0 */
/* What names of files tell, and plus codes. */
#include "cmocka_all.h"

#include "metadata/plus_code.h"
#include "metadata/sidecar.h"

#include <math.h>
#include <string.h>

struct reading {
    ls_arena *arena;
    ls_facts facts;
    ls_outcome outcome;
};

static struct reading read_name(const char *name)
{
    struct reading reading = {.arena = ls_arena_new(1u << 20)};
    reading.facts.arena = reading.arena;
    assert_int_equal(ls_file_name_read(name, &reading.facts, &reading.outcome), LS_OK);
    assert_int_equal(reading.outcome.state, LS_DONE);
    for (size_t i = 0; i < reading.facts.count; i++)
        assert_int_equal(strncmp(reading.facts.items[i].carrier, "file/name", 9), 0);
    return reading;
}

static void assert_time(const char *name, const char *time)
{
    struct reading reading = read_name(name);
    const ls_fact *fact = ls_facts_find(&reading.facts, LS_FACT_TIME_TAKEN, 0);
    if (!fact || strcmp(fact->text, time) != 0)
        fail_msg("%s: %s, not %s", name, fact ? fact->text : "no time", time);
    assert_null(ls_facts_find(&reading.facts, LS_FACT_GPS_LAT, 0));
    ls_arena_free(reading.arena);
}

static void times_stand_in_names(void **state)
{
    (void)state;
    assert_time("IMG_20260501_101530.jpg", "2026-05-01T10:15:30");
    assert_time("PXL_20260501_101530123.MP.jpg", "2026-05-01T10:15:30");
    assert_time("20260501101530.png", "2026-05-01T10:15:30");
    assert_time("Screenshot_2026-05-01-10-15-30-123_org.example.app.png", "2026-05-01T10:15:30");
    assert_time("Screenshot from 2026-05-01 10-15-30.png", "2026-05-01T10:15:30");
    assert_time("WhatsApp Image 2026-05-01 at 10.15.30.jpeg", "2026-05-01T10:15:30");
    assert_time("IMG-20260501-WA0001.jpg", "2026-05-01");
    assert_time("微信图片_20260501101530.jpg", "2026-05-01T10:15:30");
    assert_time("mmexport1700000000000.jpg", "2023-11-14T22:13:20Z");
    assert_time("2026.05.01.jpg", "2026-05-01");
    assert_time("DJI_20260501101530_0001_D.JPG", "2026-05-01T10:15:30");
    assert_time("IMG_20260501_996199.jpg", "2026-05-01");
}

static void assert_app(const char *name, const char *app)
{
    struct reading reading = read_name(name);
    const ls_fact *fact = ls_facts_find(&reading.facts, LS_FACT_DEVICE_SOFTWARE, 0);
    if (!fact || strcmp(fact->text, app) != 0)
        fail_msg("%s: %s, not %s", name, fact ? fact->text : "no app", app);
    ls_arena_free(reading.arena);
}

static void some_names_tell_the_app(void **state)
{
    (void)state;
    assert_app("IMG-20260501-WA0001.jpg", "WhatsApp");
    assert_app("mmexport1700000000000.jpg", "WeChat");
    assert_app("微信图片_20260501101530.jpg", "WeChat");
    assert_app("PXL_20260501_101530123.jpg", "Pixel Camera");
}

/* Half the diagonal of what the figures leave open, in metres, rounded up; 0: not stated. */
static void assert_place(const char *name, double lat, double lon, double error)
{
    struct reading reading = read_name(name);
    const ls_fact *a = ls_facts_find(&reading.facts, LS_FACT_GPS_LAT, 0), *o = ls_facts_find(&reading.facts, LS_FACT_GPS_LON, 0);
    const ls_fact *e = ls_facts_find(&reading.facts, LS_FACT_GPS_ERROR_M, 0);
    if (!a || !o || fabs(a->real - lat) > 1e-7 || fabs(o->real - lon) > 1e-7)
        fail_msg("%s: %.8f %.8f", name, a ? a->real : 0, o ? o->real : 0);
    if (fabs((e ? e->real : 0) - error) > 1)
        fail_msg("%s: %.8f m", name, e ? e->real : 0);
    ls_arena_free(reading.arena);
}

static void positions_stand_in_names(void **state)
{
    (void)state;
    assert_place("47.2,110.013.jpg", 47.2, 110.013, 5567); /* 0.1 by 0.001 degrees */
    assert_place("lake 47.2000, 110.0130.jpg", 47.2, 110.013, 0);
    assert_place("-33.8568_151.2153.png", -33.8568, 151.2153, 0);
    assert_place("N47.2E110.0.jpg", 47.2, 110.0, 7872);
    assert_place("47.25S_110.05W.jpg", -47.25, -110.05, 788);
    assert_place("8Q7XMQJ6+2V.jpg", 35.6800625, 139.7621875, 0);
    assert_place("place_8Q7XMQ00+ evening.jpg", 35.675, 139.775, 3936);
    struct reading reading = read_name("MQJ6+2V Anytown.jpg"); /* where in the town */
    assert_string_equal(ls_facts_find(&reading.facts, LS_FACT_PLACE_NAME, 0)->text, "MQJ6+2V");
    ls_arena_free(reading.arena);
    reading = read_name("47.2000,8.5000 47.3000,8.6000.jpg"); /* each is a position of its own */
    assert_int_equal(reading.facts.count, 4);
    assert_string_equal(reading.facts.items[0].carrier, "file/name");
    assert_string_equal(reading.facts.items[3].carrier, "file/name[2]");
    ls_arena_free(reading.arena);
}

static void ordinary_names_say_nothing(void **state)
{
    static const char *const names[] = {"menu.jpg",
                                        "IMG_1234.jpg",
                                        "DSC01234.ARW",
                                        "1.jpg",
                                        "",
                                        "photo (2).png",
                                        "v1.2,3.4.jpg",
                                        "1.2,3.4.jpg",
                                        "1.505_2.505.png",
                                        "1920x1080.png",
                                        "setup-1.2.3.jpg",
                                        "20261301.jpg",
                                        "20260532.png",
                                        "12345678901234.jpg",
                                        "99990101.jpg",
                                        "95.1234,10.1234.jpg",
                                        "0.000,0.000.jpg",
                                        "a+b.jpg",
                                        "C+.jpg",
                                        "2+2.jpg",
                                        "1.5_2.5.jpg",
                                        "192.168.1.10.png",
                                        "10.0.0.1,5.jpg",
                                        "8Q7XMQJ6+2.jpg",
                                        "XQ7XMQJ6+2V.jpg",
                                        "code8Q7XMQJ6+2Vx.jpg",
                                        "\xFF\xFE\x01.jpg",
                                        "report 3.14159.jpg",
                                        "47.2000,8.5000x.jpg",
                                        "0299999999999.jpg"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct reading reading = read_name(names[i]);
        if (reading.facts.count)
            fail_msg("%s: %s %s %f", names[i], ls_fact_key_name(reading.facts.items[0].key),
                     reading.facts.items[0].text ? reading.facts.items[0].text : "", reading.facts.items[0].real);
        ls_arena_free(reading.arena);
    }
}

/* Of the specification's own tests (decoding.csv): code, south, west, north, east. */
static void plus_codes_are_areas(void **state)
{
    static const struct {
        const char *code;
        double south, west, north, east;
    } codes[] = {
        {"7FG49Q00+", 20.35, 2.75, 20.4, 2.8},
        {"7FG49QCJ+2V", 20.37, 2.782125, 20.370125, 2.78225},
        {"7FG49QCJ+2VX", 20.3701, 2.78221875, 20.370125, 2.78225},
        {"7FG49QCJ+2VXGJ", 20.370113, 2.782234375, 20.370114, 2.78223632813},
        {"8FVC2222+22", 47.0, 8.0, 47.000125, 8.000125},
        {"4VCPPQGP+Q9", -41.273125, 174.785875, -41.273, 174.786},
        {"62G20000+", 0.0, -180.0, 1, -179},
        {"22220000+", -90, -180, -89, -179},
        {"6VGX0000+", 0, 179, 1, 180},
    };
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        bool full;
        ls_plus_code code;
        assert_int_equal(ls_plus_code_read(codes[i].code, strlen(codes[i].code), &full, &code), strlen(codes[i].code));
        assert_true(full);
        if (fabs(code.lat - (codes[i].south + codes[i].north) / 2) > 1e-9 ||
            fabs(code.lon - (codes[i].west + codes[i].east) / 2) > 1e-9)
            fail_msg("%s: %.10f %.10f", codes[i].code, code.lat, code.lon);
        assert_true(fabs(code.lat_size - (codes[i].north - codes[i].south)) < 1e-9);
        assert_true(fabs(code.lon_size - (codes[i].east - codes[i].west)) < 1e-9);
    }
}

static void what_is_no_plus_code_is_none(void **state)
{
    static const char *const bad[] = {"",           "+",         "8FVC",      "8FVC2222",    "8FVC2222+2",  "8FV+22",
                                      "8FVC222+22", "A0000000+", "F0000000+", "FFVC2222+22", "8WVC2222+22", "80VC2222+22",
                                      "8FVC00CC+",  "8FVC+",     "00000000+", "8F00+"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        bool full;
        ls_plus_code code;
        if (ls_plus_code_read(bad[i], strlen(bad[i]), &full, &code))
            fail_msg("taken for a plus code: %s", bad[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_stand_in_names),     cmocka_unit_test(some_names_tell_the_app),
        cmocka_unit_test(positions_stand_in_names), cmocka_unit_test(ordinary_names_say_nothing),
        cmocka_unit_test(plus_codes_are_areas),     cmocka_unit_test(what_is_no_plus_code_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
