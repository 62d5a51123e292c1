/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run over a photo's carriers: what the readers of this folder share. Facts are added through it, because a fact
 * that does not fit must never get lost silently: it shows in the outcome.
 */
#ifndef LS_METADATA_META_H
#define LS_METADATA_META_H

#include "container/bytes.h"
#include "record/container.h"
#include "record/fact.h"
#include "record/stage.h"
#include "record/tag_value.h"

/* Inflated bytes that one photo may cost, and one text of it: decompression bombs end here. */
#define LS_INFLATE_PHOTO ((size_t)32 << 20)
#define LS_INFLATE_TEXT ((size_t)8 << 20)

/* No fact keeps more of a text (facts.def), so no more of it is converted: every byte of it makes at least one. */
#define LS_META_TEXT ((size_t)4100)

/* Several blocks may be put inside each other (a profile in a text in a resource …): never deeper than this. */
#define LS_META_DEPTH 4

typedef struct ls_meta {
    const ls_source *source;
    const ls_container *container;
    ls_facts *facts;
    ls_tag_values *tags; /* NULL: not asked for. See metadata/tags.h. */
    ls_arena *arena;  /* that of the facts */
    ls_status status; /* LS_E_NOMEM sticks */
    bool overflow;    /* a fact did not fit any more */
    size_t inflate_left;
    int depth;
    bool inside;      /* of a file inside the photo: its orientation is not that of the photo */
    char unread[LS_DETAIL_MAX]; /* names of carriers that were not interpreted, ", " between them */
    bool unread_cut;
} ls_meta;

/* A value out of its key's bounds is dropped; white space and NUL at the ends of a text are no content. */
void ls_meta_text(ls_meta *meta, ls_fact_key key, const char *text, size_t size, const char *carrier, ls_span where);
void ls_meta_string(ls_meta *meta, ls_fact_key key, const char *text, const char *carrier, ls_span where);
void ls_meta_integer(ls_meta *meta, ls_fact_key key, int64_t value, const char *carrier, ls_span where);
void ls_meta_real(ls_meta *meta, ls_fact_key key, double value, const char *carrier, ls_span where);
/* Bytes of a thumbnail: one picture file, or, with a width, uncompressed rows of RGB from the first of them on. */
void ls_meta_thumbnail(ls_meta *meta, const ls_bytes *bytes, uint32_t width, uint32_t height, const char *carrier);
/* A carrier, or a part of it, whose content was not interpreted. `name` is ours and tells nothing of the content. */
void ls_meta_unread(ls_meta *meta, const char *name, const char *why, ls_span where);
/* "path/part", in the arena; `path` alone when memory ran out. */
const char *ls_meta_path(ls_meta *meta, const char *path, const char *part);
/* "path", and "path[2]" … for its further occurrences; `path` alone when memory ran out. */
const char *ls_meta_numbered(ls_meta *meta, const char *path, unsigned occurrence);

/* Readers of one carrier's content. `carrier` names it in facts. */
void ls_read_exif(ls_meta *meta, const ls_bytes *tiff, const char *carrier);
void ls_read_xmp(ls_meta *meta, const ls_bytes *packet, const char *carrier);
/* One packet in several parts, in order. */
void ls_read_xmp_parts(ls_meta *meta, const ls_bytes *parts, size_t count, const char *carrier);
void ls_read_iptc(ls_meta *meta, const ls_bytes *datasets, const char *carrier);
void ls_read_photoshop(ls_meta *meta, const ls_bytes *resources, const char *carrier);
void ls_read_makernote(ls_meta *meta, const ls_bytes *tiff, const ls_bytes *note, const char *carrier);
void ls_read_icc(ls_meta *meta, const ls_bytes *profile, const char *carrier);
void ls_read_raw_profile(ls_meta *meta, const ls_bytes *text, const char *carrier);
/* Readers of what all segments of a kind in one file hold together: one or more, in the file's order, without identifiers. */
typedef void ls_parts_reader(ls_meta *meta, const ls_bytes *segments, size_t count, const char *carrier);
ls_parts_reader ls_read_photoshop_parts, ls_read_icc_parts, ls_read_xmp_extension, ls_read_jumbf_parts;

void ls_read_comment(ls_meta *meta, const ls_bytes *text, const char *carrier);
void ls_read_jfif(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_jfxx(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_jumbf(ls_meta *meta, const ls_bytes *boxes, const char *carrier);
void ls_read_mpf(ls_meta *meta, const ls_bytes *content, const char *carrier);
void ls_read_ducky(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_adobe_cm(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_picture_info(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_unique_id(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_quality(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_wide_comment(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_seft_time(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_seft_country(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_seft_text(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_gif_comment(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_gif_text(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_gif_icc(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_gif_xmp(ls_meta *meta, const ls_bytes *data, const char *carrier);
/* A whole file; its carriers are named as ls_tiff_path() does, with `root` for "tiff". */
void ls_read_tiff(ls_meta *meta, const ls_bytes *file, const char *root);
void ls_read_tiff_preview(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_png_text(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_png_ztxt(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_png_itxt(ls_meta *meta, const ls_bytes *data, const char *carrier);
void ls_read_png_iccp(ls_meta *meta, const ls_bytes *data, const char *carrier);
/* The position that the texts of a whole file state together, if they do. */
void ls_read_png_position(ls_meta *meta, const ls_bytes *file, const char *root);
void ls_read_png_time(ls_meta *meta, const ls_bytes *data, const char *carrier);

/* Not of a carrier, but of a JPEG's tables: image.quantisation. */
void ls_read_quantisation(ls_meta *meta);

/*
 * Inflates one zlib stream into *out (initialised here, freed by the caller in any case). False when the stream is
 * damaged or larger than the bounds above.
 */
struct ls_buffer;
bool ls_inflate(ls_meta *meta, const ls_bytes *stream, struct ls_buffer *out);

#endif
