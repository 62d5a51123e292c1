/* SPDX-License-Identifier: Apache-2.0 */
/* VP8L (RFC 9649, section 3), and alpha, which may be coded as its green (section 2.7.1.2). */
#include "container/webp_coded.h"
#include "container/webp_codes.h"

#define SIGNATURE 0x2Fu
#define HEADER 5u              /* bytes of signature, size, use of alpha and version (section 3.4) */
#define LITERALS 256u
#define LENGTHS 24u            /* prefixes of the length of a copy, */
#define DISTANCES 40u          /* and of its distance */
#define CACHE_BITS_MAX 11u
#define SYMBOLS_MAX (LITERALS + LENGTHS + (1u << CACHE_BITS_MAX))
#define PACKED_BITS 11u
#define PACKED_SIZE (1u << PACKED_BITS)
#define PACKED_WORTH 16u       /* a look-up of pixels costs so many of them */
#define GROUP_BITS_MIN 20u     /* five codes of one symbol each */
#define TABLES_MAX (8u << 20)  /* entries: 16 MB */
#define TILES_MAX (2u << 20)   /* 8 MB */
#define STEPS_MAX (64u << 20)  /* of runs of pixels that take no bits; a quarter of a second */

enum { PREDICTOR, CROSS_COLOUR, SUBTRACT_GREEN, COLOUR_INDEXING }; /* transforms (section 3.5) */
enum { GREEN, RED, BLUE, ALPHA, DISTANCE, CODES };                /* of a group (section 3.7.2) */

typedef struct webp_group {
    webp_code codes[CODES];
    uint32_t packed; /* offset in the tables, 0: none. By the next PACKED_BITS: how many whole pixels they are << 4 | bits of these */
} webp_group;

typedef enum stop { GOING, DRY, DAMAGED, TOO_MUCH, NO_MEMORY } stop;

struct lossless {
    ls_webp_means *means;
    webp_bits in;
    stop stop;
    uint32_t tables_used;
};

struct image {
    uint32_t width, height;
    unsigned cache_bits;
    unsigned tile_bits;    /* tiles are squares of 2 to the power of it; 0: one group for all */
    uint32_t tiles_across;
};

static bool stop_at(struct lossless *f, stop why)
{
    f->stop = f->stop ? f->stop : why;
    return false;
}

static bool goes_on(struct lossless *f)
{
    return webp_bits_dry(&f->in) ? stop_at(f, DRY) : f->stop == GOING;
}

void *ls_webp_room(ls_arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
    if (array && count <= *capacity)
        return array;
    *capacity = count > 2 * *capacity ? count : 2 * *capacity; /* what is given up is less than what there is */
    return ls_arena_array(arena, *capacity, size);
}

/* ---- codes (section 3.7.2.1) */

static bool make_room(struct lossless *f, uint32_t more)
{
    ls_webp_means *means = f->means;
    const size_t wanted = (size_t)f->tables_used + more;
    if (wanted > TABLES_MAX)
        return stop_at(f, TOO_MUCH);
    if (wanted <= means->table_capacity)
        return true;
    uint16_t *bigger = ls_arena_array(means->arena, 2 * wanted, sizeof *bigger);
    if (!bigger)
        return stop_at(f, NO_MEMORY);
    if (f->tables_used)
        memcpy(bigger, means->tables, f->tables_used * sizeof *bigger);
    means->tables = bigger;
    means->table_capacity = 2 * wanted;
    return true;
}

static bool build(struct lossless *f, webp_code *code, const unsigned char *lengths, unsigned count)
{
    if (!goes_on(f) || !make_room(f, WEBP_FAST_SIZE + count))
        return false;
    if (!ls_webp_code_build(code, lengths, count, f->means->tables, f->tables_used))
        return stop_at(f, DAMAGED);
    f->tables_used += code->size;
    return true;
}

static bool read_simple(struct lossless *f, unsigned char *lengths, unsigned count)
{
    const unsigned two = webp_bits_take(&f->in, 1), bits = webp_bits_take(&f->in, 1) ? 8 : 1;
    const unsigned first = webp_bits_take(&f->in, bits), second = two ? webp_bits_take(&f->in, 8) : first;
    if (first >= count || second >= count)
        return stop_at(f, DAMAGED);
    lengths[first] = lengths[second] = 1;
    return true;
}

/* The code that the lengths are coded with. */
static bool read_length_code(struct lossless *f, webp_code *code)
{
    static const unsigned char order[19] = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    unsigned char lengths[19] = {0};
    const unsigned count = 4 + webp_bits_take(&f->in, 4);
    for (unsigned i = 0; i < count; i++)
        lengths[order[i]] = (unsigned char)webp_bits_take(&f->in, 3);
    return build(f, code, lengths, sizeof lengths);
}

/* How many symbols at most have their lengths told. */
static unsigned read_limit(struct lossless *f, unsigned count)
{
    if (!webp_bits_take(&f->in, 1))
        return count;
    const unsigned bits = 2 + 2 * webp_bits_take(&f->in, 3);
    const unsigned limit = 2 + webp_bits_take(&f->in, bits);
    return limit <= count ? limit : 0;
}

static bool read_lengths(struct lossless *f, unsigned char *lengths, unsigned count)
{
    static const struct {
        unsigned char bits, more;
    } repeats[3] = {{2, 3}, {3, 3}, {7, 11}};
    webp_code code;
    unsigned before = 8, limit;
    if (!read_length_code(f, &code))
        return false;
    limit = read_limit(f, count);
    if (!limit)
        return stop_at(f, DAMAGED);
    for (unsigned at = 0; at < count && limit; limit--) {
        webp_bits_fill(&f->in);
        const unsigned symbol = webp_symbol(&f->in, &code, f->means->tables);
        if (symbol < 16) {
            before = symbol ? symbol : before;
            lengths[at++] = (unsigned char)symbol;
            continue;
        }
        const unsigned times = repeats[symbol - 16].more + webp_bits_take(&f->in, repeats[symbol - 16].bits);
        if (times > count - at)
            return stop_at(f, DAMAGED);
        memset(lengths + at, symbol == 16 ? (int)before : 0, times);
        at += times;
    }
    return goes_on(f);
}

static bool read_code(struct lossless *f, webp_code *code, unsigned count)
{
    unsigned char lengths[SYMBOLS_MAX] = {0};
    const uint32_t used = f->tables_used;
    const bool read = webp_bits_take(&f->in, 1) ? read_simple(f, lengths, count) : read_lengths(f, lengths, count);
    f->tables_used = used; /* without the code of the lengths */
    return read && build(f, code, lengths, count);
}

static bool read_group(struct lossless *f, webp_group *group, unsigned cache_bits)
{
    const unsigned counts[CODES] = {LITERALS + LENGTHS + (cache_bits ? 1u << cache_bits : 0), LITERALS, LITERALS, LITERALS, DISTANCES};
    bool read = true;
    group->packed = 0;
    for (unsigned i = 0; i < CODES && read; i++)
        read = read_code(f, &group->codes[i], counts[i]);
    return read;
}

static bool read_groups(struct lossless *f, size_t count, unsigned cache_bits)
{
    ls_webp_means *means = f->means;
    const uint64_t bits = 8 * (uint64_t)(f->in.end - f->in.at) + f->in.held;
    if (count > bits / GROUP_BITS_MIN)
        return stop_at(f, DRY);
    means->groups = ls_webp_room(means->arena, means->groups, count, &means->group_capacity, sizeof *means->groups);
    if (!means->groups)
        return stop_at(f, NO_MEMORY);
    bool read = true;
    for (size_t i = 0; i < count && read; i++)
        read = read_group(f, &means->groups[i], cache_bits);
    return read;
}

/* ---- pixels (section 3.6.2) */

/* What a prefix of a length or distance stands for, with the bits behind it. */
static unsigned prefix_value(webp_bits *in, unsigned prefix)
{
    if (prefix < 4)
        return prefix + 1;
    const unsigned bits = (prefix - 2) >> 1;
    return ((2 + (prefix & 1)) << bits) + webp_bits_take(in, bits) + 1;
}

/* Section 3.6.2.2: the first codes are of pixels near by, to the left and above. */
static uint32_t distance_of(unsigned code, uint32_t width)
{
    static const signed char near[120][2] = {
        {0, 1}, {1, 0}, {1, 1}, {-1, 1}, {0, 2}, {2, 0}, {1, 2}, {-1, 2}, {2, 1}, {-2, 1}, {2, 2}, {-2, 2}, {0, 3}, {3, 0},
        {1, 3}, {-1, 3}, {3, 1}, {-3, 1}, {2, 3}, {-2, 3}, {3, 2}, {-3, 2}, {0, 4}, {4, 0}, {1, 4}, {-1, 4}, {4, 1}, {-4, 1},
        {3, 3}, {-3, 3}, {2, 4}, {-2, 4}, {4, 2}, {-4, 2}, {0, 5}, {3, 4}, {-3, 4}, {4, 3}, {-4, 3}, {5, 0}, {1, 5}, {-1, 5},
        {5, 1}, {-5, 1}, {2, 5}, {-2, 5}, {5, 2}, {-5, 2}, {4, 4}, {-4, 4}, {3, 5}, {-3, 5}, {5, 3}, {-5, 3}, {0, 6}, {6, 0},
        {1, 6}, {-1, 6}, {6, 1}, {-6, 1}, {2, 6}, {-2, 6}, {6, 2}, {-6, 2}, {4, 5}, {-4, 5}, {5, 4}, {-5, 4}, {3, 6}, {-3, 6},
        {6, 3}, {-6, 3}, {0, 7}, {7, 0}, {1, 7}, {-1, 7}, {5, 5}, {-5, 5}, {7, 1}, {-7, 1}, {4, 6}, {-4, 6}, {6, 4}, {-6, 4},
        {2, 7}, {-2, 7}, {7, 2}, {-7, 2}, {3, 7}, {-3, 7}, {7, 3}, {-7, 3}, {5, 6}, {-5, 6}, {6, 5}, {-6, 5}, {8, 0}, {4, 7},
        {-4, 7}, {7, 4}, {-7, 4}, {8, 1}, {8, 2}, {6, 6}, {-6, 6}, {8, 3}, {5, 7}, {-5, 7}, {7, 5}, {-7, 5}, {8, 4}, {6, 7},
        {-6, 7}, {7, 6}, {-7, 6}, {8, 5}, {7, 7}, {-7, 7}, {8, 6}, {8, 7},
    };
    if (code > 120)
        return code - 120;
    const int64_t distance = near[code - 1][0] + (int64_t)near[code - 1][1] * width;
    return distance < 1 ? 1 : (uint32_t)distance;
}

struct copy {
    uint32_t length, distance;
};

/* A copy whose length has this prefix, when the image has pixels for it. */
static bool read_copy(struct lossless *f, const struct image *image, const webp_group *group, unsigned prefix, uint64_t at, struct copy *copy)
{
    copy->length = prefix_value(&f->in, prefix);
    webp_bits_fill(&f->in);
    const unsigned symbol = webp_symbol(&f->in, &group->codes[DISTANCE], f->means->tables);
    copy->distance = distance_of(prefix_value(&f->in, symbol), image->width);
    if (copy->distance <= at && copy->length <= (uint64_t)image->width * image->height - at)
        return true;
    return stop_at(f, webp_bits_dry(&f->in) ? DRY : DAMAGED);
}

/* One pixel, by the bits that are held, at least four times WEBP_CODE_MAX of them but for zeros. False: it is the beginning of a copy. */
static inline bool pass_pixel(webp_bits *in, const webp_group *group, const uint16_t *tables)
{
    const unsigned symbol = webp_symbol(in, &group->codes[GREEN], tables);
    if (symbol < LITERALS) {
        webp_symbol(in, &group->codes[RED], tables);
        webp_symbol(in, &group->codes[BLUE], tables);
        webp_symbol(in, &group->codes[ALPHA], tables);
    }
    return symbol < LITERALS || symbol >= LITERALS + LENGTHS;
}

/* Whole pixels that the bits of `index` are, however it goes on. */
static uint16_t pack(const webp_group *group, const uint16_t *tables, unsigned index)
{
    const unsigned enough = 4 * WEBP_CODE_MAX;
    webp_bits in = {.bits = index, .held = enough};
    unsigned pixels = 0, bits = 0;
    while (pass_pixel(&in, group, tables) && enough - in.held <= PACKED_BITS && pixels < PACKED_BITS) {
        pixels++;
        bits = enough - in.held;
        if (bits + 1 > PACKED_BITS)
            break;
    }
    return (uint16_t)(pixels << 4 | bits);
}

/* Where many pixels share a group, several of them are passed at once. */
static bool pack_groups(struct lossless *f, const struct image *image, size_t groups)
{
    if ((uint64_t)image->width * image->height / groups < PACKED_WORTH * PACKED_SIZE)
        return true;
    for (size_t i = 0; i < groups; i++) {
        webp_group *group = &f->means->groups[i];
        if (!make_room(f, PACKED_SIZE))
            return false;
        const uint32_t packed = f->tables_used;
        for (unsigned j = 0; j < PACKED_SIZE; j++)
            f->means->tables[packed + j] = pack(group, f->means->tables, j);
        group->packed = packed;
        f->tables_used += PACKED_SIZE;
    }
    return true;
}

/* Do all its pixels take no bits? Then only their number matters. */
static bool is_free(const webp_group *group, const uint16_t *tables)
{
    const unsigned only = tables[group->codes[GREEN].fast] >> 4;
    if (group->codes[GREEN].root || (only >= LITERALS && only < LITERALS + LENGTHS))
        return false;
    return only >= LITERALS || !(group->codes[RED].root | group->codes[BLUE].root | group->codes[ALPHA].root);
}

/* Up to `count` pixels of one group, before the next copy: how many there are; *prefix: that of its length, or LENGTHS when none came. */
static uint32_t follow_run(struct lossless *f, const webp_group *group, uint32_t count, unsigned *prefix)
{
    const uint16_t *tables = f->means->tables, *packed = group->packed ? tables + group->packed : NULL;
    const webp_code *green = &group->codes[GREEN], *red = &group->codes[RED], *blue = &group->codes[BLUE], *alpha = &group->codes[ALPHA];
    webp_bits in = f->in; /* a copy of one's own may live in registers */
    uint32_t done = 0;
    *prefix = LENGTHS;
    while (done < count) {
        if (in.held < 3 * WEBP_CODE_MAX) {
            webp_bits_fill(&in);
            if (webp_bits_dry(&in))
                break;
        }
        const unsigned several = packed ? packed[in.bits & (PACKED_SIZE - 1)] : 0;
        if (several && several >> 4 <= count - done) {
            webp_bits_drop(&in, several & 15);
            done += several >> 4;
            continue;
        }
        const unsigned symbol = webp_symbol(&in, green, tables);
        if (symbol < LITERALS) {
            webp_symbol(&in, red, tables);
            webp_symbol(&in, blue, tables);
            if (alpha->root) {
                if (in.held < WEBP_CODE_MAX)
                    webp_bits_fill(&in);
                webp_symbol(&in, alpha, tables);
            }
        } else if (symbol < LITERALS + LENGTHS) {
            *prefix = symbol - LITERALS;
            break;
        }
        done++;
    }
    f->in = in;
    return done;
}

/* All pixels; what they look like does not matter. */
static bool follow_pixels(struct lossless *f, const struct image *image)
{
    const uint64_t total = (uint64_t)image->width * image->height;
    const uint32_t tile = 1u << image->tile_bits;
    uint32_t x = 0, y = 0;
    for (uint64_t at = 0; at < total;) {
        const bool tiled = image->tile_bits;
        const size_t place = (size_t)(y >> image->tile_bits) * image->tiles_across + (x >> image->tile_bits);
        const webp_group *group = &f->means->groups[tiled ? f->means->tiles[place] : 0];
        const uint32_t right = image->width - x, in_tile = tile - (x & (tile - 1)), rest = (uint32_t)(total - at);
        uint32_t count = !tiled ? rest : in_tile < right ? in_tile : right;
        unsigned prefix = LENGTHS;
        if (!group->codes[GREEN].root && f->means->steps++ >= STEPS_MAX)
            return stop_at(f, TOO_MUCH);
        if (!is_free(group, f->means->tables))
            count = follow_run(f, group, count, &prefix);
        if (prefix < LENGTHS) {
            struct copy copy;
            if (!read_copy(f, image, group, prefix, at + count, &copy))
                return false;
            count += copy.length;
        }
        if (!goes_on(f))
            return false;
        at += count;
        x += count;
        if (x >= image->width) {
            y += x / image->width;
            x %= image->width;
        }
    }
    return true;
}

/* The image that says which group a tile has: its pixels matter, in the order alpha, red, green, blue, and with them the cache. */
static bool decode_pixels(struct lossless *f, const struct image *image, uint32_t *pixels)
{
    const size_t total = (size_t)image->width * image->height;
    const webp_group *group = f->means->groups;
    const uint16_t *tables = f->means->tables;
    uint32_t cache[1u << CACHE_BITS_MAX] = {0};
    for (size_t at = 0, known = 0; at < total;) {
        webp_bits_fill(&f->in);
        const unsigned green = webp_symbol(&f->in, &group->codes[GREEN], tables);
        struct copy copy = {0};
        if (green < LITERALS) {
            const unsigned red = webp_symbol(&f->in, &group->codes[RED], tables), blue = webp_symbol(&f->in, &group->codes[BLUE], tables);
            webp_bits_fill(&f->in);
            pixels[at++] = webp_symbol(&f->in, &group->codes[ALPHA], tables) << 24 | red << 16 | green << 8 | blue;
        } else if (green >= LITERALS + LENGTHS) {
            pixels[at++] = cache[green - LITERALS - LENGTHS];
        } else if (!read_copy(f, image, group, green - LITERALS, at, &copy)) {
            return false;
        }
        for (; copy.length; copy.length--, at++)
            pixels[at] = pixels[at - copy.distance];
        for (; image->cache_bits && known < at; known++)
            cache[pixels[known] * 0x1E35A7BDu >> (32 - image->cache_bits)] = pixels[known]; /* section 3.6.2.3 */
        if (!goes_on(f))
            return false;
    }
    return true;
}

/* ---- images and transforms (sections 3.5, 3.7.1) */

static bool read_cache_bits(struct lossless *f, struct image *image)
{
    if (!webp_bits_take(&f->in, 1))
        return true;
    image->cache_bits = webp_bits_take(&f->in, 4);
    return (image->cache_bits >= 1 && image->cache_bits <= CACHE_BITS_MAX) || stop_at(f, DAMAGED);
}

/* An image that serves the main one; its pixels are kept where `pixels` is not NULL. */
static bool follow_helper(struct lossless *f, uint32_t width, uint32_t height, uint32_t *pixels)
{
    struct image image = {.width = width, .height = height};
    f->tables_used = 0;
    return read_cache_bits(f, &image) && read_groups(f, 1, image.cache_bits) &&
           (pixels ? decode_pixels(f, &image, pixels) : follow_pixels(f, &image));
}

static uint32_t divide_up(uint32_t value, unsigned bits)
{
    return (value + (1u << bits) - 1) >> bits;
}

static bool follow_transforms(struct lossless *f, struct image *image)
{
    unsigned seen = 0;
    while (goes_on(f) && webp_bits_take(&f->in, 1)) {
        const unsigned type = webp_bits_take(&f->in, 2);
        if (seen & 1u << type)
            return stop_at(f, DAMAGED);
        seen |= 1u << type;
        bool followed = true;
        if (type == COLOUR_INDEXING) {
            const unsigned colours = 1 + webp_bits_take(&f->in, 8);
            followed = follow_helper(f, colours, 1, NULL);
            image->width = divide_up(image->width, colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3);
        } else if (type != SUBTRACT_GREEN) {
            const unsigned bits = 2 + webp_bits_take(&f->in, 3);
            followed = follow_helper(f, divide_up(image->width, bits), divide_up(image->height, bits), NULL);
        }
        if (!followed)
            return false;
    }
    return goes_on(f);
}

/* Which tile has which group (section 3.7.2.2); *groups: how many there are. */
static bool read_tiles(struct lossless *f, struct image *image, size_t *groups)
{
    ls_webp_means *means = f->means;
    *groups = 1;
    if (!webp_bits_take(&f->in, 1))
        return true;
    image->tile_bits = 2 + webp_bits_take(&f->in, 3);
    image->tiles_across = divide_up(image->width, image->tile_bits);
    const uint32_t down = divide_up(image->height, image->tile_bits);
    const size_t count = (size_t)image->tiles_across * down;
    if (count > TILES_MAX)
        return stop_at(f, TOO_MUCH);
    means->tiles = ls_webp_room(means->arena, means->tiles, count, &means->tile_capacity, sizeof *means->tiles);
    if (!means->tiles)
        return stop_at(f, NO_MEMORY);
    if (!follow_helper(f, image->tiles_across, down, means->tiles))
        return false;
    for (size_t i = 0; i < count; i++) {
        means->tiles[i] = means->tiles[i] >> 8 & 0xFFFF;
        *groups = means->tiles[i] >= *groups ? means->tiles[i] + 1 : *groups;
    }
    return true;
}

static bool follow_main(struct lossless *f, uint32_t width, uint32_t height)
{
    struct image image = {.width = width, .height = height};
    size_t groups;
    if (!follow_transforms(f, &image) || !read_cache_bits(f, &image) || !read_tiles(f, &image, &groups))
        return false;
    f->tables_used = 0;
    return read_groups(f, groups, image.cache_bits) && pack_groups(f, &image, groups) && follow_pixels(f, &image);
}

/* A stream that begins at data[from]. */
static ls_status follow_stream(ls_webp_means *means, const ls_bytes *data, uint64_t from, uint32_t width, uint32_t height,
                               ls_webp_coded *coded)
{
    const unsigned char *begin = data->data + from, *end = data->data + data->size;
    struct lossless f = {.means = means, .in = {.begin = begin, .at = begin, .end = end}};
    if (follow_main(&f, width, height))
        coded->pieces[0].to = from + webp_bits_used(&f.in);
    if (f.stop == DAMAGED || f.stop == TOO_MUCH)
        coded->ending = f.stop == DAMAGED ? LS_WEBP_DAMAGED : LS_WEBP_UNFOLLOWED;
    return f.stop == NO_MEMORY ? LS_E_NOMEM : LS_OK;
}

ls_status ls_webp_follow_lossless(ls_webp_means *means, const ls_bytes *data, ls_webp_coded *coded)
{
    const uint32_t bits = ls_bytes_u32(data, 1, false);
    *coded = (ls_webp_coded){.ending = LS_WEBP_FOLLOWED, .count = 1, .pieces = {{0, data->size}}};
    if (data->size < HEADER)
        return LS_OK;
    if (ls_bytes_u8(data, 0) != SIGNATURE || bits >> 29) /* version 0 */
        coded->ending = LS_WEBP_DAMAGED;
    return coded->ending ? LS_OK : follow_stream(means, data, HEADER, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, coded);
}

ls_status ls_webp_follow_alpha(ls_webp_means *means, const ls_bytes *data, uint32_t width, uint32_t height, ls_webp_coded *coded)
{
    const unsigned header = ls_bytes_u8(data, 0), compression = header & 3, preprocessing = header >> 4 & 3;
    const uint64_t plain = 1 + (uint64_t)width * height;
    *coded = (ls_webp_coded){.ending = LS_WEBP_FOLLOWED, .count = 1, .pieces = {{0, data->size}}};
    if (!data->size)
        return LS_OK;
    if (compression > 1 || preprocessing > 1)
        coded->ending = LS_WEBP_DAMAGED;
    else if (compression == 0 && plain < data->size)
        coded->pieces[0].to = plain;
    return compression == 1 && !coded->ending ? follow_stream(means, data, 1, width, height, coded) : LS_OK;
}
