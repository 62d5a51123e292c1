/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/io.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* What standard input may bring: it is held in memory. A photo of 200 megapixels stays below. */
#define STDIN_LIMIT ((size_t)256 << 20)

typedef struct run {
    const ls_engine *engine;
    ls_scanner *scanner;
    const ls_writer *writer;
    ls_output output;
    ls_tally tally;
} run;

static ls_status check_fd(run *self, ls_check *check, const char *name, ls_report **report, ls_error *error)
{
    check->name = name;
    return ls_scanner_check(self->scanner, check, report, error);
}

static ls_status check_stdin(run *self, ls_check *check, ls_report **report, ls_error *error)
{
    ls_buffer photo;
    ls_buffer_init(&photo, STDIN_LIMIT);
    ls_status status = ls_read_all(STDIN_FILENO, &photo);
    if (status == LS_E_LIMIT) {
        status = ls_report_unopened(self->engine, "-", _("longer than standard input may be (256 MiB)"), report);
    } else if (status == LS_E_IO) {
        status = ls_report_unopened(self->engine, "-", strerror(errno), report);
    } else if (!status) {
        check->data = photo.data;
        check->size = photo.size;
        status = check_fd(self, check, "-", report, error);
    }
    ls_buffer_free(&photo);
    return status;
}

static ls_status check_path(run *self, ls_check *check, const char *path, ls_report **report, ls_error *error)
{
    if (ls_photo_open(path, &check->fd, error)) {
        ls_error rules = {""};
        ls_status status = ls_engine_load(self->engine, &rules);
        if (status)
            *error = rules;
        return status ? status : ls_report_unopened(self->engine, path, error->text, report);
    }
    ls_status status = check_fd(self, check, path, report, error);
    close(check->fd);
    return status;
}

/* Bad rules and configuration stop the run: nothing that follows would be a check. */
static bool stops_the_run(ls_status status)
{
    return status == LS_E_RULES || status == LS_E_CONFIG || status == LS_E_AREAS || status == LS_E_USAGE;
}

static ls_status check_photo(run *self, const char *path, bool last)
{
    ls_check check = {.version = LS_CHECK_VERSION, .fd = -1, .cancel = &ls_cli_interrupted, .last = last};
    ls_error error = {""};
    ls_report *report = NULL;
    ls_status status = strcmp(path, "-") == 0 ? check_stdin(self, &check, &report, &error)
                                              : check_path(self, &check, path, &report, &error);
    if (!status) {
        ls_tally_add(&self->tally, report, self->output.fail_on);
        status = self->writer->photo(&self->output, report);
        if (status)
            ls_cli_complain("%s: %s", path, ls_status_text(status));
    } else if (stops_the_run(status)) {
        ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
    } else if (status != LS_E_CANCELLED) {
        ls_cli_complain("%s: %s", path, *error.text ? error.text : ls_status_text(status));
    }
    ls_report_free(report);
    return status;
}

/* A photo that cannot be read is a result. What ends the loop concerns every photo: no worker, no memory, no output. */
static ls_exit check_all(run *self, char **photos, int count)
{
    ls_status status = self->writer->begin(&self->output);
    int done = 0;
    while (!status && done < count && !ls_cli_interrupted && !(status = check_photo(self, photos[done], done == count - 1)))
        done++;
    self->tally.not_started = (size_t)(count - done);
    if (ls_cli_interrupted)
        ls_cli_complain(_("interrupted: %d of %d photos were not checked"), count - done, count);
    if (stops_the_run(status))
        return LS_EXIT_USAGE;
    ls_status ended = self->writer->end(&self->output, &self->tally);
    return ls_cli_finish(&self->output, ended, ls_tally_exit(&self->tally));
}

ls_exit ls_cmd_check(ls_cli *cli)
{
    if (!cli->count) {
        ls_cli_complain(_("check: no photo was named"));
        return LS_EXIT_USAGE;
    }
    ls_exit code;
    if (!ls_cli_begin(cli, &code))
        return code;
    run self = {.engine = cli->engine};
    if (!ls_cli_output(cli, &self.writer, &self.output))
        return LS_EXIT_USAGE;
    ls_cli_catch_signals();
    ls_error error = {""};
    ls_status status = ls_scanner_new(cli->engine, &self.scanner, &error);
    if (status) {
        ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
        return ls_cli_finish(&self.output, LS_OK, LS_EXIT_UNCHECKED);
    }
    code = check_all(&self, cli->arguments, cli->count);
    cli->scanner = self.scanner;
    return code;
}
