/* SPDX-License-Identifier: Apache-2.0 */
/* Whole reads and writes: EINTR and short counts are dealt with here and nowhere else. */
#ifndef LS_BASE_IO_H
#define LS_BASE_IO_H

#include "base/buffer.h"

#include <sys/types.h>

/* Reads exactly `size` bytes. LS_E_IO on an error, LS_E_FORMAT when the stream ends first. */
ls_status ls_read_full(int fd, void *data, size_t size);
/* Writes all of it. LS_E_IO on an error; callers ignore SIGPIPE or use sockets with MSG_NOSIGNAL. */
ls_status ls_write_full(int fd, const void *data, size_t size);
/* Appends the whole stream to `buffer`; LS_E_LIMIT when it is longer than the buffer's bound. */
ls_status ls_read_all(int fd, ls_buffer *buffer);
/* Opens a regular file (O_CLOEXEC, O_NOCTTY) and reads it; LS_E_IO with errno set, LS_E_LIMIT. */
ls_status ls_read_file(const char *path, ls_buffer *buffer);

#endif
