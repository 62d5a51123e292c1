/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a format's own headers state of the picture: numbers that tell nothing of who, where or when, and so are no facts, but that belong
 * to every value of a file.
 */
#ifndef LS_METADATA_NUMBERS_H
#define LS_METADATA_NUMBERS_H

#include "metadata/tags.h"

/* `part` is the whole range: marker, chunk or block with its head. */
typedef void ls_numbers_reader(ls_meta *meta, const ls_bytes *part, const char *path);

/* States the numbers of a range of any role, if it has some. */
void ls_read_numbers(ls_meta *meta, const ls_range *range);

ls_numbers_reader ls_numbers_jfif, ls_numbers_adobe, ls_numbers_sof, ls_numbers_dri;
ls_numbers_reader ls_numbers_ihdr, ls_numbers_gama, ls_numbers_phys, ls_numbers_chrm, ls_numbers_srgb, ls_numbers_cicp, ls_numbers_sbit,
    ls_numbers_bkgd, ls_numbers_actl, ls_numbers_offs, ls_numbers_clli, ls_numbers_mdcv, ls_numbers_plte, ls_numbers_trns,
    ls_numbers_ster, ls_numbers_hist;
ls_numbers_reader ls_numbers_vp8x, ls_numbers_anim, ls_numbers_vp8, ls_numbers_vp8l;
ls_numbers_reader ls_numbers_screen, ls_numbers_loop;
ls_numbers_reader ls_numbers_box; /* by the type of the box */

#endif
