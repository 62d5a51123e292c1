/* SPDX-License-Identifier: Apache-2.0 */
/* Two hundred calls of every kind leave nothing behind: no descriptor, no zombie, no changed signal. */
#include "isolation/outside.h"

#include "cmocka_all.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS 200

static void call_of_some_kind(struct outside *o, int turn)
{
    switch (turn % 5) {
    case 0: assert_int_equal(outside_probe(o, LS_PROBE_CRASH, PATIENCE_MS), LS_E_WORKER); break;
    case 1: assert_int_equal(outside_probe(o, LS_PROBE_SPIN, 1), LS_E_DEADLINE); break;
    default: outside_assert_works(o); break;
    }
}

static void assert_no_children(void)
{
    siginfo_t about;
    assert_int_equal(waitid(P_ALL, 0, &about, WEXITED | WNOHANG | WNOWAIT), -1);
    assert_int_equal(errno, ECHILD);
}

static void nothing_is_left_behind(ls_worker_program program)
{
    struct outside o;
    int before_start = outside_descriptors(getpid());
    assert_true(before_start > 0);
    outside_start(&o, program, outside_jpeg, outside_jpeg_size);
    outside_assert_works(&o);
    int ours = outside_descriptors(getpid()), zygotes = outside_descriptors(ls_worker_pid(o.worker));
    int pid = ls_worker_pid(o.worker);
    for (int i = 0; i < CALLS; i++)
        call_of_some_kind(&o, i);
    assert_int_equal(ls_worker_pid(o.worker), pid);
    assert_int_equal(outside_descriptors(getpid()), ours);
    assert_int_equal(outside_descriptors(pid), zygotes);
    outside_stop(&o);
    assert_int_equal(outside_descriptors(getpid()), before_start);
    assert_no_children();
}

static void core_leaves_nothing(void **state)
{
    (void)state;
    nothing_is_left_behind(LS_WORKER_CORE);
}

static void reader_leaves_nothing(void **state)
{
    (void)state;
    nothing_is_left_behind(LS_WORKER_READER);
}

static void restarts_leave_nothing(void **state)
{
    (void)state;
    struct outside o;
    outside_start(&o, LS_WORKER_CORE, outside_jpeg, outside_jpeg_size);
    outside_assert_works(&o);
    int ours = outside_descriptors(getpid());
    for (int i = 0; i < 20; i++) {
        kill(ls_worker_pid(o.worker), SIGKILL);
        assert_int_equal(outside_run(&o, PATIENCE_MS), LS_E_WORKER);
        outside_assert_works(&o);
    }
    assert_int_equal(outside_descriptors(getpid()), ours);
    outside_stop(&o);
    assert_no_children();
}

/* The descriptor is the caller's, and so is the place where it stands in the file. */
static void the_photo_is_left_as_it_was(void **state)
{
    (void)state;
    for (int program = LS_WORKER_CORE; program <= LS_WORKER_READER; program++) {
        struct outside o;
        char bytes[512];
        outside_start(&o, (ls_worker_program)program, outside_jpeg, outside_jpeg_size);
        assert_int_equal(lseek(o.photo, 7, SEEK_SET), 7);
        outside_assert_works(&o);
        assert_int_equal(lseek(o.photo, 0, SEEK_CUR), 7);
        assert_int_equal(pread(o.photo, bytes, sizeof bytes, 0), outside_jpeg_size);
        assert_memory_equal(bytes, outside_jpeg, outside_jpeg_size);
        outside_stop(&o);
    }
}

static void signals_of_the_host_stay_as_they_are(void **state)
{
    (void)state;
    struct sigaction before[32], after;
    for (int number = 1; number < 32; number++)
        assert_int_equal(sigaction(number, NULL, &before[number]), 0);
    struct outside o;
    outside_start(&o, LS_WORKER_CORE, outside_jpeg, outside_jpeg_size);
    for (int i = 0; i < 5; i++)
        call_of_some_kind(&o, i);
    kill(ls_worker_pid(o.worker), SIGKILL);
    assert_int_equal(outside_run(&o, PATIENCE_MS), LS_E_WORKER); /* a write into a closed socket: no SIGPIPE */
    outside_stop(&o);
    for (int number = 1; number < 32; number++) {
        assert_int_equal(sigaction(number, NULL, &after), 0);
        assert_true(after.sa_handler == before[number].sa_handler);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(core_leaves_nothing),
        cmocka_unit_test(reader_leaves_nothing),
        cmocka_unit_test(restarts_leave_nothing),
        cmocka_unit_test(the_photo_is_left_as_it_was),
        cmocka_unit_test(signals_of_the_host_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
