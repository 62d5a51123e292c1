/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/words.h"

#include "base/utf8.h"

#include <string.h>

void ls_words_guess(ls_meta *meta, ls_fact_key key, const ls_bytes *text, const char *carrier)
{
    ls_span where = ls_bytes_where(text, 0, text->size);
    const char *bytes = (const char *)text->data;
    size_t size = text->size < LS_META_TEXT ? text->size : LS_META_TEXT;
    if (!size)
        return;
    if (ls_utf8_valid(bytes, text->size))
        ls_meta_text(meta, key, bytes, text->size, carrier, where);
    else
        ls_meta_string(meta, key, ls_utf8_from_latin1(meta->arena, bytes, size), carrier, where);
}

/* Text rather than the remains of a buffer: valid UTF-8 without control characters. */
static bool is_text(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\r' && bytes[i] != '\n')
            return false;
    return ls_utf8_valid(bytes, size);
}

#define ASCII_PARTS 8

void ls_words_ascii(ls_meta *meta, ls_fact_key key, const ls_bytes *value, const char *carrier)
{
    size_t at = 0;
    for (int part = 0; part < ASCII_PARTS && at < value->size; part++) {
        size_t end = ls_bytes_find(value, at, 0);
        ls_bytes text = ls_bytes_part(value, at, end - at);
        if (text.size && (part == 0 || is_text((const char *)text.data, text.size)))
            ls_words_guess(meta, key, &text, carrier);
        for (at = end; at < value->size && value->data[at] == 0;)
            at++;
    }
}

void ls_words_utf16(ls_meta *meta, ls_fact_key key, const ls_bytes *value, bool big, const char *carrier)
{
    size_t size = value->size & ~(size_t)1;
    while (size >= 2 && value->data[size - 1] == 0 && value->data[size - 2] == 0)
        size -= 2;
    if (size > 2 * LS_META_TEXT)
        size = 2 * LS_META_TEXT;
    if (size)
        ls_meta_string(meta, key, ls_utf8_from_utf16(meta->arena, value->data, size, big), carrier,
                       ls_bytes_where(value, 0, size));
}

/* Writers disagree about the byte order of UNICODE comments: the order with more bytes 0 in the high place is right for
 * all Latin text, and the block's own order decides when that says nothing. */
static bool guess_order(const ls_bytes *text, bool big)
{
    size_t even = 0, odd = 0;
    for (size_t i = 0; i + 1 < text->size; i += 2) {
        even += text->data[i] == 0;
        odd += text->data[i + 1] == 0;
    }
    return even == odd ? big : even > odd;
}

void ls_words_coded(ls_meta *meta, ls_fact_key key, const ls_bytes *value, bool big, const char *carrier)
{
    if (value->size < 8) {
        ls_words_ascii(meta, key, value, carrier);
        return;
    }
    ls_bytes text = ls_bytes_after(value, 8);
    if (ls_bytes_match(value, 0, "UNICODE", 7)) {
        ls_words_utf16(meta, key, &text, guess_order(&text, big), carrier);
    } else if (ls_bytes_match(value, 0, "JIS", 3)) {
        bool ascii = true;
        for (size_t i = 0; i < text.size; i++)
            ascii &= text.data[i] < 0x80 && text.data[i] != 0x1B;
        if (ascii)
            ls_words_ascii(meta, key, &text, carrier);
        else
            ls_meta_unread(meta, carrier, "text in JIS encoding", ls_bytes_where(&text, 0, text.size));
    } else if (ls_bytes_match(value, 0, "ASCII", 5) || ls_bytes_match(value, 0, "\0\0\0\0\0\0\0\0", 8)) {
        ls_words_ascii(meta, key, &text, carrier);
    } else {
        ls_words_ascii(meta, key, value, carrier); /* no code at all: the text begins at once */
    }
}

static size_t decimal(const char *text, size_t size, double *number)
{
    size_t at = 0, digits = 0;
    bool negative = size && text[0] == '-';
    double value = 0, unit = 1;
    if (size && (text[0] == '-' || text[0] == '+'))
        at++;
    for (; at < size && text[at] >= '0' && text[at] <= '9' && digits < 300; at++, digits++)
        value = value * 10 + (text[at] - '0');
    if (at < size && text[at] == '.')
        for (at++; at < size && text[at] >= '0' && text[at] <= '9' && digits < 300; at++, digits++) {
            value = value * 10 + (text[at] - '0');
            unit *= 10;
        }
    if (!digits)
        return 0;
    *number = (negative ? -value : value) / unit;
    return at;
}

size_t ls_words_number(const char *text, size_t size, double *number)
{
    size_t used = decimal(text, size, number);
    double denominator;
    if (!used || used >= size || text[used] != '/')
        return used;
    size_t more = decimal(text + used + 1, size - used - 1, &denominator);
    if (!more || denominator == 0)
        return 0;
    *number /= denominator;
    return used + 1 + more;
}
