/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/clean_to.h"
#include "cli/cli.h"

#include "report/cleaned.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct run {
    const ls_engine *engine;
    ls_scanner *scanner;
    const ls_writer *writer;
    ls_output output;
    ls_tally tally;
    ls_copy copy;     /* of --annotate */
    ls_clean_job clean; /* of --clean-to: its folder is NULL when none is wanted */
    bool copy_failed; /* a copy was due, and is not there */
} run;

/* A report is made at once of what cannot be had. */
static ls_status answer(run *self, ls_check *check, const ls_cli_photo *photo, ls_report **report, ls_error *error)
{
    if (!photo->reason.text[0]) {
        check->fd = photo->fd;
        check->data = photo->bytes.data;
        check->size = photo->bytes.size;
        check->folder = photo->folder;
        check->file = photo->file;
        return ls_scanner_check(self->scanner, check, report, error);
    }
    ls_status status = ls_engine_load(self->engine, error);
    return status ? status : ls_report_unopened(self->engine, check->name, photo->reason.text, report);
}

/* -------------------------------------------------------------------------------------------------- the copy */

static void say_copied(const ls_annotate *done, const char *path)
{
    ls_cli_complain(dngettext(LS_DOMAIN,
                              "%s: a copy of the photo with %zu box. It shows all that the photo shows: do not share it. "
                              "When the photo has been edited, check it again.",
                              "%s: a copy of the photo with %zu boxes. It shows all that the photo shows: do not share "
                              "it. When the photo has been edited, check it again.",
                              done->boxes),
                    path, done->boxes);
    if (done->boxes_left_out)
        ls_cli_complain(_("%s: findings for whose boxes there was no room: %zu"), path, done->boxes_left_out);
    if (done->boxes_elsewhere)
        ls_cli_complain(_("%s: shows picture %u of the file; findings in other pictures: %zu"), path,
                        (unsigned)done->picture, done->boxes_elsewhere);
}

/* After the report: what is found must be said whatever becomes of the copy. */
static void annotate(run *self, const ls_check *check, const ls_report *report)
{
    ls_annotate ask = {.version = LS_ANNOTATE_VERSION, .report = report, .fd = check->fd, .data = check->data,
                       .size = check->size, .out = self->copy.fd, .cancel = check->cancel};
    ls_error error = {""};
    ls_status status = ls_scanner_annotate(self->scanner, &ask, &error);
    if (!status && !ask.boxes) {
        ls_cli_complain(_("%s was not written: no finding has a place in the picture"), self->copy.path);
        return;
    }
    if (!status && ls_copy_keep(&self->copy)) {
        say_copied(&ask, self->copy.path);
        return;
    }
    self->copy_failed = true;
    ls_cli_complain(_("%s was not written: %s"), self->copy.path, !status ? strerror(errno) : error.text);
}

/* Before anything is checked: who cannot have the copy learns it at once. False after a complaint. */
static bool open_copy(const ls_cli *cli, ls_copy *copy)
{
    static const char ending[] = ".png";
    const size_t length = strlen(cli->annotate);
    if (cli->count != 1)
        ls_cli_complain(_("--annotate takes one photo, not %d"), cli->count);
    else if (length < sizeof ending || strcasecmp(cli->annotate + length - strlen(ending), ending) != 0)
        ls_cli_complain(_("--annotate writes PNG: '%s' does not end in .png"), cli->annotate);
    else if (!ls_copy_open(copy, cli->annotate))
        ls_cli_complain(_("cannot write '%s': %s"), cli->annotate, strerror(errno));
    else
        return true;
    return false;
}

/* ------------------------------------------------------------------------------------------- the cleaned copy */

/* Taking carriers out cannot mend what the picture shows, nor where it was taken. */
static bool shown_blocks(const ls_report *report)
{
    for (size_t i = 0; i < ls_report_finding_count(report); i++) {
        const ls_finding *finding = ls_report_finding(report, i);
        if (finding->effect == LS_VERDICT_BLOCK && strcmp(finding->category, "metadata") != 0)
            return true;
    }
    return false;
}

/* In text the ledger stands between the two verdicts; other formats have their own documents for it. */
static ls_status say_cleaned(run *self, const char *source, const char *path, const ls_cleaned *cleaned)
{
    const ls_cleaned_photo entry = {.source = source, .copy = path, .cleaned = cleaned, .keep = self->clean.keep};
    if (strcmp(self->writer->name, "text") != 0)
        return LS_OK;
    fputc('\n', self->output.file);
    return ls_cleaned_write(&self->output, self->writer->name, &entry);
}

/* The whole of it once more, pixels too: a copy is trusted no more than any other file. */
static ls_status check_copy(run *self, const char *path, const ls_report *original)
{
    ls_check check = {.version = LS_CHECK_VERSION, .name = path, .fd = -1, .cancel = &ls_cli_interrupted};
    ls_error error = {""};
    ls_report *report = NULL;
    ls_status status = ls_photo_open(path, &check.fd, &error);
    if (!status)
        status = ls_scanner_check_copy(self->scanner, &check, original, &report, &error);
    if (!status) {
        ls_tally_add(&self->tally, report, self->output.fail_on);
        status = self->writer->photo(&self->output, report);
    } else
        ls_cli_complain("%s: %s", path, *error.text ? error.text : ls_status_text(status));
    ls_report_free(report);
    if (check.fd >= 0)
        close(check.fd);
    return status;
}

static ls_status clean(run *self, const char *name, const ls_cli_photo *photo, const ls_report *report)
{
    char path[PATH_MAX];
    ls_cleaned *cleaned;
    ls_error error = {""};
    if (shown_blocks(report)) {
        ls_cli_complain(_("%s: no copy was made. What the picture shows, or where it was taken, blocks it, and cleaning cannot mend that."), name);
        return LS_OK;
    }
    if (!ls_clean_to(&self->clean, name, photo, path, &cleaned, &error)) {
        ls_cli_complain(_("%s: no copy was made: %s"), name, error.text);
        self->copy_failed = true;
        return LS_OK;
    }
    ls_status status = say_cleaned(self, name, path, cleaned);
    ls_cleaned_free(cleaned);
    return status ? status : check_copy(self, path, report);
}

static bool open_folder(const ls_cli *cli, run *self)
{
    struct stat about;
    if (stat(cli->clean_to, &about) != 0)
        ls_cli_complain(_("cannot write to '%s': %s"), cli->clean_to, strerror(errno));
    else if (!S_ISDIR(about.st_mode))
        ls_cli_complain(_("--clean-to: '%s' is no folder"), cli->clean_to);
    else {
        self->clean.folder = cli->clean_to;
        self->clean.render = cli->render != NULL;
        return ls_clean_parse_keep(cli->keep, cli->profile, &self->clean.keep);
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------ the photos */

/* Bad rules and configuration stop the run: nothing that follows would be a check. */
static bool stops_the_run(ls_status status)
{
    return status == LS_E_RULES || status == LS_E_CONFIG || status == LS_E_AREAS || status == LS_E_USAGE;
}

static ls_status deliver(run *self, const ls_check *check, const ls_cli_photo *photo, const ls_report *report)
{
    ls_tally_add(&self->tally, report, self->output.fail_on);
    ls_status status = self->writer->photo(&self->output, report);
    if (status)
        ls_cli_complain("%s: %s", check->name, ls_status_text(status));
    else if (self->copy.fd >= 0)
        annotate(self, check, report);
    if (!status && self->clean.folder && ls_report_is_picture(report) && !photo->reason.text[0])
        status = clean(self, check->name, photo, report);
    return status;
}

static ls_status check_photo(run *self, const char *path, bool last)
{
    ls_check check = {
        .version = LS_CHECK_VERSION, .name = path, .fd = -1, .cancel = &ls_cli_interrupted, .last = last && !self->clean.folder};
    ls_error error = {""};
    ls_report *report = NULL;
    ls_cli_photo photo;
    ls_status status = ls_cli_photo_take(&photo, path);
    if (!status)
        status = answer(self, &check, &photo, &report, &error);
    if (!status)
        status = deliver(self, &check, &photo, report);
    else if (stops_the_run(status))
        ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
    else if (status != LS_E_CANCELLED)
        ls_cli_complain("%s: %s", path, *error.text ? error.text : ls_status_text(status));
    ls_report_free(report);
    ls_cli_photo_drop(&photo);
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
    ls_exit code = ls_tally_exit(&self->tally);
    return ls_cli_finish(&self->output, ended, code == LS_EXIT_CHECKED && self->copy_failed ? LS_EXIT_UNCHECKED : code);
}

static ls_exit run_check(ls_cli *cli, run *self)
{
    ls_exit code;
    if (!ls_cli_begin(cli, &code))
        return code;
    self->engine = cli->engine;
    if (!ls_cli_output(cli, &self->writer, &self->output))
        return LS_EXIT_USAGE;
    ls_cli_catch_signals();
    ls_error error = {""};
    ls_status status = ls_scanner_new(cli->engine, &self->scanner, &error);
    if (status) {
        ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
        return ls_cli_finish(&self->output, LS_OK, LS_EXIT_UNCHECKED);
    }
    cli->scanner = self->clean.scanner = self->scanner;
    return check_all(self, cli->arguments, cli->count);
}

ls_exit ls_cmd_check(ls_cli *cli)
{
    run self = {.copy = {.fd = -1}};
    if (!cli->count) {
        ls_cli_complain(_("check: no photo was named"));
        return LS_EXIT_USAGE;
    }
    if (!cli->clean_to && (cli->keep || cli->profile || cli->render)) {
        ls_cli_complain(_("check: --keep, --profile and --render need --clean-to"));
        return LS_EXIT_USAGE;
    }
    if ((cli->annotate && !open_copy(cli, &self.copy)) || (cli->clean_to && !open_folder(cli, &self)))
        return LS_EXIT_USAGE;
    ls_exit code = run_check(cli, &self);
    ls_copy_drop(&self.copy);
    return code;
}
