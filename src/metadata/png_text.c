/* SPDX-License-Identifier: Apache-2.0 */
/* PNG's textual chunks and tIME (third edition, section 11.3.3). */
#include "base/buffer.h"
#include "metadata/tags.h"
#include "metadata/time.h"
#include "metadata/words.h"

#include <stdio.h>
#include <string.h>

#define KEYWORD_MAX 79

/* Keywords that the specification or widespread programs give a meaning; other texts are notes. */
static const struct {
    const char *keyword;
    ls_fact_key key;
} keywords[] = {
    {"Author", LS_FACT_PERSON_ARTIST},       {"Artist", LS_FACT_PERSON_ARTIST},
    {"Copyright", LS_FACT_PERSON_COPYRIGHT}, {"Software", LS_FACT_DEVICE_SOFTWARE},
    {"Creation Time", LS_FACT_TIME_TAKEN},   {"date:create", LS_FACT_TIME_MODIFIED},
    {"date:modify", LS_FACT_TIME_MODIFIED},  {"date:timestamp", LS_FACT_TIME_MODIFIED},
    {"Make", LS_FACT_DEVICE_MAKE},           {"Model", LS_FACT_DEVICE_MODEL},
    /* as ImageMagick writes the values of an Exif block */
    {"exif:Make", LS_FACT_DEVICE_MAKE},
    {"exif:Model", LS_FACT_DEVICE_MODEL},
    {"exif:Software", LS_FACT_DEVICE_SOFTWARE},
    {"exif:Artist", LS_FACT_PERSON_ARTIST},
    {"exif:Copyright", LS_FACT_PERSON_COPYRIGHT},
    {"exif:CameraOwnerName", LS_FACT_PERSON_OWNER},
    {"exif:BodySerialNumber", LS_FACT_DEVICE_SERIAL},
    {"exif:LensSerialNumber", LS_FACT_DEVICE_LENS_SERIAL},
    {"exif:LensModel", LS_FACT_DEVICE_LENS},
    {"exif:DateTimeOriginal", LS_FACT_TIME_TAKEN},
    {"exif:DateTimeDigitized", LS_FACT_TIME_DIGITIZED},
    {"exif:DateTime", LS_FACT_TIME_MODIFIED},
};

static bool is_plain(const char *keyword)
{
    return strcmp(keyword, "Comment") == 0 || strcmp(keyword, "Description") == 0 || strcmp(keyword, "Title") == 0;
}

/* A note that says under which keyword it stands, since that tells what the text is. */
static void state_note(ls_meta *meta, const char *keyword, const ls_bytes *text, const char *carrier)
{
    if (is_plain(keyword)) {
        ls_words_guess(meta, LS_FACT_NOTE_TEXT, text, carrier);
        return;
    }
    size_t used = strlen(keyword) + 2;
    size_t size = text->size < LS_META_TEXT ? text->size : LS_META_TEXT;
    char *line = ls_arena_alloc(meta->arena, used + size + 1);
    if (!line) {
        meta->status = LS_E_NOMEM;
        return;
    }
    snprintf(line, used + 1, "%s: ", keyword);
    memcpy(line + used, text->data, size);
    ls_bytes note = ls_bytes_decoded(line, used + size, ls_bytes_where(text, 0, text->size));
    ls_words_guess(meta, LS_FACT_NOTE_TEXT, &note, carrier);
}

static void state(ls_meta *meta, const char *keyword, const ls_bytes *text, const char *carrier)
{
    static const char raw[] = "Raw profile type ";
    char time[LS_TIME_SIZE];
    size_t i = 0;
    if (!text->size)
        return;
    if (meta->tags && strcmp(keyword, "XML:com.adobe.xmp") != 0 && strncmp(keyword, raw, sizeof raw - 1) != 0)
        ls_tag_bytes(meta, keyword, text, carrier);
    if (strcmp(keyword, "XML:com.adobe.xmp") == 0) {
        ls_read_xmp(meta, text, ls_meta_path(meta, carrier, "xmp"));
        return;
    }
    if (strncmp(keyword, raw, sizeof raw - 1) == 0) {
        ls_read_raw_profile(meta, text, carrier);
        return;
    }
    while (i < sizeof keywords / sizeof *keywords && strcmp(keywords[i].keyword, keyword) != 0)
        i++;
    ls_fact_key key = i < sizeof keywords / sizeof *keywords ? keywords[i].key : LS_FACT_NOTE_TEXT;
    if (key == LS_FACT_TIME_TAKEN || key == LS_FACT_TIME_DIGITIZED || key == LS_FACT_TIME_MODIFIED) {
        if (ls_time_parse((const char *)text->data, text->size, time)) {
            ls_meta_string(meta, key, time, carrier, ls_bytes_where(text, 0, text->size));
            return;
        }
        key = LS_FACT_NOTE_TEXT;
    }
    if (key == LS_FACT_NOTE_TEXT)
        state_note(meta, keyword, text, carrier);
    else
        ls_words_guess(meta, key, text, carrier);
}

/* Takes the keyword off the front. False when there is none of a legal length; then the chunk cannot be interpreted. */
static bool take_keyword(ls_meta *meta, const ls_bytes *data, char keyword[KEYWORD_MAX + 1], ls_bytes *rest,
                         const char *carrier)
{
    size_t end = ls_bytes_find(data, 0, 0);
    if (end >= data->size || end > KEYWORD_MAX) {
        ls_meta_unread(meta, carrier, "a text without keyword", ls_bytes_where(data, 0, data->size));
        return false;
    }
    memcpy(keyword, data->data, end);
    keyword[end] = 0;
    *rest = ls_bytes_after(data, end + 1);
    return true;
}

/* Inflates `stream` and states its text; what came out before damage or the bound still counts. */
static void state_inflated(ls_meta *meta, const char *keyword, const ls_bytes *stream, const char *carrier)
{
    ls_buffer out;
    ls_span where = ls_bytes_where(stream, 0, stream->size);
    if (!ls_inflate(meta, stream, &out))
        ls_meta_unread(meta, carrier, "compressed text that is damaged or too large", where);
    ls_bytes text = ls_bytes_decoded(out.data, out.size, where);
    state(meta, keyword, &text, carrier);
    ls_buffer_free(&out);
}

void ls_read_png_text(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    char keyword[KEYWORD_MAX + 1];
    ls_bytes text;
    if (take_keyword(meta, data, keyword, &text, carrier))
        state(meta, keyword, &text, carrier);
}

void ls_read_png_ztxt(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    char keyword[KEYWORD_MAX + 1];
    ls_bytes rest;
    if (!take_keyword(meta, data, keyword, &rest, carrier))
        return;
    ls_bytes stream = ls_bytes_after(&rest, 1); /* behind the compression method, which is always 0 */
    state_inflated(meta, keyword, &stream, carrier);
}

/* keyword, compression flag and method, language tag, translated keyword, text */
void ls_read_png_itxt(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    char keyword[KEYWORD_MAX + 1];
    ls_bytes rest;
    if (!take_keyword(meta, data, keyword, &rest, carrier))
        return;
    size_t language = ls_bytes_find(&rest, 2, 0);
    size_t translated = ls_bytes_find(&rest, language + 1, 0);
    if (translated >= rest.size) {
        ls_meta_unread(meta, carrier, "a text without its header", ls_bytes_where(data, 0, data->size));
        return;
    }
    ls_bytes text = ls_bytes_after(&rest, translated + 1);
    if (ls_bytes_u8(&rest, 0))
        state_inflated(meta, keyword, &text, carrier);
    else
        state(meta, keyword, &text, carrier);
}

void ls_read_png_time(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    char text[LS_TIME_SIZE], time[LS_TIME_SIZE];
    snprintf(text, sizeof text, "%04u-%02u-%02uT%02u:%02u:%02uZ", ls_bytes_u16(data, 0, true) % 10000u,
             ls_bytes_u8(data, 2) % 100u, ls_bytes_u8(data, 3) % 100u, ls_bytes_u8(data, 4) % 100u,
             ls_bytes_u8(data, 5) % 100u, ls_bytes_u8(data, 6) % 100u);
    if (data->size != 7 || !ls_time_parse(text, strlen(text), time))
        ls_meta_unread(meta, carrier, "no sound time", ls_bytes_where(data, 0, data->size));
    else
        ls_meta_string(meta, LS_FACT_TIME_MODIFIED, time, carrier, ls_bytes_where(data, 0, data->size));
    ls_tag_print(meta, "ModifyDate", carrier, ls_bytes_where(data, 0, data->size), "%s", text);
}
