/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the coded data of a JPEG scan really ends: codes are followed for the bits they stand for (ITU-T T.81, annexes F and G),
 * no coefficient is kept. What stands behind the last unit of a scan, or between that of an interval and its restart marker,
 * no decoder
 * looks at.
 */
#ifndef LS_CONTAINER_JPEG_SCAN_H
#define LS_CONTAINER_JPEG_SCAN_H

#include "container/jpeg_tables.h"

/* Which coefficients of each block are not 0, of each component: what later scans of a progressive picture ask. */
typedef struct jpeg_history {
    uint64_t *blocks[JPEG_COMPONENTS_MAX];
    unsigned scans;
    uint64_t units;           /* of all scans of arithmetic coding, of which next to no bytes can make many */
    struct jpeg_code *codes;  /* room for those of one scan */
    struct jpeg_arith *arith;
} jpeg_history;

/*
 * Covers the data of a scan, [where the walk stands, end), `header` being the payload of its SOS segment: LS_ROLE_IMAGE with
 * the path
 * "jpeg/scan", bytes that no unit uses LS_ROLE_UNKNOWN with "jpeg/scan-left-over", all of a scan that could not be followed
 * (lossless or hierarchical coding, a height that comes later, a header that no decoder takes) IMAGE with
 * "jpeg/scan-unfollowed". Time and memory go with the bytes and the blocks of the picture. LS_E_NOMEM, LS_E_LIMIT.
 */
ls_status ls_jpeg_scan_cover(jpeg_tables *tables, jpeg_history *history, const ls_bytes *header, const ls_bytes *file, uint64_t end,
                          ls_container *out);

#endif
