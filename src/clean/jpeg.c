/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JPEG: the coefficients are read and written again with libjpeg-turbo (as jpegtran does), so that nothing of the file survives
 * but they, their tables and what their colours need; bytes between, inside and behind the scans are gone.
 */
#include "clean/jpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

/* As in image/jpeg.c: real encoders write about ten scans, a hostile file thousands, each of which costs a pass. */
#define SCANS_MAX 200
#define WORKING_BYTES (1500L << 20) /* libjpeg would go to files beyond; the child has none, and fails */
#define SEGMENT_MAX 65533u
#define EXIF_IDENTIFIER "Exif\0" /* and the literal's own NUL: six bytes */
#define ICC_HEAD 14u             /* "ICC_PROFILE", NUL, number, count */

struct codec {
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    char message[JMSG_LENGTH_MAX];
};

static void fail(j_common_ptr common)
{
    struct codec *codec = common->client_data;
    (*common->err->format_message)(common, codec->message);
    longjmp(codec->escape, 1);
}

/*
 * Warnings that leave every coefficient as the encoder meant it: what is only too much is what cleaning is there to remove. Any
 * other one says that coefficients are wrong or missing, and nobody could say any more that the copy shows what the photo does.
 */
static void warn(j_common_ptr common, int level)
{
    switch (common->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
    case JWRN_TOO_MUCH_DATA: return;
    default: break;
    }
    if (level < 0)
        fail(common);
}

static void watch(j_common_ptr common)
{
    struct codec *codec = common->client_data;
    if (!common->is_decompressor || ((j_decompress_ptr)common)->input_scan_number <= SCANS_MAX)
        return;
    snprintf(codec->message, sizeof codec->message, "more than %d scans", SCANS_MAX);
    longjmp(codec->escape, 1);
}

static void prepare(struct codec *codec, j_common_ptr common)
{
    common->err = jpeg_std_error(&codec->errors);
    codec->errors.error_exit = fail;
    codec->errors.emit_message = warn;
    codec->progress.progress_monitor = watch;
    common->client_data = codec;
}

static void limit(struct codec *codec, j_common_ptr common)
{
    common->progress = &codec->progress;
    common->mem->max_memory_to_use = WORKING_BYTES;
}

/* ------------------------------------------------------------------------------------------------ what is kept */

/* Ranges up to the first scan: what stands behind that no viewer looks at before it shows the picture. */
static size_t header_ranges(const ls_container *container)
{
    size_t count = 0;
    while (count < container->range_count && strcmp(container->ranges[count].path, "jpeg/sos") != 0)
        count++;
    return count;
}

/* The first Exif block is the one that viewers turn the picture by. */
static ls_status find_exif(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    const size_t count = header_ranges(container);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(container->ranges[i].path, "jpeg/app1/exif") != 0)
            continue;
        const ls_bytes segment = ls_cleaning_range(cleaning, &container->ranges[i]);
        const ls_bytes tiff = ls_bytes_after(&segment, 4 + sizeof EXIF_IDENTIFIER);
        return ls_clean_exif(cleaning, &tiff);
    }
    return LS_OK;
}

/* ICC.1 annex B.4: parts that are numbered from 1 and say how many there are, in any order. */
typedef struct icc_parts {
    ls_bytes parts[256];
    unsigned count;
} icc_parts;

/* False when they make no profile: viewers then show the picture without one. */
static bool gather_icc(const ls_cleaning *cleaning, icc_parts *all)
{
    const ls_container *container = cleaning->in->container;
    const size_t count = header_ranges(container);
    unsigned found = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(container->ranges[i].path, "jpeg/app2/icc") != 0)
            continue;
        const ls_bytes segment = ls_cleaning_range(cleaning, &container->ranges[i]);
        const unsigned number = ls_bytes_u8(&segment, 16), of = ls_bytes_u8(&segment, 17);
        if (!number || number > of || (found && of != all->count) || all->parts[number].data)
            return false;
        all->parts[number] = ls_bytes_after(&segment, 4 + ICC_HEAD);
        all->count = of;
        found++;
    }
    return found && found == all->count;
}

static ls_status find_icc(ls_cleaning *cleaning)
{
    icc_parts all = {.count = 0};
    if (!gather_icc(cleaning, &all))
        return LS_OK;
    ls_buffer joined;
    ls_buffer_init(&joined, 255 * (size_t)SEGMENT_MAX);
    for (unsigned i = 1; i <= all.count; i++)
        ls_buffer_add(&joined, all.parts[i].data, all.parts[i].size);
    const ls_bytes whole = ls_bytes_decoded(joined.data, joined.size, (ls_span){0, 0});
    const ls_status status = joined.status ? joined.status : ls_clean_icc(cleaning, &whole);
    ls_buffer_free(&joined);
    return status;
}

static void write_exif(const ls_cleaning *cleaning, j_compress_ptr to)
{
    if (!cleaning->exif.size)
        return;
    jpeg_write_m_header(to, JPEG_APP0 + 1, (unsigned)(sizeof EXIF_IDENTIFIER + cleaning->exif.size));
    for (size_t i = 0; i < sizeof EXIF_IDENTIFIER; i++)
        jpeg_write_m_byte(to, EXIF_IDENTIFIER[i]);
    for (size_t i = 0; i < cleaning->exif.size; i++)
        jpeg_write_m_byte(to, cleaning->exif.data[i]);
}

/* ---------------------------------------------------------------------------------------------- the new file */

#define ROOM ((size_t)64 << 10)

struct transcoder {
    struct codec codec;
    struct jpeg_decompress_struct from;
    struct jpeg_compress_struct to;
    jvirt_barray_ptr *coefficients; /* of the photo: they live as long as `from` */
    struct jpeg_destination_mgr destination;
    ls_buffer *out;
    JOCTET room[ROOM];
};

/* libjpeg's own destination in memory leaves its caller a pointer to freed memory when writing fails half-way. */
static void open_room(j_compress_ptr to)
{
    struct transcoder *self = (struct transcoder *)to->client_data;
    self->destination.next_output_byte = self->room;
    self->destination.free_in_buffer = ROOM;
}

static boolean empty_room(j_compress_ptr to)
{
    struct transcoder *self = (struct transcoder *)to->client_data;
    if (ls_buffer_add(self->out, self->room, ROOM))
        longjmp(self->codec.escape, 1);
    open_room(to);
    return TRUE;
}

static void close_room(j_compress_ptr to)
{
    struct transcoder *self = (struct transcoder *)to->client_data;
    ls_buffer_add(self->out, self->room, ROOM - self->destination.free_in_buffer);
}

/*
 * A sequential photo is written with the standard's code tables, which libjpeg has set: they have a code for every coefficient and cost no pass
 * of their own. The photo's own could hold something in codes that no coefficient needs. A progressive one gets tables that fit.
 */
static void set_coding(struct transcoder *self)
{
    self->to.restart_interval = self->from.restart_interval;
    self->to.arith_code = self->from.arith_code;
    self->to.write_JFIF_header = self->from.saw_JFIF_marker;
    self->to.write_Adobe_marker = self->from.saw_Adobe_marker;
    if (self->from.progressive_mode)
        jpeg_simple_progression(&self->to);
    if (!self->from.arith_code)
        self->to.optimize_coding = self->from.progressive_mode;
}

/* Viewers decide by what stands before the first scan how colours are meant: markers between the scans change nothing. */
static void read_photo(const ls_cleaning *cleaning, struct transcoder *self)
{
    jpeg_mem_src(&self->from, cleaning->file.data, cleaning->file.size);
    jpeg_read_header(&self->from, TRUE);
    const boolean jfif = self->from.saw_JFIF_marker, adobe = self->from.saw_Adobe_marker;
    self->coefficients = jpeg_read_coefficients(&self->from);
    self->from.saw_JFIF_marker = jfif;
    self->from.saw_Adobe_marker = adobe;
    for (int i = 0; i < self->from.num_components; i++)
        if (!self->from.comp_info[i].quant_table) { /* libjpeg takes it from the first scan with the component */
            snprintf(self->codec.message, sizeof self->codec.message, "no scan has component %d", i + 1);
            longjmp(self->codec.escape, 1);
        }
}

static void transcode(ls_cleaning *cleaning, struct transcoder *self)
{
    read_photo(cleaning, self);
    jpeg_copy_critical_parameters(&self->from, &self->to);
    set_coding(self);
    self->out = cleaning->out;
    self->destination.init_destination = open_room;
    self->destination.empty_output_buffer = empty_room;
    self->destination.term_destination = close_room;
    self->to.dest = &self->destination;
    jpeg_write_coefficients(&self->to, self->coefficients);
    write_exif(cleaning, &self->to);
    if (cleaning->icc.size)
        jpeg_write_icc_profile(&self->to, cleaning->icc.data, (unsigned)cleaning->icc.size);
    jpeg_finish_compress(&self->to);
}

static ls_status rebuild(ls_cleaning *cleaning, struct transcoder *self)
{
    prepare(&self->codec, (j_common_ptr)&self->from);
    prepare(&self->codec, (j_common_ptr)&self->to);
    if (setjmp(self->codec.escape)) /* a full buffer says so itself */
        return cleaning->out->status ? LS_OK : ls_cleaning_refuse(cleaning, "libjpeg: %.150s", self->codec.message);
    jpeg_create_decompress(&self->from);
    jpeg_create_compress(&self->to);
    limit(&self->codec, (j_common_ptr)&self->from);
    limit(&self->codec, (j_common_ptr)&self->to);
    transcode(cleaning, self);
    return LS_OK;
}

static void release(void *decoded)
{
    struct transcoder *self = decoded;
    jpeg_destroy_decompress(&self->from);
}

ls_status ls_clean_jpeg(ls_cleaning *cleaning)
{
    ls_status status = find_exif(cleaning);
    if (!status)
        status = find_icc(cleaning);
    struct transcoder *self = status ? NULL : ls_arena_alloc(cleaning->arena, sizeof *self);
    if (!self)
        return status ? status : LS_E_NOMEM;
    status = rebuild(cleaning, self);
    jpeg_destroy_compress(&self->to);
    cleaning->decoded = self;
    cleaning->release = release;
    return status;
}

/* ------------------------------------------------------------------------------------------------- the proof */

struct comparer {
    struct codec codec;
    struct jpeg_decompress_struct copy;
    const struct transcoder *photo;
    const char *difference;
};

static bool same_component(const jpeg_component_info *a, const jpeg_component_info *b)
{
    return a->component_id == b->component_id && a->h_samp_factor == b->h_samp_factor && a->v_samp_factor == b->v_samp_factor &&
           a->width_in_blocks == b->width_in_blocks && a->height_in_blocks == b->height_in_blocks && a->quant_table &&
           b->quant_table && memcmp(a->quant_table->quantval, b->quant_table->quantval, sizeof a->quant_table->quantval) == 0;
}

/* Everything but the coefficients that the shown colours depend on. */
static const char *compare_frames(const struct jpeg_decompress_struct *a, const struct jpeg_decompress_struct *b)
{
    if (a->image_width != b->image_width || a->image_height != b->image_height || a->num_components != b->num_components ||
        a->data_precision != b->data_precision)
        return "the frame";
    if (a->jpeg_color_space != b->jpeg_color_space || a->saw_Adobe_marker != b->saw_Adobe_marker ||
        a->saw_JFIF_marker != b->saw_JFIF_marker || a->progressive_mode != b->progressive_mode || a->arith_code != b->arith_code)
        return "the coding";
    if (a->saw_JFIF_marker &&
        (a->density_unit != b->density_unit || a->X_density != b->X_density || a->Y_density != b->Y_density))
        return "the density";
    for (int i = 0; i < a->num_components; i++)
        if (!same_component(&a->comp_info[i], &b->comp_info[i]))
            return "a component or its quantisation table";
    return NULL;
}

/* Row by row: the arrays of both are whole in memory, which is what they are asked for. */
static bool same_rows(struct comparer *self, struct jpeg_decompress_struct *photo, jvirt_barray_ptr *copied, int index)
{
    const jpeg_component_info *component = &photo->comp_info[index];
    const size_t size = component->width_in_blocks * sizeof(JBLOCK);
    for (JDIMENSION row = 0; row < component->height_in_blocks; row++) {
        const JBLOCKARRAY a =
            photo->mem->access_virt_barray((j_common_ptr)photo, self->photo->coefficients[index], row, 1, FALSE);
        const JBLOCKARRAY b = self->copy.mem->access_virt_barray((j_common_ptr)&self->copy, copied[index], row, 1, FALSE);
        if (memcmp(a[0], b[0], size) != 0)
            return false;
    }
    return true;
}

static void compare(const ls_bytes *file, struct comparer *self, struct jpeg_decompress_struct *photo)
{
    jpeg_mem_src(&self->copy, file->data, file->size);
    jpeg_read_header(&self->copy, TRUE);
    jvirt_barray_ptr *copied = jpeg_read_coefficients(&self->copy);
    self->difference = compare_frames(photo, &self->copy);
    for (int i = 0; i < photo->num_components && !self->difference; i++)
        if (!same_rows(self, photo, copied, i))
            self->difference = "a coefficient";
}

static ls_status compare_safely(ls_cleaning *cleaning, const ls_bytes *file, struct comparer *self, struct transcoder *photo)
{
    prepare(&self->codec, (j_common_ptr)&self->copy);
    if (setjmp(self->codec.escape))
        return ls_cleaning_unproven(cleaning, "libjpeg: %.150s", self->codec.message);
    jpeg_create_decompress(&self->copy);
    limit(&self->codec, (j_common_ptr)&self->copy);
    compare(file, self, &photo->from);
    return self->difference ? ls_cleaning_unproven(cleaning, "%s is not that of the photo", self->difference) : LS_OK;
}

/* How many tables its components use. */
static unsigned used_tables(const struct jpeg_decompress_struct *photo)
{
    bool used[NUM_QUANT_TBLS] = {false};
    unsigned count = 0;
    for (int i = 0; i < photo->num_components; i++) {
        bool *table = &used[photo->comp_info[i].quant_tbl_no];
        count += !*table;
        *table = true;
    }
    return count;
}

ls_status ls_prove_jpeg(ls_cleaning *cleaning, const ls_made *made)
{
    struct transcoder *photo = cleaning->decoded;
    struct comparer *self = ls_arena_alloc(cleaning->arena, sizeof *self);
    if (!self)
        return LS_E_NOMEM;
    self->photo = photo;
    ls_status status = compare_safely(cleaning, &made->file, self, photo);
    jpeg_destroy_decompress(&self->copy);
    return status ? status : ls_prove_jpeg_segments(cleaning, made, used_tables(&photo->from));
}
