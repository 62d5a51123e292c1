/* SPDX-License-Identifier: Apache-2.0 */
/* The recognisers that are loaded, by language. */
#ifndef LS_TEXT_RECOGNISER_H
#define LS_TEXT_RECOGNISER_H

#include "text/ocr.h"
#include "text/reader.h"

#define LS_RECOGNISERS_MAX 12
#define LS_LANGUAGE_NAME 16 /* bytes with NUL: ls_line.language */

struct ls_recogniser {
    struct {
        char language[LS_LANGUAGE_NAME];
        ls_ocr *ocr;
    } loaded[LS_RECOGNISERS_MAX];
    size_t count;
    ls_mark_reader *marks; /* borrowed, or NULL */
};

/* NULL when that language is not loaded. */
ls_ocr *ls_recogniser_get(const ls_recogniser *recogniser, const char *language);

#endif
