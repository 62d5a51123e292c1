/* SPDX-License-Identifier: Apache-2.0 */
/* Is what lies in a small picture closed in, whatever shape the perspective gives its frame? */
#ifndef LS_TEXT_ENCLOSURE_H
#define LS_TEXT_ENCLOSURE_H

#include "image/raster.h"

#include <stdbool.h>

/*
 * `strip`: gray, dark on light, a line in its middle with ground on every side. Columns left..right and rows top..foot are
 * the line's: *enclosed when no way leads from the strip's border to the ground above and below it that does not cross ink.
 * Breaks of a pixel or two in a worn frame are no way. LS_E_NOMEM.
 */
ls_status ls_enclosure_find(const ls_raster *strip, uint32_t left, uint32_t top, uint32_t right, uint32_t foot, bool *enclosed);

#endif
