/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/photo.h"

#include "base/io.h"
#include "report/words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What standard input may bring: it is held in memory. A photo of 200 megapixels stays below. */
#define STDIN_LIMIT ((size_t)256 << 20)

static ls_status take_stdin(ls_cli_photo *photo)
{
    ls_status status = ls_read_all(STDIN_FILENO, &photo->bytes);
    if (status == LS_E_LIMIT)
        snprintf(photo->reason.text, sizeof photo->reason.text, "%s", _("longer than standard input may be (256 MiB)"));
    else if (status == LS_E_IO)
        snprintf(photo->reason.text, sizeof photo->reason.text, "%s", strerror(errno));
    return photo->reason.text[0] ? LS_OK : status;
}

ls_status ls_cli_photo_take(ls_cli_photo *photo, const char *name)
{
    *photo = (ls_cli_photo){.fd = -1, .folder = -1};
    ls_buffer_init(&photo->bytes, STDIN_LIMIT);
    if (strcmp(name, "-") == 0)
        return take_stdin(photo);
    ls_status status = ls_photo_open(name, &photo->fd, &photo->reason);
    if (!status)
        status = ls_photo_folder(name, &photo->folder, &photo->file, &photo->reason);
    if (status && !photo->reason.text[0])
        snprintf(photo->reason.text, sizeof photo->reason.text, "%s", ls_status_text(LS_E_IO));
    return LS_OK;
}

void ls_cli_photo_drop(ls_cli_photo *photo)
{
    ls_buffer_free(&photo->bytes);
    if (photo->fd >= 0)
        close(photo->fd);
    if (photo->folder >= 0)
        close(photo->folder);
    photo->fd = photo->folder = -1;
}
