/* SPDX-License-Identifier: Apache-2.0 */
/* IPTC-IIM 4.2: datasets of the application record. */
#include "metadata/tags.h"
#include "metadata/time.h"
#include "metadata/words.h"

#include <stdio.h>
#include <string.h>

#define TAG_MARKER 0x1Cu
#define ENVELOPE_RECORD 1u
#define APPLICATION_RECORD 2u

/* Dataset numbers of record 2. Names of places join place.name; who made or wrote it is an artist. */
static const struct {
    unsigned dataset;
    ls_fact_key key;
} datasets[] = {
    {5, LS_FACT_NOTE_TEXT},                                    /* Object Name */
    {7, LS_FACT_NOTE_TEXT},                                    /* Edit Status */
    {12, LS_FACT_NOTE_TEXT},                                   /* Subject Reference */
    {15, LS_FACT_NOTE_TEXT},                                   /* Category */
    {20, LS_FACT_NOTE_TEXT},                                   /* Supplemental Category */
    {22, LS_FACT_NOTE_TEXT},                                   /* Fixture Identifier */
    {45, LS_FACT_NOTE_TEXT},                                   /* Reference Service */
    {100, LS_FACT_PLACE_NAME},                                 /* Country Code */
    {25, LS_FACT_NOTE_TEXT},                                   /* Keywords */
    {26, LS_FACT_PLACE_NAME},                                  /* Content Location Code */
    {27, LS_FACT_PLACE_NAME},                                  /* Content Location Name */
    {40, LS_FACT_NOTE_TEXT},                                   /* Special Instructions */
    {65, LS_FACT_DEVICE_SOFTWARE},                             /* Originating Program */
    {80, LS_FACT_PERSON_ARTIST},                               /* By-line */
    {85, LS_FACT_NOTE_TEXT},                                   /* By-line Title */
    {90, LS_FACT_PLACE_NAME},                                  /* City */
    {92, LS_FACT_PLACE_NAME},                                  /* Sub-location */
    {95, LS_FACT_PLACE_NAME},                                  /* Province/State */
    {101, LS_FACT_PLACE_NAME},                                 /* Country Name */
    {103, LS_FACT_NOTE_TEXT},                                  /* Original Transmission Reference */
    {105, LS_FACT_NOTE_TEXT},                                  /* Headline */
    {110, LS_FACT_NOTE_TEXT},                                  /* Credit */
    {115, LS_FACT_NOTE_TEXT},                                  /* Source */
    {116, LS_FACT_PERSON_COPYRIGHT}, {118, LS_FACT_NOTE_TEXT}, /* Contact */
    {120, LS_FACT_NOTE_TEXT},                                  /* Caption/Abstract */
    {122, LS_FACT_PERSON_ARTIST},                              /* Writer/Editor */
    {187, LS_FACT_IMAGE_ID},                                   /* Unique Document ID */
};

enum { DATE_CREATED = 55, TIME_CREATED = 60, DIGITAL_DATE = 62, DIGITAL_TIME = 63 };

struct iptc {
    ls_meta *meta;
    const char *carrier;
    ls_bytes date[2], time[2]; /* created, digitised */
};

/* Versions, urgencies, formats, dates of release: codes of a few characters that tell nothing. */
static const unsigned char quiet_application[] = {0,  3,  4,   8,   10,  30,  35,  37,  38,  42,  47,  50,
                                                  70, 75, 130, 131, 135, 150, 151, 152, 153, 154, 200, 201};
static const unsigned char quiet_envelope[] = {0, 20, 22, 40, 60, 70, 80, 90, 120, 122};
#define QUIET_MAX 64u /* bytes: no code of them is longer */

enum { DESTINATION = 5, SERVICE = 30, PRODUCT = 50, UNIQUE_NAME = 100 };

static bool is_quiet(const unsigned char *list, size_t count, unsigned dataset, const ls_bytes *value)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == dataset)
            return value->size <= QUIET_MAX;
    return value->size == 0;
}

static void state_unread(struct iptc *iptc, const ls_bytes *value)
{
    ls_meta_unread(iptc->meta, iptc->carrier, "a dataset that is not read", ls_bytes_where(value, 0, value->size));
}

static void read_dataset(struct iptc *iptc, unsigned dataset, const ls_bytes *value)
{
    switch (dataset) {
    case DATE_CREATED: iptc->date[0] = *value; return;
    case TIME_CREATED: iptc->time[0] = *value; return;
    case DIGITAL_DATE: iptc->date[1] = *value; return;
    case DIGITAL_TIME: iptc->time[1] = *value; return;
    default: break;
    }
    for (size_t i = 0; i < sizeof datasets / sizeof *datasets; i++)
        if (datasets[i].dataset == dataset) {
            ls_words_guess(iptc->meta, datasets[i].key, value, iptc->carrier);
            return;
        }
    if (!is_quiet(quiet_application, sizeof quiet_application, dataset, value))
        state_unread(iptc, value);
}

static void read_envelope(struct iptc *iptc, unsigned dataset, const ls_bytes *value)
{
    if (dataset == UNIQUE_NAME)
        ls_words_guess(iptc->meta, LS_FACT_IMAGE_ID, value, iptc->carrier);
    else if (dataset == DESTINATION || dataset == SERVICE || dataset == PRODUCT)
        ls_words_guess(iptc->meta, LS_FACT_NOTE_TEXT, value, iptc->carrier);
    else if (!is_quiet(quiet_envelope, sizeof quiet_envelope, dataset, value))
        state_unread(iptc, value);
}

/* CCYYMMDD and HHMMSS±HHMM */
static void read_time(struct iptc *iptc, int which, ls_fact_key key)
{
    const ls_bytes *date = &iptc->date[which], *time = &iptc->time[which];
    char text[48], out[LS_TIME_SIZE];
    if (date->size != 8)
        return;
    const char *d = (const char *)date->data, *t = (const char *)time->data;
    int used = snprintf(text, sizeof text, "%.4s-%.2s-%.2s", d, d + 4, d + 6);
    if (time->size >= 6 && used > 0)
        snprintf(text + used, sizeof text - (size_t)used, "T%.2s:%.2s:%.2s%.*s", t, t + 2, t + 4,
                 (int)(time->size > 11 ? 5 : time->size - 6), t + 6);
    if (ls_time_parse(text, strlen(text), out))
        ls_meta_string(iptc->meta, key, out, iptc->carrier, ls_bytes_where(date, 0, date->size));
}

void ls_read_iptc(ls_meta *meta, const ls_bytes *bytes, const char *carrier)
{
    struct iptc iptc = {.meta = meta, .carrier = carrier};
    uint64_t at = 0;
    bool damaged = false;
    while (!damaged && ls_bytes_u8(bytes, at) == TAG_MARKER) {
        unsigned record = ls_bytes_u8(bytes, at + 1), dataset = ls_bytes_u8(bytes, at + 2);
        uint64_t length = ls_bytes_u16(bytes, at + 3, true), head = 5;
        if (length & 0x8000) { /* extended: the low bits count the bytes of the real length */
            unsigned size = (unsigned)length & 0x7FFF;
            damaged = size == 0 || size > 4;
            length = 0;
            for (unsigned i = 0; i < size && !damaged; i++)
                length = length << 8 | ls_bytes_u8(bytes, at + head + i);
            head += damaged ? 0 : size;
        }
        damaged |= !ls_bytes_has(bytes, at, head + length);
        ls_bytes value = ls_bytes_part(bytes, at + head, length);
        if (damaged)
            break;
        ls_tag_of_iptc(meta, record, dataset, &value, carrier);
        if (record == APPLICATION_RECORD)
            read_dataset(&iptc, dataset, &value);
        else if (record == ENVELOPE_RECORD)
            read_envelope(&iptc, dataset, &value);
        else if (value.size)
            state_unread(&iptc, &value);
        at += head + length;
    }
    for (; !damaged && at < bytes->size && bytes->data[at] == 0;)
        at++; /* padding */
    read_time(&iptc, 0, LS_FACT_TIME_TAKEN);
    read_time(&iptc, 1, LS_FACT_TIME_DIGITIZED);
    if (damaged || at < bytes->size)
        ls_meta_unread(meta, carrier, "damaged datasets", ls_bytes_where(bytes, 0, bytes->size));
}
