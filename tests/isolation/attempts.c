/* SPDX-License-Identifier: Apache-2.0 */
/* A child really tries what it must not, in both workers. */
#include "isolation/outside.h"

#include "cmocka_all.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const ls_worker_program programs[] = {LS_WORKER_CORE, LS_WORKER_READER};

static void assert_dies(ls_worker_program program, ls_probe probe)
{
    struct outside o;
    outside_start(&o, program, outside_jpeg, outside_jpeg_size);
    assert_int_equal(outside_probe(&o, probe, PATIENCE_MS), LS_E_WORKER);
    assert_true(WIFSIGNALED(o.reply.wait_status));
    assert_int_equal(WTERMSIG(o.reply.wait_status), SIGSYS);
    assert_int_equal(o.outcome.state, LS_FAILED);
    assert_int_equal(o.outcome.reason, LS_REASON_CRASH);
    assert_string_equal(o.outcome.detail, "forbidden system call");
    assert_false(o.answer.probe_seen[probe]);
    assert_true(o.reply.sandbox >= LS_SANDBOX_SECCOMP);
    outside_assert_works(&o);
    outside_stop(&o);
}

static void forbidden_in_both(ls_probe probe)
{
#ifdef LS_SANITIZE
    (void)probe;
    print_message("SKIP: the sanitizers' runtime needs what the release build forbids\n");
    skip();
#endif
    for (size_t i = 0; i < 2; i++)
        assert_dies(programs[i], probe);
}

static void opening_a_file_kills(void **state)
{
    (void)state;
    forbidden_in_both(LS_PROBE_OPEN);
}

static void opening_a_socket_kills(void **state)
{
    (void)state;
    forbidden_in_both(LS_PROBE_SOCKET);
}

static void starting_a_program_kills(void **state)
{
    (void)state;
    forbidden_in_both(LS_PROBE_EXEC);
}

static void starting_a_process_kills(void **state)
{
    (void)state;
    forbidden_in_both(LS_PROBE_FORK);
}

static void looking_up_a_file_kills(void **state)
{
    (void)state;
    forbidden_in_both(LS_PROBE_STAT);
}

/* Without this one, a child that dies of something else would pass for a sandbox that works. */
static void without_the_sandbox_the_attempts_survive(void **state)
{
    (void)state;
    static const ls_probe probes[] = {LS_PROBE_OPEN, LS_PROBE_SOCKET, LS_PROBE_STAT};
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 3; j++) {
            struct outside o;
            outside_start(&o, programs[i], outside_jpeg, outside_jpeg_size);
            o.request.sandbox = 0;
            assert_int_equal(outside_probe(&o, probes[j], PATIENCE_MS), LS_OK);
            assert_int_equal(o.reply.sandbox, LS_SANDBOX_OFF);
            assert_true(o.answer.probe_seen[probes[j]]);
            assert_false(o.answer.probe_passed[probes[j]]);
            outside_stop(&o);
        }
}

static void automatic_is_the_sandbox_where_there_is_one(void **state)
{
    (void)state;
    struct outside o;
    outside_start(&o, LS_WORKER_CORE, outside_jpeg, outside_jpeg_size);
    outside_assert_works(&o);
    uint32_t required = o.reply.sandbox;
    o.request.sandbox = 1;
    outside_assert_works(&o);
    assert_int_equal(o.reply.sandbox, required);
    outside_stop(&o);
}

/* ------------------------------------------------------------------------------ what the zygote was started with */

static size_t read_proc(pid_t pid, const char *name, char *room, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t got = fread(room, 1, size, file);
    fclose(file);
    return got;
}

static void the_environment_is_clean(void **state)
{
    (void)state;
    static const char expected[] = "OMP_THREAD_LIMIT=1\0OPENBLAS_NUM_THREADS=1"; /* each with its NUL */
    for (size_t i = 0; i < 2; i++) {
        struct outside o;
        char found[4096];
        outside_start(&o, programs[i], outside_jpeg, outside_jpeg_size);
        outside_assert_works(&o);
        size_t size = read_proc(ls_worker_pid(o.worker), "environ", found, sizeof found);
        assert_int_equal(size, sizeof expected);
        assert_memory_equal(found, expected, sizeof expected);
        outside_stop(&o);
    }
}

static void our_descriptors_stay_here(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0); /* not close-on-exec: a careless host program */
    int high = dup2(ends[1], 200);
    for (size_t i = 0; i < 2; i++) {
        struct outside o;
        char path[64], target[256];
        outside_start(&o, programs[i], outside_jpeg, outside_jpeg_size);
        outside_assert_works(&o);
        for (int fd = 0; fd < 3; fd++) {
#ifdef LS_SANITIZE
            if (fd == 2)
                continue;
#endif
            snprintf(path, sizeof path, "/proc/%d/fd/%d", ls_worker_pid(o.worker), fd);
            ssize_t size = readlink(path, target, sizeof target - 1);
            assert_true(size > 0);
            target[size] = 0;
            assert_string_equal(target, "/dev/null");
        }
        snprintf(path, sizeof path, "/proc/%d/fd/200", ls_worker_pid(o.worker));
        assert_int_equal(readlink(path, target, sizeof target), -1);
        outside_stop(&o);
    }
    close(high);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_a_file_kills),
        cmocka_unit_test(opening_a_socket_kills),
        cmocka_unit_test(starting_a_program_kills),
        cmocka_unit_test(starting_a_process_kills),
        cmocka_unit_test(looking_up_a_file_kills),
        cmocka_unit_test(without_the_sandbox_the_attempts_survive),
        cmocka_unit_test(automatic_is_the_sandbox_where_there_is_one),
        cmocka_unit_test(the_environment_is_clean),
        cmocka_unit_test(our_descriptors_stay_here),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
