/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json_photo.h"

#include "base/utf8.h"

#include <string.h>

/* Room for one text: no text of a report comes near it. */
#define TEXT_LIMIT (1u << 20)

json_t *ls_json_text(const char *text)
{
    json_t *made = json_string(text);
    if (made)
        return made;
    /* a file name is any bytes; JSON is UTF-8 */
    ls_arena *arena = ls_arena_new(TEXT_LIMIT);
    const char *clean = arena ? ls_utf8_clean(arena, text, strlen(text)) : NULL;
    if (clean)
        made = json_string(clean);
    ls_arena_free(arena);
    return made;
}

/* json_object_set_new refuses a NULL value, so a value that could not be made is caught here as well. */
static bool set(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new_nocheck(object, key, value) == 0;
}

/* An absent field is left out. */
static bool set_text(json_t *object, const char *key, const char *text)
{
    return !text || !*text || set(object, key, ls_json_text(text));
}

static bool fill_coverage(json_t *object, const ls_report *report)
{
    for (size_t i = 0; i < ls_report_coverage_count(report); i++) {
        const ls_coverage *stage = ls_report_coverage(report, i);
        json_t *entry = json_object();
        bool good = set(entry, "state", json_string(ls_state_word(stage->state))) &&
                    set_text(entry, "reason", stage->reason) && set(entry, "required", json_boolean(stage->required)) &&
                    set_text(entry, "fix", stage->fix);
        if (!set(object, stage->stage, entry) || !good)
            return false;
    }
    return true;
}

static json_t *quad(const ls_point corners[4])
{
    json_t *list = json_array();
    for (size_t i = 0; i < 4; i++)
        if (json_array_append_new(list, json_pack("[f,f]", corners[i].x, corners[i].y))) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *place(const ls_finding *finding)
{
    json_t *object = json_object();
    if (set_text(object, "relation", finding->relation) && set_text(object, "area", finding->area) &&
        (!finding->has_distance || set(object, "distance_m", json_real(finding->distance_m))))
        return object;
    json_decref(object);
    return NULL;
}

static json_t *evidence(const ls_finding *finding)
{
    json_t *list = json_array();
    for (size_t i = 0; i < finding->evidence_count; i++) {
        const ls_support *support = &finding->evidence[i];
        json_t *object = json_object();
        bool good = set_text(object, "id", support->id) && set_text(object, "title", support->title) &&
                    set(object, "weight", json_integer(support->weight)) && set(object, "quad", quad(support->quad));
        if (json_array_append_new(list, object) || !good) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static bool fill_finding(json_t *object, const ls_finding *finding)
{
    return (!finding->number || set(object, "number", json_integer((json_int_t)finding->number))) &&
           set_text(object, "rule", finding->rule) && set_text(object, "category", finding->category) &&
           set_text(object, "severity", ls_severity_word(finding->severity)) &&
           set_text(object, "effect", ls_verdict_word(finding->effect)) &&
           set(object, "confidence", json_integer(finding->confidence)) && set_text(object, "title", finding->title) &&
           set_text(object, "system", finding->system) && set_text(object, "level", finding->level) &&
           set_text(object, "text", finding->text) && set_text(object, "carrier", finding->carrier) &&
           (!finding->has_bytes ||
            set(object, "bytes", json_pack("[I,I]", (json_int_t)finding->bytes[0], (json_int_t)finding->bytes[1]))) &&
           (!finding->picture || set(object, "picture", json_integer((json_int_t)finding->picture))) &&
           (!finding->has_quad || set(object, "quad", quad(finding->quad))) &&
           (!finding->evidence_count || set(object, "evidence", evidence(finding))) &&
           (!finding->relation || set(object, "place", place(finding))) && set_text(object, "what", finding->what) &&
           set_text(object, "why", finding->why) && set_text(object, "do", finding->action) &&
           set_text(object, "basis", finding->basis);
}

static bool fill_findings(json_t *list, const ls_report *report)
{
    for (size_t i = 0; i < ls_report_finding_count(report); i++) {
        json_t *object = json_object();
        bool good = fill_finding(object, ls_report_finding(report, i));
        if (json_array_append_new(list, object) || !good)
            return false;
    }
    return true;
}

/* `ok` says that all that is required has ended: while a check goes on, nothing bad being known yet is not that. */
static const char *verdict(const ls_report *report)
{
    if (ls_report_is_partial(report) && ls_report_verdict(report) == LS_VERDICT_OK)
        return "pending";
    return ls_verdict_word(ls_report_verdict(report));
}

static bool fill_photo(json_t *photo, const ls_report *report)
{
    json_t *coverage = json_object(), *findings = json_array();
    bool good =
        set(photo, "source", ls_json_text(ls_report_source(report))) &&
        (!ls_report_copy_of(report) || set(photo, "copy_of", ls_json_text(ls_report_copy_of(report)))) && set_text(photo, "verdict", verdict(report)) &&
        (!ls_report_is_partial(report) || set(photo, "partial", json_true())) &&
        set_text(photo, "only", ls_report_only(report)) && set_text(photo, "accepted", ls_report_accepted(report)) &&
        set_text(photo, "sandbox", ls_report_sandbox(report));
    good &= fill_coverage(coverage, report) & fill_findings(findings, report);
    good &= set(photo, "coverage", coverage);
    good &= set(photo, "findings", findings);
    return good && set(photo, "ignored", json_integer((json_int_t)ls_report_ignored_count(report))) &&
           set(photo, "expired", json_integer((json_int_t)ls_report_expired_count(report))) &&
           (!ls_report_left_out_count(report) ||
            set(photo, "findings_left_out", json_integer((json_int_t)ls_report_left_out_count(report)))) &&
           set_text(photo, "advice", ls_report_advice(report));
}

json_t *ls_json_photo(const ls_report *report)
{
    json_t *photo = json_object();
    if (photo && fill_photo(photo, report))
        return photo;
    json_decref(photo);
    return NULL;
}

json_t *ls_json_rule(const ls_rule_info *rule)
{
    json_t *object = json_object();
    if (object && set_text(object, "rule", rule->id) && set_text(object, "title", rule->title) &&
        set_text(object, "system", rule->system) && set_text(object, "level", rule->level) &&
        set_text(object, "severity", rule->severity) && set_text(object, "what", rule->what) &&
        set_text(object, "why", rule->why) && set_text(object, "do", rule->action) &&
        set_text(object, "basis", rule->basis) && set_text(object, "basis_url", rule->basis_url) &&
        set_text(object, "basis_checked", rule->basis_checked) && set_text(object, "pack", rule->pack) &&
        set(object, "disabled", json_boolean(rule->disabled)) && set(object, "enabled", json_boolean(rule->enabled)) &&
        set_text(object, "verified", rule->verified))
        return object;
    json_decref(object);
    return NULL;
}
