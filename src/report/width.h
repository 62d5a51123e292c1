/* SPDX-License-Identifier: Apache-2.0 */
/* Text on a terminal: how wide it is there, and where its lines may end. */
#ifndef LS_REPORT_WIDTH_H
#define LS_REPORT_WIDTH_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Columns that one code point takes: 0 for combining marks, 2 for East Asian wide and fullwidth ones, else 1. */
int ls_width(uint32_t code_point);
/* Columns of a whole text, counted as ls_print writes it. */
int ls_width_of(const char *text);

/*
 * Writes `text` so that a terminal can only show it: bytes that are no UTF-8, control characters and bidirectional
 * overrides become U+FFFD. Everything that reaches a terminal goes through here or through ls_wrap.
 */
void ls_print(FILE *out, const char *text);
/* 1234567 as 1,234,567. */
void ls_group_digits(uint64_t number, char *text, size_t size);

/*
 * The same, broken into lines of at most `width` columns. `column` is where the cursor stands; further lines begin with
 * `indent` spaces. Lines end at spaces and between Chinese characters, never before closing or after opening
 * punctuation; a newline in the text is kept. What cannot be broken may stand over. No newline is written at the end.
 */
void ls_wrap(FILE *out, const char *text, int column, int indent, int width);

/* A line of its own: `margin` spaces, "Label:" and the text, wrapped under itself. */
void ls_labelled(FILE *out, int margin, const char *label, const char *text, int width);

#endif
