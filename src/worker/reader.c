/* SPDX-License-Identifier: Apache-2.0 */
/* lightseal-reader: the pixels of a photo, and the text in them. */
#include "text/again.h"
#include "text/reader.h"
#include "image/decode.h"
#include "text/codes.h"
#include "text/patch.h"
#include "text/search.h"
#include "worker/annotate.h"
#include "worker/frames.h"
#include "worker/languages.h"
#include "worker/networks.h"
#include "worker/serve.h"
#include "worker/tiles.h"

#include <malloc.h>

static ls_languages languages; /* filled by the zygote alone; children inherit it */
static ls_networks networks;   /* likewise */

/* ---------------------------------------------------------------------------------------------- in the zygote */

static void load(const ls_request *request)
{
    const char *wanted = request->languages;
    if (request->operation == LS_OP_PROBE && !*wanted)
        wanted = "eng"; /* of all languages, the one that Tesseract's packages always bring */
    ls_languages_load(&languages, wanted);
    ls_networks_load(&networks, request->models);
}

static void prepare(const ls_request *request)
{
    ls_networks_load(&networks, request->models & LS_MODEL(TEXTMAP)); /* the rest when there is text */
}

static bool load_before(const ls_request *request)
{
    return request->operation == LS_OP_PROBE && request->probe == LS_PROBE_TESSERACT;
}

/* Only those that were looked for: a run of photos without text never asks. */
static void missing(const ls_request *request, char *names, size_t room)
{
    names[0] = 0;
    if (ls_languages_settled(&languages, request->languages))
        ls_languages_select(&languages, request->languages, false, names, room);
}

/* ----------------------------------------------------------------------------------------------- in the child */

/* Lines that no loaded language could be tried on are unread, whatever the reader's budget. */
static void mark_unread(ls_text *text)
{
    for (size_t i = 0; i < text->line_count; i++)
        if (!text->lines[i].unread && text->lines[i].count == 0)
            text->lines[i].unread = LS_UNREAD_BUDGET;
}

static ls_outcome read_lines(const ls_job *job, const ls_raster *raster, const ls_look_notes *notes, ls_text *text)
{
    const char *wanted = job->request->languages;
    char names[LS_LANGUAGES_MAX];
    ls_outcome outcome = ls_outcome_done();
    ls_outcome absent = ls_networks_outcome(&networks, job->request->models); /* lines are here: every network has its part */
    ls_languages_select(&languages, wanted, false, names, sizeof names);
    if (names[0] || !*wanted)
        absent = ls_outcome_worse(
            ls_outcome_make(LS_LIMITED, LS_REASON_LANGUAGE_MISSING, "%s", names[0] ? names : "none asked for"), absent);
    ls_languages_select(&languages, wanted, true, names, sizeof names);
    if (names[0]) {
        ls_recogniser_use_marks(languages.recogniser, networks.marks);
        ls_status status =
            ls_text_read(raster, languages.recogniser, names, text->glyph_budget, notes, text, &outcome);
        const bool silent = status == LS_E_FORMAT; /* the mark reader is the only one who may answer so */
        if (!status)
            status = ls_patches_find(raster, text);
        if (status)
            outcome = silent ? ls_outcome_make(LS_FAILED, LS_REASON_MODEL, "%s", "marks.onnx gives no answer")
                             : ls_job_overrun(status);
    } else {
        mark_unread(text);
    }
    return ls_outcome_worse(absent, outcome); /* what is missing is named first: it can be mended */
}

/*
 * The first look at a photo of a modern phone is at half its size: glyphs below 8 of its pixels, which nothing could
 * read, are not looked for there. 1000 pixels keep a screenshot and a page of 3 MP whole.
 */
#define FIRST_LOOK_SIDE 1000u

static ls_status decode(const ls_job *job, uint32_t least_side, ls_raster *raster, ls_outcome *outcome)
{
    const ls_request *request = job->request;
    ls_decode_limits limits = {
        .pixels = request->pixel_limit, .orientation = request->orientation, .least_side = least_side};
    return ls_image_decode(job->source.data, (size_t)job->source.size, (ls_kind)request->kind, &limits, raster, outcome);
}

static ls_status find(const ls_raster *raster, ls_text *text, void *notes)
{
    return ls_text_find(raster, networks.text_map, text, notes);
}

static ls_status find_all(const ls_raster *raster, ls_text *text, ls_look_notes *notes)
{
    if (!ls_tiles_needed(raster))
        return find(raster, text, notes);
    ls_status status = ls_tiles_find(raster, find, notes, text);
    *notes = (ls_look_notes){0}; /* they are about the last piece's lines */
    return status;
}

/* All pixels are searched for what half of them did not show. */
static ls_status find_again(const ls_raster *raster, ls_text *text, ls_look_notes *notes)
{
    ls_text more = *text;
    ls_look_notes more_notes = {.gate = false};
    more.lines = NULL;
    more.pages = NULL;
    more.seals = NULL;
    more.line_count = more.line_capacity = more.page_count = more.page_capacity = more.seal_count = more.seal_capacity = 0;
    ls_status status = find_all(raster, &more, &more_notes);
    return status ? status : ls_again_join(raster, &more, &more_notes, text, notes);
}

/* A JPEG that came out smaller is decoded again; of other formats every pixel is here. */
static ls_status all_pixels(const ls_job *job, ls_raster *raster, ls_outcome *decoded)
{
    if (raster->scale <= 1 || job->request->kind != LS_KIND_JPEG)
        return LS_OK;
    ls_raster_free(raster);
    return decode(job, 0, raster, decoded);
}

/* The second look: every pixel that there is. */
static ls_outcome read_text(const ls_job *job, ls_raster *raster, bool smaller, ls_look_notes *notes, ls_text *text,
                            ls_outcome outcome)
{
    ls_outcome decoded = ls_outcome_done();
    ls_status status = smaller ? all_pixels(job, raster, &decoded) : LS_OK;
    outcome = ls_outcome_worse(outcome, decoded);
    if (status) {
        mark_unread(text);
        return status == LS_E_NOMEM ? ls_job_overrun(status) : outcome;
    }
    bool worth = false;
    if (smaller)
        status = ls_again_is_worth(text, notes, &worth);
    if (!status && worth)
        status = find_again(raster, text, notes);
    return status ? ls_job_overrun(status) : ls_outcome_worse(outcome, read_lines(job, raster, notes, text));
}

/* The gate: is there text, and where? Codes are looked for in the same pixels. */
static ls_status look_first(const ls_job *job, const ls_raster *raster, bool settled, ls_look_notes *notes, ls_text *text,
                            bool *smaller)
{
    ls_raster small = {0};
    ls_status status = job->request->kind == LS_KIND_JPEG ? LS_OK : ls_raster_smaller(raster, FIRST_LOOK_SIDE, &small);
    const ls_raster *seen = small.data ? &small : raster;
    *smaller = seen->scale > 1;
    if (!status)
        status = find_all(seen, text, notes);
    if (!status && (settled || !text->text_present))
        status = ls_codes_find(seen, text);
    ls_raster_free(&small);
    return status;
}

static int look(ls_job *job, ls_raster *raster, ls_text *text, ls_outcome decoded, ls_outcome *outcome)
{
    bool smaller;
    const bool settled = job->final || ls_languages_settled(&languages, job->request->languages);
    ls_look_notes notes = {.gate = !settled};
    *outcome = ls_outcome_worse(ls_networks_outcome(&networks, job->request->models & LS_MODEL(TEXTMAP)), decoded);
    ls_status status = look_first(job, raster, settled, &notes, text, &smaller);
    if (status) { /* half a search is none */
        *outcome = status == LS_E_FORMAT && networks.text_map
                       ? ls_outcome_make(LS_FAILED, LS_REASON_MODEL, "%s", "textmap.onnx gives no answer")
                       : ls_job_overrun(status);
        text->line_count = text->page_count = 0;
        text->text_present = false;
    }
    if (!text->text_present)
        return LS_EXIT_DONE;
    if (!settled)
        return LS_EXIT_LANGUAGES;
    *outcome = read_text(job, raster, smaller, &notes, text, *outcome);
    return LS_EXIT_DONE;
}

static int check(ls_job *job)
{
    return ls_frames_check(job, FIRST_LOOK_SIDE, look);
}

static bool heic_works(const ls_job *job)
{
    ls_raster raster = {0};
    ls_outcome outcome;
    ls_decode_limits limits = {.pixels = job->request->pixel_limit, .orientation = 1};
    if (job->source_status || !job->source.size)
        return false;
    return ls_image_decode(job->source.data, (size_t)job->source.size, LS_KIND_HEIF, &limits, &raster, &outcome) ==
               LS_OK &&
           raster.width && raster.height;
}

static int probe(ls_job *job)
{
    bool passed = false;
    if (!ls_probe_common(job))
        switch ((ls_probe)job->request->probe) {
        case LS_PROBE_TESSERACT: passed = languages.recogniser && ls_text_probe_tesseract(languages.recogniser); break;
        case LS_PROBE_DNN: passed = ls_text_probe_dnn(); break;
        case LS_PROBE_HEIC: passed = heic_works(job); break;
        default: break;
        }
    return ls_probe_answer(job, passed);
}

/*
 * One photo is read with hundreds of pictures of a few megabytes, one after the other: memory that glibc gives back to the kernel
 * after each costs a page fault per 4 KiB of the next. The child ends with its photo, and its peak is what it was.
 */
#define KEPT_BLOCK (32 << 20)  /* bytes; the most that mallopt(3) takes */
#define KEPT_TOP (512 << 20)

static void keep_memory(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, KEPT_BLOCK);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_TOP);
}

int main(void)
{
    keep_memory();
    static const ls_program program = {
        .name = "lightseal-reader",
        .threads = true,
        .check = check,
        .probe = probe,
        .annotate = ls_annotate_photo,
        .warm_up = ls_text_warm_up,
        .prepare = prepare,
        .load = load,
        .load_before = load_before,
        .missing = missing,
    };
    return ls_serve(&program);
}
