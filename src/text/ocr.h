/* SPDX-License-Identifier: Apache-2.0 */
/* The Tesseract bridge: one recogniser of one language. Its C API would let exceptions through; nothing leaves here. */
#ifndef LS_TEXT_OCR_H
#define LS_TEXT_OCR_H

#include "image/raster.h"
#include "record/text.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ls_ocr ls_ocr;

/* The reading of one line. */
typedef struct ls_ocr_line {
    ls_glyph glyphs[LS_GLYPHS_PER_LINE]; /* in reading order, a space between words */
    size_t count;
    unsigned char confidence; /* mean confidence of the words its glyphs belong to, 0–100; 0 without any */
} ls_ocr_line;

/* Loads a language's data: LSTM engine, no dictionaries of layout. NULL when it is not installed or broken. */
ls_ocr *ls_ocr_open(const char *language) LS_NOEXCEPT;
void ls_ocr_close(ls_ocr *ocr) LS_NOEXCEPT;
/* Reads a gray strip (dark on light) that holds a single line. LS_E_NOMEM, LS_E_FORMAT when Tesseract gave up. */
ls_status ls_ocr_read(ls_ocr *ocr, const ls_raster *strip, ls_ocr_line *line) LS_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
