/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/report.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

ls_report *ls_report_new(const char *source)
{
    ls_arena *arena = ls_arena_new(LS_PHOTO_MEMORY);
    ls_report *report = arena ? calloc(1, sizeof *report) : NULL;
    if (report) {
        report->arena = arena;
        report->source = ls_utf8_clean(arena, source ? source : "", source ? strlen(source) : 0);
    }
    if (!report || !report->source) {
        free(report);
        ls_arena_free(arena);
        return NULL;
    }
    return report;
}

void ls_report_free(ls_report *report)
{
    if (!report)
        return;
    ls_arena_free(report->arena);
    free(report);
}

/* Heaviest first; the rest only makes the order the same on every machine. */
static int compare_findings(const void *first, const void *second)
{
    const ls_finding *a = first, *b = second;
    if (a->effect != b->effect)
        return a->effect > b->effect ? -1 : 1;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    int order = strcmp(a->rule, b->rule);
    if (!order)
        order = strcmp(a->carrier ? a->carrier : "", b->carrier ? b->carrier : "");
    if (!order)
        order = strcmp(a->area ? a->area : "", b->area ? b->area : "");
    if (!order && a->bytes[0] != b->bytes[0])
        order = a->bytes[0] < b->bytes[0] ? -1 : 1;
    if (!order && a->picture != b->picture)
        order = a->picture < b->picture ? -1 : 1;
    if (!order && (a->quad[0].y < b->quad[0].y || a->quad[0].y > b->quad[0].y))
        order = a->quad[0].y < b->quad[0].y ? -1 : 1;
    if (!order && (a->quad[0].x < b->quad[0].x || a->quad[0].x > b->quad[0].x))
        order = a->quad[0].x < b->quad[0].x ? -1 : 1;
    return order;
}

static bool same_title(const ls_finding *one, const ls_finding *other)
{
    return strcmp(one->rule, other->rule) == 0 && strcmp(one->title ? one->title : "", other->title ? other->title : "") == 0;
}

static void number_findings(ls_report *report)
{
    ls_finding *findings = report->findings;
    for (size_t i = 0; i < report->finding_count; i++)
        findings[i].number = !i ? 1 : findings[i - 1].number + !same_title(&findings[i - 1], &findings[i]);
}

/* A finding of another report, whose texts end with it; of the engine's own texts it is another pointer to the same. */
static bool copy_texts(ls_arena *arena, ls_finding *finding)
{
    const char **texts[] = {&finding->rule,     &finding->category, &finding->title, &finding->system, &finding->level,  &finding->text, &finding->carrier,
                            &finding->relation, &finding->area,     &finding->what,  &finding->why,    &finding->action, &finding->basis};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *copy = ls_arena_strdup(arena, *texts[i]);
        if (*texts[i] && !copy)
            return false;
        *texts[i] = copy;
    }
    finding->evidence = NULL;
    finding->evidence_count = 0;
    finding->has_bytes = 0; /* they are the photo's, not the copy's */
    return true;
}

ls_status ls_report_inherit(ls_report *report, const ls_report *original)
{
    report->copy_of = ls_arena_strdup(report->arena, original->source);
    if (!report->copy_of)
        return LS_E_NOMEM;
    for (size_t i = 0; i < original->finding_count; i++) {
        ls_finding finding = original->findings[i];
        if (strcmp(finding.category, "place") != 0 || finding.has_quad) /* a sign in the picture is in the copy, too */
            continue;
        ls_finding *findings = ls_arena_grow(report->arena, report->findings, report->finding_count, &report->finding_capacity, sizeof *findings);
        if (!findings || !copy_texts(report->arena, &finding))
            return LS_E_NOMEM;
        report->findings = findings;
        findings[report->finding_count++] = finding;
    }
    return LS_OK;
}

void ls_report_finish(ls_report *report)
{
    if (report->finding_count)
        qsort(report->findings, report->finding_count, sizeof *report->findings, compare_findings);
    number_findings(report);
    report->verdict = LS_VERDICT_OK;
    for (size_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].effect > report->verdict)
            report->verdict = report->findings[i].effect;
    for (size_t i = 0; i < LS_STAGE_COUNT; i++)
        if (report->coverage[i].required && report->coverage[i].state != LS_DONE &&
            report->verdict < LS_VERDICT_UNCHECKED)
            report->verdict = LS_VERDICT_UNCHECKED;
}

const char *ls_report_source(const ls_report *report)
{
    return report->source;
}

const char *ls_report_copy_of(const ls_report *report)
{
    return report->copy_of;
}

ls_verdict ls_report_verdict(const ls_report *report)
{
    return report->verdict;
}

int ls_report_is_partial(const ls_report *report)
{
    return report->partial;
}

int ls_report_is_picture(const ls_report *report)
{
    return report->picture;
}

const char *ls_report_only(const ls_report *report)
{
    return report->only;
}

const char *ls_report_accepted(const ls_report *report)
{
    return report->accepted;
}

const char *ls_report_sandbox(const ls_report *report)
{
    return report->sandbox;
}

size_t ls_report_coverage_count(const ls_report *report)
{
    (void)report;
    return LS_STAGE_COUNT;
}

const ls_coverage *ls_report_coverage(const ls_report *report, size_t index)
{
    return index < LS_STAGE_COUNT ? &report->coverage[index] : NULL;
}

size_t ls_report_finding_count(const ls_report *report)
{
    return report->finding_count;
}

const ls_finding *ls_report_finding(const ls_report *report, size_t index)
{
    return index < report->finding_count ? &report->findings[index] : NULL;
}

size_t ls_report_ignored_count(const ls_report *report)
{
    return report->ignored;
}

size_t ls_report_expired_count(const ls_report *report)
{
    return report->expired;
}

size_t ls_report_left_out_count(const ls_report *report)
{
    return report->left_out;
}

const char *ls_report_advice(const ls_report *report)
{
    return report->advice;
}

const char *ls_verdict_word(ls_verdict verdict)
{
    static const char *const words[] = {"ok", "review", "unchecked", "block"};
    return (unsigned)verdict < sizeof words / sizeof *words ? words[verdict] : "unchecked";
}

const char *ls_severity_word(ls_severity severity)
{
    static const char *const words[] = {"info", "low", "medium", "high", "critical"};
    return (unsigned)severity < sizeof words / sizeof *words ? words[severity] : "critical";
}

const char *ls_state_word(ls_state state)
{
    static const char *const words[] = {"done", "skipped", "limited", "failed"};
    return (unsigned)state < sizeof words / sizeof *words ? words[state] : "failed";
}
