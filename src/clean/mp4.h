/* SPDX-License-Identifier: Apache-2.0 */
/* What the cleaner of films and its prover both know of the format: bounds and places of fields, and no decision. */
#ifndef LS_CLEAN_MP4_H
#define LS_CLEAN_MP4_H

#include "clean/cleaner.h"
#include "container/bmff.h"

/* Fields of a box's content that name a program, a maker or a text (ISO/IEC 14496-12, 8.4.3, 12.1.3; QuickTime File Format). */
#define LS_HDLR_MAKER 12u /* component manufacturer, flags and mask: reserved in ISO */
#define LS_HDLR_NAME 24u
#define LS_ENTRY_VENDOR 12u /* of four bytes, in entries of pictures and of sound */
#define LS_ENTRY_NAME 42u   /* the encoder's, of 32 bytes, in entries of pictures */
#define LS_ENTRY_NAME_SIZE 32u
#define LS_HVCC_ARRAYS 22u /* how many arrays of units an hvcC box has (ISO/IEC 14496-15, 8.3.2.1) */

/* The first box of this type in [from, to) of the file. */
bool ls_mp4_find(const ls_bytes *file, uint64_t from, uint64_t to, const char *type, ls_box *box);

/* The handler of a trak box's media; "" when nothing says it. */
void ls_mp4_handler(const ls_bytes *file, const ls_box *trak, char handler[5]);

/*
 * The next array of an hvcC box's content at *at, which is moved behind it; empty behind the last and where one runs past the end. *sets:
 * it holds parameter sets, which a decoder needs.
 */
ls_bytes ls_mp4_next_array(const ls_bytes *body, uint64_t *at, bool *sets);

#endif
