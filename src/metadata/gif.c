/* SPDX-License-Identifier: Apache-2.0 */
/* What GIF's extensions say (GIF89a, sections 24 to 26). Each is given from the length of its first sub-block on. */
#include "base/buffer.h"
#include "container/gif.h"
#include "metadata/tags.h"
#include "metadata/words.h"

#define APPLICATION 12u /* bytes of the sub-block that names an application, its length included */
#define TEXT_GRID 13u   /* the same of the one that says where a plain text stands */

/*
 * XMP is no sub-blocks (XMP part 3, 1.1.2): behind it stand 257 bytes that lead a reader of sub-blocks to the end wherever it comes
 * from: 0x01, 0xFF, 0xFE … 0x00, before the last empty sub-block.
 */
#define XMP_TRAILER 258u

/* The sub-blocks from `offset` on as one text; *out is the caller's to free, and the bytes lie in it. */
static ls_bytes join(ls_meta *meta, const ls_bytes *data, uint64_t offset, const char *carrier, ls_buffer *out)
{
    ls_buffer_init(out, LS_INFLATE_TEXT);
    uint64_t at = offset;
    for (ls_bytes block; ls_gif_block(data, &at, &block);)
        ls_buffer_add(out, block.data, block.size);
    if (out->status == LS_E_NOMEM)
        meta->status = LS_E_NOMEM;
    else if (out->status) /* its beginning is read all the same */
        ls_meta_unread(meta, carrier, "a text that is too long", ls_bytes_where(data, 0, data->size));
    return ls_bytes_decoded(out->data, out->size, ls_bytes_where(data, 0, data->size));
}

void ls_read_gif_comment(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_buffer out;
    const ls_bytes text = join(meta, data, 0, carrier, &out);
    ls_tag_bytes(meta, "Comment", &text, carrier);
    ls_words_guess(meta, LS_FACT_NOTE_TEXT, &text, carrier);
    ls_buffer_free(&out);
}

void ls_read_gif_text(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_buffer out;
    const ls_bytes text = join(meta, data, TEXT_GRID, carrier, &out);
    ls_tag_bytes(meta, "PlainText", &text, carrier);
    ls_words_guess(meta, LS_FACT_NOTE_TEXT, &text, carrier);
    ls_buffer_free(&out);
}

void ls_read_gif_icc(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_buffer out;
    const ls_bytes profile = join(meta, data, APPLICATION, carrier, &out);
    if (!out.status)
        ls_read_icc(meta, &profile, carrier);
    ls_buffer_free(&out);
}

/* Is all of it there? Anything else in its place could hold anything. */
static bool has_trailer(const ls_bytes *content)
{
    const uint64_t at = content->size - XMP_TRAILER;
    bool sound = content->size >= XMP_TRAILER && ls_bytes_u8(content, at) == 1;
    for (unsigned i = 1; sound && i < XMP_TRAILER; i++)
        sound = ls_bytes_u8(content, at + i) == (i < 257 ? 256 - i : 0);
    return sound;
}

void ls_read_gif_xmp(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    const ls_bytes content = ls_bytes_after(data, APPLICATION);
    if (has_trailer(&content)) {
        const ls_bytes packet = ls_bytes_part(&content, 0, content.size - XMP_TRAILER);
        ls_read_xmp(meta, &packet, carrier);
        return;
    }
    ls_buffer out; /* of a writer that took it for sub-blocks like any other */
    const ls_bytes packet = join(meta, data, APPLICATION, carrier, &out);
    ls_read_xmp(meta, &packet, carrier);
    ls_buffer_free(&out);
}
