/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/read.h"

#include "container/walk.h"
#include "metadata/bmff.h"
#include "metadata/numbers.h"

#include <string.h>

typedef void reader(ls_meta *meta, const ls_bytes *data, const char *carrier);

static void read_nothing(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    (void)meta;
    (void)data;
    (void)carrier;
}

/* RFC 9649 has the TIFF header first; some writers put JPEG's identifier before it. */
static void read_webp_exif(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    const ls_bytes tiff = ls_bytes_after(data, ls_bytes_match(data, 0, "Exif\0\0", 6) ? 6 : 0);
    ls_read_exif(meta, &tiff, carrier);
}

#define PHOTOSHOP_IDENTIFIER 14u /* "Photoshop 3.0" and a NUL */
#define ICC_IDENTIFIER 12u       /* "ICC_PROFILE" and a NUL */
#define EXTENSION_IDENTIFIER 35u /* "http://ns.adobe.com/xmp/extension/" and a NUL */

enum manner {
    NOTE,  /* each occurrence stands for itself: a comment, a text, a profile */
    BLOCK, /* facts of one occurrence belong together, so each has a name of its own: path, path[2] … */
    PART   /* those of one file make one whole, which is read after all others */
};

/*
 * Every carrier that is interpreted, one line each: its path in the file that it stands in, the bytes of identifier in front of its
 * content, how its occurrences belong together, its reader, or that of parts. What is not in this table is unread.
 */
static const struct carrier {
    const char *path;
    unsigned identifier;
    enum manner manner;
    reader *read;
    ls_parts_reader *join;
} carriers[] = {
    {"jpeg/app1/exif", 6, BLOCK, ls_read_exif, NULL},
    {"jpeg/app1/xmp", 29, BLOCK, ls_read_xmp, NULL},
    {"jpeg/app1/xmp-extension", EXTENSION_IDENTIFIER, PART, NULL, ls_read_xmp_extension},
    {"jpeg/app13/iptc", PHOTOSHOP_IDENTIFIER, PART, NULL, ls_read_photoshop_parts},
    {"jpeg/app0/jfif", 5, NOTE, ls_read_jfif, NULL},
    {"jpeg/app0/jfxx", 5, NOTE, ls_read_jfxx, NULL},
    {"jpeg/app2/icc", ICC_IDENTIFIER, PART, NULL, ls_read_icc_parts},
    {"jpeg/app2/gain-map", 0, NOTE, read_nothing, NULL}, /* numbers that scale brightness (ISO 21496-1) */
    {"jpeg/app2/mpf", 4, NOTE, ls_read_mpf, NULL},
    {"jpeg/app5/unique-id", 11, NOTE, ls_read_unique_id, NULL},
    {"jpeg/app10/comment", 8, NOTE, ls_read_wide_comment, NULL},
    {"jpeg/app11/jumbf", 2, PART, NULL, ls_read_jumbf_parts},
    {"jpeg/app12/ducky", 5, NOTE, ls_read_ducky, NULL},
    {"jpeg/app12/picture-info", 0, NOTE, ls_read_picture_info, NULL},
    {"jpeg/app13/adobe-cm", 9, NOTE, ls_read_adobe_cm, NULL},
    {"jpeg/app15/quality", 2, NOTE, ls_read_quality, NULL},
    {"jpeg/com", 0, NOTE, ls_read_comment, NULL},
    {"png/iCCP", 0, NOTE, ls_read_png_iccp, NULL},
    {"png/eXIf", 0, BLOCK, ls_read_exif, NULL},
    {"png/tEXt", 0, NOTE, ls_read_png_text, NULL},
    {"png/zTXt", 0, NOTE, ls_read_png_ztxt, NULL},
    {"png/iTXt", 0, NOTE, ls_read_png_itxt, NULL},
    {"png/tIME", 0, NOTE, ls_read_png_time, NULL},
    {"png/caBX", 0, NOTE, ls_read_jumbf, NULL},
    {"webp/C2PA", 0, NOTE, ls_read_jumbf, NULL},
    {"webp/EXIF", 0, BLOCK, read_webp_exif, NULL},
    {"webp/XMP", 0, BLOCK, ls_read_xmp, NULL},
    {"webp/ICCP", 0, NOTE, ls_read_icc, NULL},
    {"gif/comment", 0, NOTE, ls_read_gif_comment, NULL},
    {"gif/plain-text", 0, NOTE, ls_read_gif_text, NULL},
    {"gif/app/xmp", 0, BLOCK, ls_read_gif_xmp, NULL},
    {"gif/app/icc", 0, NOTE, ls_read_gif_icc, NULL},
    {"seft/Image_UTC_Data", 0, NOTE, ls_read_seft_time, NULL},
    {"seft/MCC_Data", 0, NOTE, ls_read_seft_country, NULL},
    {"seft/MotionPhoto_Version", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/MotionPhoto_AutoPlay", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/Camera_Capture_Mode_Info", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/Camera_Scene_Info", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/Color_Display_P3", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/Photo_HDR_Info", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/PhotoEditor_Re_Edit_Data", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/Original_Path_Hash_Key", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/Copy_Available_Edit_Info", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/Watermark_Info", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/Gallery_DC_Data", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/EmbeddedImageName", 0, NOTE, ls_read_seft_text, NULL},
    {"seft/EmbeddedAudioFileName", 0, NOTE, ls_read_seft_text, NULL},
    {"tiff/preview", 0, NOTE, ls_read_tiff_preview, NULL},
};

#define CARRIERS (sizeof carriers / sizeof *carriers)

/* The content of a segment, chunk or block: without marker, length, type and CRC. */
static ls_bytes content_of(const ls_meta *meta, const ls_range *range, unsigned identifier)
{
    ls_bytes file = ls_bytes_file(meta->source);
    ls_bytes part = ls_bytes_part(&file, range->from, range->to - range->from);
    switch (ls_container_kind(meta->container, range)) {
    case LS_KIND_PNG: return ls_bytes_part(&part, 8, ls_bytes_u32(&part, 0, true));
    case LS_KIND_WEBP: return ls_bytes_part(&part, 8, ls_bytes_u32(&part, 4, false));
    case LS_KIND_GIF: return ls_bytes_after(&part, 2);
    case LS_KIND_NONE: /* a block of a maker's trailer */
    case LS_KIND_TIFF: return part;
    default: return ls_bytes_after(&part, 4 + (uint64_t)identifier);
    }
}

/* Directories of a TIFF file and the values of their tags are read by ls_read_tiff(), which finds them by the same structure. */
static bool is_read_as_tag(const char *path)
{
    return strncmp(path, "tiff/ifd", 8) == 0;
}

static const struct carrier *find_carrier(const char *path)
{
    for (size_t i = 0; i < CARRIERS; i++)
        if (strcmp(carriers[i].path, path) == 0)
            return &carriers[i];
    return NULL;
}

/* Told box by box: see read_boxes(). */
static bool has_boxes(ls_kind kind)
{
    return kind == LS_KIND_HEIF || kind == LS_KIND_VIDEO;
}

/* Coded pictures that a walker did not follow to their end: something could stand behind it. */
static bool is_unfollowed(const char *path)
{
    static const char *const paths[] = {"jpeg/scan-unfollowed", "webp/unfollowed", "webp/ANMF/unfollowed"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (strcmp(path, paths[i]) == 0)
            return true;
    return false;
}

static void read_range(ls_meta *meta, const ls_range *range, unsigned seen[CARRIERS])
{
    ls_span where = {range->from, range->to};
    int64_t size = (int64_t)(range->to - range->from);
    meta->inside = range->inner != 0;
    if (meta->tags)
        ls_read_numbers(meta, range);
    if (is_unfollowed(range->local)) {
        ls_meta_unread(meta, range->path, "coded data of a kind whose end cannot be told", where);
    } else if (range->role == LS_ROLE_TRAILING && range->inner) {
        /* a file inside the file is told as a whole: read_inner() */
    } else if (range->role == LS_ROLE_TRAILING) {
        ls_meta_integer(meta, LS_FACT_CARRIER_TRAILING, size, range->path, where);
        ls_meta_unread(meta, range->path, "bytes after the end of the picture", where);
    } else if (range->role == LS_ROLE_UNKNOWN) {
        ls_meta_integer(meta, LS_FACT_CARRIER_UNKNOWN, size, range->path, where);
        ls_meta_unread(meta, range->path, "bytes that no structure accounts for", where);
    } else if (range->role == LS_ROLE_CARRIER && !is_read_as_tag(range->local) && !has_boxes(ls_container_kind(meta->container, range))) {
        const struct carrier *carrier = find_carrier(range->local);
        if (!carrier) {
            ls_meta_unread(meta, range->path, "a carrier that this version does not read", where);
            return;
        }
        const unsigned occurrence = ++seen[carrier - carriers];
        const ls_bytes data = content_of(meta, range, carrier->identifier);
        if (carrier->manner == BLOCK)
            carrier->read(meta, &data, ls_meta_numbered(meta, range->path, occurrence));
        else if (carrier->manner == NOTE)
            carrier->read(meta, &data, range->path);
    }
}

/* Those of one file that several make one whole: see ls_parts_reader. */
static void read_parts(ls_meta *meta, uint32_t inner, const struct carrier *carrier, unsigned count)
{
    const ls_container *container = meta->container;
    const char *path = NULL;
    ls_bytes *segments = ls_arena_array(meta->arena, count, sizeof *segments);
    size_t found = 0;
    if (!segments) {
        meta->status = LS_E_NOMEM;
        return;
    }
    for (size_t i = 0; i < container->range_count && found < count; i++) {
        const ls_range *range = &container->ranges[i];
        if (range->inner != inner || range->role != LS_ROLE_CARRIER || strcmp(range->local, carrier->path) != 0)
            continue;
        path = path ? path : range->path;
        segments[found++] = content_of(meta, range, carrier->identifier);
    }
    if (found)
        carrier->join(meta, segments, found, path);
}

/* The ranges of one file, without those of files inside it. */
static void read_boxes(ls_meta *meta, uint32_t inner, const ls_bytes *file, const char *root)
{
    const ls_container *container = meta->container;
    ls_range *ranges = ls_arena_array(meta->arena, container->range_count + 1, sizeof *ranges);
    size_t count = 0;
    if (!ranges) {
        meta->status = LS_E_NOMEM;
        return;
    }
    for (size_t i = 0; i < container->range_count; i++)
        if (container->ranges[i].inner == inner)
            ranges[count++] = container->ranges[i];
    ls_read_bmff(meta, file, ranges, count, root);
}

/* The photo itself (0), or a file inside it: what is read of it as a whole, not carrier by carrier through the table above. */
static void read_whole(ls_meta *meta, uint32_t inner)
{
    const ls_inner *part = inner ? &meta->container->inner[inner - 1] : NULL;
    const ls_kind kind = part ? part->kind : meta->container->kind;
    const ls_bytes photo = ls_bytes_file(meta->source);
    const ls_bytes file = part ? ls_bytes_part(&photo, part->from, part->to - part->from) : photo;
    const char *root = part ? part->path : ls_kind_root(kind); /* what the paths of its parts begin with */
    if (kind == LS_KIND_TIFF)
        ls_read_tiff(meta, &file, root);
    else if (kind == LS_KIND_PNG)
        ls_read_png_position(meta, &file, root);
    else if (has_boxes(kind))
        read_boxes(meta, inner, &file, root);
}

/* The photo itself, or a file inside it whose parts are told already. */
static void read_inner(ls_meta *meta, uint32_t inner, const unsigned seen[CARRIERS])
{
    const ls_inner *file = inner ? &meta->container->inner[inner - 1] : NULL;
    meta->inside = inner != 0;
    for (size_t i = 0; i < CARRIERS && !meta->status; i++)
        if (carriers[i].join && seen[i])
            read_parts(meta, inner, &carriers[i], seen[i]);
    if (!meta->status)
        read_whole(meta, inner);
    if (file && !file->whole)
        ls_meta_unread(meta, file->path, "a file inside the file that could not be read to its end",
                       (ls_span){file->from, file->to});
}

static void read_all(ls_meta *meta)
{
    const ls_container *container = meta->container;
    unsigned(*seen)[CARRIERS] = ls_arena_array(meta->arena, container->inner_count + 1, sizeof *seen);
    if (!seen) {
        meta->status = LS_E_NOMEM;
        return;
    }
    memset(seen, 0, (container->inner_count + 1) * sizeof *seen);
    for (size_t i = 0; i < container->range_count && !meta->status; i++)
        read_range(meta, &container->ranges[i], seen[container->ranges[i].inner]);
    for (uint32_t inner = 0; inner <= container->inner_count && !meta->status; inner++)
        read_inner(meta, inner, seen[inner]);
}

static const ls_problem *fatal_problem(const ls_container *container)
{
    for (size_t i = 0; i < container->problem_count; i++)
        if (container->problems[i].fatal)
            return &container->problems[i];
    return NULL;
}

static ls_outcome outcome_of(const ls_meta *meta)
{
    const ls_container *container = meta->container;
    const ls_problem *problem = fatal_problem(container);
    if (!container->size)
        return ls_outcome_make(LS_FAILED, LS_REASON_EMPTY, "%s", "");
    if (container->kind == LS_KIND_NONE)
        return ls_outcome_make(LS_FAILED, LS_REASON_NO_PICTURE, "byte 0: no known magic number");
    if (!ls_container_walked(container->kind))
        return ls_outcome_make(LS_FAILED, LS_REASON_FORMAT_UNREAD, "%s", ls_kind_name(container->kind));
    if (problem)
        return ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "byte %llu: %s", (unsigned long long)problem->at,
                               problem->text);
    if (meta->overflow)
        return ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "more than %d facts", LS_FACTS_MAX);
    if (meta->unread[0])
        return ls_outcome_make(LS_LIMITED, LS_REASON_CARRIER_UNREAD, "%s", meta->unread);
    if (meta->tags && meta->tags->left_out)
        return ls_outcome_make(LS_LIMITED, LS_REASON_CARRIER_UNREAD, "more than %d values", LS_TAG_VALUES_MAX);
    return ls_outcome_done();
}

ls_status ls_metadata_read(const ls_source *source, const ls_container *container, ls_facts *facts, ls_outcome *outcome)
{
    return ls_metadata_read_tags(source, container, facts, NULL, outcome);
}

ls_status ls_metadata_read_tags(const ls_source *source, const ls_container *container, ls_facts *facts, ls_tag_values *tags,
                                ls_outcome *outcome)
{
    ls_meta meta = {.source = source,
                    .container = container,
                    .facts = facts,
                    .tags = tags,
                    .arena = facts->arena,
                    .inflate_left = LS_INFLATE_PHOTO};
    if (container->size && ls_container_walked(container->kind))
        read_all(&meta);
    if (!meta.status && container->kind == LS_KIND_JPEG)
        ls_read_quantisation(&meta);
    *outcome = outcome_of(&meta);
    return meta.status;
}
