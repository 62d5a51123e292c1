/* SPDX-License-Identifier: Apache-2.0 */
/* That a cleaned TIFF has the pages of the photo: the same fields that show them, the same coded strips and tiles, and nothing below. */
#include "clean/tiff.h"

#include <string.h>

struct proof {
    ls_cleaning *cleaning;
    ls_tiff before, after;
};

static size_t next_page(const ls_tiff *tiff, size_t at)
{
    while (at < tiff->directory_count && ls_tiff_picture_of(tiff, at) != LS_TIFF_PAGE)
        at++;
    return at;
}

static bool same_value(const ls_tag *a, const ls_tag *b)
{
    return a->type == b->type && a->count == b->count && a->value.size == b->value.size &&
           (!a->value.size || memcmp(a->value.data, b->value.data, a->value.size) == 0);
}

/* Every field that shows the page is there, as it was. */
static ls_status prove_fields(struct proof *proof, size_t before, size_t after)
{
    const ls_directory *page = &proof->before.directories[before];
    for (size_t i = page->first; i < page->first + page->count; i++) {
        const ls_tag *tag = &proof->before.tags[i];
        const ls_tag *made = ls_clean_tiff_keeps(&proof->before, tag) ? ls_tiff_find_in(&proof->after, after, tag->tag) : tag;
        if (!made || !same_value(tag, made))
            return ls_cleaning_unproven(proof->cleaning, "the field %s of a page is not that of the photo", ls_tiff_tag_name(tag->tag));
    }
    return LS_OK;
}

/* And no other shows it differently. */
static ls_status prove_no_more(struct proof *proof, size_t before, size_t after)
{
    const ls_directory *page = &proof->after.directories[after];
    for (size_t i = page->first; i < page->first + page->count; i++) {
        const ls_tag *tag = &proof->after.tags[i];
        if (ls_tiff_sense_of_number(tag->tag) == LS_TIFF_CODING && !ls_tiff_find_in(&proof->before, before, tag->tag))
            return ls_cleaning_unproven(proof->cleaning, "the field %s of a page is not in the photo", ls_tiff_tag_name(tag->tag));
    }
    return LS_OK;
}

/* All that is shown of it, as it was, and no more. */
static ls_status prove_unit(struct proof *proof, const ls_bytes *before, const ls_bytes *after)
{
    uint64_t shown = 0;
    if (before->size && ls_clean_tiff_trim(proof->cleaning->in->container, before, &shown))
        return ls_cleaning_unproven(proof->cleaning, "a strip or tile is no picture data");
    if (after->size != shown || (shown && memcmp(before->data, after->data, shown) != 0))
        return ls_cleaning_unproven(proof->cleaning, "a strip or tile is not that of the photo");
    return LS_OK;
}

static bool same_layout(const ls_tiff_layout *a, const ls_tiff_layout *b)
{
    return a->offsets && b->offsets && b->lengths && a->needed == b->needed && a->tiled == b->tiled && a->coded == b->coded &&
           ls_tag_present(b->offsets) == b->needed && ls_tag_present(b->lengths) == b->needed;
}

static ls_status prove_units(struct proof *proof, size_t before, size_t after)
{
    ls_tiff_layout a, b;
    if (!ls_tiff_layout_of(&proof->before, before, &a) || !ls_tiff_layout_of(&proof->after, after, &b) || !same_layout(&a, &b))
        return ls_cleaning_unproven(proof->cleaning, "a page is cut into strips or tiles in another way");
    ls_status status = LS_OK;
    for (uint64_t i = 0; i < a.needed && !status; i++) {
        const ls_bytes unit = ls_clean_tiff_unit(&proof->before, &a, i), made = ls_clean_tiff_unit(&proof->after, &b, i);
        status = prove_unit(proof, &unit, &made);
    }
    return status;
}

/* Directories of the copy are pages in a row, and one below the first when something of Exif was kept. */
static ls_status prove_directories(struct proof *proof, size_t pages)
{
    size_t below = 0;
    for (size_t i = 0; i < proof->after.directory_count; i++) {
        const ls_directory *directory = &proof->after.directories[i];
        const bool page = (directory->ifd == LS_IFD_0 || directory->ifd == LS_IFD_1) && ls_tiff_picture_of(&proof->after, i) == LS_TIFF_PAGE;
        if (!page && (directory->ifd != LS_IFD_EXIF || ++below > 1 || !proof->cleaning->in->keep))
            return ls_cleaning_unproven(proof->cleaning, "there is more in it than pages");
    }
    return proof->after.directory_count == pages + below ? LS_OK : ls_cleaning_unproven(proof->cleaning, "it has another number of pages");
}

ls_status ls_prove_tiff(ls_cleaning *cleaning, const ls_made *made)
{
    struct proof proof = {.cleaning = cleaning};
    ls_status status = ls_tiff_read_file(&cleaning->file, cleaning->arena, &proof.before);
    if (!status)
        status = ls_tiff_read_file(&made->file, cleaning->arena, &proof.after);
    if (status)
        return status;
    if (proof.before.big != proof.after.big || proof.before.wide != proof.after.wide)
        return ls_cleaning_unproven(cleaning, "its byte order is another");
    size_t pages = 0, before = next_page(&proof.before, 0), after = next_page(&proof.after, 0);
    for (; !status && before < proof.before.directory_count && after < proof.after.directory_count; pages++) {
        status = prove_fields(&proof, before, after);
        if (!status)
            status = prove_no_more(&proof, before, after);
        if (!status)
            status = prove_units(&proof, before, after);
        before = next_page(&proof.before, before + 1);
        after = next_page(&proof.after, after + 1);
    }
    if (!status && (before < proof.before.directory_count || after < proof.after.directory_count))
        return ls_cleaning_unproven(cleaning, "it has another number of pages");
    return status ? status : prove_directories(&proof, pages);
}
