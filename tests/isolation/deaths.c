/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever dies or hangs costs one photo: the answer says so, and the next photo is checked. */
#include "isolation/outside.h"

#include "cmocka_all.h"

#include "base/clock.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const ls_worker_program programs[] = {LS_WORKER_CORE, LS_WORKER_READER};

#define EACH_PROGRAM(o)                                                                                                \
    for (size_t index = 0; index < 2; index++)                                                                         \
        for (bool once = (outside_start(&(o), programs[index], outside_jpeg, outside_jpeg_size), true); once;          \
             once = false, outside_stop(&(o)))

static void a_crash_costs_one_photo(void **state)
{
    (void)state;
    struct outside o;
    EACH_PROGRAM(o)
    {
        assert_int_equal(outside_probe(&o, LS_PROBE_CRASH, PATIENCE_MS), LS_E_WORKER);
        assert_int_equal(o.outcome.state, LS_FAILED);
        assert_int_equal(o.outcome.reason, LS_REASON_CRASH);
#ifndef LS_SANITIZE /* whose runtime turns the signal into an exit code */
        assert_string_equal(o.outcome.detail, "SIGSEGV");
#endif
        outside_assert_works(&o);
    }
}

static void an_endless_loop_ends_at_its_deadline(void **state)
{
    (void)state;
    struct outside o;
    EACH_PROGRAM(o)
    {
        outside_assert_works(&o); /* so that the time is the child's, not the program's start */
        int pid = ls_worker_pid(o.worker);
        assert_int_equal(outside_probe(&o, LS_PROBE_SPIN, 300), LS_E_DEADLINE);
        assert_int_equal(o.outcome.state, LS_FAILED);
        assert_int_equal(o.outcome.reason, LS_REASON_DEADLINE);
        outside_assert_works(&o);
        assert_int_equal(ls_worker_pid(o.worker), pid); /* the child was ended, the program was not */
    }
}

static void processor_time_is_bounded_too(void **state)
{
    (void)state;
    struct outside o;
    EACH_PROGRAM(o)
    {
        o.request.cpu_seconds = 1;
        assert_int_equal(outside_probe(&o, LS_PROBE_SPIN, PATIENCE_MS), LS_E_DEADLINE);
        assert_int_equal(o.outcome.reason, LS_REASON_DEADLINE);
        assert_int_equal(WTERMSIG(o.reply.wait_status), SIGXCPU);
        outside_assert_works(&o);
    }
}

/* A header that promises 48 MB of pixels, and an address space that is used up already. */
static void too_little_memory_is_said(void **state)
{
    (void)state;
#ifdef LS_SANITIZE
    print_message("SKIP: the sanitizers reserve terabytes of address space\n");
    skip();
#endif
    static const unsigned char side[4] = {4000 >> 8, 4000 & 255, 4000 >> 8, 4000 & 255};
    unsigned char photo[512];
    struct outside o;
    memcpy(photo, outside_jpeg, outside_jpeg_size);
    unsigned char *frame_header = memmem(photo, outside_jpeg_size, "\xff\xc0\x00\x0b\x08", 5); /* SOF0 */
    assert_non_null(frame_header);
    memcpy(frame_header + 5, side, sizeof side); /* height, width */
    outside_start(&o, LS_WORKER_READER, photo, outside_jpeg_size);
    o.request.memory_mb = 1;
    outside_run(&o, PATIENCE_MS);
    if (o.answer.ended)
        o.outcome = o.answer.outcomes[LS_STAGE_TEXT];
    assert_int_equal(o.outcome.state, LS_FAILED);
    assert_int_equal(o.outcome.reason, LS_REASON_MEMORY);
    outside_stop(&o);
}

static void a_file_that_became_shorter_is_said(void **state)
{
    (void)state;
    struct outside o;
    EACH_PROGRAM(o)
    {
        ls_stage stage = o.program == LS_WORKER_CORE ? LS_STAGE_CONTAINER : LS_STAGE_TEXT;
        o.request.size = outside_jpeg_size + 1;
        assert_int_equal(outside_run(&o, PATIENCE_MS), LS_OK);
        assert_int_equal(o.answer.outcomes[stage].state, LS_FAILED);
        assert_int_equal(o.answer.outcomes[stage].reason, LS_REASON_UNOPENED);
        o.request.size = outside_jpeg_size;
        outside_assert_works(&o);
    }
}

/* ------------------------------------------------------------------------------------------- killed from outside */

static void a_program_killed_while_idle_is_started_again(void **state)
{
    (void)state;
    struct outside o;
    EACH_PROGRAM(o)
    {
        outside_assert_works(&o);
        int pid = ls_worker_pid(o.worker);
        assert_int_equal(kill(pid, SIGKILL), 0);
        assert_true(outside_is_gone(pid));
        assert_int_equal(outside_run(&o, PATIENCE_MS), LS_E_WORKER);
        assert_int_equal(o.outcome.state, LS_FAILED);
        assert_int_equal(o.outcome.reason, LS_REASON_WORKER);
        assert_string_equal(o.outcome.detail, "it ended: SIGKILL");
        outside_assert_works(&o);
        assert_int_not_equal(ls_worker_pid(o.worker), pid);
    }
}

/* Waits for the zygote's child, then kills that child or the zygote itself. */
struct killer {
    pid_t zygote, child;
    bool kill_child;
};

static void *kill_in_the_middle(void *user)
{
    struct killer *killer = user;
    killer->child = outside_child_of(killer->zygote);
    if (killer->child)
        kill(killer->kill_child ? killer->child : killer->zygote, SIGKILL);
    return NULL;
}

static ls_status spin_and_kill(struct outside *o, struct killer *killer)
{
    pthread_t thread;
    killer->zygote = ls_worker_pid(o->worker);
    assert_int_equal(pthread_create(&thread, NULL, kill_in_the_middle, killer), 0);
    ls_status status = outside_probe(o, LS_PROBE_SPIN, PATIENCE_MS);
    pthread_join(thread, NULL);
    assert_true(killer->child > 0);
    return status;
}

static void a_child_killed_in_the_middle_costs_one_photo(void **state)
{
    (void)state;
    struct outside o;
    EACH_PROGRAM(o)
    {
        struct killer killer = {.kill_child = true};
        outside_assert_works(&o);
        assert_int_equal(spin_and_kill(&o, &killer), LS_E_WORKER);
        assert_int_equal(o.outcome.reason, LS_REASON_KILLED);
        assert_string_equal(o.outcome.detail, "SIGKILL");
        outside_assert_works(&o);
        assert_int_equal(ls_worker_pid(o.worker), killer.zygote);
    }
}

static void a_program_killed_in_the_middle_takes_its_child_along(void **state)
{
    (void)state;
    struct outside o;
    EACH_PROGRAM(o)
    {
        struct killer killer = {.kill_child = false};
        outside_assert_works(&o);
        assert_int_equal(spin_and_kill(&o, &killer), LS_E_WORKER);
        assert_int_equal(o.outcome.reason, LS_REASON_WORKER);
        assert_true(outside_is_gone(killer.child));
        outside_assert_works(&o);
    }
}

/* The host program dies in the middle of a check: nothing of ours stays behind. */
static void no_worker_outlives_its_parent(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t host = fork();
    if (host == 0) {
        struct outside o;
        outside_start(&o, LS_WORKER_CORE, outside_jpeg, outside_jpeg_size);
        pid_t pid = ls_worker_pid(o.worker);
        if (write(ends[1], &pid, sizeof pid) != sizeof pid)
            _exit(1);
        outside_probe(&o, LS_PROBE_SPIN, PATIENCE_MS);
        _exit(0);
    }
    pid_t zygote = 0;
    assert_int_equal(read(ends[0], &zygote, sizeof zygote), sizeof zygote);
    pid_t child = outside_child_of(zygote);
    assert_true(child > 0);
    kill(host, SIGKILL);
    assert_int_equal(waitpid(host, NULL, 0), host);
    assert_true(outside_is_gone(child));
    assert_true(outside_is_gone(zygote));
    close(ends[0]);
    close(ends[1]);
}

/* -------------------------------------------------------------------------------------------------- cancelled */

static volatile int cancel_flag;

static void *cancel_in_the_middle(void *user)
{
    const struct outside *o = user;
    outside_child_of(ls_worker_pid(o->worker));
    cancel_flag = 1;
    return NULL;
}

static void the_cancel_flag_ends_a_check(void **state)
{
    (void)state;
    struct outside o;
    EACH_PROGRAM(o)
    {
        pthread_t thread;
        outside_assert_works(&o);
        cancel_flag = 0;
        o.cancel = &cancel_flag;
        assert_int_equal(pthread_create(&thread, NULL, cancel_in_the_middle, &o), 0);
        assert_int_equal(outside_probe(&o, LS_PROBE_SPIN, PATIENCE_MS), LS_E_CANCELLED);
        pthread_join(thread, NULL);
        assert_int_equal(outside_run(&o, PATIENCE_MS), LS_E_CANCELLED); /* set before the call */
        o.cancel = NULL;
        outside_assert_works(&o);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crash_costs_one_photo),
        cmocka_unit_test(an_endless_loop_ends_at_its_deadline),
        cmocka_unit_test(processor_time_is_bounded_too),
        cmocka_unit_test(too_little_memory_is_said),
        cmocka_unit_test(a_file_that_became_shorter_is_said),
        cmocka_unit_test(a_program_killed_while_idle_is_started_again),
        cmocka_unit_test(a_child_killed_in_the_middle_costs_one_photo),
        cmocka_unit_test(a_program_killed_in_the_middle_takes_its_child_along),
        cmocka_unit_test(no_worker_outlives_its_parent),
        cmocka_unit_test(the_cancel_flag_ends_a_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
