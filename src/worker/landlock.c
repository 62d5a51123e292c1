/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/sandbox.h"

#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#endif

/* struct landlock_ruleset_attr as of ABI 6. Older kernels take the longer structure as long as the rest is zero. */
struct ruleset {
    uint64_t handled_access_fs;
    uint64_t handled_access_net;
    uint64_t scoped;
};

#define VERSION_FLAG 1u /* LANDLOCK_CREATE_RULESET_VERSION */

/* Number of file system rights, lowest bits first, by ABI (linux/landlock.h): 13 at first, then REFER, TRUNCATE, IOCTL.
 */
static uint64_t all_fs_rights(long abi)
{
    int bits = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
    return ((uint64_t)1 << bits) - 1;
}

/* A ruleset that handles every right there is and grants none. */
int ls_landlock_open(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
    if (abi < 1)
        return -1;
    struct ruleset ruleset = {
        .handled_access_fs = all_fs_rights(abi),
        .handled_access_net = abi >= 4 ? 3 : 0, /* TCP: bind, connect */
        .scoped = abi >= 6 ? 3 : 0,             /* abstract UNIX sockets and signals beyond the sandbox */
    };
    return (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0); /* close-on-exec by itself */
}
