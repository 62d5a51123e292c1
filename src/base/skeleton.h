/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Letters that look the same. Latin C and Cyrillic С are one shape, and so are С and с when nothing stands beside them to
 * compare: no recogniser can tell them apart but by the other letters of the word. The word is that of Unicode (UTS #39);
 * the table is only what marks are written in, and adds the pairs of which one is the small form of the other.
 */
#ifndef LS_BASE_SKELETON_H
#define LS_BASE_SKELETON_H

#include <stdbool.h>
#include <stdint.h>

typedef enum ls_alphabet { LS_ALPHABET_NONE, LS_ALPHABET_LATIN, LS_ALPHABET_CYRILLIC } ls_alphabet;

/* The letter that stands for all of this shape; itself when there is no other. Accents count, but for Ё. */
uint32_t ls_skeleton(uint32_t code);
/* Has the alphabet a letter of this shape? Never for NONE. */
bool ls_skeleton_within(uint32_t code, ls_alphabet alphabet);
/* NONE: digits, punctuation, ideographs and every other alphabet. */
ls_alphabet ls_alphabet_of(uint32_t code);

#endif
