/* SPDX-License-Identifier: Apache-2.0 */
/* What GIF's extensions say (GIF89a, sections 24 to 26). Each is given from the length of its first sub-block on. */
#include "base/buffer.h"
#include "metadata/words.h"

#define APPLICATION 12u /* bytes of the sub-block that names an application, its length included */
#define TEXT_GRID 13u   /* the same of the one that says where a plain text stands */

/*
 * XMP is no sub-blocks (XMP part 3, 1.1.2): behind it stand 257 bytes that lead a reader of sub-blocks to the end wherever it comes
 * from: 0x01, 0xFF, 0xFE … 0x00, before the last empty sub-block.
 */
#define XMP_TRAILER 258u

/* The sub-blocks from `offset` on as one text; *out is the caller's to free, and the bytes lie in it. */
static ls_bytes join(ls_meta *meta, const ls_bytes *data, uint64_t offset, ls_buffer *out)
{
    ls_buffer_init(out, LS_INFLATE_TEXT);
    for (uint64_t at = offset; ls_bytes_has(data, at, 1) && ls_bytes_u8(data, at); at += 1 + ls_bytes_u8(data, at)) {
        const ls_bytes part = ls_bytes_part(data, at + 1, ls_bytes_u8(data, at));
        ls_buffer_add(out, part.data, part.size);
    }
    if (out->status == LS_E_NOMEM)
        meta->status = LS_E_NOMEM;
    return ls_bytes_decoded(out->data, out->size, ls_bytes_where(data, 0, data->size));
}

void ls_read_gif_comment(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_buffer out;
    const ls_bytes text = join(meta, data, 0, &out);
    ls_words_guess(meta, LS_FACT_NOTE_TEXT, &text, carrier);
    ls_buffer_free(&out);
}

void ls_read_gif_text(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_buffer out;
    const ls_bytes text = join(meta, data, TEXT_GRID, &out);
    ls_words_guess(meta, LS_FACT_NOTE_TEXT, &text, carrier);
    ls_buffer_free(&out);
}

void ls_read_gif_icc(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_buffer out;
    const ls_bytes profile = join(meta, data, APPLICATION, &out);
    if (out.status)
        ls_meta_unread(meta, carrier, "a colour profile that is too large", ls_bytes_where(data, 0, data->size));
    else
        ls_read_icc(meta, &profile, carrier);
    ls_buffer_free(&out);
}

void ls_read_gif_xmp(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    const ls_bytes content = ls_bytes_after(data, APPLICATION);
    ls_bytes packet = {0};
    ls_buffer out;
    ls_buffer_init(&out, 0);
    if (content.size >= XMP_TRAILER && ls_bytes_u8(&content, content.size - XMP_TRAILER) == 1 &&
        ls_bytes_u8(&content, content.size - XMP_TRAILER + 1) == 0xFF)
        packet = ls_bytes_part(&content, 0, content.size - XMP_TRAILER);
    else /* a writer that took it for sub-blocks like any other */
        packet = join(meta, data, APPLICATION, &out);
    ls_read_xmp(meta, &packet, carrier);
    ls_buffer_free(&out);
}
