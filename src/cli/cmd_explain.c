/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/buffer.h"
#include "report/json_photo.h"
#include "report/width.h"

#include <string.h>

typedef struct request {
    const ls_cli *cli;
    const char *id;
    int width;
    bool found;
} request;

/* A text as the rule has it names what a finding fills in, such as {value}: shown as a gap. */
static void put(const request *self, const char *label, const char *text)
{
    if (!text)
        return;
    ls_buffer line;
    ls_buffer_init(&line, 1u << 16);
    for (const char *end; (end = strchr(text, '{')) && strchr(end, '}'); text = strchr(end, '}') + 1) {
        ls_buffer_add(&line, text, (size_t)(end - text));
        ls_buffer_text(&line, "…");
    }
    if (!ls_buffer_text(&line, text))
        ls_labelled(stdout, 2, label, line.data, self->width);
    ls_buffer_free(&line);
}

static void explain_text(const request *self, const ls_rule_info *rule)
{
    ls_print(stdout, rule->id);
    fputs(": ", stdout);
    ls_print(stdout, rule->title ? rule->title : rule->id);
    fputs(rule->disabled ? _(" (disabled)\n") : "\n", stdout);
    put(self, _("Severity:"), rule->severity ? _(rule->severity) : NULL);
    put(self, _("System:"), rule->system);
    put(self, _("Level:"), rule->level);
    put(self, _("Seen:"), rule->what);
    put(self, _("Risk:"), rule->why);
    put(self, _("Do:"), rule->action);
    put(self, _("Basis:"), rule->basis);
    put(self, _("Official text:"), rule->basis_url);
    put(self, _("Read on:"), rule->basis_checked);
    put(self, _("Pack:"), rule->pack);
}

static int explain_if(const ls_rule_info *rule, void *user)
{
    request *self = user;
    if (strcmp(rule->id, self->id) != 0)
        return 0;
    self->found = true;
    if (strcmp(self->cli->format, "text") == 0) {
        explain_text(self, rule);
        return 1;
    }
    json_t *object = ls_json_rule(rule);
    if (object)
        json_dumpf(object, stdout, LS_JSON_FLAGS);
    putchar('\n');
    json_decref(object);
    return 1;
}

ls_exit ls_cmd_explain(ls_cli *cli)
{
    if (!cli->count) {
        ls_cli_complain(_("explain: no rule was named; `lightseal rules list` shows them"));
        return LS_EXIT_USAGE;
    }
    ls_exit code;
    if (!ls_cli_engine(cli, &code))
        return code;
    ls_output output;
    ls_output_init(&output, stdout);
    for (int i = 0; i < cli->count; i++) {
        request wanted = {cli, cli->arguments[i], output.width, false};
        ls_status status = ls_engine_each_rule(cli->engine, explain_if, &wanted);
        if (!wanted.found) {
            ls_cli_complain(_("no rule '%s'; `lightseal rules list` shows them"), cli->arguments[i]);
            return LS_EXIT_USAGE;
        }
        if (status)
            return ls_cli_finish(&output, status, LS_EXIT_CHECKED);
    }
    return ls_cli_finish(&output, LS_OK, LS_EXIT_CHECKED);
}
