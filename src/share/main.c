/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lightseal-share: answers a share sheet, a browser or another program that asks before a photo leaves. It speaks over
 * standard input and output; it opens no socket and writes nothing about photos anywhere else.
 */
#include "report/dumps.h"
#include "report/width.h"
#include "report/words.h"
#include "share/session.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ENDED = 0, USAGE = 2, BROKEN = 3 };

/* One line to standard error, whatever an argument or a file of configuration holds. */
static void complain(ls_status status, const ls_error *error)
{
    fputs("lightseal-share: ", stderr);
    ls_print(stderr, *error->text ? error->text : ls_status_text(status));
    fputc('\n', stderr);
}

static void usage(void)
{
    fputs(_("Usage: lightseal-share [--NAME=VALUE…]\n\n"
            "Speaks the framing of browsers' native messaging on standard input and output;\n"
            "see lightseal-share(1). Options are those of lightseal(1), such as --policy=office\n"
            "or --lang=zh. Arguments that are no options, which browsers add, are passed over.\n"),
          stdout);
}

/* "--name=value" is an option of the library. What a browser appends (its manifest, the caller's name) has no "--". */
static ls_status apply(ls_options *options, const char *argument, ls_error *error)
{
    const char *equals = strchr(argument, '=');
    char name[64];
    if (strncmp(argument, "--", 2) != 0)
        return LS_OK;
    if (!equals || (size_t)(equals - argument) >= sizeof name) {
        snprintf(error->text, sizeof error->text, _("'%.80s' is not of the form --NAME=VALUE"), argument);
        return LS_E_USAGE;
    }
    snprintf(name, sizeof name, "%.*s", (int)(equals - argument - 2), argument + 2);
    return ls_options_set(options, name, equals + 1, error);
}

static ls_status load(ls_options *options, int count, char **arguments, ls_error *error)
{
    ls_status status = ls_options_load_default(options, error);
    for (int i = 1; i < count && !status; i++)
        status = apply(options, arguments[i], error);
    return status;
}

static int run(const ls_options *options)
{
    ls_error error = {""};
    ls_engine *engine = NULL;
    ls_status status = ls_engine_new(options, &engine, &error);
    if (status) {
        complain(status, &error);
        return USAGE;
    }
    status = ls_session_run(engine, STDIN_FILENO, STDOUT_FILENO);
    ls_engine_free(engine);
    return status ? BROKEN : ENDED;
}

int main(int count, char **arguments)
{
    ls_dumps_off();
    signal(SIGPIPE, SIG_IGN);
    ls_words_use(ls_words_from_environment());
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--help") == 0) {
            usage();
            return fflush(stdout) ? BROKEN : ENDED;
        }
        if (strcmp(arguments[i], "--version") == 0) {
            printf("lightseal-share %s\n", ls_version());
            return fflush(stdout) ? BROKEN : ENDED;
        }
    }
    ls_error error = {""};
    ls_options *options = ls_options_new();
    ls_status status = options ? load(options, count, arguments, &error) : LS_E_NOMEM;
    int code = USAGE;
    if (status) {
        complain(status, &error);
    } else {
        const char *language = ls_options_get(options, "lang");
        ls_words_use(language ? language : ls_words_from_environment());
        code = run(options);
    }
    ls_options_free(options);
    return code;
}
