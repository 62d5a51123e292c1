/* SPDX-License-Identifier: Apache-2.0 */
/* Positions that the facts of a photo state, one per carrier. */
#ifndef LS_PLACE_POSITION_H
#define LS_PLACE_POSITION_H

#include "record/fact.h"

typedef struct ls_position {
    double lat, lon;                         /* degrees; datum as stated, taken for WGS-84 here */
    double error_m;                          /* radius in metres around the stated point, see ls_positions_read() */
    bool lat_sign_unknown, lon_sign_unknown; /* hemisphere unstated: every reading must be tested */
    const ls_fact *fact;                     /* its gps.lat, for carrier and bytes */
} ls_position;

/* Error radius in metres where the photo does not state its own (gps.error-m above 0). */
#define LS_ERROR_CELL 1500.0   /* gps.method CELLID: the usual radius of a cell in a town */
#define LS_ERROR_NETWORK 100.0 /* gps.method network, WLAN: access points in reach */
#define LS_ERROR_PER_DOP 5.0   /* metres per unit of gps.dop: range error of a single-frequency receiver */
#define LS_ERROR_DEFAULT 15.0  /* a consumer receiver under an open sky, with reserve */

/*
 * Pairs the gps.lat and gps.lon facts of each carrier, in the order of the latitudes. The error radius is gps.error-m,
 * else what gps.method implies, else gps.dop times LS_ERROR_PER_DOP, else LS_ERROR_DEFAULT. A latitude without a
 * longitude is no position. *positions is arena memory of the facts; LS_FACTS_MAX bounds their number. LS_E_NOMEM.
 */
ls_status ls_positions_read(const ls_facts *facts, ls_position **positions, size_t *count);

#endif
