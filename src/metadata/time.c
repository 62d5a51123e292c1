/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/time.h"

#include <stdio.h>
#include <string.h>

struct text {
    const char *at, *end;
};

static char peek(const struct text *text)
{
    return text->at < text->end ? *text->at : 0;
}

/* Exactly `digits` digits with a value in [minimum, maximum]; nothing is consumed otherwise. */
static bool number(struct text *text, int digits, int minimum, int maximum, int *value)
{
    if (text->end - text->at < digits)
        return false;
    *value = 0;
    for (int i = 0; i < digits; i++) {
        if (text->at[i] < '0' || text->at[i] > '9')
            return false;
        *value = *value * 10 + (text->at[i] - '0');
    }
    if (*value < minimum || *value > maximum)
        return false;
    text->at += digits;
    return true;
}

static bool after(struct text *text, const char *separators, int minimum, int maximum, int *value)
{
    struct text saved = *text;
    char c = peek(text);
    if (!c || !strchr(separators, c))
        return false;
    text->at++;
    if (number(text, 2, minimum, maximum, value))
        return true;
    *text = saved;
    return false;
}

/* "Z", "+08:00" or "+0800", in its long form. */
static bool offset_of(struct text *text, char out[8])
{
    int hours, minutes;
    char sign = peek(text);
    if (sign == 'Z' || sign == 'z') {
        text->at++;
        memcpy(out, "Z", 2);
        return true;
    }
    struct text rest = {text->at + 1, text->end};
    if ((sign != '+' && sign != '-') || !number(&rest, 2, 0, 15, &hours))
        return false;
    if (peek(&rest) == ':')
        rest.at++;
    if (!number(&rest, 2, 0, 59, &minutes))
        return false;
    *text = rest;
    snprintf(out, 8, "%c%02u:%02u", sign, (unsigned)hours % 100u, (unsigned)minutes % 100u);
    return true;
}

void ls_time_offset(char time[LS_TIME_SIZE], const char *offset, size_t size)
{
    char long_form[8];
    struct text text = {offset, offset + size};
    size_t used = strlen(time);
    bool has_time = memchr(time, 'T', used) != NULL;
    bool has_offset = has_time && strpbrk(strchr(time, 'T'), "Z+-");
    if (has_time && !has_offset && offset_of(&text, long_form))
        snprintf(time + used, LS_TIME_SIZE - used, "%s", long_form);
}

static void append(char out[LS_TIME_SIZE], const char *before, int value)
{
    size_t used = strlen(out);
    snprintf(out + used, LS_TIME_SIZE - used, "%s%02d", before, value);
}

bool ls_time_parse(const char *text, size_t size, char out[LS_TIME_SIZE])
{
    struct text in = {text, text + size};
    int year, month, day, hour, minute, second;
    while (peek(&in) == ' ')
        in.at++;
    if (!number(&in, 4, 1, 9999, &year))
        return false;
    snprintf(out, LS_TIME_SIZE, "%04d", year);
    char next = peek(&in);
    if (next && next != ' ' && next != ':' && next != '-' && next != '/' && next != '.')
        return false;
    if (!after(&in, ":-/.", 1, 12, &month))
        return !next || next == ' ';
    append(out, "-", month);
    if (!after(&in, ":-/.", 1, 31, &day))
        return true;
    append(out, "-", day);
    if (!after(&in, " T", 0, 24, &hour) || !after(&in, ":", 0, 59, &minute))
        return true;
    append(out, "T", hour);
    append(out, ":", minute);
    if (after(&in, ":", 0, 60, &second)) {
        append(out, ":", second);
        if (peek(&in) == '.' || peek(&in) == ',')
            for (in.at++; peek(&in) >= '0' && peek(&in) <= '9';)
                in.at++;
    }
    ls_time_offset(out, in.at, (size_t)(in.end - in.at));
    return true;
}

#define DAY 86400u
#define FROM_1904_TO_1970 2082844800u /* 66 years, 17 of them leap years */
#define YEAR_10000 253402300800u      /* in seconds since 1970 */

static bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month] + (month == 1 && is_leap(year));
}

static bool from_1970(uint64_t seconds, char out[LS_TIME_SIZE])
{
    if (!seconds || seconds >= YEAR_10000)
        return false;
    unsigned days = (unsigned)(seconds / DAY), year = 1970, month = 0;
    const unsigned clock = (unsigned)(seconds % DAY);
    for (; days >= 365u + is_leap(year); year++)
        days -= 365u + is_leap(year);
    for (; days >= days_of(year, month); month++)
        days -= days_of(year, month);
    snprintf(out, LS_TIME_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ", year % 10000, month + 1, days + 1, clock / 3600 % 24, clock / 60 % 60,
             clock % 60);
    return true;
}

bool ls_time_from_1904(uint64_t seconds, char out[LS_TIME_SIZE])
{
    return from_1970(seconds >= FROM_1904_TO_1970 ? seconds - FROM_1904_TO_1970 : seconds, out);
}

bool ls_time_from_1970(double seconds, char out[LS_TIME_SIZE])
{
    return seconds >= 1 && seconds < YEAR_10000 && from_1970((uint64_t)seconds, out);
}
