/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The attempts that must end a sandboxed child. Raw system calls: what is under test is the filter, not the C library,
 * and hostile code would make them like this. Where there is no filter the attempt is made and undone.
 */
#include "worker/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void try_fork(void)
{
    if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0)
        _exit(0);
}

static void try_exec(void)
{
    char name[] = "/bin/true";
    char *const arguments[] = {name, NULL}, *const environment[] = {NULL};
    syscall(SYS_execve, name, arguments, environment);
}

static void try_stat(void)
{
    unsigned char room[512]; /* more than struct stat takes anywhere */
    syscall(SYS_newfstatat, AT_FDCWD, "/etc/hostname", room, 0);
}

static void crash(void)
{
    volatile int *volatile nowhere = NULL; /* volatile twice: the compiler may assume neither value nor effect */
    *nowhere = 1;
}

static void spin(void)
{
    for (volatile unsigned turns = 0;; turns++)
        ;
}

bool ls_probe_common(ls_job *job)
{
    switch ((ls_probe)job->request->probe) {
    case LS_PROBE_OPEN: syscall(SYS_openat, AT_FDCWD, "/etc/hostname", O_RDONLY); return true;
    case LS_PROBE_SOCKET: syscall(SYS_socket, AF_INET, SOCK_STREAM, 0); return true;
    case LS_PROBE_EXEC: try_exec(); return true;
    case LS_PROBE_FORK: try_fork(); return true;
    case LS_PROBE_STAT: try_stat(); return true;
    case LS_PROBE_CRASH: crash(); return true;
    case LS_PROBE_SPIN: spin(); return true;
    default: return false;
    }
}

int ls_probe_answer(ls_job *job, bool passed)
{
    ls_answer_put_probe(&job->out, job->request->probe, passed);
    return ls_job_end(job);
}
