/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JUMBF (ISO/IEC 19566-5): boxes inside boxes, in JPEG spread over APP11 segments; C2PA keeps its manifests in them. What is
 * read of those
 * are identifiers, programs, times and titles; claims, signatures and certificates are more than that and are named as unread.
 */
#include "base/buffer.h"
#include "metadata/cbor.h"
#include "metadata/tags.h"
#include "metadata/time.h"
#include "metadata/words.h"

#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 16

struct level {
    uint64_t to; /* end of the superbox's content */
    const char *carrier;
    bool described;
    bool preview;
};

struct jumbf {
    ls_meta *meta;
    const ls_bytes *bytes;
    const char *carrier;
    struct level levels[DEPTH_MAX];
    size_t depth;
};

/* Labels of C2PA 2.1 and of the assertions that it names. Any other is somebody's text and does not become part of a path. */
static const char *const labels[] = {"c2pa",
                                     "c2pa.assertions",
                                     "c2pa.claim",
                                     "c2pa.claim.v2",
                                     "c2pa.signature",
                                     "c2pa.credentials",
                                     "c2pa.databoxes",
                                     "c2pa.actions",
                                     "c2pa.actions.v2",
                                     "c2pa.ingredient",
                                     "c2pa.ingredient.v2",
                                     "c2pa.ingredient.v3",
                                     "c2pa.hash.data",
                                     "c2pa.hash.boxes",
                                     "c2pa.hash.bmff.v2",
                                     "c2pa.metadata",
                                     "c2pa.soft-binding",
                                     "c2pa.thumbnail.claim",
                                     "c2pa.thumbnail.claim.jpeg",
                                     "c2pa.thumbnail.claim.png",
                                     "c2pa.thumbnail.ingredient",
                                     "c2pa.thumbnail.ingredient.jpeg",
                                     "c2pa.training-mining",
                                     "cawg.identity",
                                     "cawg.training-mining",
                                     "stds.exif",
                                     "stds.iptc",
                                     "stds.schema-org.CreativeWork"};

static const char *part_of(const ls_bytes *label)
{
    if (ls_bytes_match(label, 0, "urn:", 4))
        return "manifest";
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (label->size == strlen(labels[i]) && ls_bytes_match(label, 0, labels[i], label->size))
            return labels[i];
    return "other";
}

/* Annex A.3: a type of 16 bytes, switches, and when the second one says so a label that ends with a NUL. */
static void read_description(struct jumbf *jumbf, struct level *level, const ls_bytes *content)
{
    if (!(ls_bytes_u8(content, 16) & 2))
        return;
    const ls_bytes label = ls_bytes_part(content, 17, ls_bytes_find(content, 17, 0) - 17);
    ls_tag_bytes(jumbf->meta, "label", &label, level->carrier);
    if (ls_bytes_match(&label, 0, "urn:", 4))
        ls_meta_text(jumbf->meta, LS_FACT_IMAGE_ID, (const char *)label.data, label.size, level->carrier,
                     ls_bytes_where(&label, 0, label.size));
    level->carrier = ls_meta_path(jumbf->meta, level->carrier, part_of(&label));
    level->preview = ls_bytes_match(&label, 0, "c2pa.thumbnail", 14);
    level->described = true;
}

static const struct {
    const char *around, *key; /* `around`: of the map in which the key stands; NULL: any */
    ls_fact_key fact;
} texts[] = {
    {NULL, "claim_generator", LS_FACT_DEVICE_SOFTWARE},
    {"claim_generator_info", "name", LS_FACT_DEVICE_SOFTWARE},
    {NULL, "softwareAgent", LS_FACT_DEVICE_SOFTWARE},
    {"softwareAgent", "name", LS_FACT_DEVICE_SOFTWARE},
    {NULL, "when", LS_FACT_TIME_MODIFIED},
    {NULL, "dc:title", LS_FACT_NOTE_TEXT},
    {NULL, "digitalSourceType", LS_FACT_NOTE_TEXT},
    {NULL, "instanceID", LS_FACT_IMAGE_ID},
    {NULL, "documentID", LS_FACT_IMAGE_ID},
};

static bool is(const ls_bytes *text, const char *expected)
{
    return text->size == strlen(expected) && ls_bytes_match(text, 0, expected, text->size);
}

/* "claim_generator_info/name": keys alone repeat themselves. */
static void print_text(const struct jumbf *jumbf, const ls_bytes *around, const ls_bytes *key, const ls_bytes *text)
{
    char name[LS_TAG_NAME_MAX];
    const int outer = around->size < sizeof name / 2 ? (int)around->size : (int)sizeof name / 2;
    const int inner = key->size < sizeof name / 2 ? (int)key->size : (int)sizeof name / 2;
    if (!jumbf->meta->tags || !key->size)
        return;
    snprintf(name, sizeof name, "%.*s%s%.*s", outer, outer ? (const char *)around->data : "", outer ? "/" : "", inner,
             (const char *)key->data);
    ls_tag_bytes(jumbf->meta, name, text, jumbf->carrier);
}

static void tell_text(void *user, const ls_bytes *around, const ls_bytes *key, const ls_bytes *text)
{
    struct jumbf *jumbf = user;
    const ls_span where = ls_bytes_where(text, 0, text->size);
    char time[LS_TIME_SIZE];
    print_text(jumbf, around, key, text);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!is(key, texts[i].key) || (texts[i].around && !is(around, texts[i].around)))
            continue;
        if (texts[i].fact != LS_FACT_TIME_MODIFIED)
            ls_meta_text(jumbf->meta, texts[i].fact, (const char *)text->data, text->size, jumbf->carrier, where);
        else if (ls_time_parse((const char *)text->data, text->size, time))
            ls_meta_string(jumbf->meta, texts[i].fact, time, jumbf->carrier, where);
        return;
    }
}

static void unread(const struct jumbf *jumbf, const char *why, const ls_bytes *content)
{
    ls_meta_unread(jumbf->meta, jumbf->carrier, why, ls_bytes_where(content, 0, content->size));
}

static void read_content(struct jumbf *jumbf, struct level *level, uint32_t type, const ls_bytes *content)
{
    jumbf->carrier = level->carrier;
    switch (type) {
    case 0x6A756D64: /* jumd */
        if (level->described)
            unread(jumbf, "a second description", content);
        else
            read_description(jumbf, level, content);
        return;
    case 0x63626F72: /* cbor */
        ls_cbor_texts(content, tell_text, jumbf);
        unread(jumbf, "of a claim only some texts are read", content);
        return;
    case 0x6A736F6E: /* json */
        ls_tag_bytes(jumbf->meta, "json", content, level->carrier);
        ls_words_guess(jumbf->meta, LS_FACT_NOTE_TEXT, content, level->carrier);
        unread(jumbf, "a text with a structure of its own", content);
        return;
    case 0x62696462: /* bidb: the bytes of an embedded file */
        if (!level->preview || !content->size)
            unread(jumbf, "an embedded file", content);
        else
            ls_meta_integer(jumbf->meta, LS_FACT_THUMBNAIL, (int64_t)content->size, level->carrier,
                            ls_bytes_where(content, 0, content->size));
        return;
    case 0x62666462: /* bfdb: its media type, and a name when the first switch says so */
        if (ls_bytes_u8(content, 0) & 1)
            unread(jumbf, "the name of an embedded file", content);
        return;
    default: unread(jumbf, "a box that is not read", content);
    }
}

/* The next box in the innermost superbox; false when it is no sound one. */
static bool read_box(struct jumbf *jumbf, uint64_t *at)
{
    struct level *level = &jumbf->levels[jumbf->depth - 1];
    uint64_t length = ls_bytes_u32(jumbf->bytes, *at, true), head = 8;
    const uint32_t type = ls_bytes_u32(jumbf->bytes, *at + 4, true);
    if (length == 1) {
        length = ls_bytes_u64(jumbf->bytes, *at + 8, true);
        head = 16;
    } else if (length == 0) {
        length = level->to - *at;
    }
    if (length < head || length > level->to - *at)
        return false;
    const ls_bytes content = ls_bytes_part(jumbf->bytes, *at + head, length - head);
    if (type != 0x6A756D62) { /* jumb */
        read_content(jumbf, level, type, &content);
        *at += length;
        return true;
    }
    if (jumbf->depth == DEPTH_MAX)
        return false;
    jumbf->levels[jumbf->depth++] = (struct level){.to = *at + length, .carrier = level->carrier};
    *at += head;
    return true;
}

void ls_read_jumbf(ls_meta *meta, const ls_bytes *bytes, const char *carrier)
{
    struct jumbf jumbf = {.meta = meta, .bytes = bytes, .carrier = carrier, .depth = 1};
    jumbf.levels[0] = (struct level){.to = bytes->size, .carrier = carrier};
    bool sound = true;
    for (uint64_t at = 0; jumbf.depth && sound && !meta->status;) {
        if (at == jumbf.levels[jumbf.depth - 1].to)
            jumbf.depth--;
        else
            sound = read_box(&jumbf, &at);
    }
    if (!sound)
        ls_meta_unread(meta, carrier, "damaged boxes", ls_bytes_where(bytes, 0, bytes->size));
}

/* In front of each segment's part of a box: an instance number and a sequence number, then length and type of the whole box. */
#define SEGMENT_HEAD 6u

static uint64_t box_head(const ls_bytes *segment)
{
    return ls_bytes_u32(segment, SEGMENT_HEAD, true) == 1 ? 16 : 8;
}

static bool continues(const ls_bytes *first, const ls_bytes *segment, size_t number)
{
    return ls_bytes_u16(segment, 0, true) == ls_bytes_u16(first, 0, true) && ls_bytes_u32(segment, 2, true) == number &&
           box_head(segment) == box_head(first) && ls_bytes_match(segment, SEGMENT_HEAD, first->data + SEGMENT_HEAD, 8);
}

void ls_read_jumbf_parts(ls_meta *meta, const ls_bytes *segments, size_t count, const char *carrier)
{
    for (size_t i = 0, next; i < count; i = next) {
        const ls_bytes *first = &segments[i];
        ls_buffer joined;
        ls_buffer_init(&joined, LS_INFLATE_PHOTO);
        const ls_bytes start = ls_bytes_after(first, SEGMENT_HEAD);
        ls_buffer_add(&joined, start.data, start.size);
        for (next = i + 1; start.size >= 8 && next < count && continues(first, &segments[next], next - i + 1); next++) {
            const ls_bytes more = ls_bytes_after(&segments[next], SEGMENT_HEAD + box_head(first));
            ls_buffer_add(&joined, more.data, more.size);
        }
        const ls_bytes whole = ls_bytes_decoded(joined.data, joined.size, (ls_span){first->from, segments[next - 1].to});
        if (joined.status || ls_bytes_u32(first, 2, true) != 1)
            ls_meta_unread(meta, carrier, "segments that do not fit", ls_bytes_where(&whole, 0, 0));
        else
            ls_read_jumbf(meta, &whole, carrier);
        ls_buffer_free(&joined);
    }
}
