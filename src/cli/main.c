/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "report/dumps.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>

static const ls_command commands[] = {
#define COMMAND(name, function, arguments, help) {name, function, arguments, help},
#include "cli/commands.def"
#undef COMMAND
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

volatile int ls_cli_interrupted;

static void interrupted(int number)
{
    (void)number;
    __atomic_store_n(&ls_cli_interrupted, 1, __ATOMIC_RELAXED); /* threads look at it */
}

void ls_cli_catch_signals(void)
{
    /* a second Ctrl-C ends the program at once */
    struct sigaction action = {.sa_handler = interrupted, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

void ls_cli_usage(FILE *out)
{
    fputs(_("lightseal looks at a photo before it is shared and says what the photo gives away.\n"
            "Nothing is ever sent anywhere.\n\n"
            "Usage: lightseal COMMAND [OPTION…] [ARGUMENT…]\n\nCommands:\n"),
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const char *arguments = *commands[i].arguments ? _(commands[i].arguments) : "";
        fprintf(out, "  %s %s\n      %s\n", commands[i].name, arguments, _(commands[i].help));
    }
    fputs(_("\nOptions:\n"), out);
    static const struct {
        char letter;
        const char *name, *argument, *help;
    } options[] = {
#define OPTION(letter, name, argument, config, value, command, help) {letter, name, argument, help},
#include "cli/options.def"
#undef OPTION
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        char letter[8] = "    ";
        if (options[i].letter)
            snprintf(letter, sizeof letter, "-%c, ", options[i].letter);
        fprintf(out, "  %s--%s", letter, options[i].name);
        if (options[i].argument)
            fprintf(out, " %s", _(options[i].argument));
        fprintf(out, "\n      %s\n", _(options[i].help));
    }
    fputs(_("      --version\n      version, and the state of rules, models, languages and sandbox\n\n"
            "Exit codes: 0 everything checked and nothing to act on; 1 findings; 2 wrong usage,\n"
            "configuration or rules; 3 something could not be checked.\n"
            "More: man lightseal, man lightseal-config, man lightseal-report\n"),
          out);
}

static ls_command_run *find(const char *name)
{
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return ls_cmd_version;
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return ls_cmd_help;
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return commands[i].run;
    return NULL;
}

/* The language must be known before the first complaint, so a --lang among the flags is looked for early. */
static const char *early_language(int count, char **arguments)
{
    const char *language = ls_words_from_environment();
    for (int i = 1; i < count && strcmp(arguments[i], "--") != 0; i++) {
        const char *value = NULL;
        if (strncmp(arguments[i], "--lang=", 7) == 0)
            value = arguments[i] + 7;
        else if (strcmp(arguments[i], "--lang") == 0 && i + 1 < count)
            value = arguments[i + 1];
        if (value && (strcmp(value, "zh") == 0 || strcmp(value, "en") == 0))
            language = value;
    }
    return language;
}

/*
 * Whoever closed one of the standard descriptors would get the next file there: a complaint would be written into a copy, a
 * report into the socket of a worker. What stands in for it fails when it is used, as it would have done.
 */
static bool hold_standard_descriptors(void)
{
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_RDONLY : O_WRONLY) != fd)
            return false;
    return true;
}

int main(int count, char **arguments)
{
    if (!hold_standard_descriptors())
        return LS_EXIT_UNCHECKED;
    ls_dumps_off();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, which the exit code tells */
    ls_words_use(early_language(count, arguments));
    if (count < 2) {
        ls_cli_usage(stderr);
        return LS_EXIT_USAGE;
    }
    ls_command_run *run = find(arguments[1]);
    if (!run) {
        ls_cli_complain(_("'%s' is no command; try `lightseal check PHOTO` or `lightseal --help`"), arguments[1]);
        return LS_EXIT_USAGE;
    }
    ls_cli cli = {.command = arguments[1], .format = "text"};
    ls_exit code = LS_EXIT_USAGE;
    if (ls_cli_parse(&cli, count - 2, arguments + 2)) {
        if (cli.help) {
            ls_cli_usage(stdout);
            code = fflush(stdout) ? LS_EXIT_UNCHECKED : LS_EXIT_CHECKED;
        } else {
            code = run(&cli);
        }
    }
    return ls_cli_leave(&cli, code);
}
