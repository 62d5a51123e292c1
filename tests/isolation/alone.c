/* SPDX-License-Identifier: Apache-2.0 */
/* The last photo: the core handles it without a zygote, under the same wall, and ends. */
#include "isolation/outside.h"

#include "cmocka_all.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void start(struct outside *o)
{
    outside_start(o, LS_WORKER_CORE, outside_jpeg, outside_jpeg_size);
    o->last = true;
}

static void the_program_ends_with_its_photo(void **state)
{
    (void)state;
    struct outside o;
    start(&o);
    for (int i = 0; i < 3; i++) { /* and is started anew for a photo that follows all the same */
        pid_t pid = ls_worker_pid(o.worker);
        outside_assert_works(&o);
        assert_int_equal(o.reply.wait_status, 0);
        assert_true(o.reply.sandbox >= LS_SANDBOX_SECCOMP);
        assert_int_equal(ls_worker_pid(o.worker), 0);
        assert_true(i > 0 || outside_is_gone(pid));
    }
    o.last = false;
    outside_assert_works(&o);
    assert_int_not_equal(ls_worker_pid(o.worker), 0);
    outside_stop(&o);
}

static void a_reader_goes_on(void **state)
{
    (void)state;
    struct outside o;
    outside_start(&o, LS_WORKER_READER, outside_jpeg, outside_jpeg_size);
    o.last = true;
    pid_t pid = ls_worker_pid(o.worker);
    outside_assert_works(&o);
    assert_int_equal(ls_worker_pid(o.worker), pid);
    outside_stop(&o);
}

static void every_attempt_kills(void **state)
{
    (void)state;
#ifdef LS_SANITIZE
    print_message("SKIP: the sanitizers' runtime needs what the release build forbids\n");
    skip();
#endif
    static const ls_probe probes[] = {LS_PROBE_OPEN, LS_PROBE_SOCKET, LS_PROBE_EXEC, LS_PROBE_FORK, LS_PROBE_STAT};
    struct outside o;
    start(&o);
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
        assert_int_equal(outside_probe(&o, probes[i], PATIENCE_MS), LS_E_WORKER);
        assert_int_equal(o.outcome.reason, LS_REASON_CRASH);
        assert_string_equal(o.outcome.detail, LS_FORBIDDEN_CALL);
        assert_true(WIFSIGNALED(o.reply.wait_status));
        assert_int_equal(WTERMSIG(o.reply.wait_status), SIGSYS);
        assert_false(o.answer.probe_seen[probes[i]]);
    }
    outside_assert_works(&o);
    outside_stop(&o);
}

static void whatever_ends_it_is_said(void **state)
{
    (void)state;
    struct outside o;
    start(&o);
    assert_int_equal(outside_probe(&o, LS_PROBE_CRASH, PATIENCE_MS), LS_E_WORKER);
    assert_int_equal(o.outcome.reason, LS_REASON_CRASH);
    assert_int_equal(ls_worker_pid(o.worker), 0);

    o.request.cpu_seconds = 1;
    assert_int_equal(outside_probe(&o, LS_PROBE_SPIN, PATIENCE_MS), LS_E_DEADLINE);
    assert_int_equal(o.outcome.reason, LS_REASON_DEADLINE);
    assert_int_equal(WTERMSIG(o.reply.wait_status), SIGXCPU);

    o.request.cpu_seconds = 60;
    assert_int_equal(outside_probe(&o, LS_PROBE_SPIN, 300), LS_E_DEADLINE);
    assert_int_equal(o.outcome.reason, LS_REASON_DEADLINE);
    assert_int_equal(ls_worker_pid(o.worker), 0);

    static const volatile int cancelled = 1;
    o.cancel = &cancelled;
    assert_int_equal(outside_probe(&o, LS_PROBE_SPIN, PATIENCE_MS), LS_E_CANCELLED);
    o.cancel = NULL;
    outside_assert_works(&o);
    outside_stop(&o);
}

static void a_program_that_was_killed_before_is_said(void **state)
{
    (void)state;
    struct outside o;
    start(&o);
    pid_t pid = ls_worker_pid(o.worker);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_true(outside_is_gone(pid));
    assert_int_equal(outside_run(&o, PATIENCE_MS), LS_E_WORKER);
    assert_int_equal(o.outcome.reason, LS_REASON_WORKER);
    assert_string_equal(o.outcome.detail, "it ended: SIGKILL");
    outside_assert_works(&o);
    outside_stop(&o);
}

#define A_WHILE_US 300000 /* in which a core surely starts; were it later, the tests below would hold all the same */

/* What another process sees of the core while it works. */
struct onlooker {
    pid_t core;
    bool kills;
    int descriptors;
};

static void *look(void *user)
{
    struct onlooker *onlooker = user;
    usleep(A_WHILE_US);
    onlooker->descriptors = outside_descriptors(onlooker->core);
    if (onlooker->kills)
        kill(onlooker->core, SIGKILL);
    return NULL;
}

static ls_status spin_and_look(struct outside *o, struct onlooker *onlooker, int patience_ms)
{
    pthread_t thread;
    onlooker->core = ls_worker_pid(o->worker);
    assert_int_equal(pthread_create(&thread, NULL, look, onlooker), 0);
    ls_status status = outside_probe(o, LS_PROBE_SPIN, patience_ms);
    pthread_join(thread, NULL);
    return status;
}

static void a_program_that_is_killed_in_the_middle_is_said(void **state)
{
    (void)state;
    struct outside o;
    start(&o);
    struct onlooker onlooker = {.kills = true};
    assert_int_equal(spin_and_look(&o, &onlooker, PATIENCE_MS), LS_E_WORKER);
    assert_int_equal(o.outcome.state, LS_FAILED);
    assert_int_equal(o.outcome.reason, LS_REASON_KILLED);
    outside_assert_works(&o);
    outside_stop(&o);
}

/* The host program takes away how our children ended. That is no good end; a zygote, which waits for its own, has to stay. */
static void an_end_that_nobody_saw_is_no_good_end(void **state)
{
    (void)state;
    struct outside o;
    signal(SIGCHLD, SIG_IGN);
    start(&o);
    outside_assert_works(&o);
    pid_t zygote = ls_worker_pid(o.worker);
    assert_int_not_equal(zygote, 0);
    assert_int_equal(outside_probe(&o, LS_PROBE_CRASH, PATIENCE_MS), LS_E_WORKER);
    assert_int_equal(o.outcome.reason, LS_REASON_CRASH);
    outside_assert_works(&o);
    assert_int_equal(ls_worker_pid(o.worker), zygote);
    outside_stop(&o);
    start(&o);
    assert_int_equal(outside_probe(&o, LS_PROBE_CRASH, PATIENCE_MS), LS_E_WORKER);
    outside_stop(&o);
    signal(SIGCHLD, SIG_DFL);
}

/* The thread that started it is gone, the program that wants the answer is not. */
static void *start_it(void *user)
{
    start(user);
    return NULL;
}

static void it_outlives_the_thread_that_started_it(void **state)
{
    (void)state;
    struct outside o;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, start_it, &o), 0);
    pthread_join(thread, NULL);
    outside_assert_works(&o);
    outside_stop(&o);
}

/* /dev/null three times, the answer's pipe, and the socket by which it hears of its parent's end. */
static void nothing_else_is_open(void **state)
{
    (void)state;
    struct outside o;
    start(&o);
    struct onlooker onlooker = {.kills = false};
    assert_int_equal(spin_and_look(&o, &onlooker, 2 * A_WHILE_US / 1000), LS_E_DEADLINE);
    outside_stop(&o);
    if (onlooker.descriptors < 0) {
        print_message("SKIP: only root sees the descriptors of a process that is not dumpable\n");
        skip();
    }
    assert_int_equal(onlooker.descriptors, 5);
}

/* The host program dies in the middle of a check: nothing of ours stays behind, even without a zygote that would notice. */
static void it_does_not_outlive_its_parent(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t host = fork();
    if (host == 0) {
        struct outside o;
        start(&o);
        pid_t pid = ls_worker_pid(o.worker);
        if (write(ends[1], &pid, sizeof pid) != sizeof pid)
            _exit(1);
        outside_probe(&o, LS_PROBE_SPIN, PATIENCE_MS);
        _exit(0);
    }
    pid_t core = 0;
    assert_int_equal(read(ends[0], &core, sizeof core), sizeof core);
    usleep(A_WHILE_US);
    kill(host, SIGKILL);
    assert_int_equal(waitpid(host, NULL, 0), host);
    assert_true(outside_is_gone(core));
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_program_ends_with_its_photo),
        cmocka_unit_test(a_reader_goes_on),
        cmocka_unit_test(every_attempt_kills),
        cmocka_unit_test(whatever_ends_it_is_said),
        cmocka_unit_test(a_program_that_was_killed_before_is_said),
        cmocka_unit_test(a_program_that_is_killed_in_the_middle_is_said),
        cmocka_unit_test(an_end_that_nobody_saw_is_no_good_end),
        cmocka_unit_test(it_outlives_the_thread_that_started_it),
        cmocka_unit_test(nothing_else_is_open),
        cmocka_unit_test(it_does_not_outlive_its_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
