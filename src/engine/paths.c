/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/paths.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    char libexec[PATH_MAX], rules[PATH_MAX], models[PATH_MAX], locale[PATH_MAX];
} paths;

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* A path that would have been cut short is no path. */
static void join(char out[PATH_MAX], const char *prefix, const char *rest)
{
    int length = snprintf(out, PATH_MAX, "%s/%s", prefix, rest);
    if (length < 0 || length >= PATH_MAX)
        out[0] = 0;
}

static void fill(const char *prefix)
{
    join(paths.libexec, prefix, LS_LIBEXEC);
    join(paths.rules, prefix, LS_SHARE "/rules");
    join(paths.models, prefix, LS_SHARE "/models");
    join(paths.locale, prefix, LS_LOCALE);
}

/* Drops the last part of a path. */
static bool up(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = 0;
    return slash;
}

/* The folder of the shared object that holds this very code, and from there up to the prefix. */
static void find(void)
{
    Dl_info about;
    char path[PATH_MAX];
    if (paths.libexec[0]) /* a test has set them */
        return;
    if (!dladdr(&paths, &about) || !about.dli_fname || !realpath(about.dli_fname, path))
        return;
    bool found = up(path);
    /* LS_LIB_TO_PREFIX is "..", "../.." and so on; in a real path each step up leads to the folder above */
    for (const char *step = LS_LIB_TO_PREFIX; found && (step = strstr(step, "..")); step += strlen(".."))
        found = up(path);
    if (found)
        fill(path);
}

void ls_paths_set_prefix(const char *prefix)
{
    fill(prefix);
}

const char *ls_paths_libexec(void)
{
    pthread_once(&once, find);
    return paths.libexec;
}

const char *ls_paths_rules(void)
{
    pthread_once(&once, find);
    return paths.rules;
}

const char *ls_paths_models(void)
{
    pthread_once(&once, find);
    return paths.models;
}

const char *ls_paths_locale(void)
{
    pthread_once(&once, find);
    return paths.locale;
}
