/* SPDX-License-Identifier: Apache-2.0 */
/* The programs hold photos, the text in them and positions: their memory must not become a file or another's. */
#ifndef LS_REPORT_DUMPS_H
#define LS_REPORT_DUMPS_H

/*
 * For this process, and the first half for those that it starts: no core dump, and no other process of the same user
 * attaches to it or reads its memory. The first thing that a program does. It cannot fail on a kernel that runs them.
 */
void ls_dumps_off(void);

#endif
