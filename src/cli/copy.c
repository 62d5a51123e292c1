/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OWNER_ONLY (S_IRUSR | S_IWUSR)

/* How linkat() gets at a file without a name when one may not use AT_EMPTY_PATH, which takes a capability: see open(2). */
static void proc_path(int fd, char out[32])
{
    snprintf(out, 32, "/proc/self/fd/%d", fd);
}

/* A file without a name, in the folder that `path` is in; -1 where there is none. */
static int open_nameless(const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX], own[32];
    const int length = slash ? (int)(slash - path) + 1 : 1;
    if (length >= PATH_MAX)
        return -1;
    snprintf(folder, sizeof folder, "%.*s", length, slash ? path : ".");
    const int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, OWNER_ONLY);
    proc_path(fd, own);
    if (fd < 0 || faccessat(AT_FDCWD, own, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return fd;
    close(fd); /* no /proc here: it could never get its name */
    return -1;
}

bool ls_copy_open(ls_copy *copy, const char *path)
{
    struct stat about;
    *copy = (ls_copy){.path = path, .fd = -1};
    if (lstat(path, &about) == 0) {
        errno = EEXIST;
        return false;
    }
    copy->fd = open_nameless(path);
    if (copy->fd >= 0)
        return true;
    copy->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, OWNER_ONLY);
    copy->named = copy->fd >= 0;
    return copy->named;
}

bool ls_copy_keep(ls_copy *copy)
{
    char own[32];
    proc_path(copy->fd, own);
    /* what the disk refuses is said before the file has its name; and a name that is taken by now is not taken away */
    if (fsync(copy->fd) || (!copy->named && linkat(AT_FDCWD, own, AT_FDCWD, copy->path, AT_SYMLINK_FOLLOW))) {
        const int saved = errno;
        ls_copy_drop(copy);
        errno = saved;
        return false;
    }
    close(copy->fd);
    copy->fd = -1;
    return true;
}

void ls_copy_drop(ls_copy *copy)
{
    if (copy->fd < 0)
        return;
    if (copy->named)
        unlink(copy->path);
    close(copy->fd);
    copy->fd = -1;
}
