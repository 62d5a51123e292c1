/* SPDX-License-Identifier: Apache-2.0 */
#include "text/glyph.h"

#include "text/vector.h"

#include <math.h>
#include <string.h>

#define CELL 24           /* pixels; a neighbourhood of small glyphs is a few cells, of large ones a few dozen */
#define FRAGMENT_GAP 0.13f /* of the larger fragment's size: gaps inside a glyph are about a stroke wide */
#define FRAGMENT_GROWTH 1.3f /* a fragment may make the whole this much longer, a neighbouring glyph would double it */
#define LONGEST 14.0f     /* sides of one mark: a word of touching letters; a rule is longer */
#define WIDEST 1.8f       /* an m; what is longer is several letters that touch */
#define SOLID 0.92f       /* of its bounding box filled: a dot, a tile, a piece of a rule */

static void set_size(ls_mark *mark)
{
    const float shorter = fminf(mark->width, mark->height);
    mark->longer = fmaxf(mark->width, mark->height);
    mark->size = fminf(mark->longer, WIDEST * shorter);
}

static bool could_be_ink(const ls_blob *blob)
{
    const float width = (float)(blob->right - blob->left), height = (float)(blob->bottom - blob->top);
    const float longer = fmaxf(width, height), shorter = fminf(width, height);
    if (longer > LONGEST * shorter || blob->stroke > 0.55f * longer)
        return false;
    return !(shorter > 8 && (float)blob->area > SOLID * width * height);
}

static ls_status make_grid(ls_marks *marks, uint32_t width, uint32_t height)
{
    marks->cell = CELL;
    marks->columns = (int)(width / CELL) + 1;
    marks->rows = (int)(height / CELL) + 1;
    const size_t cells = (size_t)marks->columns * (size_t)marks->rows;
    marks->first = malloc(cells * sizeof *marks->first);
    marks->next = malloc((marks->count + 1) * sizeof *marks->next);
    if (!marks->first || !marks->next)
        return LS_E_NOMEM;
    for (size_t i = 0; i < cells; i++)
        marks->first[i] = -1;
    for (size_t i = 0; i < marks->count; i++) {
        const size_t cell = (size_t)(marks->items[i].y / CELL) * (size_t)marks->columns +
                            (size_t)(marks->items[i].x / CELL);
        marks->next[i] = marks->first[cell];
        marks->first[cell] = (int)i;
    }
    return LS_OK;
}

static int clamp(float value, int most)
{
    const int cell = (int)floorf(value / CELL);
    return cell < 0 ? 0 : cell > most ? most : cell;
}

ls_cells ls_marks_around(const ls_marks *marks, float x, float y, float reach)
{
    return (ls_cells){clamp(x - reach, marks->columns - 1), clamp(y - reach, marks->rows - 1),
                      clamp(x + reach, marks->columns - 1), clamp(y + reach, marks->rows - 1)};
}

static bool same_glyph(const ls_mark *a, const ls_mark *b, float larger)
{
    const float across = fabsf(a->x - b->x) - (a->width + b->width) / 2;
    const float down = fabsf(a->y - b->y) - (a->height + b->height) / 2;
    if (fmaxf(across, down) > fmaxf(1, FRAGMENT_GAP * larger))
        return false;
    const float width = fmaxf(a->x + a->width / 2, b->x + b->width / 2) - fminf(a->x - a->width / 2, b->x - b->width / 2);
    const float height =
        fmaxf(a->y + a->height / 2, b->y + b->height / 2) - fminf(a->y - a->height / 2, b->y - b->height / 2);
    if (fmaxf(width, height) > FRAGMENT_GROWTH * larger)
        return false;
    return fmaxf(a->contrast, b->contrast) < 2.5f * fminf(a->contrast, b->contrast);
}

static void absorb(ls_mark *into, ls_mark *fragment)
{
    const float left = fminf(into->x - into->width / 2, fragment->x - fragment->width / 2);
    const float right = fmaxf(into->x + into->width / 2, fragment->x + fragment->width / 2);
    const float top = fminf(into->y - into->height / 2, fragment->y - fragment->height / 2);
    const float bottom = fmaxf(into->y + into->height / 2, fragment->y + fragment->height / 2);
    const float area = into->area + fragment->area;
    into->stroke = (into->stroke * into->area + fragment->stroke * fragment->area) / area;
    into->contrast = (into->contrast * into->area + fragment->contrast * fragment->area) / area;
    into->tone = (into->tone * into->area + fragment->tone * fragment->area) / area;
    into->area = area;
    into->x = (left + right) / 2;
    into->y = (top + bottom) / 2;
    into->width = right - left;
    into->height = bottom - top;
    set_size(into);
    fragment->used = true;
}

/* Takes in every fragment around one mark; true when it found any. */
static bool gather(ls_marks *marks, size_t index, float size)
{
    ls_mark *mark = &marks->items[index];
    const ls_cells cells = ls_marks_around(marks, mark->x, mark->y, mark->longer * 1.3f + 2);
    bool found = false;
    for (int row = cells.top; row <= cells.bottom; row++)
        for (int column = cells.left; column <= cells.right; column++)
            for (int i = marks->first[row * marks->columns + column]; i >= 0; i = marks->next[i]) {
                ls_mark *other = &marks->items[i];
                if ((size_t)i == index || other->used || other->longer > mark->longer || !same_glyph(mark, other, size))
                    continue;
                absorb(mark, other);
                found = true;
            }
    return found;
}

static int larger_first(const void *a, const void *b)
{
    const ls_mark *first = a, *second = b;
    if (first->longer != second->longer)
        return first->longer < second->longer ? 1 : -1;
    if (first->y != second->y)
        return first->y > second->y ? 1 : -1;
    return first->x > second->x ? 1 : first->x < second->x ? -1 : 0;
}

static ls_status take_blobs(const ls_blobs *blobs, bool light, ls_marks *marks)
{
    for (size_t i = 0; i < blobs->count; i++) {
        const ls_blob *blob = &blobs->items[i];
        if (!could_be_ink(blob))
            continue;
        if (!ls_vector_room((void **)&marks->items, marks->count, &marks->capacity, sizeof *marks->items))
            return LS_E_NOMEM;
        const float width = (float)(blob->right - blob->left), height = (float)(blob->bottom - blob->top);
        marks->items[marks->count++] = (ls_mark){
            .x = (float)blob->left + width / 2,
            .y = (float)blob->top + height / 2,
            .width = width,
            .height = height,
            .stroke = blob->stroke,
            .contrast = blob->contrast,
            .tone = blob->tone,
            .area = (float)blob->area,
            .light = light,
        };
        set_size(&marks->items[marks->count - 1]);
    }
    return LS_OK;
}

static void drop_used(ls_marks *marks)
{
    size_t kept = 0;
    for (size_t i = 0; i < marks->count; i++)
        if (!marks->items[i].used)
            marks->items[kept++] = marks->items[i];
    marks->count = kept;
}

ls_status ls_marks_make(const ls_blobs *blobs, bool light, uint32_t width, uint32_t height, ls_marks *marks)
{
    *marks = (ls_marks){0};
    ls_status status = take_blobs(blobs, light, marks);
    if (status == LS_OK && marks->count)
        qsort(marks->items, marks->count, sizeof *marks->items, larger_first);
    if (status == LS_OK)
        status = make_grid(marks, width, height);
    for (size_t i = 0; status == LS_OK && i < marks->count; i++) {
        const float size = marks->items[i].size;
        if (marks->items[i].longer > size) /* letters that touch have no fragments worth looking for */
            continue;
        for (int round = 0; round < 3 && !marks->items[i].used && gather(marks, i, size); round++)
            ;
    }
    if (status == LS_OK) {
        drop_used(marks);
        free(marks->first);
        free(marks->next);
        marks->first = marks->next = NULL;
        if (marks->count)
            qsort(marks->items, marks->count, sizeof *marks->items, larger_first);
        status = make_grid(marks, width, height);
    }
    if (status)
        ls_marks_free(marks);
    return status;
}

void ls_marks_free(ls_marks *marks)
{
    free(marks->items);
    free(marks->first);
    free(marks->next);
    *marks = (ls_marks){0};
}
