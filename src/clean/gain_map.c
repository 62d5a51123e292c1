/* SPDX-License-Identifier: Apache-2.0 */
#include "clean/gain_map.h"

#include "container/walk.h"
#include "metadata/gain_map.h"

#include <string.h>

#define APP1 0xE1u
#define APP2 0xE2u
#define HEAD 4u /* marker and length */
#define XMP "http://ns.adobe.com/xap/1.0/" /* and the literal's own NUL */
#define ISO "urn:iso:std:iso:ts:21496:-1"
#define VERSIONS 4u /* bytes of ISO 21496-1's block that the photo repeats (C.2.3): which versions it is for */
#define PACKET_MAX 8192u
#define INDEX_SIZE 86u

#define RDF_BEGIN                                                                                                                \
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"                  \
    "<rdf:Description rdf:about=\"\""
#define RDF_END "</rdf:Description></rdf:RDF></x:xmpmeta>"

/* ------------------------------------------------------------------------------------------------------ segments */

static ls_status add(ls_cleaning *cleaning, const char *path, unsigned marker, const void *bytes, size_t size)
{
    char *copy = ls_arena_strndup(cleaning->arena, bytes, size);
    if (!copy)
        return LS_E_NOMEM;
    cleaning->segments[cleaning->segment_count++] = (ls_segment){path, marker, (unsigned char *)copy, size, 0};
    return LS_OK;
}

static ls_status add_packet(ls_cleaning *cleaning, const ls_buffer *packet)
{
    return packet->status ? packet->status : add(cleaning, "jpeg/app1/xmp", APP1, packet->data, packet->size);
}

static void open_packet(ls_buffer *packet)
{
    ls_buffer_init(packet, PACKET_MAX);
    ls_buffer_add(packet, XMP, sizeof XMP);
    ls_buffer_text(packet, RDF_BEGIN);
}

/* ---------------------------------------------------------------------------------------------- the map's numbers */

static void put_value(ls_buffer *packet, ls_gain_map_form form, double value)
{
    if (form == LS_GAIN_MAP_FLAG)
        ls_buffer_text(packet, value != 0 ? "True" : "False");
    else /* nine digits tell every float of 32 bits, ten every whole number */
        ls_buffer_printf(packet, form == LS_GAIN_MAP_COUNT ? "%.0f" : "%.9g", value);
}

static bool is_ours(const ls_gain_map *map, ls_gain_map_id id, bool apple)
{
    return map->parameters[id].count && (strcmp(ls_gain_map_names[id].prefix, "hdrgm") != 0) == apple;
}

/* One number is an attribute, three are a list: XMP (ISO 16684-1, 7.5) knows no attributes of several values. */
static void put_parameters(ls_buffer *packet, const ls_gain_map *map, bool apple)
{
    for (int i = 0; i < LS_GAIN_MAP_IDS; i++) {
        const ls_gain_map_name *name = &ls_gain_map_names[i];
        if (!is_ours(map, (ls_gain_map_id)i, apple) || map->parameters[i].count > 1)
            continue;
        ls_buffer_printf(packet, " %s:%s=\"", name->prefix, name->name);
        put_value(packet, name->form, map->parameters[i].values[0]);
        ls_buffer_text(packet, "\"");
    }
}

static void put_lists(ls_buffer *packet, const ls_gain_map *map, bool apple)
{
    for (int i = 0; i < LS_GAIN_MAP_IDS; i++) {
        const ls_gain_map_name *name = &ls_gain_map_names[i];
        if (!is_ours(map, (ls_gain_map_id)i, apple) || map->parameters[i].count == 1)
            continue;
        ls_buffer_printf(packet, "<%s:%s><rdf:Seq>", name->prefix, name->name);
        for (unsigned j = 0; j < map->parameters[i].count; j++) {
            ls_buffer_text(packet, "<rdf:li>");
            put_value(packet, name->form, map->parameters[i].values[j]);
            ls_buffer_text(packet, "</rdf:li>");
        }
        ls_buffer_printf(packet, "</rdf:Seq></%s:%s>", name->prefix, name->name);
    }
}

/* Which of the ways in which a gain map is described the photo uses; viewers differ in which they know. */
typedef struct described {
    bool google, apple;
    ls_bytes block; /* of ISO 21496-1; empty: not in this way */
} described;

static ls_status make_numbers(ls_cleaning *map, const ls_gain_map *numbers, const described *how)
{
    ls_buffer packet;
    ls_status status = LS_OK;
    if (how->google || how->apple) {
        open_packet(&packet);
        if (how->google)
            ls_buffer_text(&packet, " xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\" hdrgm:Version=\"1.0\"");
        if (how->google)
            put_parameters(&packet, numbers, false);
        if (how->apple)
            ls_buffer_text(&packet, " xmlns:apdi=\"http://ns.apple.com/pixeldatainfo/1.0/\" xmlns:HDRGainMap=\"http://ns.apple.com/HDRGainMap/1.0/\""
                                    " apdi:AuxiliaryImageType=\"urn:com:apple:photo:2020:aux:hdrgainmap\"");
        if (how->apple)
            put_parameters(&packet, numbers, true);
        ls_buffer_text(&packet, ">");
        if (how->google)
            put_lists(&packet, numbers, false);
        ls_buffer_text(&packet, RDF_END);
        status = add_packet(map, &packet);
        ls_buffer_free(&packet);
    }
    if (!status && how->block.size) /* with its identifier, behind which it was found */
        status = add(map, "jpeg/app2/gain-map", APP2, how->block.data - sizeof ISO, how->block.size + sizeof ISO);
    return status;
}

/* ------------------------------------------------------------------------------------------------- finding the map */

/* The first segment of this path before the picture, behind `identifier` bytes of it; empty: there is none. */
static ls_bytes find_segment(const ls_bytes *file, const ls_container *container, const char *path, size_t identifier)
{
    for (size_t i = 0; i < container->range_count && strcmp(container->ranges[i].path, "jpeg/sos") != 0; i++)
        if (strcmp(container->ranges[i].path, path) == 0) {
            const ls_range *range = &container->ranges[i];
            const ls_bytes segment = ls_bytes_part(file, range->from, range->to - range->from);
            return ls_bytes_after(&segment, HEAD + identifier);
        }
    return (ls_bytes){0};
}

static ls_status read_packet(const ls_bytes *file, const ls_container *container, ls_gain_map *out)
{
    const ls_bytes packet = find_segment(file, container, "jpeg/app1/xmp", sizeof XMP);
    *out = (ls_gain_map){.version = false};
    return packet.size ? ls_gain_map_read(&packet, out) : LS_OK;
}

/* A file inside the photo as one of its own. */
typedef struct candidate {
    ls_source source;
    ls_bytes file;
    ls_container container;
    ls_clean_input input;
    ls_facts none; /* its values are the photo's, which are looked for in the whole copy */
    ls_gain_map numbers;
    ls_bytes block;
    ls_cleaning cleaning;
} candidate;

static ls_status open_candidate(const ls_cleaning *cleaning, const ls_inner *inner, candidate *out)
{
    *out = (candidate){.source = {cleaning->file.data + inner->from, inner->to - inner->from}};
    out->file = ls_bytes_file(&out->source);
    out->container = (ls_container){.arena = cleaning->arena};
    ls_status status = ls_container_walk(&out->source, &out->container);
    if (!status)
        status = read_packet(&out->file, &out->container, &out->numbers);
    out->block = find_segment(&out->file, &out->container, "jpeg/app2/gain-map", sizeof ISO);
    return status;
}

static bool is_map(const candidate *map)
{
    return map->block.size > VERSIONS || map->numbers.version || map->numbers.apple;
}

/* The one file inside the photo that says of itself that it is a gain map. */
static ls_status find_map(ls_cleaning *cleaning, candidate **found)
{
    const ls_container *container = cleaning->in->container;
    candidate *next = NULL;
    *found = NULL;
    for (size_t i = 0; i < container->inner_count; i++) {
        const ls_inner *inner = &container->inner[i];
        if (inner->parent || inner->kind != LS_KIND_JPEG)
            continue;
        next = next ? next : ls_arena_alloc(cleaning->arena, sizeof *next);
        const ls_status status = next ? open_candidate(cleaning, inner, next) : LS_E_NOMEM;
        if (status)
            return status;
        if (!is_map(next))
            continue;
        if (*found || !inner->whole)
            return ls_cleaning_refuse(cleaning, *found ? "more than one gain map" : "its gain map is damaged");
        *found = next;
        next = NULL;
    }
    return LS_OK;
}

/* In which ways the photo and its map agree that there is one. */
static ls_status how_described(ls_cleaning *cleaning, const candidate *map, described *how)
{
    ls_gain_map photo;
    const ls_status status = read_packet(&cleaning->file, cleaning->in->container, &photo);
    if (status)
        return status;
    *how = (described){.google = photo.version && map->numbers.version,
                       .apple = map->numbers.apple && map->numbers.parameters[LS_GAIN_MAP_APPLE_HEADROOM].count == 1};
    const bool said = find_segment(&cleaning->file, cleaning->in->container, "jpeg/app2/gain-map", sizeof ISO).size >= VERSIONS;
    if (said && map->block.size > VERSIONS)
        how->block = map->block;
    if ((how->google || how->apple) && map->numbers.wrong)
        return ls_cleaning_refuse(cleaning, "%s", map->numbers.wrong);
    if (how->block.size && ls_gain_map_block(&how->block) != how->block.size)
        return ls_cleaning_refuse(cleaning, "the numbers of its gain map are not those of ISO 21496-1");
    if (!how->google && !how->apple && !how->block.size)
        return ls_cleaning_refuse(cleaning, map->numbers.apple
                                                ? "how bright its gain map makes it stands in the maker's own block, which does not stay"
                                                : "it does not say that it has a gain map, and something behind it does");
    return LS_OK;
}

ls_status ls_gain_map_find(ls_cleaning *cleaning)
{
    candidate *map;
    described how;
    ls_status status = find_map(cleaning, &map);
    if (!status && map)
        status = how_described(cleaning, map, &how);
    if (status || !map)
        return status;
    map->none = (ls_facts){.arena = cleaning->arena};
    map->input = (ls_clean_input){&map->source, &map->container, &map->none, 0};
    map->cleaning = (ls_cleaning){.in = &map->input, .file = map->file, .arena = cleaning->arena, .outcome = ls_outcome_done()};
    cleaning->gain_map = &map->cleaning;
    return make_numbers(cleaning->gain_map, &map->numbers, &how);
}

/* ---------------------------------------------------------------------------------------- what the photo says of it */

ls_segment *ls_gain_map_index(ls_cleaning *cleaning)
{
    return cleaning->gain_map ? &cleaning->segments[cleaning->segment_count - 1] : NULL;
}

/* Ultra HDR 1.1, "GContainer": the photo, and behind it a gain map of so many bytes. */
static ls_status make_directory(ls_cleaning *cleaning, size_t size)
{
    static const char item[] = "<rdf:li rdf:parseType=\"Resource\"><Container:Item Item:Semantic=\"%s\" Item:Mime=\"image/jpeg\"";
    ls_buffer packet;
    open_packet(&packet);
    ls_buffer_text(&packet, " xmlns:hdrgm=\"http://ns.adobe.com/hdr-gain-map/1.0/\""
                            " xmlns:Container=\"http://ns.google.com/photos/1.0/container/\""
                            " xmlns:Item=\"http://ns.google.com/photos/1.0/container/item/\" hdrgm:Version=\"1.0\">"
                            "<Container:Directory><rdf:Seq>");
    ls_buffer_printf(&packet, item, "Primary");
    ls_buffer_text(&packet, "/></rdf:li>");
    ls_buffer_printf(&packet, item, "GainMap");
    ls_buffer_printf(&packet, " Item:Length=\"%zu\"/></rdf:li></rdf:Seq></Container:Directory>" RDF_END, size);
    const ls_status status = add_packet(cleaning, &packet);
    ls_buffer_free(&packet);
    return status;
}

/* What the photo has to say because of this segment of its map. */
static ls_status repeat(ls_cleaning *cleaning, const ls_segment *of_map, size_t size)
{
    if (of_map->marker == APP2)
        return add(cleaning, of_map->path, APP2, of_map->bytes, sizeof ISO + VERSIONS);
    return memmem(of_map->bytes, of_map->size, "hdrgm:Version", 13) ? make_directory(cleaning, size) : LS_OK;
}

ls_status ls_gain_map_announce(ls_cleaning *cleaning, size_t size)
{
    static const unsigned char nothing[INDEX_SIZE];
    const ls_cleaning *map = cleaning->gain_map;
    ls_status status = LS_OK;
    for (size_t i = 0; i < map->segment_count && !status; i++)
        status = repeat(cleaning, &map->segments[i], size);
    return status ? status : add(cleaning, "jpeg/app2/mpf", APP2, nothing, sizeof nothing);
}

/* CIPA DC-007, 5.2: version, number of pictures, two entries of 16 bytes; offsets count from the byte order mark. */
void ls_gain_map_place(ls_segment *index, size_t photo, size_t size, size_t at)
{
    static const unsigned char fixed[INDEX_SIZE] =
        "MPF\0MM\0*\0\0\0\x08\0\3"
        "\xB0\0\0\7\0\0\0\4" "0100"
        "\xB0\1\0\4\0\0\0\1\0\0\0\2"
        "\xB0\2\0\7\0\0\0\x20\0\0\0\x32"
        "\0\0\0\0"
        "\0\3\0\0"; /* of the first picture: the primary one, a JPEG (table 4) */
    enum { ORIGIN = 4, FIRST_SIZE = 58, SECOND_SIZE = 74, SECOND_AT = 78 };
    const struct {
        size_t place, value;
    } numbers[] = {{FIRST_SIZE, photo}, {SECOND_SIZE, size}, {SECOND_AT, photo - at - ORIGIN}};
    memcpy(index->bytes, fixed, sizeof fixed);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        for (unsigned j = 0; j < 4; j++)
            index->bytes[numbers[i].place + j] = (unsigned char)(numbers[i].value >> 8 * (3 - j));
}
