/* SPDX-License-Identifier: Apache-2.0 */
/* JPEG through libjpeg-turbo. */
#include "image/rows.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include <jerror.h>

/*
 * A progressive picture of a few kilobytes may hold thousands of scans, each of which costs a pass over all pixels.
 * Real encoders write about ten (libjpeg's default script), a hand-made script at most a few dozen.
 */
#define SCANS_MAX 200
/* libjpeg's own memory: the coefficients of a progressive picture take 2 bytes a sample, 3 or 4 samples a pixel. */
#define COEFFICIENT_BYTES 10
#define WORKING_BYTES (64L << 20)
#define HELD_BYTES 420000000u /* coefficients and decoded pixels at once: the process stays under 600 MB */

typedef struct jpeg_state {
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    const unsigned char *data;
    size_t size;
    bool damaged; /* a warning said that pixels are missing or wrong */
    uint64_t at;  /* the byte where it was noticed */
    char message[JMSG_LENGTH_MAX];
} jpeg_state;

static uint64_t position(const jpeg_state *reader, const struct jpeg_source_mgr *source)
{
    /* at the end of the data the memory source hands out an end marker of its own, from elsewhere */
    const uintptr_t start = (uintptr_t)reader->data, next = source ? (uintptr_t)source->next_input_byte : 0;
    return next >= start && next - start <= reader->size ? next - start : reader->size;
}

static void note(j_common_ptr common)
{
    jpeg_state *reader = common->client_data;
    reader->at = position(reader, ((j_decompress_ptr)common)->src);
    if (common->err->msg_code == JWRN_JPEG_EOF) /* the entropy decoder keeps its place to itself */
        reader->at = reader->size;
    (*common->err->format_message)(common, reader->message);
}

static void fail(j_common_ptr common)
{
    jpeg_state *reader = common->client_data;
    if (!reader->damaged) /* the first complaint is nearest to the cause */
        note(common);
    longjmp(reader->escape, 1);
}

/* Some cameras fill the coded data up to an even length before EOI. */
#define FILL_MAX 2
#define MARKER_EOI 0xD9

/*
 * libjpeg's warnings that leave every pixel as the encoder meant it. Bytes left over before a marker do not: a single
 * wrong bit in the coded data often shows in nothing else, and whole texts may stand there.
 */
static bool harmless(const struct jpeg_error_mgr *errors)
{
    const int *parameters = errors->msg_parm.i; /* of the next case: bytes skipped, marker found */
    switch (errors->msg_code) {
    case JWRN_EXTRANEOUS_DATA: return parameters[0] <= FILL_MAX && parameters[1] == MARKER_EOI;
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
    case JWRN_TOO_MUCH_DATA: return true;
    default: return false;
    }
}

static void warn(j_common_ptr common, int level)
{
    jpeg_state *reader = common->client_data;
    if (level >= 0 || reader->damaged || harmless(common->err))
        return;
    reader->damaged = true;
    note(common);
}

static void watch(j_common_ptr common)
{
    jpeg_state *reader = common->client_data;
    if (((j_decompress_ptr)common)->input_scan_number <= SCANS_MAX)
        return;
    reader->damaged = true;
    note(common);
    snprintf(reader->message, sizeof reader->message, "more than %d scans", SCANS_MAX);
    longjmp(reader->escape, 1);
}

/* Adobe writes CMYK upside down (255 is no ink), and so does everybody who writes CMYK JPEG with its marker. */
static void cmyk_row(const unsigned char *cmyk, unsigned char *rgb, uint32_t width, bool inverted)
{
    for (uint32_t x = 0; x < width; x++, cmyk += 4, rgb += 3) {
        unsigned k = inverted ? cmyk[3] : 255u - cmyk[3];
        for (int c = 0; c < 3; c++)
            rgb[c] = (unsigned char)((inverted ? cmyk[c] : 255u - cmyk[c]) * k / 255);
    }
}

static void read_rows(struct jpeg_decompress_struct *jpeg, ls_raster *raster, JSAMPARRAY cmyk)
{
    while (jpeg->output_scanline < jpeg->output_height) {
        unsigned char *row = raster->data + (size_t)jpeg->output_scanline * raster->stride;
        if (!cmyk) {
            jpeg_read_scanlines(jpeg, &row, 1);
            continue;
        }
        jpeg_read_scanlines(jpeg, cmyk, 1);
        cmyk_row(cmyk[0], row, raster->width, jpeg->saw_Adobe_marker);
    }
}

/* What libjpeg holds until the last scan: two bytes a sample of every component, in whole blocks. */
static uint64_t coefficient_bytes(struct jpeg_decompress_struct *jpeg)
{
    uint64_t blocks = 0;
    for (int i = 0; i < jpeg->num_components && jpeg_has_multiple_scans(jpeg); i++)
        blocks += (uint64_t)jpeg->comp_info[i].width_in_blocks * jpeg->comp_info[i].height_in_blocks;
    return blocks * DCTSIZE2 * sizeof(JCOEF);
}

/* The largest of libjpeg's whole divisors that leaves the shorter side long enough; half when the whole takes too much. */
static void choose_scale(struct jpeg_decompress_struct *jpeg, uint32_t least_side, uint64_t coefficients)
{
    const uint32_t side = jpeg->image_width < jpeg->image_height ? jpeg->image_width : jpeg->image_height;
    const uint64_t pixels = (uint64_t)jpeg->image_width * jpeg->image_height;
    jpeg->scale_num = 1;
    jpeg->scale_denom = pixels > LS_WHOLE_PIXELS || coefficients + pixels * 3 > HELD_BYTES ? 2 : 1;
    while (least_side && jpeg->scale_denom < 8 && side / (jpeg->scale_denom * 2) >= least_side)
        jpeg->scale_denom *= 2;
    jpeg->do_fancy_upsampling = jpeg->scale_denom == 1; /* colour may be coarse at a first look */
    jpeg_calc_output_dimensions(jpeg);
}

static ls_status start(struct jpeg_decompress_struct *jpeg, uint64_t pixel_limit, uint32_t least_side, ls_raster *raster,
                       ls_outcome *outcome)
{
    jpeg_read_header(jpeg, TRUE);
    ls_status status = ls_decode_check_size(jpeg->image_width, jpeg->image_height, pixel_limit, outcome);
    if (status)
        return status;
    const bool cmyk = jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
    jpeg->out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
    const uint64_t coefficients = coefficient_bytes(jpeg);
    if (coefficients > HELD_BYTES)
        return ls_decode_check_memory(jpeg->image_width, jpeg->image_height,
                                      HELD_BYTES / (coefficients / ((uint64_t)jpeg->image_width * jpeg->image_height) + 1),
                                      "progressive JPEG", outcome);
    jpeg->mem->max_memory_to_use =
        WORKING_BYTES + (long)jpeg->image_width * (long)jpeg->image_height * COEFFICIENT_BYTES;
    choose_scale(jpeg, least_side, coefficients);
    status = ls_raster_alloc(raster, jpeg->output_width, jpeg->output_height, 3);
    if (status)
        return ls_decode_no_memory(status, outcome);
    raster->stored_width = jpeg->image_width;
    raster->stored_height = jpeg->image_height;
    raster->scale = (double)jpeg->image_width / jpeg->output_width;
    return LS_OK;
}

static ls_status decode(struct jpeg_decompress_struct *jpeg, uint64_t pixel_limit, uint32_t least_side, ls_raster *raster,
                        ls_outcome *outcome)
{
    ls_status status = start(jpeg, pixel_limit, least_side, raster, outcome);
    if (status)
        return status;
    jpeg_start_decompress(jpeg);
    JSAMPARRAY cmyk = NULL;
    if (jpeg->out_color_space == JCS_CMYK)
        cmyk = (*jpeg->mem->alloc_sarray)((j_common_ptr)jpeg, JPOOL_IMAGE, jpeg->output_width * 4, 1);
    read_rows(jpeg, raster, cmyk);
    jpeg_finish_decompress(jpeg);
    return LS_OK;
}

/* Rows that were not reached are shown in the gray that libjpeg itself uses for missing data. */
static void fill_rest(ls_raster *raster, uint32_t from)
{
    for (size_t at = (size_t)from * raster->stride; at < (size_t)raster->height * raster->stride; at++)
        raster->data[at] = 128;
}

ls_status ls_decode_jpeg(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_raster *raster,
                         ls_outcome *outcome)
{
    return ls_decode_jpeg_smaller(data, size, pixel_limit, 0, raster, outcome);
}

ls_status ls_decode_jpeg_smaller(const unsigned char *data, size_t size, uint64_t pixel_limit, uint32_t least_side,
                                 ls_raster *raster, ls_outcome *outcome)
{
    struct jpeg_decompress_struct jpeg = {0};
    jpeg_state reader = {.data = data, .size = size, .progress = {.progress_monitor = watch}};
    /* after a longjmp only what is volatile or lives elsewhere is certain: status, and *raster through its pointer */
    volatile ls_status status = LS_E_FORMAT;

    jpeg.err = jpeg_std_error(&reader.errors);
    reader.errors.error_exit = fail;
    reader.errors.emit_message = warn;
    jpeg.client_data = &reader;
    if (setjmp(reader.escape) == 0) {
        jpeg_create_decompress(&jpeg);
        jpeg.progress = &reader.progress;
        jpeg_mem_src(&jpeg, data, size);
        status = decode(&jpeg, pixel_limit, least_side, raster, outcome);
    } else if (raster->data && jpeg.output_scanline > 0) {
        fill_rest(raster, jpeg.output_scanline);
        reader.damaged = true;
        status = LS_OK;
    } else {
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "%s at byte %" PRIu64, reader.message, reader.at);
    }
    if (status == LS_OK && reader.damaged)
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "%s at byte %" PRIu64, reader.message, reader.at);
    jpeg_destroy_decompress(&jpeg);
    return status;
}
