/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "cli/photo.h"

#include "report/inspect.h"

typedef struct run {
    ls_scanner *scanner;
    const ls_inspect_writer *writer;
    ls_output output;
    ls_inspect_tally tally;
} run;

static ls_status look(run *self, const char *name, const ls_cli_photo *photo, bool last, ls_inspection **inspection,
                      ls_error *error)
{
    if (photo->reason.text[0])
        return ls_inspection_unopened(name, photo->reason.text, inspection);
    const ls_inspect ask = {
        .version = LS_INSPECT_VERSION, .name = name, .fd = photo->fd, .data = photo->bytes.data,
        .size = photo->bytes.size, .cancel = &ls_cli_interrupted, .last = last,
        .folder = photo->folder, .file = photo->file};
    return ls_scanner_inspect(self->scanner, &ask, inspection, error);
}

static ls_status inspect_photo(run *self, const char *name, bool last)
{
    ls_cli_photo photo;
    ls_inspection *inspection = NULL;
    ls_error error = {""};
    ls_status status = ls_cli_photo_take(&photo, name);
    if (!status)
        status = look(self, name, &photo, last, &inspection, &error);
    if (!status) {
        self->tally.photos++;
        self->tally.whole += ls_inspection_is_whole(inspection) != 0;
        status = self->writer->photo(&self->output, inspection);
    }
    if (status && status != LS_E_CANCELLED)
        ls_cli_complain("%s: %s", name, *error.text ? error.text : ls_status_text(status));
    ls_inspection_free(inspection);
    ls_cli_photo_drop(&photo);
    return status;
}

/* A photo that cannot be read is a result. What ends the loop concerns every photo: no worker, no memory, no output. */
static ls_exit inspect_all(run *self, char **photos, int count)
{
    ls_status status = self->writer->begin(&self->output);
    int done = 0;
    while (!status && done < count && !ls_cli_interrupted && !(status = inspect_photo(self, photos[done], done == count - 1)))
        done++;
    self->tally.not_started = (size_t)(count - done);
    if (ls_cli_interrupted)
        ls_cli_complain(_("interrupted: %d of %d photos were not inspected"), count - done, count);
    ls_status ended = self->writer->end(&self->output, &self->tally);
    const bool whole = self->tally.whole == (size_t)count;
    return ls_cli_finish(&self->output, ended, whole ? LS_EXIT_CHECKED : LS_EXIT_UNCHECKED);
}

ls_exit ls_cmd_inspect(ls_cli *cli)
{
    run self = {0};
    ls_exit code;
    if (!cli->count) {
        ls_cli_complain(_("inspect: no photo was named"));
        return LS_EXIT_USAGE;
    }
    if (!ls_cli_begin(cli, &code))
        return code;
    self.writer = ls_inspect_writer_find(cli->format);
    if (!ls_cli_open_output(cli, &self.output))
        return LS_EXIT_USAGE;
    self.output.all = cli->all != NULL;
    ls_cli_catch_signals();
    ls_error error = {""};
    ls_status status = ls_scanner_new(cli->engine, &self.scanner, &error);
    if (status) {
        ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
        return ls_cli_finish(&self.output, LS_OK, LS_EXIT_UNCHECKED);
    }
    cli->scanner = self.scanner;
    return inspect_all(&self, cli->arguments, cli->count);
}
