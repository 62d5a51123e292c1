/* SPDX-License-Identifier: Apache-2.0 */
#include "record/delivery.h"

size_t ls_delivery_frames_max(uint64_t size)
{
    size = LS_DELIVERY_MAX(size);
    return (size_t)(size + (size / LS_DELIVERY_PIECE + 1) * LS_FRAME_HEADER);
}

void ls_delivery_put_piece(ls_buffer *out, const void *bytes, size_t size)
{
    const size_t begin = ls_frame_begin(out, LS_FRAME_COPY);
    ls_buffer_add(out, bytes, size);
    ls_frame_end(out, begin);
}

ls_status ls_delivery_read_piece(ls_delivery *delivery, ls_cursor *in)
{
    const size_t size = (size_t)(in->end - in->at);
    if (!delivery || !size || size > delivery->left)
        return LS_E_FORMAT;
    const unsigned char *bytes = in->at;
    in->at = in->end;
    delivery->left -= size;
    return delivery->piece(bytes, size, delivery->user);
}
