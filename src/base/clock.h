/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines on the monotonic clock, in milliseconds. */
#ifndef LS_BASE_CLOCK_H
#define LS_BASE_CLOCK_H

#include <stdint.h>

int64_t ls_clock_ms(void); /* CLOCK_MONOTONIC */
/* Milliseconds until `deadline`, never below 0 and never above INT_MAX: what poll() takes. */
int ls_clock_left(int64_t deadline);

#endif
