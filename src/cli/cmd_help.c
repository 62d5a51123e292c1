/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "report/flow.h"

static ls_exit help_topic(ls_cli *cli, const char *topic)
{
    ls_exit code;
    if (!ls_cli_engine(cli, &code))
        return code;
    const char *text = ls_engine_help(cli->engine, topic);
    if (!text) {
        ls_cli_complain(_("no help about '%s'; there is `lightseal help leaked`"), topic);
        return LS_EXIT_USAGE;
    }
    ls_output output;
    ls_output_init(&output, stdout);
    return ls_cli_finish(&output, ls_flow(stdout, text, output.width), LS_EXIT_CHECKED);
}

ls_exit ls_cmd_help(ls_cli *cli)
{
    if (cli->count > 1) {
        ls_cli_complain(_("'%s' is not expected here"), cli->arguments[1]);
        return LS_EXIT_USAGE;
    }
    if (cli->count)
        return help_topic(cli, cli->arguments[0]);
    ls_cli_usage(stdout);
    ls_output output = {.file = stdout};
    return ls_cli_finish(&output, LS_OK, LS_EXIT_CHECKED);
}
