/* SPDX-License-Identifier: Apache-2.0 */
/* The photo's bytes inside a worker's child: a read-only mapping of the descriptor that the zygote passed on. */
#ifndef LS_CONTAINER_SOURCE_H
#define LS_CONTAINER_SOURCE_H

#include "base/status.h"

typedef struct ls_source {
    const unsigned char *data; /* NULL when size is 0 */
    uint64_t size;
} ls_source;

/* Maps `size` bytes of `fd`. LS_E_IO when the file is shorter than that or cannot be mapped. */
ls_status ls_source_map(int fd, uint64_t size, ls_source *source);
void ls_source_unmap(ls_source *source);

#endif
