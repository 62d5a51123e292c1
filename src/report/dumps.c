/* SPDX-License-Identifier: Apache-2.0 */
#include "report/dumps.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void ls_dumps_off(void)
{
    /* The limit is inherited, but a kernel that pipes core dumps to a program passes over it: so both. */
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
