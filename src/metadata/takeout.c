/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an export of Google Photos ("Takeout") keeps in JSON beside each photo. There is no published description: names and
 * meanings are those of exports. geoData is what the service knows or its user said, geoDataExif what the photo said when it was
 * uploaded: each is there without the other. 0 in both axes means that there is no position.
 */
#include "metadata/json.h"
#include "metadata/sidecar.h"

#include "metadata/gps.h"
#include "metadata/time.h"

#include <math.h>
#include <string.h>

enum use { QUIET, TEXT, SECONDS };

/* A path that ends in "/" stands for all that is below it. */
static const struct {
    const char *path;
    enum use use;
    ls_fact_key key;
} names[] = {
    {"title", TEXT, LS_FACT_NOTE_TEXT},
    {"description", TEXT, LS_FACT_NOTE_TEXT},
    {"url", TEXT, LS_FACT_NOTE_TEXT},
    {"people/name", TEXT, LS_FACT_NOTE_TEXT},
    {"tags", TEXT, LS_FACT_NOTE_TEXT},
    {"photoTakenTime/timestamp", SECONDS, LS_FACT_TIME_TAKEN},
    {"creationTime/timestamp", SECONDS, LS_FACT_TIME_MODIFIED}, /* when it was uploaded */
    {"modificationTime/timestamp", SECONDS, LS_FACT_TIME_MODIFIED},
    {"photoLastModifiedTime/timestamp", SECONDS, LS_FACT_TIME_MODIFIED},
    {"photoTakenTime/formatted", QUIET, LS_FACT_COUNT}, /* the same moment in words */
    {"creationTime/formatted", QUIET, LS_FACT_COUNT},
    {"modificationTime/formatted", QUIET, LS_FACT_COUNT},
    {"photoLastModifiedTime/formatted", QUIET, LS_FACT_COUNT},
    {"geoData/latitudeSpan", QUIET, LS_FACT_COUNT},
    {"geoData/longitudeSpan", QUIET, LS_FACT_COUNT},
    {"geoDataExif/latitudeSpan", QUIET, LS_FACT_COUNT},
    {"geoDataExif/longitudeSpan", QUIET, LS_FACT_COUNT},
    {"googlePhotosOrigin/mobileUpload/deviceFolder/localFolderName", TEXT, LS_FACT_NOTE_TEXT},
    {"googlePhotosOrigin/mobileUpload/deviceType", TEXT, LS_FACT_DEVICE_MODEL},
    {"googlePhotosOrigin/webUpload/computerUpload/", QUIET, LS_FACT_COUNT},
    {"googlePhotosOrigin/composition/type", QUIET, LS_FACT_COUNT},
    {"appSource/androidPackageName", TEXT, LS_FACT_DEVICE_SOFTWARE},
    {"locationEnrichment/location/name", TEXT, LS_FACT_PLACE_NAME},
    {"locationEnrichment/location/description", TEXT, LS_FACT_PLACE_NAME},
    {"narrativeEnrichment/text", TEXT, LS_FACT_NOTE_TEXT},
    {"sharedAlbumComments/text", TEXT, LS_FACT_NOTE_TEXT},
    {"sharedAlbumComments/contentOwnerName", TEXT, LS_FACT_NOTE_TEXT},
    {"sharedAlbumComments/creationTime/timestamp", SECONDS, LS_FACT_TIME_MODIFIED},
    {"sharedAlbumComments/creationTime/formatted", QUIET, LS_FACT_COUNT},
    {"imageViews", QUIET, LS_FACT_COUNT},
};

/* The axes of one of the two positions. */
struct place {
    const char *name; /* of its object, and of its carrier */
    ls_axis lat, lon;
    double altitude;
    ls_span altitude_at;
};

struct takeout {
    ls_meta *meta;
    const char *carrier;
    struct place places[2];
    bool known;   /* at least one name of Takeout's was there */
    bool unknown; /* one that is not was told of */
};

static ls_axis axis_of(const ls_json_value *value, const char *letters, double limit)
{
    double degrees;
    if (!ls_json_number(value, &degrees))
        return (ls_axis){.state = LS_AXIS_BAD, .where = value->where};
    return ls_axis_make(fabs(degrees), 0, 0, letters[degrees < 0], letters, limit, value->where);
}

/* Which of two counts depends on the reader, so none of them can be taken for the position. */
static void take_axis(ls_axis *axis, ls_axis value)
{
    if (axis->state != LS_AXIS_ABSENT && axis->degrees != value.degrees)
        value.state = LS_AXIS_BAD;
    *axis = value;
}

/* True when the value belongs to a position. */
static bool read_place(struct takeout *takeout, const ls_json_value *value)
{
    for (size_t i = 0; i < 2; i++) {
        struct place *place = &takeout->places[i];
        const size_t length = strlen(place->name);
        if (strncmp(value->path, place->name, length) != 0 || value->path[length] != '/')
            continue;
        const char *name = value->path + length + 1;
        if (strcmp(name, "latitude") == 0)
            take_axis(&place->lat, axis_of(value, "NS", 90));
        else if (strcmp(name, "longitude") == 0)
            take_axis(&place->lon, axis_of(value, "EW", 180));
        else if (strcmp(name, "altitude") == 0 && ls_json_number(value, &place->altitude))
            place->altitude_at = value->where;
        else
            return false;
        return true;
    }
    return false;
}

static void read_seconds(struct takeout *takeout, ls_fact_key key, const ls_json_value *value, const char *carrier)
{
    char time[LS_TIME_SIZE];
    double seconds;
    if (ls_json_number(value, &seconds) && ls_time_from_1970(seconds, time))
        ls_meta_string(takeout->meta, key, time, carrier, value->where);
    else
        ls_meta_unread(takeout->meta, carrier, "a time that is none", value->where);
}

static bool names_it(const char *name, const char *path)
{
    const size_t length = strlen(name);
    return name[length - 1] == '/' ? strncmp(path, name, length) == 0 : strcmp(path, name) == 0;
}

/* The first part of a path: "photoTakenTime/timestamp" is told under "sidecar/takeout/photoTakenTime". */
static const char *carrier_of(const struct takeout *takeout, const char *path)
{
    const char *carrier = ls_arena_printf(takeout->meta->arena, "%s/%.*s", takeout->carrier, (int)strcspn(path, "/"), path);
    if (!carrier)
        takeout->meta->status = LS_E_NOMEM;
    return carrier ? carrier : takeout->carrier;
}

/* Switches (favorited, archived, …) and what is left empty tell of no person, place or moment. */
static bool is_mute(const ls_json_value *value)
{
    return value->type == LS_JSON_TRUE || value->type == LS_JSON_FALSE || value->type == LS_JSON_NULL ||
           (value->type == LS_JSON_STRING && !value->size);
}

static void on_value(const ls_json_value *value, void *user)
{
    struct takeout *takeout = user;
    if (takeout->meta->status || is_mute(value))
        return;
    if (read_place(takeout, value)) {
        takeout->known = true;
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!names_it(names[i].path, value->path))
            continue;
        takeout->known = true;
        const char *carrier = names[i].use == QUIET ? takeout->carrier : carrier_of(takeout, value->path);
        if (names[i].use == SECONDS)
            read_seconds(takeout, names[i].key, value, carrier);
        else if (names[i].use != QUIET)
            ls_meta_text(takeout->meta, names[i].key, value->text, value->size, carrier, value->where);
        return;
    }
    if (!takeout->unknown)
        ls_meta_unread(takeout->meta, takeout->carrier, "a value of an unknown name", value->where);
    takeout->unknown = true;
}

static void state_place(struct takeout *takeout, const struct place *place)
{
    const bool zero = place->lat.state == LS_AXIS_GOOD && place->lon.state == LS_AXIS_GOOD && place->lat.degrees == 0 &&
                      place->lon.degrees == 0;
    const char *carrier = ls_meta_path(takeout->meta, takeout->carrier, place->name);
    if (!zero)
        ls_gps_position(takeout->meta, carrier, &place->lat, &place->lon);
    if (place->altitude != 0)
        ls_meta_real(takeout->meta, LS_FACT_GPS_ALTITUDE, place->altitude, carrier, place->altitude_at);
}

void ls_read_takeout(ls_meta *meta, const ls_bytes *text, const char *carrier)
{
    struct takeout takeout = {.meta = meta, .carrier = carrier, .places = {{.name = "geoData"}, {.name = "geoDataExif"}}};
    const ls_span whole = ls_bytes_where(text, 0, text->size);
    const bool good = ls_json_read(text, meta->arena, on_value, &takeout, &meta->status);
    for (size_t i = 0; i < 2 && !meta->status; i++)
        state_place(&takeout, &takeout.places[i]);
    if (!good)
        ls_meta_unread(meta, carrier, "damaged, or nested beyond the bounds", whole);
    else if (!takeout.known)
        ls_meta_unread(meta, carrier, "not of a kind that this version knows", whole);
}
