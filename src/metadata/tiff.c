/* SPDX-License-Identifier: Apache-2.0 */
/* The metadata of a TIFF file: what the directories of all its pages say. */
#include "metadata/exif.h"

#include <string.h>

void ls_read_tiff(ls_meta *meta, const ls_bytes *file, const char *root)
{
    ls_exif exif = {.note_under = NULL};
    if (ls_tiff_read_file(file, meta->arena, &exif.tiff)) {
        meta->status = LS_E_NOMEM;
        return;
    }
    if (!ls_exif_begin(&exif, meta))
        return;
    for (size_t i = 0; i < exif.tiff.directory_count; i++) {
        const char *path = ls_tiff_path(&exif.tiff, meta->arena, i);
        exif.carriers[i] = path ? ls_arena_printf(meta->arena, "%s%s", root, path + strlen(ls_kind_root(LS_KIND_TIFF))) : NULL;
        if (!exif.carriers[i]) {
            meta->status = LS_E_NOMEM;
            return;
        }
    }
    ls_exif_read(&exif);
    for (size_t i = 0; i < exif.tiff.directory_count; i++)
        ls_read_geotiff(meta, &exif.tiff, i, exif.carriers[i]);
}

/* A smaller picture of a page. */
void ls_read_tiff_preview(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_meta_integer(meta, LS_FACT_THUMBNAIL, (int64_t)data->size, carrier, ls_bytes_where(data, 0, data->size));
}
