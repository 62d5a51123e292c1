/* SPDX-License-Identifier: Apache-2.0 */
/* Probabilities that every VP8 decoder starts with (RFC 6386; the sections are named in the .c file), out of 256, for the bit 0. */
#ifndef LS_CONTAINER_WEBP_LOSSY_TABLES_H
#define LS_CONTAINER_WEBP_LOSSY_TABLES_H

/* Of coefficients: [kind of block][band][neighbours that have some, or the size of the one before][node of the token's tree]. */
extern const unsigned char ls_vp8_coeff_probs[4][8][3][11];
/* That one of them does not change. */
extern const unsigned char ls_vp8_update_probs[4][8][3][11];
/* Of the prediction of a 4 × 4 block: [that of the one above][that of the one to the left][node of the tree]. */
extern const unsigned char ls_vp8_submode_probs[10][10][9];

#endif
