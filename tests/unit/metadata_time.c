/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "metadata/time.h"
#include "metadata/words.h"

#include <math.h>
#include <string.h>

static void assert_time(const char *in, const char *expected)
{
    char out[LS_TIME_SIZE];
    if (!expected) {
        assert_false(ls_time_parse(in, strlen(in), out));
        return;
    }
    assert_true(ls_time_parse(in, strlen(in), out));
    assert_string_equal(out, expected);
}

static void times_become_iso_8601(void **state)
{
    (void)state;
    assert_time("2026:05:01 10:20:30", "2026-05-01T10:20:30");
    assert_time("2026-05-01T10:20:30.125+08:00", "2026-05-01T10:20:30+08:00");
    assert_time("2026-05-01T10:20:30Z", "2026-05-01T10:20:30Z");
    assert_time("2026-05-01T10:20+0530", "2026-05-01T10:20+05:30");
    assert_time("2026-05-01T10:20-03:00", "2026-05-01T10:20-03:00");
    assert_time("2026/05/01 10:20:30", "2026-05-01T10:20:30");
    assert_time("2026:05:01", "2026-05-01");
    assert_time("2026-05", "2026-05");
    assert_time("2026", "2026");
    assert_time("2026:05:01 10", "2026-05-01");
    assert_time("2026:05:01 24:61:00", "2026-05-01");
    assert_time("2026:13:01 10:20:30", NULL);
    assert_time("0000:00:00 00:00:00", NULL);
    assert_time("    :  :     :  :  ", NULL);
    assert_time("Friday", NULL);
    assert_time("20260501", NULL);
    assert_time("", NULL);
}

static void an_offset_joins_a_time_that_has_none(void **state)
{
    (void)state;
    char time[LS_TIME_SIZE] = "2026-05-01T10:20:30";
    ls_time_offset(time, "+08:00", 7); /* with its NUL, as Exif stores it */
    assert_string_equal(time, "2026-05-01T10:20:30+08:00");
    ls_time_offset(time, "-01:00", 6);
    assert_string_equal(time, "2026-05-01T10:20:30+08:00");
    char other[LS_TIME_SIZE] = "2026-05-01T10:20:30";
    ls_time_offset(other, "   :  ", 6);
    assert_string_equal(other, "2026-05-01T10:20:30");
    ls_time_offset(other, "", 0);
    assert_string_equal(other, "2026-05-01T10:20:30");
    ls_time_offset(other, "Z", 1);
    assert_string_equal(other, "2026-05-01T10:20:30Z");
    char date[LS_TIME_SIZE] = "2026-05-01";
    ls_time_offset(date, "+08:00", 6);
    assert_string_equal(date, "2026-05-01");
}

static void assert_number(const char *text, size_t used, double expected)
{
    double number = 0;
    assert_int_equal(ls_words_number(text, strlen(text), &number), used);
    if (used)
        assert_true(fabs(number - expected) < 1e-9);
}

static void numbers_need_no_locale(void **state)
{
    (void)state;
    assert_number("12.5N", 4, 12.5);
    assert_number("-3", 2, -3);
    assert_number("+.5", 3, 0.5);
    assert_number("25/2", 4, 12.5);
    assert_number("25/0", 0, 0);
    assert_number("N", 0, 0);
    assert_number("-", 0, 0);
    assert_number("", 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_become_iso_8601),
        cmocka_unit_test(an_offset_joins_a_time_that_has_none),
        cmocka_unit_test(numbers_need_no_locale),
    };
    return cmocka_run_group_tests_name("metadata_time", tests, NULL, NULL);
}
