/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of a gain map, by which a viewer makes a photo brighter on a display that can show it. */
#ifndef LS_METADATA_GAIN_MAP_H
#define LS_METADATA_GAIN_MAP_H

#include "base/status.h"
#include "container/bytes.h"

typedef enum ls_gain_map_form { LS_GAIN_MAP_NUMBERS, LS_GAIN_MAP_FLAG, LS_GAIN_MAP_COUNT } ls_gain_map_form;

typedef enum ls_gain_map_id {
#define PARAMETER(id, uri, prefix, name, form) LS_GAIN_MAP_##id,
#include "metadata/gain_map.def"
#undef PARAMETER
    LS_GAIN_MAP_IDS
} ls_gain_map_id;

/* How XMP names the parameters. */
typedef struct ls_gain_map_name {
    const char *uri, *prefix, *name;
    ls_gain_map_form form;
} ls_gain_map_name;
extern const ls_gain_map_name ls_gain_map_names[LS_GAIN_MAP_IDS];

typedef struct ls_gain_map {
    bool version; /* hdrgm:Version 1.0 is there: of the photo's own packet, it has a gain map; of the gain map's, this is one */
    bool apple;   /* apdi:AuxiliaryImageType says that this is Apple's */
    struct {
        unsigned count; /* 0: not there; 1; 3: of red, green and blue */
        double values[3]; /* as a float of 32 bits holds them, whole numbers exactly */
    } parameters[LS_GAIN_MAP_IDS];
    const char *wrong; /* what of it is not as it should be, one line of English, or NULL */
} ls_gain_map;

/* What an XMP packet says of a gain map; other properties count for nothing. LS_E_NOMEM. A damaged packet is told by out->wrong. */
ls_status ls_gain_map_read(const ls_bytes *packet, ls_gain_map *out);

/*
 * How many bytes the binary block of ISO 21496-1 (annex C.2.2) takes by its own counts: two versions, flags, fractions of one channel
 * or three. 0 when it is of another version than 0, is cut short, or a fraction has no value.
 */
uint64_t ls_gain_map_block(const ls_bytes *block);

#endif
