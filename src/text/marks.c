/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a strip: the network's answer, column by column, becomes glyphs with places and other readings. */
#include "text/marks.h"

#include "image/vision.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 32u      /* the network's height */
#define STEP 4u       /* columns of the strip per column of the answer */
#define BLANK 0u      /* of CTC: no glyph ends here */
#define OTHER 1u
#define TRIAL_WIDTH 64u
#define LEAST_SHARE 0.05f  /* probability of a reading that is worth keeping */
#define REST 25            /* score of a known glyph in an unknown one that touches it, from which that is its other half */
#define TAIL 0.01          /* share of the pixels that may be darker than black and lighter than white */
#define LEAST_RANGE 16u    /* gray levels: an even strip is not stretched into noise */
#define HALF_GLYPH 11.0f   /* pixels of 32: half of a wide glyph, between the margins of strip.c */
#define WIDEST 8192u       /* pixels of the network's strip */

static const char *const vocabulary[] = {
    "", LS_MARKS_OTHER,
#define GLYPH(utf8) utf8,
#include "text/mark_glyphs.def"
#undef GLYPH
};
#define CLASSES (sizeof vocabulary / sizeof *vocabulary)

struct ls_mark_reader {
    ls_vision_net *net;
};

bool ls_marks_know(const char *utf8)
{
    for (size_t c = OTHER + 1; c < CLASSES; c++)
        if (strcmp(vocabulary[c], utf8) == 0)
            return true;
    return false;
}

/* ------------------------------------------------------------------------------------------------- the network */

static ls_status answer(ls_mark_reader *reader, const ls_raster *gray, ls_planes *planes)
{
    ls_status status = ls_vision_net_run(reader->net, gray, STEP, planes);
    if (status == LS_OK && (planes->channels != CLASSES || planes->height != 1 ||
                            planes->width != (gray->width + STEP - 1) / STEP)) {
        ls_planes_free(planes);
        status = LS_E_FORMAT;
    }
    return status;
}

ls_status ls_mark_reader_load(const void *onnx, size_t size, ls_mark_reader **reader)
{
    *reader = NULL;
    ls_mark_reader *made = calloc(1, sizeof *made);
    if (!made)
        return LS_E_NOMEM;
    ls_raster trial = {0};
    ls_planes planes = {0};
    ls_status status = ls_vision_net_load(onnx, size, &made->net);
    if (status == LS_OK)
        status = ls_raster_alloc(&trial, TRIAL_WIDTH, ROWS, 1);
    if (status == LS_OK) {
        memset(trial.data, 255, (size_t)trial.stride * trial.height);
        status = answer(made, &trial, &planes);
    }
    ls_planes_free(&planes);
    ls_raster_free(&trial);
    if (status) {
        ls_mark_reader_free(made);
        return status;
    }
    *reader = made;
    return LS_OK;
}

void ls_mark_reader_free(ls_mark_reader *reader)
{
    if (reader)
        ls_vision_net_free(reader->net);
    free(reader);
}

/* The full range of gray, as the strips had it that the network was trained on. */
static void stretch(ls_raster *gray)
{
    size_t counts[256] = {0}, below = 0;
    const size_t pixels = (size_t)gray->width * gray->height;
    for (uint32_t y = 0; y < gray->height; y++)
        for (uint32_t x = 0; x < gray->width; x++)
            counts[gray->data[(size_t)y * gray->stride + x]]++;
    unsigned low = 256, high = 256;
    for (unsigned level = 0; level < 256; level++) {
        below += counts[level];
        low = low > 255 && (double)below > (double)pixels * TAIL ? level : low;
        high = high > 255 && (double)below > (double)pixels * (1 - TAIL) ? level : high;
    }
    low = low > 255 ? 255 : low;
    high = high > 255 ? 255 : high;
    const double scale = 255.0 / (high - low < LEAST_RANGE ? LEAST_RANGE : high - low);
    for (size_t i = 0; i < (size_t)gray->stride * gray->height; i++) {
        const double value = ((double)gray->data[i] - low) * scale;
        gray->data[i] = (unsigned char)(value < 0 ? 0 : value > 255 ? 255 : value);
    }
}

/* --------------------------------------------------------------------------------------------------- its answer */

/* Logits to probabilities, column by column. */
static void to_probabilities(ls_planes *planes)
{
    const size_t width = planes->width;
    for (size_t x = 0; x < width; x++) {
        float most = planes->data[x], sum = 0;
        for (size_t c = 1; c < CLASSES; c++)
            most = fmaxf(most, planes->data[c * width + x]);
        for (size_t c = 0; c < CLASSES; c++)
            sum += planes->data[c * width + x] = expf(planes->data[c * width + x] - most);
        for (size_t c = 0; c < CLASSES; c++)
            planes->data[c * width + x] /= sum;
    }
}

static size_t best_of(const ls_planes *planes, size_t x)
{
    size_t best = 0;
    for (size_t c = 1; c < CLASSES; c++)
        if (planes->data[c * planes->width + x] > planes->data[best * planes->width + x])
            best = c;
    return best;
}

/* Puts a reading where its score belongs; the last one falls out when there is no room. */
static void insert(ls_glyph *glyph, const char *utf8, unsigned char score)
{
    size_t at = glyph->count;
    while (at > 0 && glyph->readings[at - 1].score < score)
        at--;
    if (at == LS_ALTERNATIVES)
        return;
    const size_t last = glyph->count < LS_ALTERNATIVES ? glyph->count++ : LS_ALTERNATIVES - 1u;
    memmove(&glyph->readings[at + 1], &glyph->readings[at], (last - at) * sizeof *glyph->readings);
    glyph->readings[at] = (ls_reading){.score = score};
    memcpy(glyph->readings[at].utf8, utf8, strlen(utf8) + 1);
}

/* The columns [from, to) that are one glyph on the best path. */
static void add_glyph(const ls_planes *planes, size_t from, size_t to, ls_ocr_line *line)
{
    ls_glyph *glyph = &line->glyphs[line->count++];
    *glyph = (ls_glyph){0};
    float peak = 0;
    for (size_t c = 1; c < CLASSES; c++) {
        float most = 0;
        for (size_t x = from; x < to; x++)
            most = fmaxf(most, planes->data[c * planes->width + x]);
        if (most >= LEAST_SHARE)
            insert(glyph, vocabulary[c], (unsigned char)(most * 100 + 0.5f));
        peak = fmaxf(peak, most);
    }
    glyph->left = glyph->right = (float)(from + to) / 2 / (float)planes->width; /* the middle, for now */
}

/* Glyphs reach half way to their neighbours, and no farther than a glyph is wide. */
static void set_extents(ls_ocr_line *line, size_t columns)
{
    const float half = HALF_GLYPH / (float)(columns * STEP);
    float before = -1;
    for (size_t i = 0; i < line->count; i++) {
        const float middle = line->glyphs[i].right;
        const float after = i + 1 < line->count ? line->glyphs[i + 1].right : 2;
        line->glyphs[i].left = fmaxf(0, fmaxf(middle - half, (before + middle) / 2));
        line->glyphs[i].right = fminf(1, fminf(middle + half, (middle + after) / 2));
        before = middle;
    }
}

static bool is_space(const ls_glyph *glyph)
{
    return strcmp(glyph->readings[0].utf8, " ") == 0;
}

static int score_of(const ls_glyph *glyph, const char *utf8)
{
    for (int i = 0; i < glyph->count; i++)
        if (strcmp(glyph->readings[i].utf8, utf8) == 0)
            return glyph->readings[i].score;
    return 0;
}

/* The last two glyphs touch. Of a wide 理 one half may be known and the other, which is less surely anything, unknown. */
static void join_halves(ls_ocr_line *line)
{
    ls_glyph *first = &line->glyphs[line->count - 2], *second = first + 1;
    const bool first_known = strcmp(first->readings[0].utf8, LS_MARKS_OTHER) != 0;
    ls_glyph *known = first_known ? first : second, *rest = first_known ? second : first;
    if (strcmp(known->readings[0].utf8, LS_MARKS_OTHER) == 0 || strcmp(rest->readings[0].utf8, LS_MARKS_OTHER) != 0 ||
        score_of(rest, known->readings[0].utf8) < REST)
        return;
    const float middle = (first->right + second->right) / 2;
    *first = *known;
    first->left = first->right = middle;
    line->count--;
}

static void decode(const ls_planes *planes, ls_ocr_line *line)
{
    line->count = 0;
    line->confidence = 0;
    bool touches = false;
    for (size_t x = 0, to; x < planes->width && line->count < LS_GLYPHS_PER_LINE; x = to) {
        const size_t best = best_of(planes, x);
        for (to = x + 1; to < planes->width && best_of(planes, to) == best;)
            to++;
        if (best != BLANK) {
            add_glyph(planes, x, to, line);
            if (touches)
                join_halves(line);
        }
        touches = best != BLANK;
    }
    set_extents(line, planes->width);
    unsigned sum = 0, seen = 0;
    for (size_t i = 0; i < line->count; i++)
        if (!is_space(&line->glyphs[i])) {
            sum += line->glyphs[i].readings[0].score;
            seen++;
        }
    line->confidence = (unsigned char)(seen ? sum / seen : 0);
}

ls_status ls_marks_read(ls_mark_reader *reader, const ls_raster *strip, ls_ocr_line *line)
{
    *line = (ls_ocr_line){.count = 0};
    const uint64_t width = ((uint64_t)strip->width * ROWS + strip->height / 2) / strip->height;
    if (width < STEP || width > WIDEST)
        return LS_OK; /* no line of writing */
    ls_raster gray = {0};
    ls_planes planes = {0};
    ls_status status = ls_vision_resize(strip, (uint32_t)width, ROWS, &gray);
    if (status == LS_OK) {
        stretch(&gray);
        status = answer(reader, &gray, &planes);
    }
    if (status == LS_OK) {
        to_probabilities(&planes);
        decode(&planes, line);
    }
    ls_planes_free(&planes);
    ls_raster_free(&gray);
    return status;
}
