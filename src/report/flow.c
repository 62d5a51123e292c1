/* SPDX-License-Identifier: Apache-2.0 */
#include "report/flow.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "report/width.h"

#include <stdlib.h>
#include <string.h>

#define SHORT 60 /* columns; nobody who fills lines ends one before */
#define PARAGRAPH_LIMIT ((size_t)1 << 16)

typedef struct flow {
    FILE *out;
    int width;
    ls_buffer paragraph;
    bool item; /* of a list */
    bool over; /* the paragraph goes on in no further line */
    bool gap;  /* a blank line is wanted before the next paragraph */
    bool wrote;
} flow;

static void flush(flow *self)
{
    if (!self->paragraph.size)
        return;
    if (self->gap && self->wrote)
        fputc('\n', self->out);
    ls_wrap(self->out, self->paragraph.data, 0, self->item ? 2 : 0, self->width);
    fputc('\n', self->out);
    ls_buffer_clear(&self->paragraph);
    self->gap = false;
    self->wrote = true;
}

static bool ends_sentence(const char *line)
{
    static const char *const marks[] = {".", "!", "?", ":", "。", "！", "？", "："};
    size_t length = strlen(line);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t size = strlen(marks[i]);
        if (length >= size && strcmp(line + length - size, marks[i]) == 0)
            return true;
    }
    return false;
}

/* Is what stands before `end` a character of two columns? Between two of those a line's end is no space. */
static bool wide_before(const char *start, const char *end)
{
    const char *at = end;
    while (at > start && ((unsigned char)at[-1] & 0xC0) == 0x80) /* the further bytes of a character */
        at--;
    at -= at > start;
    uint32_t c = 0;
    return at < end && ls_utf8_decode(at, (size_t)(end - at), &c) && ls_width(c) == 2;
}

static bool wide_at(const char *text)
{
    uint32_t c = 0;
    return ls_utf8_decode(text, strlen(text), &c) && ls_width(c) == 2;
}

static ls_status append(flow *self, const char *line)
{
    const ls_buffer *before = &self->paragraph;
    bool space = before->size && !(wide_at(line) && wide_before(before->data, before->data + before->size));
    ls_status status = space ? ls_buffer_text(&self->paragraph, " ") : LS_OK;
    return status ? status : ls_buffer_text(&self->paragraph, line);
}

static ls_status take(flow *self, const char *line)
{
    const char *words = line + strspn(line, " \t");
    bool indented = words != line, item = strncmp(words, "- ", 2) == 0;
    if (!*words) {
        flush(self);
        self->gap = true;
        return LS_OK;
    }
    bool brief = ls_width_of(words) <= SHORT, ends = ends_sentence(words);
    bool goes_on = self->paragraph.size && !item && (self->item ? indented : !self->over);
    if (!goes_on) {
        flush(self);
        self->item = item;
        self->gap = self->gap || (!item && brief && !ends);
    }
    self->over = brief || ends;
    return append(self, words);
}

ls_status ls_flow(FILE *out, const char *text, int width)
{
    char *lines = strdup(text);
    if (!lines)
        return LS_E_NOMEM;
    flow self = {.out = out, .width = width};
    ls_buffer_init(&self.paragraph, PARAGRAPH_LIMIT);
    ls_status status = LS_OK;
    for (char *line = lines, *end; line && !status; line = end) {
        if ((end = strchr(line, '\n')))
            *end++ = 0;
        status = take(&self, line);
    }
    flush(&self);
    ls_buffer_free(&self.paragraph);
    free(lines);
    return status;
}
