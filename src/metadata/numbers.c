/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/numbers.h"

#include <string.h>

static const struct {
    const char *path; /* in the file that the part stands in */
    ls_numbers_reader *read;
} readers[] = {
    {"jpeg/app0/jfif", ls_numbers_jfif}, {"jpeg/app14/adobe", ls_numbers_adobe}, {"jpeg/sof", ls_numbers_sof},
    {"jpeg/dri", ls_numbers_dri},        {"png/IHDR", ls_numbers_ihdr},          {"png/PLTE", ls_numbers_plte},
    {"png/gAMA", ls_numbers_gama},       {"png/pHYs", ls_numbers_phys},          {"png/cHRM", ls_numbers_chrm},
    {"png/sRGB", ls_numbers_srgb},       {"png/cICP", ls_numbers_cicp},          {"png/sBIT", ls_numbers_sbit},
    {"png/bKGD", ls_numbers_bkgd},       {"png/acTL", ls_numbers_actl},          {"png/oFFs", ls_numbers_offs},
    {"png/cLLI", ls_numbers_clli},       {"png/cLLi", ls_numbers_clli},          {"png/mDCV", ls_numbers_mdcv},
    {"png/mDCv", ls_numbers_mdcv},       {"png/tRNS", ls_numbers_trns},          {"png/sTER", ls_numbers_ster},
    {"png/hIST", ls_numbers_hist},       {"webp/VP8X", ls_numbers_vp8x},         {"webp/ANIM", ls_numbers_anim},
    {"webp/VP8", ls_numbers_vp8},        {"webp/VP8L", ls_numbers_vp8l},
    {"gif/screen", ls_numbers_screen},   {"gif/app/loop", ls_numbers_loop},
};

void ls_read_numbers(ls_meta *meta, const ls_range *range)
{
    const ls_bytes file = ls_bytes_file(meta->source), part = ls_bytes_part(&file, range->from, range->to - range->from);
    const ls_kind kind = ls_container_kind(meta->container, range);
    if (kind == LS_KIND_HEIF || kind == LS_KIND_VIDEO) {
        ls_numbers_box(meta, &part, range->path);
        return;
    }
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (strcmp(readers[i].path, range->local) == 0) {
            readers[i].read(meta, &part, range->path);
            return;
        }
}
