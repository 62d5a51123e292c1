/* SPDX-License-Identifier: Apache-2.0 */
#include "text/quad.h"

#include <math.h>

bool ls_quad_holds(const ls_point quad[4], ls_point point)
{
    for (int i = 0; i < 4; i++) {
        const ls_point a = quad[i], b = quad[(i + 1) % 4];
        if ((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) < 0)
            return false;
    }
    return true;
}

ls_point ls_quad_middle(const ls_point quad[4])
{
    return (ls_point){(quad[0].x + quad[1].x + quad[2].x + quad[3].x) / 4,
                      (quad[0].y + quad[1].y + quad[2].y + quad[3].y) / 4};
}

double ls_quad_area(const ls_point quad[4])
{
    double twice = 0;
    for (int i = 0; i < 4; i++)
        twice += quad[i].x * quad[(i + 1) % 4].y - quad[(i + 1) % 4].x * quad[i].y;
    return fabs(twice) / 2;
}

static double side(const ls_point quad[4], int from)
{
    return hypot(quad[(from + 1) % 4].x - quad[from].x, quad[(from + 1) % 4].y - quad[from].y);
}

double ls_quad_width(const ls_point quad[4])
{
    return (side(quad, 0) + side(quad, 2)) / 2;
}

double ls_quad_height(const ls_point quad[4])
{
    return (side(quad, 1) + side(quad, 3)) / 2;
}

void ls_quad_make_clockwise(ls_point quad[4])
{
    double twice = 0;
    for (int i = 0; i < 4; i++)
        twice += quad[i].x * quad[(i + 1) % 4].y - quad[(i + 1) % 4].x * quad[i].y;
    if (twice < 0) {
        const ls_point swapped = quad[1];
        quad[1] = quad[3];
        quad[3] = swapped;
    }
}

void ls_quad_box(const ls_point quad[4], ls_point *low, ls_point *high)
{
    *low = *high = quad[0];
    for (int i = 1; i < 4; i++) {
        *low = (ls_point){fmin(low->x, quad[i].x), fmin(low->y, quad[i].y)};
        *high = (ls_point){fmax(high->x, quad[i].x), fmax(high->y, quad[i].y)};
    }
}
