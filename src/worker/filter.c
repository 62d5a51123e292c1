/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/sandbox.h"

#include "filters.inc"

#include <string.h>

#define LENGTH(program) (sizeof(program) / sizeof *(program))

void ls_filter_for(bool threads, struct sock_fprog *filter)
{
    const struct sock_filter *program = threads ? reader_filter : core_filter;
    filter->len = (unsigned short)(threads ? LENGTH(reader_filter) : LENGTH(core_filter));
    /* The kernel only reads it, but its structure has no const. */
    memcpy(&filter->filter, &program, sizeof program);
}
