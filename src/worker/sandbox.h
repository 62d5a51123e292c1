/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sandbox of a worker's child. The zygote prepares it once, before it has seen a photo; a child only enters it.
 *
 * Two layers. Landlock (Linux 5.13 and later) takes away the whole file system, and TCP where it can. seccomp then
 * leaves a list of system calls that has no way to name a file, a socket or another process; any other call kills.
 */
#ifndef LS_WORKER_SANDBOX_H
#define LS_WORKER_SANDBOX_H

#include "record/request.h"

#include <linux/filter.h>
#include <stdbool.h>

#define LS_ANSWER_FD 3 /* the only descriptor above stderr that a child holds: its answer's pipe */

typedef struct ls_sandbox {
    struct sock_fprog filter;
    int landlock; /* ruleset descriptor, or -1 */
    int error;    /* 0, or the errno that says why seccomp is not available */
} ls_sandbox;

/* `threads`: libheif's decoders start threads even when told not to, so the reader's children may. */
void ls_sandbox_prepare(ls_sandbox *sandbox, bool threads);
/* What a child will be under, given what the request asks for (0 off, 1 auto, 2 require). */
ls_sandbox_state ls_sandbox_state_for(const ls_sandbox *sandbox, uint32_t wanted);
/*
 * In the child, for good, in this order: Landlock while its ruleset is still open, the filter last. 0, or an errno when
 * the kernel refused what it had offered: the child must then end.
 */
int ls_sandbox_enter_landlock(const ls_sandbox *sandbox, ls_sandbox_state state);
int ls_sandbox_enter_filter(const ls_sandbox *sandbox, ls_sandbox_state state);

/* The parts of ls_sandbox_prepare. */
void ls_filter_for(bool threads, struct sock_fprog *filter);
int ls_landlock_open(void); /* ruleset descriptor, or -1 */

#endif
