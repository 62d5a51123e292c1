/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LS_IMAGE_TIFF_CHAIN_H
#define LS_IMAGE_TIFF_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LS_TIFF_DIRECTORIES 4096u /* counted at most */

typedef struct ls_tiff_chain {
    uint32_t count;  /* directories, each of which is a picture; 0: there is no TIFF header, or nothing behind it */
    bool broken;     /* the chain runs in a circle, or out of the file */
    bool sub_images; /* a directory has others below it: previews, or the picture of a raw file */
} ls_tiff_chain;

/* Follows the chain of image file directories (TIFF 6.0, section 2; BigTIFF), reading no more of each than its tags. */
void ls_tiff_chain_read(const unsigned char *data, size_t size, ls_tiff_chain *chain);

#endif
