/* SPDX-License-Identifier: Apache-2.0 */
/*
 * House rules for words that a user reads: they frighten nobody with a sentence, claim nothing that a tool cannot know,
 * tell nothing about what is covered, and send nobody to another country's authority.
 */
#include "rules/store.h"

#include <string.h>

static const char *find_any(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        const char *found = strcasestr(text, words[i]);
        if (found)
            return found;
    }
    return NULL;
}

/* Every place where it stands must come after one of the words that take the claim back. */
static bool is_claimed(const char *text, const char *claim, const char *const *doubts)
{
    for (const char *at = text; (at = strcasestr(at, claim)); at++) {
        bool doubted = false;
        for (size_t i = 0; doubts[i] && !doubted; i++) {
            size_t length = strlen(doubts[i]);
            /* close before it, in the same sentence */
            for (const char *from = at; from > text && at - from < 60 && !doubted; from--)
                doubted = strncasecmp(from, doubts[i], length) == 0;
            doubted = doubted || strncasecmp(text, doubts[i], length) == 0;
        }
        if (!doubted)
            return true;
    }
    return false;
}

static bool claims_secrecy(const char *text)
{
    static const char *const claims[] = {
        "是国家秘密",    "属于国家秘密",   "含有国家秘密",           "is a state secret",   "is secret",
        "is classified", "are classified", "contains state secrets", "contains classified", NULL};
    static const char *const doubts[] = {"是否",   "不是", "不属于", "不能判断", "可能",  "无法", "whether",
                                         "cannot", "may",  "if ",    " no ",     " not ", NULL};
    for (size_t i = 0; claims[i]; i++) {
        if (is_claimed(text, claims[i], doubts))
            return true;
    }
    return false;
}

/* Placeholders that detections can fill; anything else in braces would reach the user as an ellipsis. */
static bool has_unknown_placeholder(const char *text)
{
    static const char *const known[] = {"{value}", "{count}", "{area}", "{distance}", "{carrier}",
                                        "{format}", "{languages}", NULL};
    for (const char *at = text; (at = strchr(at, '{')); at++) {
        size_t i = 0;
        while (known[i] && strncmp(at, known[i], strlen(known[i])))
            i++;
        if (!known[i])
            return true;
    }
    return false;
}

const char *ls_lint_text(const char *text, const char *system, bool covered)
{
    static const char *const sentences[] = {"徒刑",      "拘役",          "判刑",      "死刑",      "imprison",
                                            "in prison", "years in jail", "jail term", "sentenced", NULL};
    static const char *const levels[] = {"绝密", "机密",       "秘密★",        "絕對機密", "極機密",
                                         "機密", "top secret", "confidential", NULL};
    if (find_any(text, sentences))
        return "names a sentence";
    if (claims_secrecy(text))
        return "claims that something is secret: a tool cannot know";
    if (has_unknown_placeholder(text))
        return "has a placeholder that nothing fills";
    if (covered && find_any(text, levels))
        return "names a level in a text about something covered";
    if (strstr(text, "12339") && (!system || strcmp(system, "cn") != 0))
        return "names 12339 outside the system cn";
    return NULL;
}
