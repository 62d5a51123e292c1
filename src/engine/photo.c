/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a photo by name. Below this no stage sees a path. */
#include "engine/photo.h"

#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define _(text) dgettext("lightseal", text)

ls_status ls_photo_open(const char *path, int *fd, ls_error *error)
{
    *fd = -1;
    /* O_NONBLOCK: opening a FIFO must not wait for somebody to write to it */
    int opened = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (opened < 0)
        return ls_error_set(error, LS_E_IO, "%s", strerror(errno));
    struct stat about;
    const char *problem = NULL;
    if (fstat(opened, &about))
        problem = strerror(errno);
    else if (S_ISDIR(about.st_mode))
        problem = _("is a directory");
    else if (S_ISFIFO(about.st_mode))
        problem = _("is a FIFO");
    else if (!S_ISREG(about.st_mode))
        problem = _("is not a regular file");
    if (problem) {
        close(opened);
        return ls_error_set(error, LS_E_IO, "%s", problem);
    }
    *fd = opened;
    return LS_OK;
}

ls_status ls_photo_folder(const char *path, int *folder, const char **file, ls_error *error)
{
    char around[PATH_MAX];
    const char *slash = strrchr(path, '/');
    const size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    *folder = -1;
    *file = path + length;
    if (length >= sizeof around)
        return ls_error_set(error, LS_E_IO, "%s", strerror(ENAMETOOLONG));
    memcpy(around, path, length);
    around[length] = 0;
    *folder = open(slash ? around : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    return *folder < 0 ? ls_error_set(error, LS_E_IO, "%s", strerror(errno)) : LS_OK;
}

/* Memory becomes a sealed memfd: the children always get a descriptor, wherever the photo came from. */
static ls_status to_descriptor(const void *data, size_t size, int *fd, ls_error *error)
{
    int made = memfd_create("photo", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (made < 0)
        return ls_error_set(error, LS_E_IO, "no memory file could be made");
    if (ls_write_full(made, data, size) || fcntl(made, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)) {
        close(made);
        return ls_error_set(error, LS_E_IO, "the memory file could not be filled");
    }
    *fd = made;
    return LS_OK;
}

ls_status ls_photo_hold(ls_photo *photo, int fd, const void *data, size_t size, ls_error *error)
{
    *photo = (ls_photo){.fd = fd, .made = fd < 0};
    ls_status status = photo->made ? to_descriptor(data ? data : "", size, &photo->fd, error) : LS_OK;
    if (status)
        return status;
    struct stat about;
    if (fstat(photo->fd, &about) || !S_ISREG(about.st_mode)) {
        ls_photo_release(photo);
        return ls_error_set(error, LS_E_USAGE, "the descriptor is not an open regular file");
    }
    photo->size = (uint64_t)about.st_size;
    return LS_OK;
}

void ls_photo_release(ls_photo *photo)
{
    if (photo->made && photo->fd >= 0)
        close(photo->fd);
    photo->fd = -1;
}
