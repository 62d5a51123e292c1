/* SPDX-License-Identifier: Apache-2.0 */
/* That a cleaned HEIF file has the pictures of the photo: the same coded bytes, properties and relations, item by item. */
#include "clean/heif.h"

#include <string.h>

struct proof {
    ls_cleaning *cleaning;
    const ls_bytes *photo, *made;
    ls_items before, after;
    uint32_t *numbers; /* of each item of the photo in the copy, 0: it is left out */
};

static ls_status unproven(const struct proof *proof, const char *what)
{
    return ls_cleaning_unproven(proof->cleaning, "%s of a picture is not that of the photo", what);
}

/* A byte of an item, which may lie in several extents; read forwards. */
struct bytes {
    const ls_bytes *file;
    const ls_extent *extents;
    size_t left;
    uint64_t at; /* in the first of those left */
};

/* The next piece in one extent, of at most `most` bytes. */
static ls_bytes next_piece(struct bytes *bytes, uint64_t most)
{
    while (bytes->left && bytes->at == bytes->extents->length) {
        bytes->extents++;
        bytes->left--;
        bytes->at = 0;
    }
    if (!bytes->left)
        return (ls_bytes){0};
    const uint64_t rest = bytes->extents->length - bytes->at, size = rest < most ? rest : most;
    const ls_bytes piece = ls_bytes_part(bytes->file, bytes->extents->from + bytes->at, size);
    bytes->at += piece.size;
    return piece;
}

static bool same_data(const struct proof *proof, const ls_item *a, const ls_item *b)
{
    struct bytes photo = {proof->photo, a->count ? &proof->before.extents[a->first] : NULL, a->count, 0};
    struct bytes made = {proof->made, b->count ? &proof->after.extents[b->first] : NULL, b->count, 0};
    for (;;) {
        ls_bytes x = next_piece(&photo, UINT64_MAX);
        if (!x.size)
            return next_piece(&made, 1).size == 0;
        while (x.size) {
            const ls_bytes y = next_piece(&made, x.size);
            if (!y.size || memcmp(x.data, y.data, y.size) != 0)
                return false;
            x = ls_bytes_after(&x, y.size);
        }
    }
}

/* Copies may end where the walker says that structure ends, so the copy's content is the beginning of the photo's, and nothing else. */
static bool same_property(const struct proof *proof, const ls_box *a, const ls_box *b)
{
    const ls_bytes x = ls_box_body(proof->photo, a), y = ls_box_body(proof->made, b);
    if (memcmp(a->type, b->type, 4) != 0)
        return false;
    if (ls_box_is(a, "colr") && ls_clean_heif_is_profile(&x)) {
        const ls_bytes profile = ls_bytes_after(&x, 4), kept = ls_bytes_after(&y, 4);
        return ls_clean_heif_is_profile(&y) && !ls_clean_icc(proof->cleaning, &profile) && kept.size == proof->cleaning->icc.size &&
               memcmp(kept.data, proof->cleaning->icc.data, kept.size) == 0;
    }
    return y.size && y.size <= x.size && memcmp(x.data, y.data, y.size) == 0;
}

/* The next association of this item at or behind *at that display needs; NULL behind the last. */
static const ls_association *next_association(const struct proof *proof, const ls_items *items, uint32_t id, size_t *at)
{
    for (; *at < items->association_count; (*at)++) {
        const ls_association *association = &items->associations[*at];
        const ls_box *box = &items->properties[association->property - 1];
        if (association->item != id || !ls_clean_heif_displays(box->type))
            continue;
        const ls_bytes body = ls_box_body(items == &proof->before ? proof->photo : proof->made, box), profile = ls_bytes_after(&body, 4);
        /* a profile that no viewer would use is left out */
        if (ls_box_is(box, "colr") && ls_clean_heif_is_profile(&body) && items == &proof->before &&
            (ls_clean_icc(proof->cleaning, &profile) || !proof->cleaning->icc.size))
            continue;
        (*at)++;
        return association;
    }
    return NULL;
}

static ls_status prove_properties(const struct proof *proof, uint32_t id, uint32_t number)
{
    size_t at = 0, other = 0;
    for (;;) {
        const ls_association *a = next_association(proof, &proof->before, id, &at), *b = next_association(proof, &proof->after, number, &other);
        if (!a && !b)
            return LS_OK;
        if (!a || !b || a->essential != b->essential ||
            !same_property(proof, &proof->before.properties[a->property - 1], &proof->after.properties[b->property - 1]))
            return unproven(proof, "a property");
    }
}

static uint32_t number_of(const struct proof *proof, uint32_t id)
{
    const ls_item *item = ls_items_find(&proof->before, id);
    return item ? proof->numbers[item - proof->before.items] : 0;
}

static const ls_reference *next_reference(const struct proof *proof, size_t *at)
{
    while (*at < proof->before.reference_count) {
        const ls_reference *reference = &proof->before.references[(*at)++];
        if (ls_clean_heif_refers(reference->type) && number_of(proof, reference->from) && number_of(proof, reference->to))
            return reference;
    }
    return NULL;
}

/* Of both files they are sorted by the item that they go out from, and numbers rise as those of the photo do. */
static ls_status prove_references(const struct proof *proof)
{
    size_t at = 0;
    for (size_t i = 0; i < proof->after.reference_count; i++) {
        const ls_reference *made = &proof->after.references[i];
        if (strcmp(made->type, "cdsc") == 0)
            continue;
        const ls_reference *reference = next_reference(proof, &at);
        if (!reference || strcmp(reference->type, made->type) != 0 || number_of(proof, reference->from) != made->from ||
            number_of(proof, reference->to) != made->to)
            return unproven(proof, "a part");
    }
    return next_reference(proof, &at) ? unproven(proof, "a part") : LS_OK;
}

/* The group that says that the tone-mapped picture stands for the primary one, and no other. */
static ls_status prove_groups(const struct proof *proof)
{
    unsigned char expected[LS_HEIF_GROUPS];
    const ls_bytes groups = ls_clean_heif_find_groups(proof->made);
    const ls_item *map = NULL;
    ls_status status = ls_clean_heif_tone_map(proof->cleaning, &proof->before, &map);
    if (status)
        return status;
    const ls_alternatives order = map ? ls_clean_heif_alternatives(proof->photo, map->id, proof->before.primary) : LS_NO_ALTERNATIVES;
    ls_clean_heif_groups(order, number_of(proof, map ? map->id : 0), number_of(proof, proof->before.primary), expected);
    const bool same = order ? groups.size == sizeof expected && memcmp(groups.data, expected, sizeof expected) == 0 : !groups.size;
    return same ? LS_OK : unproven(proof, "the alternative");
}

static ls_status prove_items(struct proof *proof)
{
    uint32_t next = 0;
    ls_status status = LS_OK;
    for (size_t i = 0; i < proof->before.count && !status; i++) {
        const ls_item *item = &proof->before.items[i];
        if (!ls_clean_heif_stays(item, proof->cleaning->in->keep))
            continue;
        const ls_item *made = ls_items_find(&proof->after, ++next);
        if (!made || strcmp(made->type, item->type) != 0 || made->hidden != item->hidden || made->part != item->part)
            return unproven(proof, "the kind");
        if (!same_data(proof, item, made))
            return unproven(proof, "the coded data");
        proof->numbers[i] = next;
        status = prove_properties(proof, item->id, next);
    }
    if (status)
        return status;
    const uint32_t exif = (proof->cleaning->in->keep & ~(unsigned)LS_KEEP_HDR) && proof->after.count == next + 1u;
    if (proof->after.count != next + exif || proof->after.primary != number_of(proof, proof->before.primary))
        return ls_cleaning_unproven(proof->cleaning, "its pictures are not those of the photo");
    status = prove_groups(proof);
    return status ? status : prove_references(proof);
}

ls_status ls_prove_heif(ls_cleaning *cleaning, const ls_made *made)
{
    struct proof proof = {.cleaning = cleaning, .photo = &cleaning->file, .made = &made->file};
    if (!ls_clean_heif_items(proof.photo, cleaning->arena, &proof.before) || !ls_clean_heif_items(proof.made, cleaning->arena, &proof.after))
        return ls_cleaning_unproven(cleaning, "its items cannot be read");
    proof.numbers = ls_arena_array(cleaning->arena, proof.before.count + 1, sizeof *proof.numbers);
    return proof.numbers ? prove_items(&proof) : LS_E_NOMEM;
}
