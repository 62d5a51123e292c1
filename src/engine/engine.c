/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine.h"

#include "engine/language_data.h"
#include "engine/paths.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define _(text) dgettext("lightseal", text)

#define ENGINE_MEMORY ((size_t)64 << 20)
#define PACKS_MAX 64

bool ls_engine_wants_marks(const ls_engine *engine)
{
    return engine->asked[LS_STAGE_TEXT];
}

/* ------------------------------------------------------------------------------------------------- stages */

static void choose_stages(ls_engine *engine)
{
    const ls_options *options = engine->options;
    bool areas = options->lists[LS_OPTION_AREAS].count > 0;
    for (int i = 0; i < LS_STAGE_COUNT; i++) {
        /* The container is the ground of everything else: it is always looked at. */
        engine->asked[i] = ls_stage_present((ls_stage)i) &&
                           (!options->has_only || options->only[i] || i == LS_STAGE_CONTAINER);
        engine->required[i] = engine->asked[i] && (engine->policy.requires[i] || i == LS_STAGE_CONTAINER);
    }
    /* Whoever gives an area file or asks for a stage by name wants its answer. */
    if (engine->asked[LS_STAGE_PLACE] && (areas || engine->policy.areas_required))
        engine->required[LS_STAGE_PLACE] = true;
    for (int i = 0; i < LS_STAGE_COUNT; i++)
        if (options->has_only && engine->asked[i])
            engine->required[i] = true;
}

/* -------------------------------------------------------------------------------------------------- rules */

static ls_status load_rules(ls_engine *engine, ls_error *error)
{
    const ls_options *options = engine->options;
    const ls_strings *extra = &options->lists[LS_OPTION_RULES];
    const char **folders = ls_arena_array(engine->arena, extra->count + 1, sizeof *folders);
    const char *packs[PACKS_MAX];
    size_t pack_count = 0;
    if (!folders)
        return ls_error_set(error, LS_E_NOMEM, "out of memory");
    folders[0] = ls_paths_rules();
    for (size_t i = 0; i < extra->count; i++)
        folders[i + 1] = extra->items[i];
    const ls_texts *named = &engine->policy.packs;
    if (named->count > PACKS_MAX)
        return ls_error_set(error, LS_E_CONFIG, "policy %s: more than %d packs", engine->policy.name, PACKS_MAX);
    const char *languages[2 * LS_LANGUAGES_COUNT];
    size_t language_count = 0;
    const bool wanted = ls_engine_wants_marks(engine) && options->default_rules;
    for (; wanted && pack_count < named->count; pack_count++)
        packs[pack_count] = named->items[pack_count];
    const ls_texts *lists[] = {&engine->policy.languages, &engine->policy.languages_zh};
    for (size_t i = 0; i < (engine->language == LS_LANG_ZH && lists[0]->count ? 2 : 1); i++)
        for (size_t j = 0; j < lists[i]->count; j++) {
            if (language_count == LS_FIELD_COUNT(languages))
                return ls_error_set(error, LS_E_CONFIG, "policy %s: more than %zu languages", engine->policy.name, LS_FIELD_COUNT(languages));
            languages[language_count++] = lists[i]->items[j];
        }
    ls_rules_request request = {
        .folders = folders,
        .folder_count = ls_engine_wants_marks(engine) ? extra->count + 1 : 1,
        .mark_packs = packs,
        .mark_pack_count = pack_count,
        .languages = languages,
        .language_count = language_count,
        .all_marks_from = 1,
        .without_text = !ls_engine_wants_marks(engine),
        .without_areas = !engine->areas,
        .without_examples = true,
    };
    ls_status status = ls_rules_load(&request, &engine->rules, error);
    if (status || !ls_engine_wants_marks(engine))
        return status;
    for (size_t i = 0; i < ls_rules_count(engine->rules); i++)
        if (ls_rules_at(engine->rules, i)->patterns)
            return LS_OK;
    /* Text that is held against nothing would end as "nothing found". */
    return ls_error_set(error, LS_E_USAGE, "%s", _("no mark rules: neither the policy nor --rules names a pack, and text "
                                                   "in pictures would be compared with nothing"));
}

static bool append(char *list, size_t room, const char *separator, const char *name)
{
    size_t used = strlen(list), length = strlen(name), gap = used ? strlen(separator) : 0;
    if (used + gap + length >= room)
        return false;
    memcpy(list + used, separator, gap);
    memcpy(list + used + gap, name, length + 1);
    return true;
}

static ls_status choose_languages(ls_engine *engine, ls_error *error)
{
    const char *fix = "sudo apt install";
    if (ls_rules_language_count(engine->rules) > LS_LANGUAGES_COUNT)
        return ls_error_set(error, LS_E_RULES, "the rule packs need more than %d OCR languages", LS_LANGUAGES_COUNT);
    for (size_t i = 0; i < ls_rules_language_count(engine->rules); i++) {
        const char *name = ls_rules_language(engine->rules, i);
        bool there = ls_language_data_installed(name), fits;
        if (there)
            fits = append(engine->languages, sizeof engine->languages, "+", name);
        else
            fits = append(engine->languages_missing, sizeof engine->languages_missing, ", ", name);
        if (!fits)
            return ls_error_set(error, LS_E_RULES, "the rule packs need more OCR languages than %d bytes can name",
                                LS_LANGUAGES_MAX);
        char *package = there ? NULL : ls_language_data_package(engine->arena, name);
        if (!there)
            fix = package ? ls_arena_printf(engine->arena, "%s %s", fix, package) : NULL;
        if (!fix)
            return ls_error_set(error, LS_E_NOMEM, "out of memory");
    }
    engine->languages_fix = engine->languages_missing[0] ? fix : NULL;
    return LS_OK;
}

/* --------------------------------------------------------------------------------------------------- help */

/* The general advice first, then what each enabled system adds; each system once. */
static const char *make_help(const ls_engine *engine, const char *topic)
{
    const char *general = ls_rules_topic(engine->rules, "general", topic, engine->language);
    const char *out = general ? ls_arena_strdup(engine->arena, general) : NULL;
    const char *seen[PACKS_MAX];
    size_t seen_count = 0;
    for (size_t i = 0; out && i < ls_rules_count(engine->rules); i++) {
        const char *system = ls_rules_at(engine->rules, i)->system;
        bool known = !system || seen_count == PACKS_MAX;
        for (size_t j = 0; j < seen_count && !known; j++)
            known = strcmp(seen[j], system) == 0;
        if (known)
            continue;
        seen[seen_count++] = system;
        const char *more = ls_rules_topic(engine->rules, system, topic, engine->language);
        if (more)
            out = ls_arena_printf(engine->arena, "%s\n%s", out, more);
    }
    return out;
}

const char *ls_engine_help(const ls_engine *engine, const char *topic)
{
    return strcmp(topic, "leaked") == 0 && !ls_engine_load(engine, NULL) ? engine->help_leaked : NULL;
}

/* ------------------------------------------------------------------------------------------------- engine */

static ls_status load(ls_engine *engine, ls_error *error)
{
    const ls_options *options = engine->options;
    const char *language = options->values[LS_OPTION_LANG];
    engine->language = language && strcmp(language, "zh") == 0 ? LS_LANG_ZH : LS_LANG_EN;
    char *policies = ls_arena_printf(engine->arena, "%s/policy", ls_paths_rules());
    if (!policies)
        return ls_error_set(error, LS_E_NOMEM, "out of memory");
    ls_status status =
        ls_policy_load(&engine->policy, engine->arena, policies, options->values[LS_OPTION_POLICY], error);
    if (status)
        return status;
    choose_stages(engine);
    const char *accept = options->values[LS_OPTION_ACCEPT];
    engine->accepts_video_frames = accept ? strcmp(accept, "video-frames") == 0 : engine->policy.accepts_video_frames;
    const ls_strings *areas = &options->lists[LS_OPTION_AREAS];
    if (!status && areas->count && engine->asked[LS_STAGE_PLACE])
        status = ls_areas_load(areas->items, areas->count, &engine->areas, error);
    return status;
}

static ls_status load_late(ls_engine *engine, ls_error *error)
{
    ls_status status = load_rules(engine, error);
    if (!status)
        status = choose_languages(engine, error);
    if (!status && ls_engine_wants_marks(engine) && ls_models_check(engine->arena, ls_paths_models(), &engine->models))
        status = ls_error_set(error, LS_E_NOMEM, "out of memory");
    if (!status)
        engine->help_leaked = make_help(engine, "leaked");
    return status;
}

ls_status ls_engine_load(const ls_engine *engine, ls_error *error)
{
    ls_engine *self = engine->self;
    pthread_mutex_lock(&self->lock);
    if (!self->loaded)
        self->load_status = load_late(self, &self->load_error);
    self->loaded = true;
    ls_status status = self->load_status;
    pthread_mutex_unlock(&self->lock);
    return status ? ls_error_set(error, status, "%s", self->load_error.text) : LS_OK;
}

/* Without a spare the scanner starts its own, and says what is wrong when that fails. */
static void start_spare(ls_engine *engine)
{
    ls_worker *worker = NULL;
    engine->spare_core = ls_arena_alloc(engine->arena, sizeof *engine->spare_core);
    if (engine->spare_core && ls_worker_start(LS_WORKER_CORE, &worker, NULL) == LS_OK)
        atomic_store(engine->spare_core, worker);
}

ls_worker *ls_engine_take_core(const ls_engine *engine)
{
    return engine->spare_core ? atomic_exchange(engine->spare_core, NULL) : NULL;
}

ls_status ls_engine_new(const ls_options *options, ls_engine **engine, ls_error *error)
{
    ls_status status = ls_engine_begin(options, engine, error);
    if (!status)
        status = ls_engine_load(*engine, error);
    if (status) {
        ls_engine_free(*engine);
        *engine = NULL;
    }
    return status;
}

ls_status ls_engine_begin(const ls_options *options, ls_engine **engine, ls_error *error)
{
    *engine = NULL;
    if (!options)
        return ls_error_set(error, LS_E_USAGE, "options are needed");
    ls_arena *arena = ls_arena_new(ENGINE_MEMORY);
    ls_engine *made = arena ? ls_arena_alloc(arena, sizeof *made) : NULL;
    if (!made) {
        ls_arena_free(arena);
        return ls_error_set(error, LS_E_NOMEM, "out of memory");
    }
    made->arena = arena;
    made->self = made;
    pthread_mutex_init(&made->lock, NULL);
    start_spare(made);
    made->options = ls_options_copy(options);
    ls_status status = made->options ? load(made, error) : ls_error_set(error, LS_E_NOMEM, "out of memory");
    if (status) {
        ls_engine_free(made);
        return status;
    }
    *engine = made;
    return LS_OK;
}

void ls_engine_free(ls_engine *engine)
{
    if (!engine)
        return;
    ls_worker_stop(ls_engine_take_core(engine));
    ls_areas_free(engine->areas);
    ls_rules_free(engine->rules);
    ls_options_free(engine->options);
    pthread_mutex_destroy(&engine->lock);
    ls_arena_free(engine->arena); /* holds the engine itself, too */
}

const char *ls_engine_fail_on(const ls_engine *engine)
{
    return engine->options->values[LS_OPTION_FAIL_ON];
}

const char *ls_engine_language(const ls_engine *engine)
{
    return engine->language == LS_LANG_ZH ? "zh" : "en";
}

void ls_engine_today(char out[11])
{
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local) || !strftime(out, 11, "%Y-%m-%d", &local))
        memcpy(out, "9999-12-31", 11); /* no clock: nothing may be ignored any more */
}

static bool is_disabled(const ls_engine *engine, const char *rule)
{
    const ls_strings *disabled = &engine->options->lists[LS_OPTION_DISABLE];
    for (size_t i = 0; i < disabled->count; i++)
        if (strcmp(disabled->items[i], rule) == 0)
            return true;
    return false;
}

bool ls_engine_ignores(const ls_engine *engine, const char *rule, const char *today, bool *expired)
{
    if (is_disabled(engine, rule))
        return true;
    for (size_t i = 0; i < engine->options->ignore_count; i++) {
        const ls_ignore *ignore = &engine->options->ignores[i];
        if (strcmp(ignore->rule, rule) != 0)
            continue;
        if (strcmp(today, ignore->until) <= 0)
            return true;
        *expired = true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------ rules, from outside */

/* rules list|test and explain speak of every rule there is, not only of those that a check would load. */
static ls_status load_every_rule(const ls_engine *engine, ls_rules **rules, ls_error *error)
{
    const ls_strings *extra = &engine->options->lists[LS_OPTION_RULES];
    const char *folders[PACKS_MAX];
    size_t count = 0;
    folders[count++] = ls_paths_rules();
    for (size_t i = 0; i < extra->count && count < PACKS_MAX; i++)
        folders[count++] = extra->items[i];
    ls_rules_request request = {.folders = folders, .folder_count = count, .every_pack = true};
    return ls_rules_load(&request, rules, error);
}

/* marks/cn.yaml for a pack of our own, the path as it was given for another. */
static const char *pack_name(const char *path)
{
    size_t length = strlen(ls_paths_rules());
    bool ours = length && strncmp(path, ls_paths_rules(), length) == 0 && path[length] == '/';
    return ours ? path + length + 1 : path;
}

static ls_rule_info describe(const ls_engine *engine, const ls_rule *rule)
{
    ls_language language = engine->language;
    const ls_basis *basis = rule->basis[0];
    return (ls_rule_info){
        .id = rule->id,
        .title = rule->title.text[language],
        .system = rule->system,
        .level = rule->level,
        .severity = ls_severity_word(rule->severity),
        .what = rule->what.text[language],
        .why = rule->why.text[language],
        .action = rule->action.text[language],
        .basis = basis->name.text[language],
        .basis_url = basis->url,
        .basis_checked = basis->checked,
        .pack = pack_name(rule->pack),
        .disabled = is_disabled(engine, rule->id),
        .enabled = engine->rules && ls_rules_find(engine->rules, rule->id) && !is_disabled(engine, rule->id),
        .verified = !rule->patterns ? NULL : rule->photo_verified ? "photo-verified" : "text-only",
    };
}

ls_status ls_engine_each_rule(const ls_engine *engine, ls_rule_callback *callback, void *user)
{
    ls_rules *rules = NULL;
    ls_engine_load(engine, NULL); /* for `enabled`; when a check could not be made, nothing is */
    ls_status status = load_every_rule(engine, &rules, NULL);
    for (size_t i = 0; !status && i < ls_rules_count(rules); i++) {
        ls_rule_info info = describe(engine, ls_rules_at(rules, i));
        if (callback(&info, user))
            break;
    }
    ls_rules_free(rules);
    return status;
}

ls_status ls_engine_test_rules(const ls_engine *engine, ls_rule_failure *callback, void *user, size_t *examples,
                               size_t *failures)
{
    ls_rules *rules = NULL;
    ls_error error = {""};
    *examples = *failures = 0;
    ls_status status = load_every_rule(engine, &rules, &error);
    if (status)
        callback(error.text, NULL, NULL, error.text, user);
    else
        status = ls_rules_test(rules, callback, user, examples, failures);
    ls_rules_free(rules);
    return status;
}
