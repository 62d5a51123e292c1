/* SPDX-License-Identifier: Apache-2.0 */
/* What a box's own numbers account for. A count that promises more than is there is the decoder's affair: all of it is accounted for then. */
#include "container/bmff.h"

#include <string.h>

#define SMALL 128u /* bytes of a decoder's parameters: more than any of these decoders needs */

static unsigned version(const ls_leaf *leaf)
{
    return ls_bytes_u8(&leaf->body, 0);
}

static uint64_t at_least(uint64_t size)
{
    return size ? size : 1; /* 0 would say that it is a carrier */
}

uint64_t ls_size_whole(const ls_leaf *leaf)
{
    return at_least(leaf->body.size);
}

uint64_t ls_size_descriptor(const ls_leaf *leaf)
{
    return leaf->body.size <= SMALL ? at_least(leaf->body.size) : 0;
}

static bool all_between(const ls_bytes *bytes, unsigned low, unsigned high)
{
    for (size_t i = 0; i < bytes->size; i++)
        if (bytes->data[i] < low || bytes->data[i] > high)
            return false;
    return true;
}

/* Brands (4.3) are four printable characters each; no file has more than some dozens. */
uint64_t ls_size_ftyp(const ls_leaf *leaf)
{
    const ls_bytes major = ls_bytes_part(&leaf->body, 0, 4), others = ls_bytes_after(&leaf->body, 8);
    const bool brands = leaf->body.size >= 8 && leaf->body.size <= 2 * SMALL && leaf->body.size % 4 == 0 &&
                        all_between(&major, 0x20, 0x7E) && all_between(&others, 0x20, 0x7E);
    return brands ? leaf->body.size : 0;
}

/* Headers of a film, a track and its media say when each was made and changed, 0 where they do not (8.2.2, 8.3.2, 8.4.2). */
uint64_t ls_size_times(const ls_leaf *leaf)
{
    const bool wide = version(leaf) == 1;
    const ls_bytes times = ls_bytes_part(&leaf->body, 4, wide ? 16 : 8);
    if (!all_between(&times, 0, 0))
        return 0;
    return strcmp(leaf->type, "mvhd") == 0 ? (wide ? 112 : 100) : strcmp(leaf->type, "tkhd") == 0 ? (wide ? 96 : 84) : wide ? 36 : 24;
}

/* Names that say what the handler handles, and not which program or camera wrote the file. */
static bool is_plain_name(const ls_bytes *name)
{
    static const char *const plain[] = {
        "",
        "VideoHandler",
        "SoundHandler",
        "VideoHandle",
        "SoundHandle",
        "DataHandler",
        "PictureHandler",
        "Core Media Video",
        "Core Media Audio",
        "Core Media Metadata",
        "Core Media Time Code",
        "Core Media Data Handler",
        "Apple Video Media Handler",
        "Apple Sound Media Handler",
        "Apple Alias Data Handler",
        "Video Media Handler",
        "Sound Media Handler",
    };
    const size_t counted = ls_bytes_u8(name, 0); /* QuickTime's strings begin with their length */
    ls_bytes text = counted && counted < name->size ? ls_bytes_part(name, 1, counted) : *name;
    if (text.size == name->size)
        text = ls_bytes_part(&text, 0, ls_bytes_find(&text, 0, 0));
    const ls_bytes rest = ls_bytes_after(name, (uint64_t)(text.data - name->data) + text.size);
    if (!all_between(&rest, 0, 0))
        return false;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (text.size == strlen(plain[i]) && (!text.size || memcmp(text.data, plain[i], text.size) == 0))
            return true;
    return false;
}

uint64_t ls_size_hdlr(const ls_leaf *leaf)
{
    const ls_bytes name = ls_bytes_after(&leaf->body, 24);
    return !name.size || is_plain_name(&name) ? at_least(leaf->body.size) : 0;
}

/* Flag 1: the data is in this file (8.7.2); otherwise the entry names another one. */
uint64_t ls_size_self(const ls_leaf *leaf)
{
    return ls_bytes_u32(&leaf->body, 0, true) & 1 ? 4 : 0;
}

/* Numbers of tracks. */
uint64_t ls_size_ids(const ls_leaf *leaf)
{
    return leaf->body.size <= 2 * SMALL ? at_least(leaf->body.size & ~(size_t)3) : 0;
}

/* mehd, tfdt: one number, of 32 or 64 bits. */
uint64_t ls_size_wide(const ls_leaf *leaf)
{
    return version(leaf) == 1 ? 12 : 8;
}

static uint64_t table(const ls_leaf *leaf, uint64_t fixed, uint64_t entry)
{
    return fixed + entry * ls_bytes_u32(&leaf->body, fixed - 4, true);
}

uint64_t ls_size_elst(const ls_leaf *leaf)
{
    return table(leaf, 8, version(leaf) == 1 ? 20 : 12);
}

uint64_t ls_size_cslg(const ls_leaf *leaf)
{
    return version(leaf) == 1 ? 44 : 24;
}

uint64_t ls_size_stsz(const ls_leaf *leaf)
{
    return table(leaf, 12, ls_bytes_u32(&leaf->body, 4, true) ? 0 : 4);
}

uint64_t ls_size_stz2(const ls_leaf *leaf)
{
    const uint64_t bits = (uint64_t)ls_bytes_u8(&leaf->body, 7) * ls_bytes_u32(&leaf->body, 8, true);
    return 12 + (bits + 7) / 8;
}

/* Sample group descriptions (8.9.3): entries of one length, or each with its own. */
uint64_t ls_size_sgpd(const ls_leaf *leaf)
{
    const uint64_t length = version(leaf) == 1 ? ls_bytes_u32(&leaf->body, 8, true) : 0;
    const uint64_t fixed = version(leaf) ? 16 : 12;
    if (length)
        return length <= SMALL ? table(leaf, fixed, length) : 0;
    return leaf->body.size <= SMALL ? at_least(leaf->body.size) : 0;
}

uint64_t ls_size_sbgp(const ls_leaf *leaf)
{
    return table(leaf, version(leaf) == 1 ? 16 : 12, 8);
}

/* ------------------------------------------------------------------------------------------------ fragments */

uint64_t ls_size_sidx(const ls_leaf *leaf)
{
    const uint64_t fixed = version(leaf) ? 32 : 24;
    return fixed + 12ull * ls_bytes_u16(&leaf->body, fixed - 2, true);
}

static uint32_t flags(const ls_leaf *leaf)
{
    return ls_bytes_u32(&leaf->body, 0, true) & 0xFFFFFF;
}

uint64_t ls_size_tfhd(const ls_leaf *leaf)
{
    const uint32_t f = flags(leaf);
    return 8 + (f & 1 ? 8 : 0) + (f & 2 ? 4 : 0) + (f & 8 ? 4 : 0) + (f & 16 ? 4 : 0) + (f & 32 ? 4 : 0);
}

uint64_t ls_size_trun(const ls_leaf *leaf)
{
    const uint32_t f = flags(leaf);
    const uint64_t entry = (f & 0x100 ? 4u : 0) + (f & 0x200 ? 4u : 0) + (f & 0x400 ? 4u : 0) + (f & 0x800 ? 4u : 0);
    return 8 + (f & 1 ? 4 : 0) + (f & 4 ? 4 : 0) + entry * ls_bytes_u32(&leaf->body, 4, true);
}

uint64_t ls_size_tfra(const ls_leaf *leaf)
{
    const uint32_t sizes = ls_bytes_u32(&leaf->body, 8, true);
    const uint64_t numbers = (sizes >> 4 & 3) + (sizes >> 2 & 3) + (sizes & 3) + 3;
    return table(leaf, 16, (version(leaf) == 1 ? 16 : 8) + numbers);
}

/* ---------------------------------------------------------------------------------------------------- items */

uint64_t ls_size_pitm(const ls_leaf *leaf)
{
    return version(leaf) ? 8 : 6;
}

uint64_t ls_size_iloc(const ls_leaf *leaf)
{
    return at_least(ls_iloc_size(&leaf->body));
}

/* Names that say what the item is: those of common encoders. */
static bool is_plain_item_name(const ls_bytes *name)
{
    static const char *const plain[] = {"", "Color", "Alpha", "Exif", "XMP", "GMap", "HEVC Image"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (name->size == strlen(plain[i]) && (!name->size || memcmp(name->data, plain[i], name->size) == 0))
            return true;
    return false;
}

/* infe (8.11.6): a name, and of a mime item its content type and encoding; "uri " and others types are carriers in any case. */
uint64_t ls_size_infe(const ls_leaf *leaf)
{
    static const char xmp[] = "application/rdf+xml";
    const ls_bytes *body = &leaf->body;
    const uint64_t at = version(leaf) == 3 ? 14 : version(leaf) == 2 ? 12 : 8;
    const uint64_t end = ls_bytes_find(body, at, 0);
    const ls_bytes name = ls_bytes_part(body, at, end > at ? end - at : 0);
    const bool typed = version(leaf) >= 2;
    if (!is_plain_item_name(&name) || (typed && ls_bytes_match(body, at - 4, "uri ", 4)))
        return 0;
    if (typed && !ls_bytes_match(body, at - 4, "mime", 4))
        return end + 1;
    if (!ls_bytes_match(body, end + 1, xmp, sizeof xmp) || ls_bytes_u8(body, end + 1 + sizeof xmp))
        return 0;
    return end + 2 + sizeof xmp; /* an empty encoding may stand there, or nothing */
}

uint64_t ls_size_reference(const ls_leaf *leaf)
{
    const unsigned size = leaf->version ? 4 : 2;
    return size + 2 + (uint64_t)size * ls_bytes_u16(&leaf->body, size, true);
}

/* Entity groups (8.18.3); a pyramid (HEIF, 6.8.11) has a tile size and three numbers of each layer besides. */
uint64_t ls_size_group(const ls_leaf *leaf)
{
    static const char *const known[] = {"altr", "ster", "eqiv", "brst", "pano", "albc", "tsyn", "iaug", "favc", "aebr"};
    const uint64_t members = ls_bytes_u32(&leaf->body, 8, true);
    if (strcmp(leaf->type, "pymd") == 0)
        return 16 + 10 * members;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(leaf->type, known[i]) == 0)
            return 12 + 4 * members;
    return 0;
}

uint64_t ls_size_ipma(const ls_leaf *leaf)
{
    const uint64_t id = version(leaf) ? 4 : 2, entry = flags(leaf) & 1 ? 2 : 1;
    uint64_t at = 8;
    for (uint64_t left = ls_bytes_u32(&leaf->body, 4, true); left && at < leaf->body.size; left--)
        at += id + 1 + entry * ls_bytes_u8(&leaf->body, at + id);
    return at;
}

/* Bits of each channel; the extended form (ISO/IEC 23008-12:2024, 6.5.6) says more of each in as many bytes. */
uint64_t ls_size_pixi(const ls_leaf *leaf)
{
    const uint64_t plain = 5 + (uint64_t)ls_bytes_u8(&leaf->body, 4);
    if (!(flags(leaf) & 1))
        return plain;
    return leaf->body.size <= SMALL ? at_least(leaf->body.size) : plain;
}

/* Sizes of an AV1 item's layers but the last (AV1 Image File Format, 2.3.2.3). */
uint64_t ls_size_a1lx(const ls_leaf *leaf)
{
    return 1 + 3 * (version(leaf) & 1 ? 4 : 2);
}

uint64_t ls_size_colr(const ls_leaf *leaf)
{
    return ls_bytes_match(&leaf->body, 0, "nclx", 4) ? 11 : ls_bytes_match(&leaf->body, 0, "nclc", 4) ? 10 : 0;
}

/* Which auxiliary picture it is, in names of standards and of camera makers; with the SEI messages behind some of them it is a carrier. */
uint64_t ls_size_auxc(const ls_leaf *leaf)
{
    static const char *const begins[] = {"urn:mpeg:mpegB:cicp:systems:auxiliary:", "urn:mpeg:hevc:2015:auxid:",
                                         "urn:mpeg:avc:2015:auxid:", "urn:com:photo:", "urn:com:apple:photo:", "urn:com:samsung:image:"};
    const size_t end = ls_bytes_find(&leaf->body, 4, 0);
    if (end > SMALL)
        return 0;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (ls_bytes_match(&leaf->body, 4, begins[i], strlen(begins[i])))
            return (uint64_t)end + 1 >= leaf->body.size ? (uint64_t)end + 1 : 0;
    return 0;
}

/* ------------------------------------------------------------------------------------- decoders' parameters */

/* `count` units with a length of 16 bits in front of each, behind `at`; 0 when they run past the end. */
static uint64_t units_end(const ls_bytes *body, uint64_t at, unsigned count)
{
    for (; count; count--) {
        const uint64_t length = ls_bytes_u16(body, at, true);
        if (!ls_bytes_has(body, at, 2 + length))
            return 0;
        at += 2 + length;
    }
    return at;
}

/* HEVC (ISO/IEC 14496-15, 8.3.2.1): arrays of parameter sets; SEI messages among them can hold anything. */
uint64_t ls_size_hvcc(const ls_leaf *leaf)
{
    enum { VIDEO_PARAMETERS = 32, PICTURE_PARAMETERS = 34 };
    const ls_bytes *body = &leaf->body;
    uint64_t at = 23;
    for (unsigned arrays = ls_bytes_u8(body, 22); arrays; arrays--) {
        const unsigned type = ls_bytes_u8(body, at) & 0x3F;
        if (type < VIDEO_PARAMETERS || type > PICTURE_PARAMETERS)
            return 0;
        at = units_end(body, at + 3, ls_bytes_u16(body, at + 1, true));
        if (!at)
            return 0;
    }
    return at;
}

/* AVC (ISO/IEC 14496-15, 5.3.3.1): parameter sets, and for the high profiles four bytes and extensions. */
uint64_t ls_size_avcc(const ls_leaf *leaf)
{
    const ls_bytes *body = &leaf->body;
    const unsigned profile = ls_bytes_u8(body, 1);
    uint64_t at = units_end(body, 6, ls_bytes_u8(body, 5) & 31);
    at = at ? units_end(body, at + 1, ls_bytes_u8(body, at)) : 0;
    if (at && at + 4 <= body->size && (profile == 100 || profile == 110 || profile == 122 || profile == 144))
        at = units_end(body, at + 4, ls_bytes_u8(body, at + 3));
    return at;
}

/* AV1 (AV1 in ISOBMFF, 2.3.3): four bytes, then OBUs, of which only sequence headers are needed. */
uint64_t ls_size_av1c(const ls_leaf *leaf)
{
    enum { SEQUENCE_HEADER = 1, EXTENDED = 4, SIZED = 2 };
    const ls_bytes *body = &leaf->body;
    uint64_t at = 4;
    while (at < body->size) {
        const unsigned header = ls_bytes_u8(body, at);
        uint64_t length = 0, used = at + (header & EXTENDED ? 2 : 1);
        if ((header >> 3 & 15) != SEQUENCE_HEADER || !(header & SIZED))
            return 0;
        for (unsigned shift = 0, more = 1; more && shift < 28; shift += 7, used++) {
            length |= (uint64_t)(ls_bytes_u8(body, used) & 0x7F) << shift;
            more = ls_bytes_u8(body, used) & 0x80;
        }
        at = used + length;
    }
    return at;
}

uint64_t ls_size_vvcc(const ls_leaf *leaf)
{
    return leaf->body.size <= 4 * SMALL ? at_least(leaf->body.size) : 0;
}

/* -------------------------------------------------------------------------------------------- sample entries */

#define VISUAL 78u
#define SOUND 28u

static bool is_one_of(const char *type, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(type, *list) == 0)
            return true;
    return false;
}

/* A visual entry has a string of 32 bytes for the encoder's name (12.1.3). */
static bool names_no_encoder(const ls_bytes *body)
{
    static const char *const plain[] = {"", "AVC Coding", "HEVC Coding", "AOM Coding", "VPC Coding", "H.264", "HEVC", NULL};
    const unsigned counted = ls_bytes_u8(body, 42);
    char name[32] = "";
    if (counted > 31 || !ls_bytes_has(body, 43, 31))
        return false;
    memcpy(name, body->data + 43, counted);
    const ls_bytes rest = ls_bytes_part(body, 43 + counted, 31 - counted);
    return is_one_of(name, plain) && all_between(&rest, 0, 0);
}

uint64_t ls_sample_entry_size(const ls_leaf *leaf, bool *plain)
{
    static const char *const visual[] = {"avc1", "avc2", "avc3", "avc4", "hvc1", "hev1", "hvc2", "hev2", "dvh1", "dvhe", "dva1",
                                         "dvav", "av01", "dav1", "vp08", "vp09", "vvc1", "vvi1", "mp4v", "s263", "h263", "encv",
                                         "jpeg", "mjpa", "mjpb", "png ", "ap4h", "ap4x", "apcn", "apch", "apcs", "apco", NULL};
    static const char *const sound[] = {"mp4a", "alac", "ac-3", "ec-3", "Opus", "fLaC", "samr", "sawb", "alaw", "ulaw", "ipcm",
                                        "fpcm", "enca", ".mp3", "twos", "sowt", "lpcm", "in24", "in32", "fl32", "fl64", "raw ",
                                        "ima4", "NONE", NULL};
    *plain = true;
    if (is_one_of(leaf->type, visual)) {
        *plain = names_no_encoder(&leaf->body);
        return VISUAL;
    }
    if (!is_one_of(leaf->type, sound))
        return 0;
    /* QuickTime's versions 1 and 2 are longer; in a stsd of version 1 the number means something else (12.2.3) */
    const unsigned longer = leaf->version ? 0 : ls_bytes_u16(&leaf->body, 8, true);
    return longer == 1 ? SOUND + 16 : longer == 2 ? SOUND + 36 : SOUND;
}
