/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values word by word (record/tag_value.h), stated beside the facts when they were asked for: meta->tags. Without that every function here
 * returns at once. White space and NUL at the ends are no content, and a value without content is none.
 */
#ifndef LS_METADATA_TAGS_H
#define LS_METADATA_TAGS_H

#include "container/tiff.h"
#include "metadata/meta.h"

/* UTF-8 when it is valid as such, else Latin-1. Line breaks, tabs and NUL become spaces. */
void ls_tag_text(ls_meta *meta, const char *name, const char *text, size_t size, const char *carrier, ls_span where);
/* All of the bytes as such a text. */
void ls_tag_bytes(ls_meta *meta, const char *name, const ls_bytes *text, const char *carrier);
void ls_tag_utf16(ls_meta *meta, const char *name, const ls_bytes *text, bool big, const char *carrier);
void ls_tag_print(ls_meta *meta, const char *name, const char *carrier, ls_span where, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* What no text is: hexadecimal, or how many bytes there are when these are more than a line. */
void ls_tag_binary(ls_meta *meta, const char *name, const ls_bytes *data, const char *carrier);

/* Every entry of an Exif block, a TIFF file or an MPF index; `carriers` are those of its directories. */
void ls_tags_of_tiff(ls_meta *meta, const ls_tiff *tiff, const char *const *carriers);
/* One dataset, one resource. */
void ls_tag_of_iptc(ls_meta *meta, unsigned record, unsigned dataset, const ls_bytes *value, const char *carrier);
void ls_tag_of_photoshop(ls_meta *meta, unsigned id, const ls_bytes *data, const char *carrier);
/* A colour profile's header and all of its tags. */
void ls_tags_of_icc(ls_meta *meta, const ls_bytes *profile, const char *carrier);

#endif
