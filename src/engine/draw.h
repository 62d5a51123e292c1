/* SPDX-License-Identifier: Apache-2.0 */
/* A picture of a photo as a new PNG file, decoded in the sandbox; with boxes on it, or as it is. */
#ifndef LS_ENGINE_DRAW_H
#define LS_ENGINE_DRAW_H

#include "engine/photo.h"
#include "engine/scanner.h"

typedef struct ls_draw {
    const ls_photo *photo;
    ls_kind kind;
    uint32_t orientation;   /* 1–8 */
    uint32_t picture;       /* index of the frame or page in its file */
    uint32_t width, height; /* pixels of that picture as it is stored; both 0: not known, any size within the limit */
    const ls_box *boxes;
    uint32_t box_count;
    int out; /* open for writing */
    uint32_t deadline_ms; /* 0: the engine's time budget */
    const volatile int *cancel;
} ls_draw;

/* LS_OK: the file is whole. Otherwise what was written is to be thrown away, and *error says why: see ls_scanner_annotate(). */
ls_status ls_scanner_draw(ls_scanner *scanner, const ls_draw *draw, ls_error *error);

#endif
