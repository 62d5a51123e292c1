/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes of the ISO base media file format (ISO/IEC 14496-12, 4.2), which HEIF, AVIF, MP4 and QuickTime files are made of. */
#ifndef LS_CONTAINER_BOX_H
#define LS_CONTAINER_BOX_H

#include "container/bytes.h"

#define LS_BOX_HEADER 8u     /* size and type */
#define LS_BOX_USER_TYPE 16u /* what stands between a uuid box's header and its content */
#define LS_BOX_DEPTH 16u     /* no standard nests more than eleven */

/* Offsets are those of the bytes that the box was read from. */
typedef struct ls_box {
    uint64_t at;   /* its first byte */
    uint64_t body; /* behind size and type, of a uuid box behind its user type */
    uint64_t end;  /* what it claims: beyond the end it was read up to when `cut` */
    char type[5];  /* as it stands there, and a NUL */
    bool cut;
} ls_box;

/*
 * The box at `at`, which is to end by `end`. False when there is none: less than a header is left, or the size is smaller than
 * its own header. A size of 0 (to the end of the file) counts only where `last` says that the box stands in no other.
 */
bool ls_box_read(const ls_bytes *bytes, uint64_t at, uint64_t end, bool last, ls_box *box);
bool ls_box_is(const ls_box *box, const char *type);
/* Its content. */
ls_bytes ls_box_body(const ls_bytes *bytes, const ls_box *box);
/* The 16 bytes of a uuid box's user type; empty for other boxes. */
ls_bytes ls_box_user_type(const ls_bytes *bytes, const ls_box *box);

#define LS_BOX_NAME_SIZE 20
/*
 * The type as a part of a path, in UTF-8: "moov", "©xyz" (0xA9 is the copyright sign of Mac Roman), blanks at the end left out, and
 * "0x00000001" for what is no name. Names of user types that are known stand behind "uuid/".
 */
void ls_box_name(const ls_bytes *bytes, const ls_box *box, char out[LS_BOX_NAME_SIZE]);

/*
 * Does the meta box (8.11.1) have a version in front of its boxes? QuickTime's has none. `at`: of its content.
 */
bool ls_box_meta_is_full(const ls_bytes *bytes, uint64_t at);

#endif
