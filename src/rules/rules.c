/* SPDX-License-Identifier: Apache-2.0 */
/* A run's rules: which files are read, and what is asked of them afterwards. */
#include "rules/document_parts.h"

#include <stdlib.h>
#include <string.h>

/* PCRE2's memory is the arena's: nothing to free pattern by pattern. */
static void *arena_malloc(size_t size, void *arena)
{
    return ls_arena_alloc(arena, size);
}

static void arena_free(void *memory, void *arena)
{
    (void)memory;
    (void)arena;
}

static ls_rules *new_rules(const ls_rules_request *request)
{
    ls_arena *arena = ls_arena_new(LS_RULES_ARENA);
    ls_rules *rules = arena ? ls_arena_alloc(arena, sizeof *rules) : NULL;
    if (!rules) {
        ls_arena_free(arena);
        return NULL;
    }
    rules->arena = arena;
    const char **folders = ls_arena_array(arena, request->folder_count, sizeof *folders);
    for (size_t i = 0; folders && i < request->folder_count; i++) {
        if (!(folders[i] = ls_arena_strdup(arena, request->folders[i])))
            folders = NULL;
    }
    rules->folders = folders;
    rules->folder_count = request->folder_count;
    rules->without_examples = request->without_examples;
    rules->wanted = request->languages;
    rules->wanted_count = request->language_count;
    rules->memory = pcre2_general_context_create(arena_malloc, arena_free, arena);
    rules->compile = rules->memory ? pcre2_compile_context_create(rules->memory) : NULL;
    if (folders && rules->compile)
        return rules;
    ls_arena_free(arena);
    return NULL;
}

/*
 * Packs of detect/ are named by the category of their rules, and a quick check feels each of them: rules about areas can
 * only speak where there are areas, and of the others all but two are about what a picture shows.
 */
static bool is_needed(const ls_rules_request *request, const char *kind, const char *name)
{
    if (strcmp(kind, "detect") != 0 || strcmp(name, "metadata") == 0 || strcmp(name, "place") == 0)
        return true;
    return strcmp(name, "area") == 0 ? !request->without_areas : !request->without_text;
}

static ls_status load_each(ls_rules *rules, const ls_rules_request *request, size_t folder, const char *kind,
                           const ls_texts *names, ls_error *error)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < names->count && !status; i++) {
        if (!is_needed(request, kind, names->items[i]))
            continue;
        if (strcmp(kind, "documents") == 0)
            status = ls_document_pack_load(rules, folder, names->items[i], error);
        else
            status = ls_pack_load(rules, folder, kind, names->items[i], error);
    }
    return status;
}

static ls_status load_kind(ls_rules *rules, const ls_rules_request *request, size_t folder, const char *kind,
                           ls_error *error)
{
    ls_texts names;
    ls_status status = ls_store_list(rules, folder, kind, &names, error);
    return status ? status : load_each(rules, request, folder, kind, &names, error);
}

static ls_status load_help(ls_rules *rules, const ls_rules_request *request, size_t folder, ls_error *error)
{
    static const ls_node nowhere = {.line = 1, .column = 1};
    static const char *general[] = {"general"};
    ls_yaml by = {.error = error, .code = LS_E_RULES, .file = rules->folders[folder]};
    ls_texts names = {.items = general, .count = ls_store_has(rules, folder, "help", *general)};
    ls_status status = request->every_pack ? ls_store_list(rules, folder, "help", &names, error) : LS_OK;
    ls_help *loaded;
    for (size_t i = 0; i < names.count && !status; i++)
        status = ls_help_load(rules, folder, names.items[i], &by, &nowhere, &loaded);
    return status;
}

static ls_status refuse_empty(ls_rules *rules, size_t folder, ls_error *error)
{
    static const char *const kinds[] = {"marks", "help", "documents"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        ls_texts names;
        ls_status status = ls_store_list(rules, folder, kinds[i], &names, error);
        if (status || names.count)
            return status;
    }
    return ls_error_set(error, LS_E_RULES,
                        "%s: no rules here: neither marks/ nor detect/ nor help/ nor documents/ holds a file",
                        rules->folders[folder]);
}

/* Only what the request needs is looked at: each folder that is listed costs from a quick check. */
static ls_status load_folder(ls_rules *rules, const ls_rules_request *request, size_t folder, ls_error *error)
{
    ls_texts detect;
    ls_status status = ls_store_list(rules, folder, "detect", &detect, error);
    if (!status && !detect.count)
        status = refuse_empty(rules, folder, error);
    if (!status)
        status = load_each(rules, request, folder, "detect", &detect, error);
    if (!status && !request->without_text)
        status = load_kind(rules, request, folder, "documents", error);
    if (!status && (request->every_pack || folder >= request->all_marks_from))
        status = load_kind(rules, request, folder, "marks", error);
    return status ? status : load_help(rules, request, folder, error);
}

static ls_status load_named(ls_rules *rules, const ls_rules_request *request, const char *name, ls_error *error)
{
    size_t end = request->all_marks_from < request->folder_count ? request->all_marks_from : request->folder_count;
    for (size_t folder = 0; folder < request->folder_count; folder++) {
        if (!ls_store_has(rules, folder, "marks", name))
            continue;
        /* those beyond `end` are loaded with their whole folder */
        return folder < end ? ls_pack_load(rules, folder, "marks", name, error) : LS_OK;
    }
    return ls_error_set(error, LS_E_RULES, "there is no rule pack marks/%s.yaml in the rule folders", name);
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const ls_rule *)left)->id, ((const ls_rule *)right)->id);
}

/* The order of languages is that of the packs asked for, so these come before the folders. */
static ls_status load_all(ls_rules *rules, const ls_rules_request *request, ls_error *error)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < request->mark_pack_count && !request->every_pack && !status; i++)
        status = load_named(rules, request, request->mark_packs[i], error);
    for (size_t i = 0; i < request->folder_count && !status; i++)
        status = load_folder(rules, request, i, error);
    if (!status && rules->rule_count)
        qsort(rules->rules, rules->rule_count, sizeof *rules->rules, by_id);
    ls_store_sort(rules);
    return status;
}

ls_status ls_rules_load(const ls_rules_request *request, ls_rules **out, ls_error *error)
{
    *out = NULL;
    ls_rules *rules = new_rules(request);
    if (!rules)
        return LS_E_NOMEM;
    ls_status status = load_all(rules, request, error);
    if (status)
        ls_arena_free(rules->arena);
    else
        *out = rules;
    return status;
}

void ls_rules_free(ls_rules *rules)
{
    if (rules)
        ls_arena_free(rules->arena);
}

size_t ls_rules_count(const ls_rules *rules)
{
    return rules->rule_count;
}

const ls_rule *ls_rules_at(const ls_rules *rules, size_t index)
{
    return index < rules->rule_count ? &rules->rules[index] : NULL;
}

const ls_rule *ls_rules_find(const ls_rules *rules, const char *id)
{
    ls_rule wanted = {.id = id};
    return rules->rule_count ? bsearch(&wanted, rules->rules, rules->rule_count, sizeof wanted, by_id) : NULL;
}

size_t ls_rules_language_count(const ls_rules *rules)
{
    return rules->language_count;
}

const char *ls_rules_language(const ls_rules *rules, size_t index)
{
    return index < rules->language_count ? rules->languages[index] : NULL;
}

const char *ls_rules_topic(const ls_rules *rules, const char *system, const char *topic, ls_language language)
{
    for (const ls_help *help = rules->helps; help; help = help->next) {
        for (size_t i = 0; strcmp(help->system, system) == 0 && i < help->topic_count; i++) {
            if (strcmp(help->topics[i].name, topic) == 0)
                return help->topics[i].text.text[language];
        }
    }
    return NULL;
}
