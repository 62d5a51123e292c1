/* SPDX-License-Identifier: Apache-2.0 */
/* Whose seals they are: the writing along their rings. */
#include "text/read_parts.h"

#include "text/quad.h"
#include "text/seal_writing.h"

#include <string.h>

#define SEALS_MOST 3u     /* of a picture: one is the issuer's, more come from those who sign with it */
#define NAME_SURE 40      /* confidence of a name that was read; a line of prose that a person can read has 50 and more */
#define NAME_LEAST 4u     /* glyphs: 某县政府 */
#define NAME_GLYPHS 16u   /* that such a strip costs */

static bool is_mirrored(const ls_second_look *look)
{
    return (look->way[look->voted[0] ? 0 : 1] & LS_WAY_MIRRORED) != 0;
}

/* Best readings without the spaces, as far as they fit. */
static void set_name(const ls_ocr_line *line, char name[LS_SEAL_NAME])
{
    size_t length = 0;
    for (size_t i = 0; i < line->count; i++) {
        const char *glyph = line->glyphs[i].readings[0].utf8;
        const size_t size = strlen(glyph);
        if (length + size >= LS_SEAL_NAME)
            break;
        if (*glyph == ' ')
            continue;
        memcpy(name + length, glyph, size);
        length += size;
    }
    name[length] = '\0';
}

static ls_status read_seal(ls_second_look *look, const ls_raster *raster, ls_seal *seal)
{
    ls_point quad[4];
    ls_raster strip;
    int seen;
    for (int i = 0; i < 4; i++)
        quad[i] = ls_raster_from_stored(raster, seal->quad[i]);
    ls_quad_make_clockwise(quad);
    ls_status status = ls_seal_unroll(&look->levels, quad, is_mirrored(look), &strip);
    if (status)
        return status == LS_E_NOMEM ? status : LS_OK;
    ls_tongue tongue = {0};
    ls_glance_free(&look->glance); /* its reading makes way for this one's */
    status = ls_languages_glance(&look->languages, &strip, look->marks, &seen);
    if (status == LS_OK)
        status = ls_languages_read(&look->languages, &strip, look->marks, seen, look->best, look->trial, &tongue);
    ls_raster_free(&strip);
    look->spent += NAME_GLYPHS * tongue.attempts;
    if (status == LS_OK && tongue.line->confidence >= NAME_SURE && tongue.line->count >= NAME_LEAST)
        set_name(tongue.line, seal->name);
    return status == LS_E_LIMIT ? LS_OK : status;
}

ls_status ls_read_seals(ls_second_look *look, const ls_raster *raster)
{
    unsigned read = 0;
    for (size_t i = 0; i < look->text->seal_count && read < SEALS_MOST && look->spent <= 2 * look->budget; i++) {
        ls_seal *seal = &look->text->seals[i];
        if (!seal->ring)
            continue;
        read++;
        ls_status status = read_seal(look, raster, seal);
        if (status)
            return status;
    }
    return LS_OK;
}
