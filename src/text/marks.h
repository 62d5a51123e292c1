/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mark reader: a small network that knows the glyphs of marks, levels and terms in several scripts, ★ among them,
 * and nothing else. It is a second opinion on a line, never the only reader of ordinary text. models/marks.md is its card.
 */
#ifndef LS_TEXT_MARKS_H
#define LS_TEXT_MARKS_H

#include "text/ocr.h"
#include "text/reader.h"

#define LS_MARKS_OTHER "\xEF\xBF\xBD" /* U+FFFD: a glyph outside of the vocabulary; no rule has it */

/*
 * From the ONNX file's bytes, which may go afterwards; tried on a small strip. LS_E_FORMAT: OpenCV cannot read it, or
 * it does not answer as a mark reader does. LS_E_NOMEM.
 */
ls_status ls_mark_reader_load(const void *onnx, size_t size, ls_mark_reader **reader);
void ls_mark_reader_free(ls_mark_reader *reader); /* NULL is fine */

/*
 * Reads a gray strip of one line, dark on light. The confidence is the mean of the glyphs' best scores; a glyph outside
 * of the vocabulary counts, too. LS_E_NOMEM, LS_E_FORMAT.
 */
ls_status ls_marks_read(ls_mark_reader *reader, const ls_raster *strip, ls_ocr_line *line);

/* Is this one of the glyphs that the network tells apart? */
bool ls_marks_know(const char *utf8);

/*
 * Puts what `marks` says into `line`, another's reading of the same strip: readings of glyphs at the same place are
 * joined, and where the marks' glyphs are sure but not one to one with the line's, they replace them. A reading that is
 * nothing but sure glyphs of the vocabulary also raises the line's confidence, and is taken alone where the other was
 * hopeless. LS_E_NOMEM.
 */
ls_status ls_marks_join(const ls_ocr_line *marks, ls_ocr_line *line);

#endif
