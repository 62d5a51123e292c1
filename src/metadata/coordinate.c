/* SPDX-License-Identifier: Apache-2.0 */
/* Coordinates as people and programs write them: 39,54.33N  39° 54' 20" N  N39.9055  39 deg 54' 20.00" N  北纬39度. */
#include "metadata/gps.h"
#include "metadata/words.h"

#include <string.h>

enum meaning { POSITIVE, NEGATIVE, BETWEEN };

/* Longer spellings first where one begins another. `axis` is the letter of the axis' positive end, 0 for both. */
static const struct {
    const char *text;
    char axis;
    enum meaning meaning;
} marks[] = {
    {"degrees", 0, BETWEEN},  {"degree", 0, BETWEEN},  {"deg", 0, BETWEEN},     {"minutes", 0, BETWEEN},
    {"min", 0, BETWEEN},      {"seconds", 0, BETWEEN}, {"sec", 0, BETWEEN},     {"north", 'N', POSITIVE},
    {"south", 'N', NEGATIVE}, {"east", 'E', POSITIVE}, {"west", 'E', NEGATIVE}, {"n", 'N', POSITIVE},
    {"s", 'N', NEGATIVE},     {"e", 'E', POSITIVE},    {"w", 'E', NEGATIVE},    {"北纬", 'N', POSITIVE},
    {"南纬", 'N', NEGATIVE},  {"东经", 'E', POSITIVE}, {"西经", 'E', NEGATIVE}, {"度", 0, BETWEEN},
    {"分", 0, BETWEEN},       {"秒", 0, BETWEEN},      {"°", 0, BETWEEN},       {"º", 0, BETWEEN},
    {"′", 0, BETWEEN},        {"″", 0, BETWEEN},       {"’", 0, BETWEEN},       {"”", 0, BETWEEN},
    {"\xB0", 0, BETWEEN}, /* the degree sign in Latin-1 */
    {"'", 0, BETWEEN},        {"\"", 0, BETWEEN},      {",", 0, BETWEEN},       {";", 0, BETWEEN},
    {":", 0, BETWEEN},        {" ", 0, BETWEEN},       {"\t", 0, BETWEEN},      {"\r", 0, BETWEEN},
    {"\n", 0, BETWEEN},
};

#define MARKS (sizeof marks / sizeof *marks)

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The mark that the text begins with; MARKS when there is none. */
static size_t find_mark(const char *text, size_t size)
{
    for (size_t i = 0; i < MARKS; i++) {
        size_t length = strlen(marks[i].text), at = 0;
        while (at < length && at < size && lower(text[at]) == marks[i].text[at])
            at++;
        if (at == length)
            return i;
    }
    return MARKS;
}

struct coordinate {
    double parts[3];
    int count;
    char sign, letter;
    bool after_number; /* two numbers must have something between them */
    bool wrong;
};

static size_t take_number(struct coordinate *c, const char *text, size_t size)
{
    double number;
    size_t used = ls_words_number(text, size, &number);
    c->wrong |= !used || c->count == 3 || c->after_number;
    c->after_number = true;
    if (c->wrong)
        return 1;
    if (text[0] == '+' || text[0] == '-')
        c->sign = text[0];
    c->parts[c->count++] = number;
    return used;
}

static size_t take_mark(struct coordinate *c, const char *text, size_t size, const char *letters)
{
    size_t i = find_mark(text, size);
    if (i == MARKS) {
        c->wrong = true;
        return 1;
    }
    c->after_number = false;
    if (marks[i].axis) {
        char letter = letters[marks[i].meaning == NEGATIVE];
        c->wrong |= marks[i].axis != letters[0] || (c->letter && c->letter != letter);
        c->letter = letter;
    }
    return strlen(marks[i].text);
}

ls_axis ls_axis_parse(const char *text, size_t size, const char *letters, double limit, ls_span where)
{
    struct coordinate c = {.count = 0};
    ls_axis bad = {.state = LS_AXIS_BAD, .where = where};
    size_t at = 0, blank = 0;
    while (blank < size && strchr(" \t\r\n", text[blank]))
        blank++;
    if (blank == size)
        return (ls_axis){.state = LS_AXIS_EMPTY, .where = where};
    while (at < size && !c.wrong)
        at += strchr("+-.0123456789", text[at]) && text[at] ? take_number(&c, text + at, size - at)
                                                            : take_mark(&c, text + at, size - at, letters);
    /* more than 60 minutes: two coordinates in one value, or something else altogether */
    if (c.wrong || !c.count || c.parts[1] > 60 || c.parts[2] > 60)
        return bad;
    if (!c.letter && c.sign) /* a sign states the hemisphere */
        c.letter = letters[c.sign == '-'];
    return ls_axis_make(c.parts[0], c.parts[1], c.parts[2], c.letter, letters, limit, where);
}
