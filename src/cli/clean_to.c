/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/clean_to.h"

#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No photo was taken then: the copy's time says nothing, and everybody's says the same (2000-01-01, UTC). */
#define NEUTRAL_TIME 946684800

/* -------------------------------------------------------------------------------------------------- what stays */

static const struct {
    const char *name;
    unsigned keep;
} names[] = {{"credit", LS_KEEP_CREDIT}, {"time", LS_KEEP_TIME}, {"camera", LS_KEEP_CAMERA}};

static const struct {
    const char *name;
    unsigned keep;
} profiles[] = {
    {"post", 0}, {"keep-credit", LS_KEEP_CREDIT}, {"keep-time", LS_KEEP_TIME}, {"gps-only", LS_KEEP_CREDIT | LS_KEEP_TIME | LS_KEEP_CAMERA}};

static bool parse_list(const char *list, unsigned *keep)
{
    while (*list) {
        const size_t length = strcspn(list, ",");
        bool known = false;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strlen(names[i].name) == length && strncmp(names[i].name, list, length) == 0) {
                *keep |= names[i].keep;
                known = true;
            }
        if (!known) {
            ls_cli_complain(_("--keep: '%.*s' is none of credit, time, camera"), (int)length, list);
            return false;
        }
        list += length + (list[length] == ',');
    }
    return true;
}

bool ls_clean_parse_keep(const char *list, const char *profile, unsigned *keep)
{
    bool known = !profile;
    *keep = 0;
    for (size_t i = 0; profile && i < sizeof profiles / sizeof *profiles; i++)
        if (strcmp(profiles[i].name, profile) == 0) {
            *keep = profiles[i].keep;
            known = true;
        }
    if (!known)
        ls_cli_complain(_("--profile: '%s' is none of post, keep-credit, keep-time, gps-only"), profile);
    return known && (!list || parse_list(list, keep));
}

/* ---------------------------------------------------------------------------------------------------- the names */

/* By what the file is, never by what the photo was called: that could be as wrong as it is telling. */
static const char *ending_of(const char *format)
{
    static const struct {
        const char *format, *ending;
    } endings[] = {{"JPEG", "jpg"}, {"PNG", "png"}, {"WebP", "webp"}, {"GIF", "gif"}, {"TIFF", "tif"}, {"HEIF", "heic"}, {"video", "mp4"}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(endings[i].format, format) == 0)
            return endings[i].ending;
    return "bin";
}

static bool fail(ls_error *error)
{
    snprintf(error->text, sizeof error->text, "%s", strerror(errno));
    return false;
}

/* The next number whose name is free. */
static bool keep_numbered(ls_clean_job *job, ls_copy *copy, const char *folder, const char *format, char path[PATH_MAX])
{
    const char *between = folder[strlen(folder) - 1] == '/' ? "" : "/";
    do {
        const int size = snprintf(path, PATH_MAX, "%s%sphoto-%04u.%s", strcmp(folder, "./") == 0 ? "" : folder, strcmp(folder, "./") == 0 ? "" : between,
                                  ++job->next, ending_of(format));
        if (size >= PATH_MAX) {
            errno = ENAMETOOLONG;
            return false;
        }
        if (ls_copy_keep_as(copy, path))
            return true;
    } while (errno == EEXIST && job->next < 1000000);
    return false;
}

/* The same rights and owner as the photo, as far as we may give them. */
static bool keep_in_place(ls_copy *copy, const char *name, const ls_cli_photo *photo, char path[PATH_MAX])
{
    struct stat about;
    if (fstat(photo->fd, &about) || !realpath(name, path))
        return false;
    if (about.st_uid != geteuid() && fchown(copy->fd, about.st_uid, about.st_gid))
        return false;
    if (fchmod(copy->fd, about.st_mode & 07777))
        return false;
    if (about.st_nlink > 1)
        ls_cli_complain(_("%s: the same file has other names, under which the photo stays as it was"), name);
    return ls_copy_replace(copy, path);
}

static bool keep(ls_clean_job *job, ls_copy *copy, const char *name, const ls_cli_photo *photo, const char *folder, const char *format, char path[PATH_MAX])
{
    const struct timespec times[2] = {{.tv_sec = NEUTRAL_TIME}, {.tv_sec = NEUTRAL_TIME}};
    if (futimens(copy->fd, times))
        return false;
    if (job->in_place)
        return keep_in_place(copy, name, photo, path);
    if (!job->file)
        return keep_numbered(job, copy, folder, format, path);
    if (strlen(job->file) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    strcpy(path, job->file);
    return ls_copy_keep_as(copy, path);
}

/* --------------------------------------------------------------------------------------------------- the copies */

static bool make(ls_clean_job *job, const ls_copy *copy, const ls_cli_photo *photo, ls_cleaned **cleaned, ls_error *error)
{
    const ls_clean ask = {.version = LS_CLEAN_VERSION, .fd = photo->fd, .data = photo->bytes.data, .size = photo->bytes.size, .keep = job->keep,
                          .out = copy->fd, .cancel = &ls_cli_interrupted, .last = job->last, .render = job->render && !job->in_place};
    return ls_scanner_clean(job->scanner, &ask, cleaned, error) == LS_OK;
}

/* Where the copy is made: a name can be given in the same file system only. */
static bool folder_of(const ls_clean_job *job, const char *name, char folder[PATH_MAX])
{
    char real[PATH_MAX];
    if (job->folder)
        return snprintf(folder, PATH_MAX, "%s", job->folder) < PATH_MAX;
    if (job->in_place)
        return realpath(name, real) && ls_copy_folder(real, folder);
    return ls_copy_folder(job->file ? job->file : name, folder);
}

bool ls_clean_to(ls_clean_job *job, const char *name, const ls_cli_photo *photo, char path[PATH_MAX], ls_cleaned **cleaned, ls_error *error)
{
    char folder[PATH_MAX] = "";
    ls_copy copy = {.fd = -1};
    *cleaned = NULL;
    if (!folder_of(job, name, folder) || !ls_copy_begin(&copy, folder))
        return fail(error);
    bool kept = make(job, &copy, photo, cleaned, error);
    if (kept && !keep(job, &copy, name, photo, folder, (*cleaned)->format, path))
        kept = fail(error);
    if (!kept) {
        ls_cleaned_free(*cleaned);
        *cleaned = NULL;
    }
    ls_copy_drop(&copy);
    return kept;
}
