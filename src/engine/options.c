/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/options.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Ten seconds are what a person waits for; ten minutes are what a batch may spend on one photo. */
#define TIME_BUDGET_DEFAULT "10s"
#define TIME_BUDGET_MIN_MS 10
#define TIME_BUDGET_MAX_MS (10 * 60 * 1000)
#define OPTIONS_MEMORY ((size_t)4 << 20)

typedef ls_status setter(ls_options *options, ls_option option, const char *value, ls_error *error);
static setter set_text, set_stages, add_path, add_names, set_switch, set_time, set_word;

static const struct {
    const char *name;
    setter *set;
    const char *words; /* for set_word: the values that are allowed, separated by '|' */
    bool collects;
} table[LS_OPTION_COUNT] = {
    [LS_OPTION_POLICY] = {"policy", set_text, NULL, false},
    [LS_OPTION_ONLY] = {"only", set_stages, NULL, false},
    [LS_OPTION_AREAS] = {"areas", add_path, NULL, true},
    [LS_OPTION_RULES] = {"rules", add_path, NULL, true},
    [LS_OPTION_DEFAULT_RULES] = {"default-rules", set_switch, NULL, false},
    [LS_OPTION_DISABLE] = {"disable", add_names, NULL, true},
    [LS_OPTION_LANG] = {"lang", set_word, "en|zh", false},
    [LS_OPTION_TIME_BUDGET] = {"time-budget", set_time, NULL, false},
    [LS_OPTION_SHOW_EVIDENCE] = {"show-evidence", set_switch, NULL, false},
    [LS_OPTION_SANDBOX] = {"sandbox", set_word, "off|auto|require", false},
    [LS_OPTION_FAIL_ON] = {"fail-on", set_word, "review|block|never", false},
    [LS_OPTION_ACCEPT] = {"accept", set_word, "nothing|video-frames", false},
};

/* -------------------------------------------------------------------------------------------------- values */

static ls_status keep(ls_options *options, ls_option option, const char *value, ls_error *error)
{
    options->values[option] = ls_arena_strdup(options->arena, value);
    return options->values[option] ? LS_OK : ls_error_set(error, LS_E_NOMEM, "out of memory");
}

static ls_status bad(ls_option option, const char *value, const char *wanted, ls_error *error)
{
    return ls_error_set(error, LS_E_USAGE, "%s: '%.80s' is not %s", table[option].name, value, wanted);
}

static ls_status set_text(ls_options *options, ls_option option, const char *value, ls_error *error)
{
    return *value ? keep(options, option, value, error) : bad(option, value, "a name", error);
}

static ls_status set_word(ls_options *options, ls_option option, const char *value, ls_error *error)
{
    unsigned index = 0;
    for (const char *word = table[option].words; *word; index++) {
        size_t length = strcspn(word, "|");
        if (strlen(value) == length && strncmp(word, value, length) == 0) {
            if (option == LS_OPTION_SANDBOX)
                options->sandbox = index;
            return keep(options, option, value, error);
        }
        word += length + (word[length] == '|');
    }
    return bad(option, value, table[option].words, error);
}

static ls_status set_switch(ls_options *options, ls_option option, const char *value, ls_error *error)
{
    bool yes = !strcmp(value, "yes") || !strcmp(value, "true");
    if (!yes && strcmp(value, "no") != 0 && strcmp(value, "false") != 0)
        return bad(option, value, "yes or no", error);
    if (option == LS_OPTION_SHOW_EVIDENCE)
        options->show_evidence = yes;
    else
        options->default_rules = yes;
    return keep(options, option, yes ? "yes" : "no", error);
}

static ls_status set_time(ls_options *options, ls_option option, const char *value, ls_error *error)
{
    char *end;
    errno = 0;
    double amount = strtod(value, &end);
    double unit = !strcmp(end, "ms") ? 1 : !strcmp(end, "s") ? 1000 : !strcmp(end, "m") ? 60000 : 0;
    double milliseconds = amount * unit;
    if (!isdigit((unsigned char)*value) || errno || unit <= 0 || !(milliseconds >= TIME_BUDGET_MIN_MS) ||
        !(milliseconds <= TIME_BUDGET_MAX_MS))
        return bad(option, value, "a time from 10ms to 10m (such as 500ms or 10s)", error);
    options->time_budget_ms = (uint32_t)milliseconds;
    return keep(options, option, value, error);
}

/* Calls `take` for every name between commas; blanks around a name do not count. */
static ls_status each_name(ls_options *options, ls_option option, const char *value, ls_error *error, setter *take)
{
    while (true) {
        size_t length = strcspn(value, ",");
        const char *from = value, *to = value + length;
        while (from < to && isspace((unsigned char)*from))
            from++;
        while (to > from && isspace((unsigned char)to[-1]))
            to--;
        char name[128];
        if (to == from || (size_t)(to - from) >= sizeof name)
            return bad(option, value, "a list of names", error);
        memcpy(name, from, (size_t)(to - from));
        name[to - from] = 0;
        ls_status status = take(options, option, name, error);
        if (status || !value[length])
            return status;
        value += length + 1;
    }
}

static ls_status take_stage(ls_options *options, ls_option option, const char *value, ls_error *error)
{
    ls_stage stage;
    if (!ls_stage_parse(value, &stage))
        return bad(option, value, "a stage (container, metadata, place, text)", error);
    if (!ls_stage_present(stage))
        return ls_error_set(error, LS_E_USAGE, "only: this version does not have the stage '%s' yet", value);
    options->only[stage] = true;
    return LS_OK;
}

static ls_status set_stages(ls_options *options, ls_option option, const char *value, ls_error *error)
{
    memset(options->only, 0, sizeof options->only);
    options->has_only = true;
    ls_status status = each_name(options, option, value, error, take_stage);
    return status ? status : keep(options, option, value, error);
}

static ls_status add_path(ls_options *options, ls_option option, const char *value, ls_error *error)
{
    ls_strings *list = &options->lists[option];
    if (!*value)
        return bad(option, value, "a path", error);
    const char **items = ls_arena_grow(options->arena, (void *)list->items, list->count, &list->capacity, sizeof *items);
    const char *copy = ls_arena_strdup(options->arena, value);
    if (!items || !copy)
        return ls_error_set(error, LS_E_NOMEM, "out of memory");
    list->items = items;
    items[list->count++] = copy;
    return LS_OK;
}

static ls_status add_names(ls_options *options, ls_option option, const char *value, ls_error *error)
{
    return each_name(options, option, value, error, add_path);
}

/* ---------------------------------------------------------------------------------------------------- API */

ls_options *ls_options_new(void)
{
    ls_arena *arena = ls_arena_new(OPTIONS_MEMORY);
    ls_options *options = arena ? ls_arena_alloc(arena, sizeof *options) : NULL;
    if (!options) {
        ls_arena_free(arena);
        return NULL;
    }
    options->arena = arena;
    static const struct {
        const char *name, *value;
    } defaults[] = {
        {"policy", "default"},   {"default-rules", "yes"}, {"time-budget", TIME_BUDGET_DEFAULT},
        {"show-evidence", "no"}, {"sandbox", "auto"},      {"fail-on", "review"},
    };
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (ls_options_set(options, defaults[i].name, defaults[i].value, NULL)) {
            ls_options_free(options);
            return NULL;
        }
    return options;
}

void ls_options_free(ls_options *options)
{
    if (options)
        ls_arena_free(options->arena); /* holds the options themselves, too */
}

static int find(const char *name)
{
    for (int i = 0; i < LS_OPTION_COUNT; i++)
        if (strcmp(table[i].name, name) == 0)
            return i;
    return -1;
}

ls_status ls_options_set(ls_options *options, const char *name, const char *value, ls_error *error)
{
    int option = options && name ? find(name) : -1;
    if (option < 0)
        return ls_error_set(error, LS_E_USAGE, "unknown option '%.80s'", name ? name : "");
    if (!value)
        return ls_error_set(error, LS_E_USAGE, "%s: a value is needed", name);
    return table[option].set(options, (ls_option)option, value, error);
}

const char *ls_options_get(const ls_options *options, const char *name)
{
    int option = find(name);
    return option < 0 ? NULL : options->values[option];
}

ls_status ls_options_add_ignore(ls_options *options, const char *rule, const char *reason, const char *until)
{
    ls_ignore *ignores = ls_arena_grow(options->arena, options->ignores, options->ignore_count,
                                       &options->ignore_capacity, sizeof *ignores);
    if (!ignores)
        return LS_E_NOMEM;
    options->ignores = ignores;
    ls_ignore entry = {ls_arena_strdup(options->arena, rule), ls_arena_strdup(options->arena, reason),
                       ls_arena_strdup(options->arena, until)};
    if (!entry.rule || !entry.reason || !entry.until)
        return LS_E_NOMEM;
    ignores[options->ignore_count++] = entry;
    return LS_OK;
}

static bool copy_lists(const ls_options *from, ls_options *to)
{
    for (int i = 0; i < LS_OPTION_COUNT; i++) {
        if (from->values[i] && ls_options_set(to, table[i].name, from->values[i], NULL))
            return false;
        for (size_t j = 0; j < from->lists[i].count; j++)
            if (add_path(to, (ls_option)i, from->lists[i].items[j], NULL))
                return false;
    }
    for (size_t i = 0; i < from->ignore_count; i++)
        if (ls_options_add_ignore(to, from->ignores[i].rule, from->ignores[i].reason, from->ignores[i].until))
            return false;
    return true;
}

ls_options *ls_options_copy(const ls_options *options)
{
    ls_options *copy = ls_options_new();
    if (copy && !copy_lists(options, copy)) {
        ls_options_free(copy);
        return NULL;
    }
    return copy;
}

ls_list_use ls_options_list_use(const char *name)
{
    int option = find(name);
    if (option < 0)
        return LS_LIST_EACH; /* the first value then says that the name is unknown */
    return table[option].collects ? LS_LIST_EACH : table[option].set == set_stages ? LS_LIST_JOINED : LS_LIST_REFUSED;
}

/* ------------------------------------------------------------------------------------- configuration sources */

/* LIGHTSEAL_TIME_BUDGET for "time-budget". */
static const char *from_environment(ls_option option)
{
    char name[64] = "LIGHTSEAL_";
    size_t at = strlen(name);
    for (const char *from = table[option].name; *from && at + 1 < sizeof name; from++)
        name[at++] = *from == '-' ? '_' : (char)toupper((unsigned char)*from);
    name[at] = 0;
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static ls_status load_if_there(ls_options *options, const char *folder, const char *rest, ls_error *error)
{
    char path[4096];
    if (!folder || *folder != '/' || (size_t)snprintf(path, sizeof path, "%s/%s", folder, rest) >= sizeof path)
        return LS_OK;
    FILE *file = fopen(path, "re"); /* only to learn whether it is there: a file that cannot be read is an error */
    if (!file && (errno == ENOENT || errno == ENOTDIR))
        return LS_OK;
    if (file)
        fclose(file);
    return ls_options_load(options, path, error);
}

/* The locale's variables as setlocale() weighs them; a language given by option or configuration wins over them. */
static ls_status language_from_locale(ls_options *options, ls_error *error)
{
    if (options->values[LS_OPTION_LANG])
        return LS_OK;
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *locale = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !(locale && *locale); i++)
        locale = getenv(names[i]);
    bool chinese = locale && strncasecmp(locale, "zh", 2) == 0 && !isalpha((unsigned char)locale[2]);
    return ls_options_set(options, "lang", chinese ? "zh" : "en", error);
}

ls_status ls_options_load_default(ls_options *options, ls_error *error)
{
    ls_status status = load_if_there(options, "/etc/lightseal", "config.yaml", error);
    const char *folder = getenv("XDG_CONFIG_HOME");
    if (!status && folder && *folder)
        status = load_if_there(options, folder, "lightseal/config.yaml", error);
    else if (!status)
        status = load_if_there(options, getenv("HOME"), ".config/lightseal/config.yaml", error);
    for (int i = 0; i < LS_OPTION_COUNT && !status; i++) {
        const char *value = from_environment((ls_option)i);
        if (value)
            status = ls_options_set(options, table[i].name, value, error);
    }
    return status ? status : language_from_locale(options, error);
}
