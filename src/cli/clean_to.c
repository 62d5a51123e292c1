/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/clean_to.h"

#include "base/status.h"
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
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

static bool cannot_write(ls_error *error, const char *path)
{
    const char *reason = strerror(errno);
    const bool fits = strlen(path) + strlen(reason) < sizeof error->text / 2; /* the reason counts more */
    ls_error_set(error, LS_E_IO, fits ? _("cannot write '%s': %s") : "%.0s%s", path, reason);
    return false;
}

/* The next number whose name is free. */
static bool keep_numbered(ls_clean_job *job, ls_copy *copy, const char *folder, const char *format, char path[PATH_MAX])
{
    const bool here = strcmp(folder, "./") == 0;
    const char *between = here || folder[strlen(folder) - 1] == '/' ? "" : "/";
    do {
        const int size = snprintf(path, PATH_MAX, "%s%sphoto-%04u.%s", here ? "" : folder, between, ++job->next,
                                  ending_of(format));
        if (size >= PATH_MAX) {
            errno = ENAMETOOLONG;
            return false;
        }
        if (ls_copy_keep_as(copy, path))
            return true;
    } while (errno == EEXIST && job->next < 1000000);
    return false;
}

static bool keep_file(const ls_clean_job *job, ls_copy *copy, char path[PATH_MAX])
{
    if (snprintf(path, PATH_MAX, "%s", job->file) < PATH_MAX)
        return ls_copy_keep_as(copy, path);
    errno = ENAMETOOLONG;
    return false;
}

/* ---------------------------------------------------------------------------------------- in the photo's place */

#define ACL "system.posix_acl_access"
#define ACL_MAX 4096 /* bytes: some 500 users and groups */

/* With an ACL the group bits of the mode are its mask: without it they would hand to the group what one user was given. */
static bool same_acl(int fd, int photo)
{
    char acl[ACL_MAX];
    const ssize_t size = fgetxattr(photo, ACL, acl, sizeof acl);
    if (size > 0)
        return fsetxattr(fd, ACL, acl, (size_t)size, 0) == 0;
    return size == 0 || errno == ENODATA || errno == EOPNOTSUPP;
}

/* The owner, group and rights of the photo. What its group may do, another group may not. */
static bool same_rights(int fd, int photo)
{
    struct stat own, about;
    if (fstat(fd, &own) || fstat(photo, &about))
        return false;
    if (own.st_uid != about.st_uid && fchown(fd, about.st_uid, (gid_t)-1))
        return false;
    mode_t mode = about.st_mode & 07777;
    if (own.st_gid != about.st_gid && fchown(fd, (uid_t)-1, about.st_gid))
        mode &= ~(mode_t)(S_ISGID | S_IRWXG);
    return fchmod(fd, mode) == 0 && same_acl(fd, photo);
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Nobody has written into the photo since it was opened, and no other file has got its name. */
static bool is_unchanged(const char *path, const struct stat *before)
{
    struct stat now;
    return stat(path, &now) == 0 && now.st_dev == before->st_dev && now.st_ino == before->st_ino &&
           now.st_size == before->st_size && same_time(&now.st_mtim, &before->st_mtim);
}

static bool keep_in_place(ls_copy *copy, const char *name, int photo, const struct stat *before, char path[PATH_MAX],
                          ls_error *error)
{
    if (!realpath(name, path) || !is_unchanged(path, before)) {
        ls_error_set(error, LS_E_IO, "%s", _("the photo was changed meanwhile; it is left as it is now"));
        return false;
    }
    if (!same_rights(copy->fd, photo) || !ls_copy_replace(copy, path))
        return cannot_write(error, path);
    if (before->st_nlink > 1)
        ls_cli_complain(_("%s: the same file has other names, under which the photo stays as it was"), name);
    return true;
}

/* --------------------------------------------------------------------------------------------------- the copies */

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

void ls_clean_sweep(ls_clean_job *job, const char *name)
{
    char folder[PATH_MAX];
    if (!folder_of(job, name, folder) || strcmp(job->swept, folder) == 0)
        return;
    ls_copy_sweep(folder);
    snprintf(job->swept, sizeof job->swept, "%s", folder);
}

bool ls_clean_make(const ls_clean_job *job, ls_scanner *scanner, const char *name, const ls_cli_photo *photo, ls_clean_copy *copy, ls_error *error)
{
    const struct timespec times[2] = {{.tv_sec = NEUTRAL_TIME}, {.tv_sec = NEUTRAL_TIME}};
    *copy = (ls_clean_copy){.copy = {.fd = -1}};
    if ((photo->fd >= 0 && fstat(photo->fd, &copy->before)) || !folder_of(job, name, copy->folder) || !ls_copy_begin(&copy->copy, copy->folder))
        return cannot_write(error, *copy->folder ? copy->folder : name);
    const ls_clean ask = {.version = LS_CLEAN_VERSION, .fd = photo->fd, .data = photo->bytes.data, .size = photo->bytes.size,
                          .keep = job->keep, .out = copy->copy.fd, .cancel = &ls_cli_interrupted, .last = job->last,
                          .render = job->render && !job->in_place};
    if (ls_scanner_clean(scanner, &ask, &copy->cleaned, error))
        return false;
    return !futimens(copy->copy.fd, times) || cannot_write(error, copy->folder);
}

static bool keep(ls_clean_job *job, ls_copy *copy, const char *folder, const char *format, char path[PATH_MAX], ls_error *error)
{
    if (job->file ? keep_file(job, copy, path) : keep_numbered(job, copy, folder, format, path))
        return true;
    return cannot_write(error, path);
}

bool ls_clean_keep(ls_clean_job *job, const char *name, const ls_cli_photo *photo, ls_clean_copy *copy, char path[PATH_MAX], ls_error *error)
{
    return job->in_place ? keep_in_place(&copy->copy, name, photo->fd, &copy->before, path, error)
                         : keep(job, &copy->copy, copy->folder, copy->cleaned->format, path, error);
}

void ls_clean_drop(ls_clean_copy *copy)
{
    ls_cleaned_free(copy->cleaned);
    copy->cleaned = NULL;
    ls_copy_drop(&copy->copy);
}

bool ls_clean_to(ls_clean_job *job, const char *name, const ls_cli_photo *photo, char path[PATH_MAX], ls_cleaned **cleaned,
                 ls_error *error)
{
    ls_clean_copy copy;
    ls_clean_sweep(job, name);
    const bool kept = ls_clean_make(job, job->scanner, name, photo, &copy, error) && ls_clean_keep(job, name, photo, &copy, path, error);
    *cleaned = kept ? copy.cleaned : NULL;
    if (kept)
        copy.cleaned = NULL; /* the caller's now */
    ls_clean_drop(&copy);
    return kept;
}
