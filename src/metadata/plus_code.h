/* SPDX-License-Identifier: Apache-2.0 */
/* Plus codes (Open Location Code, specification 1.0): an area of the earth as eight or more of twenty characters and a "+". */
#ifndef LS_METADATA_PLUS_CODE_H
#define LS_METADATA_PLUS_CODE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ls_plus_code {
    double lat, lon;           /* degrees, of the area's centre */
    double lat_size, lon_size; /* degrees, of the area */
} ls_plus_code;

/*
 * How many bytes of `text`, from its first on, are a plus code: a full one (*full), "8Q7XMQJ6+2V" or "8Q7X0000+", or a short one,
 * "MQJ6+2V", which says where in a town that it does not name. 0 when there is none. Letters may be small.
 */
size_t ls_plus_code_read(const char *text, size_t size, bool *full, ls_plus_code *code);

#endif
