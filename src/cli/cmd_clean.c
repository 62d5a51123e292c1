/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/clean_to.h"
#include "cli/cli.h"
#include "cli/pool.h"

#include "base/status.h"
#include "report/cleaned.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NAMES_MAX 1024 /* bytes of names in one line */

typedef struct clean_run {
    ls_clean_job job;
    const ls_engine *engine;
    char **photos;
    const char *format;
    ls_output output;
    ls_status written; /* of the last that was said */
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

/* In any thread. What cannot be read has its say later. */
static void look_up_time(ls_scanner *scanner, size_t index, ls_pool_result *result, ls_error *error, void *user)
{
    struct place *place = (struct place *)user + index;
    ls_cli_photo photo;
    ls_inspection *inspection = NULL;
    (void)error;
    if (strcmp(place->name, "-") == 0)
        return;
    if (!ls_cli_photo_take(&photo, place->name) && !photo.reason.text[0]) {
        const ls_inspect ask = {.version = LS_INSPECT_VERSION, .name = place->name, .fd = photo.fd, .cancel = &ls_cli_interrupted};
        result->status = ls_scanner_inspect(scanner, &ask, &inspection, NULL) == LS_E_CANCELLED ? LS_E_CANCELLED : LS_OK;
        if (inspection)
            note_time(place, inspection);
    }
    ls_inspection_free(inspection);
    ls_cli_photo_drop(&photo);
}

static void nothing(void *answer)
{
    (void)answer;
}

/* Numbers in a folder are given in the order in which the photos were taken. */
static bool sort(const clean_run *self, size_t count)
{
    struct place *places = calloc(count, sizeof *places);
    char **sorted = malloc(count * sizeof *sorted);
    for (size_t i = 0; i < count && places; i++)
        places[i] = (struct place){.name = self->photos[i], .given = (int)i};
    if (places && sorted) {
        const ls_pool pool = {self->engine, count, &ls_cli_interrupted, look_up_time, nothing, NULL, places};
        size_t answered;
        ls_error error;
        ls_pool_run(&pool, &answered, &error); /* without times they keep the order in which they were named */
        qsort(places, count, sizeof *places, by_time);
        for (size_t i = 0; i < count; i++)
            sorted[i] = self->photos[places[i].given];
        memcpy(self->photos, sorted, count * sizeof *sorted);
    }
    const bool done = places && sorted;
    free(places);
    free(sorted);
    return done;
}

/* ----------------------------------------------------------------------------------------------------- the photos */

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

/* What a thread has made of one photo; its copy gets its name in the photos' order. */
typedef struct clean_answer {
    ls_cli_photo photo;
    ls_clean_copy copy;
    ls_error error;
    bool made;
} clean_answer;

static void drop(void *answer)
{
    clean_answer *self = answer;
    if (!self)
        return;
    ls_clean_drop(&self->copy);
    ls_cli_photo_drop(&self->photo);
    free(self);
}

/* In any thread. */
static void clean_photo(ls_scanner *scanner, size_t index, ls_pool_result *result, ls_error *error, void *user)
{
    const clean_run *self = user;
    const char *name = self->photos[index];
    clean_answer *answer = calloc(1, sizeof *answer);
    (void)error;
    result->status = answer ? ls_cli_photo_take(&answer->photo, name) : LS_E_NOMEM;
    if (answer)
        answer->copy.copy.fd = -1;
    if (!result->status && answer->photo.reason.text[0])
        answer->error = answer->photo.reason;
    else if (!result->status)
        answer->made = ls_clean_make(&self->job, scanner, name, &answer->photo, &answer->copy, &answer->error);
    if (!result->status && !answer->made && ls_cli_interrupted)
        result->status = LS_E_CANCELLED;
    if (result->status)
        drop(answer);
    else
        result->answer = answer;
}

/* In the main thread, photo after photo. One that cannot be cleaned is a result. */
static bool deliver(size_t index, const ls_pool_result *result, void *user)
{
    clean_run *self = user;
    clean_answer *answer = result->answer;
    const char *name = self->photos[index];
    char path[PATH_MAX] = "";
    const bool kept = answer->made && ls_clean_keep(&self->job, name, &answer->photo, &answer->copy, path, &answer->error);
    if (!kept && !answer->error.text[0])
        ls_error_set(&answer->error, LS_E_IO, "%s", ls_status_text(LS_E_IO));
    if (!kept)
        ls_cli_complain("%s: %s", name, answer->error.text);
    else
        say_what_stays(self, name, &answer->photo);
    self->failed += !kept;
    const ls_cleaned_photo entry = {.source = name, .copy = kept ? path : NULL, .cleaned = kept ? answer->copy.cleaned : NULL,
                                    .reason = answer->error.text, .in_place = self->job.in_place, .keep = self->job.keep};
    self->written = ls_cleaned_write(&self->output, self->format, &entry);
    return !self->written;
}

/* One photo, or photos that are replaced in turn: the same may be named twice. */
static ls_status clean_in_turn(clean_run *self, size_t count, size_t *done)
{
    ls_status status = LS_OK;
    for (; *done < count && !status && !ls_cli_interrupted; *done += !status || status == LS_E_IO) {
        ls_pool_result result = {0};
        ls_error error = {""};
        self->job.last = *done == count - 1;
        clean_photo(self->job.scanner, *done, &result, &error, self);
        status = result.status;
        if (!status && !deliver(*done, &result, self))
            status = self->written;
        drop(result.answer);
    }
    return status;
}

/* What ends the run concerns every photo: no memory, or nobody would learn where the next copy is. */
static ls_exit clean_all(clean_run *self, size_t count)
{
    size_t done = 0;
    ls_error error = {""};
    ls_status status = ls_cleaned_begin(&self->output, self->format);
    if (self->job.folder && count > 1 && !sort(self, count))
        status = LS_E_NOMEM;
    for (size_t i = 0; i < count; i++)
        ls_clean_sweep(&self->job, self->photos[i]);
    const ls_pool pool = {self->engine, count, &ls_cli_interrupted, clean_photo, drop, deliver, self};
    if (!status)
        status = count == 1 || self->job.in_place ? clean_in_turn(self, count, &done) : ls_pool_run(&pool, &done, &error);
    if (self->written)
        status = self->written;
    if (status && status != LS_E_CANCELLED && status != LS_E_IO)
        ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
    if (done < count)
        ls_cli_complain(_("interrupted: %d of %d photos were not cleaned"), (int)(count - done), (int)count);
    const ls_status ended = ls_cleaned_end(&self->output, self->format, (int)(count - done));
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
    self.engine = cli->engine;
    self.photos = cli->arguments;
    return clean_all(&self, (size_t)cli->count);
}
