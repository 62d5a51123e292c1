/* SPDX-License-Identifier: Apache-2.0 */
/* What a value is called in words: units and directions that its key implies (record/facts.def). */
#include "report/inspect.h"
#include "report/words.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef void shower(const ls_inspected_value *value, char *words, size_t size);

/* The shortest decimal number that is this double again: 17 digits are always enough (IEEE 754). */
static void put_exact(double number, char *text, size_t size)
{
    for (int digits = 7; digits <= 17; digits++) {
        snprintf(text, size, "%.*g", digits, number);
        if (memcmp(&(double){strtod(text, NULL)}, &number, sizeof number) == 0)
            return;
    }
}

/* Seven decimals are a centimetre. What they leave away stands beside it: it tells how the number was made. */
typedef struct degrees {
    char rounded[32], exact[48]; /* without a sign; with it, in parentheses, and empty when there is no more to it */
} degrees;

static degrees degrees_of(double number)
{
    degrees made = {.exact = ""};
    char exact[40];
    snprintf(made.rounded, sizeof made.rounded, "%.7f", fabs(number));
    if (fabs(strtod(made.rounded, NULL) - fabs(number)) > 0) {
        put_exact(number, exact, sizeof exact);
        snprintf(made.exact, sizeof made.exact, " (%s)", exact);
    }
    return made;
}

static void show_latitude(const ls_inspected_value *value, char *words, size_t size)
{
    const degrees made = degrees_of(value->real);
    snprintf(words, size, value->real < 0 ? _("%s° S%s") : _("%s° N%s"), made.rounded, made.exact);
}

static void show_longitude(const ls_inspected_value *value, char *words, size_t size)
{
    const degrees made = degrees_of(value->real);
    snprintf(words, size, value->real < 0 ? _("%s° W%s") : _("%s° E%s"), made.rounded, made.exact);
}

static void show_altitude(const ls_inspected_value *value, char *words, size_t size)
{
    snprintf(words, size, value->real < 0 ? _("%.10g m below sea level") : _("%.10g m above sea level"), fabs(value->real));
}

static void show_direction(const ls_inspected_value *value, char *words, size_t size)
{
    snprintf(words, size, "%.10g°", value->real);
}

static void show_metres(const ls_inspected_value *value, char *words, size_t size)
{
    snprintf(words, size, "%.10g m", value->real);
}

static void show_millimetres(const ls_inspected_value *value, char *words, size_t size)
{
    snprintf(words, size, "%.10g mm", value->real);
}

static void show_bytes(const ls_inspected_value *value, char *words, size_t size)
{
    const unsigned long count = (unsigned long)value->integer;
    snprintf(words, size, dngettext(LS_DOMAIN, "%lu byte", "%lu bytes", count), count);
}

/* Exif 3.0, 4.6.5.1.6: which side of the scene the first row and the first column show, as what a viewer does about it. */
static void show_orientation(const ls_inspected_value *value, char *words, size_t size)
{
    static const char *const turns[] = {
        N_("as stored"),
        N_("mirrored left to right"),
        N_("turned by 180°"),
        N_("mirrored top to bottom"),
        N_("mirrored left to right, then turned by 270° clockwise"),
        N_("turned by 90° clockwise"),
        N_("mirrored left to right, then turned by 90° clockwise"),
        N_("turned by 270° clockwise"),
    };
    const bool known = value->integer >= 1 && value->integer <= 8;
    snprintf(words, size, "%" PRId64 " – %s", value->integer, known ? _(turns[value->integer - 1]) : _("unknown"));
}

static shower *shower_of(const char *key)
{
    static const struct {
        const char *key;
        shower *show;
    } showers[] = {
        {"gps.lat", show_latitude},       {"gps.lon", show_longitude},
        {"gps.dest-lat", show_latitude},  {"gps.dest-lon", show_longitude},
        {"gps.altitude", show_altitude},  {"gps.direction", show_direction},
        {"gps.error-m", show_metres},     {"device.focal-35mm", show_millimetres},
        {"makernote", show_bytes},        {"thumbnail", show_bytes},
        {"carrier.trailing", show_bytes}, {"carrier.unknown", show_bytes},
        {"image.orientation", show_orientation},
    };
    for (size_t i = 0; i < sizeof showers / sizeof *showers; i++)
        if (strcmp(showers[i].key, key) == 0)
            return showers[i].show;
    return NULL;
}

void ls_inspect_words(const ls_inspected_value *value, char *words, size_t size)
{
    shower *show = shower_of(value->key);
    if (show)
        show(value, words, size);
    else if (value->type == LS_VALUE_REAL)
        put_exact(value->real, words, size);
    else
        snprintf(words, size, "%" PRId64, value->integer);
}
