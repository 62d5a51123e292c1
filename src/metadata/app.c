/* SPDX-License-Identifier: Apache-2.0 */
/* Small application segments of JPEG: Photoshop's "Ducky" and Adobe_CM, texts of old cameras, Samsung's identifier. */
#include "metadata/tags.h"
#include "metadata/words.h"

#include <string.h>

enum { DUCKY_END, DUCKY_QUALITY, DUCKY_COMMENT, DUCKY_COPYRIGHT };

/* "Save for Web" of Photoshop: a row of identifier, length and value; texts have their number of UTF-16 units in front. */
void ls_read_ducky(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    uint64_t at = 0;
    for (unsigned id; ls_bytes_has(data, at, 2) && (id = ls_bytes_u16(data, at, true)) != DUCKY_END;) {
        const uint64_t length = ls_bytes_u16(data, at + 2, true);
        const ls_bytes value = ls_bytes_part(data, at + 4, length), text = ls_bytes_after(&value, 4);
        at += 4 + length;
        if (id == DUCKY_QUALITY && length == 4)
            ls_tag_print(meta, "Quality", carrier, ls_bytes_where(&value, 0, 4), "%lu", (unsigned long)ls_bytes_u32(&value, 0, true));
        else if (id == DUCKY_COMMENT || id == DUCKY_COPYRIGHT)
            ls_tag_utf16(meta, id == DUCKY_COMMENT ? "Comment" : "Copyright", &text, true, carrier);
        if (id == DUCKY_COMMENT || id == DUCKY_COPYRIGHT)
            ls_words_utf16(meta, id == DUCKY_COMMENT ? LS_FACT_NOTE_TEXT : LS_FACT_PERSON_COPYRIGHT, &text, true, carrier);
        else if (id != DUCKY_QUALITY || length > 4)
            ls_meta_unread(meta, carrier, "an entry that nobody names", ls_bytes_where(&value, 0, value.size));
    }
    if (at + 2 < data->size || at > data->size)
        ls_meta_unread(meta, carrier, "bytes that no entry accounts for", ls_bytes_where(data, 0, data->size));
}

/* A number of two bytes that nobody explains; anything longer could be anything. */
void ls_read_adobe_cm(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    if (data->size > 2)
        ls_meta_unread(meta, carrier, "longer than such segments are", ls_bytes_where(data, 0, data->size));
}

/* Lines of "name=value" by old cameras, with serial numbers among them; what stands behind a NUL is nobody's. */
void ls_read_picture_info(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    if (data->size > LS_META_TEXT)
        ls_meta_unread(meta, carrier, "longer than such texts are", ls_bytes_where(data, 0, data->size));
    ls_tag_bytes(meta, "PictureInfo", data, carrier);
    ls_words_ascii(meta, LS_FACT_NOTE_TEXT, data, carrier);
}

void ls_read_unique_id(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    if (data->size > 64)
        ls_meta_unread(meta, carrier, "longer than such identifiers are", ls_bytes_where(data, 0, data->size));
    ls_tag_bytes(meta, "UniqueID", data, carrier);
    ls_words_ascii(meta, LS_FACT_IMAGE_ID, data, carrier);
}

/* Two or three digits: the quality that the picture was stored with. */
void ls_read_quality(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_tag_bytes(meta, "Quality", data, carrier);
    bool number = data->size <= 4;
    for (size_t i = 0; i < data->size; i++)
        number &= (data->data[i] >= '0' && data->data[i] <= '9') || data->data[i] == ' ' || data->data[i] == 0;
    if (!number)
        ls_meta_unread(meta, carrier, "no quality", ls_bytes_where(data, 0, data->size));
}

void ls_read_wide_comment(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_tag_utf16(meta, "Comment", data, true, carrier);
    ls_words_utf16(meta, LS_FACT_NOTE_TEXT, data, true, carrier);
}
