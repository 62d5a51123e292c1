/* SPDX-License-Identifier: Apache-2.0 */
/* What the cleaner of HEIF files and its prover agree on; inside clean/ only. */
#ifndef LS_CLEAN_HEIF_H
#define LS_CLEAN_HEIF_H

#include "clean/cleaner.h"
#include "container/items.h"

/* Is the property needed for decoding or display? */
bool ls_clean_heif_displays(const char *type);
/* Is the reference one between pictures that make up one? */
bool ls_clean_heif_refers(const char *type);
/* The items of the file's own meta box; false when there is none or it cannot be read. */
bool ls_clean_heif_items(const ls_bytes *file, ls_arena *arena, ls_items *items);
/* Content of a colr box: is it an ICC profile? */
bool ls_clean_heif_is_profile(const ls_bytes *body);

#endif
