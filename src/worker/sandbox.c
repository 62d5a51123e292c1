/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/sandbox.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Landlock's system calls have these numbers on every architecture; older kernel headers lack the names. */
#ifndef SYS_landlock_restrict_self
#define SYS_landlock_restrict_self 446
#endif

/* Asking for the action tells apart a kernel without seccomp, one that is too old, and a container that forbids it. */
static int seccomp_available(void)
{
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0 ? 0 : errno;
}

void ls_sandbox_prepare(ls_sandbox *sandbox, bool threads)
{
    *sandbox = (ls_sandbox){.landlock = -1};
    sandbox->error = seccomp_available();
    ls_filter_for(threads, &sandbox->filter);
    sandbox->landlock = ls_landlock_open();
}

ls_sandbox_state ls_sandbox_state_for(const ls_sandbox *sandbox, uint32_t wanted)
{
    /* Landlock alone would leave signals, processes and most sockets: that is not called a sandbox. */
    if (wanted == 0 || sandbox->error)
        return LS_SANDBOX_OFF;
    return sandbox->landlock >= 0 ? LS_SANDBOX_SECCOMP_LANDLOCK : LS_SANDBOX_SECCOMP;
}

int ls_sandbox_enter_landlock(const ls_sandbox *sandbox, ls_sandbox_state state)
{
    /* Without this no unprivileged process may enter either layer; with it no exec could gain rights. */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return errno;
    if (state != LS_SANDBOX_SECCOMP_LANDLOCK)
        return 0;
    return syscall(SYS_landlock_restrict_self, sandbox->landlock, 0) == 0 ? 0 : errno;
}

int ls_sandbox_enter_filter(const ls_sandbox *sandbox, ls_sandbox_state state)
{
    if (state == LS_SANDBOX_OFF)
        return 0;
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &sandbox->filter) == 0 ? 0 : errno;
}
