/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever stands on the other side of the wall, one photo is lost at most, and it is said so. */
#include "isolation/hostile.h"
#include "isolation/outside.h"

#include "cmocka_all.h"

#include "engine/paths.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void start(struct outside *o)
{
    ls_paths_set_prefix(LS_HOSTILE_DIR);
    outside_start(o, LS_WORKER_CORE, outside_jpeg, outside_jpeg_size);
    assert_int_equal(strncmp(ls_paths_libexec(), LS_HOSTILE_DIR, strlen(LS_HOSTILE_DIR)), 0);
}

static const struct expectation {
    hostile_act act;
    ls_status status;
    ls_reason reason;
    int patience_ms;
    bool restarted; /* the program is of no further use */
} expectations[] = {
    {ACT_WELL, LS_OK, LS_REASON_NONE, PATIENCE_MS, false},
    {ACT_GARBAGE, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_OVERSIZE, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_NO_END, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_HALF_A_FRAME, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_AFTER_END, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_BYTES_AFTER_END, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_ENDLESS, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_ENDLESS_FACTS, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_BAD_ENUM, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_BEYOND_FILE, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_NOT_A_NUMBER, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_BAD_TEXT, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_ESCAPE, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_TWO_CONTAINERS, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_LONG_PAYLOAD, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_SILENCE, LS_E_DEADLINE, LS_REASON_DEADLINE, 200, true},
    {ACT_STALL, LS_E_DEADLINE, LS_REASON_DEADLINE, 200, true},
    {ACT_OTHER_PROTOCOL, LS_E_WORKER, LS_REASON_WORKER, PATIENCE_MS, true},
    {ACT_SHORT_REPLY, LS_E_WORKER, LS_REASON_WORKER, PATIENCE_MS, true},
    {ACT_LONG_REPLY, LS_E_WORKER, LS_REASON_WORKER, PATIENCE_MS, true},
    {ACT_OTHER_REPLY, LS_E_WORKER, LS_REASON_WORKER, PATIENCE_MS, true},
    {ACT_LEAVE, LS_E_WORKER, LS_REASON_WORKER, PATIENCE_MS, true},
    {ACT_KEEP_PIPE, LS_OK, LS_REASON_NONE, PATIENCE_MS, false},
    {ACT_CHILD_FAILED, LS_E_WORKER, LS_REASON_CRASH, PATIENCE_MS, false},
    {ACT_DRAWN, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false}, /* nobody asked for one */
    {ACT_DRAWN_LARGER, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_DRAWN_TWICE, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_DRAWN_NO_SIZE, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_DRAWN_ENDLESS, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
    {ACT_DRAWN_NO_END, LS_E_FORMAT, LS_REASON_PROTOCOL, PATIENCE_MS, false},
};

static void run_act(struct outside *o, const struct expectation *expected)
{
    o->request.probe = expected->act;
    ls_status status = outside_run(o, expected->patience_ms);
    if (status != expected->status || o->outcome.reason != expected->reason)
        fail_msg("act %d: status %d (%s), reason %d", expected->act, status, o->outcome.detail, o->outcome.reason);
    assert_int_equal(o->outcome.state, status ? LS_FAILED : LS_DONE);
    assert_int_equal(ls_worker_pid(o->worker) == 0, expected->restarted);
}

static void every_act_costs_one_photo(void **state)
{
    (void)state;
    struct outside o;
    start(&o);
    assert_int_equal(sizeof expectations / sizeof *expectations, ACT_COUNT);
    int ours = outside_descriptors(getpid());
    for (size_t i = 0; i < ACT_COUNT; i++) {
        assert_int_equal(expectations[i].act, i);
        run_act(&o, &expectations[i]);
        run_act(&o, &expectations[ACT_WELL]);
        assert_int_equal(outside_descriptors(getpid()), ours);
    }
    outside_stop(&o);
}

struct drawn {
    size_t pictures, bytes;
};

static ls_status begin(uint32_t width, uint32_t height, void *user)
{
    struct drawn *drawn = user;
    assert_true(width == 8 && height == 8);
    drawn->pictures++;
    return LS_OK;
}

static ls_status piece(const void *bytes, size_t size, void *user)
{
    struct drawn *drawn = user;
    assert_memory_equal(bytes, "piece", size);
    drawn->bytes += size;
    return LS_OK;
}

/* Where a picture of 8 × 8 pixels was asked for: 200 bytes are its rows, and no stream of them is much longer. */
static void a_drawing_is_bounded_and_alone(void **state)
{
    (void)state;
    static const struct {
        hostile_act act;
        ls_status status;
        size_t pictures, most;
    } drawn[] = {
        {ACT_DRAWN, LS_OK, 1, 5},
        {ACT_WELL, LS_OK, 0, 0}, /* none came, and the caller sees it */
        {ACT_DRAWN_LARGER, LS_E_FORMAT, 0, 0},
        {ACT_DRAWN_TWICE, LS_E_FORMAT, 1, 5},
        {ACT_DRAWN_NO_SIZE, LS_E_FORMAT, 0, 0},
        {ACT_DRAWN_ENDLESS, LS_E_FORMAT, 1, 400},
        {ACT_DRAWN_NO_END, LS_E_FORMAT, 1, 5},
    };
    struct outside o;
    start(&o);
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        struct drawn seen = {0};
        ls_drawing drawing = {.width = 8, .height = 8, .begin = begin, .piece = piece, .user = &seen};
        o.drawing = &drawing;
        o.request.probe = drawn[i].act;
        assert_int_equal(outside_run(&o, PATIENCE_MS), drawn[i].status);
        assert_int_equal(seen.pictures, drawn[i].pictures);
        assert_true(seen.bytes <= drawn[i].most);
    }
    outside_stop(&o);
}

static void what_came_before_is_kept(void **state)
{
    (void)state;
    static const hostile_act acts[] = {ACT_NO_END, ACT_HALF_A_FRAME, ACT_BAD_ENUM, ACT_NOT_A_NUMBER, ACT_LEAVE};
    struct outside o;
    start(&o);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        o.request.probe = acts[i];
        assert_int_not_equal(outside_run(&o, PATIENCE_MS), LS_OK);
        assert_true(o.answer.has_outcome[LS_STAGE_CONTAINER]);
        assert_false(o.answer.ended);
    }
    o.request.probe = ACT_STALL;
    assert_int_equal(outside_run(&o, 200), LS_E_DEADLINE);
    assert_true(o.answer.has_outcome[LS_STAGE_CONTAINER]);
    outside_stop(&o);
}

/* A deadline that has passed before the call, too. */
static void a_silent_program_can_be_stopped(void **state)
{
    (void)state;
    struct outside o;
    start(&o);
    o.request.probe = ACT_SILENCE;
    assert_int_equal(outside_run(&o, -5), LS_E_DEADLINE);
    outside_stop(&o);
}

/* With the last photo the program's own end is what counts: saying that its child ended well is of no use. */
static void a_reply_is_no_end(void **state)
{
    (void)state;
    struct outside o;
    start(&o);
    o.last = true;
    o.request.probe = ACT_WELL;
    assert_int_equal(outside_run(&o, 300), LS_E_DEADLINE);
    assert_int_equal(ls_worker_pid(o.worker), 0);
    outside_stop(&o);
}

static void a_program_that_is_not_there_is_said(void **state)
{
    (void)state;
    ls_worker *worker = NULL;
    ls_error error = {0};
    ls_paths_set_prefix(LS_HOSTILE_DIR "/nowhere");
    assert_int_equal(ls_worker_start(LS_WORKER_CORE, &worker, &error), LS_E_WORKER);
    assert_null(worker);
    assert_non_null(strstr(error.text, "lightseal-core"));
    assert_non_null(strstr(error.text, strerror(ENOENT)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_act_costs_one_photo),
        cmocka_unit_test(a_drawing_is_bounded_and_alone),
        cmocka_unit_test(what_came_before_is_kept),
        cmocka_unit_test(a_silent_program_can_be_stopped),
        cmocka_unit_test(a_reply_is_no_end),
        cmocka_unit_test(a_program_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
