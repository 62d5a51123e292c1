/* SPDX-License-Identifier: Apache-2.0 */
/* The OCR languages that the reader's zygote has loaded, or has tried to. */
#ifndef LS_WORKER_LANGUAGES_H
#define LS_WORKER_LANGUAGES_H

#include "record/request.h"
#include "text/reader.h"

typedef struct ls_languages {
    ls_recogniser *recogniser;
    char absent[LS_LANGUAGES_MAX]; /* tried and not installed, joined by '+' */
} ls_languages;

/* Names are lists as in ls_request.languages: "chi_sim+eng". */
void ls_languages_load(ls_languages *languages, const char *wanted);
/* Each of `wanted` is loaded, or known not to be installed. */
bool ls_languages_settled(const ls_languages *languages, const char *wanted);
/* Those of `wanted` that are loaded (or, `loaded` false, those that are not), joined by '+', cut at whole names. */
void ls_languages_select(const ls_languages *languages, const char *wanted, bool loaded, char *names, size_t room);

#endif
