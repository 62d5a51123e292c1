/* SPDX-License-Identifier: Apache-2.0 */
/* One photo's way through the stages: core, place, reader, rules, detectors, verdict. */
#include "engine/scanner.h"

#include "base/clock.h"
#include "engine/build.h"
#include "engine/photo.h"
#include "engine/seconds.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#define N_(text) text

/* Frames and pages that are searched for text; an animation shows most things in fewer, a longer document says so. */
#define FRAME_LIMIT 32u
/*
 * Glyphs that one second of the time budget pays for: Tesseract takes about 2.4 ms a glyph, and half of the time is
 * left for decoding and for second tries. Derived from the budget, not measured, so that a report is deterministic.
 */
#define GLYPHS_PER_SECOND 200u

/* One photo on its way. */
struct passage {
    ls_scanner *scanner;
    const ls_check *check;
    const ls_report *original; /* of the photo that this is a copy of, or NULL */
    int fd;
    uint64_t size;
    int64_t deadline;
    uint32_t budget_ms;
    ls_arena *arena; /* the report's */
    ls_report *report;
    ls_answer core, reader;
    ls_outcome outcomes[LS_STAGE_COUNT];
    ls_held held;
    ls_evidence evidence;
    ls_seconds seconds;
    ls_matches *matches;     /* one for each text of the reader's */
    ls_documents *documents; /* likewise */
};

/* ------------------------------------------------------------------------------------------------ workers */

ls_status ls_scanner_ensure(ls_worker **worker, ls_worker_program program, ls_error *error)
{
    return *worker ? LS_OK : ls_worker_start(program, worker, error);
}

ls_request ls_scanner_request(const ls_scanner *scanner, uint64_t size, uint32_t budget_ms, uint32_t memory_mb)
{
    ls_request request = {
        .protocol = LS_PROTOCOL,
        .operation = LS_OP_CHECK,
        .size = size,
        .orientation = 1,
        .pixel_limit = LS_PIXEL_LIMIT,
        .frame_limit = FRAME_LIMIT,
        .glyph_budget = (uint32_t)((uint64_t)budget_ms * GLYPHS_PER_SECOND / 1000),
        .memory_mb = memory_mb + (uint32_t)(size >> 20),
        .cpu_seconds = budget_ms / 1000 + 2,
        .sandbox = scanner->engine->options->sandbox,
    };
#ifdef LS_SANITIZE
    request.memory_mb = 0; /* the sanitizer reserves terabytes of address space */
#endif
    return request;
}

/* The first photo's core works while the rules are read; how that went is asked afterwards. */
static void load_meanwhile(void *user)
{
    struct passage *p = user;
    ls_engine_load(p->scanner->engine, NULL);
}

static ls_status run(struct passage *p, ls_worker *worker, const ls_request *request, ls_answer *answer,
                     ls_reply *reply, ls_outcome *outcome)
{
    ls_worker_call call = {.request = request, .photo_fd = p->fd, .deadline = p->deadline, .cancel = p->check->cancel,
                           .last = p->check->last};
    return ls_scanner_call(worker, &call, p->check->retry, answer, reply, outcome);
}

/* --------------------------------------------------------------------------------------------------- core */

static ls_status run_core(struct passage *p, ls_error *error)
{
    const ls_core_call call = {
        .fd = p->fd, .size = p->size, .budget_ms = p->budget_ms, .deadline = p->deadline, .cancel = p->check->cancel,
        .retry = p->check->retry, .last = p->check->last,
        .folder = p->check->version > 1 ? p->check->folder : -1, .file = p->check->version > 1 ? p->check->file : NULL,
        .meanwhile = load_meanwhile, .user = p};
    ls_answer_init(&p->core, p->arena);
    ls_status status = ls_core_run(p->scanner, &call, &p->core, p->outcomes, &p->held, error);
    if (status)
        return status;
    p->report->picture = !p->core.has_container || p->core.container.kind != LS_KIND_NONE;
    if (p->core.has_container) {
        p->evidence.container = &p->core.container;
        p->evidence.facts = &p->core.facts;
    }
    return LS_OK;
}

/* -------------------------------------------------------------------------------------------------- place */

static ls_status run_place(struct passage *p)
{
    const ls_engine *engine = p->scanner->engine;
    const ls_outcome *metadata = &p->outcomes[LS_STAGE_METADATA];
    ls_outcome *outcome = &p->outcomes[LS_STAGE_PLACE];
    *outcome = ls_outcome_done();
    ls_position *positions = NULL;
    size_t count = 0;
    ls_status status = p->evidence.facts ? ls_positions_read(p->evidence.facts, &positions, &count) : LS_OK;
    if (status)
        return status;
    p->evidence.positions = positions;
    p->evidence.position_count = count;
    /* A position could stand in what metadata did not read. */
    ls_outcome doubt = ls_outcome_make(metadata->state == LS_LIMITED ? LS_LIMITED : LS_FAILED, LS_REASON_EARLIER_STAGE,
                                       "%s", ls_stage_name(LS_STAGE_METADATA));
    if (!engine->areas) {
        *outcome = metadata->state == LS_DONE ? ls_outcome_make(LS_SKIPPED, LS_REASON_NO_AREA_FILE, "%s", "") : doubt;
        return LS_OK;
    }
    ls_place_result *places = ls_arena_array(p->arena, count ? count : 1, sizeof *places);
    if (!places)
        return LS_E_NOMEM;
    for (size_t i = 0; i < count && !status; i++) {
        ls_hit *hits = NULL;
        places[i].position = &positions[i];
        status = ls_areas_test(engine->areas, &positions[i], p->arena, &hits, &places[i].hit_count);
        places[i].hits = hits;
    }
    p->evidence.areas_given = true;
    p->evidence.places = places;
    if (metadata->state != LS_DONE)
        *outcome = doubt;
    else if (!count)
        outcome->reason = LS_REASON_NO_POSITION;
    return status;
}

/* --------------------------------------------------------------------------------------------------- text */

static uint32_t orientation_of(const struct passage *p)
{
    const ls_fact *fact = p->evidence.facts ? ls_facts_find(p->evidence.facts, LS_FACT_IMAGE_ORIENTATION, 0) : NULL;
    return fact ? (uint32_t)fact->integer : 1;
}

/* What the core said of the file decides whether pixels can be looked at: a reader never guesses a format. */
static bool readable(struct passage *p)
{
    ls_outcome *outcome = &p->outcomes[LS_STAGE_TEXT];
    const ls_outcome *container = &p->outcomes[LS_STAGE_CONTAINER];
    if (!p->core.has_container) {
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_EARLIER_STAGE, "%s", ls_stage_name(LS_STAGE_CONTAINER));
        return false;
    }
    if (p->core.container.kind == LS_KIND_NONE) {
        *outcome = *container;
        return false;
    }
    if (p->core.container.kind == LS_KIND_VIDEO) {
        const bool accepted = p->scanner->engine->accepts_video_frames;
        *outcome = ls_outcome_make(accepted ? LS_SKIPPED : LS_FAILED, accepted ? LS_REASON_VIDEO_ACCEPTED : LS_REASON_VIDEO_UNREAD, "%s", "");
        return false;
    }
    return true;
}

/* Bytes after the picture, and clips inside the file: nobody looked at what they show. */
static bool may_hold_more(const ls_container *container)
{
    for (size_t i = 0; i < container->inner_count; i++)
        if (container->inner[i].kind == LS_KIND_VIDEO)
            return true;
    for (size_t i = 0; i < container->range_count; i++)
        if (container->ranges[i].role == LS_ROLE_TRAILING && !container->ranges[i].inner)
            return true;
    return false;
}

static ls_outcome text_outcome(struct passage *p, const ls_outcome *failure, bool ended, const ls_reply *reply)
{
    const ls_engine *engine = p->scanner->engine;
    ls_outcome outcome = *failure;
    if (ended)
        outcome = p->reader.has_outcome[LS_STAGE_TEXT] && p->reader.has_text
                      ? p->reader.outcomes[LS_STAGE_TEXT]
                      : ls_outcome_make(LS_FAILED, LS_REASON_PROTOCOL, "%s", "a stage is missing from the answer");
    /* pictures that the core knows of and the reader does not: of an APNG it sees the first */
    if (p->reader.has_text && outcome.state == LS_DONE && p->core.container.frames > p->reader.text.frames_read)
        outcome = ls_outcome_make(LS_LIMITED, LS_REASON_FRAMES_UNREAD, "%u of %u", p->reader.text.frames_read,
                                  p->core.container.frames);
    if (outcome.state == LS_DONE && may_hold_more(&p->core.container))
        outcome = ls_outcome_make(LS_LIMITED, LS_REASON_FRAMES_UNREAD, "%s", "there may be another picture in the file");
    const size_t unread = ls_seconds_unread(&p->seconds);
    if (outcome.state == LS_DONE && unread)
        outcome = ls_outcome_make(LS_LIMITED, LS_REASON_FRAMES_UNREAD, "%zu of %zu pictures inside the file", unread,
                                  p->seconds.count + p->seconds.unasked);
    const char *missing = engine->languages_missing[0] ? engine->languages_missing : reply->languages_missing;
    if (*missing)
        outcome = ls_outcome_worse(ls_outcome_make(LS_LIMITED, LS_REASON_LANGUAGE_MISSING, "%s", missing), outcome);
    if (engine->models.problem)
        outcome = ls_outcome_worse(ls_outcome_make(LS_LIMITED, LS_REASON_MODEL, "%s", engine->models.problem), outcome);
    return outcome;
}

/* Pages are held against the packs of documents, with the marks that were found before a limit. */
static ls_status match_documents(struct passage *p, const ls_text *text, const ls_matches *matches, ls_documents *documents)
{
    char today[11] = "";
    if (!text->line_count)
        return LS_OK;
    ls_engine_today(today);
    return ls_rules_documents(p->scanner->engine->rules, text, matches, today, documents);
}

/* Lines are held against the rules here, outside of the sandbox: the photo's text decides how long that takes. */
static ls_status match_picture(struct passage *p, ls_text *text, ls_matches *matches, ls_documents *documents)
{
    ls_outcome *outcome = &p->outcomes[LS_STAGE_TEXT];
    *matches = (ls_matches){.arena = p->arena, .deadline = p->deadline, .cancel = p->check->cancel};
    *documents = (ls_documents){.arena = p->arena};
    ls_status status = ls_rules_take_doubts(p->scanner->engine->rules, text, matches);
    if (!status)
        status = ls_rules_match(p->scanner->engine->rules, text, matches);
    if (!status)
        status = match_documents(p, text, matches, documents);
    if (status == LS_E_DEADLINE)
        *outcome = ls_outcome_worse(ls_outcome_make(LS_FAILED, LS_REASON_DEADLINE, "%s", ""), *outcome);
    else if (status == LS_E_NOMEM)
        *outcome = ls_outcome_worse(ls_outcome_make(LS_FAILED, LS_REASON_MEMORY, "%s", ""), *outcome);
    else if (matches->limit_hit || documents->limit_hit || status == LS_E_LIMIT)
        *outcome = ls_outcome_worse(*outcome, ls_outcome_make(LS_LIMITED, LS_REASON_RULES_LIMIT, "%s",
                                                              matches->limit_rule ? matches->limit_rule
                                                                                  : ls_status_text(LS_E_LIMIT)));
    return status == LS_E_CANCELLED ? status : LS_OK;
}

static ls_status match_rules(struct passage *p)
{
    p->matches = ls_arena_array(p->arena, p->reader.text_count, sizeof *p->matches);
    p->documents = ls_arena_array(p->arena, p->reader.text_count, sizeof *p->documents);
    if (!p->matches || !p->documents)
        return LS_E_NOMEM;
    p->evidence.text = &p->reader.text;
    p->evidence.matches = p->matches; /* what was found before a limit counts */
    p->evidence.documents = p->documents;
    ls_status status = LS_OK;
    size_t i = 0;
    for (ls_text *text = &p->reader.text; text && !status; text = text->next, i++)
        status = match_picture(p, text, &p->matches[i], &p->documents[i]);
    return status;
}

static ls_status run_reader(struct passage *p, ls_error *error)
{
    const ls_engine *engine = p->scanner->engine;
    if (!readable(p))
        return LS_OK;
    ls_status status = ls_scanner_ensure(&p->scanner->reader, LS_WORKER_READER, error);
    if (status)
        return status;
    ls_request request = ls_scanner_request(p->scanner, p->size, p->budget_ms, LS_READER_MEMORY_MB);
    request.kind = (uint32_t)p->core.container.kind;
    request.orientation = orientation_of(p);
    request.models = engine->models.sound;
    memcpy(request.languages, engine->languages, sizeof request.languages);
    ls_seconds_gather(&p->core, &p->seconds);
    ls_seconds_ask(&p->seconds, &request);
    ls_reply reply = {.wait_status = -1};
    ls_outcome failure = ls_outcome_done();
    ls_answer_init(&p->reader, p->arena);
    status = run(p, p->scanner->reader, &request, &p->reader, &reply, &failure);
    if (ls_scanner_ends(status))
        return ls_error_set(error, status, "%s", ls_status_text(status));
    ls_held_note(&p->held, &reply);
    reply.languages_missing[LS_LANGUAGES_MAX - 1] = 0;
    ls_seconds_take(&p->reader, &p->seconds);
    p->evidence.seconds = p->seconds.found;
    p->evidence.second_count = p->seconds.count;
    p->outcomes[LS_STAGE_TEXT] = text_outcome(p, &failure, !status, &reply);
    return p->reader.has_text ? match_rules(p) : LS_OK;
}

/* ------------------------------------------------------------------------------------------------- report */

/*
 * What to do when the photo is already out, in the words of the system whose mark blocks it: whom to tell differs, and a
 * mark of one country must never send somebody to the authority of another.
 */
static const char *advice(const ls_engine *engine, const ls_report *report)
{
    const ls_finding *worst = report->finding_count ? &report->findings[0] : NULL; /* they are in order */
    const char *system = worst && worst->effect == LS_VERDICT_BLOCK ? worst->system : NULL;
    const char *text = system ? ls_rules_topic(engine->rules, system, "advice", engine->language) : NULL;
    if (!text)
        text = ls_rules_topic(engine->rules, "general", "advice", engine->language);
    const char *more = dgettext("lightseal", N_("More: lightseal help leaked"));
    return text ? ls_arena_printf(report->arena, "%s %s", text, more) : more;
}

/*
 * What is about pixels is about those of one picture, which a file with several has to name; a picture inside the file is
 * named by its carrier.
 */
static void name_picture(const struct passage *p, ls_detections *detections, size_t from, const ls_text *text)
{
    for (size_t i = from; i < detections->count; i++) {
        ls_detection *detection = &detections->items[i];
        if (!detection->match && !detection->has_quad)
            continue;
        if (text->second)
            detection->fact = &p->seconds.found[text->second - 1].fact;
        else if (text->frames > 1)
            detection->picture = text->picture + 1;
    }
}

/* Detectors run over all that is known of the photo, with its first picture; then over each further picture alone. */
static ls_status detect(struct passage *p, ls_detections *detections)
{
    p->evidence.arena = detections->arena;
    ls_status first = ls_detect_run(&p->evidence, detections);
    const ls_text *text = p->evidence.text;
    if (text)
        name_picture(p, detections, 0, text);
    size_t i = 1;
    for (text = text ? text->next : NULL; text; text = text->next, i++) {
        const ls_evidence picture = {
            .arena = detections->arena, .text = text, .matches = &p->matches[i], .documents = &p->documents[i]};
        const size_t from = detections->count;
        ls_status status = ls_detect_run(&picture, detections);
        name_picture(p, detections, from, text);
        first = first ? first : status;
    }
    return first;
}

/* Fills report from what is known so far: once for a partial answer, once at the end. */
static ls_status fill(struct passage *p, ls_report *report, bool partial)
{
    const ls_engine *engine = p->scanner->engine;
    ls_detections detections = {.arena = report->arena};
    ls_status status = detect(p, &detections);
    if (status == LS_E_LIMIT) { /* what was found counts; that there was more must be said */
        p->outcomes[LS_STAGE_METADATA] =
            ls_outcome_worse(p->outcomes[LS_STAGE_METADATA],
                             ls_outcome_make(LS_LIMITED, LS_REASON_FINDINGS_LIMIT, "%d", LS_DETECTIONS_MAX));
        status = LS_OK;
    }
    report->left_out = detections.left_out;
    if (!status)
        status = ls_build_findings(engine, &detections, report);
    if (!status && p->original)
        status = ls_report_inherit(report, p->original);
    for (int i = 0; i < LS_STAGE_COUNT && !status; i++)
        status = ls_build_coverage(engine, report, (ls_stage)i, &p->outcomes[i]);
    if (status)
        return status;
    /* What is still to come is no failure yet: a partial verdict speaks of what has ended, so it can only rise. */
    for (int i = 0; i < LS_STAGE_COUNT && partial; i++)
        if (p->outcomes[i].reason == LS_REASON_PENDING)
            report->coverage[i].required = 0;
    /* Comparing with areas that nobody gave is no failure, unless the policy wants them; a position says so itself. */
    if (p->outcomes[LS_STAGE_PLACE].reason == LS_REASON_NO_AREA_FILE && !engine->policy.areas_required)
        report->coverage[LS_STAGE_PLACE].required = 0;
    if (p->outcomes[LS_STAGE_TEXT].reason == LS_REASON_VIDEO_ACCEPTED) {
        report->coverage[LS_STAGE_TEXT].required = 0;
        report->accepted = "video-frames";
    }
    report->partial = partial;
    report->picture = p->report->picture;
    report->only = ls_arena_strdup(report->arena, engine->options->values[LS_OPTION_ONLY]);
    report->sandbox = ls_held_text(&p->held, engine);
    ls_report_finish(report);
    if (report->verdict == LS_VERDICT_BLOCK)
        report->advice = advice(engine, report);
    return LS_OK;
}

/* What drawing on a copy will take. A picture that looked like the one before it has its size, and no boxes of its own. */
static ls_status keep_sizes(const struct passage *p)
{
    ls_report *report = p->report;
    if (!p->reader.has_text)
        return LS_OK;
    ls_picture_size *sizes = ls_arena_array(report->arena, p->reader.text.frames_read, sizeof *sizes);
    if (!sizes)
        return LS_E_NOMEM;
    for (const ls_text *text = &p->reader.text; text && !text->second; text = text->next)
        sizes[report->size_count++] = (ls_picture_size){text->picture, text->width, text->height};
    report->sizes = sizes;
    report->kind = p->core.container.kind;
    report->orientation = orientation_of(p);
    return LS_OK;
}

static ls_status tell_partial(struct passage *p)
{
    if (!p->check->partial)
        return LS_OK;
    ls_report *report = ls_report_new(p->report->source);
    ls_status status = report ? fill(p, report, true) : LS_E_NOMEM;
    if (!status)
        p->check->partial(report, p->check->user);
    ls_report_free(report);
    return status;
}

/* --------------------------------------------------------------------------------------------------- check */

static ls_outcome not_run(ls_stage stage)
{
    return ls_outcome_make(LS_SKIPPED, ls_stage_present(stage) ? LS_REASON_NOT_ASKED : LS_REASON_NOT_IN_VERSION, "%s", "");
}

static void first_outcomes(struct passage *p)
{
    const ls_engine *engine = p->scanner->engine;
    for (int i = 0; i < LS_STAGE_COUNT; i++)
        p->outcomes[i] = engine->asked[i] ? ls_outcome_make(LS_SKIPPED, LS_REASON_PENDING, "%s", "") : not_run((ls_stage)i);
}

static ls_status pass(struct passage *p, ls_error *error)
{
    const ls_engine *engine = p->scanner->engine;
    ls_status status = LS_OK;
    first_outcomes(p);
    /* The reader takes longest to get ready: it starts while the core works. */
    if (engine->asked[LS_STAGE_TEXT])
        status = ls_scanner_ensure(&p->scanner->reader, LS_WORKER_READER, error);
    if (!status)
        status = run_core(p, error);
    if (!status)
        status = ls_engine_load(engine, error);
    if (!status && engine->asked[LS_STAGE_PLACE])
        status = run_place(p); /* looks at how far metadata came, asked for or not */
    if (!engine->asked[LS_STAGE_METADATA])
        p->outcomes[LS_STAGE_METADATA] = not_run(LS_STAGE_METADATA);
    if (!status && engine->asked[LS_STAGE_TEXT]) {
        status = tell_partial(p);
        if (!status)
            status = run_reader(p, error);
    }
    if (!status)
        status = fill(p, p->report, false);
    if (!status)
        status = keep_sizes(p);
    if (!status && p->check->partial)
        p->check->partial(p->report, p->check->user);
    return status;
}

/* A photo that no worker sees: every stage failed for this one reason. */
static ls_status refuse(const ls_engine *engine, ls_report *report, const ls_outcome *outcome)
{
    for (int i = 0; i < LS_STAGE_COUNT; i++) {
        ls_outcome skipped = not_run((ls_stage)i);
        ls_status status = ls_build_coverage(engine, report, (ls_stage)i, engine->asked[i] ? outcome : &skipped);
        if (status)
            return status;
    }
    report->picture = true; /* nobody knows; only what was looked at can be called no picture */
    report->sandbox = "";
    report->only = ls_arena_strdup(report->arena, engine->options->values[LS_OPTION_ONLY]);
    ls_report_finish(report);
    return LS_OK;
}

ls_status ls_report_unopened(const ls_engine *engine, const char *name, const char *reason, ls_report **report)
{
    *report = NULL;
    ls_status status = ls_engine_load(engine, NULL);
    if (status)
        return status;
    *report = ls_report_new(name);
    if (!*report)
        return LS_E_NOMEM;
    ls_outcome outcome = ls_outcome_make(LS_FAILED, LS_REASON_UNOPENED, "%s", reason ? reason : "");
    status = refuse(engine, *report, &outcome);
    if (status) {
        ls_report_free(*report);
        *report = NULL;
    }
    return status;
}

static ls_status check_descriptor(struct passage *p, ls_error *error)
{
    if (p->size > LS_FILE_LIMIT) {
        ls_outcome outcome = ls_outcome_make(LS_FAILED, LS_REASON_TOO_LARGE, "%llu MiB",
                                             (unsigned long long)(LS_FILE_LIMIT >> 20));
        return refuse(p->scanner->engine, p->report, &outcome);
    }
    ls_status status = pass(p, error);
    if (status != LS_E_LIMIT)
        return status;
    /* A photo that outgrew a bound of ours: not the caller's error, and never "ok". */
    ls_report *fresh = ls_report_new(p->report->source);
    if (!fresh)
        return LS_E_NOMEM;
    ls_report_free(p->report);
    p->report = fresh;
    ls_outcome outcome = ls_outcome_make(LS_FAILED, LS_REASON_MEMORY, "%s", "");
    return refuse(p->scanner->engine, p->report, &outcome);
}

ls_status ls_scanner_check(ls_scanner *scanner, const ls_check *check, ls_report **report, ls_error *error)
{
    return ls_scanner_check_copy(scanner, check, NULL, report, error);
}

ls_status ls_scanner_check_copy(ls_scanner *scanner, const ls_check *check, const ls_report *original, ls_report **report,
                                ls_error *error)
{
    *report = NULL;
    if (!scanner || !check || check->version - 1 > LS_CHECK_VERSION - 1 || (check->fd < 0 && !check->data && check->size))
        return ls_error_set(error, LS_E_USAGE, "ls_check: a version, and a descriptor or memory, are needed");
    uint32_t budget = check->deadline_ms ? check->deadline_ms : scanner->engine->options->time_budget_ms;
    struct passage *p = calloc(1, sizeof *p);
    ls_report *made = p ? ls_report_new(check->name) : NULL;
    if (!made) {
        free(p);
        return ls_error_set(error, LS_E_NOMEM, "out of memory");
    }
    *p = (struct passage){.scanner = scanner, .check = check, .original = original, .budget_ms = budget,
                          .deadline = ls_clock_ms() + budget, .report = made, .arena = made->arena};
    ls_photo photo;
    ls_status status = ls_photo_hold(&photo, check->fd, check->data, check->size, error);
    if (!status) {
        p->fd = photo.fd;
        p->size = photo.size;
        status = check_descriptor(p, error);
        ls_photo_release(&photo);
    }
    if (status)
        ls_report_free(p->report);
    else
        *report = p->report;
    free(p);
    return status;
}

ls_status ls_scanner_new(const ls_engine *engine, ls_scanner **scanner, ls_error *error)
{
    *scanner = engine ? calloc(1, sizeof **scanner) : NULL;
    if (!*scanner)
        return ls_error_set(error, engine ? LS_E_NOMEM : LS_E_USAGE, engine ? "out of memory" : "an engine is needed");
    (*scanner)->engine = engine;
    return LS_OK;
}

void ls_scanner_free(ls_scanner *scanner)
{
    if (!scanner)
        return;
    ls_worker_stop(scanner->core);
    ls_worker_stop(scanner->reader);
    free(scanner);
}
