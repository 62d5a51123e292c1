/* SPDX-License-Identifier: Apache-2.0 */
#include "clean/gif_colours.h"

#include "container/gif.h"

#include <string.h>

#define SCREEN 13u     /* bytes before the screen's table; the last but one names the background's colour */
#define DESCRIPTOR 10u /* bytes before an image's own table; the last tells whether there is one */
#define OWN_TABLE 0x80u

static bool is(const ls_container *container, size_t index, const char *path)
{
    return index < container->range_count && strcmp(container->ranges[index].path, path) == 0;
}

static ls_bytes range_bytes(const ls_bytes *file, const ls_range *range)
{
    return ls_bytes_part(file, range->from, range->to - range->from);
}

/* Of the image whose descriptor is the range `index`; its codes are the range behind it. */
static void read_image(const ls_bytes *file, const ls_container *container, size_t index, bool used[256])
{
    const ls_bytes descriptor = range_bytes(file, &container->ranges[index]);
    const uint64_t pixels = (uint64_t)ls_bytes_u16(&descriptor, 5, false) * ls_bytes_u16(&descriptor, 7, false);
    if (!is(container, index + 1, "gif/image"))
        return;
    const uint64_t data = container->ranges[index + 1].from;
    ls_gif_codes_end(file, data + 1, ls_bytes_u8(file, data), pixels, used);
}

static bool has_own_table(const ls_bytes *file, const ls_range *descriptor)
{
    const ls_bytes bytes = range_bytes(file, descriptor);
    return ls_bytes_u8(&bytes, DESCRIPTOR - 1) & OWN_TABLE;
}

void ls_gif_colours(const ls_bytes *file, const ls_container *container, size_t index, size_t *table, bool used[256])
{
    memset(used, 0, 256 * sizeof *used);
    *table = DESCRIPTOR;
    if (is(container, index, "gif/descriptor")) {
        read_image(file, container, index, used);
        return;
    }
    *table = SCREEN;
    used[ls_bytes_u8(file, SCREEN - 2)] = true;
    for (size_t i = 0; i < container->range_count; i++)
        if (is(container, i, "gif/descriptor") && !has_own_table(file, &container->ranges[i]))
            read_image(file, container, i, used);
}
