/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "report/json_photo.h"
#include "report/width.h"

#include <string.h>

static void put_column(const char *text, int width)
{
    ls_print(stdout, text);
    int pad = width - ls_width_of(text);
    printf("%*s", pad > 0 ? pad + 2 : 2, "");
}

typedef struct widths {
    int id, severity, system, level, state, verified;
} widths;

static void widen(int *width, const char *text)
{
    int columns = text ? ls_width_of(text) : 1;
    if (columns > *width)
        *width = columns;
}

static const char *severity(const ls_rule_info *rule)
{
    return rule->severity && *rule->severity ? _(rule->severity) : "-";
}

static const char *state(const ls_rule_info *rule)
{
    return rule->enabled ? _("enabled") : rule->disabled ? _("disabled") : _("available");
}

static const char *verified(const ls_rule_info *rule)
{
    if (!rule->verified)
        return "-";
    return strcmp(rule->verified, "photo-verified") == 0 ? _("photo-verified") : _("text-only");
}

static int measure(const ls_rule_info *rule, void *user)
{
    widths *most = user;
    widen(&most->id, rule->id);
    widen(&most->severity, severity(rule));
    widen(&most->system, rule->system);
    widen(&most->level, rule->level);
    widen(&most->state, state(rule));
    widen(&most->verified, verified(rule));
    return 0;
}

static int print_row(const ls_rule_info *rule, void *user)
{
    const widths *most = user;
    put_column(rule->id, most->id);
    put_column(severity(rule), most->severity);
    put_column(rule->system ? rule->system : "-", most->system);
    put_column(rule->level ? rule->level : "-", most->level);
    put_column(state(rule), most->state);
    put_column(verified(rule), most->verified);
    ls_print(stdout, rule->title ? rule->title : "-");
    putchar('\n');
    return 0;
}

static int collect(const ls_rule_info *rule, void *user)
{
    return json_array_append_new(user, ls_json_rule(rule));
}

static int print_line(const ls_rule_info *rule, void *user)
{
    (void)user;
    json_t *object = ls_json_rule(rule);
    int failed = !object || json_dumpf(object, stdout, LS_JSON_FLAGS);
    json_decref(object);
    putchar('\n');
    return failed;
}

static ls_status list_json(const ls_cli *cli)
{
    json_t *list = json_array();
    ls_status status = list ? ls_engine_each_rule(cli->engine, collect, list) : LS_E_NOMEM;
    if (!status) {
        printf("{\"schema_version\":%d,\"rules\":", LS_SCHEMA_VERSION);
        status = json_dumpf(list, stdout, LS_JSON_FLAGS) ? LS_E_IO : LS_OK;
        fputs("}\n", stdout);
    }
    json_decref(list);
    return status;
}

static ls_exit list_rules(ls_cli *cli)
{
    widths most = {0};
    ls_status status;
    if (strcmp(cli->format, "json") == 0)
        status = list_json(cli);
    else if (strcmp(cli->format, "jsonl") == 0)
        status = ls_engine_each_rule(cli->engine, print_line, NULL);
    else if (!(status = ls_engine_each_rule(cli->engine, measure, &most)))
        status = ls_engine_each_rule(cli->engine, print_row, &most);
    ls_output output = {.file = stdout};
    return ls_cli_finish(&output, status, LS_EXIT_CHECKED);
}

static void print_failure(const char *pack, const char *rule, const char *example, const char *problem, void *user)
{
    (void)user;
    const char *parts[] = {pack, rule, example, problem};
    for (size_t i = 0, some = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i] && *parts[i]) {
            fputs(some++ ? ": " : "", stdout);
            ls_print(stdout, parts[i]);
        }
    putchar('\n');
}

static ls_exit test_rules(ls_cli *cli)
{
    size_t examples = 0, failures = 0;
    ls_status status = ls_engine_test_rules(cli->engine, print_failure, NULL, &examples, &failures);
    if (status) {
        ls_cli_complain("%s", ls_status_text(status));
        return LS_EXIT_USAGE;
    }
    printf(_("%zu examples, %zu failures\n"), examples, failures);
    ls_output output = {.file = stdout};
    return ls_cli_finish(&output, LS_OK, failures ? LS_EXIT_USAGE : LS_EXIT_CHECKED);
}

ls_exit ls_cmd_rules(ls_cli *cli)
{
    bool list = cli->count == 1 && strcmp(cli->arguments[0], "list") == 0;
    if (!list && !(cli->count == 1 && strcmp(cli->arguments[0], "test") == 0)) {
        ls_cli_complain(_("rules: `lightseal rules list` or `lightseal rules test`"));
        return LS_EXIT_USAGE;
    }
    ls_exit code;
    if (!ls_cli_engine(cli, &code))
        return code;
    return list ? list_rules(cli) : test_rules(cli);
}
