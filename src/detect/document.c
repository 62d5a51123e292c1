/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Official documents by their build, as the rules added their evidence up: seen where no mark can be read because it is
 * too small, covered, cut off, or not there. And pages that are there and cannot be read at all.
 */
#include "detect/detect.h"

#include <math.h>
#include <string.h>

/* A page with fewer lines that could not be read, or with more that could, is not one that cannot be read. */
#define UNREAD_LINES 4
#define UNREAD_SHARE 60 /* per cent of its lines */
#define NONSENSE 40     /* confidence of lines that count as unread: prose that a person can read has 50 and more */

static ls_status add_document(const ls_document *document, ls_detections *detections)
{
    ls_detection *detection;
    ls_status status = ls_detections_add(detections, document->rule, &detection);
    if (status || !detection)
        return status;
    detection->confidence = document->confidence;
    detection->system = document->system;
    detection->has_quad = true;
    memcpy(detection->quad, document->quad, sizeof detection->quad);
    detection->proofs = document->proofs;
    detection->proof_count = document->proof_count;
    ls_detection_argument(detection, "value", document->day ? document->day : "—", document->day != NULL);
    return LS_OK;
}

static bool is_unread(const ls_line *line)
{
    return line->unread != LS_READ || line->confidence < NONSENSE;
}

static ls_status add_unread(const ls_page *page, size_t lines, size_t unread, ls_detections *detections)
{
    ls_detection *detection;
    ls_status status = ls_detections_add(detections, "document.unread", &detection);
    if (status || !detection)
        return status;
    const char *count = ls_arena_printf(detections->arena, "%zu", unread);
    if (!count)
        return LS_E_NOMEM;
    detection->confidence = (int)(100 * unread / lines);
    detection->has_quad = true;
    memcpy(detection->quad, page->quad, sizeof detection->quad);
    ls_detection_argument(detection, "count", count, false);
    return LS_OK;
}

/* Lines that were not tried for want of time are another matter: coverage says so. */
static ls_status find_unread(const ls_text *text, size_t page, ls_detections *detections)
{
    size_t lines = 0, unread = 0;
    for (size_t i = 0; i < text->line_count; i++) {
        const ls_line *line = &text->lines[i];
        if (line->page != (int)page || line->unread == LS_UNREAD_BUDGET)
            continue;
        lines++;
        unread += is_unread(line);
    }
    if (unread < UNREAD_LINES || unread * 100 < lines * UNREAD_SHARE)
        return LS_OK;
    return add_unread(&text->pages[page], lines, unread, detections);
}

/* A red head is told even when no line of its page could be read, and the rules had nothing to go by. */
static bool is_told(const ls_documents *documents, size_t page)
{
    for (size_t i = 0; documents && i < documents->count; i++) {
        const char *rule = documents->items[i].rule;
        if (documents->items[i].page == (int)page &&
            (strcmp(rule, "document.official") == 0 || strcmp(rule, "document.red-header") == 0))
            return true;
    }
    return false;
}

/* Was anything read on it? By upright boxes; the rules had that to go by, then. */
static bool is_read(const ls_text *text, const ls_page *page)
{
    double left = page->quad[0].x, right = left, top = page->quad[0].y, bottom = top;
    for (int c = 1; c < 4; c++) {
        left = fmin(left, page->quad[c].x);
        right = fmax(right, page->quad[c].x);
        top = fmin(top, page->quad[c].y);
        bottom = fmax(bottom, page->quad[c].y);
    }
    for (size_t i = 0; i < text->line_count; i++) {
        const ls_point *q = text->lines[i].quad;
        const double x = (q[0].x + q[2].x) / 2, y = (q[0].y + q[2].y) / 2;
        if (text->lines[i].unread == LS_READ && x >= left && x <= right && y >= top && y <= bottom)
            return true;
    }
    return false;
}

static ls_status add_red_header(const ls_page *page, ls_detections *detections)
{
    ls_detection *detection;
    ls_status status = ls_detections_add(detections, "document.red-header", &detection);
    if (status || !detection)
        return status;
    detection->has_quad = true;
    memcpy(detection->quad, page->quad, sizeof detection->quad);
    return LS_OK;
}

ls_status ls_detect_document(const ls_evidence *evidence, ls_detections *detections)
{
    const ls_text *text = evidence->text;
    const ls_documents *documents = evidence->documents;
    ls_status status = LS_OK;
    for (size_t i = 0; documents && i < documents->count && !status; i++)
        status = add_document(&documents->items[i], detections);
    for (size_t i = 0; text && i < text->page_count && !status; i++) {
        if (text->pages[i].red_rule && !is_told(documents, i) && !(documents && is_read(text, &text->pages[i])))
            status = add_red_header(&text->pages[i], detections);
        if (!status)
            status = find_unread(text, i, detections);
    }
    return status;
}
