/* SPDX-License-Identifier: Apache-2.0 */
/* Where somebody has to look, on a picture of any size: lines with a rim, numbers that cover neither each other nor the text. */
#include "image/boxes.h"

#include "image/vision.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define FAR 1e6           /* pixels: farther than any corner in a picture, and OpenCV's numbers still hold it */
#define LINE_SHARE 500.0  /* of the shorter side: a line that is seen when the whole picture fills a screen */
#define LABEL_SHARE 40.0  /* likewise: the height of a number */
#define LABEL_LEAST 14.0  /* pixels */

/* As the verdicts are coloured on a terminal: block red, review amber; else blue. Told apart without colour vision too. */
static const ls_colour colours[] = {
    [LS_VERDICT_OK] = {0, 114, 178},
    [LS_VERDICT_REVIEW] = {255, 176, 0},
    [LS_VERDICT_BLOCK] = {208, 0, 32},
};
static const ls_colour white = {255, 255, 255}, black = {0, 0, 0};

typedef struct label {
    double left, top, right, bottom;
} label;

typedef struct drawing {
    ls_raster *rgb;
    double line, height; /* of a line, of a number: pixels */
    label labels[LS_BOXES_MAX];
    size_t label_count;
} drawing;

static const ls_colour *colour_of(const ls_box *box)
{
    return &colours[box->effect == LS_VERDICT_BLOCK || box->effect == LS_VERDICT_REVIEW ? box->effect : LS_VERDICT_OK];
}

static void to_shown(const ls_raster *rgb, const ls_box *box, ls_point quad[4])
{
    for (int i = 0; i < 4; i++) {
        const ls_point at = ls_raster_from_stored(rgb, box->quad[i]);
        quad[i] = (ls_point){fmax(-FAR, fmin(FAR, at.x)), fmax(-FAR, fmin(FAR, at.y))};
    }
}

/* Away from its neighbour `next` along the side between them. */
static ls_point away(ls_point corner, ls_point next, double by)
{
    const double x = corner.x - next.x, y = corner.y - next.y, length = fmax(hypot(x, y), 1e-9);
    return (ls_point){x / length * by, y / length * by};
}

/* Each side moved outwards, near enough: what is framed can still be read. */
static void widen(ls_point quad[4], double by)
{
    ls_point moved[4];
    for (int i = 0; i < 4; i++) {
        const ls_point one = away(quad[i], quad[(i + 1) % 4], by), other = away(quad[i], quad[(i + 3) % 4], by);
        moved[i] = (ls_point){quad[i].x + one.x + other.x, quad[i].y + one.y + other.y};
    }
    memcpy(quad, moved, sizeof moved);
}

/* Red lines beside red letters, dark ones on dark ground: the rim keeps them apart. */
static ls_status outline(const drawing *all, const ls_box *box)
{
    const double line = box->number ? all->line : fmax(1, round(all->line / 2)), rim = fmax(1, round(line / 3));
    ls_point quad[4];
    to_shown(all->rgb, box, quad);
    widen(quad, line / 2 + rim + 1.5); /* OpenCV softens an edge over so much more */
    ls_status status = ls_vision_outline(all->rgb, quad, line + 2 * rim, &white);
    return status ? status : ls_vision_outline(all->rgb, quad, line, colour_of(box));
}

/* -------------------------------------------------------------------------------------------------- numbers */

static bool overlap(const label *one, const label *other)
{
    return one->left < other->right && other->left < one->right && one->top < other->bottom && other->top < one->bottom;
}

static const label *in_the_way(const drawing *all, const label *wanted)
{
    for (size_t i = 0; i < all->label_count; i++)
        if (overlap(wanted, &all->labels[i]))
            return &all->labels[i];
    return NULL;
}

static void move(label *moved, double left, double top)
{
    *moved = (label){left, top, left + moved->right - moved->left, top + moved->bottom - moved->top};
}

/* Into the picture, as far as there is room. */
static void keep_inside(const ls_raster *rgb, label *moved)
{
    const double left = fmin(moved->left, rgb->width - (moved->right - moved->left));
    const double top = fmin(moved->top, rgb->height - (moved->bottom - moved->top));
    move(moved, fmax(left, 0), fmax(top, 0));
}

static ls_point top_left(const ls_point quad[4])
{
    ls_point found = quad[0];
    for (int i = 1; i < 4; i++)
        if (quad[i].x + quad[i].y < found.x + found.y)
            found = quad[i];
    return found;
}

/*
 * Left of the outline's top left corner, where a line of text has its margin, and other numbers further left; where there
 * is no room for that above it, others to the right. In the next row at the picture's edge.
 */
static label place(const drawing *all, const ls_point quad[4], double width)
{
    const ls_point corner = top_left(quad);
    const double gap = 3 * all->line, start = corner.x - gap - width;
    const bool beside = start >= 0;
    label made = {0, 0, width, all->height};
    move(&made, beside ? start : corner.x, beside ? corner.y : corner.y - gap - all->height);
    keep_inside(all->rgb, &made);
    const double first = made.left;
    for (const label *other; (other = in_the_way(all, &made)) && made.bottom <= all->rgb->height;) {
        move(&made, beside ? other->left - width : other->right, made.top);
        if (made.left < 0 || made.right > all->rgb->width)
            move(&made, first, made.top + all->height);
    }
    keep_inside(all->rgb, &made); /* more numbers than room: better on another one than missing */
    return made;
}

static ls_status number(drawing *all, const ls_box *box)
{
    char digits[12];
    ls_point quad[4];
    double width;
    const int length = snprintf(digits, sizeof digits, "%u", (unsigned)box->number);
    ls_status status = ls_vision_text_width(digits, all->height, &width);
    if (length <= 0 || status)
        return status ? status : LS_E_FORMAT;
    to_shown(all->rgb, box, quad);
    const label at = place(all, quad, width);
    all->labels[all->label_count++] = at;
    const ls_colour *ink = box->effect == LS_VERDICT_REVIEW ? &black : &white;
    return ls_vision_text(all->rgb, digits, (ls_point){at.left, at.top}, all->height, ink, colour_of(box));
}

ls_status ls_boxes_draw(ls_raster *rgb, const ls_box *boxes, size_t count)
{
    if (rgb->channels != 3 || count > LS_BOXES_MAX)
        return LS_E_USAGE;
    const double side = rgb->width < rgb->height ? rgb->width : rgb->height;
    drawing all = {.rgb = rgb, .line = fmax(2, round(side / LINE_SHARE)), .height = fmax(LABEL_LEAST, round(side / LABEL_SHARE))};
    ls_status status = LS_OK;
    for (size_t i = count; i-- > 0 && !status;)
        status = outline(&all, &boxes[i]);
    for (size_t i = 0; i < count && !status; i++)
        if (boxes[i].number)
            status = number(&all, &boxes[i]);
    return status;
}
