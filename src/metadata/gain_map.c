/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/gain_map.h"

#include "metadata/words.h"

#include <expat.h>
#include <math.h>
#include <string.h>

#define HDRGM "http://ns.adobe.com/hdr-gain-map/1.0/ "
#define LIST "http://www.w3.org/1999/02/22-rdf-syntax-ns# li"
#define AUXILIARY "http://ns.apple.com/pixeldatainfo/1.0/ AuxiliaryImageType"
#define APPLE_TYPE "urn:com:apple:photo:2020:aux:hdrgainmap"
#define MOST 65536.0 /* a photo this much brighter, in stops or as a factor, is none */
#define TEXT_MAX 64u /* longer than any number */

const ls_gain_map_name ls_gain_map_names[LS_GAIN_MAP_IDS] = {
#define PARAMETER(id, uri, prefix, name, form) {uri, prefix, name, LS_GAIN_MAP_##form},
#include "metadata/gain_map.def"
#undef PARAMETER
};

enum { NOTHING = -1, VERSION = LS_GAIN_MAP_IDS, TYPE };

struct reading {
    ls_gain_map *out;
    XML_Parser parser;
    int depth, within; /* elements that are open; which of them is the property that is being read */
    int property;      /* an ls_gain_map_id, VERSION, TYPE or NOTHING */
    char text[TEXT_MAX + 1];
    size_t size; /* of the text, cut to one more than a number has */
};

/* `name` as expat gives it: namespace, a space, local name. */
static int find(const char *name)
{
    if (strcmp(name, HDRGM "Version") == 0)
        return VERSION;
    if (strcmp(name, AUXILIARY) == 0)
        return TYPE;
    for (int i = 0; i < LS_GAIN_MAP_IDS; i++) {
        const size_t size = strlen(ls_gain_map_names[i].uri);
        if (strncmp(name, ls_gain_map_names[i].uri, size) == 0 && name[size] == ' ' && strcmp(name + size + 1, ls_gain_map_names[i].name) == 0)
            return i;
    }
    return NOTHING;
}

static bool is_word(const char *text, size_t size, const char *word)
{
    return size == strlen(word) && memcmp(text, word, size) == 0;
}

/* "[+-]12.5", and an exponent behind it as C and C++ print small numbers. */
static bool read_number(const char *text, size_t size, double *number)
{
    size_t used = ls_words_number(text, size, number);
    if (!used || memchr(text, '/', used))
        return false;
    if (used + 1 < size && (text[used] == 'e' || text[used] == 'E')) {
        double exponent;
        const size_t more = ls_words_number(text + used + 1, size - used - 1, &exponent);
        used += 1 + more;
        if (!more || fabs(exponent) > 40 || exponent != floor(exponent))
            return false;
        *number *= pow(10, exponent);
    }
    return used == size && isfinite(*number);
}

static bool read_value(ls_gain_map_form form, const char *text, size_t size, double *number)
{
    const bool yes = is_word(text, size, "True") || is_word(text, size, "true");
    switch (form) {
    case LS_GAIN_MAP_FLAG: *number = yes; return yes || is_word(text, size, "False") || is_word(text, size, "false");
    case LS_GAIN_MAP_COUNT: return read_number(text, size, number) && *number >= 0 && *number <= UINT32_MAX && *number == floor(*number);
    default: break;
    }
    if (!read_number(text, size, number) || fabs(*number) > MOST)
        return false;
    *number = (double)(float)*number;
    return true;
}

static void take_parameter(ls_gain_map *out, int id, const char *text, size_t size)
{
    const ls_gain_map_form form = ls_gain_map_names[id].form;
    const unsigned most = form == LS_GAIN_MAP_NUMBERS ? 3 : 1, count = out->parameters[id].count;
    if (count == most)
        out->wrong = "a number of the gain map comes too often";
    else if (read_value(form, text, size, &out->parameters[id].values[count]))
        out->parameters[id].count++;
    else
        out->wrong = "a number of the gain map is none";
}

static void take(ls_gain_map *out, int property, const char *text, size_t size)
{
    while (size && strchr(" \t\r\n", text[size - 1]) && text[size - 1])
        size--;
    for (; size && strchr(" \t\r\n", *text) && *text; size--)
        text++;
    if (!size || property == NOTHING)
        return;
    if (size > TEXT_MAX)
        out->wrong = "a number of the gain map is too long";
    else if (property == TYPE)
        out->apple |= is_word(text, size, APPLE_TYPE);
    else if (property != VERSION)
        take_parameter(out, property, text, size);
    else if (is_word(text, size, "1.0"))
        out->version = true;
    else
        out->wrong = "a gain map of another version than 1.0";
}

static void end_text(struct reading *r)
{
    take(r->out, r->property, r->text, r->size);
    r->size = 0;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *r = data;
    r->depth++;
    for (; attributes[0]; attributes += 2)
        take(r->out, find(attributes[0]), attributes[1], strlen(attributes[1]));
    if (r->property == NOTHING) {
        r->property = find(name);
        r->within = r->depth;
        r->size = 0;
    } else if (strcmp(name, LIST) == 0) {
        end_text(r);
    }
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct reading *r = data;
    if (r->property != NOTHING && (r->depth == r->within || strcmp(name, LIST) == 0))
        end_text(r);
    if (r->depth-- == r->within)
        r->property = NOTHING;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct reading *r = data;
    for (int i = 0; i < length; i++) {
        const bool blank = strchr(" \t\r\n", text[i]) && text[i];
        if (r->property != NOTHING && r->size < sizeof r->text && (r->size || !blank)) /* indents count for nothing */
            r->text[r->size++] = text[i];
    }
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id, int has_subset)
{
    struct reading *r = data;
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_subset;
    XML_StopParser(r->parser, XML_FALSE);
}

ls_status ls_gain_map_read(const ls_bytes *packet, ls_gain_map *out)
{
    struct reading r = {.out = out, .parser = XML_ParserCreateNS(NULL, ' '), .property = NOTHING};
    size_t size = packet->size;
    *out = (ls_gain_map){.version = false};
    if (!r.parser)
        return LS_E_NOMEM;
    while (size && packet->data[size - 1] == 0) /* some writers fill up the packet with them */
        size--;
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
    XML_SetHashSalt(r.parser, (unsigned long)(uintptr_t)r.parser | 1); /* see xmp.c */
    const bool good = size <= INT32_MAX && XML_Parse(r.parser, (const char *)packet->data, (int)size, 1) == XML_STATUS_OK;
    const bool full = XML_GetErrorCode(r.parser) == XML_ERROR_NO_MEMORY;
    XML_ParserFree(r.parser);
    if (!good)
        out->wrong = "a damaged packet of XMP";
    for (int i = 0; i < LS_GAIN_MAP_IDS; i++)
        if (out->parameters[i].count == 2)
            out->wrong = "a gain map of two colours";
    return full ? LS_E_NOMEM : LS_OK;
}

/* ISO 21496-1, C.2.2; flags 8 (one denominator for all) and 4 are those of Google's libultrahdr 1.0 and later. */
uint64_t ls_gain_map_block(const ls_bytes *block)
{
    enum { FLAGS = 4, HEAD = 5, CHANNELS = 0x80, ONE_DENOMINATOR = 0x08, UNKNOWN = 0x33 };
    const unsigned flags = ls_bytes_u8(block, FLAGS);
    const uint64_t fractions = 2 + 5 * (flags & CHANNELS ? 3u : 1u);
    const uint64_t size = HEAD + (flags & ONE_DENOMINATOR ? 4 + 4 * fractions : 8 * fractions);
    if (!ls_bytes_has(block, 0, size) || ls_bytes_u32(block, 0, true) || flags & UNKNOWN)
        return 0;
    if (flags & ONE_DENOMINATOR)
        return ls_bytes_u32(block, HEAD, true) ? size : 0;
    for (uint64_t at = HEAD; at < size; at += 8)
        if (!ls_bytes_u32(block, at + 4, true))
            return 0;
    return size;
}
