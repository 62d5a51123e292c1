/* SPDX-License-Identifier: Apache-2.0 */
#include "image/tiff_chain.h"

#include <stdlib.h>

#define TAG_SUB_DIRECTORIES 330u /* TIFF Technical Note 1 */

typedef struct tiff_bytes {
    const unsigned char *data;
    size_t size;
    bool big_endian, big_tiff;
} tiff_bytes;

/* `count` bytes as a number; *good is cleared when they are not all there. */
static uint64_t number(const tiff_bytes *tiff, uint64_t at, unsigned count, bool *good)
{
    uint64_t value = 0;
    if (at > tiff->size || tiff->size - at < count) {
        *good = false;
        return 0;
    }
    for (unsigned i = 0; i < count; i++)
        value |= (uint64_t)tiff->data[at + i] << 8 * (tiff->big_endian ? count - 1 - i : i);
    return value;
}

/* The offset of the next directory; 0 at the end. */
static uint64_t read_directory(const tiff_bytes *tiff, uint64_t at, ls_tiff_chain *chain)
{
    bool good = true;
    const unsigned count_size = tiff->big_tiff ? 8 : 2, entry_size = tiff->big_tiff ? 20 : 12;
    const uint64_t entries = number(tiff, at, count_size, &good);
    if (!good || entries > tiff->size / entry_size) {
        chain->broken = true;
        return 0;
    }
    const uint64_t first = at + count_size;
    for (uint64_t i = 0; i < entries && good; i++)
        chain->sub_images |= number(tiff, first + i * entry_size, 2, &good) == TAG_SUB_DIRECTORIES;
    const uint64_t next = number(tiff, first + entries * entry_size, tiff->big_tiff ? 8 : 4, &good);
    chain->broken |= !good;
    return good ? next : 0;
}

static bool visited(const uint64_t *offsets, uint32_t count, uint64_t at)
{
    for (uint32_t i = 0; i < count; i++)
        if (offsets[i] == at)
            return true;
    return false;
}

void ls_tiff_chain_read(const unsigned char *data, size_t size, ls_tiff_chain *chain)
{
    *chain = (ls_tiff_chain){0};
    tiff_bytes tiff = {.data = data, .size = size};
    bool good = size >= 8;
    tiff.big_endian = good && data[0] == 'M';
    tiff.big_tiff = number(&tiff, 2, 2, &good) == 43;
    uint64_t at = tiff.big_tiff ? number(&tiff, 8, 8, &good) : number(&tiff, 4, 4, &good);
    uint64_t *offsets = good ? malloc(LS_TIFF_DIRECTORIES * sizeof *offsets) : NULL;
    if (!offsets) {
        chain->broken = true;
        return;
    }
    while (at && chain->count < LS_TIFF_DIRECTORIES && !chain->broken) {
        if (visited(offsets, chain->count, at)) {
            chain->broken = true;
            break;
        }
        offsets[chain->count++] = at;
        at = read_directory(&tiff, at, chain);
    }
    chain->broken |= at && chain->count == LS_TIFF_DIRECTORIES;
    free(offsets);
}
