/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into lightseal by clean_killed.py: a file system with other manners, and death or company at a chosen moment. The
 * calls that change files are seen by their names; open() with O_TMPFILE is "tmpfile", with O_CREAT "create".
 *
 *   LS_SHIM_FAIL="rename=5,tmpfile=95"   these calls fail with that errno
 *   LS_SHIM_KILL=3                       SIGKILL before the third call
 *   LS_SHIM_RUN="fsync=COMMAND"          a shell command before the first call of that name; its $PPID is lightseal
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int calls, has_run;

static int error_for(const char *name)
{
    const char *list = getenv("LS_SHIM_FAIL");
    const size_t length = strlen(name);
    while (list && *list) {
        if (strncmp(list, name, length) == 0 && list[length] == '=')
            return (int)strtol(list + length + 1, NULL, 10);
        list = strchr(list, ',');
        list += list != NULL;
    }
    return 0;
}

static void run(const char *name)
{
    const char *wanted = getenv("LS_SHIM_RUN");
    const size_t length = strlen(name);
    if (!wanted || strncmp(wanted, name, length) != 0 || wanted[length] != '=')
        return;
    if (__atomic_exchange_n(&has_run, 1, __ATOMIC_RELAXED))
        return;
    char *command = NULL, shell[] = "/bin/sh", option[] = "-c";
    pid_t child;
    int status = -1;
    if (asprintf(&command, "unset LD_PRELOAD LS_SHIM_FAIL LS_SHIM_KILL LS_SHIM_RUN; %s", wanted + length + 1) < 0)
        abort();
    char *const arguments[] = {shell, option, command, NULL};
    if (posix_spawn(&child, shell, NULL, NULL, arguments, environ) == 0)
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
    if (status != 0)
        abort();
    free(command);
}

/* True: the call fails, and errno is set. */
static int meet(const char *name)
{
    const char *death = getenv("LS_SHIM_KILL");
    if (__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) == (death ? strtol(death, NULL, 10) : -1))
        kill(getpid(), SIGKILL);
    run(name);
    const int error = error_for(name);
    if (error)
        errno = error;
    return error != 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define CALL(name, parameters, arguments) \
    int name parameters { return meet(#name) ? -1 : REAL(name) arguments; }

CALL(fsync, (int fd), (fd))
CALL(flock, (int fd, int operation), (fd, operation))
CALL(fchmod, (int fd, mode_t mode), (fd, mode))
CALL(fchown, (int fd, uid_t owner, gid_t group), (fd, owner, group))
CALL(futimens, (int fd, const struct timespec times[2]), (fd, times))
CALL(link, (const char *from, const char *to), (from, to))
CALL(linkat, (int from_fd, const char *from, int to_fd, const char *to, int flags), (from_fd, from, to_fd, to, flags))
CALL(rename, (const char *from, const char *to), (from, to))
CALL(renameat2, (int from_fd, const char *from, int to_fd, const char *to, unsigned flags), (from_fd, from, to_fd, to, flags))
CALL(unlink, (const char *path), (path))
CALL(unlinkat, (int fd, const char *path, int flags), (fd, path, flags))

ssize_t write(int fd, const void *bytes, size_t size)
{
    return meet("write") ? -1 : REAL(write)(fd, bytes, size);
}

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    const int nameless = (flags & O_TMPFILE) == O_TMPFILE;
    if (nameless || (flags & O_CREAT)) {
        va_list list;
        va_start(list, flags);
        mode = va_arg(list, mode_t);
        va_end(list);
        if (meet(nameless ? "tmpfile" : "create"))
            return -1;
    }
    return REAL(open)(path, flags, mode);
}
