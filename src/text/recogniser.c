/* SPDX-License-Identifier: Apache-2.0 */
#include "text/recogniser.h"

#include <stdlib.h>
#include <string.h>

ls_recogniser *ls_recogniser_new(void)
{
    return calloc(1, sizeof(ls_recogniser));
}

void ls_recogniser_free(ls_recogniser *recogniser)
{
    if (!recogniser)
        return;
    for (size_t i = 0; i < recogniser->count; i++)
        ls_ocr_close(recogniser->loaded[i].ocr);
    free(recogniser);
}

ls_ocr *ls_recogniser_get(const ls_recogniser *recogniser, const char *language)
{
    for (size_t i = 0; i < recogniser->count; i++)
        if (strcmp(recogniser->loaded[i].language, language) == 0)
            return recogniser->loaded[i].ocr;
    return NULL;
}

bool ls_recogniser_has(const ls_recogniser *recogniser, const char *language)
{
    return ls_recogniser_get(recogniser, language) != NULL;
}

void ls_recogniser_use_marks(ls_recogniser *recogniser, ls_mark_reader *marks)
{
    recogniser->marks = marks;
}

/* A name becomes part of a file's name: letters, digits and _ only, as Tesseract's own are. */
static bool is_name(const char *language)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    const size_t length = strlen(language);
    return length > 0 && length < LS_LANGUAGE_NAME && strspn(language, allowed) == length;
}

ls_status ls_recogniser_load(ls_recogniser *recogniser, const char *language)
{
    if (!is_name(language))
        return LS_E_USAGE;
    if (ls_recogniser_has(recogniser, language))
        return LS_OK;
    if (recogniser->count == LS_RECOGNISERS_MAX)
        return LS_E_LIMIT;
    ls_ocr *ocr = ls_ocr_open(language);
    if (!ocr)
        return LS_E_IO;
    strncpy(recogniser->loaded[recogniser->count].language, language, LS_LANGUAGE_NAME - 1);
    recogniser->loaded[recogniser->count++].ocr = ocr;
    return LS_OK;
}
