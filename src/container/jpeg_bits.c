/* SPDX-License-Identifier: Apache-2.0 */
#include "container/jpeg_bits.h"

bool ls_jpeg_code_build(jpeg_code *code, const ls_bytes *table)
{
    memset(code, 0, sizeof *code);
    code->values = ls_bytes_after(table, JPEG_CODE_MAX);
    int32_t next = 0, index = 0;
    for (unsigned bits = 1; bits <= JPEG_CODE_MAX; bits++) {
        const int32_t count = (int32_t)ls_bytes_u8(table, bits - 1);
        if (next + count > 1 << bits || (size_t)(index + count) > code->values.size)
            return false;
        code->offset[bits] = index - next;
        for (int32_t i = 0; i < count && bits <= JPEG_FAST; i++) {
            const unsigned symbol = code->values.data[index + i], first = (unsigned)(next + i) << (JPEG_FAST - bits);
            for (unsigned j = 0; j < 1u << (JPEG_FAST - bits); j++)
                code->fast[first + j] =
                    jpeg_advance(symbol) << 24 | symbol << 16 | bits << 8 | (bits + jpeg_extra(symbol));
        }
        next += count;
        index += count;
        code->last[bits] = count ? next - 1 : -1;
        next <<= 1;
    }
    return true;
}

unsigned ls_jpeg_code_slow(jpeg_bits *in, const jpeg_code *code)
{
    for (unsigned bits = 1; bits <= JPEG_CODE_MAX; bits++) {
        const int32_t value = (int32_t)jpeg_bits_peek(in, bits);
        if (value <= code->last[bits]) {
            jpeg_bits_drop(in, bits);
            return code->values.data[value + code->offset[bits]];
        }
    }
    return 0x100;
}

void ls_jpeg_bits_fill_slowly(jpeg_bits *in)
{
    in->bits &= in->held ? ~(UINT64_MAX >> in->held) : 0; /* without what a quick fill looked ahead */
    while (in->held <= 56) {
        if (in->at >= in->end || (*in->at == 0xFF && (in->end - in->at < 2 || in->at[1] != 0))) {
            in->made += 64 - in->held;
            in->held = 64;
            return;
        }
        in->bits |= (uint64_t)*in->at << (56 - in->held);
        in->at += *in->at == 0xFF ? 2 : 1;
        in->held += 8;
    }
}

const unsigned char *ls_jpeg_bits_at(const jpeg_bits *in)
{
    const unsigned char *at = in->at;
    for (uint64_t unused = (in->held - in->made) / 8; unused; unused--) {
        at--;
        if (*at == 0 && at > in->begin && at[-1] == 0xFF)
            at--; /* the zero was stuffed */
    }
    return at;
}
