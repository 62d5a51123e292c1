/* SPDX-License-Identifier: Apache-2.0 */
/* `doctor` and `--version`: the state of what a check rests on. */
#include "cli/cli.h"

#include "report/width.h"

#include <string.h>

typedef struct lines {
    int width;
    bool missing;
} lines;

/* The word itself in English. A catalogue has "in order" for it: its "ok" is a verdict about a photo. */
static const char *state_name(const char *state)
{
    static const struct {
        const char *state, *name;
    } names[] = {
        {"ok", N_("in order")},
        {"warning", N_("warning")},
        {"missing", N_("missing")},
        {"not checked", N_("not checked")},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].state, state) == 0) {
            const char *name = _(names[i].name);
            return name == names[i].name ? state : name; /* gettext gives back what it has no translation of */
        }
    return state;
}

static void print_line(const char *subject, const char *state, const char *detail, const char *fix, void *user)
{
    lines *self = user;
    const char *word = state_name(state);
    fputs("  ", stdout);
    ls_print(stdout, subject);
    printf(": %s", word);
    if (detail && *detail) {
        fputs(" – ", stdout);
        ls_wrap(stdout, detail, ls_width_of(subject) + ls_width_of(word) + 7, 4, self->width);
    }
    putchar('\n');
    if (fix) {
        fputs("    ", stdout);
        ls_print(stdout, fix); /* a command: whole, to be copied */
        putchar('\n');
    }
    if (strcmp(state, "missing") == 0)
        self->missing = true;
}

static ls_exit print_state(ls_cli *cli, bool probe)
{
    printf("lightseal %s\n", ls_version());
    ls_exit code;
    if (!ls_cli_engine(cli, &code))
        return code;
    ls_output output;
    ls_output_init(&output, stdout);
    lines seen = {.width = output.width};
    ls_status status = ls_engine_doctor(cli->engine, probe, print_line, &seen);
    if (status) {
        ls_cli_complain("%s", ls_status_text(status));
        return LS_EXIT_UNCHECKED;
    }
    return ls_cli_finish(&output, LS_OK, probe && seen.missing ? LS_EXIT_UNCHECKED : LS_EXIT_CHECKED);
}

static bool no_arguments(const ls_cli *cli)
{
    if (cli->count)
        ls_cli_complain(_("'%s' is not expected here"), cli->arguments[0]);
    return !cli->count;
}

ls_exit ls_cmd_doctor(ls_cli *cli)
{
    return no_arguments(cli) ? print_state(cli, true) : LS_EXIT_USAGE;
}

ls_exit ls_cmd_version(ls_cli *cli)
{
    return no_arguments(cli) ? print_state(cli, false) : LS_EXIT_USAGE;
}
