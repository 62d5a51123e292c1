/* SPDX-License-Identifier: Apache-2.0 */
#include "text/bars.h"

#include "text/otsu.h"

#include <string.h>

#define BARS_MOST 3
#define HEIGHT_LEAST 0.4 /* of the strip's height, that a bar is high: a line takes half of it or more */
#define WIDTH_MOST 0.3   /* of its height: 급 begins with a stroke from side to side */
#define SIDE_LEAST 0.95  /* of the strip's height: the side of a frame */
#define INK_LEAST 0.3    /* of the strip's height, in a column that goes through a bar */
#define SCORE 95         /* of what was counted */
#define TOLD_LEAST 50    /* of the mark reader's number: of 31 in 62 photos (other seeds of the split tune) all were right, counts had 3 wrong */

static const char *const numbers[BARS_MOST] = {"Ⅰ", "Ⅱ", "Ⅲ"};

/* What a bar is read as. */
static bool is_bar(const char *utf8)
{
    static const char *const bars[] = {"I", "l", "|", "1", "i", "!", "Ⅰ", "Ⅱ", "Ⅲ", "ｌ", "Ｉ", "ㅣ", "[", "]"};
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++)
        if (strcmp(utf8, bars[i]) == 0)
            return true;
    return false;
}

static const char *at(const ls_ocr_line *line, size_t index)
{
    return index < line->count ? line->glyphs[index].readings[0].utf8 : "";
}

static size_t behind_spaces(const ls_ocr_line *line, size_t index)
{
    while (strcmp(at(line, index), " ") == 0)
        index++;
    return index;
}

static bool is_the_word(const ls_ocr_line *line, size_t index)
{
    return strcmp(at(line, index), "급") == 0 && strcmp(at(line, behind_spaces(line, index + 1)), "비") == 0;
}

/* Before 급비 stands nothing but bars, or nothing; `*end`: where they end. */
static bool has_room(const ls_ocr_line *line, size_t *end)
{
    size_t index = behind_spaces(line, 0);
    while (is_bar(at(line, index)))
        index = behind_spaces(line, index + 1);
    *end = index;
    return is_the_word(line, index);
}

bool ls_bars_wanted(const ls_ocr_line *line)
{
    size_t end;
    return has_room(line, &end);
}

static uint32_t ink_in(const ls_raster *strip, int threshold, uint32_t column)
{
    uint32_t ink = 0;
    for (uint32_t y = 0; y < strip->height; y++)
        ink += strip->data[(size_t)y * strip->stride + column] <= threshold;
    return ink;
}

/* Uprights from the strip's left end to the first thing that is none. */
static int count_bars(const ls_raster *strip)
{
    const int threshold = ls_two_classes_of(strip).threshold;
    const double high = strip->height;
    int bars = 0;
    for (uint32_t x = 0; x < strip->width;) {
        uint32_t most = 0;
        const uint32_t from = x;
        for (uint32_t ink; x < strip->width && (ink = ink_in(strip, threshold, x)) >= INK_LEAST * high; x++)
            most = ink > most ? ink : most;
        if (x == from) {
            x++;
            continue;
        }
        if (most > SIDE_LEAST * high) {
            bars = 0;
            continue;
        }
        if (most < HEIGHT_LEAST * high || x - from > WIDTH_MOST * most)
            return bars;
        bars++;
    }
    return bars;
}

/* The glyphs before `end` give way to a number. */
static void put_number(ls_ocr_line *line, size_t end, const char *utf8, unsigned char score)
{
    ls_glyph number = {.count = 1, .left = 0, .right = line->glyphs[end].left};
    memcpy(number.readings[0].utf8, utf8, strlen(utf8) + 1);
    number.readings[0].score = score;
    memmove(line->glyphs + 1, line->glyphs + end, (line->count - end) * sizeof *line->glyphs);
    line->glyphs[0] = number;
    line->count += 1 - end;
}

bool ls_bars_take(const ls_ocr_line *marks, ls_ocr_line *line)
{
    size_t end;
    const size_t first = behind_spaces(marks, 0);
    if (!has_room(line, &end) || line->count - end + 1 > LS_GLYPHS_PER_LINE || !is_the_word(marks, behind_spaces(marks, first + 1)))
        return false;
    const ls_reading *told = &marks->glyphs[first].readings[0];
    for (int i = 0; i < BARS_MOST; i++)
        if (told->score >= TOLD_LEAST && strcmp(told->utf8, numbers[i]) == 0) {
            put_number(line, end, numbers[i], told->score);
            return true;
        }
    return false;
}

int ls_bars_count(const ls_raster *strip, ls_ocr_line *line)
{
    size_t end;
    if (!has_room(line, &end))
        return 0;
    const int bars = count_bars(strip);
    if (bars < 1 || bars > BARS_MOST || line->count - end + 1 > LS_GLYPHS_PER_LINE)
        return 0;
    put_number(line, end, numbers[bars - 1], SCORE);
    return bars;
}
