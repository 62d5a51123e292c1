/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of several paragraphs, written in lines of any length, set anew for a terminal. */
#ifndef LS_REPORT_FLOW_H
#define LS_REPORT_FLOW_H

#include <lightseal/lightseal.h>

#include <stdio.h>

/*
 * Writes `text` in lines of at most `width` columns, as ls_wrap does, and a newline at the end. A line of the text goes
 * on in the next one unless it ends a sentence or is short. A short line that ends none is a heading and gets a blank
 * line before it. A line with "- " is an item of a list, which goes on only in lines that are indented. Blank lines
 * stay. LS_E_NOMEM.
 */
ls_status ls_flow(FILE *out, const char *text, int width);

#endif
