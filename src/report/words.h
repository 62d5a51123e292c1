/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language of the programs. Texts are UTF-8 in every locale, so the person's own is never loaded: English needs
 * none, Chinese uses C.UTF-8, which is there without being generated, and the language is named to gettext apart from
 * it.
 */
#ifndef LS_REPORT_WORDS_H
#define LS_REPORT_WORDS_H

#include <libintl.h>

#define LS_DOMAIN "lightseal"
#define _(text) dgettext(LS_DOMAIN, text)
#define N_(text) text

/* "zh" or "en": what LC_ALL, LC_MESSAGES and LANG ask for, in this order; English when they name another language. */
const char *ls_words_from_environment(void);

/* Makes `language` ("zh" or "en") the language of _() from here on. To be called before threads start. */
void ls_words_use(const char *language);

#endif
