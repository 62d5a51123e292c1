/* SPDX-License-Identifier: Apache-2.0 */
#include "report/words.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *ls_words_from_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) /* POSIX: the first that is set and not empty decides */
            return strncmp(value, "zh", 2) == 0 ? "zh" : "en";
    }
    return "en";
}

/* …/bin/lightseal finds …/share/locale: installed below any prefix, and in the build folder. */
static void bind_catalogue(void)
{
    char path[PATH_MAX + sizeof "/../share/locale"];
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
    if (length <= 0 || length >= PATH_MAX)
        return;
    path[length] = 0;
    char *slash = strrchr(path, '/');
    if (!slash)
        return;
    snprintf(slash, sizeof path - (size_t)(slash - path), "/" LS_BIN_TO_LOCALE);
    bindtextdomain(LS_DOMAIN, path);
    bind_textdomain_codeset(LS_DOMAIN, "UTF-8");
}

void ls_words_use(const char *language)
{
    if (strcmp(language, "zh") != 0) {
        setlocale(LC_MESSAGES, "C"); /* the texts in the source are English: no catalogue, no locale is looked for */
        return;
    }
    setlocale(LC_CTYPE, "C.UTF-8");
    /* LANGUAGE is heeded in every locale but plain "C"; setlocale after it makes gettext forget what it had found */
    setenv("LANGUAGE", "zh_CN", 1);
    if (!setlocale(LC_MESSAGES, "C.UTF-8"))
        setlocale(LC_MESSAGES, "");
    bind_catalogue();
}
