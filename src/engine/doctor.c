/* SPDX-License-Identifier: Apache-2.0 */
/* What a check rests on, and whether this machine has it. */
#include "base/clock.h"
#include "base/hash.h"
#include "engine/engine.h"
#include "engine/language_data.h"
#include "engine/paths.h"
#include "engine/worker.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define _(text) dgettext("lightseal", text)
#define N_(text) text

/* The slowest probe starts Tesseract. */
#define PROBE_MS 20000

struct doctor {
    const ls_engine *engine;
    ls_arena *arena;
    ls_doctor_line *callback;
    void *user;
};

static void say(const struct doctor *doctor, const char *subject, const char *state, const char *detail, const char *fix)
{
    doctor->callback(subject, state, detail ? detail : "", fix, doctor->user);
}

/* -------------------------------------------------------------------------------------------------- rules */

static void say_rules(const struct doctor *doctor)
{
    const ls_engine *engine = doctor->engine;
    char hash[LS_HASH_HEX] = "";
    ls_rules_hash(engine->rules, hash);
    say(doctor, _("rules"), "ok",
        ls_arena_printf(doctor->arena, _("%zu rules, SHA-256 %.16s…"), ls_rules_count(engine->rules),
                        hash),
        NULL);
    say(doctor, _("policy"), "ok", engine->policy.name, NULL);
    if (engine->areas)
        say(doctor, _("areas"), "ok", ls_arena_printf(doctor->arena, _("%zu areas"), ls_areas_count(engine->areas)),
            NULL);
    else
        say(doctor, _("areas"), engine->policy.areas_required ? "missing" : "warning",
            _("no area file: positions are compared with nothing"), "lightseal check --areas FILE …");
}

/* ------------------------------------------------------------------------------------------------- models */

static void say_language(const struct doctor *doctor, const ls_language_data *data)
{
    char path[256], hash[LS_HASH_HEX];
    char *subject = ls_arena_printf(doctor->arena, _("OCR language %s"), data->name);
    if (!ls_language_data_path(data->name, path, sizeof path) || ls_hash_file(path, hash)) {
        say(doctor, subject, "missing", path, ls_arena_printf(doctor->arena, "sudo apt install %s", data->package));
        return;
    }
    bool same = strcmp(hash, data->sha256) == 0;
    say(doctor, subject, same ? "ok" : "warning",
        same ? ls_arena_printf(doctor->arena, "%s %s, SHA-256 %.16s…", data->package, data->version, hash)
             : ls_arena_printf(doctor->arena, _("SHA-256 %.16s… is not the recorded %.16s… of %s %s"), hash, data->sha256,
                               data->package, data->version),
        NULL);
}

static void say_languages(const struct doctor *doctor)
{
    char path[4096];
    ls_language_data *items = NULL;
    size_t count = 0;
    ls_error error = {""};
    snprintf(path, sizeof path, "%s/languages.yaml", ls_paths_models());
    if (ls_language_data_load(doctor->arena, path, &items, &count, &error))
        say(doctor, _("OCR languages"), "missing", error.text, NULL);
    for (size_t i = 0; i < count; i++)
        say_language(doctor, &items[i]);
    if (doctor->engine->languages_missing[0])
        say(doctor, _("OCR languages"), "missing", doctor->engine->languages_missing, doctor->engine->languages_fix);
}

/* Of a run without the text stage nothing was compared. */
static void say_models(const struct doctor *doctor)
{
    const ls_models *models = &doctor->engine->models;
    if (models->list_error)
        say(doctor, "models.yaml", "missing", models->list_error, NULL);
    for (size_t i = 0; i < models->count; i++) {
        const ls_model *model = &models->items[i];
        const char *name = ls_arena_printf(doctor->arena, "%s.onnx", model->name), *detail;
        if (model->state == LS_MODEL_SOUND)
            detail = ls_arena_printf(doctor->arena, "SHA-256 %.16s…", model->found);
        else if (model->state == LS_MODEL_OTHER)
            detail = ls_arena_printf(doctor->arena, _("SHA-256 %.16s… is not the recorded %.16s…: it is not used"),
                                     model->found, model->sha256);
        else if (model->state == LS_MODEL_MISSING)
            detail = _("the file cannot be read");
        else if (model->state == LS_MODEL_UNLISTED)
            detail = _("models.yaml cannot be read: it is not used");
        else
            detail = _("models.yaml does not record it: it is not used");
        say(doctor, ls_arena_printf(doctor->arena, _("network %s"), name), model->state == LS_MODEL_SOUND ? "ok" : "missing",
            detail, NULL);
    }
}

/* ------------------------------------------------------------------------------------------------ sandbox */

enum { BOTH, CORE, READER };

static const struct probe {
    const char *name;
    int where;
    bool must_die;
} probes[] = {
#define PROBE(id, name, where, must_die) {name, where, must_die},
#include "record/probes.def"
#undef PROBE
};

/* Crash and endless loop test the parent, HEIC needs a file: they belong to the tests. */
static bool for_doctor(unsigned probe)
{
    return probe != LS_PROBE_CRASH && probe != LS_PROBE_SPIN && probe != LS_PROBE_HEIC;
}

static void say_probe(const struct doctor *doctor, ls_worker *worker, const char *program, unsigned probe)
{
    ls_request request = {.protocol = LS_PROTOCOL, .operation = LS_OP_PROBE, .probe = probe, .cpu_seconds = PROBE_MS / 1000,
                          .sandbox = doctor->engine->options->sandbox, .orientation = 1, .languages = "eng"};
    ls_worker_call call = {.request = &request, .photo_fd = -1, .deadline = ls_clock_ms() + PROBE_MS};
    ls_answer answer;
    ls_reply reply = {.wait_status = -1};
    ls_outcome outcome = ls_outcome_done();
    ls_answer_init(&answer, doctor->arena);
    ls_status status = ls_worker_run(worker, &call, &answer, &reply, &outcome);
    bool lived = !status && answer.probe_seen[probe];
    bool good = probes[probe].must_die ? !lived && strcmp(outcome.detail, LS_FORBIDDEN_CALL) == 0 : lived && answer.probe_passed[probe];
    const char *detail = probes[probe].must_die ? (lived ? N_("was possible") : N_("ends the process"))
                         : good                 ? N_("works")
                                                : N_("does not work");
    say(doctor, ls_arena_printf(doctor->arena, "%s: %s", program, _(probes[probe].name)), good ? "ok" : "warning", _(detail),
        NULL);
}

static void probe_worker(const struct doctor *doctor, ls_worker_program program, const char *name, int mine)
{
    ls_worker *worker = NULL;
    ls_error error = {""};
    if (ls_worker_start(program, &worker, &error)) {
        say(doctor, name, "missing", error.text, NULL);
        return;
    }
    for (unsigned i = 0; i < LS_PROBE_COUNT; i++)
        if (for_doctor(i) && (probes[i].where == BOTH || probes[i].where == mine))
            say_probe(doctor, worker, name, i);
    ls_worker_stop(worker);
}

/* Without a probe: what the kernel offers. */
static void say_sandbox(const struct doctor *doctor)
{
    bool seccomp = prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
    long landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, 1); /* 1: LANDLOCK_CREATE_RULESET_VERSION */
    const char *wanted = doctor->engine->options->values[LS_OPTION_SANDBOX];
    say(doctor, _("sandbox"), doctor->engine->options->sandbox == 0 || !seccomp ? "warning" : "ok",
        ls_arena_printf(doctor->arena, "%s (seccomp: %s, Landlock: %ld)", wanted, seccomp ? _("yes") : _("no"),
                        landlock > 0 ? landlock : 0L),
        NULL);
}

static void say_not_yet(const struct doctor *doctor)
{
    for (int i = 0; i < LS_STAGE_COUNT; i++)
        if (!ls_stage_present((ls_stage)i))
            say(doctor, ls_stage_name((ls_stage)i), "not checked", _(ls_reason_text(LS_REASON_NOT_IN_VERSION)), NULL);
    say(doctor, _("formats"), "not checked", _("of BMP the pixels are looked at, but no metadata are read, of films metadata, but "
                                               "no frames: without a finding that blocks, such a file is unchecked"), NULL);
}

ls_status ls_engine_doctor(const ls_engine *engine, int probe_sandbox, ls_doctor_line *callback, void *user)
{
    ls_status status = ls_engine_load(engine, NULL);
    if (status)
        return status;
    ls_arena *arena = ls_arena_new((size_t)16 << 20);
    if (!arena)
        return LS_E_NOMEM;
    struct doctor doctor = {engine, arena, callback, user};
    say_rules(&doctor);
    say_languages(&doctor);
    say_models(&doctor);
    say_sandbox(&doctor);
    if (probe_sandbox) {
        probe_worker(&doctor, LS_WORKER_CORE, "lightseal-core", CORE);
        probe_worker(&doctor, LS_WORKER_READER, "lightseal-reader", READER);
    }
    say_not_yet(&doctor);
    ls_arena_free(arena);
    return LS_OK;
}
