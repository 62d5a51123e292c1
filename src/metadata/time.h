/* SPDX-License-Identifier: Apache-2.0 */
/* Points in time as photos write them, into ISO 8601. */
#ifndef LS_METADATA_TIME_H
#define LS_METADATA_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LS_TIME_SIZE 32 /* "2026-05-01T10:20:30+08:00" and a NUL, with room */

/*
 * Reads "2026:05:01 10:20:30" (Exif), "2026-05-01T10:20:30.25+08:00" (XMP, PNG) and what begins like them: year, then
 * as many further parts as there are. Fractions of a second are dropped, an offset is kept. False when the text is
 * none of this, or a part is out of its range.
 */
bool ls_time_parse(const char *text, size_t size, char out[LS_TIME_SIZE]);
/* Appends "+08:00" or "Z" to a time that has no offset yet; anything else in `offset` is ignored. */
void ls_time_offset(char time[LS_TIME_SIZE], const char *offset, size_t size);

/*
 * Seconds since 1904, as films count (ISO/IEC 14496-12, 8.2.2), in UTC. Some writers count from 1970: what would lie before that year is
 * taken so. False for 0, which means that no time was set, and beyond the year 9999.
 */
bool ls_time_from_1904(uint64_t seconds, char out[LS_TIME_SIZE]);
/* Seconds since 1970 in UTC. False for what lies before and beyond the year 9999, and for 0. */
bool ls_time_from_1970(double seconds, char out[LS_TIME_SIZE]);

#endif
