/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LS_BASE_STATUS_H
#define LS_BASE_STATUS_H

#include <lightseal/lightseal.h>

/* Fills *error (which may be NULL) and returns `status`, so that it can end a function. */
ls_status ls_error_set(ls_error *error, ls_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
