/* SPDX-License-Identifier: Apache-2.0 */
#include "container/webp_codes.h"

static unsigned count_lengths(webp_code *code, const unsigned char *lengths, unsigned count)
{
    unsigned used = 0;
    memset(code->counts, 0, sizeof code->counts);
    for (unsigned i = 0; i < count; i++) {
        code->counts[lengths[i]]++;
        used += lengths[i] > 0;
    }
    code->counts[0] = 0;
    return used;
}

static bool is_complete(const webp_code *code)
{
    unsigned sum = 0;
    for (unsigned i = 1; i <= WEBP_CODE_MAX; i++)
        sum += (unsigned)code->counts[i] << (WEBP_CODE_MAX - i);
    return sum == 1u << WEBP_CODE_MAX;
}

static void sort_symbols(const webp_code *code, const unsigned char *lengths, unsigned count, uint16_t *sorted)
{
    unsigned next[WEBP_CODE_MAX + 1] = {0};
    for (unsigned i = 1; i < WEBP_CODE_MAX; i++)
        next[i + 1] = next[i] + code->counts[i];
    for (unsigned i = 0; i < count; i++)
        if (lengths[i])
            sorted[next[lengths[i]]++] = (uint16_t)i;
}

/* The code after `code`, both with their first bit lowest. */
static unsigned next_reversed(unsigned code, unsigned length)
{
    unsigned bit = 1u << (length - 1);
    while (code & bit)
        bit >>= 1;
    return bit ? (code & (bit - 1)) + bit : 0;
}

static void fill_fast(const webp_code *code, const uint16_t *sorted, uint16_t *fast)
{
    unsigned at = 0; /* reversed */
    for (unsigned length = 1; length <= WEBP_CODE_MAX; length++)
        for (unsigned i = 0; i < code->counts[length]; i++, at = next_reversed(at, length)) {
            const unsigned symbol = *sorted++;
            if (length > code->root)
                fast[at & ((1u << code->root) - 1)] = WEBP_LONG;
            for (unsigned place = at; length <= code->root && place < 1u << code->root; place += 1u << length)
                fast[place] = (uint16_t)(symbol << 4 | length);
        }
}

bool ls_webp_code_build(webp_code *code, const unsigned char *lengths, unsigned count, uint16_t *tables, uint32_t at)
{
    const unsigned used = count_lengths(code, lengths, count);
    if (used > 1 && !is_complete(code))
        return false;
    code->fast = at;
    code->root = WEBP_FAST;
    while (code->root && !code->counts[code->root])
        code->root--;
    for (unsigned i = WEBP_FAST + 1; i <= WEBP_CODE_MAX; i++)
        if (code->counts[i])
            code->root = WEBP_FAST;
    if (used == 1) /* of any length */
        code->root = 0;
    code->sorted = at + (1u << code->root);
    sort_symbols(code, lengths, count, tables + code->sorted);
    code->size = (1u << code->root) + used;
    if (used == 1)
        tables[at] = (uint16_t)(tables[code->sorted] << 4);
    else
        fill_fast(code, tables + code->sorted, tables + at);
    return used > 0;
}

unsigned ls_webp_entry_slow(uint64_t bits, const webp_code *code, const uint16_t *tables)
{
    unsigned value = 0, first = 0, index = code->sorted;
    for (unsigned length = 1; length <= WEBP_CODE_MAX; length++) {
        value = value << 1 | (unsigned)(bits >> (length - 1) & 1);
        if (value - first < code->counts[length])
            return (unsigned)tables[index + value - first] << 4 | length;
        index += code->counts[length];
        first = (first + code->counts[length]) << 1;
    }
    return 0; /* not reached: the code is complete */
}
