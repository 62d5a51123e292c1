/* SPDX-License-Identifier: Apache-2.0 */
#include "text/ocr.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

struct ls_ocr {
    tesseract::TessBaseAPI api;
};

namespace
{

unsigned char percent(float confidence)
{
    return static_cast<unsigned char>(std::lround(std::clamp(confidence, 0.0f, 100.0f)));
}

/* Adds a reading; one that is there already, or does not fit, is left out. */
void add_reading(ls_glyph *glyph, const char *utf8, float confidence)
{
    if (!utf8 || !*utf8 || std::strlen(utf8) >= sizeof glyph->readings[0].utf8 || glyph->count == LS_ALTERNATIVES)
        return;
    for (int i = 0; i < glyph->count; i++)
        if (std::strcmp(glyph->readings[i].utf8, utf8) == 0)
            return;
    ls_reading *reading = &glyph->readings[glyph->count++];
    std::memcpy(reading->utf8, utf8, std::strlen(utf8) + 1);
    reading->score = percent(confidence);
}

void read_glyph(const tesseract::ResultIterator &at, int width, ls_glyph *glyph)
{
    *glyph = ls_glyph{};
    int left = 0, top = 0, right = 0, bottom = 0;
    at.BoundingBox(tesseract::RIL_SYMBOL, &left, &top, &right, &bottom);
    glyph->left = std::clamp(static_cast<float>(left) / static_cast<float>(width), 0.0f, 1.0f);
    glyph->right = std::clamp(static_cast<float>(right) / static_cast<float>(width), glyph->left, 1.0f);
    std::unique_ptr<char[]> best(at.GetUTF8Text(tesseract::RIL_SYMBOL));
    add_reading(glyph, best.get(), at.Confidence(tesseract::RIL_SYMBOL));
    tesseract::ChoiceIterator choice(at);
    do
        add_reading(glyph, choice.GetUTF8Text(), choice.Confidence());
    while (choice.Next());
}

void add_space(ls_ocr_line *line, const ls_glyph *next)
{
    ls_glyph *space = &line->glyphs[line->count];
    *space = ls_glyph{};
    space->left = line->count ? std::min(line->glyphs[line->count - 1].right, next->left) : 0;
    space->right = next->left;
    add_reading(space, " ", 100);
    line->count++;
}

} // namespace

extern "C" ls_ocr *ls_ocr_open(const char *language) noexcept
try {
    auto ocr = std::make_unique<ls_ocr>();
    if (ocr->api.Init(nullptr, language, tesseract::OEM_LSTM_ONLY, nullptr, 0, nullptr, nullptr, false) != 0)
        return nullptr;
    ocr->api.SetVariable("lstm_choice_mode", "2"); /* alternatives for each glyph */
    ocr->api.SetVariable("lstm_choice_iterations", "1");
    ocr->api.SetPageSegMode(tesseract::PSM_RAW_LINE);
    return ocr.release();
} catch (...) {
    return nullptr;
}

extern "C" void ls_ocr_close(ls_ocr *ocr) noexcept
try {
    delete ocr;
} catch (...) {
}

extern "C" ls_status ls_ocr_read(ls_ocr *ocr, const ls_raster *strip, ls_ocr_line *line) noexcept
try {
    line->count = 0;
    line->confidence = 0;
    const int width = static_cast<int>(strip->width);
    ocr->api.SetImage(strip->data, width, static_cast<int>(strip->height), 1, static_cast<int>(strip->stride));
    ocr->api.SetSourceResolution(300); /* or it would guess one from the text, and complain */
    if (ocr->api.Recognize(nullptr) != 0)
        return LS_E_FORMAT;
    std::unique_ptr<tesseract::ResultIterator> at(ocr->api.GetIterator());
    float sum = 0;
    unsigned glyphs = 0;
    if (at && !at->Empty(tesseract::RIL_SYMBOL))
        do {
            if (line->count + 2 > LS_GLYPHS_PER_LINE)
                break;
            ls_glyph glyph;
            read_glyph(*at, width, &glyph);
            if (!glyph.count || std::strcmp(glyph.readings[0].utf8, " ") == 0)
                continue;
            if (line->count && at->IsAtBeginningOf(tesseract::RIL_WORD))
                add_space(line, &glyph);
            line->glyphs[line->count++] = glyph;
            /* a glyph's own confidence is high even in foliage; a word's is that of its worst glyph */
            sum += std::clamp(at->Confidence(tesseract::RIL_WORD), 0.0f, 100.0f);
            glyphs++;
        } while (at->Next(tesseract::RIL_SYMBOL));
    line->confidence = glyphs ? percent(sum / static_cast<float>(glyphs)) : 0;
    ocr->api.Clear();
    return LS_OK;
} catch (const std::bad_alloc &) {
    return LS_E_NOMEM;
} catch (...) {
    return LS_E_FORMAT;
}
