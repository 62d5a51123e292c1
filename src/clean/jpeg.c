/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JPEG: the coefficients are read and written again with libjpeg-turbo (as jpegtran does), so that nothing of the file survives but they,
 * their tables and what their colours need; bytes between, inside and behind the scans are gone.
 */
#include "clean/cleaner.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
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
 * Warnings that leave every coefficient as the encoder meant it: what is only too much is what cleaning is there to remove. Any other one
 * says that coefficients are wrong or missing, and nobody could say any more that the copy shows what the photo does.
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

/* The first Exif block is the one that viewers turn the picture by. */
static ls_status find_exif(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    for (size_t i = 0; i < container->range_count; i++) {
        if (strcmp(container->ranges[i].path, "jpeg/app1/exif") != 0)
            continue;
        const ls_bytes segment = ls_cleaning_range(cleaning, &container->ranges[i]);
        const ls_bytes tiff = ls_bytes_after(&segment, 4 + sizeof EXIF_IDENTIFIER);
        return ls_clean_exif(cleaning, &tiff);
    }
    return LS_OK;
}

static ls_status find_icc(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    ls_buffer joined;
    ls_buffer_init(&joined, (size_t)16 << 20);
    for (size_t i = 0; i < container->range_count; i++) {
        if (strcmp(container->ranges[i].path, "jpeg/app2/icc") != 0)
            continue;
        const ls_bytes segment = ls_cleaning_range(cleaning, &container->ranges[i]), part = ls_bytes_after(&segment, 4 + ICC_HEAD);
        ls_buffer_add(&joined, part.data, part.size);
    }
    const ls_bytes whole = ls_bytes_decoded(joined.data, joined.size, (ls_span){0, 0});
    const ls_status status = joined.size && !joined.status ? ls_clean_icc(cleaning, &whole) : LS_OK;
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

struct transcoder {
    struct codec codec;
    struct jpeg_decompress_struct from;
    struct jpeg_compress_struct to;
    jvirt_barray_ptr *coefficients; /* of the photo: they live as long as `from` */
    unsigned char *made;            /* malloc'ed by libjpeg */
    unsigned long size;
};

/* The photo's own code tables: they have a code for every coefficient that it holds, and cost no pass of their own. */
static void take_tables(struct transcoder *self)
{
    for (int i = 0; i < NUM_HUFF_TBLS; i++) {
        JHUFF_TBL **to[] = {&self->to.dc_huff_tbl_ptrs[i], &self->to.ac_huff_tbl_ptrs[i]};
        const JHUFF_TBL *from[] = {self->from.dc_huff_tbl_ptrs[i], self->from.ac_huff_tbl_ptrs[i]};
        for (int kind = 0; kind < 2; kind++) {
            if (!from[kind])
                continue;
            if (!*to[kind])
                *to[kind] = jpeg_alloc_huff_table((j_common_ptr)&self->to);
            memcpy((*to[kind])->bits, from[kind]->bits, sizeof from[kind]->bits);
            memcpy((*to[kind])->huffval, from[kind]->huffval, sizeof from[kind]->huffval);
            (*to[kind])->sent_table = FALSE;
        }
    }
    for (int i = 0; i < self->to.num_components; i++) {
        self->to.comp_info[i].dc_tbl_no = self->from.comp_info[i].dc_tbl_no;
        self->to.comp_info[i].ac_tbl_no = self->from.comp_info[i].ac_tbl_no;
    }
}

/*
 * A photo in one sequential scan is written with its own code tables. One in several, whose tables may change from scan to scan, and a
 * progressive one get tables that fit.
 */
static void set_coding(struct transcoder *self)
{
    self->to.restart_interval = self->from.restart_interval;
    self->to.arith_code = self->from.arith_code;
    self->to.write_JFIF_header = self->from.saw_JFIF_marker;
    self->to.write_Adobe_marker = self->from.saw_Adobe_marker;
    if (self->from.progressive_mode)
        jpeg_simple_progression(&self->to);
    if (self->from.progressive_mode || self->from.input_scan_number > 1)
        self->to.optimize_coding = !self->from.arith_code;
    else if (!self->from.arith_code)
        take_tables(self);
}

static void transcode(ls_cleaning *cleaning, struct transcoder *self)
{
    jpeg_mem_src(&self->from, cleaning->file.data, cleaning->file.size);
    jpeg_read_header(&self->from, TRUE);
    self->coefficients = jpeg_read_coefficients(&self->from);
    jpeg_copy_critical_parameters(&self->from, &self->to);
    set_coding(self);
    jpeg_mem_dest(&self->to, &self->made, &self->size);
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
    if (setjmp(self->codec.escape))
        return ls_cleaning_refuse(cleaning, "libjpeg: %.150s", self->codec.message);
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
    if (!status)
        ls_buffer_add(cleaning->out, self->made, self->size);
    jpeg_destroy_compress(&self->to);
    free(self->made);
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
           a->width_in_blocks == b->width_in_blocks && a->height_in_blocks == b->height_in_blocks && a->quant_table && b->quant_table &&
           memcmp(a->quant_table->quantval, b->quant_table->quantval, sizeof a->quant_table->quantval) == 0;
}

/* Everything but the coefficients that the shown colours depend on. */
static const char *compare_frames(const struct jpeg_decompress_struct *a, const struct jpeg_decompress_struct *b)
{
    if (a->image_width != b->image_width || a->image_height != b->image_height || a->num_components != b->num_components ||
        a->data_precision != b->data_precision)
        return "the frame";
    if (a->jpeg_color_space != b->jpeg_color_space || a->saw_Adobe_marker != b->saw_Adobe_marker || a->saw_JFIF_marker != b->saw_JFIF_marker ||
        a->progressive_mode != b->progressive_mode || a->arith_code != b->arith_code)
        return "the coding";
    if (a->saw_JFIF_marker && (a->density_unit != b->density_unit || a->X_density != b->X_density || a->Y_density != b->Y_density))
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
        const JBLOCKARRAY a = photo->mem->access_virt_barray((j_common_ptr)photo, self->photo->coefficients[index], row, 1, FALSE);
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

ls_status ls_prove_jpeg(ls_cleaning *cleaning, const ls_made *made)
{
    struct transcoder *photo = cleaning->decoded;
    struct comparer *self = ls_arena_alloc(cleaning->arena, sizeof *self);
    if (!self)
        return LS_E_NOMEM;
    self->photo = photo;
    const ls_status status = compare_safely(cleaning, &made->file, self, photo);
    jpeg_destroy_decompress(&self->copy);
    return status;
}
