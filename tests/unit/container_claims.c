/* SPDX-License-Identifier: Apache-2.0 */
/* Claims on the bytes of a file become ranges without gaps and overlaps. */
#include "unit/container_look.h"

#include "container/claims.h"

#include <time.h>

/* Zeros at 20…30, 0xFF at 40…50, elsewhere something. */
static ls_claims begin(struct walked *w, size_t size)
{
    w->file.size = 0;
    put_fill(&w->file, 'x', size);
    if (size >= 50) {
        memset(w->file.data + 20, 0, 10);
        memset(w->file.data + 40, 0xFF, 10);
    }
    ls_arena_free(w->arena);
    w->arena = ls_arena_new(256u << 20);
    w->container = (ls_container){.arena = w->arena, .size = size};
    return (ls_claims){.out = &w->container};
}

static void claim(ls_claims *claims, uint64_t from, uint64_t to, ls_role role, const char *path)
{
    assert_int_equal(ls_claims_add(claims, from, to - from, role, path), LS_OK);
}

static void settle(struct walked *w, ls_claims *claims, uint64_t to)
{
    const ls_bytes file = {w->file.data, w->file.size, 0, w->file.size, false};
    assert_int_equal(ls_claims_settle(claims, &file, to, "gap/padding", "gap/unknown"), LS_OK);
    assert_int_equal(w->container.ranges[w->container.range_count - 1].to, to);
}

static void assert_nth(const struct walked *w, size_t index, uint64_t from, uint64_t to, const char *path)
{
    assert_true(index < w->container.range_count);
    const ls_range *range = &w->container.ranges[index];
    assert_string_equal(range->path, path);
    assert_int_equal(range->from, from);
    assert_int_equal(range->to, to);
}

static void gaps_are_padding_or_unknown(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 100);
    claim(&claims, 50, 60, LS_ROLE_IMAGE, "b"); /* found in any order */
    claim(&claims, 30, 40, LS_ROLE_STRUCTURE, "a");
    claim(&claims, 0, 20, LS_ROLE_STRUCTURE, "head");
    settle(w, &claims, 100);
    assert_int_equal(w->container.range_count, 6);
    assert_nth(w, 0, 0, 20, "head");
    assert_nth(w, 1, 20, 30, "gap/padding");
    assert_nth(w, 2, 30, 40, "a");
    assert_nth(w, 3, 40, 50, "gap/padding");
    assert_nth(w, 4, 50, 60, "b");
    assert_nth(w, 5, 60, 100, "gap/unknown");
    assert_int_equal(w->container.ranges[1].role, LS_ROLE_PADDING);
    assert_int_equal(w->container.ranges[4].role, LS_ROLE_IMAGE);
    assert_int_equal(w->container.ranges[5].role, LS_ROLE_UNKNOWN);
    assert_int_equal(w->container.problem_count, 0);
}

static void a_gap_of_one_byte_and_one_of_mixed_fill(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 60);
    claim(&claims, 0, 20, LS_ROLE_STRUCTURE, "a");
    claim(&claims, 21, 29, LS_ROLE_STRUCTURE, "b"); /* 20 is 0 */
    claim(&claims, 51, 60, LS_ROLE_STRUCTURE, "c"); /* 29…51: a zero, letters, 0xFF */
    settle(w, &claims, 60);
    assert_nth(w, 1, 20, 21, "gap/padding");
    assert_nth(w, 3, 29, 51, "gap/unknown");
}

static void without_claims_everything_is_a_gap(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 10);
    settle(w, &claims, 10);
    assert_int_equal(w->container.range_count, 1);
    assert_nth(w, 0, 0, 10, "gap/unknown");
}

/* It has to be read, whoever else says that the bytes are his. */
static void a_carrier_wins(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 100);
    claim(&claims, 0, 100, LS_ROLE_IMAGE, "strip");
    claim(&claims, 10, 15, LS_ROLE_CARRIER, "late");
    claim(&claims, 12, 18, LS_ROLE_CARRIER, "later");
    settle(w, &claims, 100);
    assert_int_equal(w->container.range_count, 4);
    assert_nth(w, 0, 0, 10, "strip");
    assert_nth(w, 1, 10, 15, "late");
    assert_nth(w, 2, 15, 18, "later");
    assert_nth(w, 3, 18, 100, "strip");
    assert_problem(w, 10, false);
    assert_int_equal(w->container.problem_count, 1); /* once is enough */
}

static void else_the_first_claim_wins(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 100);
    claim(&claims, 40, 60, LS_ROLE_STRUCTURE, "first");
    claim(&claims, 0, 50, LS_ROLE_IMAGE, "second");
    claim(&claims, 55, 100, LS_ROLE_STRUCTURE, "third");
    claim(&claims, 45, 58, LS_ROLE_STRUCTURE, "fourth"); /* wholly under others */
    settle(w, &claims, 100);
    assert_int_equal(w->container.range_count, 3);
    assert_nth(w, 0, 0, 40, "second");
    assert_nth(w, 1, 40, 60, "first");
    assert_nth(w, 2, 60, 100, "third");
    assert_problem(w, 40, false);
}

static void the_same_claim_twice_is_no_conflict(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 60);
    claim(&claims, 0, 30, LS_ROLE_IMAGE, "strip");
    claim(&claims, 10, 40, LS_ROLE_IMAGE, "strip");
    claim(&claims, 40, 50, LS_ROLE_CARRIER, "note");
    claim(&claims, 40, 50, LS_ROLE_CARRIER, "note");
    claim(&claims, 50, 60, LS_ROLE_IMAGE, "strip");
    settle(w, &claims, 60);
    assert_int_equal(w->container.range_count, 3);
    assert_nth(w, 0, 0, 40, "strip");
    assert_nth(w, 1, 40, 50, "note");
    assert_int_equal(w->container.problem_count, 0);
}

/* The claim on top of the heap has ended where the next one begins; another that is still open is under it. */
static void a_conflict_behind_a_claim_that_has_ended(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 100);
    claim(&claims, 0, 20, LS_ROLE_IMAGE, "same");
    claim(&claims, 0, 10, LS_ROLE_IMAGE, "same");
    claim(&claims, 0, 60, LS_ROLE_IMAGE, "same");
    claim(&claims, 20, 30, LS_ROLE_IMAGE, "other");
    settle(w, &claims, 100);
    assert_nth(w, 0, 0, 60, "same");
    assert_problem(w, 20, false);
}

static void what_lies_beyond_the_file_is_cut_off(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 100);
    assert_int_equal(ls_claims_add(&claims, 90, UINT64_MAX, LS_ROLE_IMAGE, "cut"), LS_OK);
    assert_int_equal(ls_claims_add(&claims, 100, 1, LS_ROLE_IMAGE, "beyond"), LS_OK);
    assert_int_equal(ls_claims_add(&claims, UINT64_MAX, UINT64_MAX, LS_ROLE_IMAGE, "beyond"), LS_OK);
    assert_int_equal(ls_claims_add(&claims, 5, 0, LS_ROLE_CARRIER, "empty"), LS_OK);
    assert_int_equal(claims.count, 1);
    settle(w, &claims, 100);
    assert_int_equal(w->container.range_count, 2);
    assert_nth(w, 0, 0, 90, "gap/unknown");
    assert_nth(w, 1, 90, 100, "cut");
}

/* A walk that stands somewhere already, and ends before the file does. */
static void a_part_of_the_file(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 100);
    assert_int_equal(ls_walk_range(&w->container, 16, LS_ROLE_STRUCTURE, "header"), LS_OK);
    claim(&claims, 0, 20, LS_ROLE_CARRIER, "note");
    claim(&claims, 70, 90, LS_ROLE_IMAGE, "strip");
    claim(&claims, 85, 100, LS_ROLE_CARRIER, "beyond");
    settle(w, &claims, 80);
    assert_nth(w, 0, 0, 16, "header");
    assert_nth(w, 1, 16, 20, "note");
    assert_nth(w, 2, 20, 70, "gap/unknown");
    assert_nth(w, 3, 70, 80, "strip");
    assert_int_equal(w->container.range_count, 4);
}

/* Thousands of strips of one row, one behind the other, are one claim; carriers stay apart, each is read by itself. */
static void neighbours_are_one_claim(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 100);
    for (uint64_t at = 0; at < 50; at++)
        claim(&claims, at, at + 1, LS_ROLE_IMAGE, "strip");
    assert_int_equal(claims.count, 1);
    for (uint64_t at = 50; at < 100; at += 10)
        claim(&claims, at, at + 10, LS_ROLE_CARRIER, "note");
    assert_int_equal(claims.count, 6);
    settle(w, &claims, 100);
    assert_int_equal(w->container.range_count, 6);
    assert_nth(w, 0, 0, 50, "strip");
    assert_nth(w, 5, 90, 100, "note");
}

static void too_many_claims_end_the_walk(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 100);
    ls_status status = LS_OK;
    for (size_t i = 0; i < LS_CLAIMS_MAX; i++)
        status = status ? status : ls_claims_add(&claims, 2 * (i % 40), 1, LS_ROLE_IMAGE, "strip");
    assert_int_equal(status, LS_OK);
    assert_int_equal(ls_claims_add(&claims, 90, 1, LS_ROLE_IMAGE, "strip"), LS_E_LIMIT);
    assert_true(ls_container_complete(&w->container)); /* as a walker must leave it */
    assert_int_equal(w->container.ranges[0].role, LS_ROLE_UNKNOWN);
    assert_problem(w, 90, true);
}

static void too_many_ranges_end_the_walk(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, 200000);
    for (size_t i = 0; i < 70000; i++)
        claim(&claims, 100 + 2 * i, 101 + 2 * i, LS_ROLE_IMAGE, "strip");
    const ls_bytes file = {w->file.data, w->file.size, 0, w->file.size, false};
    assert_int_equal(ls_claims_settle(&claims, &file, 200000, "gap/padding", "gap/unknown"), LS_E_LIMIT);
    assert_true(ls_container_complete(&w->container));
    assert_true(is_fatal(w));
}

/* A quarter of a million claims that lie inside each other: n² comparisons would take minutes. */
static void claims_that_all_overlap_cost_little(void **state)
{
    struct walked *w = *state;
    ls_claims claims = begin(w, LS_CLAIMS_MAX * 2);
    for (uint64_t i = 0; i < LS_CLAIMS_MAX; i++) /* outermost last: each innermost one wins */
        claim(&claims, LS_CLAIMS_MAX - 1 - i, LS_CLAIMS_MAX + 1 + i, LS_ROLE_IMAGE, i % 2 ? "odd" : "even");
    const ls_bytes file = {w->file.data, w->file.size, 0, w->file.size, false};
    const clock_t start = clock();
    assert_int_equal(ls_claims_settle(&claims, &file, w->file.size, "gap/padding", "gap/unknown"), LS_E_LIMIT);
    assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
    assert_true(ls_container_complete(&w->container));
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(gaps_are_padding_or_unknown),
                                       TEST(a_gap_of_one_byte_and_one_of_mixed_fill),
                                       TEST(without_claims_everything_is_a_gap),
                                       TEST(a_carrier_wins),
                                       TEST(else_the_first_claim_wins),
                                       TEST(the_same_claim_twice_is_no_conflict),
                                       TEST(a_conflict_behind_a_claim_that_has_ended),
                                       TEST(what_lies_beyond_the_file_is_cut_off),
                                       TEST(a_part_of_the_file),
                                       TEST(neighbours_are_one_claim),
                                       TEST(too_many_claims_end_the_walk),
                                       TEST(too_many_ranges_end_the_walk),
                                       TEST(claims_that_all_overlap_cost_little)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
