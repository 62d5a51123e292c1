/* SPDX-License-Identifier: Apache-2.0 */
/* The files that rules come from. */
#include "rules/store.h"

#include "base/hash.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char suffix[] = ".yaml";

static char *path_of(const ls_rules *rules, size_t folder, const char *kind, const char *name)
{
    return ls_arena_printf(rules->arena, "%s/%s/%s%s", rules->folders[folder], kind, name, suffix);
}

bool ls_store_has(const ls_rules *rules, size_t folder, const char *kind, const char *name)
{
    struct stat about;
    const char *path = path_of(rules, folder, kind, name);
    return path && stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static ls_status remember(ls_rules *rules, size_t folder, const char *kind, const char *name, const ls_buffer *bytes)
{
    ls_file *files = ls_arena_grow(rules->arena, rules->files, rules->file_count, &rules->file_capacity, sizeof *files);
    if (!files)
        return LS_E_NOMEM;
    rules->files = files;
    ls_file *file = &files[rules->file_count++];
    file->name = ls_arena_printf(rules->arena, "%s/%s%s", kind, name, suffix);
    file->folder = folder;
    file->size = bytes->size;
    file->bytes = ls_arena_strndup(rules->arena, bytes->data, bytes->size);
    return file->name && file->bytes ? LS_OK : LS_E_NOMEM;
}

/* How far a line is indented; −1 for an empty one. */
static int indent_of(const char *line, size_t size)
{
    size_t spaces = 0;
    while (spaces < size && line[spaces] == ' ')
        spaces++;
    return spaces == size ? -1 : (int)spaces;
}

/*
 * Blanks each block that a line "examples:" opens, up to the next line that is indented as little as that line. The
 * lines themselves stay, so that errors name the right one; a block in a form of its own (one line) is left as it is.
 */
static void blank_examples(char *text, size_t size)
{
    static const char key[] = "examples:";
    int open = -1;
    for (size_t at = 0, length; at < size; at += length + 1) {
        const char *end = memchr(text + at, '\n', size - at);
        length = end ? (size_t)(end - text) - at : size - at;
        int indent = indent_of(text + at, length);
        if (indent >= 0 && indent <= open)
            open = -1;
        if (indent > 0 && open < 0 && length == (size_t)indent + strlen(key) &&
            memcmp(text + at + indent, key, strlen(key)) == 0)
            open = indent;
        if (open >= 0)
            memset(text + at, ' ', length);
    }
}

ls_status ls_store_read(ls_rules *rules, size_t folder, const char *kind, const char *name, ls_yaml *yaml)
{
    yaml->file = path_of(rules, folder, kind, name);
    if (!yaml->file)
        return LS_E_NOMEM;
    ls_buffer bytes;
    ls_buffer_init(&bytes, LS_YAML_BYTES_MAX);
    ls_status status = ls_read_file(yaml->file, &bytes);
    if (status == LS_E_IO)
        status = ls_error_set(yaml->error, yaml->code, "%s: %s", yaml->file, strerror(errno));
    else if (status == LS_E_LIMIT)
        status = ls_error_set(yaml->error, yaml->code, "%s: larger than %zu bytes", yaml->file, LS_YAML_BYTES_MAX);
    if (!status)
        status = remember(rules, folder, kind, name, &bytes);
    if (!status && rules->without_examples && strcmp(kind, "marks") == 0)
        blank_examples(bytes.data, bytes.size);
    if (!status)
        status = ls_yaml_parse(yaml, bytes.data, bytes.size);
    ls_buffer_free(&bytes);
    return status;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static ls_status read_names(ls_rules *rules, DIR *directory, ls_texts *names)
{
    const char **items = NULL;
    size_t count = 0, capacity = 0;
    for (const struct dirent *entry; (entry = readdir(directory));) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.' || length < sizeof suffix ||
            strcmp(entry->d_name + length - strlen(suffix), suffix))
            continue;
        items = ls_arena_grow(rules->arena, items, count, &capacity, sizeof *items);
        if (!items || !(items[count++] = ls_arena_strndup(rules->arena, entry->d_name, length - strlen(suffix))))
            return LS_E_NOMEM;
    }
    if (count)
        qsort(items, count, sizeof *items, by_text);
    *names = (ls_texts){.items = items, .count = count};
    return LS_OK;
}

ls_status ls_store_list(ls_rules *rules, size_t folder, const char *kind, ls_texts *names, ls_error *error)
{
    *names = (ls_texts){0};
    const char *path = ls_arena_printf(rules->arena, "%s/%s", rules->folders[folder], kind);
    if (!path)
        return LS_E_NOMEM;
    DIR *directory = opendir(path);
    if (!directory)
        return errno == ENOENT ? LS_OK : ls_error_set(error, LS_E_RULES, "%s: %s", path, strerror(errno));
    ls_status status = read_names(rules, directory, names);
    closedir(directory);
    return status;
}

static int by_name(const void *left, const void *right)
{
    const ls_file *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    return order ? order : (a->folder > b->folder) - (a->folder < b->folder);
}

void ls_store_sort(ls_rules *rules)
{
    if (rules->file_count)
        qsort(rules->files, rules->file_count, sizeof *rules->files, by_name);
}

ls_status ls_rules_hash(const ls_rules *rules, char hex[LS_HASH_HEX])
{
    ls_buffer all;
    ls_buffer_init(&all, LS_RULES_ARENA);
    for (size_t i = 0; i < rules->file_count; i++) {
        ls_buffer_add(&all, rules->files[i].name, strlen(rules->files[i].name) + 1);
        ls_buffer_add(&all, rules->files[i].bytes, rules->files[i].size);
    }
    ls_status status = all.status;
    if (!status)
        ls_hash_bytes(all.size ? all.data : "", all.size, hex);
    ls_buffer_free(&all);
    return status;
}
