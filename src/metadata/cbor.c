/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/cbor.h"

/* RFC 8949, section 3.1: the upper three bits of an item's first byte. */
enum { UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE };

#define OPEN UINT64_MAX /* items are counted by what ends them */
#define BREAK 0xFFu

struct level {
    uint64_t left; /* items to come: keys and values count one each */
    bool map, value; /* `value`: the next item belongs to `key` */
    ls_bytes key;
};

struct cbor {
    const ls_bytes *bytes;
    uint64_t at;
    struct level levels[LS_CBOR_DEPTH];
    size_t depth;
    ls_cbor_text *tell;
    void *user;
};

struct head {
    unsigned major;
    bool open;
    uint64_t argument;
};

static bool read_head(struct cbor *cbor, struct head *head)
{
    const unsigned first = ls_bytes_u8(cbor->bytes, cbor->at), short_count = first & 31;
    const unsigned size = short_count < 24 || short_count == 31 ? 0 : 1u << (short_count - 24);
    if (!ls_bytes_has(cbor->bytes, cbor->at, 1 + (uint64_t)size) || (short_count > 27 && short_count != 31))
        return false;
    *head = (struct head){.major = first >> 5, .open = short_count == 31, .argument = short_count};
    for (unsigned i = 0; i < size; i++)
        head->argument = (i ? head->argument << 8 : 0) | ls_bytes_u8(cbor->bytes, cbor->at + 1 + i);
    cbor->at += 1 + (uint64_t)size;
    return !head->open || (head->major != UNSIGNED && head->major != NEGATIVE && head->major != TAG);
}

/* An item of the innermost level is complete, and so may be that level. */
static void complete(struct cbor *cbor)
{
    while (cbor->depth) {
        struct level *level = &cbor->levels[cbor->depth - 1];
        level->value = level->map && !level->value;
        if (level->left == OPEN || --level->left)
            return;
        cbor->depth--;
    }
}

/* A list stands for what is in it: that has the list's key around it. */
static void push(struct cbor *cbor, uint64_t items, bool map)
{
    struct level *level = &cbor->levels[cbor->depth];
    *level = (struct level){.left = items, .map = map};
    if (!map && cbor->depth)
        level->key = level[-1].key;
    cbor->depth++;
}

static bool enter(struct cbor *cbor, const struct head *head)
{
    const bool map = head->major == MAP;
    if (cbor->depth == LS_CBOR_DEPTH || (!head->open && head->argument > cbor->bytes->size))
        return false;
    uint64_t items = head->open ? OPEN : head->argument * (map ? 2 : 1);
    if (!items)
        complete(cbor);
    else
        push(cbor, items, map);
    return true;
}

static bool read_string(struct cbor *cbor, const struct head *head)
{
    if (head->open || !ls_bytes_has(cbor->bytes, cbor->at, head->argument))
        return false; /* strings in chunks: nobody writes them where this is read */
    const ls_bytes text = ls_bytes_part(cbor->bytes, cbor->at, head->argument);
    struct level *level = cbor->depth ? &cbor->levels[cbor->depth - 1] : NULL;
    cbor->at += head->argument;
    if (level && level->map && !level->value)
        level->key = text;
    else if (level && level->map && head->major == TEXT) {
        const ls_bytes none = {0};
        cbor->tell(cbor->user, cbor->depth > 1 ? &cbor->levels[cbor->depth - 2].key : &none, &level->key, &text);
    }
    complete(cbor);
    return true;
}

static bool read_item(struct cbor *cbor)
{
    struct head head;
    do
        if (!read_head(cbor, &head))
            return false;
    while (head.major == TAG); /* says more about the item that follows */
    switch (head.major) {
    case BYTES:
    case TEXT: return read_string(cbor, &head);
    case ARRAY:
    case MAP: return enter(cbor, &head);
    default: break;
    }
    if (head.open) { /* the break */
        if (!cbor->depth || cbor->levels[cbor->depth - 1].left != OPEN || cbor->levels[cbor->depth - 1].value)
            return false;
        cbor->depth--;
    }
    complete(cbor);
    return true;
}

bool ls_cbor_texts(const ls_bytes *bytes, ls_cbor_text *tell, void *user)
{
    struct cbor cbor = {.bytes = bytes, .tell = tell, .user = user};
    bool sound = bytes->size > 0;
    do
        sound = sound && read_item(&cbor);
    while (sound && cbor.depth);
    return sound && !cbor.depth && cbor.at == bytes->size;
}
