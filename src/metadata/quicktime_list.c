/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of values in a meta box: QuickTime's, whose keys are words in a box of their own (QuickTime File Format, metadata), and iTunes',
 * whose keys are types of boxes.
 */
#include "metadata/bmff.h"
#include "metadata/iso6709.h"
#include "metadata/tags.h"
#include "metadata/time.h"
#include "metadata/words.h"

#include <stdio.h>
#include <string.h>

enum meaning { TEXT, TIME, POSITION, NUMBER, HARMLESS, PICTURE };

static const struct key {
    const char *name; /* ours: it becomes part of the carrier's name */
    enum meaning meaning;
    ls_fact_key fact;
} keys[] = {
    {"com.apple.quicktime.location.ISO6709", POSITION, LS_FACT_GPS_LAT},
    {"com.apple.quicktime.location.accuracy.horizontal", NUMBER, LS_FACT_GPS_ERROR_M},
    {"com.apple.quicktime.location.name", TEXT, LS_FACT_PLACE_NAME},
    {"com.apple.quicktime.location.note", TEXT, LS_FACT_PLACE_NAME},
    {"com.apple.quicktime.location.body", TEXT, LS_FACT_PLACE_NAME},
    {"com.apple.quicktime.location.date", TIME, LS_FACT_TIME_TAKEN},
    {"com.apple.quicktime.direction.facing", NUMBER, LS_FACT_GPS_DIRECTION},
    {"com.apple.quicktime.make", TEXT, LS_FACT_DEVICE_MAKE},
    {"com.apple.quicktime.model", TEXT, LS_FACT_DEVICE_MODEL},
    {"com.apple.quicktime.software", TEXT, LS_FACT_DEVICE_SOFTWARE},
    {"com.apple.quicktime.creationdate", TIME, LS_FACT_TIME_TAKEN},
    {"com.apple.quicktime.content.identifier", TEXT, LS_FACT_IMAGE_ID},
    {"com.apple.quicktime.camera.identifier", TEXT, LS_FACT_DEVICE_LENS},
    {"com.apple.quicktime.camera.lens_model", TEXT, LS_FACT_DEVICE_LENS},
    {"com.apple.quicktime.author", TEXT, LS_FACT_PERSON_ARTIST},
    {"com.apple.quicktime.artist", TEXT, LS_FACT_PERSON_ARTIST},
    {"com.apple.quicktime.director", TEXT, LS_FACT_PERSON_ARTIST},
    {"com.apple.quicktime.producer", TEXT, LS_FACT_PERSON_ARTIST},
    {"com.apple.quicktime.performer", TEXT, LS_FACT_PERSON_ARTIST},
    {"com.apple.quicktime.publisher", TEXT, LS_FACT_PERSON_ARTIST},
    {"com.apple.quicktime.copyright", TEXT, LS_FACT_PERSON_COPYRIGHT},
    {"com.apple.quicktime.artwork", PICTURE, LS_FACT_THUMBNAIL},
    {"com.apple.quicktime.live-photo.auto", HARMLESS, LS_FACT_NOTE_TEXT},
    {"com.apple.quicktime.live-photo.vitality-score", HARMLESS, LS_FACT_NOTE_TEXT},
    {"com.apple.quicktime.live-photo.vitality-scoring-version", HARMLESS, LS_FACT_NOTE_TEXT},
    {"com.apple.quicktime.full-frame-rate-playback-intent", HARMLESS, LS_FACT_NOTE_TEXT},
    {"com.apple.quicktime.camera.framereadouttimeinmicroseconds", HARMLESS, LS_FACT_NOTE_TEXT},
    {"com.apple.quicktime.camera.focal_length.35mm_equivalent", NUMBER, LS_FACT_DEVICE_FOCAL_35MM},
    {"com.android.version", TEXT, LS_FACT_DEVICE_SOFTWARE},
    {"com.android.manufacturer", TEXT, LS_FACT_DEVICE_MAKE},
    {"com.android.model", TEXT, LS_FACT_DEVICE_MODEL},
    {"com.android.capture.fps", HARMLESS, LS_FACT_NOTE_TEXT},
    {"com.android.video.temporal_layers_count", HARMLESS, LS_FACT_NOTE_TEXT},
    /* iTunes; the first byte of a name is the copyright sign of Mac Roman */
    {"©nam", TEXT, LS_FACT_NOTE_TEXT},
    {"©cmt", TEXT, LS_FACT_NOTE_TEXT},
    {"©day", TIME, LS_FACT_TIME_TAKEN},
    {"©too", TEXT, LS_FACT_DEVICE_SOFTWARE},
    {"©enc", TEXT, LS_FACT_DEVICE_SOFTWARE},
    {"©swr", TEXT, LS_FACT_DEVICE_SOFTWARE},
    {"©mak", TEXT, LS_FACT_DEVICE_MAKE},
    {"©mod", TEXT, LS_FACT_DEVICE_MODEL},
    {"©xyz", POSITION, LS_FACT_GPS_LAT},
    {"©ART", TEXT, LS_FACT_PERSON_ARTIST},
    {"aART", TEXT, LS_FACT_PERSON_ARTIST},
    {"©aut", TEXT, LS_FACT_PERSON_ARTIST},
    {"©wrt", TEXT, LS_FACT_PERSON_ARTIST},
    {"©cpy", TEXT, LS_FACT_PERSON_COPYRIGHT},
    {"cprt", TEXT, LS_FACT_PERSON_COPYRIGHT},
    {"apID", TEXT, LS_FACT_PERSON_OWNER},
    {"ownr", TEXT, LS_FACT_PERSON_OWNER},
    {"purd", TIME, LS_FACT_TIME_MODIFIED},
    {"covr", PICTURE, LS_FACT_THUMBNAIL},
    {"tmpo", HARMLESS, LS_FACT_NOTE_TEXT},
    {"cpil", HARMLESS, LS_FACT_NOTE_TEXT},
    {"pgap", HARMLESS, LS_FACT_NOTE_TEXT},
    {"stik", HARMLESS, LS_FACT_NOTE_TEXT},
    {"hdvd", HARMLESS, LS_FACT_NOTE_TEXT},
    {"rtng", HARMLESS, LS_FACT_NOTE_TEXT},
};

static const struct key other = {"ilst", TEXT, LS_FACT_NOTE_TEXT};

/* Well-known types of values (QuickTime File Format, table 3-5). */
enum { TYPE_IMPLICIT = 0, TYPE_UTF8 = 1, TYPE_UTF16 = 2, TYPE_SIGNED = 21, TYPE_UNSIGNED = 22, TYPE_FLOAT = 23, TYPE_DOUBLE = 24 };

#define VALUES_MAX 512 /* of one list that are read */

struct list {
    ls_meta *meta;
    const char *carrier;
    ls_bytes keys; /* content of the keys box; empty in iTunes' lists */
    unsigned positions;
    int left;
    ls_bytes name; /* of the key whose values are read */
};

static const struct key *find_key(const ls_bytes *name)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (name->size == strlen(keys[i].name) && ls_bytes_match(name, 0, keys[i].name, name->size))
            return &keys[i];
    return &other;
}

/* The key with this number, from 1. */
static ls_bytes key_name(const ls_bytes *list, uint32_t number)
{
    uint64_t at = 8;
    for (uint32_t i = 1; ls_bytes_has(list, at, 8); i++) {
        const uint32_t size = ls_bytes_u32(list, at, true);
        if (size < 8)
            break;
        if (i == number)
            return ls_bytes_part(list, at + 8, size - 8);
        at += size;
    }
    return (ls_bytes){0};
}

static double real_of(const ls_bytes *value, unsigned type)
{
    double number = 0;
    float single;
    const uint32_t bits = ls_bytes_u32(value, 0, true);
    const uint64_t wide_bits = ls_bytes_u64(value, 0, true);
    if (type == TYPE_DOUBLE) {
        memcpy(&number, &wide_bits, sizeof number);
    } else if (type == TYPE_FLOAT) {
        memcpy(&single, &bits, sizeof single);
        number = (double)single;
    } else {
        for (size_t i = 0; i < value->size && i < 8; i++)
            number = number * 256 + value->data[i];
    }
    return number;
}

static void state_number(const struct list *list, const struct key *key, unsigned type, const ls_bytes *value, const char *carrier)
{
    double number;
    if (type == TYPE_UTF8 && !ls_words_number((const char *)value->data, value->size, &number))
        ls_words_guess(list->meta, LS_FACT_NOTE_TEXT, value, carrier);
    else
        ls_meta_real(list->meta, key->fact, type == TYPE_UTF8 ? number : real_of(value, type), carrier,
                     ls_bytes_where(value, 0, value->size));
}

static void state_words(const struct list *list, const struct key *key, unsigned type, const ls_bytes *value, const char *carrier)
{
    char time[LS_TIME_SIZE];
    const ls_span where = ls_bytes_where(value, 0, value->size);
    if (type == TYPE_UTF16)
        ls_words_utf16(list->meta, key->meaning == TIME ? LS_FACT_NOTE_TEXT : key->fact, value, true, carrier);
    else if (key->meaning == TIME && value->size && ls_time_parse((const char *)value->data, value->size, time))
        ls_meta_string(list->meta, key->fact, time, carrier, where);
    else
        ls_words_guess(list->meta, key->meaning == TIME ? LS_FACT_NOTE_TEXT : key->fact, value, carrier);
}

/* Each position is a carrier of its own: facts of one carrier belong together. */
static const char *name_of(struct list *list, const struct key *key)
{
    const char *name = key == &other ? ls_meta_path(list->meta, list->carrier, "ilst") : ls_meta_path(list->meta, list->carrier, key->name);
    if (key->meaning != POSITION || ++list->positions == 1)
        return name;
    const char *numbered = ls_arena_printf(list->meta->arena, "%s[%u]", name, list->positions);
    if (!numbered)
        list->meta->status = LS_E_NOMEM;
    return numbered ? numbered : name;
}

static void print_value(const struct list *list, unsigned type, const ls_bytes *value)
{
    char name[LS_TAG_NAME_MAX];
    const size_t size = list->name.size < sizeof name ? list->name.size : sizeof name - 1;
    if (!list->meta->tags || !size)
        return;
    memcpy(name, list->name.data, size);
    name[size] = 0;
    if (type == TYPE_UTF8)
        ls_tag_bytes(list->meta, name, value, list->carrier);
    else if (type == TYPE_UTF16)
        ls_tag_utf16(list->meta, name, value, true, list->carrier);
    else if ((type == TYPE_FLOAT || type == TYPE_DOUBLE || type == TYPE_UNSIGNED) && value->size <= 8)
        ls_tag_print(list->meta, name, list->carrier, ls_bytes_where(value, 0, value->size), "%.10g", real_of(value, type));
    else
        ls_tag_binary(list->meta, name, value, list->carrier);
}

static void read_value(struct list *list, const struct key *key, const ls_bytes *data)
{
    const unsigned type = ls_bytes_u32(data, 0, true) & 0xFFFFFF;
    const ls_bytes value = ls_bytes_after(data, 8);
    const bool words = type == TYPE_UTF8 || type == TYPE_UTF16;
    const ls_span where = ls_bytes_where(&value, 0, value.size);
    print_value(list, type, &value);
    if (!value.size || key->meaning == HARMLESS)
        return;
    const char *carrier = name_of(list, key);
    if (key->meaning == POSITION && words)
        ls_read_iso6709(list->meta, &value, carrier);
    else if (key->meaning == NUMBER && (words || (type >= TYPE_SIGNED && type <= TYPE_DOUBLE)))
        state_number(list, key, type, &value, carrier);
    else if (key->meaning == PICTURE)
        ls_meta_integer(list->meta, key->fact, (int64_t)value.size, carrier, where);
    else if (words && key->meaning != POSITION)
        state_words(list, key, type, &value, carrier);
    else
        ls_meta_unread(list->meta, carrier, "a value that this version does not read", where);
    if (key->meaning == PICTURE)
        ls_meta_unread(list->meta, carrier, "a picture beside the film", where);
}

/* "----": mean, name and data; the name is the writer's own. */
static void read_item(struct list *list, const ls_bytes *content, const struct key *key)
{
    ls_box box;
    for (uint64_t at = 0; ls_box_read(content, at, content->size, false, &box) && list->left > 0; at = box.end) {
        ls_bytes body = ls_box_body(content, &box);
        list->left--;
        if (ls_box_is(&box, "data")) {
            read_value(list, key, &body);
        } else if (ls_box_is(&box, "mean") || ls_box_is(&box, "name")) {
            body = ls_bytes_after(&body, 4);
            ls_words_guess(list->meta, LS_FACT_NOTE_TEXT, &body, ls_meta_path(list->meta, list->carrier, "ilst"));
        } else {
            ls_meta_unread(list->meta, list->carrier, "a value that this version does not read", ls_bytes_where(&body, 0, body.size));
        }
        if (box.cut)
            break;
    }
}

static void read_values(struct list *list, const ls_bytes *content)
{
    ls_box box;
    uint64_t at = 0;
    for (; ls_box_read(content, at, content->size, false, &box) && list->left > 0; at = box.end) {
        const ls_bytes body = ls_box_body(content, &box);
        char type[LS_BOX_NAME_SIZE];
        ls_box_name(content, &box, type);
        ls_bytes name = {(const unsigned char *)type, strlen(type), 0, 0, true};
        if (list->keys.size)
            name = key_name(&list->keys, ls_bytes_u32(content, at + 4, true));
        list->left--;
        list->name = name;
        read_item(list, &body, find_key(&name));
        if (box.cut)
            break;
    }
    const ls_bytes rest = ls_bytes_after(content, at);
    for (size_t i = 0; i < rest.size; i++)
        if (rest.data[i] || list->left <= 0) {
            ls_meta_unread(list->meta, list->carrier, "more values than are read, or none where one should stand",
                           ls_bytes_where(&rest, 0, rest.size));
            return;
        }
}

/* The names of keys are the writer's own: one that is not known may tell something itself. */
static void read_key_names(struct list *list)
{
    static const char *const vendors[] = {"com.apple.", "com.android.", "mdta"};
    uint64_t at = 8;
    for (int i = 0; i < VALUES_MAX && ls_bytes_has(&list->keys, at, 8); i++) {
        const uint32_t size = ls_bytes_u32(&list->keys, at, true);
        const ls_bytes name = ls_bytes_part(&list->keys, at + 8, size < 8 ? 0 : size - 8);
        bool known = find_key(&name) != &other;
        for (size_t j = 0; j < sizeof vendors / sizeof *vendors; j++)
            known |= ls_bytes_match(&name, 0, vendors[j], strlen(vendors[j]));
        if (!known)
            ls_words_guess(list->meta, LS_FACT_NOTE_TEXT, &name, ls_meta_path(list->meta, list->carrier, "keys"));
        if (size < 8)
            break;
        at += size;
    }
}

void ls_read_value_list(ls_meta *meta, const ls_bytes *body, const char *carrier)
{
    struct list list = {.meta = meta, .carrier = carrier, .left = VALUES_MAX};
    ls_bytes values = {0};
    ls_box box;
    uint64_t at = ls_box_meta_is_full(body, 0) ? 4 : 0;
    for (; ls_box_read(body, at, body->size, false, &box); at = box.end) {
        const ls_bytes content = ls_box_body(body, &box);
        bool empty = true;
        for (size_t i = 0; i < content.size && ls_box_is(&box, "free"); i++)
            empty &= content.data[i] == 0;
        if (ls_box_is(&box, "keys") && !list.keys.size)
            list.keys = content;
        else if (ls_box_is(&box, "ilst") && !values.size)
            values = content;
        else if (!ls_box_is(&box, "hdlr") && !(ls_box_is(&box, "free") && empty))
            ls_meta_unread(meta, carrier, "a box that this version does not read", ls_bytes_where(body, box.at, box.end - box.at));
        if (box.cut)
            break;
    }
    if (at < body->size && at)
        ls_meta_unread(meta, carrier, "bytes behind the last box", ls_bytes_where(body, at, body->size - at));
    read_key_names(&list);
    read_values(&list, &values);
}
