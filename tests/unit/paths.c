/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "engine/paths.h"

#include <string.h>

static void everything_stands_below_the_prefix(void **state)
{
    (void)state;
    ls_paths_set_prefix("/opt/seal");
    assert_string_equal(ls_paths_rules(), "/opt/seal/share/lightseal/rules");
    assert_string_equal(ls_paths_models(), "/opt/seal/share/lightseal/models");
    assert_string_equal(ls_paths_locale(), "/opt/seal/share/locale");
    assert_non_null(strstr(ls_paths_libexec(), "/lightseal"));
    assert_int_equal(strncmp(ls_paths_libexec(), "/opt/seal/", 10), 0);
}

/* A path that does not fit is none: a cut one would name another file. */
static void a_path_that_does_not_fit_is_none(void **state)
{
    (void)state;
    static char prefix[5000];
    memset(prefix, 'x', sizeof prefix - 1);
    ls_paths_set_prefix(prefix);
    assert_string_equal(ls_paths_libexec(), "");
    assert_string_equal(ls_paths_rules(), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_stands_below_the_prefix),
        cmocka_unit_test(a_path_that_does_not_fit_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
