/* SPDX-License-Identifier: Apache-2.0 */
/* What a carrier tells about the photo: one key, one typed value, where it stands in the file. */
#ifndef LS_RECORD_FACT_H
#define LS_RECORD_FACT_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

typedef enum ls_fact_key {
#define FACT(id, key, type, minimum, maximum) LS_FACT_##id,
#include "record/facts.def"
#undef FACT
    LS_FACT_COUNT
} ls_fact_key;

typedef enum ls_fact_type { LS_TYPE_TEXT, LS_TYPE_INTEGER, LS_TYPE_REAL } ls_fact_type;

typedef struct ls_fact {
    ls_fact_key key;
    const char *text;  /* TEXT: clean UTF-8 (see base/utf8.h), never empty; otherwise NULL */
    int64_t integer;   /* INTEGER */
    double real;       /* REAL: finite and inside the key's bounds */
    const char *carrier; /* path such as "jpeg/app1/exif/gps" */
    uint64_t from, to; /* bytes of the file it was read from, [from, to); both 0 when they cannot be named */
} ls_fact;

/* More than this per photo is a hostile file: the list then refuses with LS_E_LIMIT. */
#define LS_FACTS_MAX 2048

typedef struct ls_facts {
    ls_arena *arena; /* owns texts and carriers */
    ls_fact *items;
    size_t count, capacity;
} ls_facts;

const char *ls_fact_key_name(ls_fact_key key);
ls_fact_type ls_fact_key_type(ls_fact_key key);

/*
 * Adds a fact after checking it against facts.def; texts are copied, cleaned and, beyond the key's bound, cut at a
 * character. LS_E_FORMAT for a value out of bounds (nothing is added), LS_E_LIMIT, LS_E_NOMEM.
 */
ls_status ls_facts_text(ls_facts *facts, ls_fact_key key, const char *text, size_t size, const char *carrier,
                        uint64_t from, uint64_t to);
ls_status ls_facts_integer(ls_facts *facts, ls_fact_key key, int64_t value, const char *carrier, uint64_t from,
                           uint64_t to);
ls_status ls_facts_real(ls_facts *facts, ls_fact_key key, double value, const char *carrier, uint64_t from, uint64_t to);

/* First fact with this key at or after index `from`; NULL when there is none. */
const ls_fact *ls_facts_find(const ls_facts *facts, ls_fact_key key, size_t from);
/* The fact with this key that the same carrier states; NULL when there is none. */
const ls_fact *ls_facts_beside(const ls_facts *facts, const ls_fact *fact, ls_fact_key key);

#endif
