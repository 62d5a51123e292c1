/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a photo by name. Below this no stage sees a path. */
#include "base/status.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <string.h>
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
