/* SPDX-License-Identifier: Apache-2.0 */
#include "container/mpf.h"

enum { TAG_IMAGE_COUNT = 0xB001, TAG_ENTRIES = 0xB002 };

#define TIFF_ENTRY 12u /* tag, type, count, value or where it stands */
#define MPF_ENTRY 16u  /* attribute, size, offset, two dependent pictures */

bool ls_mpf_open(const ls_bytes *content, ls_mpf *mpf)
{
    *mpf = (ls_mpf){.origin = content->from, .big = ls_bytes_match(content, 0, "MM", 2)};
    if ((!mpf->big && !ls_bytes_match(content, 0, "II", 2)) || ls_bytes_u16(content, 2, mpf->big) != 42)
        return false;
    uint64_t at = ls_bytes_u32(content, 4, mpf->big);
    unsigned tags = ls_bytes_u16(content, at, mpf->big);
    uint32_t said = 0;
    for (at += 2; tags && ls_bytes_has(content, at, TIFF_ENTRY); tags--, at += TIFF_ENTRY) {
        unsigned tag = ls_bytes_u16(content, at, mpf->big);
        uint32_t count = ls_bytes_u32(content, at + 4, mpf->big), value = ls_bytes_u32(content, at + 8, mpf->big);
        if (tag == TAG_IMAGE_COUNT)
            said = value;
        if (tag == TAG_ENTRIES && ls_bytes_has(content, value, count))
            mpf->entries = ls_bytes_part(content, value, count);
    }
    mpf->count = mpf->entries.size / MPF_ENTRY;
    return mpf->count && mpf->count == said && mpf->entries.size % MPF_ENTRY == 0;
}

ls_mpf_image ls_mpf_at(const ls_mpf *mpf, size_t index)
{
    uint64_t at = (uint64_t)index * MPF_ENTRY;
    ls_mpf_image image = {.attribute = ls_bytes_u32(&mpf->entries, at, mpf->big)};
    uint32_t size = ls_bytes_u32(&mpf->entries, at + 4, mpf->big), offset = ls_bytes_u32(&mpf->entries, at + 8, mpf->big);
    if (offset) {
        image.from = mpf->origin + offset;
        image.to = image.from + size;
    }
    return image;
}
