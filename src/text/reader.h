/* SPDX-License-Identifier: Apache-2.0 */
/* Finding and reading text in a decoded picture. */
#ifndef LS_TEXT_READER_H
#define LS_TEXT_READER_H

#include "image/raster.h"
#include "record/stage.h"
#include "record/text.h"

/* A set of recognisers, one per language, loaded in the zygote before it forks. */
typedef struct ls_recogniser ls_recogniser;

/* Room for nothing yet. NULL: no memory. */
ls_recogniser *ls_recogniser_new(void);
void ls_recogniser_free(ls_recogniser *recogniser);
/* Opens the data files of one Tesseract language: about 100 ms. LS_E_IO when they are not installed. Idempotent. */
ls_status ls_recogniser_load(ls_recogniser *recogniser, const char *language);
bool ls_recogniser_has(const ls_recogniser *recogniser, const char *language);

/* The network of the mark reader (models/marks.onnx), see text/marks.h. */
typedef struct ls_mark_reader ls_mark_reader;
/* A second opinion on every line from now on; borrowed. NULL: without. */
void ls_recogniser_use_marks(ls_recogniser *recogniser, ls_mark_reader *marks);

/* What OpenCV, OpenMP and the C library open or start at first use happens here, before the first fork. */
ls_status ls_text_warm_up(void);

/* The network of the text map (models/textmap.onnx), made in the zygote before it forks. */
typedef struct ls_text_model ls_text_model;

/*
 * From the file's bytes, which may go afterwards; it is tried on a small picture. LS_E_FORMAT: OpenCV cannot read it,
 * or it does not answer as a text map does. LS_E_NOMEM.
 */
ls_status ls_text_model_load(const void *onnx, size_t size, ls_text_model **model);
void ls_text_model_free(ls_text_model *model); /* NULL is fine */

/* What the first look knows of each line and the second one needs; not part of the answer. */
typedef struct ls_look_notes {
    bool gate;       /* given: no second look follows, whether there is text is all that is asked */
    struct ls_line_note {
        bool guess;     /* likely only by where it lies: that it cannot be read says nothing */
        bool red;       /* a row by its colour alone */
    } *lines;           /* of the text; in its arena */
    size_t count;
} ls_look_notes;

/*
 * First look: pages, seals and lines of `raster` (RGB, display orientation) into `text` (arena set), quads in stored
 * pixels, nothing read. text->text_present is the gate: false means that no OCR is needed at all. Until a line is read
 * its `confidence` is the finder's own, 0–100, and `unread` is LS_UNREAD_BUDGET. `model` NULL: guesses are not judged. With notes->gate it may end as soon as text_present
 * is true, with nothing else in `text`. LS_E_NOMEM, LS_E_LIMIT, LS_E_FORMAT.
 */
ls_status ls_text_find(const ls_raster *raster, ls_text_model *model, ls_text *text, ls_look_notes *notes);

/*
 * Second look: reads the lines that ls_text_find found (`notes` are its, or empty: no direction is known), those that can hold a mark first, until `glyph_budget` glyphs
 * are used. A Chinese glyph is one; time goes by width, so a Latin letter is about a half. A line that is read again, the
 * other way round or in another language, counts once, and such attempts end when they cost as much again.
 * `languages` ("chi_sim+eng") in order of preference; each line is read with the language that fits it. A line that is
 * not read says why in `unread`; a row that turns out to be no writing is taken out of `text`. Quads are turned to the
 * text's own top left. *outcome: done; limited (LINES_UNREAD with numbers, never with text; small glyphs that were read
 * with doubt count as well, and larger ones where half of what was read makes no sense; LANGUAGE_MISSING when none of `languages` is loaded); failed. LS_E_NOMEM; LS_E_FORMAT: the
 * mark reader gives no answer.
 */
ls_status ls_text_read(const ls_raster *raster, ls_recogniser *recogniser, const char *languages,
                       uint32_t glyph_budget, const ls_look_notes *notes, ls_text *text, ls_outcome *outcome);

/* Probes for doctor and the tests: real work in a sandboxed child. */
bool ls_text_probe_tesseract(ls_recogniser *recogniser);
bool ls_text_probe_dnn(void);

#endif
