/* SPDX-License-Identifier: Apache-2.0 */
#include "report/width.h"


#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

#define REPLACEMENT 0xFFFDu

typedef struct range {
    uint32_t from, to;
} range;

/* Unicode 15, EastAsianWidth.txt, W and F, adjoining blocks joined. */
static const range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x2E80, 0x303E},
    {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18AFF}, {0x1AFF0, 0x1B2FF}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF},
    {0x20000, 0x3FFFD},
};

/* Combining marks and format characters that occur in the texts this program prints. */
static const range narrow[] = {
    {0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20F0}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
};

static bool within(const range *ranges, size_t count, uint32_t c)
{
    for (size_t i = 0; i < count && ranges[i].from <= c; i++)
        if (c <= ranges[i].to)
            return true;
    return false;
}

int ls_width(uint32_t c)
{
    if (c < 0x300)
        return 1;
    if (within(narrow, sizeof narrow / sizeof *narrow, c))
        return 0;
    return within(wide, sizeof wide / sizeof *wide, c) ? 2 : 1;
}

static bool acted_on_by_terminals(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* The next code point as it may be shown; 0 at the end. A newline comes through: only ls_wrap asks for more lines. */
static uint32_t next(const char **text)
{
    uint32_t c = (unsigned char)**text;
    if (!c)
        return 0;
    if (c >= ' ' && c < 0x7F) { /* most of what is shown */
        ++*text;
        return c;
    }
    size_t length = ls_utf8_decode(*text, strnlen(*text, 4), &c);
    *text += length ? length : 1;
    return !length || (c != '\n' && acted_on_by_terminals(c)) ? REPLACEMENT : c;
}

static void put(FILE *out, uint32_t c)
{
    char bytes[4];
    fwrite(bytes, 1, ls_utf8_encode(c, bytes), out);
}

/* Up to `end`, in pieces that are as long as nothing has to be replaced. */
static void show(FILE *out, const char *text, const char *end)
{
    const char *piece = text;
    while (text < end) {
        const char *at = text;
        uint32_t c = next(&text);
        if (c != REPLACEMENT && c != '\n')
            continue;
        fwrite(piece, 1, (size_t)(at - piece), out);
        put(out, REPLACEMENT);
        piece = text;
    }
    fwrite(piece, 1, (size_t)(text - piece), out);
}

void ls_print(FILE *out, const char *text)
{
    show(out, text, text + strlen(text));
}

int ls_width_of(const char *text)
{
    int width = 0;
    for (uint32_t c; (c = next(&text));)
        width += ls_width(c);
    return width;
}

static bool in_text(const char *set, uint32_t c)
{
    for (uint32_t member; (member = next(&set));)
        if (member == c)
            return true;
    return false;
}

static bool closes(uint32_t c)
{
    return in_text("，。；：！？、）」』》】〉”’％…—·,.;:!?)]}%", c);
}

static bool opens(uint32_t c)
{
    return in_text("（「『《【〈“‘([{", c);
}

/* May a line end between these two? */
static bool may_break(uint32_t before, uint32_t after)
{
    /* widths first: they cost nothing, and between letters the sets need not be looked through */
    return (ls_width(before) == 2 || ls_width(after) == 2) && !closes(after) && !opens(before);
}

/* The end of the piece that begins at `text` and cannot be broken; *width gets its columns. */
static const char *piece_end(const char *text, int *width)
{
    uint32_t before = 0;
    for (*width = 0;;) {
        const char *at = text;
        uint32_t c = next(&text);
        if (!c || c == ' ' || c == '\n' || (before && may_break(before, c)))
            return at;
        *width += ls_width(c);
        before = c;
    }
}

void ls_wrap(FILE *out, const char *text, int column, int indent, int width)
{
    int spaces = 0;
    bool fresh = true; /* nothing stands on this line yet: a piece that is too long gains nothing on the next one */
    while (*text) {
        if (*text == ' ') {
            spaces++;
            text++;
            continue;
        }
        int columns;
        const char *end = piece_end(text, &columns);
        bool newline = *text == '\n';
        if (newline || (!fresh && column + spaces + columns > width)) {
            fprintf(out, "\n%*s", text[newline] == '\n' ? 0 : indent, "");
            column = indent;
            spaces = 0;
            fresh = true;
            text += newline;
            if (newline)
                continue;
        }
        if (spaces)
            fprintf(out, "%*s", spaces, "");
        column += spaces + columns;
        spaces = 0;
        fresh = false;
        show(out, text, end);
        text = end;
    }
}

void ls_labelled(FILE *out, int margin, const char *label, const char *text, int width)
{
    size_t length = strlen(label);
    bool full = length && label[length - 1] != ':'; /* a fullwidth colon brings its own space */
    int column = margin + ls_width_of(label) + !full;
    fprintf(out, "%*s%s%s", margin, "", label, full ? "" : " ");
    ls_wrap(out, text, column, column, width);
    fputc('\n', out);
}

void ls_group_digits(uint64_t number, char *text, size_t size)
{
    char plain[24];
    const int length = snprintf(plain, sizeof plain, "%" PRIu64, number);
    size_t used = 0;
    for (int i = 0; i < length && used + 2 < size; i++) {
        if (i && (length - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = plain[i];
    }
    text[used] = 0;
}
