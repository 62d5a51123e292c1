/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "cli/pool.h"

#include "album/album.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct scan {
    const ls_engine *engine;
    const ls_album *album;
    size_t *photos; /* indexes of album entries to be answered for */
    size_t count;
    const ls_writer *writer;
    ls_output output;
    ls_tally tally;
    ls_status written;
} scan;

/* Why an entry that is no file was not looked at. */
static const char *obstacle(const ls_entry *entry)
{
    switch (entry->kind) {
    case LS_ENTRY_LINK: return _("a symbolic link, not followed");
    case LS_ENTRY_SPECIAL: return _("not a regular file");
    case LS_ENTRY_FAILED:
    case LS_ENTRY_FILE: break;
    }
    return strerror(entry->error);
}

/* In any thread: one entry to one report. */
static void check_entry(ls_scanner *scanner, size_t index, ls_pool_result *result, ls_error *error, void *user)
{
    const scan *self = user;
    size_t at = self->photos[index];
    const ls_entry *entry = ls_album_entry(self->album, at);
    int fd = -1, folder = -1;
    const char *file = NULL;
    ls_report *report = NULL;
    if (entry->kind != LS_ENTRY_FILE) {
        /* named like a picture, and not to be read: said, never passed over */
        result->status = ls_report_unopened(self->engine, entry->path, obstacle(entry), &report);
    } else if (ls_album_open(self->album, at, &fd, error) || ls_album_folder(self->album, at, &folder, &file, error)) {
        result->status = ls_report_unopened(self->engine, entry->path, error->text, &report);
    } else {
        ls_check check = {
            .version = LS_CHECK_VERSION, .name = entry->path, .fd = fd, .cancel = &ls_cli_interrupted, .retry = 1,
            .folder = folder, .file = file};
        result->opened = true;
        result->status = ls_scanner_check(scanner, &check, &report, error);
    }
    result->answer = report;
    if (fd >= 0)
        close(fd);
    if (folder >= 0)
        close(folder);
}

static void drop(void *answer)
{
    ls_report_free(answer);
}

/* In the main thread, in the album's order. */
static bool deliver(size_t index, const ls_pool_result *result, void *user)
{
    scan *self = user;
    const ls_report *report = result->answer;
    const char *path = ls_album_entry(self->album, self->photos[index])->path;
    if (result->opened && !ls_report_is_picture(report) && !ls_album_named_like_picture(path)) {
        self->tally.not_pictures++;
        return true;
    }
    ls_tally_add(&self->tally, report, self->output.fail_on);
    self->written = self->writer->photo(&self->output, report);
    return !self->written;
}

static bool to_be_answered(const ls_entry *entry)
{
    if (entry->kind == LS_ENTRY_FILE)
        return true;
    return entry->kind != LS_ENTRY_FAILED && ls_album_named_like_picture(entry->path);
}

/* Sorts the album's entries into photos and counts. What was not looked at is named: nobody knows what is behind it. */
static ls_status survey(scan *self)
{
    size_t count = ls_album_count(self->album);
    self->photos = calloc(count ? count : 1, sizeof *self->photos);
    if (!self->photos)
        return LS_E_NOMEM;
    for (size_t i = 0; i < count; i++) {
        const ls_entry *entry = ls_album_entry(self->album, i);
        if (to_be_answered(entry)) {
            self->photos[self->count++] = i;
            continue;
        }
        ls_cli_complain("%s: %s", entry->path, obstacle(entry));
        if (entry->kind == LS_ENTRY_LINK)
            self->tally.links++;
        else if (entry->kind == LS_ENTRY_SPECIAL)
            self->tally.special++;
        else
            self->tally.unreadable++;
    }
    return LS_OK;
}

/* JSON Lines have no room for counts: they go to standard error. */
static void say_counts(const scan *self)
{
    if (self->writer != &ls_writer_jsonl)
        return;
    ls_output apart;
    ls_output_init(&apart, stderr);
    ls_writer_text.end(&apart, &self->tally);
}

static ls_exit run(scan *self)
{
    ls_error error = {""};
    size_t answered = 0;
    const ls_pool pool = {self->engine, self->count, &ls_cli_interrupted, check_entry, drop, deliver, self};
    self->written = self->writer->begin(&self->output);
    ls_status status = self->written ? LS_OK : ls_pool_run(&pool, &answered, &error);
    self->tally.not_started = self->count - answered;
    if (status && status != LS_E_CANCELLED)
        ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
    if (ls_cli_interrupted) {
        ls_cli_complain(_("interrupted: %zu of %zu files were not checked"), self->tally.not_started, self->count);
        self->tally.incomplete = true; /* the walk itself may have been cut short */
    }
    if (!self->written)
        self->written = self->writer->end(&self->output, &self->tally);
    say_counts(self);
    return ls_cli_finish(&self->output, self->written, ls_tally_exit(&self->tally));
}

static ls_exit scan_folders(ls_cli *cli, ls_album *album)
{
    ls_status status = LS_OK;
    for (int i = 0; i < cli->count && !status; i++)
        status = ls_album_walk(album, cli->arguments[i], &ls_cli_interrupted);
    scan self = {.engine = cli->engine, .album = album, .tally = {.scan = true}};
    if (!status)
        status = survey(&self);
    ls_exit code = LS_EXIT_UNCHECKED;
    if (status)
        ls_cli_complain("%s", ls_status_text(status));
    else if (!ls_cli_output(cli, &self.writer, &self.output))
        code = LS_EXIT_USAGE;
    else {
        self.output.scan = true;
        code = run(&self);
    }
    free(self.photos);
    return code;
}

ls_exit ls_cmd_scan(ls_cli *cli)
{
    if (!cli->count) {
        ls_cli_complain(_("scan: no folder was named"));
        return LS_EXIT_USAGE;
    }
    ls_exit code;
    if (!ls_cli_engine(cli, &code))
        return code;
    ls_cli_catch_signals();
    ls_album *album = ls_album_new();
    if (album)
        code = scan_folders(cli, album);
    else
        ls_cli_complain("%s", ls_status_text(LS_E_NOMEM));
    ls_album_free(album);
    return album ? code : LS_EXIT_UNCHECKED;
}
