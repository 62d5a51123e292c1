/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/skeleton.h"
#include "base/sort.h"
#include "base/utf8.h"

#include <string.h>

static void arena_refuses_beyond_its_limit(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1024);
    assert_non_null(ls_arena_alloc(arena, 1000));
    assert_null(ls_arena_alloc(arena, 32));
    assert_null(ls_arena_array(arena, SIZE_MAX / 2, 4));
    assert_null(ls_arena_alloc(arena, SIZE_MAX));
    ls_arena_free(arena);
    ls_arena_free(NULL);
}

static void arena_memory_is_aligned_and_zero(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1 << 20);
    for (size_t size = 1; size < 300; size += 7) {
        unsigned char *memory = ls_arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xAA, size);
    }
    ls_arena_free(arena);
}

static void buffer_keeps_its_bound(void **state)
{
    (void)state;
    ls_buffer buffer;
    ls_buffer_init(&buffer, 10);
    assert_int_equal(ls_buffer_text(&buffer, "12345"), LS_OK);
    assert_int_equal(ls_buffer_printf(&buffer, "%d", 67890), LS_OK);
    assert_int_equal(ls_buffer_text(&buffer, "x"), LS_E_LIMIT);
    assert_int_equal(ls_buffer_text(&buffer, ""), LS_E_LIMIT); /* it sticks */
    assert_string_equal(buffer.data, "1234567890");
    ls_buffer_free(&buffer);
}

static void utf8_refuses_what_rfc_3629_refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xE4\xB8", "a\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ls_utf8_valid(bad[i], strlen(bad[i])));
    assert_true(ls_utf8_valid("机密★20年 é 😀", strlen("机密★20年 é 😀")));
    char out[4];
    uint32_t c;
    for (uint32_t i = 0; i <= 0x10FFFF; i += 61) {
        size_t length = ls_utf8_encode(i, out);
        if (i >= 0xD800 && i <= 0xDFFF) {
            assert_int_equal(length, 0);
            continue;
        }
        assert_int_equal(ls_utf8_decode(out, length, &c), length);
        assert_int_equal(c, i);
    }
}

static void cleaned_text_cannot_steer_a_terminal(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1 << 16);
    assert_string_equal(ls_utf8_clean(arena, "a\x1b[31mb", 7), "a\xEF\xBF\xBD[31mb");
    assert_string_equal(ls_utf8_clean(arena, "\xE2\x80\xAEx", 4), "\xEF\xBF\xBDx"); /* right-to-left override */
    assert_string_equal(ls_utf8_clean(arena, "\xC2\x9Bx", 3), "\xEF\xBF\xBDx");     /* C1 CSI */
    assert_true(ls_utf8_is_clean("机密 ★ é", strlen("机密 ★ é")));
    assert_true(ls_utf8_is_clean("", 0));
    assert_false(ls_utf8_is_clean("a\x1b[31mb", 7));
    assert_false(ls_utf8_is_clean("a\0b", 3));
    assert_false(ls_utf8_is_clean("\xE2\x80\xAEx", 4));
    assert_false(ls_utf8_is_clean("\xC2\x9Bx", 3));
    assert_false(ls_utf8_is_clean("\xff", 1));
    assert_string_equal(ls_utf8_from_latin1(arena, "caf\xE9", 4), "café");
    assert_string_equal(ls_utf8_from_utf16(arena, "\x67\x3A\x5B\xC6", 4, true), "机密");
    assert_string_equal(ls_utf8_from_utf16(arena, "\xFF\xFE\x3A\x67\xC6\x5B", 6, true), "机密");
    assert_string_equal(ls_utf8_from_utf16(arena, "\xD8\x3D\xDE\x00\xD8\x3D", 6, true), "😀\xEF\xBF\xBD");
    ls_arena_free(arena);
}

/* By the charts of Unicode: what has one shape, in two alphabets or two sizes, and what has not. */
static void letters_of_one_shape(void **state)
{
    (void)state;
    static const char *const alike[][2] = {{"C", "С"}, {"с", "С"}, {"c", "с"}, {"P", "Р"}, {"p", "р"}, {"T", "т"},
                                           {"H", "н"}, {"a", "а"}, {"Y", "У"}, {"b", "ь"}, {"Ё", "E"}, {"ш", "Ш"}};
    static const char *const apart[][2] = {{"p", "Р"}, {"е", "Е"}, {"а", "А"}, {"D", "р"}, {"N", "И"}, {"0", "О"},
                                           {"Ẩ", "A"}, {"ш", "щ"}, {"3", "З"}};
    uint32_t a, b;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        ls_utf8_decode(alike[i][0], strlen(alike[i][0]), &a);
        ls_utf8_decode(alike[i][1], strlen(alike[i][1]), &b);
        assert_int_equal(ls_skeleton(a), ls_skeleton(b));
    }
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        ls_utf8_decode(apart[i][0], strlen(apart[i][0]), &a);
        ls_utf8_decode(apart[i][1], strlen(apart[i][1]), &b);
        assert_int_not_equal(ls_skeleton(a), ls_skeleton(b));
    }
    assert_int_equal(ls_skeleton(0x673A), 0x673A); /* 机 */
    assert_int_equal(ls_alphabet_of('D'), LS_ALPHABET_LATIN);
    assert_int_equal(ls_alphabet_of(0x0434), LS_ALPHABET_CYRILLIC);
    assert_int_equal(ls_alphabet_of('1'), LS_ALPHABET_NONE);
    assert_int_equal(ls_alphabet_of(0x673A), LS_ALPHABET_NONE);
    assert_true(ls_skeleton_within('C', LS_ALPHABET_CYRILLIC));
    assert_false(ls_skeleton_within('D', LS_ALPHABET_CYRILLIC));
    assert_true(ls_skeleton_within(0x043D, LS_ALPHABET_LATIN));  /* н, H */
    assert_false(ls_skeleton_within(0x0436, LS_ALPHABET_LATIN)); /* ж */
    assert_false(ls_skeleton_within('C', LS_ALPHABET_NONE));
}

static void sha256_is_sha256(void **state)
{
    (void)state;
    char hex[LS_HASH_HEX];
    ls_hash_bytes("abc", 3, hex); /* FIPS 180-4, example */
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(ls_hash_file("/nonexistent/x", hex), LS_E_IO);
}

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* Lists in order, in reverse, of one number, and in none; of items larger than what is swapped at once. */
static void sorting_sorts(void **state)
{
    static struct {
        uint32_t number;
        char more[96];
    } items[1000];
    (void)state;
    for (unsigned kind = 0; kind < 4; kind++)
        for (size_t count = 0; count < 1000; count = count * 2 + 1) {
            uint64_t sum = 0;
            for (size_t i = 0; i < count; i++) {
                items[i].number = kind == 0 ? (uint32_t)i : kind == 1 ? (uint32_t)(count - i) : kind == 2 ? 7 : (uint32_t)(i * 2654435761u);
                memset(items[i].more, (int)(items[i].number & 0xFF), sizeof items[i].more);
                sum += items[i].number;
            }
            ls_sort(items, count, sizeof *items, by_number);
            for (size_t i = 0; i < count; i++) {
                assert_true(i == 0 || items[i - 1].number <= items[i].number);
                assert_int_equal((unsigned char)items[i].more[95], items[i].number & 0xFF);
                sum -= items[i].number;
            }
            assert_int_equal(sum, 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_refuses_beyond_its_limit), cmocka_unit_test(arena_memory_is_aligned_and_zero),
        cmocka_unit_test(buffer_keeps_its_bound),         cmocka_unit_test(utf8_refuses_what_rfc_3629_refuses),
        cmocka_unit_test(cleaned_text_cannot_steer_a_terminal), cmocka_unit_test(sha256_is_sha256),
        cmocka_unit_test(letters_of_one_shape),           cmocka_unit_test(sorting_sorts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
