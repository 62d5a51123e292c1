/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/words.h"
#include "metadata/xmp.h"

#include <string.h>

static void add_axis(ls_xmp_position *position, ls_axis list[LS_XMP_POSITIONS], size_t *count, ls_axis axis)
{
    if (*count < LS_XMP_POSITIONS)
        list[(*count)++] = axis;
    else
        position->overflow = true;
}

void ls_xmp_position_add(ls_xmp_position *position, ls_xmp_kind kind, const char *text, size_t size, ls_span where)
{
    double number = 0;
    bool is_number = ls_words_number(text, size, &number) != 0;
    switch (kind) {
    case LS_XMP_LAT:
        add_axis(position, position->lat, &position->lat_count, ls_axis_parse(text, size, "NS", 90, where));
        break;
    case LS_XMP_LON:
        add_axis(position, position->lon, &position->lon_count, ls_axis_parse(text, size, "EW", 180, where));
        break;
    case LS_XMP_DEST_LAT: position->dest_lat = ls_axis_parse(text, size, "NS", 90, where); break;
    case LS_XMP_DEST_LON: position->dest_lon = ls_axis_parse(text, size, "EW", 180, where); break;
    case LS_XMP_BELOW_SEA: position->below_sea = is_number && (number == 1 || number == 3); break;
    case LS_XMP_DIRECTION_REF: position->direction_ref = size ? text[0] : 0; break;
    case LS_XMP_ALTITUDE:
        position->has_altitude = is_number;
        position->altitude = number;
        position->altitude_at = where;
        break;
    case LS_XMP_DIRECTION:
        position->has_direction = is_number;
        position->direction = number < 0 && number >= -180 ? number + 360 : number; /* yaw counts from -180 */
        position->direction_at = where;
        break;
    default: break;
    }
}

void ls_xmp_position_state(ls_meta *meta, const ls_xmp_position *position)
{
    size_t count = position->lat_count > position->lon_count ? position->lat_count : position->lon_count;
    for (size_t i = 0; i < count; i++) {
        const char *carrier = i ? ls_arena_printf(meta->arena, "%s[%zu]", position->carrier, i + 1) : position->carrier;
        if (carrier)
            ls_gps_position(meta, carrier, &position->lat[i], &position->lon[i]);
        else
            meta->status = LS_E_NOMEM;
    }
    ls_gps_destination(meta, position->carrier, &position->dest_lat, &position->dest_lon);
    if (position->has_altitude)
        ls_meta_real(meta, LS_FACT_GPS_ALTITUDE, position->below_sea ? -position->altitude : position->altitude,
                     position->carrier, position->altitude_at);
    if (position->has_direction)
        ls_meta_real(meta, LS_FACT_GPS_DIRECTION, position->direction, position->carrier, position->direction_at);
    if (position->has_direction && (position->direction_ref == 'T' || position->direction_ref == 'M'))
        ls_meta_text(meta, LS_FACT_GPS_DIRECTION_REF, &position->direction_ref, 1, position->carrier,
                     position->direction_at);
    if (position->overflow)
        ls_meta_unread(meta, position->carrier, "further positions", (ls_span){0, 0});
}
