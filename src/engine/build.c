/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/build.h"

#include "base/utf8.h"
#include "record/sidecar.h"

#include <libintl.h>
#include <math.h>
#include <string.h>

#define N_(text) text

/*
 * Without --show-evidence a place is told to a tenth of a degree (up to 11 km) and a distance as a number of whole
 * kilometres that it is within: finer ones to three areas would be the position again.
 */
#define COARSE_DEGREES 0.1
#define COARSE_METRES 1000.0

/* "S•••": the first character tells the owner which value is meant; a fixed tail does not tell its length. */
static const char *mask(ls_arena *arena, const char *text)
{
    uint32_t c;
    size_t first = ls_utf8_decode(text, strlen(text), &c);
    bool more = first && ls_utf8_decode(text + first, strlen(text + first), &c) && strlen(text) > first + 2;
    return ls_arena_printf(arena, "%.*s•••", more ? (int)first : 0, text);
}

static const char *shown(const ls_engine *engine, ls_arena *arena, const char *text)
{
    return !text || engine->options->show_evidence ? text : mask(arena, text);
}

static const char *coordinates(const ls_engine *engine, ls_arena *arena, const ls_position *position)
{
    double lat = position->lat, lon = position->lon;
    const char *north = position->lat_sign_unknown ? "N/S" : lat < 0 ? "S" : "N";
    const char *east = position->lon_sign_unknown ? "E/W" : lon < 0 ? "W" : "E";
    if (engine->options->show_evidence)
        return ls_arena_printf(arena, "%.6f° %s, %.6f° %s", fabs(lat), north, fabs(lon), east);
    return ls_arena_printf(arena, "≈ %.1f° %s, %.1f° %s", round(fabs(lat) / COARSE_DEGREES) * COARSE_DEGREES, north,
                           round(fabs(lon) / COARSE_DEGREES) * COARSE_DEGREES, east);
}

/* Never down to 0: that would say "inside" of what is outside. */
static double distance(const ls_engine *engine, double metres)
{
    if (engine->options->show_evidence)
        return round(metres * 10) / 10;
    return ceil(metres / COARSE_METRES) * COARSE_METRES;
}

/* ------------------------------------------------------------------------------------------------- words */

struct filling {
    const ls_engine *engine;
    ls_arena *arena;
    const ls_detection *detection;
    const char *place, *metres;
};

static const char *argument(const struct filling *filling, const char *name, size_t length)
{
    const ls_detection *detection = filling->detection;
    for (size_t i = 0; i < detection->argument_count; i++) {
        const ls_argument *item = &detection->arguments[i];
        if (strlen(item->name) == length && memcmp(item->name, name, length) == 0 && item->value) {
            if (length == 8 && memcmp(name, "distance", 8) == 0 && filling->metres)
                return filling->metres;
            return item->sensitive ? shown(filling->engine, filling->arena, item->value) : item->value;
        }
    }
    if (length == 8 && memcmp(name, "distance", 8) == 0)
        return filling->metres;
    if (length == 5 && memcmp(name, "value", 5) == 0)
        return filling->place ? filling->place : shown(filling->engine, filling->arena, detection->text);
    if (length == 7 && memcmp(name, "carrier", 7) == 0 && detection->fact)
        return detection->fact->carrier;
    if (length == 4 && memcmp(name, "area", 4) == 0 && detection->hit)
        return detection->hit->area;
    return NULL;
}

/* Replaces {name}; a name without a value becomes an ellipsis, never the bare braces. */
static const char *fill(const struct filling *filling, const char *text)
{
    if (!text || !strchr(text, '{'))
        return text;
    const char *out = "";
    while (out && *text) {
        size_t plain = strcspn(text, "{");
        const char *end = text[plain] ? strchr(text + plain, '}') : NULL;
        if (!end)
            return ls_arena_printf(filling->arena, "%s%s", out, text);
        const char *value = argument(filling, text + plain + 1, (size_t)(end - text) - plain - 1);
        out = ls_arena_printf(filling->arena, "%s%.*s%s", out, (int)plain, text, value ? value : "…");
        text = end + 1;
    }
    return out;
}

static const char *basis_line(const ls_rule *rule, ls_language language, ls_arena *arena)
{
    const char *line = NULL;
    for (size_t i = 0; i < rule->basis_count; i++) {
        const ls_basis *basis = rule->basis[i];
        line = line ? ls_arena_printf(arena, "%s%s%s", line, language == LS_LANG_ZH ? "；" : "; ",
                                      basis->name.text[language])
                    : ls_arena_strdup(arena, basis->name.text[language]);
    }
    return line;
}

/* ----------------------------------------------------------------------------------------------- findings */

/* The stage that showed it: a sign that speaks about the place is read, and is none of the place stage's. */
static ls_stage stage_of(const ls_rule *rule, const ls_detection *detection)
{
    if (detection->match || detection->has_quad)
        return LS_STAGE_TEXT;
    if (!strcmp(rule->category, "metadata"))
        return LS_STAGE_METADATA;
    return strcmp(rule->category, "place") == 0 ? LS_STAGE_PLACE : LS_STAGE_TEXT;
}

static void add_evidence(const ls_engine *engine, const ls_detection *detection, ls_arena *arena, ls_finding *finding)
{
    const ls_fact *fact = detection->fact;
    if (fact) {
        finding->carrier = fact->carrier;
        finding->has_bytes = fact->to > fact->from;
        finding->bytes[0] = fact->from;
        finding->bytes[1] = fact->to;
    }
    const ls_point *quad = detection->match ? detection->match->quad : detection->has_quad ? detection->quad : NULL;
    finding->picture = detection->picture;
    if (quad) {
        finding->has_quad = 1;
        memcpy(finding->quad, quad, sizeof finding->quad);
    }
    const char *read = detection->text ? detection->text : detection->match ? detection->match->text : NULL;
    finding->text = detection->position ? coordinates(engine, arena, detection->position) : shown(engine, arena, read);
    const ls_hit *hit = detection->hit;
    if (hit) {
        finding->relation = hit->relation == LS_INSIDE ? "inside" : "near";
        finding->area = hit->area;
        finding->has_distance = !hit->secret && hit->relation != LS_INSIDE;
        finding->distance_m = finding->has_distance ? distance(engine, hit->distance_m) : 0;
    }
}

/* Words of the rules and places: nothing in it is masked. */
static ls_status add_support(const ls_engine *engine, const ls_detection *detection, ls_arena *arena,
                             ls_finding *finding)
{
    if (!detection->proof_count)
        return LS_OK;
    ls_support *support = ls_arena_array(arena, detection->proof_count, sizeof *support);
    if (!support)
        return LS_E_NOMEM;
    for (size_t i = 0; i < detection->proof_count; i++) {
        const ls_proof *proof = &detection->proofs[i];
        support[i] =
            (ls_support){.id = proof->id, .title = proof->title->text[engine->language], .weight = proof->weight};
        memcpy(support[i].quad, proof->quad, sizeof support[i].quad);
    }
    finding->evidence = support;
    finding->evidence_count = detection->proof_count;
    return LS_OK;
}

/* What is not in the photo's own bytes: taking it out of them changes nothing, so the rule's texts need others around them. */
static void tell_beside(const ls_detection *detection, ls_arena *arena, ls_finding *finding)
{
    static const struct {
        const char *carrier, *what, *action;
    } texts[] = {
        {LS_BESIDE_SIDECAR, N_("Not in the photo but in a file beside it: "),
         N_("Do not share that file along with the photo. Cleaning the photo does not change it.")},
        {LS_BESIDE_NAME, N_("In the name of the file: "),
         N_("Give the file another name before sharing, or share a cleaned copy under its neutral name.")},
        {LS_BESIDE_XATTR, N_("Not in the photo but in an attribute of its file: "),
         N_("Share a cleaned copy: it has no such attributes. Some ways of copying take them along.")},
    };
    const ls_fact *fact = detection->fact;
    for (size_t i = 0; fact && fact->key != LS_FACT_SIDECAR && finding->what && i < sizeof texts / sizeof *texts; i++) {
        if (strncmp(fact->carrier, texts[i].carrier, strlen(texts[i].carrier)) != 0)
            continue;
        finding->what = ls_arena_printf(arena, "%s%s", dgettext("lightseal", texts[i].what), finding->what);
        if (strcmp(finding->category, "metadata") == 0)
            finding->action = dgettext("lightseal", texts[i].action);
    }
}

static ls_finding make(const ls_engine *engine, const ls_rule *rule, const ls_detection *detection, ls_arena *arena)
{
    ls_finding finding = {
        .rule = rule->id,
        .category = rule->category,
        .severity = rule->severity,
        .effect = ls_policy_effect(&engine->policy, rule->category, rule->severity),
        .confidence = detection->confidence,
        .system = rule->system ? rule->system : detection->system,
        .level = rule->level,
    };
    add_evidence(engine, detection, arena, &finding);
    struct filling filling = {engine, arena, detection, detection->position ? finding.text : NULL,
                              finding.has_distance ? ls_arena_printf(arena, "%.0f", finding.distance_m) : NULL};
    ls_language language = engine->language;
    finding.title = fill(&filling, rule->title.text[language]);
    finding.what = fill(&filling, rule->what.text[language]);
    finding.why = fill(&filling, rule->why.text[language]);
    finding.action = fill(&filling, rule->action.text[language]);
    finding.basis = basis_line(rule, language, arena);
    tell_beside(detection, arena, &finding);
    return finding;
}

static ls_status add(ls_report *report, const ls_finding *finding)
{
    if (!finding->title || !finding->what || !finding->why || !finding->action || !finding->basis)
        return LS_E_NOMEM;
    ls_finding *findings = ls_arena_grow(report->arena, report->findings, report->finding_count,
                                         &report->finding_capacity, sizeof *findings);
    if (!findings)
        return LS_E_NOMEM;
    report->findings = findings;
    findings[report->finding_count++] = *finding;
    return LS_OK;
}

ls_status ls_build_findings(const ls_engine *engine, const ls_detections *detections, ls_report *report)
{
    char today[11] = "";
    if (engine->options->ignore_count) /* the clock's time zone is a file to be read */
        ls_engine_today(today);
    for (size_t i = 0; i < detections->count; i++) {
        const ls_detection *detection = &detections->items[i];
        const ls_rule *rule = ls_rules_find(engine->rules, detection->rule);
        /* A detector without its texts is a broken installation; silence would be a missed finding. */
        if (!rule)
            return LS_E_RULES;
        if (!engine->asked[stage_of(rule, detection)])
            continue;
        bool expired = false, ignored = ls_engine_ignores(engine, rule->id, today, &expired);
        report->ignored += ignored;
        report->expired += !ignored && expired;
        if (ignored)
            continue;
        ls_finding finding = make(engine, rule, detection, report->arena);
        ls_status status = add_support(engine, detection, report->arena, &finding);
        if (!status)
            status = add(report, &finding);
        if (status)
            return status;
    }
    return LS_OK;
}

/* ----------------------------------------------------------------------------------------------- coverage */

const char *ls_build_reason(ls_arena *arena, const ls_outcome *outcome)
{
    const char *text = dgettext("lightseal", ls_reason_text(outcome->reason));
    const char *hole = strstr(text, "%s");
    return hole ? ls_arena_printf(arena, "%.*s%s%s", (int)(hole - text), text, outcome->detail, hole + 2)
                : ls_arena_strdup(arena, text);
}

ls_status ls_build_coverage(const ls_engine *engine, ls_report *report, ls_stage stage, const ls_outcome *outcome)
{
    ls_coverage *coverage = &report->coverage[stage];
    *coverage = (ls_coverage){.stage = ls_stage_name(stage), .state = outcome->state, .required = engine->required[stage]};
    if (outcome->reason == LS_REASON_NONE)
        return LS_OK;
    coverage->reason = ls_build_reason(report->arena, outcome);
    if (outcome->reason == LS_REASON_LANGUAGE_MISSING)
        coverage->fix = ls_arena_strdup(report->arena, engine->languages_fix);
    return coverage->reason ? LS_OK : LS_E_NOMEM;
}
