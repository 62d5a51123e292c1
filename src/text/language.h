/* SPDX-License-Identifier: Apache-2.0 */
/* Which language reads a line best. */
#ifndef LS_TEXT_LANGUAGE_H
#define LS_TEXT_LANGUAGE_H

#include "text/recogniser.h"

#define LS_LANGUAGES_TRIED 8

typedef struct ls_languages {
    const char *name[LS_LANGUAGES_TRIED]; /* in order of preference; the last winner comes first */
    ls_ocr *ocr[LS_LANGUAGES_TRIED];
    size_t count;
    ls_mark_reader *marks; /* reads every line as well, or NULL */
    char names[128]; /* what `name` points into */
    unsigned settled; /* long lines in a row for which other languages than the first were tried in vain */
} ls_languages;

/* Those of "chi_sim+eng" that are loaded. False when none is. */
bool ls_languages_parse(const ls_recogniser *recogniser, const char *list, ls_languages *languages);

typedef struct ls_tongue { /* one line, read */
    ls_ocr_line *line;
    const char *language;
    uint32_t attempts; /* in how many languages */
} ls_tongue;

/*
 * What the mark reader alone makes of a strip: the mean score of its glyphs, 0–100; 0 where it sees none. It knows few
 * glyphs by name, but all writing from what is none, and writing that stands right from writing in a mirror or on its
 * head. -1 without a mark reader. LS_E_NOMEM; LS_E_FORMAT: the network gives no answer.
 */
ls_status ls_languages_glance(const ls_languages *languages, const ls_raster *strip, ls_ocr_line *line, int *confidence);

/*
 * Reads a strip in the preferred language, and in others when its confidence is low or the script is another's. `marks` and
 * `seen`: line and confidence of a glance at that strip. `best` and `trial` are working memory; *out points to one of them.
 * LS_E_NOMEM; LS_E_LIMIT: Tesseract gives this strip up.
 */
ls_status ls_languages_read(ls_languages *languages, const ls_raster *strip, const ls_ocr_line *marks, int seen, ls_ocr_line *best,
                            ls_ocr_line *trial, ls_tongue *out);

/*
 * Is a reading of this confidence enough to take a row of this certainty (search.h) for writing that was read? What the
 * finder is sure of may be read badly; what it is not sure of must be read well, and be more than eee or ||. `sense`: how
 * much sense the row makes to the mark reader (ls_sense_of), which Tesseract's confidence in a level and a star is not.
 */
bool ls_reading_believed(const ls_line *line, int certainty, int confidence, int sense);

#endif
