/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The items of a meta box (ISO/IEC 14496-12, 8.11; HEIF, ISO/IEC 23008-12): pictures, their tiles, thumbnails and auxiliary pictures,
 * Exif blocks, XMP packets. Walker and metadata readers ask the same code what an item is and where it lies.
 */
#ifndef LS_CONTAINER_ITEMS_H
#define LS_CONTAINER_ITEMS_H

#include "base/arena.h"
#include "base/status.h"
#include "container/box.h"

typedef enum ls_item_part {
    LS_ITEM_UNUSED,    /* nothing needs or shows it, or its kind is not known */
    LS_ITEM_MAIN,      /* the primary picture, what it is put together of, and its transparency */
    LS_ITEM_PICTURE,   /* another picture that viewers show, and the same of it */
    LS_ITEM_THUMBNAIL,
    LS_ITEM_AUXILIARY, /* depth, gain map, mattes: whatever is no transparency */
    LS_ITEM_GAIN_MAP,  /* what a tone-mapped picture (tmap) is put together of, beside the main one */
    LS_ITEM_TONE_MAP,
    LS_ITEM_HIDDEN,    /* a picture that no viewer shows and no other needs */
    LS_ITEM_EXIF,
    LS_ITEM_XMP,
    LS_ITEM_MIME,
    LS_ITEM_URI
} ls_item_part;

typedef struct ls_extent {
    uint64_t from, length; /* of the file */
} ls_extent;

typedef struct ls_item {
    uint32_t id;
    char type[5];   /* "hvc1", "grid", "Exif" …; empty when no infe box names the item */
    bool hidden;
    bool encoded;   /* a content encoding (deflate) is laid over it */
    bool elsewhere; /* its bytes are in another item or another file */
    bool alpha;     /* one of its properties says that it is transparency */
    bool depicts;   /* it is a thumbnail or an auxiliary of another */
    uint32_t width, height; /* its ispe property; 0 when it has none */
    unsigned length_size;   /* bytes in front of each unit of HEVC, from its hvcC property; 0 when it has none */
    size_t first, count;    /* extents, in the order in which they are put together */
    ls_item_part part;
} ls_item;

typedef struct ls_reference {
    char type[5];
    uint32_t from, to;
    uint32_t order; /* as they stand in the file: tiles are told by it */
} ls_reference;

/* A property of an item (HEIF, 9.3.1). */
typedef struct ls_association {
    uint32_t item;
    uint16_t property; /* of ls_items.properties, from 1 */
    bool essential;    /* a decoder that does not know it must not show the item */
} ls_association;

typedef struct ls_items {
    ls_item *items; /* ascending by id */
    size_t count;
    ls_extent *extents;
    size_t extent_count, extent_capacity;
    ls_reference *references; /* ascending by `from`, and as they stand in the file */
    size_t reference_count, reference_capacity;
    ls_box *properties;
    size_t property_count, property_capacity;
    ls_association *associations; /* as they stand in the file: of one item they apply in this order */
    size_t association_count, association_capacity;
    uint32_t primary; /* 0: none */
    uint32_t shown;   /* pictures that a viewer shows: the primary one and LS_ITEM_PICTURE that are no tiles of others */
    const char *wrong; /* a malformation that leaves bytes or items unaccounted for, or NULL */
    uint64_t wrong_at;
} ls_items;

#define LS_ITEMS_MAX 65535u
#define LS_ITEM_PARTS_MAX 262144u /* extents, and references */

/*
 * Reads the items of `meta`, a box of `file`. Of several boxes of one type the first counts, as it does for decoders. LS_E_NOMEM;
 * everything else that is wrong is told by out->wrong.
 */
ls_status ls_items_read(const ls_bytes *file, const ls_box *meta, ls_arena *arena, ls_items *out);
const ls_item *ls_items_find(const ls_items *items, uint32_t id);

/*
 * The next meta box that may hold items: of the file, of its moov box, of the tracks there. *at is a place to begin with 0 and is moved on.
 */
typedef struct ls_meta_place {
    uint64_t at[3], end[3];
    unsigned level;
    bool begun;
} ls_meta_place;
bool ls_items_next_meta(const ls_bytes *file, ls_meta_place *place, ls_box *meta);

/* One of the pictures that viewers show, or a part of one. */
bool ls_item_is_shown(const ls_item *item);

/* Bytes of an iloc box's content that its own counts account for; 0 when it cannot be read. */
uint64_t ls_iloc_size(const ls_bytes *body);

#endif
