/* SPDX-License-Identifier: Apache-2.0 */
/* OCR language data: what models/languages.yaml records, and what this machine has. */
#ifndef LS_ENGINE_LANGUAGE_DATA_H
#define LS_ENGINE_LANGUAGE_DATA_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

typedef struct ls_language_data {
    const char *name, *package, *version, *sha256;
} ls_language_data;

/* Reads models/languages.yaml. LS_E_CONFIG with file, line and column. */
ls_status ls_language_data_load(ls_arena *arena, const char *path, ls_language_data **items, size_t *count,
                                ls_error *error);
/* Is the data file of this Tesseract language there? */
bool ls_language_data_installed(const char *name);
/* Its path; false when it does not fit. */
bool ls_language_data_path(const char *name, char *out, size_t room);
/* Debian's package for a language, whether or not it is recorded: "tesseract-ocr-chi-sim". */
char *ls_language_data_package(ls_arena *arena, const char *name);

#endif
