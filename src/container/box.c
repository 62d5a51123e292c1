/* SPDX-License-Identifier: Apache-2.0 */
#include "container/box.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    unsigned char type[LS_BOX_USER_TYPE];
} user_types[] = {
    /* C2PA specification 2.1, A.5.1 */
    {"uuid/c2pa", {0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81}},
    /* XMP specification part 3, 1.2.7 */
    {"uuid/xmp", {0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC}},
    {"uuid/exif", "JpgTiffExif->JP2"},
};

bool ls_box_read(const ls_bytes *bytes, uint64_t at, uint64_t end, bool last, ls_box *box)
{
    if (end > bytes->size || at > end || end - at < LS_BOX_HEADER)
        return false;
    uint64_t size = ls_bytes_u32(bytes, at, true);
    uint64_t header = LS_BOX_HEADER;
    if (size == 1) {
        if (end - at < LS_BOX_HEADER + 8)
            return false;
        size = ls_bytes_u64(bytes, at + LS_BOX_HEADER, true);
        header += 8;
    } else if (size == 0 && last) {
        size = end - at;
    }
    if (ls_bytes_match(bytes, at + 4, "uuid", 4))
        header += LS_BOX_USER_TYPE;
    if (size < header)
        return false;
    *box = (ls_box){.at = at, .body = at + header, .end = size > UINT64_MAX - at ? UINT64_MAX : at + size};
    memcpy(box->type, bytes->data + at + 4, 4);
    box->cut = box->end > end;
    return true;
}

bool ls_box_is(const ls_box *box, const char *type)
{
    return memcmp(box->type, type, 4) == 0;
}

ls_bytes ls_box_body(const ls_bytes *bytes, const ls_box *box)
{
    return ls_bytes_part(bytes, box->body, box->end - box->body);
}

ls_bytes ls_box_user_type(const ls_bytes *bytes, const ls_box *box)
{
    const bool has = ls_box_is(box, "uuid");
    return ls_bytes_part(bytes, box->body - (has ? LS_BOX_USER_TYPE : 0), has ? LS_BOX_USER_TYPE : 0);
}

static bool is_name(const char *type)
{
    for (int i = 0; i < 4; i++) {
        const unsigned char c = (unsigned char)type[i];
        if ((c < 0x20 || c > 0x7E || c == '/') && !(i == 0 && c == 0xA9))
            return false;
    }
    return type[0] != ' ';
}

void ls_box_name(const ls_bytes *bytes, const ls_box *box, char out[LS_BOX_NAME_SIZE])
{
    const ls_bytes user = ls_box_user_type(bytes, box);
    for (size_t i = 0; i < sizeof user_types / sizeof *user_types; i++)
        if (ls_bytes_match(&user, 0, user_types[i].type, LS_BOX_USER_TYPE)) {
            snprintf(out, LS_BOX_NAME_SIZE, "%s", user_types[i].name);
            return;
        }
    const unsigned char *type = (const unsigned char *)box->type;
    if (!is_name(box->type))
        snprintf(out, LS_BOX_NAME_SIZE, "0x%02x%02x%02x%02x", type[0], type[1], type[2], type[3]);
    else if (type[0] == 0xA9)
        snprintf(out, LS_BOX_NAME_SIZE, "©%.3s", box->type + 1);
    else
        snprintf(out, LS_BOX_NAME_SIZE, "%.4s", box->type);
    for (size_t size = strlen(out); size && out[size - 1] == ' '; size--)
        out[size - 1] = 0;
}

bool ls_box_meta_is_full(const ls_bytes *bytes, uint64_t at)
{
    return !ls_bytes_match(bytes, at + 4, "hdlr", 4);
}
