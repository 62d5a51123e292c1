/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes of films and of HEIF files that tell something (ISO/IEC 14496-12, 23008-12; 3GPP TS 26.244; QuickTime File Format). */
#include "metadata/bmff.h"
#include "metadata/iso6709.h"
#include "metadata/gps.h"
#include "metadata/tags.h"
#include "metadata/time.h"
#include "metadata/words.h"

#include <stdio.h>
#include <string.h>

/* `body`: the content; `key`: what the table says it tells. */
typedef void box_reader(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier);

/* ------------------------------------------------------------------------------------------------- texts */

static ls_bytes text_at(const ls_bytes *body, uint64_t *at)
{
    const uint64_t end = ls_bytes_find(body, *at, 0);
    const ls_bytes text = ls_bytes_part(body, *at, end > *at ? end - *at : 0);
    *at = end + 1;
    return text;
}

/* A box's type is the end of its path, and the name of the text in it. */
static void print_text(ls_meta *meta, const ls_bytes *text, const char *carrier)
{
    const char *slash = strrchr(carrier, '/'), *name = slash ? slash + 1 : carrier;
    if (ls_bytes_match(text, 0, "\xFE\xFF", 2) || ls_bytes_match(text, 0, "\xFF\xFE", 2))
        ls_tag_utf16(meta, name, text, true, carrier); /* the mark decides */
    else
        ls_tag_bytes(meta, name, text, carrier);
}

static void state_text(ls_meta *meta, ls_fact_key key, const ls_bytes *text, const char *carrier)
{
    char time[LS_TIME_SIZE];
    print_text(meta, text, carrier);
    if (ls_bytes_match(text, 0, "\xFE\xFF", 2) || ls_bytes_match(text, 0, "\xFF\xFE", 2)) {
        const ls_bytes wide = ls_bytes_after(text, 2);
        ls_words_utf16(meta, key, &wide, text->data[0] == 0xFE, carrier);
    } else if (key == LS_FACT_TIME_TAKEN && text->size && ls_time_parse((const char *)text->data, text->size, time)) {
        ls_meta_string(meta, key, time, carrier, ls_bytes_where(text, 0, text->size));
    } else {
        ls_words_guess(meta, key == LS_FACT_TIME_TAKEN ? LS_FACT_NOTE_TEXT : key, text, carrier);
    }
}

static void read_plain(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    state_text(meta, key, body, carrier);
}

#define LANGUAGES_MAX 32

/* One text per language, each with its length and language in front (QuickTime File Format, user data text). */
static void read_international(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    uint64_t at = 0;
    for (int i = 0; i < LANGUAGES_MAX && ls_bytes_has(body, at, 4); i++) {
        const uint64_t size = ls_bytes_u16(body, at, true);
        if (!ls_bytes_has(body, at + 4, size))
            break;
        const ls_bytes text = ls_bytes_part(body, at + 4, size);
        if (key == LS_FACT_GPS_LAT) {
            print_text(meta, &text, carrier);
            ls_read_iso6709(meta, &text, carrier);
        } else
            state_text(meta, key, &text, carrier);
        at += 4 + size;
    }
    ls_bytes rest = ls_bytes_after(body, at);
    while (rest.size && rest.data[rest.size - 1] == 0)
        rest.size--;
    if (rest.size && key == LS_FACT_GPS_LAT && at == 0) { /* a text without length and language */
        print_text(meta, &rest, carrier);
        ls_read_iso6709(meta, &rest, carrier);
    } else if (rest.size)
        state_text(meta, LS_FACT_NOTE_TEXT, &rest, carrier);
}

/* Version, language, text, and perhaps more behind its NUL (3GPP TS 26.244, 8.2). */
static void read_3gpp(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    const ls_bytes text = ls_bytes_after(body, 6);
    if (ls_bytes_match(&text, 0, "\xFE\xFF", 2)) {
        state_text(meta, key, &text, carrier);
    } else {
        print_text(meta, &text, carrier);
        ls_words_ascii(meta, key, &text, carrier);
    }
}

/* Language, then name, description and tags of an item (HEIF, 6.5.20). */
static void read_description(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    uint64_t at = 4;
    text_at(body, &at);
    const ls_bytes texts = ls_bytes_after(body, at);
    print_text(meta, &texts, carrier);
    ls_words_ascii(meta, key, &texts, carrier);
}

/* Text and language (HEIF, 6.5.21), or where a track's data is. */
static void read_strings(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    const ls_bytes text = ls_bytes_after(body, 4);
    print_text(meta, &text, carrier);
    ls_words_ascii(meta, key, &text, carrier);
}

/* Printable text in a box that should be empty is a note, mostly of the program that wrote the file. */
static void read_free(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    ls_bytes text = *body;
    while (text.size && text.data[text.size - 1] == 0)
        text.size--;
    for (size_t i = 0; i < text.size; i++)
        if ((text.data[i] < 0x20 && !strchr("\t\r\n", text.data[i])) || text.data[i] > 0x7E || !text.data[i]) {
            ls_meta_unread(meta, carrier, "bytes in a box that should be empty", ls_bytes_where(body, 0, body->size));
            return;
        }
    ls_words_guess(meta, key, &text, carrier);
}

/* ------------------------------------------------------------------------------------------------- headers */

static void state_time(ls_meta *meta, ls_fact_key key, uint64_t seconds, const char *carrier, ls_span where)
{
    char time[LS_TIME_SIZE];
    if (ls_time_from_1904(seconds, time))
        ls_meta_string(meta, key, time, carrier, where);
    else if (seconds)
        ls_meta_unread(meta, carrier, "a time that is none", where);
}

/* mvhd, tkhd, mdhd: created, modified. */
static void read_times(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    const bool wide = ls_bytes_u8(body, 0) == 1;
    const unsigned size = wide ? 8 : 4;
    (void)key;
    state_time(meta, LS_FACT_TIME_TAKEN, wide ? ls_bytes_u64(body, 4, true) : ls_bytes_u32(body, 4, true), carrier,
               ls_bytes_where(body, 4, size));
    state_time(meta, LS_FACT_TIME_MODIFIED, wide ? ls_bytes_u64(body, 12, true) : ls_bytes_u32(body, 8, true), carrier,
               ls_bytes_where(body, 4 + size, size));
}

/* crtt, mdft (HEIF, 6.5.18 and 6.5.19): microseconds since 1904. */
static void read_item_time(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    state_time(meta, key, ls_bytes_u64(body, 4, true) / 1000000, carrier, ls_bytes_where(body, 4, 8));
}

/* A string that ends with a NUL, or QuickTime's with its length in front. */
static void state_name(ls_meta *meta, ls_fact_key key, const ls_bytes *field, const char *carrier)
{
    const unsigned counted = ls_bytes_u8(field, 0);
    const bool pascal = counted && counted < field->size && counted < 0x20;
    const ls_bytes text = pascal ? ls_bytes_after(field, 1) : *field;
    ls_words_ascii(meta, key, &text, carrier);
}

static void read_hdlr(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    const ls_bytes name = ls_bytes_after(body, 24);
    state_name(meta, key, &name, carrier);
}

#define VISUAL_FIELDS 78u

/* The fields of a visual sample entry (12.1.3): 42 bytes, then the name of the encoder in 32. */
static void read_sample_entry(ls_meta *meta, const ls_bytes *body, const char *carrier)
{
    const ls_bytes name = ls_bytes_part(body, 42, 32);
    state_name(meta, LS_FACT_DEVICE_SOFTWARE, &name, carrier);
}

/* infe (8.11.6): name; of a mime item content type and encoding, of a uri item its kind. */
static void read_item_entry(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    const unsigned version = ls_bytes_u8(body, 0);
    const ls_bytes text = ls_bytes_after(body, version == 3 ? 14 : version == 2 ? 12 : 8);
    ls_words_ascii(meta, key, &text, carrier);
}

/* ------------------------------------------------------------------------------------------------- positions */

static double fixed(const ls_bytes *body, uint64_t at)
{
    return (double)(int32_t)ls_bytes_u32(body, at, true) / 65536;
}

/* loci (3GPP TS 26.244, 8.2): a name, a role, longitude, latitude and altitude in 16.16, a celestial body, notes. */
static void read_loci(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    uint64_t at = 6;
    const bool wide = ls_bytes_match(body, at, "\xFE\xFF", 2);
    if (wide) {
        while (ls_bytes_has(body, at, 2) && ls_bytes_u16(body, at, true))
            at += 2;
        const ls_bytes name = ls_bytes_part(body, 6, at - 6);
        state_text(meta, key, &name, carrier);
        at += 2;
    } else {
        const ls_bytes name = text_at(body, &at);
        state_text(meta, key, &name, carrier);
    }
    const ls_span where = ls_bytes_where(body, at + 1, 12);
    if (!ls_bytes_has(body, at, 13)) {
        ls_meta_unread(meta, carrier, "a position that cannot be read", where);
        return;
    }
    const double lon_degrees = fixed(body, at + 1), lat_degrees = fixed(body, at + 5);
    const ls_axis lat = ls_axis_make(lat_degrees, 0, 0, "NS"[lat_degrees < 0], "NS", 90, where);
    const ls_axis lon = ls_axis_make(lon_degrees, 0, 0, "EW"[lon_degrees < 0], "EW", 180, where);
    ls_gps_position(meta, carrier, &lat, &lon);
    ls_meta_real(meta, LS_FACT_GPS_ALTITUDE, fixed(body, at + 9), carrier, where);
    at += 13;
    text_at(body, &at); /* "earth" */
    const ls_bytes notes = ls_bytes_after(body, at);
    ls_words_ascii(meta, LS_FACT_NOTE_TEXT, &notes, carrier);
}

/* ------------------------------------------------------------------------------------------------- blocks */

static void read_colr(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    const bool profile = ls_bytes_match(body, 0, "prof", 4) || ls_bytes_match(body, 0, "rICC", 4);
    const ls_bytes data = ls_bytes_after(body, 4);
    (void)key;
    if (profile)
        ls_read_icc(meta, &data, carrier);
    else
        ls_meta_unread(meta, carrier, "a colour description that no standard names", ls_bytes_where(body, 0, body->size));
}

static void read_uuid_xmp(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    (void)key;
    ls_read_xmp(meta, body, carrier);
}

static void read_uuid_exif(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    (void)key;
    ls_read_exif(meta, body, carrier);
}

/* C2PA 2.1, A.5.1: version, purpose, where more hashes stand, then boxes of JUMBF. */
static void read_uuid_c2pa(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    uint64_t at = 4;
    const ls_bytes purpose = text_at(body, &at);
    const ls_bytes boxes = ls_bytes_after(body, at + 8);
    (void)key;
    if (ls_bytes_match(&purpose, 0, "manifest", 8) || ls_bytes_match(&purpose, 0, "original", 8) ||
        ls_bytes_match(&purpose, 0, "update", 6))
        ls_read_jumbf(meta, &boxes, carrier);
    else
        ls_meta_unread(meta, carrier, "hashes of another kind than a manifest", ls_bytes_where(body, 0, body->size));
}

static void read_list(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    (void)key;
    ls_read_value_list(meta, body, carrier);
}

/* GoPro's numbers of a camera and of a take are bytes. */
static void read_bytes(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    char text[2 * 32 + 1] = "";
    bool told = false;
    for (size_t i = 0; i < body->size && i < 32; i++) {
        snprintf(text + 2 * i, 3, "%02x", body->data[i]);
        told |= body->data[i] != 0;
    }
    if (told)
        ls_meta_string(meta, key, text, carrier, ls_bytes_where(body, 0, body->size));
}

/* A preview inside the user data. */
static void read_preview(ls_meta *meta, const ls_bytes *body, ls_fact_key key, const char *carrier)
{
    if (body->size)
        ls_meta_integer(meta, key, (int64_t)body->size, carrier, ls_bytes_where(body, 0, body->size));
    ls_meta_unread(meta, carrier, "a picture beside the film", ls_bytes_where(body, 0, body->size));
}

/* ------------------------------------------------------------------------------------------------- which is which */

static const struct {
    const char *name; /* last part of the path */
    box_reader *read;
    ls_fact_key key;
} readers[] = {
    {"mvhd", read_times, LS_FACT_TIME_TAKEN},
    {"tkhd", read_times, LS_FACT_TIME_TAKEN},
    {"mdhd", read_times, LS_FACT_TIME_TAKEN},
    {"hdlr", read_hdlr, LS_FACT_DEVICE_SOFTWARE},
    {"infe", read_item_entry, LS_FACT_NOTE_TEXT},
    {"colr", read_colr, LS_FACT_NOTE_TEXT},
    {"udes", read_description, LS_FACT_NOTE_TEXT},
    {"altt", read_strings, LS_FACT_NOTE_TEXT},
    {"crtt", read_item_time, LS_FACT_TIME_TAKEN},
    {"mdft", read_item_time, LS_FACT_TIME_MODIFIED},
    {"url", read_strings, LS_FACT_NOTE_TEXT},
    {"urn", read_strings, LS_FACT_NOTE_TEXT},
    {"free", read_free, LS_FACT_NOTE_TEXT},
    {"skip", read_free, LS_FACT_NOTE_TEXT},
    {"meta", read_list, LS_FACT_NOTE_TEXT},
    {"uuid/xmp", read_uuid_xmp, LS_FACT_NOTE_TEXT},
    {"uuid/exif", read_uuid_exif, LS_FACT_NOTE_TEXT},
    {"uuid/c2pa", read_uuid_c2pa, LS_FACT_NOTE_TEXT},
    {"XMP_", read_uuid_xmp, LS_FACT_NOTE_TEXT}, /* QuickTime (XMP specification part 3, 1.2.6) */
    {"©xyz", read_international, LS_FACT_GPS_LAT},
    {"loci", read_loci, LS_FACT_PLACE_NAME},
    {"©day", read_international, LS_FACT_TIME_TAKEN},
    {"©mak", read_international, LS_FACT_DEVICE_MAKE},
    {"©mod", read_international, LS_FACT_DEVICE_MODEL},
    {"©swr", read_international, LS_FACT_DEVICE_SOFTWARE},
    {"©too", read_international, LS_FACT_DEVICE_SOFTWARE},
    {"©enc", read_international, LS_FACT_DEVICE_SOFTWARE},
    {"©ART", read_international, LS_FACT_PERSON_ARTIST},
    {"©aut", read_international, LS_FACT_PERSON_ARTIST},
    {"©dir", read_international, LS_FACT_PERSON_ARTIST},
    {"©prd", read_international, LS_FACT_PERSON_ARTIST},
    {"©prf", read_international, LS_FACT_PERSON_ARTIST},
    {"©wrt", read_international, LS_FACT_PERSON_ARTIST},
    {"©cpy", read_international, LS_FACT_PERSON_COPYRIGHT},
    {"titl", read_3gpp, LS_FACT_NOTE_TEXT},
    {"dscp", read_3gpp, LS_FACT_NOTE_TEXT},
    {"albm", read_3gpp, LS_FACT_NOTE_TEXT},
    {"gnre", read_3gpp, LS_FACT_NOTE_TEXT},
    {"cprt", read_3gpp, LS_FACT_PERSON_COPYRIGHT},
    {"perf", read_3gpp, LS_FACT_PERSON_ARTIST},
    {"auth", read_3gpp, LS_FACT_PERSON_ARTIST},
    {"name", read_plain, LS_FACT_NOTE_TEXT},
    {"FIRM", read_plain, LS_FACT_DEVICE_SOFTWARE}, /* GoPro: firmware, lens, camera, take */
    {"LENS", read_plain, LS_FACT_DEVICE_LENS_SERIAL},
    {"CAME", read_bytes, LS_FACT_DEVICE_SERIAL},
    {"MUID", read_bytes, LS_FACT_IMAGE_ID},
    {"thmb", read_preview, LS_FACT_THUMBNAIL},
    {"thma", read_preview, LS_FACT_THUMBNAIL},
};

static bool ends_with(const char *path, const char *name)
{
    const size_t size = strlen(path), length = strlen(name);
    return size > length && path[size - length - 1] == '/' && strcmp(path + size - length, name) == 0;
}

/* A sample entry itself, and no box inside one. */
static bool is_sample_entry(const char *path)
{
    const char *last = strrchr(path, '/');
    return last && last - path >= 5 && memcmp(last - 5, "/stsd", 5) == 0;
}

bool ls_read_box(ls_meta *meta, const ls_bytes *part, const char *path, const char *carrier)
{
    ls_box box;
    if (!ls_box_read(part, 0, part->size, false, &box))
        return false;
    const ls_bytes body = ls_box_body(part, &box);
    if (is_sample_entry(path)) {
        /* the walker goes on into an entry of pictures, and what is left then are its fields */
        if (part->size != LS_BOX_HEADER + VISUAL_FIELDS)
            return false;
        read_sample_entry(meta, &body, carrier);
        return true;
    }
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (ends_with(path, readers[i].name)) {
            readers[i].read(meta, &body, readers[i].key, carrier);
            return true;
        }
    if ((unsigned char)box.type[0] != 0xA9)
        return false;
    read_international(meta, &body, LS_FACT_NOTE_TEXT, carrier);
    return true;
}
