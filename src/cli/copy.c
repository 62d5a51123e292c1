/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/copy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#define OWNER_ONLY (S_IRUSR | S_IWUSR)
#define PART_BEGIN ".lightseal-"
#define PART_END ".part"
#define PART_DIGITS 16
#define PART_LENGTH (sizeof PART_BEGIN - 1 + PART_DIGITS + sizeof PART_END - 1)
#define TRIES 100

/* How linkat() gets at a file without a name when one may not use AT_EMPTY_PATH, which takes a capability: see open(2). */
static void proc_path(int fd, char out[32])
{
    snprintf(out, 32, "/proc/self/fd/%d", fd);
}

bool ls_copy_folder(const char *path, char folder[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    const int length = slash ? (int)(slash - path) + 1 : 2;
    if (length >= PATH_MAX)
        return false;
    snprintf(folder, PATH_MAX, "%.*s", length, slash ? path : "./");
    return true;
}

static bool join(char out[PATH_MAX], const char *folder, const char *name)
{
    const size_t length = strlen(folder);
    const char *between = length && folder[length - 1] == '/' ? "" : "/";
    const int size = snprintf(out, PATH_MAX, "%s%s%s", folder, between, name);
    if (size < PATH_MAX)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

/* A file without a name, in the folder; -1 where there is none. */
static int open_nameless(const char *folder)
{
    char own[32];
    const int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, OWNER_ONLY);
    proc_path(fd, own);
    if (fd < 0 || faccessat(AT_FDCWD, own, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return fd;
    close(fd); /* no /proc here: it could never get its name */
    return -1;
}

static bool part_name(char name[PART_LENGTH + 1])
{
    uint64_t random;
    if (getrandom(&random, sizeof random, 0) != sizeof random)
        return false;
    snprintf(name, PART_LENGTH + 1, PART_BEGIN "%016llx" PART_END, (unsigned long long)random);
    return true;
}

/*
 * The lock says that somebody is still writing; whoever sweeps between open() and the lock leaves a file without a name. Where
 * there are no locks nothing is swept.
 */
static bool is_held(int fd)
{
    struct stat about;
    return (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) && fstat(fd, &about) == 0 && about.st_nlink == 1;
}

static int open_part(const char *folder, char path[PATH_MAX])
{
    char name[PART_LENGTH + 1];
    for (int tries = 0; tries < TRIES && part_name(name) && join(path, folder, name); tries++) {
        const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, OWNER_ONLY);
        if (fd < 0 && errno != EEXIST)
            break;
        if (fd >= 0 && is_held(fd))
            return fd;
        if (fd >= 0)
            close(fd);
    }
    path[0] = 0;
    return -1;
}

bool ls_copy_begin(ls_copy *copy, const char *folder)
{
    *copy = (ls_copy){.fd = open_nameless(folder)};
    if (copy->fd < 0)
        copy->fd = open_part(folder, copy->part);
    if (copy->fd < 0)
        return false;
    fremovexattr(copy->fd, "system.posix_acl_access"); /* what the folder gives to new files is not for this one */
    fchmod(copy->fd, OWNER_ONLY);                      /* whatever the umask took away */
    return true;
}

bool ls_copy_open(ls_copy *copy, const char *path)
{
    struct stat about;
    char folder[PATH_MAX];
    *copy = (ls_copy){.fd = -1};
    if (!ls_copy_folder(path, folder) || strlen(path) >= sizeof copy->path) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (lstat(path, &about) == 0) {
        errno = EEXIST;
        return false;
    }
    const bool begun = ls_copy_begin(copy, folder);
    memcpy(copy->path, path, strlen(path) + 1);
    return begun;
}

static bool give_name(const ls_copy *copy, const char *path)
{
    char own[32];
    proc_path(copy->fd, own);
    if (!copy->part[0])
        return linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
    /* a name that is taken by now is not taken away; file systems without hard links can say so in one call only */
    if (renameat2(AT_FDCWD, copy->part, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return true;
    return (errno == EINVAL || errno == ENOSYS) && link(copy->part, path) == 0 && unlink(copy->part) == 0;
}

static void finish(ls_copy *copy)
{
    close(copy->fd);
    copy->fd = -1;
}

bool ls_copy_keep_as(ls_copy *copy, const char *path)
{
    /* what the disk refuses is said before the file has its name */
    if (fsync(copy->fd) || !give_name(copy, path))
        return false;
    finish(copy);
    return true;
}

bool ls_copy_keep(ls_copy *copy)
{
    if (ls_copy_keep_as(copy, copy->path))
        return true;
    const int saved = errno;
    ls_copy_drop(copy);
    errno = saved;
    return false;
}

/* Only a file with a name can take the place of another. */
static bool get_part(ls_copy *copy, const char *folder)
{
    char name[PART_LENGTH + 1], path[PATH_MAX], own[32];
    proc_path(copy->fd, own);
    flock(copy->fd, LOCK_EX | LOCK_NB);
    for (int tries = 0; tries < TRIES && !copy->part[0] && part_name(name) && join(path, folder, name); tries++)
        if (linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
            memcpy(copy->part, path, sizeof copy->part);
        else if (errno != EEXIST)
            break;
    return copy->part[0] != 0;
}

/* The change is in the folder: it has to reach the disk, too. */
static void sync_folder(const char *folder)
{
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

bool ls_copy_replace(ls_copy *copy, const char *path)
{
    char folder[PATH_MAX];
    if (!ls_copy_folder(path, folder)) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (fsync(copy->fd) || !get_part(copy, folder) || rename(copy->part, path))
        return false;
    sync_folder(folder);
    copy->part[0] = 0;
    finish(copy);
    return true;
}

void ls_copy_drop(ls_copy *copy)
{
    if (copy->fd < 0)
        return;
    if (copy->part[0])
        unlink(copy->part);
    finish(copy);
}

/* -------------------------------------------------------------------------------------------------- sweeping */

static bool is_part(const char *name)
{
    if (strlen(name) != PART_LENGTH || strncmp(name, PART_BEGIN, sizeof PART_BEGIN - 1) != 0 ||
        strcmp(name + PART_LENGTH - (sizeof PART_END - 1), PART_END) != 0)
        return false;
    return strspn(name + sizeof PART_BEGIN - 1, "0123456789abcdef") == PART_DIGITS;
}

/* A part has the rights of the photo whose place it was to take, and for root its owner, too. */
static bool is_ours(int fd)
{
    struct stat about;
    return fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && (about.st_uid == geteuid() || geteuid() == 0);
}

static void sweep_one(int folder, const char *name)
{
    const int flags = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    int fd = openat(folder, name, flags | O_RDWR); /* some file systems lock for writing only what is open for it */
    if (fd < 0)
        fd = openat(folder, name, flags | O_RDONLY);
    if (fd < 0)
        return;
    if (is_ours(fd) && flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlinkat(folder, name, 0);
    close(fd);
}

void ls_copy_sweep(const char *folder)
{
    DIR *entries = opendir(folder);
    for (const struct dirent *entry; entries && (entry = readdir(entries));)
        if (is_part(entry->d_name))
            sweep_one(dirfd(entries), entry->d_name);
    if (entries)
        closedir(entries);
}
