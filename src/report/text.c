/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For a person at a terminal of 80 columns: one verdict line per photo; each finding as what was seen, why it is risky,
 * what to do, which rule; then what was checked and what was not. The level is always a word, colour only repeats it.
 * It never says "safe".
 */
#include "report/width.h"
#include "report/words.h"
#include "report/writer.h"

#include <inttypes.h>
#include <string.h>

#define MARGIN 2    /* of everything below a verdict line */
#define MARGIN_IN 5 /* of what belongs to a finding */

static const char *verdict_name(ls_verdict verdict)
{
    switch (verdict) {
    case LS_VERDICT_OK: return _("ok");
    case LS_VERDICT_REVIEW: return _("REVIEW");
    case LS_VERDICT_BLOCK: return _("BLOCK");
    case LS_VERDICT_UNCHECKED: break;
    }
    return _("UNCHECKED");
}

static const char *verdict_meaning(const ls_report *report)
{
    switch (ls_report_verdict(report)) {
    case LS_VERDICT_OK:
        return ls_report_finding_count(report) ? _("nothing to act on was found by these checks")
                                               : _("nothing found by these checks");
    case LS_VERDICT_REVIEW: return _("look at this before sharing it");
    case LS_VERDICT_BLOCK: return _("do not share it");
    case LS_VERDICT_UNCHECKED: break;
    }
    return ls_report_finding_count(report) ? _("something was found, and not everything could be checked")
                                           : _("not everything could be checked");
}

static const char *severity_name(ls_severity severity)
{
    switch (severity) {
    case LS_INFO: return _("info");
    case LS_LOW: return _("low");
    case LS_MEDIUM: return _("medium");
    case LS_HIGH: return _("high");
    case LS_CRITICAL: break;
    }
    return _("critical");
}

/* A stage as a person calls it; its name in options and in JSON for those without one. */
static const char *stage_name(const char *stage)
{
    static const struct {
        const char *stage, *name;
    } names[] = {
        {"container", N_("file structure")},    {"metadata", N_("metadata")},        {"place", N_("place")},
        {"text", N_("text in the picture")},    {"handwriting", N_("handwriting")}, {"codes", N_("what codes say")},
        {"identity", N_("badges and numbers")}, {"repair", N_("failed redaction")},  {"album", N_("photos together")},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].stage, stage) == 0)
            return _(names[i].name);
    return stage;
}

/* SGR codes: bold and red, yellow, magenta, green. */
static const char *verdict_color(ls_verdict verdict)
{
    switch (verdict) {
    case LS_VERDICT_OK: return "32";
    case LS_VERDICT_REVIEW: return "1;33";
    case LS_VERDICT_BLOCK: return "1;31";
    case LS_VERDICT_UNCHECKED: break;
    }
    return "1;35";
}

static void put_colored(const ls_output *output, const char *color, const char *text)
{
    if (output->color)
        fprintf(output->file, "\033[%sm", color);
    ls_print(output->file, text);
    if (output->color)
        fputs("\033[0m", output->file);
}

static void put_labelled(const ls_output *output, int margin, const char *label, const char *text)
{
    ls_labelled(output->file, margin, label, text, output->width);
}

/* Composes a line out of parts and writes it wrapped. The parts are short: a line that does not fit is cut. */
static void put_parts(const ls_output *output, int margin, const char *label, const char *const *parts, size_t count)
{
    char line[1024];
    size_t used = 0;
    line[0] = 0;
    for (size_t i = 0; i < count; i++) {
        if (!parts[i] || !*parts[i] || used >= sizeof line)
            continue;
        int wrote = snprintf(line + used, sizeof line - used, "%s%s", used ? _("; ") : "", parts[i]);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    if (used)
        put_labelled(output, margin, label, line);
}

/* The first reason why a required stage was not done: with a photo that could not be read it is the line that matters. */
static const char *first_obstacle(const ls_report *report)
{
    if (ls_report_verdict(report) != LS_VERDICT_UNCHECKED)
        return NULL;
    for (size_t i = 0; i < ls_report_coverage_count(report); i++) {
        const ls_coverage *stage = ls_report_coverage(report, i);
        if (stage->required && stage->state != LS_DONE && stage->reason)
            return stage->reason;
    }
    return NULL;
}

static void put_verdict(const ls_output *output, const ls_report *report)
{
    ls_verdict verdict = ls_report_verdict(report);
    ls_print(output->file, ls_report_source(report));
    if (ls_report_copy_of(report)) {
        fputs(_(", the copy of "), output->file);
        ls_print(output->file, ls_report_copy_of(report));
    }
    fputs(": ", output->file);
    put_colored(output, verdict_color(verdict), verdict_name(verdict));
    const char *obstacle = first_obstacle(report);
    fprintf(output->file, " – %s", verdict_meaning(report));
    if (obstacle) {
        fputs(": ", output->file);
        ls_print(output->file, obstacle);
    }
    if (ls_report_only(report)) {
        fputs(_(" (only asked about: "), output->file);
        ls_print(output->file, ls_report_only(report));
        fputs(_(")"), output->file);
    }
    if (ls_report_accepted(report))
        fputs(_(" (metadata alone: it was accepted that the frames are not read)"), output->file);
    fputc('\n', output->file);
}

/* Where in the file and in the picture, as far as it is known. */
static void put_where(const ls_output *output, const ls_finding *finding)
{
    char bytes[80] = "", corner[80] = "", distance[80] = "";
    if (finding->has_bytes)
        snprintf(bytes, sizeof bytes, _("bytes %" PRIu64 " to %" PRIu64), finding->bytes[0], finding->bytes[1]);
    if (finding->has_quad && finding->picture)
        snprintf(corner, sizeof corner, _("in picture %" PRIu32 " of the file at %.0f, %.0f"), finding->picture,
                 finding->quad[0].x, finding->quad[0].y);
    else if (finding->has_quad && finding->has_bytes)
        snprintf(corner, sizeof corner, _("in the picture there at %.0f, %.0f"), finding->quad[0].x, finding->quad[0].y);
    else if (finding->has_quad)
        snprintf(corner, sizeof corner, _("in the picture at %.0f, %.0f"), finding->quad[0].x, finding->quad[0].y);
    if (finding->has_distance)
        snprintf(distance, sizeof distance, _("%.0f m away"), finding->distance_m);
    const char *parts[] = {finding->area, finding->area ? distance : NULL, finding->carrier, bytes, corner};
    put_parts(output, MARGIN_IN, _("Where:"), parts, sizeof parts / sizeof *parts);
}

/* The rule's own part: the same for all of its findings but for the confidence, of which the highest is told. */
static void put_rule(const ls_output *output, const ls_report *report, size_t first, size_t end)
{
    const ls_finding *finding = ls_report_finding(report, first);
    char confidence[80];
    int best = 0;
    for (size_t i = first; i < end; i++)
        if (ls_report_finding(report, i)->confidence > best)
            best = ls_report_finding(report, i)->confidence;
    if (finding->why)
        put_labelled(output, MARGIN_IN, _("Risk:"), finding->why);
    if (finding->action)
        put_labelled(output, MARGIN_IN, _("Do:"), finding->action);
    snprintf(confidence, sizeof confidence, _("confidence %d %%"), best);
    const char *parts[] = {finding->rule, confidence};
    put_parts(output, MARGIN_IN, _("Rule:"), parts, sizeof parts / sizeof *parts);
    if (finding->basis)
        put_labelled(output, MARGIN_IN, _("Basis:"), finding->basis);
}

/* "document number (35), seal over the date (20)" */
static void put_evidence(const ls_output *output, const ls_finding *finding)
{
    char line[1024];
    size_t used = 0;
    for (size_t i = 0; i < finding->evidence_count && used < sizeof line; i++) {
        const ls_support *support = &finding->evidence[i];
        int wrote = snprintf(line + used, sizeof line - used, "%s%s (%d)", used ? _(", ") : "", support->title,
                             support->weight);
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    if (used)
        put_labelled(output, MARGIN_IN, _("Evidence:"), line);
}

/* What was seen at one place; `previous` is the finding of the same rule above it, whose words are not said again. */
static void put_seen(const ls_output *output, const ls_finding *finding, const ls_finding *previous)
{
    bool again = previous && previous->what && finding->what && strcmp(previous->what, finding->what) == 0;
    if (finding->what && !again)
        put_labelled(output, MARGIN_IN, _("Seen:"), finding->what);
    if (finding->text && !(finding->what && strstr(finding->what, finding->text)))
        put_labelled(output, MARGIN_IN, _("Read:"), finding->text);
    put_where(output, finding);
    put_evidence(output, finding);
}

/* The findings [first, end) of one rule: what is wrong with all of them is said once. */
static void put_findings(const ls_output *output, const ls_report *report, size_t first, size_t end)
{
    const ls_finding *finding = ls_report_finding(report, first);
    fprintf(output->file, "%2" PRIu32 ". ", finding->number);
    put_colored(output, finding->effect == LS_VERDICT_OK ? "1" : verdict_color(finding->effect),
                severity_name(finding->severity));
    fputs(": ", output->file);
    ls_wrap(output->file, finding->title ? finding->title : finding->rule,
            MARGIN + 4 + ls_width_of(severity_name(finding->severity)), MARGIN_IN, output->width);
    fputc('\n', output->file);
    for (size_t i = first; i < end; i++)
        put_seen(output, ls_report_finding(report, i), i > first ? ls_report_finding(report, i - 1) : NULL);
    put_rule(output, report, first, end);
}

static void put_all_findings(const ls_output *output, const ls_report *report)
{
    const size_t count = ls_report_finding_count(report);
    for (size_t first = 0, end; first < count; first = end) {
        const uint32_t number = ls_report_finding(report, first)->number;
        for (end = first + 1; end < count; end++)
            if (ls_report_finding(report, end)->number != number)
                break;
        put_findings(output, report, first, end);
    }
    if (ls_report_left_out_count(report))
        fprintf(output->file, _("  Findings of the same kinds that are not listed: %zu\n"),
                ls_report_left_out_count(report));
}

static bool same_reason(const ls_coverage *one, const ls_coverage *two)
{
    if (one->state != two->state || one->fix || two->fix || (one->reason == NULL) != (two->reason == NULL))
        return false;
    return !one->reason || strcmp(one->reason, two->reason) == 0;
}

static const char *state_label(ls_state state)
{
    switch (state) {
    case LS_DONE: return _("Checked:");
    case LS_SKIPPED: return _("Not checked:");
    case LS_LIMITED: return _("Checked in part:");
    case LS_FAILED: break;
    }
    return _("Failed:");
}

/* The stages from `first` on that share its state and reason, on one line. */
static void put_coverage_line(const ls_output *output, const ls_report *report, size_t first)
{
    const ls_coverage *stage = ls_report_coverage(report, first);
    char line[1024];
    size_t used = 0;
    for (size_t i = first; i < ls_report_coverage_count(report) && used < sizeof line; i++) {
        const ls_coverage *other = ls_report_coverage(report, i);
        if (i != first && !same_reason(stage, other))
            continue;
        int wrote = snprintf(line + used, sizeof line - used, "%s%s", used ? _(", ") : "", stage_name(other->stage));
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    if (stage->reason && used < sizeof line)
        snprintf(line + used, sizeof line - used, " – %s", stage->reason);
    put_labelled(output, MARGIN, state_label(stage->state), line);
    if (stage->fix)
        put_labelled(output, MARGIN + 2, _("To mend it:"), stage->fix);
}

static void put_coverage(const ls_output *output, const ls_report *report)
{
    for (size_t i = 0; i < ls_report_coverage_count(report); i++) {
        bool said = false;
        for (size_t before = 0; before < i && !said; before++)
            said = same_reason(ls_report_coverage(report, before), ls_report_coverage(report, i));
        if (!said)
            put_coverage_line(output, report, i);
    }
    const char *sandbox = ls_report_sandbox(report);
    if (sandbox && *sandbox)
        put_labelled(output, MARGIN, _("Sandbox:"), sandbox);
}

static void put_ignored(const ls_output *output, size_t ignored, size_t expired)
{
    fprintf(output->file, _("  Ignored findings: %zu; ignore entries past their date: %zu\n"), ignored, expired);
}

static ls_status begin(ls_output *output)
{
    (void)output;
    return LS_OK;
}

static ls_status photo(ls_output *output, const ls_report *report)
{
    /* a scan shows what needs a person, and counts the rest */
    if (output->scan && ls_report_verdict(report) == LS_VERDICT_OK)
        return LS_OK;
    if (output->written++)
        fputc('\n', output->file);
    put_verdict(output, report);
    put_all_findings(output, report);
    if (ls_report_advice(report)) {
        fprintf(output->file, "%*s", MARGIN, "");
        ls_wrap(output->file, ls_report_advice(report), MARGIN, MARGIN, output->width);
        fputc('\n', output->file);
    }
    put_coverage(output, report);
    put_ignored(output, ls_report_ignored_count(report), ls_report_expired_count(report));
    return ls_output_flush(output);
}

static void put_count(const ls_output *output, const char *label, size_t number)
{
    int width = ls_width_of(label), pad = 44 - width;
    fprintf(output->file, "  %s%*s%8zu\n", label, pad > 0 ? pad : 1, "", number);
}

static void put_count_if(const ls_output *output, const char *label, size_t number)
{
    if (number)
        put_count(output, label, number);
}

/* A table of counts: after a scan always, after a check of more than one photo. */
static ls_status end(ls_output *output, const ls_tally *tally)
{
    if (!tally->scan && tally->photos + tally->not_started < 2)
        return ls_output_flush(output);
    if (output->written)
        fputc('\n', output->file);
    fprintf(output->file, dngettext(LS_DOMAIN, "%zu photo\n", "%zu photos\n", tally->photos), tally->photos);
    put_count(output, _("BLOCK – do not share it"), tally->verdicts[LS_VERDICT_BLOCK]);
    put_count(output, _("UNCHECKED – not everything could be checked"), tally->verdicts[LS_VERDICT_UNCHECKED]);
    put_count(output, _("REVIEW – look at this before sharing it"), tally->verdicts[LS_VERDICT_REVIEW]);
    put_count(output, _("ok – nothing to act on by these checks"), tally->verdicts[LS_VERDICT_OK]);
    if (tally->scan) {
        put_count(output, _("files that are no picture"), tally->not_pictures);
        put_count_if(output, _("symbolic links, not followed"), tally->links);
        put_count_if(output, _("devices, FIFOs and sockets, not read"), tally->special);
        put_count_if(output, _("folders that could not be read"), tally->unreadable);
    }
    put_count_if(output, _("videos of which metadata alone was checked"), tally->accepted);
    put_count_if(output, _("photos not reached"), tally->not_started);
    put_ignored(output, tally->ignored, tally->expired);
    return ls_output_flush(output);
}

const ls_writer ls_writer_text = {"text", begin, photo, end};
