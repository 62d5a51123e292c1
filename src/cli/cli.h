/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: what main.c has understood of it, and what every command is made of. */
#ifndef LS_CLI_CLI_H
#define LS_CLI_CLI_H

#include "report/words.h"
#include "report/writer.h"

#include <lightseal/lightseal.h>

/* One flag for ls_options_set. */
typedef struct ls_setting {
    const char *name, *value;
} ls_setting;

typedef struct ls_cli {
    const char *format; /* a name of report/writers.def */
    const char *output; /* NULL: standard output */
    const char *annotate; /* NULL: no copy is wanted */
    const char *command;  /* its name */
    const char *clean_to; /* NULL: no cleaned copies are wanted */
    const char *all;      /* inspect: every part of a long map; NULL or "yes", as are the following */
    const char *in_place, *render, *help;
    const char *keep, *profile; /* clean; NULL: not given */
    ls_options *options; /* configuration, environment and flags; NULL until ls_cli_load */
    ls_engine *engine;   /* NULL until ls_cli_engine */
    ls_scanner *scanner; /* of `check`; NULL before it and for other commands */
    char **arguments;    /* what is no option */
    int count;
    ls_setting *settings; /* in the order given */
    int setting_count;
} ls_cli;

typedef ls_exit ls_command_run(ls_cli *cli);

typedef struct ls_command {
    const char *name;
    ls_command_run *run;
    const char *arguments, *help;
} ls_command;

#define COMMAND(name, function, arguments, help) ls_command_run function;
#include "cli/commands.def"
#undef COMMAND
ls_command_run ls_cmd_version; /* a command that is spelled like an option */

/* One line to standard error, "lightseal: …", whatever the text holds. */
void ls_cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Splits the arguments behind the command's name. False after a complaint. `ls_cli_leave` is needed either way. */
bool ls_cli_parse(ls_cli *cli, int count, char **arguments);
/* The last call of the program: what is printed has been flushed. Gives the exit status. */
int ls_cli_leave(ls_cli *cli, ls_exit code);

/* Reads configuration and applies the flags; from here on texts are in the language chosen. False after a complaint. */
bool ls_cli_load(ls_cli *cli);
/* The same and the engine. On failure the exit code is in *code. */
bool ls_cli_engine(ls_cli *cli, ls_exit *code);
/* The same with rules that are read while the first photo is with its worker: what `check` does. */
bool ls_cli_begin(ls_cli *cli, ls_exit *code);

/* The file that -o asks for. False after a complaint. */
bool ls_cli_open_output(const ls_cli *cli, ls_output *output);
/* The same, and the writer of reports that -f asks for. */
bool ls_cli_output(const ls_cli *cli, const ls_writer **writer, ls_output *output);
/* Closes it. When the report did not arrive whole the exit code says so, unless it says something worse. */
ls_exit ls_cli_finish(ls_output *output, ls_status status, ls_exit code);

void ls_cli_usage(FILE *out);

/* Set by SIGINT and SIGTERM once ls_cli_catch_signals was called; what runs ends early and what is known is printed. */
extern volatile int ls_cli_interrupted;
void ls_cli_catch_signals(void);

#endif
