/* SPDX-License-Identifier: Apache-2.0 */
/* Real work for doctor and the tests: does Tesseract read, does dnn compute? */
#include "text/reader.h"

#include "image/vision.h"
#include "text/recogniser.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PIXEL 6u  /* pixels a side of one dot of the letters below */
#define MARGIN 10u

/* 5 × 7 dots a letter, a row a byte */
static const unsigned char letters[][7] = {
    {0x1F, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04}, /* T */
    {0x0E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E}, /* O */
    {0x1E, 0x11, 0x11, 0x1E, 0x10, 0x10, 0x10}, /* P */
};
static const char word[] = "TOP";
#define LETTERS (sizeof letters / sizeof *letters)

static void draw(ls_raster *strip)
{
    memset(strip->data, 255, (size_t)strip->stride * strip->height);
    for (size_t letter = 0; letter < LETTERS; letter++)
        for (uint32_t y = 0; y < 7 * PIXEL; y++)
            for (uint32_t x = 0; x < 5 * PIXEL; x++)
                if (letters[letter][y / PIXEL] >> (4 - x / PIXEL) & 1)
                    strip->data[(size_t)(MARGIN + y) * strip->stride + MARGIN + letter * 7 * PIXEL + x] = 0;
}

static bool reads_word(ls_ocr *ocr, const ls_raster *strip)
{
    ls_ocr_line *line = malloc(sizeof *line);
    if (!line)
        return false;
    bool same = ls_ocr_read(ocr, strip, line) == LS_OK && line->count == LETTERS;
    for (size_t i = 0; same && i < LETTERS; i++)
        same = line->glyphs[i].readings[0].utf8[0] == word[i];
    free(line);
    return same;
}

bool ls_text_probe_tesseract(ls_recogniser *recogniser)
{
    ls_raster strip, smooth;
    if (!recogniser->count || ls_raster_alloc(&strip, LETTERS * 7 * PIXEL + 2 * MARGIN, 7 * PIXEL + 2 * MARGIN, 1))
        return false;
    draw(&strip);
    bool passed = false;
    if (ls_vision_mean(&strip, 5, &smooth) == LS_OK) { /* no camera sees such corners, and no network was shown any */
        for (size_t i = 0; i < recogniser->count && !passed; i++)
            passed = reads_word(recogniser->loaded[i].ocr, &smooth);
        ls_raster_free(&smooth);
    }
    ls_raster_free(&strip);
    return passed;
}

bool ls_text_probe_dnn(void)
{
    /* Laplace's kernel; by hand: the bright dot gives 4·2+1, its neighbours −2+1 cut to 0, the rest the bias 1 */
    static const float in[25] = {[12] = 2};
    static const float kernel[9] = {0, -1, 0, -1, 4, -1, 0, -1, 0};
    static const float expected[25] = {1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 9, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1};
    float out[25];
    if (ls_vision_convolve(in, 5, kernel, 1, out) != LS_OK)
        return false;
    for (int i = 0; i < 25; i++)
        if (fabsf(out[i] - expected[i]) > 1e-4f)
            return false;
    return true;
}
