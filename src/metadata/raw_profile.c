/* SPDX-License-Identifier: Apache-2.0 */
/* "Raw profile type …" texts, by which ImageMagick puts other formats' blocks into PNG: name, length, hexadecimal. */
#include "metadata/meta.h"

#include <string.h>

static int hex_digit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_space(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Skips white space and then one word. */
static size_t skip_word(const ls_bytes *text, size_t at)
{
    while (at < text->size && is_space(text->data[at]))
        at++;
    while (at < text->size && !is_space(text->data[at]))
        at++;
    return at;
}

/* The bytes that the text spells; false when it spells anything else. */
static bool decode(ls_meta *meta, const ls_bytes *text, ls_bytes *block)
{
    unsigned char *out = ls_arena_alloc(meta->arena, text->size / 2 + 1);
    size_t size = 0;
    int high = -1;
    if (!out) {
        meta->status = LS_E_NOMEM;
        return false;
    }
    for (size_t at = skip_word(text, skip_word(text, 0)); at < text->size; at++) {
        if (is_space(text->data[at]) || text->data[at] == 0)
            continue;
        int digit = hex_digit(text->data[at]);
        if (digit < 0)
            return false;
        if (high >= 0)
            out[size++] = (unsigned char)(high << 4 | digit);
        high = high >= 0 ? -1 : digit;
    }
    *block = ls_bytes_decoded(out, size, ls_bytes_where(text, 0, text->size));
    return size && high < 0;
}

static bool read_block(ls_meta *meta, const ls_bytes *block, const char *carrier)
{
    static const char xmp[] = "http://ns.adobe.com/xap/1.0/", photoshop[] = "Photoshop 3.0";
    ls_bytes rest;
    if (ls_bytes_match(block, 0, "Exif\0", 6)) {
        rest = ls_bytes_after(block, 6);
        ls_read_exif(meta, &rest, ls_meta_path(meta, carrier, "exif"));
    } else if (ls_bytes_match(block, 0, "II*", 3) || ls_bytes_match(block, 0, "MM\0", 3)) {
        ls_read_exif(meta, block, ls_meta_path(meta, carrier, "exif"));
    } else if (ls_bytes_match(block, 0, xmp, sizeof xmp)) {
        rest = ls_bytes_after(block, sizeof xmp);
        ls_read_xmp(meta, &rest, ls_meta_path(meta, carrier, "xmp"));
    } else if (ls_bytes_match(block, 0, "<", 1)) {
        ls_read_xmp(meta, block, ls_meta_path(meta, carrier, "xmp"));
    } else if (ls_bytes_match(block, 0, photoshop, sizeof photoshop)) {
        rest = ls_bytes_after(block, sizeof photoshop);
        ls_read_photoshop(meta, &rest, ls_meta_path(meta, carrier, "iptc"));
    } else if (ls_bytes_match(block, 0, "8BIM", 4)) {
        ls_read_photoshop(meta, block, ls_meta_path(meta, carrier, "iptc"));
    } else if (ls_bytes_match(block, 36, "acsp", 4)) {
        ls_read_icc(meta, block, ls_meta_path(meta, carrier, "icc"));
    } else if (ls_bytes_match(block, 0, "\x1C", 1)) {
        ls_read_iptc(meta, block, ls_meta_path(meta, carrier, "iptc"));
    } else {
        return false;
    }
    return true;
}

void ls_read_raw_profile(ls_meta *meta, const ls_bytes *text, const char *carrier)
{
    ls_bytes block;
    ls_span where = ls_bytes_where(text, 0, text->size);
    if (meta->depth >= LS_META_DEPTH) {
        ls_meta_unread(meta, carrier, "nested too deep", where);
        return;
    }
    meta->depth++;
    if (!decode(meta, text, &block) || !read_block(meta, &block, carrier))
        ls_meta_unread(meta, carrier, "a raw profile", where);
    meta->depth--;
}
