/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/json.h"

#include "base/utf8.h"
#include "metadata/words.h"

#include <string.h>

/* What may come next. */
enum expected {
    VALUE,
    VALUE_OR_END, /* behind "[" */
    NAME,
    NAME_OR_END, /* behind "{" */
    COLON,
    COMMA_OR_END,
    NOTHING /* behind the whole */
};

struct json {
    const ls_bytes *text;
    size_t at;
    int depth;
    bool object[LS_JSON_DEPTH];   /* else an array */
    size_t around[LS_JSON_DEPTH]; /* bytes of the path outside of it */
    char path[LS_JSON_PATH];
    size_t path_size;
    char string[LS_META_TEXT];
    size_t string_size;
    ls_json_callback *callback;
    void *user;
};

static unsigned char peek(const struct json *json)
{
    return json->at < json->text->size ? json->text->data[json->at] : 0;
}

static void skip_blanks(struct json *json)
{
    while (json->at < json->text->size && peek(json) && strchr(" \t\r\n", peek(json)))
        json->at++;
}

/* What does not fit ends the kept part, and nothing behind it is kept either. */
static void keep(struct json *json, const char *bytes, size_t size, bool *full)
{
    *full = *full || json->string_size + size > sizeof json->string;
    if (*full)
        return;
    memcpy(json->string + json->string_size, bytes, size);
    json->string_size += size;
}

/* The four digits behind "\u". */
static bool read_unit(struct json *json, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, json->at++) {
        const unsigned char c = peek(json);
        const char *digits = "0123456789abcdef", *digit = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;
        if (!digit)
            return false;
        *unit = *unit * 16 + (uint32_t)(digit - digits);
    }
    return true;
}

/* Behind "\u"; a pair of surrogates is one character, and one without the other is none. */
static bool read_escaped(struct json *json, bool *full)
{
    uint32_t unit, low;
    char bytes[4];
    if (!read_unit(json, &unit))
        return false;
    if (unit >= 0xD800 && unit < 0xDC00 && ls_bytes_match(json->text, json->at, "\\u", 2)) {
        const size_t before = json->at;
        json->at += 2;
        if (!read_unit(json, &low))
            return false;
        if (low >= 0xDC00 && low < 0xE000)
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        else
            json->at = before;
    }
    size_t size = ls_utf8_encode(unit, bytes);
    if (!size)
        size = ls_utf8_encode(0xFFFD, bytes);
    keep(json, bytes, size, full);
    return true;
}

/* At the opening quotation mark. Control characters are none of JSON's, and cleaned later: a reader that minded them would read
 * less. */
static bool read_string(struct json *json)
{
    static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    bool full = false;
    json->string_size = 0;
    for (json->at++; json->at < json->text->size; json->at++) {
        const char c = (char)peek(json);
        if (c == '"') {
            json->at++;
            return true;
        }
        if (c != '\\') {
            keep(json, &c, 1, &full);
            continue;
        }
        json->at++;
        const char *escape = peek(json) ? strchr(escapes, peek(json)) : NULL;
        if (escape)
            keep(json, &meant[escape - escapes], 1, &full);
        else if (peek(json) != 'u' || (json->at++, !read_escaped(json, &full)))
            return false;
        else
            json->at--; /* the loop goes on behind it */
    }
    return false;
}

static void tell(struct json *json, ls_json_type type, const char *text, size_t size, size_t from)
{
    const ls_json_value value = {json->path, type, text, size, ls_bytes_where(json->text, from, json->at - from)};
    json->callback(&value, json->user);
}

static bool read_word(struct json *json, const char *word, ls_json_type type)
{
    const size_t from = json->at;
    if (!ls_bytes_match(json->text, from, word, strlen(word)))
        return false;
    json->at += strlen(word);
    tell(json, type, word, strlen(word), from);
    return true;
}

static bool read_number(struct json *json)
{
    const size_t from = json->at;
    while (peek(json) && strchr("+-.0123456789eE", peek(json)))
        json->at++;
    if (json->at == from)
        return false;
    tell(json, LS_JSON_NUMBER, (const char *)json->text->data + from, json->at - from, from);
    return true;
}

static bool open(struct json *json, bool object)
{
    if (json->depth == LS_JSON_DEPTH)
        return false;
    json->object[json->depth] = object;
    json->around[json->depth++] = json->path_size;
    json->at++;
    return true;
}

static void close(struct json *json)
{
    json->path_size = json->around[--json->depth];
    json->path[json->path_size] = 0;
    json->at++;
}

static enum expected after_value(const struct json *json)
{
    return json->depth ? COMMA_OR_END : NOTHING;
}

static bool read_value(struct json *json, enum expected *next)
{
    const size_t from = json->at;
    *next = after_value(json);
    switch (peek(json)) {
    case '{': *next = NAME_OR_END; return open(json, true);
    case '[': *next = VALUE_OR_END; return open(json, false);
    case 't': return read_word(json, "true", LS_JSON_TRUE);
    case 'f': return read_word(json, "false", LS_JSON_FALSE);
    case 'n': return read_word(json, "null", LS_JSON_NULL);
    case '"':
        if (!read_string(json))
            return false;
        tell(json, LS_JSON_STRING, json->string, json->string_size, from);
        return true;
    default: return read_number(json);
    }
}

/* The name takes the place of its predecessor in the same object. */
static bool read_name(struct json *json)
{
    if (peek(json) != '"' || !read_string(json))
        return false;
    json->path_size = json->around[json->depth - 1];
    if (json->path_size && json->path_size < sizeof json->path - 1)
        json->path[json->path_size++] = '/';
    const size_t room = sizeof json->path - 1 - json->path_size, size = json->string_size < room ? json->string_size : room;
    memcpy(json->path + json->path_size, json->string, size);
    for (size_t i = 0; i < size; i++) /* a slash or a NUL in a name would make another path of it */
        if (json->string[i] == '/' || !json->string[i])
            json->path[json->path_size + i] = '?';
    json->path_size += size;
    json->path[json->path_size] = 0;
    return true;
}

static bool read_end(struct json *json, enum expected *next)
{
    if (peek(json) != (json->object[json->depth - 1] ? '}' : ']'))
        return false;
    close(json);
    *next = after_value(json);
    return true;
}

static bool step(struct json *json, enum expected *next)
{
    switch (*next) {
    case VALUE: return read_value(json, next);
    case VALUE_OR_END: return peek(json) == ']' ? read_end(json, next) : read_value(json, next);
    case NAME_OR_END:
        if (peek(json) == '}')
            return read_end(json, next);
        *next = COLON;
        return read_name(json);
    case NAME: *next = COLON; return read_name(json);
    case COLON: *next = VALUE; return peek(json) == ':' && json->at++ < json->text->size;
    case COMMA_OR_END:
        if (peek(json) != ',')
            return read_end(json, next);
        *next = json->object[json->depth - 1] ? NAME : VALUE;
        json->at++;
        return true;
    default: return false;
    }
}

bool ls_json_read(const ls_bytes *text, ls_arena *arena, ls_json_callback *callback, void *user, ls_status *status)
{
    struct json *json = ls_arena_alloc(arena, sizeof *json);
    enum expected next = VALUE;
    if (!json) {
        *status = LS_E_NOMEM;
        return false;
    }
    *json = (struct json){.text = text, .callback = callback, .user = user};
    if (ls_bytes_match(text, 0, "\xEF\xBB\xBF", 3)) /* RFC 8259, 8.1: not to be written, may be ignored */
        json->at = 3;
    for (skip_blanks(json); json->at < text->size; skip_blanks(json))
        if (!step(json, &next))
            return false;
    return next == NOTHING;
}

#define EXPONENT_MAX 40 /* beyond it every value of ours is 0 or out of its bounds */

bool ls_json_number(const ls_json_value *value, double *number)
{
    const size_t used = ls_words_number(value->text, value->size, number);
    if (!used || (value->type != LS_JSON_NUMBER && value->type != LS_JSON_STRING))
        return false;
    if (used == value->size)
        return true;
    double power = 0;
    if (value->text[used] != 'e' && value->text[used] != 'E')
        return false;
    const size_t from = used + 1;
    if (ls_words_number(value->text + from, value->size - from, &power) != value->size - from)
        return false;
    for (int i = 0; i < EXPONENT_MAX && i < power; i++)
        *number *= 10;
    for (int i = 0; i < EXPONENT_MAX && -i > power; i++)
        *number /= 10;
    return true;
}
