/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents by their build. What stands where on a page adds up: a document number, a red issuer line, a seal over the
 * date. rules/documents/ says which evidence there is, what it weighs and which sums make which class of document; the
 * classes' texts and severities are rules of rules/detect/document.yaml.
 */
#ifndef LS_RULES_DOCUMENT_H
#define LS_RULES_DOCUMENT_H

#include "record/text.h"
#include "rules/match.h"
#include "rules/pack.h"

#define LS_PROOFS_MAX 24 /* of one document */

/* One piece of evidence. */
typedef struct ls_proof {
    const char *id;        /* "number"; words of the pack, never of the photo */
    const ls_words *title; /* "document number" */
    int weight;            /* what it adds, 0–100 */
    ls_point quad[4];      /* where it stands, pixels of the stored picture */
} ls_proof;

typedef struct ls_document {
    const char *rule;   /* "document.official" */
    const char *system; /* of the pack */
    int page;           /* index into text->pages, or -1: the text that stands on no page */
    int confidence;     /* 0–100: the sum of the weights, or what covers its place */
    ls_point quad[4];   /* of the page, of what covers it, or around the evidence */
    ls_proof *proofs;   /* heaviest first, what covers the place before them */
    size_t proof_count;
    const char *day;    /* the day on which the mark's term ended, YYYY-MM-DD, as sensitive as text; or NULL */
} ls_document;

typedef struct ls_documents {
    ls_arena *arena;
    ls_document *items;
    size_t count, capacity;
    bool limit_hit; /* a regex reached its limits, or there were too many runs of them: coverage must say so */
} ls_documents;

/*
 * Holds every page, and the text that stands on none, against the loaded packs. `matches`: of ls_rules_match on the same
 * text; its deadline and cancel flag hold here too. `today`: YYYY-MM-DD, for terms that have run out; "" for not asking.
 * LS_E_NOMEM, LS_E_LIMIT, LS_E_DEADLINE, LS_E_CANCELLED: the documents so far are kept. Thread-safe on shared `rules`.
 */
ls_status ls_rules_documents(const ls_rules *rules, const ls_text *text, const ls_matches *matches, const char *today,
                             ls_documents *documents);

#endif
