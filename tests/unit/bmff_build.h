/* SPDX-License-Identifier: Apache-2.0 */
/* Files of boxes put together for tests, from ISO/IEC 14496-12 and 23008-12; shares no code with src/. */
#ifndef LS_TESTS_BMFF_BUILD_H
#define LS_TESTS_BMFF_BUILD_H

#include "unit/container_build.h"

static inline void put_zero(struct built *b, size_t count)
{
    put_fill(b, 0, count);
}

static inline void set_number(struct built *b, size_t at, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        b->data[at + i] = (unsigned char)(value >> 8 * (size - 1 - i));
}

/* Gives what box_end() needs to fill in the size. */
static inline size_t box_begin(struct built *b, const char *type)
{
    const size_t at = b->size;
    put_zero(b, 4);
    put(b, type, 4);
    return at;
}

static inline size_t box_full(struct built *b, const char *type, unsigned version, unsigned flags)
{
    const size_t at = box_begin(b, type);
    put_number(b, version << 24 | flags, 4, true);
    return at;
}

static inline void box_end(struct built *b, size_t at)
{
    set_number(b, at, b->size - at, 4);
}

static inline void box(struct built *b, const char *type, const void *data, size_t size)
{
    const size_t at = box_begin(b, type);
    put(b, data, size);
    box_end(b, at);
}

static inline void put_ftyp(struct built *b, const char *brand)
{
    const size_t at = box_begin(b, "ftyp");
    put(b, brand, 4);
    put_zero(b, 4);
    put(b, brand, 4);
    box_end(b, at); /* 20 bytes */
}

static inline void put_hdlr(struct built *b, const char *handler, const char *name)
{
    const size_t at = box_full(b, "hdlr", 0, 0);
    put_zero(b, 4);
    put(b, handler, 4);
    put_zero(b, 12);
    put(b, name, strlen(name) + 1);
    box_end(b, at); /* 33 bytes and the name */
}

/* ---- HEIF */

#define HEIF_ITEMS 8

/*
 * Items are numbered from 1 as they are added; the first is the primary one. Locations are patched when the data is put.
 */
struct heif {
    struct built *b;
    size_t meta, place[HEIF_ITEMS + 1]; /* where the location of each item stands: offset, length, … */
    unsigned count;
    struct {
        const char *type, *name, *content;
        unsigned flags, extents, method;
    } items[HEIF_ITEMS + 1];
    struct built references, properties, associations;
    unsigned property_count, association_count;
};

static inline struct heif *heif_new(struct built *b)
{
    struct heif *h = calloc(1, sizeof *h);
    if (!h)
        abort();
    h->b = b;
    b->size = 0;
    put_ftyp(b, "heic"); /* 0…20 */
    return h;
}

static inline unsigned heif_item_with(struct heif *h, const char *type, const char *name, const char *content, unsigned flags,
                                      unsigned extents, unsigned method)
{
    const unsigned id = ++h->count;
    h->items[id].type = type;
    h->items[id].name = name;
    h->items[id].content = content;
    h->items[id].flags = flags;
    h->items[id].extents = extents;
    h->items[id].method = method;
    return id;
}

static inline unsigned heif_item(struct heif *h, const char *type, bool hidden)
{
    return heif_item_with(h, type, "", NULL, hidden, 1, 0);
}

static inline void heif_reference(struct heif *h, const char *type, unsigned from, unsigned count, const unsigned *to)
{
    const size_t at = box_begin(&h->references, type);
    put_number(&h->references, from, 2, true);
    put_number(&h->references, count, 2, true);
    for (unsigned i = 0; i < count; i++)
        put_number(&h->references, to[i], 2, true);
    box_end(&h->references, at);
}

/* A property that belongs to one item. */
static inline void heif_property(struct heif *h, unsigned item, const char *type, const void *data, size_t size)
{
    box(&h->properties, type, data, size);
    put_number(&h->associations, item, 2, true);
    put_number(&h->associations, 1, 1, true);
    put_number(&h->associations, ++h->property_count, 1, true);
    h->association_count++;
}

static inline void heif_put_items(struct heif *h)
{
    struct built *b = h->b;
    const size_t iinf = box_full(b, "iinf", 0, 0);
    put_number(b, h->count, 2, true);
    for (unsigned i = 1; i <= h->count; i++) {
        const size_t infe = box_full(b, "infe", 2, h->items[i].flags);
        put_number(b, i, 2, true);
        put_zero(b, 2);
        put(b, h->items[i].type, 4);
        put(b, h->items[i].name, strlen(h->items[i].name) + 1);
        if (h->items[i].content)
            put(b, h->items[i].content, strlen(h->items[i].content) + 1);
        box_end(b, infe);
    }
    box_end(b, iinf);
}

static inline void heif_put_locations(struct heif *h, unsigned version)
{
    struct built *b = h->b;
    const size_t iloc = box_full(b, "iloc", version, 0);
    put_number(b, 0x4400, 2, true); /* offsets and lengths of four bytes, no bases */
    put_number(b, h->count, version < 2 ? 2 : 4, true);
    for (unsigned i = 1; i <= h->count; i++) {
        put_number(b, i, version < 2 ? 2 : 4, true);
        if (version)
            put_number(b, h->items[i].method, 2, true);
        put_zero(b, 2);
        put_number(b, h->items[i].extents, 2, true);
        h->place[i] = b->size;
        put_zero(b, 8 * (size_t)h->items[i].extents);
    }
    box_end(b, iloc);
}

static inline void heif_put_properties(struct heif *h)
{
    struct built *b = h->b;
    const size_t iprp = box_begin(b, "iprp");
    box(b, "ipco", h->properties.data, h->properties.size);
    const size_t ipma = box_full(b, "ipma", 0, 0);
    put_number(b, h->association_count, 4, true);
    put(b, h->associations.data, h->associations.size);
    box_end(b, ipma);
    box_end(b, iprp);
}

/* Everything of the meta box but what a test adds before heif_meta_end(). */
static inline void heif_meta(struct heif *h, unsigned version)
{
    struct built *b = h->b;
    h->meta = box_full(b, "meta", 0, 0); /* 20…32 */
    put_hdlr(b, "pict", "");             /* 32…65 */
    const size_t pitm = box_full(b, "pitm", 0, 0); /* 65…79 */
    put_number(b, 1, 2, true);
    box_end(b, pitm);
    heif_put_items(h);
    heif_put_locations(h, version);
    if (h->references.size) {
        const size_t iref = box_full(b, "iref", 0, 0);
        put(b, h->references.data, h->references.size);
        box_end(b, iref);
    }
    if (h->property_count)
        heif_put_properties(h);
}

static inline void heif_meta_end(struct heif *h)
{
    box_end(h->b, h->meta);
}

/* The place of an item's extent (from 0) is [from, from + size) of what its method counts from. */
static inline void heif_locate(struct heif *h, unsigned item, unsigned extent, size_t from, size_t size)
{
    set_number(h->b, h->place[item] + 8 * (size_t)extent, from, 4);
    set_number(h->b, h->place[item] + 8 * (size_t)extent + 4, size, 4);
}

/* Puts bytes of the item into the mdat box that is open; gives where they begin. */
static inline size_t heif_data(struct heif *h, unsigned item, unsigned extent, const void *data, size_t size)
{
    const size_t from = h->b->size;
    heif_locate(h, item, extent, from, size);
    put(h->b, data, size);
    return from;
}

/* A slice of HEVC (type 19, IDR) in a unit of 4 + 6 bytes. */
#define HEVC_SLICE "\0\0\0\6\x26\1\x80pix"
#define HEVC_SLICE_SIZE 10u
#define ALPHA_URN "\0\0\0\0urn:mpeg:hevc:2015:auxid:1"
#define DEPTH_URN "\0\0\0\0urn:mpeg:hevc:2015:auxid:2"

/* ---- films */

static inline void put_mvhd(struct built *b, uint32_t created, uint32_t modified)
{
    const size_t at = box_full(b, "mvhd", 0, 0);
    put_number(b, created, 4, true);
    put_number(b, modified, 4, true);
    put_zero(b, 88);
    box_end(b, at); /* 108 bytes */
}

static inline void put_tkhd(struct built *b, uint32_t id, uint32_t created)
{
    const size_t at = box_full(b, "tkhd", 0, 7);
    put_number(b, created, 4, true);
    put_zero(b, 4);
    put_number(b, id, 4, true);
    put_zero(b, 68);
    box_end(b, at); /* 92 bytes */
}

static inline void put_mdhd(struct built *b, uint32_t created)
{
    const size_t at = box_full(b, "mdhd", 0, 0);
    put_number(b, created, 4, true);
    put_zero(b, 16);
    box_end(b, at); /* 32 bytes */
}

static inline void put_visual_entry(struct built *b, const char *type, const char *encoder)
{
    const size_t at = box_begin(b, type);
    put_zero(b, 7);
    put_number(b, 1, 1, true);
    put_zero(b, 16);
    put_number(b, 640, 2, true);
    put_number(b, 480, 2, true);
    put_zero(b, 14);
    put_number(b, strlen(encoder), 1, true);
    put(b, encoder, strlen(encoder));
    put_zero(b, 31 - strlen(encoder));
    put_zero(b, 4);
    box_end(b, at); /* 86 bytes */
}

struct film_track {
    const char *handler, *entry, *encoder;
    unsigned samples, sample_size; /* of one size each, all in one chunk */
};

/* Gives where the offset of its chunk stands. */
static inline size_t put_track(struct built *b, uint32_t id, const struct film_track *track)
{
    const size_t trak = box_begin(b, "trak");
    put_tkhd(b, id, 0);
    const size_t mdia = box_begin(b, "mdia");
    put_mdhd(b, 0);
    put_hdlr(b, track->handler, "");
    const size_t minf = box_begin(b, "minf"), dinf = box_begin(b, "dinf"), dref = box_full(b, "dref", 0, 0);
    put_number(b, 1, 4, true);
    box(b, "url ", "\0\0\0\1", 4);
    box_end(b, dref);
    box_end(b, dinf);
    const size_t stbl = box_begin(b, "stbl"), stsd = box_full(b, "stsd", 0, 0);
    put_number(b, 1, 4, true);
    if (strcmp(track->handler, "vide") == 0 || strcmp(track->handler, "pict") == 0)
        put_visual_entry(b, track->entry, track->encoder ? track->encoder : "");
    else
        box(b, track->entry, "\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\1\0\x10\0\0\0\0\xBB\x80\0\0", 28);
    box_end(b, stsd);
    box(b, "stts", "\0\0\0\0\0\0\0\0", 8);
    box(b, "stsc", "\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\xFF\0\0\0\1", 20);
    const size_t stsz = box_full(b, "stsz", 0, 0);
    put_number(b, track->sample_size, 4, true);
    put_number(b, track->samples, 4, true);
    box_end(b, stsz);
    const size_t stco = box_full(b, "stco", 0, 0);
    put_number(b, track->samples ? 1 : 0, 4, true);
    const size_t place = b->size;
    put_zero(b, track->samples ? 4 : 0);
    box_end(b, stco);
    box_end(b, stbl);
    box_end(b, minf);
    box_end(b, mdia);
    box_end(b, trak);
    return place;
}

/* A whole film of one track and one sample, which says where it was made; nothing stands before it in `b`. */
static inline void put_small_film(struct built *b)
{
    static const struct film_track track = {"vide", "avc1", "", 1, 5};
    put_ftyp(b, "mp42");
    const size_t moov = box_begin(b, "moov");
    put_mvhd(b, 0, 0);
    const size_t place = put_track(b, 1, &track), udta = box_begin(b, "udta");
    box(b, "\xA9xyz", "\0\x12\x15\xC7+31.5000+121.2500/", 22);
    box_end(b, udta);
    box_end(b, moov);
    set_number(b, place, b->size + 8, 4);
    box(b, "mdat", "frame", 5);
}

#endif
