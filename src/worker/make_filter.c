/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of system calls that a child may make. Everything it needs from the outside is there before it enters: the
 * photo is mapped, the answer's pipe is open. So there is no call here that takes a path, an address or a process.
 *
 * A program of its own, which runs while lightseal is built and prints the filters as C: libseccomp at run time took a
 * twentieth of the time of a quick check, for a result that is always the same.
 */
#include "worker/sandbox.h"

#include <errno.h>
#include <linux/filter.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define ALL 0 /* no condition on the arguments */
#define SECCOMP_API 3 /* of seccomp_api_get(3): the level that has SCMP_ACT_KILL_PROCESS, Linux 4.14 */

/* Calls that are harmless whatever their arguments. */
static const int always[] = {
    /* memory: malloc and the C++ heap; giving memory back */
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap),
    /* locks: malloc's arenas, std::call_once, the decoders' condition variables */
    SCMP_SYS(futex), SCMP_SYS(sched_yield),
    /* the end of the child, and of a thread */
    SCMP_SYS(exit), SCMP_SYS(exit_group),
    /* abort() blocks and resets signals before it raises one; returning from a handler */
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn), SCMP_SYS(getpid), SCMP_SYS(gettid),
    /* time, where the vDSO has no clock; randomness for hash seeds and malloc */
    SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),
    /* a call that a stop signal interrupted */
    SCMP_SYS(restart_syscall),
    /* closing what is left; the numbers below the answer's are /dev/null */
    SCMP_SYS(close),
};

/* What starting a thread takes besides clone: only the reader has this. */
static const int for_threads[] = {
    SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_getaffinity),
};

#ifdef LS_SANITIZE
/* The sanitizers' runtime: reads its memory map, tries addresses through a pipe, sets signal stacks, writes reports. */
static const int for_sanitizers[] = {
    SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(stat), SCMP_SYS(lstat),
    SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(sigaltstack),
    SCMP_SYS(prlimit64), SCMP_SYS(getrlimit), SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(tgkill), SCMP_SYS(prctl),
    SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_getaffinity), SCMP_SYS(ioctl), SCMP_SYS(getcwd),
    SCMP_SYS(uname), SCMP_SYS(getuid), SCMP_SYS(lseek), SCMP_SYS(pipe), SCMP_SYS(pipe2),
};
#endif

static int allow(scmp_filter_ctx context, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int failed = seccomp_rule_add_exact(context, SCMP_ACT_ALLOW, calls[i], ALL);
        if (failed && failed != -EDOM && failed != -EINVAL) /* these two: no such call on this architecture */
            return failed;
    }
    return 0;
}

/* Calls that are allowed for some arguments only. */
static int allow_some(scmp_filter_ctx context)
{
    /* Private mappings alone: a shared writable one could change the photo that it maps. Nothing becomes executable. */
    int failed = seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
                                  SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                                  SCMP_A3_32(SCMP_CMP_MASKED_EQ, MAP_SHARED | MAP_PRIVATE, MAP_PRIVATE));
    if (!failed)
        failed = seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                  SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    /* Advice of the everyday kind; from 100 on stand MADV_HWPOISON and MADV_SOFT_OFFLINE, which act on shared pages. */
    if (!failed)
        failed = seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(madvise), 1, SCMP_A2_32(SCMP_CMP_LT, 100));
    /* The answer; and stderr, which is /dev/null, for the libraries that complain there. */
    if (!failed)
        failed = seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0_32(SCMP_CMP_EQ, LS_ANSWER_FD));
    if (!failed)
        failed = seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0_32(SCMP_CMP_EQ, STDERR_FILENO));
    /* abort(): its signal could go to any process of the user, so it is refused; abort() then traps by itself. */
#ifndef LS_SANITIZE
    if (!failed)
        failed = seccomp_rule_add(context, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), ALL);
#endif
    return failed;
}

/* Threads of this process, never a process: clone3's flags are in memory that no filter can look at, so it is absent. */
static int allow_threads(scmp_filter_ctx context)
{
    int failed = allow(context, for_threads, sizeof for_threads / sizeof *for_threads);
    if (!failed)
        failed = seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                                  SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM));
    if (!failed)
        failed = seccomp_rule_add(context, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), ALL);
    if (!failed) /* dav1d names its threads */
        failed = seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0_32(SCMP_CMP_EQ, PR_SET_NAME));
    return failed;
}

static int add_rules(scmp_filter_ctx context, bool threads)
{
    int failed = seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (!failed)
        failed = allow(context, always, sizeof always / sizeof *always);
    if (!failed)
        failed = allow_some(context);
    if (!failed && threads)
        failed = allow_threads(context);
#ifdef LS_SANITIZE
    if (!failed)
        failed = allow(context, for_sanitizers, sizeof for_sanitizers / sizeof *for_sanitizers);
#endif
    return failed;
}

/* libseccomp gives the program through a descriptor, as the kernel's struct sock_filter. */
static int export(scmp_filter_ctx context, struct sock_filter program[BPF_MAXINSNS], size_t *count)
{
    FILE *file = tmpfile();
    if (!file)
        return -errno;
    int failed = seccomp_export_bpf(context, fileno(file));
    rewind(file);
    *count = failed ? 0 : fread(program, sizeof *program, BPF_MAXINSNS, file);
    if (!failed && (!*count || ferror(file) || fgetc(file) != EOF))
        failed = -E2BIG;
    fclose(file);
    return failed;
}

static int print(const char *name, bool threads)
{
    struct sock_filter program[BPF_MAXINSNS];
    size_t count = 0;
    scmp_filter_ctx context = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int failed = context ? add_rules(context, threads) : -ENOMEM;
    if (!failed)
        failed = export(context, program, &count);
    seccomp_release(context);
    if (failed) {
        fprintf(stderr, "make-filter: %s: %s\n", name, strerror(-failed));
        return failed;
    }
    printf("static const struct sock_filter %s[] = {\n", name);
    for (size_t i = 0; i < count; i++)
        printf("    {0x%04x, %u, %u, 0x%08x},\n", program[i].code, program[i].jt, program[i].jf, program[i].k);
    printf("};\n");
    return 0;
}

int main(void)
{
    seccomp_api_set(SECCOMP_API); /* whatever the kernel can that this is built on */
    printf("/* Made by src/worker/make_filter.c: what a child of the core may call, and what one of the reader may. */\n");
    return print("core_filter", false) || print("reader_filter", true) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
