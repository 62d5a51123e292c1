/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting in processes that may ask the system for nothing any more. */
#ifndef LS_BASE_SORT_H
#define LS_BASE_SORT_H

#include "base/status.h"

/*
 * glibc's qsort() asks the system for its memory (sysconf, which reads /proc) when it first sorts more than 1 KiB, which no sandbox
 * allows: called before the sandbox is entered, this makes it ask then. LS_E_NOMEM.
 */
ls_status ls_sort_warm_up(void);

#endif
