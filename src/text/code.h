/* SPDX-License-Identifier: Apache-2.0 */
/* The zxing-cpp bridge: the QR and bar codes of one gray picture as it stands. Nothing is thrown out of it. */
#ifndef LS_TEXT_CODE_H
#define LS_TEXT_CODE_H

#include "image/raster.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What to look for, and how. */
typedef struct ls_code_look {
    bool linear;   /* bar codes as well: Code 39, Code 128, EAN, UPC, ITF */
    bool turned;   /* bar codes and PDF417 at every quarter turn; the others are found at any angle anyway */
    bool mirrored; /* only Data Matrix and Micro QR, in the mirror: the other codes are read mirrored anyway */
} ls_code_look;

/* One code, for the time of a call. */
typedef struct ls_code_seen {
    ls_point quad[4];    /* pixels of the picture, from the code's own top left */
    const char *format;  /* "QRCode", "EAN-13" … */
    bool mirrored;
    const char *content; /* what zxing-cpp makes of its bytes, which may be anything but is meant to be UTF-8 */
    size_t size;
} ls_code_seen;

/* Anything but LS_OK ends the reading and is returned by it. */
typedef ls_status ls_code_sink(void *user, const ls_code_seen *seen);

/* Tells `sink` of every code. LS_E_NOMEM, LS_E_LIMIT when zxing-cpp gave up. */
ls_status ls_code_read(const ls_raster *gray, const ls_code_look *look, ls_code_sink *sink, void *user) LS_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
