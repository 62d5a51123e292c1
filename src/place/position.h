/* SPDX-License-Identifier: Apache-2.0 */
/* Positions that the facts of a photo state, one per carrier. */
#ifndef LS_PLACE_POSITION_H
#define LS_PLACE_POSITION_H

#include "record/fact.h"

typedef struct ls_position {
    double lat, lon;       /* degrees; datum as stated, taken for WGS-84 here */
    double error_m;        /* radius in metres: gps.error-m, else the default for a consumer receiver */
    bool lat_sign_unknown, lon_sign_unknown; /* hemisphere unstated: every reading must be tested */
    const ls_fact *fact;   /* its gps.lat, for carrier and bytes */
} ls_position;

#define LS_POSITIONS_MAX 64

/* Arena memory of the facts. LS_E_NOMEM, LS_E_LIMIT. */
ls_status ls_positions_read(const ls_facts *facts, ls_position **positions, size_t *count);

#endif
