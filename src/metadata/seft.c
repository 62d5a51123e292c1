/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks of Samsung's trailer: a time, a country, and settings as text. */
#include "metadata/tags.h"
#include "metadata/time.h"
#include "metadata/words.h"

#include <stdio.h>
#include <string.h>

/* A block's name is the end of its path. */
static void print_block(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    const char *slash = strrchr(carrier, '/');
    ls_tag_bytes(meta, slash ? slash + 1 : carrier, data, carrier);
}

#define TIME_DIGITS 14u /* up to the year 5138 */

static bool is_digits(const ls_bytes *data)
{
    for (size_t i = 0; i < data->size; i++)
        if (data->data[i] < '0' || data->data[i] > '9')
            return false;
    return data->size > 0;
}

#define DAY 86400u

/* The day's date in the Gregorian calendar, counted from March on, so that the leap day comes last in its year. */
static void write_time(uint64_t seconds, char out[LS_TIME_SIZE])
{
    const unsigned days = (unsigned)(seconds / DAY) + 719468u, of_era = days % 146097u; /* from 0000-03-01; of 400 years */
    const unsigned year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const unsigned of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    const unsigned clock = (unsigned)(seconds % DAY);
    snprintf(out, LS_TIME_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ", (days / 146097u * 400 + year + (month > 9)) % 10000,
             (month + 2) % 12 + 1, (of_year - (153 * month + 2) / 5) % 31 + 1, clock / 3600 % 24, clock / 60 % 60, clock % 60);
}

/* Milliseconds since 1970 in UTC, as digits. */
void ls_read_seft_time(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    print_block(meta, data, carrier);
    const ls_span where = ls_bytes_where(data, 0, data->size);
    char time[LS_TIME_SIZE];
    if (!is_digits(data) || data->size > TIME_DIGITS) {
        ls_meta_unread(meta, carrier, "no sound time", where);
        return;
    }
    uint64_t milliseconds = 0;
    for (size_t i = 0; i < data->size; i++)
        milliseconds = milliseconds * 10 + (data->data[i] - '0');
    write_time(milliseconds / 1000, time);
    ls_meta_string(meta, LS_FACT_TIME_TAKEN, time, carrier, where);
}

/* ITU-T E.212: the mobile country code of the network that the phone was in. */
void ls_read_seft_country(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    print_block(meta, data, carrier);
    const ls_span where = ls_bytes_where(data, 0, data->size);
    if (!is_digits(data) || data->size != 3)
        ls_meta_unread(meta, carrier, "no sound country code", where);
    else
        ls_meta_string(meta, LS_FACT_PLACE_NAME,
                       ls_arena_printf(meta->arena, "mobile country code %.3s", (const char *)data->data), carrier, where);
}

#define SETTING_DIGITS 8u

/* A switch or the number of a mode tells nothing; other text may be anything, such as the path of the original. */
void ls_read_seft_text(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    print_block(meta, data, carrier);
    if (data->size <= SETTING_DIGITS && is_digits(data))
        return;
    if (data->size > LS_META_TEXT || memchr(data->data, 0, data->size))
        ls_meta_unread(meta, carrier, "more than a text", ls_bytes_where(data, 0, data->size));
    ls_words_guess(meta, LS_FACT_NOTE_TEXT, data, carrier);
}
