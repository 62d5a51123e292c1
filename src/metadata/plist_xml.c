/* SPDX-License-Identifier: Apache-2.0 */
/* Property lists as XML, through expat. Apple's document type is there always; a subset of it inside the file, and with it every
 * entity, is refused. */
#include "metadata/plist.h"

#include "metadata/time.h"

#include <expat.h>
#include <string.h>

#define DEPTH_MAX 64
/* plist, the dictionary or array, its values */
#define VALUES 3

struct xml {
    ls_meta *meta;
    const ls_bytes *list;
    XML_Parser parser;
    int depth;
    size_t values, text_size;
    uint64_t from; /* of the open value */
    char key[LS_PLIST_KEY];
    char text[LS_META_TEXT]; /* of the innermost element, cut */
    bool nested;             /* the open value has elements of its own */
    ls_plist_callback *callback;
    void *user;
};

static void refuse(struct xml *xml)
{
    XML_StopParser(xml->parser, XML_FALSE);
}

static uint64_t here(const struct xml *xml)
{
    const XML_Index index = XML_GetCurrentByteIndex(xml->parser);
    return index < 0 ? 0 : (uint64_t)index;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *xml = data;
    (void)name;
    (void)attributes;
    if (++xml->depth > DEPTH_MAX) {
        refuse(xml);
        return;
    }
    xml->text_size = 0;
    if (xml->depth == VALUES) {
        xml->from = here(xml);
        xml->nested = false;
    }
    xml->nested |= xml->depth > VALUES;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct xml *xml = data;
    const size_t room = sizeof xml->text - xml->text_size, size = (size_t)length < room ? (size_t)length : room;
    memcpy(xml->text + xml->text_size, text, size);
    xml->text_size += size;
}

static ls_plist_type type_of(const char *name)
{
    static const struct {
        const char *name;
        ls_plist_type type;
    } types[] = {{"string", LS_PLIST_STRING}, {"date", LS_PLIST_DATE},    {"integer", LS_PLIST_NUMBER}, {"real", LS_PLIST_NUMBER},
                 {"true", LS_PLIST_NUMBER},   {"false", LS_PLIST_NUMBER}, {"data", LS_PLIST_DATA}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(name, types[i].name) == 0)
            return types[i].type;
    return LS_PLIST_OTHER;
}

static void tell(struct xml *xml, ls_plist_type type)
{
    char time[LS_TIME_SIZE];
    ls_plist_value value = {.key = xml->key,
                            .type = xml->nested ? LS_PLIST_OTHER : type,
                            .where = ls_bytes_where(xml->list, xml->from, here(xml) - xml->from)};
    if (value.type == LS_PLIST_STRING) {
        value.text = xml->text;
        value.size = xml->text_size;
    } else if (value.type == LS_PLIST_DATE && ls_time_parse(xml->text, xml->text_size, time)) {
        value.text = time;
        value.size = strlen(time);
    } else if (value.type == LS_PLIST_DATE) {
        value.type = LS_PLIST_OTHER;
    }
    xml->callback(&value, xml->user);
    xml->key[0] = 0;
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct xml *xml = data;
    if (xml->depth-- != VALUES)
        return;
    if (++xml->values > 2 * LS_PLIST_VALUES) {
        refuse(xml);
    } else if (strcmp(name, "key") == 0) {
        const size_t size = xml->text_size < sizeof xml->key - 1 ? xml->text_size : sizeof xml->key - 1;
        memcpy(xml->key, xml->text, size);
        xml->key[size] = 0;
    } else {
        tell(xml, type_of(name));
    }
    xml->text_size = 0;
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id,
                               int has_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    if (has_subset)
        refuse(data);
}

bool ls_plist_read_xml(ls_meta *meta, const ls_bytes *list, ls_plist_callback *callback, void *user)
{
    struct xml *xml = ls_arena_alloc(meta->arena, sizeof *xml);
    XML_Parser parser = xml ? XML_ParserCreate(NULL) : NULL;
    if (!parser) {
        meta->status = LS_E_NOMEM;
        return false;
    }
    *xml = (struct xml){.meta = meta, .list = list, .parser = parser, .callback = callback, .user = user};
    XML_SetUserData(parser, xml);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    XML_SetHashSalt(parser,
                    (unsigned long)(uintptr_t)parser | 1); /* a salt of our own: expat then opens no source of randomness */
    const bool fits = list->size <= INT32_MAX,
               good = fits && XML_Parse(parser, (const char *)list->data, (int)list->size, 1) == XML_STATUS_OK;
    if (XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY)
        meta->status = LS_E_NOMEM;
    XML_ParserFree(parser);
    return good && xml->values;
}
