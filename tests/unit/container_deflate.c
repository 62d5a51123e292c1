/* SPDX-License-Identifier: Apache-2.0 */
/* Where a zlib stream ends: zlib itself makes the streams and is the oracle. */
#include "cmocka_all.h"

#include "container/deflate.h"
#include "container/png.h"
#include "unit/container_build.h"

#include <zlib.h>

struct pieces {
    const unsigned char *data;
    size_t size, at, step; /* step 0: all at once */
};

static bool next(void *user, ls_bytes *piece)
{
    struct pieces *pieces = user;
    const size_t left = pieces->size - pieces->at;
    if (!left)
        return false;
    const size_t size = pieces->step && pieces->step < left ? pieces->step : left;
    *piece = (ls_bytes){pieces->data + pieces->at, size, 0, size, false};
    pieces->at += size;
    return true;
}

static ls_deflated follow(const struct built *b, size_t step, uint64_t wanted)
{
    struct pieces pieces = {b->data, b->size, 0, step};
    return ls_deflate_follow(next, &pieces, wanted);
}

/* Bytes that are neither all alike nor all different, from a linear congruential generator. */
static void fill(unsigned char *out, size_t size, unsigned spread)
{
    uint32_t state = 12345;
    for (size_t i = 0; i < size; i++) {
        state = state * 1103515245u + 12345u;
        out[i] = (unsigned char)((state >> 16) % spread + (i % 97 ? 0 : i / 97));
    }
}

static void deflate_with(struct built *b, const unsigned char *data, size_t size, int level, int strategy)
{
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, level, Z_DEFLATED, 15, 8, strategy), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)data;
    stream.avail_in = (uInt)size;
    stream.next_out = b->data;
    stream.avail_out = sizeof b->data;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    b->size = stream.total_out;
    deflateEnd(&stream);
}

static unsigned char raw[300000];

static void every_kind_of_stream_is_followed_to_its_end(void **state)
{
    (void)state;
    static struct built b;
    static const size_t sizes[] = {1, 2, 3, 258, 1000, 70000, sizeof raw};
    static const unsigned spreads[] = {1, 2, 7, 256};
    static const int strategies[] = {Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED};
    for (size_t i = 0; i < sizeof spreads / sizeof *spreads; i++) {
        fill(raw, sizeof raw, spreads[i]);
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++)
            for (size_t k = 0; k < sizeof strategies / sizeof *strategies; k++)
                for (int level = 0; level < 10; level += 3) {
                    deflate_with(&b, raw, sizes[j], level, strategies[k]);
                    const size_t end = b.size;
                    put(&b, "and more behind it", 18);
                    for (size_t step = 0; step < 20; step += 1 + 5 * (step > 2)) {
                        const ls_deflated found = follow(&b, step, sizes[j]);
                        assert_true(found.ended);
                        assert_int_equal(found.length, sizes[j]);
                        assert_int_equal(found.used, end);
                    }
                }
    }
}

static void what_is_put_out_beyond_what_is_wanted_is_not_used(void **state)
{
    (void)state;
    static struct built b;
    fill(raw, sizeof raw, 256);
    for (int level = 0; level < 10; level += 9) {
        deflate_with(&b, raw, 20000, level, Z_DEFAULT_STRATEGY);
        const ls_deflated found = follow(&b, 0, 10000);
        assert_true(found.ended);
        assert_int_equal(found.length, 20000);
        if (level) /* dice of 256 sides: a byte is a byte */
            assert_true(found.used > 9900 && found.used < 10200);
        else /* zlib header, block header, bytes as they are */
            assert_int_equal(found.used, 2 + 5 + 10000);
    }
}

static void a_stream_that_is_cut_short_is_used_up(void **state)
{
    (void)state;
    static struct built b;
    fill(raw, 3000, 7);
    deflate_with(&b, raw, 3000, 9, Z_DEFAULT_STRATEGY);
    const size_t whole = b.size;
    for (size_t size = 0; size < whole; size++) {
        b.size = size;
        const ls_deflated found = follow(&b, 0, 3000);
        assert_int_equal(found.used, size);
        assert_true(found.length <= 3000);
        assert_true(!found.ended || size + 4 >= whole); /* but for the checksum */
    }
}

static void what_is_no_stream_ends_where_it_breaks(void **state)
{
    (void)state;
    static struct built b;
    static const struct {
        const char *bytes;
        size_t size, used;
    } cases[] = {{"\x79\x01 no method of ours", 20, 2},
                 {"\x78\x02 check bits", 13, 2},
                 {"\x78\xBB\1\2\3\4 a dictionary", 20, 2},
                 {"\x78\x01\x07 the fourth kind of block", 28, 3},
                 {"\x78\x01\x01\x05\x00\x05\x00 lengths that do not agree", 32, 7}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        b.size = 0;
        put(&b, cases[i].bytes, cases[i].size);
        const ls_deflated found = follow(&b, 0, 100);
        assert_false(found.ended);
        assert_int_equal(found.used, cases[i].used);
    }
}

static void any_damage_of_a_stream_is_survived(void **state)
{
    (void)state;
    static struct built b;
    fill(raw, 3000, 7);
    deflate_with(&b, raw, 3000, 9, Z_DEFAULT_STRATEGY);
    for (size_t i = 0; i < b.size; i++)
        for (int value = 0; value < 256; value += 15) {
            const unsigned char saved = b.data[i];
            b.data[i] = (unsigned char)value;
            const ls_deflated found = follow(&b, i % 5, 3000);
            assert_true(found.used <= b.size);
            b.data[i] = saved;
        }
}

/* Empty blocks of ten bits, or with codes that take long to make, one after the other. */
static void nothing_but_blocks_has_an_end(void **state)
{
    (void)state;
    static struct built b;
    b.size = 0;
    put(&b, "\x78\x01", 2);
    for (int i = 0; i < 100000; i++)
        put(&b, "\x02\x08\x20\x80\x00", 5); /* 010 and seven zeros, four times */
    const ls_deflated found = follow(&b, 0, 100);
    assert_false(found.ended);
    assert_true(found.used < 10000);
}

static void rows_are_counted_as_the_format_does(void **state)
{
    (void)state;
    static const struct {
        ls_png_shape shape;
        uint64_t rows;
    } cases[] = {{{10, 3, 8, 2, false}, 3 * 31},     {{10, 3, 1, 0, false}, 3 * 3}, {{3, 2, 16, 6, false}, 2 * 25},
                 {{8, 8, 8, 0, true}, 8 * 8 + 15},   {{1, 1, 8, 3, true}, 2},       {{5, 0, 8, 0, true}, 0},
                 {{0x7FFFFFFF, 0x7FFFFFFF, 8, 0, false}, UINT64_MAX}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(ls_png_rows(&cases[i].shape) == cases[i].rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_stream_is_followed_to_its_end),
        cmocka_unit_test(what_is_put_out_beyond_what_is_wanted_is_not_used),
        cmocka_unit_test(a_stream_that_is_cut_short_is_used_up),
        cmocka_unit_test(what_is_no_stream_ends_where_it_breaks),
        cmocka_unit_test(any_damage_of_a_stream_is_survived),
        cmocka_unit_test(nothing_but_blocks_has_an_end),
        cmocka_unit_test(rows_are_counted_as_the_format_does),
    };
    return cmocka_run_group_tests_name("container_deflate", tests, NULL, NULL);
}
