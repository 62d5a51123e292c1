/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of detectors share: evidence made by hand, and what came of it. */
#ifndef LS_TESTS_UNIT_DETECT_H
#define LS_TESTS_UNIT_DETECT_H

#include "cmocka_all.h"

#include "detect/detect.h"

#include <string.h>

struct scene {
    ls_arena *arena;
    ls_facts facts;
    ls_container container;
    ls_evidence evidence;
    ls_detections found;
};

static inline int scene_up(void **state)
{
    static struct scene scene;
    memset(&scene, 0, sizeof scene);
    scene.arena = ls_arena_new(16 << 20);
    scene.facts.arena = scene.container.arena = scene.found.arena = scene.evidence.arena = scene.arena;
    scene.evidence.facts = &scene.facts;
    *state = &scene;
    return 0;
}

static inline int scene_down(void **state)
{
    struct scene *scene = *state;
    ls_arena_free(scene->arena);
    return 0;
}

#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, scene_up, scene_down)

static inline void fact_text(struct scene *scene, ls_fact_key key, const char *text, const char *carrier)
{
    assert_int_equal(ls_facts_text(&scene->facts, key, text, strlen(text), carrier, 100, 200), LS_OK);
}

static inline void fact_integer(struct scene *scene, ls_fact_key key, int64_t value, const char *carrier, uint64_t from,
                                uint64_t to)
{
    assert_int_equal(ls_facts_integer(&scene->facts, key, value, carrier, from, to), LS_OK);
}

static inline void fact_real(struct scene *scene, ls_fact_key key, double value, const char *carrier)
{
    assert_int_equal(ls_facts_real(&scene->facts, key, value, carrier, 100, 200), LS_OK);
}

static inline void run(struct scene *scene)
{
    scene->found = (ls_detections){.arena = scene->arena};
    assert_int_equal(ls_detect_run(&scene->evidence, &scene->found), LS_OK);
}

static inline size_t count_of(const struct scene *scene, const char *rule)
{
    size_t count = 0;
    for (size_t i = 0; i < scene->found.count; i++)
        count += strcmp(scene->found.items[i].rule, rule) == 0;
    return count;
}

/* The nth detection of a rule, from 0; fails when there are not so many. */
static inline const ls_detection *nth(const struct scene *scene, const char *rule, size_t n)
{
    static const ls_detection none;
    for (size_t i = 0; i < scene->found.count; i++)
        if (strcmp(scene->found.items[i].rule, rule) == 0 && n-- == 0)
            return &scene->found.items[i];
    fail_msg("too few of %s", rule);
    return &none; /* never reached: the compiler does not know */
}

static inline const ls_detection *only(const struct scene *scene, const char *rule)
{
    if (count_of(scene, rule) != 1)
        fail_msg("%s: not exactly one", rule);
    return nth(scene, rule, 0);
}

/* The value of an argument that is not to be masked. */
static inline const char *argument(const ls_detection *detection, const char *name)
{
    for (size_t i = 0; i < detection->argument_count; i++)
        if (strcmp(detection->arguments[i].name, name) == 0 && !detection->arguments[i].sensitive)
            return detection->arguments[i].value;
    return "";
}

#endif
