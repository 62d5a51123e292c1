/* SPDX-License-Identifier: Apache-2.0 */
/* A byte buffer with a hard upper bound (after curl's dynbuf): the first failure sticks, so callers check once. */
#ifndef LS_BASE_BUFFER_H
#define LS_BASE_BUFFER_H

#include <lightseal/lightseal.h>

typedef struct ls_buffer {
    char *data; /* always NUL-terminated when not NULL */
    size_t size, capacity, limit;
    ls_status status; /* LS_OK, LS_E_NOMEM or LS_E_LIMIT */
} ls_buffer;

void ls_buffer_init(ls_buffer *buffer, size_t limit);
void ls_buffer_free(ls_buffer *buffer); /* wipes: it may hold what was read from a photo */
void ls_buffer_clear(ls_buffer *buffer); /* keeps the memory, forgets a failure */
ls_status ls_buffer_add(ls_buffer *buffer, const void *data, size_t size);
ls_status ls_buffer_text(ls_buffer *buffer, const char *text);
ls_status ls_buffer_printf(ls_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
