/* SPDX-License-Identifier: Apache-2.0 */
/* rules/help/NAME.yaml: the laws and standards that texts rest on, whom to tell, what to do. */
#include "rules/store.h"

#include <string.h>

struct help_file {
    int64_t format;
    const char *system;
    const ls_node *title, *basis, *contacts, *topics;
};

static const ls_field help_fields[] = {
    LS_FIELD("format", INTEGER, REQUIRED, struct help_file, format, .minimum = 1, .maximum = 1),
    LS_FIELD("system", TEXT, REQUIRED, struct help_file, system, .maximum = 16),
    LS_FIELD("title", MAPPING, REQUIRED, struct help_file, title),
    LS_FIELD("basis", SEQUENCE, REQUIRED, struct help_file, basis, .minimum = 1),
    LS_FIELD("contacts", SEQUENCE, OPTIONAL, struct help_file, contacts),
    LS_FIELD("topics", MAPPING, OPTIONAL, struct help_file, topics),
};

struct basis_entry {
    const char *id, *version, *url, *checked;
    const ls_node *name;
};

static const ls_field basis_fields[] = {
    LS_FIELD("id", TEXT, REQUIRED, struct basis_entry, id, .maximum = 64),
    LS_FIELD("name", MAPPING, REQUIRED, struct basis_entry, name),
    LS_FIELD("version", TEXT, REQUIRED, struct basis_entry, version, .maximum = 120),
    LS_FIELD("url", TEXT, REQUIRED, struct basis_entry, url, .maximum = 300),
    LS_FIELD("checked", DATE, REQUIRED, struct basis_entry, checked),
};

struct contact_entry {
    const ls_node *name, *how;
    ls_texts basis;
};

static const ls_field contact_fields[] = {
    LS_FIELD("name", MAPPING, REQUIRED, struct contact_entry, name),
    LS_FIELD("how", MAPPING, REQUIRED, struct contact_entry, how),
    LS_FIELD("basis", TEXTS, REQUIRED, struct contact_entry, basis, .minimum = 1),
};

struct topic_entry {
    const char *en, *zh;
    ls_texts basis;
};

static const ls_field topic_fields[] = {
    LS_FIELD("en", TEXT, REQUIRED, struct topic_entry, en, .maximum = 4000),
    LS_FIELD("zh", TEXT, REQUIRED, struct topic_entry, zh, .maximum = 4000),
    LS_FIELD("basis", TEXTS, REQUIRED, struct topic_entry, basis, .minimum = 1),
};

static const ls_field words_fields[] = {
    LS_FIELD("en", TEXT, REQUIRED, ls_words, text[LS_LANG_EN], .maximum = 4000),
    LS_FIELD("zh", TEXT, REQUIRED, ls_words, text[LS_LANG_ZH], .maximum = 4000),
};

ls_status ls_words_read(const ls_yaml *yaml, const ls_node *node, ls_words *words)
{
    return ls_yaml_read(yaml, node, words_fields, LS_FIELD_COUNT(words_fields), words);
}

static const ls_basis *find_among(ls_help *const *helps, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < helps[i]->basis_count; j++) {
            if (strcmp(helps[i]->basis[j].id, id) == 0)
                return &helps[i]->basis[j];
        }
    }
    return NULL;
}

ls_status ls_basis_resolve(ls_rules *rules, const ls_yaml *yaml, ls_help *const *helps, size_t count,
                           const ls_texts *ids, const ls_basis *const **out)
{
    const ls_basis **found = ls_arena_array(rules->arena, ids->count, sizeof *found);
    if (!found)
        return LS_E_NOMEM;
    const ls_node *node = ids->node->first;
    for (size_t i = 0; i < ids->count; i++, node = node->next) {
        if (!(found[i] = find_among(helps, count, ids->items[i])))
            return ls_yaml_fail(yaml, node, "no help file named here has a basis '%s'", ids->items[i]);
    }
    *out = found;
    return LS_OK;
}

static ls_status read_basis(ls_rules *rules, const ls_yaml *yaml, const ls_node *list, ls_help *help)
{
    help->basis = ls_arena_array(rules->arena, list->count, sizeof *help->basis);
    if (!help->basis)
        return LS_E_NOMEM;
    for (const ls_node *node = list->first; node; node = node->next) {
        struct basis_entry entry;
        ls_basis *basis = &help->basis[help->basis_count];
        ls_status status = ls_yaml_read(yaml, node, basis_fields, LS_FIELD_COUNT(basis_fields), &entry);
        if (!status)
            status = ls_words_read(yaml, entry.name, &basis->name);
        if (status)
            return status;
        if (find_among(&help, 1, entry.id))
            return ls_yaml_fail(yaml, ls_yaml_get(node, "id"), "basis '%s' is given twice", entry.id);
        basis->id = entry.id;
        basis->version = entry.version;
        basis->url = entry.url;
        basis->checked = entry.checked;
        help->basis_count++;
    }
    return LS_OK;
}

/* One line for each contact, in both languages. */
static ls_status read_contacts(ls_rules *rules, const ls_yaml *yaml, ls_help *help, const ls_node *list,
                               ls_words *lines)
{
    lines->text[LS_LANG_EN] = lines->text[LS_LANG_ZH] = "";
    for (const ls_node *node = list ? list->first : NULL; node; node = node->next) {
        struct contact_entry entry;
        ls_words name, how;
        const ls_basis *const *basis;
        ls_status status = ls_yaml_read(yaml, node, contact_fields, LS_FIELD_COUNT(contact_fields), &entry);
        if (status || (status = ls_words_read(yaml, entry.name, &name)) ||
            (status = ls_words_read(yaml, entry.how, &how)) ||
            (status = ls_basis_resolve(rules, yaml, &help, 1, &entry.basis, &basis)))
            return status;
        const char *en = name.text[LS_LANG_EN], *zh = name.text[LS_LANG_ZH];
        lines->text[LS_LANG_EN] =
            ls_arena_printf(rules->arena, "%s\n- %s: %s", lines->text[LS_LANG_EN], en, how.text[LS_LANG_EN]);
        lines->text[LS_LANG_ZH] =
            ls_arena_printf(rules->arena, "%s\n- %s：%s", lines->text[LS_LANG_ZH], zh, how.text[LS_LANG_ZH]);
        if (!lines->text[LS_LANG_EN] || !lines->text[LS_LANG_ZH])
            return LS_E_NOMEM;
    }
    return LS_OK;
}

/* A block scalar ends with a line feed that the text does not need. */
static char *join(ls_arena *arena, const char *text, const char *contacts)
{
    size_t length = strlen(text);
    while (length && text[length - 1] == '\n')
        length--;
    return ls_arena_printf(arena, "%.*s%s", (int)length, text, contacts);
}

static ls_status read_topics(ls_rules *rules, const ls_yaml *yaml, const ls_node *map, const ls_words *contacts,
                             ls_help *help)
{
    if (!map)
        return LS_OK;
    help->topics = ls_arena_array(rules->arena, map->count, sizeof *help->topics);
    if (!help->topics)
        return LS_E_NOMEM;
    for (const ls_node *node = map->first; node; node = node->next) {
        struct topic_entry entry;
        const ls_basis *const *basis;
        ls_status status = ls_yaml_read(yaml, node, topic_fields, LS_FIELD_COUNT(topic_fields), &entry);
        if (status || (status = ls_basis_resolve(rules, yaml, &help, 1, &entry.basis, &basis)))
            return status;
        ls_topic *topic = &help->topics[help->topic_count++];
        topic->name = node->key->text;
        /* one line of advice stays one line */
        bool brief = !strchr(entry.en, '\n') && !strchr(entry.zh, '\n');
        topic->text.text[LS_LANG_EN] = join(rules->arena, entry.en, brief ? "" : contacts->text[LS_LANG_EN]);
        topic->text.text[LS_LANG_ZH] = join(rules->arena, entry.zh, brief ? "" : contacts->text[LS_LANG_ZH]);
        if (!topic->text.text[LS_LANG_EN] || !topic->text.text[LS_LANG_ZH])
            return LS_E_NOMEM;
    }
    return LS_OK;
}

static ls_status read_help(ls_rules *rules, size_t folder, const char *name, ls_error *error, ls_help **out)
{
    struct help_file file = {0};
    ls_yaml yaml = {.arena = rules->arena, .code = LS_E_RULES, .error = error};
    ls_help *help = ls_arena_alloc(rules->arena, sizeof *help);
    ls_words title, contacts;
    ls_status status = help ? ls_store_read(rules, folder, "help", name, &yaml) : LS_E_NOMEM;
    if (status || (status = ls_yaml_read(&yaml, yaml.root, help_fields, LS_FIELD_COUNT(help_fields), &file)) ||
        (status = ls_words_read(&yaml, file.title, &title)))
        return status;
    *help = (ls_help){.name = name, .system = file.system, .file = yaml.file, .folder = folder, .next = rules->helps};
    rules->helps = help;
    if ((status = read_basis(rules, &yaml, file.basis, help)) ||
        (status = read_contacts(rules, &yaml, help, file.contacts, &contacts)) ||
        (status = read_topics(rules, &yaml, file.topics, &contacts, help)))
        return status;
    *out = help;
    return LS_OK;
}

ls_status ls_help_load(ls_rules *rules, size_t folder, const char *name, const ls_yaml *by, const ls_node *at,
                       ls_help **out)
{
    for (size_t i = folder + 1; i-- > 0;) {
        for (ls_help *help = rules->helps; help; help = help->next) {
            if (help->folder == i && strcmp(help->name, name) == 0) {
                *out = help;
                return LS_OK;
            }
        }
        if (ls_store_has(rules, i, "help", name))
            return read_help(rules, i, name, by->error, out);
    }
    return ls_yaml_fail(by, at, "there is no help file '%s.yaml'", name);
}
