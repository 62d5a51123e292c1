/* SPDX-License-Identifier: Apache-2.0 */
/* A hand-built file, walked, and what tests ask of the result. */
#ifndef LS_TESTS_CONTAINER_LOOK_H
#define LS_TESTS_CONTAINER_LOOK_H

#include "cmocka_all.h"

#include "container/walk.h"
#include "unit/container_build.h"

struct walked {
    struct built file;
    ls_arena *arena;
    ls_container container;
};

static inline int set_up(void **state)
{
    struct walked *w = calloc(1, sizeof *w);
    *state = w;
    return w ? 0 : -1;
}

static inline int tear_down(void **state)
{
    struct walked *w = *state;
    ls_arena_free(w->arena);
    free(w);
    return 0;
}

/* Walks an exact copy on the heap, so that a sanitizer sees a read beyond the file. */
static inline void walk(struct walked *w)
{
    unsigned char *copy = malloc(w->file.size ? w->file.size : 1);
    assert_non_null(copy);
    memcpy(copy, w->file.data, w->file.size);
    ls_source source = {w->file.size ? copy : NULL, w->file.size};
    ls_arena_free(w->arena);
    w->arena = ls_arena_new(64u << 20);
    w->container = (ls_container){.arena = w->arena};
    assert_int_equal(ls_container_walk(&source, &w->container), LS_OK);
    assert_true(ls_container_complete(&w->container));
    free(copy);
}

static inline const ls_range *range_of(const struct walked *w, const char *path)
{
    for (size_t i = 0; i < w->container.range_count; i++)
        if (strcmp(w->container.ranges[i].path, path) == 0)
            return &w->container.ranges[i];
    return NULL;
}

/* Of the first range with this path; -1 when there is none. */
static inline int role_of(const struct walked *w, const char *path)
{
    const ls_range *range = range_of(w, path);
    return range ? (int)range->role : -1;
}

static inline void assert_range(const struct walked *w, const char *path, ls_role role, uint64_t from, uint64_t to)
{
    const ls_range *range = range_of(w, path);
    if (!range) {
        fail_msg("no range %s", path);
        return; /* for the compiler: fail_msg() does not come back */
    }
    assert_int_equal(range->role, role);
    assert_int_equal(range->from, from);
    assert_int_equal(range->to, to);
}

static inline void assert_inner(const struct walked *w, size_t index, const char *path, ls_kind kind, uint64_t from, uint64_t to)
{
    if (index >= w->container.inner_count) {
        fail_msg("no file inside of number %zu", index);
        return;
    }
    const ls_inner *inner = &w->container.inner[index];
    assert_string_equal(inner->path, path);
    assert_int_equal(inner->kind, kind);
    assert_int_equal(inner->from, from);
    assert_int_equal(inner->to, to);
}

static inline void assert_problem(const struct walked *w, uint64_t at, bool fatal)
{
    for (size_t i = 0; i < w->container.problem_count; i++)
        if (w->container.problems[i].at == at && w->container.problems[i].fatal == fatal)
            return;
    for (size_t i = 0; i < w->container.problem_count; i++)
        print_error("there is: byte %llu: %s\n", (unsigned long long)w->container.problems[i].at,
                    w->container.problems[i].text);
    fail_msg("no %s problem at byte %llu", fatal ? "fatal" : "harmless", (unsigned long long)at);
}

static inline bool is_fatal(const struct walked *w)
{
    for (size_t i = 0; i < w->container.problem_count; i++)
        if (w->container.problems[i].fatal)
            return true;
    return false;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

#endif
