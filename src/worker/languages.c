/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/languages.h"

#include <string.h>

/* Takes the first name off *list into `name`. False at the end of the list; names that are too long are no names. */
static bool next_name(const char **list, char name[LS_LANGUAGES_MAX])
{
    while (**list) {
        size_t size = strcspn(*list, "+");
        const char *at = *list;
        *list += size + ((*list)[size] == '+');
        if (size && size < LS_LANGUAGES_MAX) {
            memcpy(name, at, size);
            name[size] = 0;
            return true;
        }
    }
    return false;
}

static bool contains(const char *list, const char *wanted)
{
    char name[LS_LANGUAGES_MAX];
    while (next_name(&list, name))
        if (strcmp(name, wanted) == 0)
            return true;
    return false;
}

static void append(char *list, size_t room, const char *name)
{
    size_t used = strlen(list), size = strlen(name);
    if (used + size + 2 > room)
        return;
    if (used)
        list[used++] = '+';
    memcpy(list + used, name, size + 1);
}

void ls_languages_load(ls_languages *languages, const char *wanted)
{
    char name[LS_LANGUAGES_MAX];
    if (!languages->recogniser && !(languages->recogniser = ls_recogniser_new()))
        return; /* every language stays missing, and the photo is reported so */
    while (next_name(&wanted, name))
        if (!contains(languages->absent, name) && ls_recogniser_load(languages->recogniser, name))
            append(languages->absent, sizeof languages->absent, name);
}

static bool is_loaded(const ls_languages *languages, const char *name)
{
    return languages->recogniser && ls_recogniser_has(languages->recogniser, name);
}

bool ls_languages_settled(const ls_languages *languages, const char *wanted)
{
    char name[LS_LANGUAGES_MAX];
    while (next_name(&wanted, name))
        if (!is_loaded(languages, name) && !contains(languages->absent, name))
            return false;
    return true;
}

void ls_languages_select(const ls_languages *languages, const char *wanted, bool loaded, char *names, size_t room)
{
    char name[LS_LANGUAGES_MAX];
    names[0] = 0;
    while (next_name(&wanted, name))
        if (is_loaded(languages, name) == loaded)
            append(names, room, name);
}
