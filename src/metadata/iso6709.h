/* SPDX-License-Identifier: Apache-2.0 */
/* Positions as films write them: ISO 6709 annex H, "+39.9055+116.3976+044.500CRSWGS_84/". */
#ifndef LS_METADATA_ISO6709_H
#define LS_METADATA_ISO6709_H

#include "metadata/meta.h"

/*
 * States gps.lat, gps.lon and, where they stand there, gps.altitude (metres) and gps.datum; as ls_gps_position() does, gps.no-fix or
 * gps.malformed instead. Degrees, degrees and minutes, or degrees, minutes and seconds are told by the digits before the point.
 */
void ls_read_iso6709(ls_meta *meta, const ls_bytes *text, const char *carrier);

#endif
