/* SPDX-License-Identifier: Apache-2.0 */
/* Binary property lists: objects, a table of where they begin, and a trailer of 32 bytes that says where the table is. */
#include "metadata/plist.h"

#include "base/utf8.h"
#include "metadata/time.h"

#include <string.h>

#define TRAILER 32u
/* Upper four bits of an object's first byte. */
enum {
    SIMPLE = 0,
    INTEGER = 1,
    REAL = 2,
    DATE = 3,
    DATA = 4,
    ASCII = 5,
    UTF16 = 6,
    UID = 8,
    ARRAY = 10,
    SET = 12,
    DICTIONARY = 13
};
#define FROM_1970_TO_2001 978307200.0 /* dates count from 2001, UTC */

struct binary {
    ls_meta *meta;
    const ls_bytes *list;
    unsigned offset_size, reference_size;
    uint64_t count, table;
    ls_plist_callback *callback;
    void *user;
};

struct object {
    unsigned kind;
    uint64_t size; /* bytes, UTF-16 units, elements or pairs, as the kind has it */
    uint64_t at;   /* of its content */
    uint64_t from; /* of its first byte */
};

/* `size` bytes, big-endian; 0 beyond the end. */
static uint64_t number(const ls_bytes *list, uint64_t at, unsigned size)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < size; i++)
        value = value << 8 | ls_bytes_u8(list, at + i);
    return value;
}

static bool read_object(const struct binary *binary, uint64_t index, struct object *object)
{
    const ls_bytes *list = binary->list;
    if (index >= binary->count)
        return false;
    const uint64_t from = number(list, binary->table + index * binary->offset_size, binary->offset_size);
    if (from < 8 || from >= binary->table)
        return false;
    const unsigned first = ls_bytes_u8(list, from);
    *object = (struct object){.kind = first >> 4, .size = first & 15, .at = from + 1, .from = from};
    if (object->kind >= DATA && object->kind != UID && object->size == 15) { /* the size follows as an integer object */
        const unsigned head = ls_bytes_u8(list, from + 1);
        if (head >> 4 != INTEGER || (head & 15) > 3)
            return false;
        object->size = number(list, from + 2, 1u << (head & 15));
        object->at = from + 2 + (1u << (head & 15));
    }
    return object->size < list->size;
}

/* Bytes of the object's content, of those kinds that have any. */
static uint64_t length_of(const struct object *object)
{
    switch (object->kind) {
    case INTEGER:
    case REAL:
    case DATE: return object->size < 5 ? (uint64_t)1 << object->size : 0;
    case UTF16: return object->size * 2;
    case DATA:
    case ASCII: return object->size;
    default: return 0;
    }
}

static double double_at(const ls_bytes *list, uint64_t at)
{
    const uint64_t bits = ls_bytes_u64(list, at, true);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A string as UTF-8 in the arena; NULL when there is none or no memory. */
static const char *words(const struct binary *binary, const struct object *object)
{
    const ls_bytes content = ls_bytes_part(binary->list, object->at, length_of(object));
    if (object->kind == ASCII)
        return ls_utf8_clean(binary->meta->arena, (const char *)content.data,
                             content.size < LS_META_TEXT ? content.size : LS_META_TEXT);
    const size_t size = content.size < 2 * LS_META_TEXT ? content.size : 2 * LS_META_TEXT;
    return object->kind == UTF16 ? ls_utf8_from_utf16(binary->meta->arena, content.data, size & ~(size_t)1, true) : NULL;
}

static bool tell(const struct binary *binary, uint64_t index, const char *key)
{
    struct object object;
    char time[LS_TIME_SIZE];
    if (!read_object(binary, index, &object))
        return false;
    const uint64_t length = length_of(&object);
    if (!ls_bytes_has(binary->list, object.at, length) || object.at + length > binary->table)
        return false;
    ls_plist_value value = {
        .key = key, .type = LS_PLIST_OTHER, .where = ls_bytes_where(binary->list, object.from, object.at - object.from + length)};
    if (object.kind == ASCII || object.kind == UTF16) {
        value.type = LS_PLIST_STRING;
        if (!(value.text = words(binary, &object))) {
            binary->meta->status = LS_E_NOMEM;
            return false;
        }
    } else if (object.kind == DATE && length == 8 &&
               ls_time_from_1970(double_at(binary->list, object.at) + FROM_1970_TO_2001, time)) {
        value.type = LS_PLIST_DATE;
        value.text = time;
    } else if (object.kind == INTEGER || object.kind == REAL || object.kind == SIMPLE) {
        value.type = LS_PLIST_NUMBER;
    } else if (object.kind == DATA) {
        value.type = LS_PLIST_DATA;
    }
    value.size = value.text ? strlen(value.text) : 0;
    binary->callback(&value, binary->user);
    return true;
}

static bool tell_pair(const struct binary *binary, const struct object *top, uint64_t i)
{
    const unsigned size = binary->reference_size;
    struct object name;
    char key[LS_PLIST_KEY];
    if (!read_object(binary, number(binary->list, top->at + i * size, size), &name) || name.kind != ASCII)
        return false;
    const ls_bytes text = ls_bytes_part(binary->list, name.at, name.size < sizeof key - 1 ? name.size : sizeof key - 1);
    memcpy(key, text.data, text.size);
    key[text.size] = 0;
    return tell(binary, number(binary->list, top->at + (top->size + i) * size, size), key);
}

static bool read_trailer(struct binary *binary, uint64_t *top)
{
    const ls_bytes *list = binary->list;
    if (list->size < 8 + TRAILER)
        return false;
    const uint64_t at = list->size - TRAILER;
    binary->offset_size = ls_bytes_u8(list, at + 6);
    binary->reference_size = ls_bytes_u8(list, at + 7);
    binary->count = ls_bytes_u64(list, at + 8, true);
    *top = ls_bytes_u64(list, at + 16, true);
    binary->table = ls_bytes_u64(list, at + 24, true);
    return binary->offset_size - 1 < 8 && binary->reference_size - 1 < 8 && binary->table < at &&
           binary->count <= (at - binary->table) / binary->offset_size;
}

bool ls_plist_read_binary(ls_meta *meta, const ls_bytes *list, ls_plist_callback *callback, void *user)
{
    struct binary binary = {.meta = meta, .list = list, .callback = callback, .user = user};
    struct object top;
    uint64_t index;
    if (!read_trailer(&binary, &index) || !read_object(&binary, index, &top) || top.size > LS_PLIST_VALUES)
        return false;
    if (top.kind != DICTIONARY && top.kind != ARRAY && top.kind != SET)
        return tell(&binary, index, "");
    for (uint64_t i = 0; i < top.size; i++)
        if (top.kind == DICTIONARY ? !tell_pair(&binary, &top, i)
                                   : !tell(&binary, number(list, top.at + i * binary.reference_size, binary.reference_size), ""))
            return false;
    return true;
}

bool ls_plist_read(ls_meta *meta, const ls_bytes *list, ls_plist_callback *callback, void *user)
{
    return ls_bytes_match(list, 0, "bplist", 6) ? ls_plist_read_binary(meta, list, callback, user)
                                                : ls_plist_read_xml(meta, list, callback, user);
}
