/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a carrier states word by word: a name of its standard, its value in print, where it stands in the file. Facts (record/fact.h) are what
 * lightseal judges and cleans by; these are for a person who wants to see everything, and are made for `inspect` alone.
 */
#ifndef LS_RECORD_TAG_VALUE_H
#define LS_RECORD_TAG_VALUE_H

#include "base/arena.h"
#include "base/status.h"

typedef struct ls_tag_value {
    const char *name;    /* "ExposureTime", "dc:subject[2]", "By-line"; never empty */
    const char *value;   /* never empty; ends with LS_TAG_CUT when there was more of it */
    const char *carrier; /* as in ls_fact */
    uint64_t from, to;   /* bytes of the file, [from, to); both 0 when they cannot be named */
} ls_tag_value;

/* As many of one photo are listed; those beyond are counted. Maker notes and edit histories have a thousand. */
#define LS_TAG_VALUES_MAX 8192
#define LS_TAG_NAME_MAX 128u /* bytes; longer ones are cut as values are */
#define LS_TAG_TEXT_MAX 512u
#define LS_TAG_CUT "…"

typedef struct ls_tag_values {
    ls_arena *arena; /* owns all texts */
    ls_tag_value *items;
    size_t count, capacity;
    uint64_t left_out; /* those that did not fit */
} ls_tag_values;

/*
 * Adds one; name, value and carrier are copied, cleaned (base/utf8.h) and cut. LS_E_FORMAT for an empty name or value or a range that
 * ends before it begins (nothing is added), LS_E_LIMIT when it is one of those left out, LS_E_NOMEM.
 */
ls_status ls_tag_values_add(ls_tag_values *list, const char *name, const char *value, size_t size, const char *carrier, uint64_t from,
                            uint64_t to);

#endif
