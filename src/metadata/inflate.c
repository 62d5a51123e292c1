/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "metadata/meta.h"

#include <string.h>
#include <zlib.h>

bool ls_inflate(ls_meta *meta, const ls_bytes *stream, ls_buffer *out)
{
    ls_buffer_init(out, meta->inflate_left < LS_INFLATE_TEXT ? meta->inflate_left : LS_INFLATE_TEXT);
    z_stream z;
    memset(&z, 0, sizeof z);
    if (stream->size > UINT_MAX || inflateInit(&z) != Z_OK)
        return false;
    z.next_in = (Bytef *)(uintptr_t)stream->data;
    z.avail_in = (uInt)stream->size;
    int result = Z_OK;
    while (result == Z_OK && !out->status) {
        unsigned char block[4096];
        z.next_out = block;
        z.avail_out = sizeof block;
        result = inflate(&z, Z_NO_FLUSH);
        ls_buffer_add(out, block, sizeof block - z.avail_out);
        if (result == Z_OK && z.avail_in == 0 && z.avail_out == sizeof block)
            break; /* nothing came in and nothing went out: the stream is cut short */
    }
    inflateEnd(&z);
    meta->inflate_left -= out->size;
    return result == Z_STREAM_END && !out->status;
}
