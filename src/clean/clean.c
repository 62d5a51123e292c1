/* SPDX-License-Identifier: Apache-2.0 */
#include "clean/cleaner.h"

#include "container/walk.h"
#include "metadata/read.h"
#include "record/copy.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct cleaner {
    ls_kind kind;
    ls_clean_function *clean;
    ls_prove_function *prove;
} cleaners[] = {
#define CLEANER(kind, name) {LS_KIND_##kind, ls_clean_##name, ls_prove_##name},
#include "clean/cleaners.def"
#undef CLEANER
};

static const struct cleaner *cleaner_for(ls_kind kind)
{
    for (size_t i = 0; i < sizeof cleaners / sizeof *cleaners; i++)
        if (cleaners[i].kind == kind)
            return &cleaners[i];
    return NULL;
}

bool ls_clean_knows(ls_kind kind)
{
    return cleaner_for(kind) != NULL;
}

/* The first reason stands. */
__attribute__((format(printf, 3, 0))) static ls_status give_up(ls_cleaning *cleaning, ls_reason reason, const char *format,
                                                               va_list list)
{
    char detail[LS_DETAIL_MAX];
    vsnprintf(detail, sizeof detail, format, list);
    if (cleaning->outcome.state != LS_FAILED)
        cleaning->outcome = ls_outcome_make(LS_FAILED, reason, "%s", detail);
    return LS_E_FORMAT;
}

ls_status ls_cleaning_refuse(ls_cleaning *cleaning, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    ls_status status = give_up(cleaning, LS_REASON_CLEAN_REFUSED, format, list);
    va_end(list);
    return status;
}

ls_status ls_cleaning_unproven(ls_cleaning *cleaning, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    ls_status status = give_up(cleaning, LS_REASON_CLEAN_UNPROVEN, format, list);
    va_end(list);
    return status;
}

ls_bytes ls_cleaning_range(const ls_cleaning *cleaning, const ls_range *range)
{
    return ls_bytes_part(&cleaning->file, range->from, range->to - range->from);
}

void ls_cleaning_copy(ls_cleaning *cleaning, const ls_bytes *bytes)
{
    ls_buffer_add(cleaning->out, bytes->data, bytes->size);
}

bool ls_cleaning_same(const ls_bytes *a, const ls_bytes *b)
{
    return a->size == b->size && (!a->size || memcmp(a->data, b->data, a->size) == 0);
}

static void put(ls_cleaning *cleaning, uint32_t value, unsigned size, bool big)
{
    unsigned char bytes[4];
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (unsigned char)(value >> 8 * (big ? size - 1 - i : i));
    ls_buffer_add(cleaning->out, bytes, size);
}

void ls_cleaning_u8(ls_cleaning *cleaning, unsigned value)
{
    put(cleaning, value, 1, true);
}

void ls_cleaning_u16(ls_cleaning *cleaning, unsigned value, bool big)
{
    put(cleaning, value, 2, big);
}

void ls_cleaning_u32(ls_cleaning *cleaning, uint32_t value, bool big)
{
    put(cleaning, value, 4, big);
}

/* -------------------------------------------------------------------------------------------------- the proof */

/* A film ends with the box that ended it, be it an empty one now; what stood behind has a path of its own. */
static bool is_inside(ls_kind kind, const ls_range *range)
{
    return kind == LS_KIND_VIDEO && strcmp(range->path, "mp4/padding") != 0;
}

static ls_status prove_structure(ls_cleaning *cleaning, const ls_made *made)
{
    const ls_container *before = cleaning->in->container, *after = &made->container;
    if (!ls_container_complete(after) || after->kind != before->kind)
        return ls_cleaning_unproven(cleaning, "its bytes are not accounted for");
    if (after->problem_count)
        return ls_cleaning_unproven(cleaning, "byte %llu: %s", (unsigned long long)after->problems[0].at,
                                    after->problems[0].text);
    if (after->width != before->width || after->height != before->height || after->frames != before->frames)
        return ls_cleaning_unproven(cleaning, "its pictures have another size or number");
    for (size_t i = 0; i < after->range_count; i++) {
        const ls_range *range = &after->ranges[i];
        if (!ls_copy_may_hold(after, range, cleaning->in->keep))
            return ls_cleaning_unproven(cleaning, "%s is still in it", range->path);
        if (range->role == LS_ROLE_PADDING && range->to == after->size && !is_inside(after->kind, range))
            return ls_cleaning_unproven(cleaning, "it goes on behind its end: %s", range->path);
    }
    return LS_OK;
}

static bool equal(const ls_fact *a, const ls_fact *b)
{
    switch (ls_fact_key_type(a->key)) {
    case LS_TYPE_TEXT: return strcmp(a->text, b->text) == 0;
    case LS_TYPE_INTEGER: return a->integer == b->integer;
    default: return a->real == b->real;
    }
}

static bool stated_before(const ls_facts *facts, const ls_fact *fact)
{
    if (fact->key == LS_FACT_IMAGE_QUANTISATION)
        return true; /* of all tables of a file: a copy has those that are used, and its prover compares them */
    for (size_t i = 0; i < facts->count; i++)
        if (facts->items[i].key == fact->key && equal(&facts->items[i], fact))
            return true;
    return false;
}

static ls_status prove_facts(ls_cleaning *cleaning, ls_made *made)
{
    ls_outcome outcome;
    ls_status status = ls_metadata_read(&made->source, &made->container, &made->facts, &outcome);
    if (status)
        return status;
    if (!ls_copy_is_read(&outcome, cleaning->in->keep))
        return ls_cleaning_unproven(cleaning, "not everything in it could be read: %.150s", outcome.detail);
    for (size_t i = 0; i < made->facts.count; i++) {
        const ls_fact *fact = &made->facts.items[i];
        if (!ls_copy_may_state(fact->key, cleaning->in->keep) || !stated_before(cleaning->in->facts, fact))
            return ls_cleaning_unproven(cleaning, "it still states %s", ls_fact_key_name(fact->key));
    }
    return LS_OK;
}

/* Tables of codes, quantisers and colours are the picture's own, like its codes: runs of numbers in them look like short texts.
 */
static bool is_coded(const ls_range *range)
{
    static const char *const tables[] = {"heif/item/gain-map", "jpeg/dht", "jpeg/dqt", "png/PLTE", "png/tRNS", "gif/screen", "gif/descriptor",
                                         "mp4/moov/trak/mdia/minf/stbl/stsz", "mp4/moov/trak/mdia/minf/stbl/stz2", "mp4/moov/trak/mdia/minf/stbl/stco",
                                         "mp4/moov/trak/mdia/minf/stbl/co64", "mp4/moov/trak/mdia/minf/stbl/ctts", "mp4/moov/trak/mdia/minf/stbl/stss",
                                         "mp4/moov/trak/mdia/minf/stbl/sdtp"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(range->local, tables[i]) == 0)
            return true;
    return range->role == LS_ROLE_IMAGE || strcmp(range->local, "jpeg/scan") == 0; /* of a gain map, too */
}

static ls_status prove_absence(ls_cleaning *cleaning, const ls_made *made)
{
    ls_needles *needles;
    ls_status status = ls_needles_new(cleaning, &needles);
    ls_fact_key found = 0;
    for (size_t i = 0; i < made->container.range_count && !status; i++) {
        const ls_range *range = &made->container.ranges[i];
        const ls_bytes bytes = ls_bytes_part(&made->file, range->from, range->to - range->from);
        if (!is_coded(range))
            status = ls_needles_search(needles, &bytes, false, &found);
    }
    if (!status) /* whole: a value may not hide across the border of two ranges */
        status = ls_needles_search(needles, &made->file, true, &found);
    if (!status) /* as it is before it is deflated */
        status = ls_needles_search(needles, &cleaning->icc, false, &found);
    return status == LS_E_FORMAT ? ls_cleaning_unproven(cleaning, "a value of %s is still in it", ls_fact_key_name(found))
                                 : status;
}

ls_status ls_cleaning_prove(ls_cleaning *cleaning)
{
    const struct cleaner *cleaner = cleaner_for(cleaning->in->container->kind);
    ls_made made = {.source = {(const unsigned char *)cleaning->out->data, cleaning->out->size},
                    .container = {.arena = cleaning->arena, .written = true},
                    .facts = {.arena = cleaning->arena}};
    made.file = ls_bytes_file(&made.source);
    ls_status status = ls_container_walk(&made.source, &made.container);
    if (!status)
        status = prove_structure(cleaning, &made);
    if (!status)
        status = prove_facts(cleaning, &made);
    if (!status)
        status = cleaner->prove(cleaning, &made);
    return status ? status : prove_absence(cleaning, &made);
}

/* ------------------------------------------------------------------------------------------------- the cleaning */

/* A file that is damaged cannot be taken apart with certainty. */
static const ls_problem *fatal_problem(const ls_container *container)
{
    for (size_t i = 0; i < container->problem_count; i++)
        if (container->problems[i].fatal)
            return &container->problems[i];
    return NULL;
}

static ls_status run(ls_cleaning *cleaning, const struct cleaner *cleaner)
{
    ls_status status = cleaner->clean(cleaning);
    if (!status && cleaning->out->status == LS_E_LIMIT)
        status = ls_cleaning_refuse(cleaning, "the copy would be larger than it may be");
    if (!status)
        status = cleaning->out->status;
    return status ? status : ls_cleaning_prove(cleaning);
}

ls_status ls_clean_file(const ls_clean_input *input, ls_arena *arena, ls_buffer *out, ls_outcome *outcome)
{
    const ls_container *container = input->container;
    const struct cleaner *cleaner = cleaner_for(container->kind);
    const ls_problem *problem = fatal_problem(container);
    ls_cleaning cleaning = {
        .in = input, .file = ls_bytes_file(input->source), .arena = arena, .out = out, .outcome = ls_outcome_done()};
    ls_status status = LS_E_FORMAT;
    if (!container->size)
        cleaning.outcome = ls_outcome_make(LS_FAILED, LS_REASON_EMPTY, "%s", "");
    else if (container->kind == LS_KIND_NONE)
        cleaning.outcome = ls_outcome_make(LS_FAILED, LS_REASON_NO_PICTURE, "%s", "byte 0: the start of no known picture format");
    else if (!cleaner)
        cleaning.outcome = ls_outcome_make(LS_FAILED, LS_REASON_CLEAN_FORMAT, "%s", ls_kind_name(container->kind));
    else if (problem)
        cleaning.outcome =
            ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "byte %llu: %s", (unsigned long long)problem->at, problem->text);
    else
        status = run(&cleaning, cleaner);
    if (!status)
        cleaning.outcome = ls_outcome_done();
    else
        ls_buffer_clear(out);
    if (cleaning.release)
        cleaning.release(cleaning.decoded);
    *outcome = cleaning.outcome;
    return status == LS_E_FORMAT ? LS_OK : status;
}
