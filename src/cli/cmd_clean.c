/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/clean_to.h"
#include "cli/cli.h"

#include "base/status.h"
#include "report/cleaned.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NAMES_MAX 1024 /* bytes of names in one line */

typedef struct clean_run {
    ls_clean_job job;
    const char *format;
    ls_output output;
    int failed;
} clean_run;

/* ------------------------------------------------------------------------------------------------- capture order */

struct place {
    const char *name;
    char taken[64]; /* "" when the photo does not say */
    int given;      /* its place on the command line */
};

static int by_time(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (!*a->taken != !*b->taken)
        return !*a->taken - !*b->taken;
    const int order = strcmp(a->taken, b->taken);
    return order ? order : a->given - b->given;
}

static void note_time(struct place *place, const ls_inspection *inspection)
{
    for (size_t i = 0; i < ls_inspection_value_count(inspection); i++) {
        const ls_inspected_value *value = ls_inspection_value(inspection, i);
        if (strcmp(value->key, "time.taken") == 0 && value->text) {
            snprintf(place->taken, sizeof place->taken, "%s", value->text);
            return;
        }
    }
}

/* Numbers in a folder are given in the order in which the photos were taken. What cannot be read has its say later. */
static void look_up_time(const clean_run *self, struct place *place)
{
    ls_cli_photo photo;
    ls_inspection *inspection = NULL;
    if (!ls_cli_photo_take(&photo, place->name) && !photo.reason.text[0]) {
        const ls_inspect ask = {.version = LS_INSPECT_VERSION, .name = place->name, .fd = photo.fd, .cancel = &ls_cli_interrupted};
        if (!ls_scanner_inspect(self->job.scanner, &ask, &inspection, NULL))
            note_time(place, inspection);
    }
    ls_inspection_free(inspection);
    ls_cli_photo_drop(&photo);
}

static bool sort(const clean_run *self, char **photos, int count)
{
    struct place *places = calloc((size_t)count, sizeof *places);
    if (!places)
        return false;
    for (int i = 0; i < count; i++) {
        places[i] = (struct place){.name = photos[i], .given = i};
        if (strcmp(photos[i], "-") != 0 && !ls_cli_interrupted)
            look_up_time(self, &places[i]);
    }
    qsort(places, (size_t)count, sizeof *places, by_time);
    char **sorted = malloc((size_t)count * sizeof *sorted);
    for (int i = 0; i < count && sorted; i++)
        sorted[i] = photos[places[i].given];
    if (sorted)
        memcpy(photos, sorted, (size_t)count * sizeof *sorted);
    free(places);
    free(sorted);
    return sorted != NULL;
}

/* ----------------------------------------------------------------------------------------------------- the photos */

static bool make(clean_run *self, const char *name, const ls_cli_photo *photo, char path[PATH_MAX], ls_cleaned **cleaned,
                 ls_error *error)
{
    *error = photo->reason;
    if (error->text[0])
        return false;
    if (ls_clean_to(&self->job, name, photo, path, cleaned, error))
        return true;
    if (!error->text[0])
        ls_error_set(error, LS_E_IO, "%s", ls_status_text(LS_E_IO));
    return false;
}

static void join(const char *name, void *user)
{
    ls_buffer *names = user;
    if (names->size)
        ls_buffer_add(names, ", ", 2);
    ls_buffer_add(names, name, strlen(name));
}

/* A copy beside the photo, or in its place, lies beside those files, too. */
static void say_what_stays(const clean_run *self, const char *name, const ls_cli_photo *photo)
{
    ls_buffer names;
    if (!photo->file || (!self->job.in_place && (self->job.folder || self->job.file)))
        return;
    ls_buffer_init(&names, NAMES_MAX);
    ls_photo_beside(photo->folder, photo->file, join, &names);
    if (names.size)
        ls_cli_complain(_("%s: what lies beside it was not changed, and still tells what it told: %.*s"), name, (int)names.size,
                        (const char *)names.data);
    ls_buffer_free(&names);
}

/* A photo that cannot be cleaned is a result: LS_OK. */
static ls_status clean_photo(clean_run *self, const char *name)
{
    ls_cli_photo photo;
    ls_cleaned *cleaned = NULL;
    ls_error error = {""};
    char path[PATH_MAX] = "";
    ls_status status = ls_cli_photo_take(&photo, name);
    const bool kept = !status && make(self, name, &photo, path, &cleaned, &error);
    if (!status && !kept && ls_cli_interrupted)
        status = LS_E_CANCELLED;
    if (!status && !kept) {
        self->failed++;
        ls_cli_complain("%s: %s", name, error.text);
    }
    if (kept)
        say_what_stays(self, name, &photo);
    const ls_cleaned_photo entry = {.source = name, .copy = kept ? path : NULL, .cleaned = cleaned, .reason = error.text,
                                    .in_place = self->job.in_place, .keep = self->job.keep};
    if (!status)
        status = ls_cleaned_write(&self->output, self->format, &entry);
    ls_cleaned_free(cleaned);
    ls_cli_photo_drop(&photo);
    return status;
}

/* What ends the loop concerns every photo: no memory, or nobody would learn where the next copy is. */
static ls_exit clean_all(clean_run *self, char **photos, int count)
{
    int done = 0;
    ls_status status = ls_cleaned_begin(&self->output, self->format);
    if (self->job.folder && count > 1 && !sort(self, photos, count))
        status = LS_E_NOMEM;
    for (; done < count && !status && !ls_cli_interrupted; done += !status || status == LS_E_IO) {
        self->job.last = done == count - 1;
        status = clean_photo(self, photos[done]);
    }
    if (status == LS_E_NOMEM)
        ls_cli_complain("%s", ls_status_text(status));
    if (done < count)
        ls_cli_complain(_("interrupted: %d of %d photos were not cleaned"), count - done, count);
    const ls_status ended = ls_cleaned_end(&self->output, self->format, count - done);
    const bool whole = done == count && !self->failed && !status;
    return ls_cli_finish(&self->output, status == LS_E_IO ? status : ended, whole ? LS_EXIT_CHECKED : LS_EXIT_UNCHECKED);
}

/* -------------------------------------------------------------------------------------------------- the command */

/* -o is the copy, or the folder for the copies. */
static bool choose_target(const ls_cli *cli, clean_run *self)
{
    struct stat about;
    self->job.in_place = cli->in_place != NULL;
    const char *output = cli->output;
    bool from_stdin = false;
    for (int i = 0; i < cli->count; i++)
        from_stdin |= strcmp(cli->arguments[i], "-") == 0;
    if (output && cli->in_place)
        ls_cli_complain(_("clean: --in-place and --output exclude each other"));
    else if (cli->in_place && cli->render)
        ls_cli_complain(_("clean: --in-place and --render exclude each other: the copy may be of another format"));
    else if (from_stdin && !output)
        ls_cli_complain(_("clean: a photo from standard input needs --output"));
    else if (!output)
        return true;
    else if (stat(output, &about) == 0 && S_ISDIR(about.st_mode)) {
        self->job.folder = output;
        return true;
    } else if (*output == 0 || output[strlen(output) - 1] == '/')
        ls_cli_complain(_("clean: '%s' is no folder"), output);
    else if (cli->count != 1)
        ls_cli_complain(_("clean: --output has to be a folder for %d photos"), cli->count);
    else if (lstat(output, &about) == 0)
        ls_cli_complain(_("cannot write '%s': %s"), output, strerror(EEXIST));
    else {
        self->job.file = output;
        return true;
    }
    return false;
}

ls_exit ls_cmd_clean(ls_cli *cli)
{
    clean_run self = {.format = cli->format, .job = {.render = cli->render != NULL}};
    ls_exit code;
    if (!cli->count) {
        ls_cli_complain(_("clean: no photo was named"));
        return LS_EXIT_USAGE;
    }
    if (!ls_clean_parse_keep(cli->keep, cli->profile, &self.job.keep) || !choose_target(cli, &self))
        return LS_EXIT_USAGE;
    cli->output = NULL; /* what is said of the copies goes to standard output: it links them to the photos, and is stored nowhere */
    if (!ls_cli_begin(cli, &code))
        return code;
    if (!ls_cli_open_output(cli, &self.output))
        return LS_EXIT_USAGE;
    ls_cli_catch_signals();
    ls_error error = {""};
    const ls_status status = ls_scanner_new(cli->engine, &self.job.scanner, &error);
    if (status) {
        ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
        return ls_cli_finish(&self.output, LS_OK, LS_EXIT_UNCHECKED);
    }
    cli->scanner = self.job.scanner;
    return clean_all(&self, cli->arguments, cli->count);
}
