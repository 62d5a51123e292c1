/* SPDX-License-Identifier: Apache-2.0 */
/* Which way round a row makes sense to the mark reader. */
#ifndef LS_TEXT_SENSE_H
#define LS_TEXT_SENSE_H

#include "text/ocr.h"

/*
 * 0–100: the mean score of the line's glyphs, where one outside of the mark reader's vocabulary counts half and one of
 * another alphabet than most letters counts nothing, nor does a small letter in a word of capitals. The reader is as sure that it does not know a glyph as that it knows
 * one: by its confidence alone 機密 on its head, two unknown glyphs, is better than upright.
 */
int ls_sense_of(const ls_ocr_line *line);

/* An ideograph, kana, hangul or ★: there are so many, or so few lines with one, that chance hardly hits them. */
bool ls_sense_is_rare(const char *utf8);

/* Letters of its vocabulary, rare glyphs counting double: － 1 － is no mark however surely it is read. */
unsigned ls_sense_weight(const ls_ocr_line *line);

/* Enough of them for a row that may be nothing: 机密, DOOR, or three different letters that were read almost surely, as CUI; III is a fence. */
bool ls_sense_says_something(const ls_ocr_line *line);

#endif
