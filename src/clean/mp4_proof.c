/* SPDX-License-Identifier: Apache-2.0 */
/*
 * That a cleaned film plays as the photo's does: both are gone through box by box, at the same offsets. What a player reads has the same
 * bytes, apart from fields that name somebody, which are zero; whatever differs besides is empty. The list of what a player reads is this
 * file's own.
 */
#include "clean/mp4.h"

#include <string.h>

enum { ONE = 0, MANY = 1, TREE = 2, OPTIONAL = 4 };

static const struct needed {
    char parent[5], type[5];
    unsigned how, skip; /* skip: of a tree, bytes in front of the boxes inside */
} needed[] = {
    {"", "ftyp", ONE, 0},
    {"", "styp", MANY, 0},
    {"", "sidx", MANY, 0},
    {"", "moov", TREE, 0},
    {"", "moof", TREE | MANY, 0},
    {"", "mfra", TREE, 0},
    {"moov", "mvhd", ONE, 0},
    {"moov", "trak", TREE | MANY, 0},
    {"moov", "mvex", TREE, 0},
    {"trak", "tkhd", ONE, 0},
    {"trak", "tref", TREE | OPTIONAL, 0},
    {"trak", "edts", TREE, 0},
    {"trak", "mdia", TREE, 0},
    {"trak", "tapt", TREE, 0},
    {"trak", "load", ONE, 0},
    {"tapt", "clef", ONE, 0},
    {"tapt", "prof", ONE, 0},
    {"tapt", "enof", ONE, 0},
    {"edts", "elst", ONE, 0},
    {"mdia", "mdhd", ONE, 0},
    {"mdia", "hdlr", ONE, 0},
    {"mdia", "minf", TREE, 0},
    {"minf", "vmhd", ONE, 0},
    {"minf", "smhd", ONE, 0},
    {"minf", "hmhd", ONE, 0},
    {"minf", "nmhd", ONE, 0},
    {"minf", "sthd", ONE, 0},
    {"minf", "hdlr", OPTIONAL, 0},
    {"minf", "dinf", TREE, 0},
    {"minf", "stbl", TREE, 0},
    {"dinf", "dref", TREE, 8},
    {"dref", "url ", MANY, 0},
    {"dref", "urn ", MANY, 0},
    {"dref", "alis", MANY, 0},
    {"stbl", "stsd", TREE, 8},
    {"stbl", "stts", ONE, 0},
    {"stbl", "ctts", ONE, 0},
    {"stbl", "cslg", ONE, 0},
    {"stbl", "stss", ONE, 0},
    {"stbl", "stps", ONE, 0},
    {"stbl", "stsc", ONE, 0},
    {"stbl", "stco", ONE, 0},
    {"stbl", "co64", ONE, 0},
    {"stbl", "stsz", ONE, 0},
    {"stbl", "stz2", ONE, 0},
    {"stbl", "sdtp", ONE, 0},
    {"stbl", "sgpd", MANY, 0},
    {"stbl", "sbgp", MANY, 0},
    {"mvex", "mehd", ONE, 0},
    {"mvex", "trex", MANY, 0},
    {"moof", "mfhd", ONE, 0},
    {"moof", "traf", TREE | MANY, 0},
    {"traf", "tfhd", ONE, 0},
    {"traf", "tfdt", ONE, 0},
    {"traf", "trun", MANY, 0},
    {"traf", "sgpd", MANY, 0},
    {"traf", "sbgp", MANY, 0},
    {"mfra", "tfra", MANY, 0},
    {"mfra", "mfro", ONE, 0},
    /* of sample entries; the last two rows are of codecs and layouts that this version does not know enough of to keep their films */
    {"STSE", "avcC", ONE, 0}, {"STSE", "hvcC", ONE, 0}, {"STSE", "av1C", ONE, 0}, {"STSE", "vpcC", ONE, 0}, {"STSE", "esds", ONE, 0},
    {"STSE", "colr", MANY, 0}, {"STSE", "auxi", ONE, 0}, {"STSE", "pasp", ONE, 0}, {"STSE", "clap", ONE, 0}, {"STSE", "fiel", ONE, 0},
    {"STSE", "gama", ONE, 0}, {"STSE", "btrt", ONE, 0}, {"STSE", "ccst", ONE, 0}, {"STSE", "mdcv", ONE, 0}, {"STSE", "clli", ONE, 0},
    {"STSE", "amve", ONE, 0}, {"STSE", "SmDm", ONE, 0}, {"STSE", "CoLL", ONE, 0}, {"STSE", "chrm", ONE, 0}, {"STSE", "dvcC", ONE, 0},
    {"STSE", "dvvC", ONE, 0}, {"STSE", "dvwC", ONE, 0}, {"STSE", "dac3", ONE, 0}, {"STSE", "dOps", ONE, 0}, {"STSE", "damr", ONE, 0},
    {"STSE", "alac", ONE, 0}, {"STSE", "chan", ONE, 0}, {"STSE", "wave", TREE, 0},
    {"wave", "frma", ONE, 0}, {"wave", "mp4a", ONE, 0}, {"wave", "esds", ONE, 0}, {"wave", "alac", ONE, 0}, {"wave", "enda", ONE, 0},
    {"wave", "\0\0\0\0", ONE, 0},
    {"STSE", "sinf", ONE, 0}, {"STSE", "st3d", ONE, 0}, {"STSE", "sv3d", ONE, 0}, {"STSE", "vexu", ONE, 0}, {"STSE", "lhvC", ONE, 0},
    {"STSE", "dfLa", ONE, 0}, {"STSE", "dec3", ONE, 0}, {"STSE", "dac4", ONE, 0}, {"STSE", "vvcC", ONE, 0}, {"STSE", "pcmC", ONE, 0},
};

#define NEEDED (sizeof needed / sizeof *needed)

struct level {
    char type[5];
    uint64_t at, end;
    unsigned version;
    bool seen[NEEDED];
};

struct proof {
    ls_cleaning *cleaning;
    const ls_bytes *photo, *made;
    const ls_container *container; /* of the copy */
    size_t range;                  /* of it, at which the comparison has come */
    struct level levels[LS_BOX_DEPTH];
    unsigned depth;
};

static ls_status unproven(const struct proof *proof, uint64_t at, const char *what)
{
    return ls_cleaning_unproven(proof->cleaning, "byte %llu: %s", (unsigned long long)at, what);
}

static bool is_zero(const ls_bytes *bytes, uint64_t from, uint64_t to)
{
    const ls_bytes part = ls_bytes_part(bytes, from, to > from ? to - from : 0);
    return !part.size || (part.data[0] == 0 && memcmp(part.data, part.data + 1, part.size - 1) == 0);
}

static bool is_equal(const struct proof *proof, uint64_t from, uint64_t to)
{
    const uint64_t size = to > from ? to - from : 0;
    return ls_bytes_has(proof->photo, from, size) && ls_bytes_has(proof->made, from, size) &&
           (!size || memcmp(proof->photo->data + from, proof->made->data + from, (size_t)size) == 0);
}

/* The same bytes, or zeros where a walk of the copy says that nothing needs them. Asked from the front of the file to its end. */
static ls_status prove_same(struct proof *proof, uint64_t from, uint64_t to)
{
    const ls_container *container = proof->container;
    while (from < to) {
        while (proof->range < container->range_count && container->ranges[proof->range].to <= from)
            proof->range++;
        if (proof->range == container->range_count || container->ranges[proof->range].from > from)
            return unproven(proof, from, "not accounted for");
        const ls_range *range = &container->ranges[proof->range];
        const uint64_t end = range->to < to ? range->to : to;
        if (range->role == LS_ROLE_PADDING ? !is_zero(proof->made, from, end) : !is_equal(proof, from, end))
            return unproven(proof, from, "not the bytes of the film");
        from = end;
    }
    return LS_OK;
}

static ls_status prove_zero(struct proof *proof, uint64_t from, uint64_t to)
{
    return is_zero(proof->made, from, to) ? LS_OK : unproven(proof, from, "not empty");
}

/* ------------------------------------------------------------------------------------------------- single boxes */

static const struct needed *find(const char *parent, const char *type)
{
    for (size_t i = 0; i < NEEDED; i++)
        if (strcmp(needed[i].parent, parent) == 0 && memcmp(needed[i].type, type, 4) == 0)
            return &needed[i];
    return NULL;
}

static bool is_media(const ls_bytes *photo, const ls_box *trak)
{
    char handler[5];
    ls_mp4_handler(photo, trak, handler);
    return strcmp(handler, "vide") == 0 || strcmp(handler, "soun") == 0 || strcmp(handler, "pict") == 0 || strcmp(handler, "auxv") == 0;
}

/* Would a player miss it? Of a box that comes once only the first counts. */
static bool is_missed(const struct proof *proof, const struct level *around, const struct needed *row, const ls_box *box)
{
    if (!row || (row->how & OPTIONAL) || (!(row->how & MANY) && around->seen[row - needed]))
        return strcmp(around->type, "stsd") == 0;
    return !ls_box_is(box, "trak") || is_media(proof->photo, box);
}

/* A box that has become a free one. */
static ls_status prove_freed(struct proof *proof, const struct level *around, const struct needed *row, const ls_box *box, const ls_box *made)
{
    if (made->end != box->end || is_missed(proof, around, row, box))
        return unproven(proof, box->at, "a box that players need is gone");
    return prove_zero(proof, made->body, made->end);
}

/* Brands of the film or the plainest of all, and no version. */
static ls_status prove_brands(struct proof *proof, const ls_box *box)
{
    for (uint64_t at = box->body; at + 4 <= box->end; at += 4) {
        const bool plain = ls_bytes_match(proof->made, at, "isom", 4) || is_equal(proof, at, at + 4);
        if (at == box->body + 4 ? !is_zero(proof->made, at, at + 4) : !plain)
            return unproven(proof, at, "a brand that the film has not");
    }
    return LS_OK;
}

/* [from, to) of the content is empty, the rest that of the film. */
static ls_status prove_but(struct proof *proof, const ls_box *box, uint64_t from, uint64_t to)
{
    const uint64_t begin = box->body + from < box->end ? box->body + from : box->end, end = to < box->end - box->body ? box->body + to : box->end;
    ls_status status = prove_same(proof, box->body, begin);
    if (!status)
        status = prove_zero(proof, begin, end);
    return status ? status : prove_same(proof, end, box->end);
}

static ls_status prove_leaf(struct proof *proof, const ls_box *box)
{
    if (ls_box_is(box, "ftyp") || ls_box_is(box, "styp"))
        return prove_brands(proof, box);
    if (ls_box_is(box, "mvhd") || ls_box_is(box, "tkhd") || ls_box_is(box, "mdhd"))
        return prove_but(proof, box, 4, ls_bytes_u8(proof->made, box->body) == 1 ? 20 : 12);
    if (ls_box_is(box, "hdlr"))
        return prove_but(proof, box, LS_HDLR_MAKER, box->end - box->body);
    return prove_same(proof, box->body, box->end);
}

static bool is_profile(const ls_bytes *colr)
{
    return ls_bytes_match(colr, 0, "prof", 4) || ls_bytes_match(colr, 0, "rICC", 4);
}

static ls_status prove_profile(struct proof *proof, const ls_bytes *before, const ls_bytes *after)
{
    const ls_bytes profile = ls_bytes_after(before, 4), kept = ls_bytes_after(after, 4);
    const ls_status status = ls_clean_icc(proof->cleaning, &profile);
    if (status)
        return status;
    const ls_bytes *icc = &proof->cleaning->icc;
    return is_profile(after) && kept.size == icc->size && memcmp(kept.data, icc->data, kept.size) == 0 ? LS_OK
                                                                                                       : unproven(proof, before->from, "other colours");
}

/* All parameter sets are there, in their order, and nothing else. */
static ls_status prove_parameters(struct proof *proof, const ls_bytes *before, const ls_bytes *after)
{
    const uint64_t first = LS_HVCC_ARRAYS + 1u;
    uint64_t at = first, end = first;
    unsigned kept = 0;
    bool same = before->size >= first && after->size >= first && memcmp(before->data, after->data, LS_HVCC_ARRAYS) == 0;
    for (unsigned arrays = ls_bytes_u8(before, LS_HVCC_ARRAYS); arrays && same; arrays--) {
        bool sets;
        const ls_bytes array = ls_mp4_next_array(before, &at, &sets);
        same = array.size > 0 && (!sets || ls_bytes_match(after, end, array.data, array.size));
        end += sets ? array.size : 0;
        kept += sets;
    }
    same &= end == after->size && ls_bytes_u8(after, LS_HVCC_ARRAYS) == kept;
    return same ? LS_OK : unproven(proof, before->from, "other parameters");
}

static bool may_be_shorter(const struct proof *proof, const struct level *around, const ls_box *box)
{
    const ls_bytes body = ls_box_body(proof->photo, box);
    return strcmp(around->type, "STSE") == 0 &&
           ((ls_box_is(box, "hvcC") && !is_equal(proof, box->at, box->end)) || (ls_box_is(box, "colr") && is_profile(&body)));
}

/* A box that is shorter than the film's, and an empty one behind it. */
static ls_status prove_shortened(struct proof *proof, const ls_box *box, const ls_box *made)
{
    const ls_bytes before = ls_box_body(proof->photo, box), after = ls_box_body(proof->made, made);
    ls_box rest = {.end = made->end};
    if (made->end > box->end || made->body != box->body)
        return unproven(proof, box->at, "a box has grown");
    if (made->end < box->end && (!ls_box_read(proof->made, made->end, box->end, false, &rest) || rest.end != box->end || !ls_box_is(&rest, "free") ||
                                 !is_zero(proof->made, rest.body, rest.end)))
        return unproven(proof, made->end, "not empty");
    return ls_box_is(box, "hvcC") ? prove_parameters(proof, &before, &after) : prove_profile(proof, &before, &after);
}

/* --------------------------------------------------------------------------------------------------- the walk */

static ls_status open_level(struct proof *proof, const ls_box *box, const char *type, uint64_t skip)
{
    const uint64_t at = skip < box->end - box->body ? box->body + skip : box->end;
    if (proof->depth == LS_BOX_DEPTH)
        return unproven(proof, box->at, "boxes too deep inside each other");
    struct level *level = &proof->levels[proof->depth++];
    *level = (struct level){.at = at, .end = box->end, .version = ls_bytes_u8(proof->made, box->body)};
    memcpy(level->type, type, 5);
    return prove_same(proof, box->body, at);
}

static ls_status prove_entry(struct proof *proof, const struct level *stsd, const ls_box *box)
{
    const ls_leaf leaf = {box->type, "stsd", ls_box_body(proof->made, box), stsd->version};
    bool plain;
    const uint64_t size = ls_sample_entry_size(&leaf, &plain), name = LS_ENTRY_NAME + LS_ENTRY_NAME_SIZE;
    if (!size || size > leaf.body.size)
        return unproven(proof, box->at, "samples of a kind that is not known");
    ls_box fields = *box;
    fields.end = box->body + (size < name ? size : LS_ENTRY_NAME);
    ls_status status = prove_but(proof, &fields, LS_ENTRY_VENDOR, LS_ENTRY_VENDOR + 4);
    if (!status && size >= name)
        status = prove_zero(proof, box->body + LS_ENTRY_NAME, box->body + name);
    if (!status && size >= name)
        status = prove_same(proof, box->body + name, box->body + size);
    if (status)
        return status;
    struct level *level = &proof->levels[proof->depth];
    if (proof->depth == LS_BOX_DEPTH)
        return unproven(proof, box->at, "boxes too deep inside each other");
    proof->depth++;
    *level = (struct level){.type = "STSE", .at = box->body + size, .end = box->end};
    return LS_OK;
}

static bool is_any(const ls_box *box, const char *const *types)
{
    for (; *types; types++)
        if (ls_box_is(box, *types))
            return true;
    return false;
}

/* A box of the film and what stands in its place. */
static ls_status prove_box(struct proof *proof, const ls_box *box, const ls_box *made)
{
    static const char *const fillers[] = {"free", "skip", "wide", NULL}, *const data[] = {"mdat", "imda", "idat", NULL};
    struct level *around = &proof->levels[proof->depth - 1];
    const struct needed *row = strcmp(around->type, "tref") == 0 ? NULL : find(around->type, box->type);
    const bool reference = strcmp(around->type, "tref") == 0 && memcmp(box->type, made->type, 4) == 0;
    if (!ls_box_is(box, "free") && ls_box_is(made, "free"))
        return prove_freed(proof, around, row, box, made);
    if (memcmp(box->type, made->type, 4) != 0)
        return unproven(proof, box->at, "another box");
    if (may_be_shorter(proof, around, box))
        return prove_shortened(proof, box, made);
    if (made->end != box->end || !is_equal(proof, box->at, box->body))
        return unproven(proof, box->at, "another box");
    if (is_any(box, fillers))
        return prove_zero(proof, box->body, box->end);
    if (strcmp(around->type, "stsd") == 0)
        return prove_entry(proof, around, box);
    if (reference || (proof->depth == 1 && is_any(box, data)))
        return prove_same(proof, box->body, box->end);
    if (!row)
        return unproven(proof, box->at, "a box that no player needs");
    around->seen[row - needed] = true;
    return row->how & TREE ? open_level(proof, box, box->type, row->skip) : prove_leaf(proof, box);
}

ls_status ls_prove_mp4(ls_cleaning *cleaning, const ls_made *made)
{
    struct proof proof = {.cleaning = cleaning, .photo = &cleaning->file, .made = &made->file, .container = &made->container, .depth = 1};
    ls_status status = LS_OK;
    proof.levels[0].end = made->file.size;
    while (!status && proof.depth) {
        struct level *level = &proof.levels[proof.depth - 1];
        ls_box box, copy;
        const bool found = ls_box_read(proof.photo, level->at, level->end, proof.depth == 1, &box) && !box.cut;
        if (!found) { /* what stands there is no box */
            status = prove_same(&proof, level->at, level->end);
            proof.depth--;
        } else if (!ls_box_read(proof.made, level->at, level->end, proof.depth == 1, &copy) || copy.cut) {
            status = unproven(&proof, level->at, "a box is gone");
        } else {
            level->at = box.end;
            status = prove_box(&proof, &box, &copy);
        }
    }
    return status;
}
