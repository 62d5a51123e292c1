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

/* Does the item stay when `keep` (LS_KEEP_… of lightseal.h) is asked for? */
bool ls_clean_heif_stays(const ls_item *item, unsigned keep);

/* ---- heif_gain_map.c: the tone-mapped picture (tmap; HEIF, 6.6.2.4), which tells how a gain map makes the primary one brighter */

/*
 * Looks for it when it is to be kept: NULL in *map when there is none. Refuses when there is a gain map that cannot be kept. LS_OK or
 * LS_E_FORMAT.
 */
ls_status ls_clean_heif_tone_map(ls_cleaning *cleaning, const ls_items *items, const ls_item **map);

/* In which order a group of alternatives (altr; ISO/IEC 14496-12, 8.18.3) has it and the primary picture: viewers show the first they can. */
typedef enum ls_alternatives { LS_NO_ALTERNATIVES, LS_TONE_MAP_FIRST, LS_TONE_MAP_LAST } ls_alternatives;
ls_alternatives ls_clean_heif_alternatives(const ls_bytes *file, uint32_t map, uint32_t primary);

#define LS_HEIF_GROUPS 36u
/* The grpl box of a copy with that group alone, and of the items' new numbers. */
void ls_clean_heif_groups(ls_alternatives order, uint32_t map, uint32_t primary, unsigned char out[LS_HEIF_GROUPS]);
/* The same box in a file; empty when there is none. */
ls_bytes ls_clean_heif_find_groups(const ls_bytes *file);

#endif
