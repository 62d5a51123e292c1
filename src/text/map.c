/* SPDX-License-Identifier: Apache-2.0 */
#include "text/map.h"

#include "text/quad.h"
#include "text/search.h"

#include <math.h>

/*
 * Logit of a fifth: of 15 guesses on marks of the tune layouts 14 have that much somewhere within, of 2,130 others 85 in 1,000.
 */
#define CORE_LEAST (-1.4f)

/* Colour and frame say more than the map, which saw few stamps. */
bool ls_map_is_doubted(const ls_chain *row)
{
    return row->guess && !row->framed && !row->row_of_red && row->certainty < LS_CERTAINTY_SURE;
}

float ls_map_core_within(const ls_map *map, const ls_point quad[4])
{
    ls_point low, high, within[4];
    for (int i = 0; i < 4; i++)
        within[i] = (ls_point){(quad[i].x - map->origin.x) / map->scale_x, (quad[i].y - map->origin.y) / map->scale_y};
    ls_quad_box(within, &low, &high);
    float most = -INFINITY;
    const double right = fmin(map->planes.width - 1.0, ceil(high.x)), foot = fmin(map->planes.height - 1.0, ceil(high.y));
    for (double y = fmax(0, floor(low.y)); y <= foot; y++)
        for (double x = fmax(0, floor(low.x)); x <= right; x++)
            if (ls_quad_holds(within, (ls_point){x + 0.5, y + 0.5}))
                most = fmaxf(most, ls_map_at(map, LS_MAP_LINE, (uint32_t)x, (uint32_t)y));
    return most;
}

void ls_map_judge(const float *core, ls_chains *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (ls_map_is_doubted(&rows->items[i]) && core[i] < CORE_LEAST)
            rows->items[i].certainty = 0;
}
