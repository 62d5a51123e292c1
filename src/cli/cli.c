/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "report/width.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct option {
    char letter;
    const char *name, *argument, *config, *value, *command;
} option;

static const option options[] = {
#define OPTION(letter, name, argument, config, value, command, help) {letter, name, argument, config, value, command},
#include "cli/options.def"
#undef OPTION
};

void ls_cli_complain(const char *format, ...)
{
    char *line = NULL; /* a name may be of any length, and the reason stands behind it */
    va_list list;
    va_start(list, format);
    const int size = vasprintf(&line, format, list);
    va_end(list);
    fputs("lightseal: ", stderr);
    ls_print(stderr, size < 0 ? ls_status_text(LS_E_NOMEM) : line); /* a file name may hold anything */
    fputc('\n', stderr);
    if (size >= 0)
        free(line);
}

/* ------------------------------------------------------------------------------------------------- parsing */

static const option *find_name(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strlen(options[i].name) == length && strncmp(options[i].name, name, length) == 0)
            return &options[i];
    return NULL;
}

static const option *find_letter(char letter)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].letter == letter)
            return &options[i];
    return NULL;
}

/* Where the command line's own options go. */
static const struct {
    const char *name;
    size_t field; /* of ls_cli: a text, "yes" for a switch */
} fields[] = {
    {"help", offsetof(ls_cli, help)},         {"output", offsetof(ls_cli, output)},   {"annotate", offsetof(ls_cli, annotate)},
    {"all", offsetof(ls_cli, all)},           {"in-place", offsetof(ls_cli, in_place)}, {"keep", offsetof(ls_cli, keep)},
    {"profile", offsetof(ls_cli, profile)},   {"clean-to", offsetof(ls_cli, clean_to)},
    {"render", offsetof(ls_cli, render)},
};

static bool take_format(ls_cli *cli, const option *found, const char *value)
{
    cli->format = strcmp(found->name, "json") == 0 ? found->name : value;
    if (ls_writer_find(cli->format))
        return true;
    ls_cli_complain(_("--format: '%s' is none of text, json, jsonl"), value);
    return false;
}

/* `commands` is "clean" or "clean|check". */
static bool is_for(const char *commands, const char *command)
{
    const size_t length = strlen(command);
    for (const char *at = commands; at; at = strchr(at, '|')) {
        at += *at == '|';
        if (strncmp(at, command, length) == 0 && (at[length] == 0 || at[length] == '|'))
            return true;
    }
    return false;
}

static bool take(ls_cli *cli, const option *found, const char *value)
{
    if (found->command && !is_for(found->command, cli->command)) {
        ls_cli_complain(_("--%s: only `%s` knows this option"), found->name, found->command);
        return false;
    }
    if (found->config) {
        cli->settings[cli->setting_count++] = (ls_setting){found->config, value};
        return true;
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].name, found->name) == 0) {
            *(const char **)(void *)((char *)cli + fields[i].field) = value;
            return true;
        }
    return take_format(cli, found, value);
}

/* One argument that begins with '-'; *next is the one behind it, or NULL. Returns how many were used, 0 on failure. */
static int parse_option(ls_cli *cli, const char *argument, const char *next)
{
    const option *found;
    const char *value = NULL;
    if (argument[1] == '-') {
        const char *equals = strchr(argument, '=');
        found = find_name(argument + 2, equals ? (size_t)(equals - argument - 2) : strlen(argument + 2));
        value = equals ? equals + 1 : NULL;
    } else {
        found = find_letter(argument[1]);
        value = argument[2] ? argument + 2 : NULL;
    }
    if (!found) {
        ls_cli_complain(_("unknown option '%s'; `lightseal --help` lists them"), argument);
        return 0;
    }
    if (!found->argument) {
        if (value) {
            ls_cli_complain(_("option '--%s' takes no value"), found->name);
            return 0;
        }
        return take(cli, found, found->value) ? 1 : 0;
    }
    if (!value && !next) {
        ls_cli_complain(_("option '--%s' needs a value"), found->name);
        return 0;
    }
    return take(cli, found, value ? value : next) ? (value ? 1 : 2) : 0;
}

bool ls_cli_parse(ls_cli *cli, int count, char **arguments)
{
    cli->arguments = calloc((size_t)count + 1, sizeof *cli->arguments);
    cli->settings = calloc((size_t)count + 1, sizeof *cli->settings);
    if (!cli->arguments || !cli->settings) {
        ls_cli_complain("%s", ls_status_text(LS_E_NOMEM));
        return false;
    }
    bool only_names = false;
    for (int i = 0; i < count;) {
        char *argument = arguments[i];
        if (!only_names && strcmp(argument, "--") == 0) {
            only_names = true;
            i++;
        } else if (!only_names && argument[0] == '-' && argument[1]) {
            int used = parse_option(cli, argument, i + 1 < count ? arguments[i + 1] : NULL);
            if (!used)
                return false;
            i += used;
        } else {
            cli->arguments[cli->count++] = argument;
            i++;
        }
    }
    return true;
}

int ls_cli_leave(ls_cli *cli, ls_exit code)
{
    ls_scanner_free(cli->scanner); /* waits for its workers: where nobody reaps orphans they would stay as zombies */
    ls_engine_free(cli->engine);
    ls_options_free(cli->options);
    free(cli->arguments);
    free(cli->settings);
    return (int)code;
}

/* ------------------------------------------------------------------------------------------------- loading */

bool ls_cli_load(ls_cli *cli)
{
    ls_error error = {""};
    ls_status status = LS_E_NOMEM;
    cli->options = ls_options_new();
    if (cli->options)
        status = ls_options_load_default(cli->options, &error);
    for (int i = 0; i < cli->setting_count && !status; i++)
        status = ls_options_set(cli->options, cli->settings[i].name, cli->settings[i].value, &error);
    if (status) {
        ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
        return false;
    }
    const char *language = ls_options_get(cli->options, "lang");
    ls_words_use(language ? language : ls_words_from_environment());
    return true;
}

typedef ls_status maker(const ls_options *options, ls_engine **engine, ls_error *error);

static bool make_engine(ls_cli *cli, maker *make, ls_exit *code)
{
    *code = LS_EXIT_USAGE;
    if (!ls_cli_load(cli))
        return false;
    ls_error error = {""};
    ls_status status = make(cli->options, &cli->engine, &error);
    if (!status)
        return true;
    ls_cli_complain("%s", *error.text ? error.text : ls_status_text(status));
    if (status == LS_E_NOMEM || status == LS_E_WORKER || status == LS_E_SANDBOX)
        *code = LS_EXIT_UNCHECKED;
    return false;
}

bool ls_cli_engine(ls_cli *cli, ls_exit *code)
{
    return make_engine(cli, ls_engine_new, code);
}

bool ls_cli_begin(ls_cli *cli, ls_exit *code)
{
    return make_engine(cli, ls_engine_begin, code);
}

/* -------------------------------------------------------------------------------------------------- output */

bool ls_cli_open_output(const ls_cli *cli, ls_output *output)
{
    FILE *file = stdout;
    if (cli->output) {
        /* a report tells what a photo gives away: for its owner alone, and never over a file that is there */
        int fd = open(cli->output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, S_IRUSR | S_IWUSR);
        file = fd < 0 ? NULL : fdopen(fd, "w");
        if (!file) {
            ls_cli_complain(_("cannot write '%s': %s"), cli->output, strerror(errno));
            if (fd >= 0)
                close(fd);
            return false;
        }
    }
    ls_output_init(output, file);
    output->language = ls_engine_language(cli->engine);
    output->fail_on = ls_engine_fail_on(cli->engine);
    return true;
}

bool ls_cli_output(const ls_cli *cli, const ls_writer **writer, ls_output *output)
{
    *writer = ls_writer_find(cli->format);
    return ls_cli_open_output(cli, output);
}

ls_exit ls_cli_finish(ls_output *output, ls_status status, ls_exit code)
{
    if (fflush(output->file) || ferror(output->file))
        status = LS_E_IO;
    if (output->file != stdout && fclose(output->file))
        status = LS_E_IO;
    if (!status)
        return code;
    ls_cli_complain(_("the report could not be written whole: %s"), ls_status_text(status));
    return code == LS_EXIT_CHECKED ? LS_EXIT_UNCHECKED : code;
}
