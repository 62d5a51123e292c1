/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XMP packets (ISO 16684-1) through expat. A property may be an attribute or an element, its value direct or inside
 * rdf:Seq, rdf:Bag, rdf:Alt and structures: whatever the nesting, a text belongs to the innermost element that is not
 * RDF's own. A document type, and with it every entity, is refused.
 */
#include "metadata/xmp.h"

#include "metadata/tags.h"
#include "metadata/time.h"
#include "metadata/words.h"
#include "metadata/xmp_path.h"

#include <expat.h>
#include <string.h>

#define RDF LS_RDF
#define DEPTH_MAX LS_XMP_DEPTH
#define XML "http://www.w3.org/XML/1998/namespace "
#define ELEMENTS_MAX 200000

struct xmp {
    ls_meta *meta;
    XML_Parser parser;
    const char *carrier;
    bool placed; /* the packet stands in the file as it is, from byte `from` on */
    ls_span whole;
    int depth;
    size_t elements;
    ls_xmp_name names[DEPTH_MAX];
    char text[LS_META_TEXT]; /* of the innermost open element, cut */
    size_t text_size;        /* uncut */
    uint64_t text_from;
    ls_xmp_position position, drone;
    ls_xmp_path *path; /* NULL: values are not asked for by name */
    bool refused;
};

/* Where in the file the bytes [from, to) of the packet stand. */
static ls_span where_of(const struct xmp *xmp, uint64_t from, uint64_t to)
{
    ls_span where = {xmp->whole.from + from, xmp->whole.from + to};
    return xmp->placed && from <= to && where.to <= xmp->whole.to ? where : xmp->whole;
}

static void refuse(struct xmp *xmp)
{
    xmp->refused = true;
    XML_StopParser(xmp->parser, XML_FALSE);
}

static void state_time(struct xmp *xmp, ls_fact_key key, const char *text, size_t size, ls_span where)
{
    char time[LS_TIME_SIZE];
    if (ls_time_parse(text, size, time))
        ls_meta_string(xmp->meta, key, time, xmp->carrier, where);
    else
        ls_meta_text(xmp->meta, LS_FACT_NOTE_TEXT, text, size, xmp->carrier, where);
}

static bool is_blank(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!strchr(" \t\r\n", text[i]) || !text[i])
            return false;
    return true;
}

/* `size` is that of the whole value, of which the first LS_META_TEXT bytes are in `text`. */
static void state(struct xmp *xmp, ls_xmp_name name, const char *text, size_t size, ls_span where)
{
    ls_meta *meta = xmp->meta;
    size_t kept = size < LS_META_TEXT ? size : LS_META_TEXT;
    double number;
    if (is_blank(text, kept) && (name.kind < LS_XMP_LAT || name.kind > LS_XMP_LON))
        return;
    switch (name.kind) {
    case LS_XMP_QUIET: break;
    case LS_XMP_UNKNOWN: ls_meta_unread(meta, xmp->carrier, "a property of no known schema", where); break;
    case LS_XMP_EMBEDDED: ls_meta_unread(meta, xmp->carrier, "an embedded block", where); break;
    case LS_XMP_THUMBNAIL: /* base64: four characters for three bytes */
        ls_meta_integer(meta, LS_FACT_THUMBNAIL, (int64_t)(size / 4 * 3), xmp->carrier, where);
        break;
    case LS_XMP_TEXT: ls_meta_text(meta, name.key, text, kept, xmp->carrier, where); break;
    case LS_XMP_TIME: state_time(xmp, name.key, text, kept, where); break;
    case LS_XMP_NUMBER:
        if (ls_words_number(text, kept, &number))
            ls_meta_real(meta, name.key, number, xmp->carrier, where);
        break;
    default: ls_xmp_position_add(name.drone ? &xmp->drone : &xmp->position, name.kind, text, kept, where); break;
    }
}

/* The value by its name; `attribute` is that of one of the element's, or NULL. Pictures are no words. */
static void print(struct xmp *xmp, ls_xmp_name name, const char *attribute, const char *text, size_t size, ls_span where)
{
    char path[LS_XMP_PATH_MAX];
    if (!xmp->path)
        return;
    ls_xmp_path_write(xmp->path, attribute, path);
    if (name.kind == LS_XMP_EMBEDDED || name.kind == LS_XMP_THUMBNAIL)
        ls_tag_print(xmp->meta, path, xmp->carrier, where, "(%zu characters)", size);
    else
        ls_tag_text(xmp->meta, path, text, size < LS_META_TEXT ? size : LS_META_TEXT, xmp->carrier, where);
}

static uint64_t event_from(const struct xmp *xmp)
{
    XML_Index index = XML_GetCurrentByteIndex(xmp->parser);
    return index < 0 ? 0 : (uint64_t)index;
}

/* What has been collected belongs to the element that is innermost now. */
static void flush_text(struct xmp *xmp)
{
    const ls_span where = where_of(xmp, xmp->text_from, event_from(xmp));
    if (xmp->depth && xmp->text_size) {
        print(xmp, xmp->names[xmp->depth - 1], NULL, xmp->text, xmp->text_size, where);
        state(xmp, xmp->names[xmp->depth - 1], xmp->text, xmp->text_size, where);
    }
    xmp->text_size = 0;
}

static bool is_rdf(const char *name)
{
    return strncmp(name, RDF, sizeof RDF - 1) == 0;
}

/* rdf:resource and rdf:value hold a value of the property around them; rdf:about, rdf:parseType … do not. */
static void read_attributes(struct xmp *xmp, ls_xmp_name around, const XML_Char **attributes)
{
    uint64_t from = event_from(xmp);
    ls_span where = where_of(xmp, from, from + (uint64_t)XML_GetCurrentByteCount(xmp->parser));
    for (; attributes[0]; attributes += 2) {
        const char *name = attributes[0], *value = attributes[1];
        const size_t size = strlen(value);
        if (!is_rdf(name)) {
            if (strncmp(name, XML, sizeof XML - 1) != 0)
                print(xmp, ls_xmp_lookup(name), name, value, size, where);
            state(xmp, ls_xmp_lookup(name), value, size, where);
        } else if (strcmp(name, RDF "resource") == 0 || strcmp(name, RDF "value") == 0) {
            print(xmp, around, NULL, value, size, where);
            state(xmp, around, value, size, where);
        } else if (strcmp(name, RDF "about") == 0 && xmp->path) {
            ls_tag_text(xmp->meta, "rdf:about", value, size, xmp->carrier, where);
        }
    }
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xmp *xmp = data;
    flush_text(xmp);
    if (xmp->depth == DEPTH_MAX || ++xmp->elements > ELEMENTS_MAX) {
        refuse(xmp);
        return;
    }
    ls_xmp_name around = {LS_XMP_QUIET, LS_FACT_COUNT, false};
    if (xmp->depth)
        around = xmp->names[xmp->depth - 1];
    ls_xmp_name own = is_rdf(name) ? around : ls_xmp_lookup(name);
    if (xmp->path)
        ls_xmp_path_push(xmp->path, name, attributes);
    /* the fields of a structure of an unknown schema count, but its own white space does not */
    xmp->names[xmp->depth++] = own;
    read_attributes(xmp, own, attributes);
    xmp->text_from = event_from(xmp) + (uint64_t)XML_GetCurrentByteCount(xmp->parser);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct xmp *xmp = data;
    (void)name;
    flush_text(xmp);
    xmp->depth--;
    if (xmp->path)
        ls_xmp_path_pop(xmp->path);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct xmp *xmp = data;
    size_t room = xmp->text_size < sizeof xmp->text ? sizeof xmp->text - xmp->text_size : 0;
    if (!xmp->text_size)
        xmp->text_from = event_from(xmp);
    memcpy(xmp->text + (sizeof xmp->text - room), text, room < (size_t)length ? room : (size_t)length);
    xmp->text_size += (size_t)length;
}

static void XMLCALL on_namespace(void *data, const XML_Char *prefix, const XML_Char *uri)
{
    struct xmp *xmp = data;
    ls_xmp_path_declare(xmp->path, prefix, uri);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id,
                               int has_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_subset;
    refuse(data);
}

/* Feeds the parts, without the NUL bytes with which some writers fill up the packet. */
static bool parse(struct xmp *xmp, const ls_bytes *parts, size_t count)
{
    static const size_t step = 1u << 24; /* expat counts in int */
    for (size_t i = 0; i < count; i++) {
        size_t size = parts[i].size;
        while (i + 1 == count && size && parts[i].data[size - 1] == 0)
            size--;
        for (size_t at = 0; at < size; at += step) {
            size_t now = size - at < step ? size - at : step;
            if (XML_Parse(xmp->parser, (const char *)parts[i].data + at, (int)now, 0) != XML_STATUS_OK)
                return false;
        }
    }
    return XML_Parse(xmp->parser, "", 0, 1) == XML_STATUS_OK;
}

static void run(struct xmp *xmp, const ls_bytes *parts, size_t count)
{
    ls_meta *meta = xmp->meta;
    XML_Parser parser = xmp->parser;
    XML_SetUserData(parser, xmp);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    if (xmp->path)
        XML_SetStartNamespaceDeclHandler(parser, on_namespace);
    /* A salt of our own, so that expat does not open a source of randomness; names are few, so that it hardly matters.
     */
    XML_SetHashSalt(parser, (unsigned long)(uintptr_t)parser | 1);
    bool good = parse(xmp, parts, count);
    if (XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY)
        meta->status = LS_E_NOMEM;
    ls_xmp_position_state(meta, &xmp->position);
    ls_xmp_position_state(meta, &xmp->drone);
    if (!good)
        ls_meta_unread(meta, xmp->carrier, xmp->refused ? "a packet beyond the bounds" : "a damaged packet",
                       xmp->whole);
}

void ls_read_xmp_parts(ls_meta *meta, const ls_bytes *parts, size_t count, const char *carrier)
{
    if (!count)
        return;
    struct xmp *xmp = ls_arena_alloc(meta->arena, sizeof *xmp);
    ls_xmp_path *path = meta->tags ? ls_xmp_path_new(meta->arena) : NULL;
    XML_Parser parser = xmp && (path || !meta->tags) ? XML_ParserCreateNS(NULL, ' ') : NULL;
    if (!parser) {
        meta->status = LS_E_NOMEM;
        return;
    }
    xmp->path = path;
    xmp->meta = meta;
    xmp->parser = parser;
    xmp->carrier = carrier;
    xmp->placed = count == 1 && !parts[0].decoded;
    xmp->whole = (ls_span){parts[0].from, parts[count - 1].to};
    if (xmp->whole.to < xmp->whole.from) /* segments may stand in any order */
        xmp->whole = (ls_span){parts[0].from, parts[0].to};
    xmp->position.carrier = carrier;
    xmp->drone.carrier = ls_meta_path(meta, carrier, "drone");
    run(xmp, parts, count);
    XML_ParserFree(parser);
}

void ls_read_xmp(ls_meta *meta, const ls_bytes *packet, const char *carrier)
{
    ls_read_xmp_parts(meta, packet, 1, carrier);
}
