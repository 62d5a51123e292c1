/* SPDX-License-Identifier: Apache-2.0 */
/* What the boxes and items of HEIF, AVIF, MP4 and QuickTime files tell. */
#ifndef LS_METADATA_BMFF_H
#define LS_METADATA_BMFF_H

#include "container/box.h"
#include "metadata/meta.h"

/*
 * Reads every carrier among `ranges`, those of one file of boxes in their order. `file`: its bytes; `root`: what its paths begin with,
 * "heif" or "mp4", or more when it stands in another file.
 */
void ls_read_bmff(ls_meta *meta, const ls_bytes *file, const ls_range *ranges, size_t count, const char *root);

/* ---- heif.c */
/* Exif blocks and XMP packets are read, other items named. */
void ls_read_items(ls_meta *meta, const ls_bytes *file, const char *root);

/*
 * ---- quicktime.c: one box, with its header; of a box whose own boxes are carriers by themselves what stands in front of them. `path` is
 * the walker's, `carrier` the name for facts. False when this version does not read boxes of this kind.
 */
bool ls_read_box(ls_meta *meta, const ls_bytes *part, const char *path, const char *carrier);

/* ---- quicktime_list.c */
/* A meta box without items: keys and values (QuickTime), or the list of iTunes. */
void ls_read_value_list(ls_meta *meta, const ls_bytes *body, const char *carrier);

#endif
