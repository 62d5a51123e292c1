/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

ls_status ls_read_full(int fd, void *data, size_t size)
{
    char *at = data;
    while (size) {
        ssize_t got = read(fd, at, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return LS_E_IO;
        if (got == 0)
            return LS_E_FORMAT;
        at += got;
        size -= (size_t)got;
    }
    return LS_OK;
}

ls_status ls_write_full(int fd, const void *data, size_t size)
{
    const char *at = data;
    while (size) {
        ssize_t put = write(fd, at, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return LS_E_IO;
        at += put;
        size -= (size_t)put;
    }
    return LS_OK;
}

ls_status ls_read_all(int fd, ls_buffer *buffer)
{
    char block[16384];
    for (;;) {
        ssize_t got = read(fd, block, sizeof block);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return LS_E_IO;
        if (got == 0)
            return ls_buffer_add(buffer, "", 0);
        if (ls_buffer_add(buffer, block, (size_t)got))
            return buffer->status;
    }
}

ls_status ls_read_file(const char *path, ls_buffer *buffer)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return LS_E_IO;
    struct stat about;
    ls_status status = LS_E_IO;
    if (fstat(fd, &about) == 0) {
        if (S_ISREG(about.st_mode))
            status = ls_read_all(fd, buffer);
        else
            errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
    }
    int saved = errno;
    close(fd);
    errno = saved;
    return status;
}
