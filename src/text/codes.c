/* SPDX-License-Identifier: Apache-2.0 */
#include "text/codes.h"

#include "base/utf8.h"
#include "image/vision.h"
#include "text/code.h"
#include "text/code_places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SMALL_SIDE 512u      /* pixels, the longer side of the look at the whole picture */
#define FIRST_SIDE 1000u     /* pixels: the shorter side keeps as many, as in the first look at a JPEG */
#define SLIVER 6            /* how much longer than wide */
#define PLACES 16u
#define PLACE_BUDGET 150000u /* pixels of all places together: a millisecond is about 50,000 */
#define THOROUGH_BUDGET 2000000u

/* The picture on which a look is taken, and the way back from it. */
struct sight {
    const ls_raster *raster; /* the decoded picture */
    double left, top, scale; /* a pixel (x, y) of the look is left + scale·x, top + scale·y there */
    bool inverted;
    ls_text *text;
};

struct box {
    double left, top, right, bottom;
};

static struct box box_of(const ls_point quad[4])
{
    struct box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        all.left = fmin(all.left, quad[i].x);
        all.top = fmin(all.top, quad[i].y);
        all.right = fmax(all.right, quad[i].x);
        all.bottom = fmax(all.bottom, quad[i].y);
    }
    return all;
}

static bool overlap(const ls_point one[4], const ls_point other[4])
{
    const struct box a = box_of(one), b = box_of(other);
    return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

/* A narrow strip of a code: where zxing-cpp has made out one edge of a PDF417 it may give that for the whole, or beside it. */
static bool sliver(const ls_point quad[4])
{
    const struct box all = box_of(quad);
    const double width = all.right - all.left, height = all.bottom - all.top;
    return fmin(width, height) * SLIVER < fmax(width, height);
}

/*
 * Two looks at one code: the same words at one place, of which a strip does not tell much. The better corners are kept.
 */
static bool known(ls_text *text, const ls_point quad[4], const char *format, const char *content)
{
    for (size_t i = 0; i < text->code_count; i++) {
        ls_code *code = &text->codes[i];
        if (strcmp(code->format, format) != 0 || strcmp(code->content, content) != 0)
            continue;
        if (!sliver(quad) && sliver(code->quad))
            memcpy(code->quad, quad, sizeof code->quad);
        if (sliver(quad) || overlap(quad, code->quad))
            return true;
    }
    return false;
}

/* Clean UTF-8 of at most LS_CODE_BYTES: cleaning may make three bytes of one. */
static char *clean(ls_arena *arena, const char *content, size_t size)
{
    char *text = ls_utf8_clean(arena, content, size < LS_CODE_BYTES ? size : LS_CODE_BYTES);
    if (!text || strlen(text) <= LS_CODE_BYTES)
        return text;
    size_t end = LS_CODE_BYTES;
    while (end && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    text[end] = 0;
    return text;
}

static ls_status take(void *user, const ls_code_seen *seen)
{
    const struct sight *sight = user;
    ls_text *text = sight->text;
    ls_point quad[4];
    for (int i = 0; i < 4; i++)
        quad[i] = ls_raster_to_stored(sight->raster, (ls_point){sight->left + sight->scale * seen->quad[i].x,
                                                                sight->top + sight->scale * seen->quad[i].y});
    char *content = clean(text->arena, seen->content, seen->size);
    if (!content)
        return LS_E_NOMEM;
    if (text->code_count == LS_CODES_MAX || strlen(seen->format) >= sizeof text->codes->format ||
        known(text, quad, seen->format, content))
        return LS_OK;
    ls_code *code = ls_text_add_code(text);
    if (!code)
        return LS_E_NOMEM;
    memcpy(code->quad, quad, sizeof quad);
    memcpy(code->format, seen->format, strlen(seen->format) + 1);
    code->mirrored = seen->mirrored;
    code->inverted = sight->inverted;
    code->content = content;
    return LS_OK;
}

static void invert(ls_raster *gray)
{
    for (uint32_t y = 0; y < gray->height; y++) {
        unsigned char *row = gray->data + (size_t)y * gray->stride;
        for (uint32_t x = 0; x < gray->width; x++)
            row[x] = (unsigned char)(255 - row[x]);
    }
}

/* How much is tried. */
enum effort { QUICK, NEAR, THOROUGH };

/* The looks at one picture, which is a negative of itself afterwards. */
static ls_status look(ls_raster *gray, enum effort effort, struct sight *sight)
{
    static const ls_code_look upright = {.linear = true, .turned = true}, mirror = {.mirrored = true};
    const ls_code_look negative = {.linear = effort >= NEAR, .turned = effort == THOROUGH};
    ls_status status = ls_code_read(gray, &upright, take, sight);
    if (!status && effort == THOROUGH)
        status = ls_code_read(gray, &mirror, take, sight);
    invert(gray);
    sight->inverted = true;
    if (!status)
        status = ls_code_read(gray, &negative, take, sight);
    if (!status && effort == THOROUGH)
        status = ls_code_read(gray, &mirror, take, sight);
    sight->inverted = false;
    return status;
}

/* A copy with the longer side not above `side`; of one that is small enough, of the same size. */
static ls_status look_at_whole(const ls_raster *gray, uint32_t side, struct sight *sight)
{
    const uint32_t longer = gray->width > gray->height ? gray->width : gray->height;
    const double shrink = longer > side ? (double)side / longer : 1;
    const double width = fmax(1, floor(gray->width * shrink)), height = fmax(1, floor(gray->height * shrink));
    ls_raster small;
    ls_status status = ls_vision_resize(gray, (uint32_t)width, (uint32_t)height, &small);
    if (status)
        return status;
    struct sight whole = *sight;
    whole.scale *= gray->width / width;
    status = look(&small, QUICK, &whole);
    ls_raster_free(&small);
    return status;
}

static ls_status look_at_place(const ls_raster *gray, const ls_code_place *place, enum effort effort,
                               const struct sight *sight)
{
    ls_raster crop;
    ls_status status = ls_raster_alloc(&crop, place->width, place->height, 1);
    if (status)
        return status;
    for (uint32_t y = 0; y < place->height; y++)
        memcpy(crop.data + (size_t)y * crop.stride,
               gray->data + (size_t)(place->top + y) * gray->stride + place->left, place->width);
    struct sight near = *sight;
    near.left += place->left * sight->scale;
    near.top += place->top * sight->scale;
    status = look(&crop, effort, &near);
    ls_raster_free(&crop);
    return status;
}

static ls_status look_at_places(const ls_raster *gray, enum effort effort, const struct sight *sight)
{
    ls_code_place places[PLACES];
    size_t count;
    ls_status status = ls_code_places(gray, places, PLACES, &count);
    uint64_t left = effort == THOROUGH ? THOROUGH_BUDGET : PLACE_BUDGET;
    for (size_t i = 0; i < count && !status; i++) {
        const uint64_t pixels = (uint64_t)places[i].width * places[i].height;
        if (pixels > left)
            continue;
        left -= pixels;
        status = look_at_place(gray, &places[i], effort, sight);
    }
    return status;
}

/* Gray, and of a large picture no more than the first look at a JPEG has. */
static ls_status prepare(const ls_raster *raster, ls_raster *gray)
{
    ls_status status = ls_raster_gray(raster, gray);
    const uint32_t shorter = raster->width < raster->height ? raster->width : raster->height;
    uint32_t shrink = 1;
    while (shrink < 8 && shorter / (2 * shrink) >= FIRST_SIDE)
        shrink *= 2;
    if (status || shrink == 1)
        return status;
    ls_raster small;
    status = ls_vision_resize(gray, raster->width / shrink, raster->height / shrink, &small);
    ls_raster_free(gray);
    *gray = small;
    return status;
}

ls_status ls_codes_find(const ls_raster *raster, ls_text *text)
{
    ls_raster gray;
    ls_status status = prepare(raster, &gray);
    if (status)
        return status;
    struct sight sight = {.raster = raster, .scale = (double)raster->width / gray.width, .text = text};
    status = look_at_whole(&gray, SMALL_SIDE, &sight);
    if (!status && !text->text_present)
        status = look_at_places(&gray, NEAR, &sight);
    if (!status && (text->text_present || text->code_count)) {
        status = look_at_places(&gray, THOROUGH, &sight);
        if (!status)
            status = look(&gray, THOROUGH, &sight);
    }
    ls_raster_free(&gray);
    return status == LS_E_FORMAT ? LS_E_LIMIT : status;
}
