/* SPDX-License-Identifier: Apache-2.0 */
#include "container/bytes.h"
#include "container/walk.h"

#include <string.h>

struct magic {
    ls_kind kind;
    uint8_t offset, size;
    const char *bytes;
};

/*
 * Magic numbers from the format specifications (ITU-T T.81, PNG 3rd edition, TIFF 6.0, GIF89a, RIFF, ISO 15444-1,
 * ISO 18181-2, OpenEXR, Radiance, QOI …) and, for camera raw files, from the makers' own headers. Longer ones first
 * where one is the beginning of another. A damaged PNG signature still names a PNG, which is then said to be broken.
 */
#define MAGIC(kind, offset, text)                                                                                      \
    {                                                                                                                  \
        LS_KIND_##kind, offset, sizeof text - 1, text                                                                  \
    }
static const struct magic magics[] = {
    MAGIC(JPEG, 0, "\xFF\xD8"),
    MAGIC(PNG, 0, "\x89PNG"),
    MAGIC(GIF, 0, "GIF87a"),
    MAGIC(GIF, 0, "GIF89a"),
    MAGIC(OTHER, 0, "II*\0\x10\0\0\0CR"), /* Canon CR2 */
    MAGIC(TIFF, 0, "II*\0"),
    MAGIC(TIFF, 0, "MM\0*"),
    MAGIC(TIFF, 0, "II+\0"), /* BigTIFF */
    MAGIC(TIFF, 0, "MM\0+"),
    MAGIC(OTHER, 0, "IIRO"), /* Olympus ORF */
    MAGIC(OTHER, 0, "IIRS"),
    MAGIC(OTHER, 0, "MMOR"),
    MAGIC(OTHER, 0, "IIU\0"),  /* Panasonic RW2 */
    MAGIC(OTHER, 0, "II\xBC"), /* JPEG XR */
    MAGIC(OTHER, 0, "FUJIFILMCCD-RAW"),
    MAGIC(OTHER, 0, "FOVb"),     /* Sigma X3F */
    MAGIC(OTHER, 0, "\0MRM"),    /* Minolta MRW */
    MAGIC(OTHER, 0, "\xFF\x0A"), /* JPEG XL codestream */
    MAGIC(OTHER, 0, "\0\0\0\x0CJXL \r\n\x87\n"),
    MAGIC(OTHER, 0, "\0\0\0\x0CjP  \r\n\x87\n"), /* JPEG 2000 */
    MAGIC(OTHER, 0, "\xFF\x4F\xFF\x51"),
    MAGIC(OTHER, 0, "8BPS"),
    MAGIC(OTHER, 0, "gimp xcf"),
    MAGIC(OTHER, 0, "\x76\x2F\x31\x01"), /* OpenEXR */
    MAGIC(OTHER, 0, "#?RADIANCE"),
    MAGIC(OTHER, 0, "#?RGBE"),
    MAGIC(OTHER, 0, "DDS "),
    MAGIC(OTHER, 0, "qoif"),
    MAGIC(OTHER, 0, "farbfeld"),
    MAGIC(OTHER, 0, "\x8AMNG"),
    MAGIC(OTHER, 0, "\x8BJNG"),
    MAGIC(OTHER, 0, "\0\0\x01\0"), /* icon */
    MAGIC(OTHER, 0, "\0\0\x02\0"), /* cursor */
    MAGIC(OTHER, 0, "icns"),       /* Apple icon */
    MAGIC(OTHER, 128, "DICM"),     /* DICOM part 10 */
    MAGIC(OTHER, 0, "AT&TFORM"),   /* DjVu */
    MAGIC(OTHER, 0, "%PDF-"),      /* documents hold pictures */
    MAGIC(OTHER, 0, "%!PS"),
    MAGIC(OTHER, 0, "\xC5\xD0\xD3\xC6"), /* EPS with a preview */
    MAGIC(OTHER, 0, "SDPX"),
    MAGIC(OTHER, 0, "XPDS"),
    MAGIC(OTHER, 0, "SIMPLE  ="), /* FITS */
    MAGIC(OTHER, 0, "BPG\xFB"),
    MAGIC(OTHER, 0, "FLIF"),
    MAGIC(OTHER, 0, "/* XPM */"),
    MAGIC(OTHER, 0, "\x59\xA6\x6A\x95"), /* Sun raster */
    MAGIC(OTHER, 0, "\x01\xDA\x00"),     /* SGI */
    MAGIC(OTHER, 0, "\x01\xDA\x01"),
    MAGIC(OTHER, 0, "\xD7\xCD\xC6\x9A"), /* Windows metafile */
    MAGIC(OTHER, 40, " EMF"),
    MAGIC(VIDEO, 4, "moov"), /* QuickTime without ftyp */
    MAGIC(VIDEO, 4, "mdat"),
    MAGIC(VIDEO, 4, "wide"),
    MAGIC(OTHER, 0, "\x1A\x45\xDF\xA3"), /* Matroska, WebM */
};
#undef MAGIC

static bool one_of(const unsigned char *brand, const char *const *brands)
{
    for (; *brands; brands++)
        if (memcmp(brand, *brands, 4) == 0)
            return true;
    return false;
}

/* ISO 14496-12 file type box: the first brand, major before compatible ones, that names a kind of file. */
static ls_kind sniff_ftyp(const ls_bytes *file)
{
    static const char *const pictures[] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1",
                                           "mif2", "msf1", "miaf", "avif", "avis", "avio", "avci", "avcs", NULL};
    static const char *const raw[] = {"crx ", "jxl ", "jp2 ", NULL};
    uint32_t size = ls_bytes_u32(file, 0, true);
    if (size > 256) /* the box itself is short; more brands than this are not asked */
        size = 256;
    for (uint32_t at = 8; at + 4 <= size && ls_bytes_has(file, at, 4); at += at == 8 ? 8 : 4) {
        if (one_of(file->data + at, pictures))
            return LS_KIND_HEIF;
        if (one_of(file->data + at, raw))
            return LS_KIND_OTHER;
    }
    return LS_KIND_VIDEO;
}

static bool is_space(unsigned byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Netpbm: P1 to P7, and white space or a comment after it. */
static bool is_netpbm(const ls_bytes *file)
{
    unsigned digit = ls_bytes_u8(file, 1), next = ls_bytes_u8(file, 2);
    return ls_bytes_u8(file, 0) == 'P' && ((digit >= '1' && digit <= '7') || digit == 'F' || digit == 'f') &&
           (is_space(next) || next == '#');
}

/* "BM" alone begins words too: the size of the information header behind it must be one of those that exist. */
static bool is_bmp(const ls_bytes *file)
{
    uint32_t header = ls_bytes_u32(file, 14, false);
    return ls_bytes_match(file, 0, "BM", 2) && header >= 12 && header <= 256;
}

/* PCX: one of the versions that exist, run-length coding, 1, 2, 4 or 8 bits a plane, and a window that is not empty. */
static bool is_pcx(const ls_bytes *file)
{
    unsigned version = ls_bytes_u8(file, 1), bits = ls_bytes_u8(file, 3);
    return ls_bytes_u8(file, 0) == 0x0A && version <= 5 && version != 1 && ls_bytes_u8(file, 2) == 1 &&
           (bits == 1 || bits == 2 || bits == 4 || bits == 8) && file->size >= 128 &&
           ls_bytes_u16(file, 8, false) >= ls_bytes_u16(file, 4, false) &&
           ls_bytes_u16(file, 10, false) >= ls_bytes_u16(file, 6, false);
}

/*
 * Truevision TGA 2.0 has no magic number but a footer; older files have only a header, whose fields must fit together
 * and, where nothing is compressed, promise no more pixels than there are.
 */
static bool is_tga(const ls_bytes *file)
{
    static const char footer[] = "TRUEVISION-XFILE.";
    if (file->size > 44 && ls_bytes_match(file, file->size - sizeof footer, footer, sizeof footer))
        return true;
    unsigned map = ls_bytes_u8(file, 1), type = ls_bytes_u8(file, 2), bits = ls_bytes_u8(file, 16);
    uint64_t pixels = (uint64_t)ls_bytes_u16(file, 12, false) * ls_bytes_u16(file, 14, false);
    unsigned map_bits = ls_bytes_u8(file, 7);
    bool mapped = type == 1 || type == 9, coded = type >= 9;
    bool depth = bits == 8 || bits == 15 || bits == 16 || bits == 24 || bits == 32;
    if (map > 1 || !pixels || !depth || (type & ~8u) < 1 || (type & ~8u) > 3 || type > 11 ||
        (ls_bytes_u8(file, 17) & 0xC0))
        return false;
    if (mapped ? !map || !(map_bits == 15 || map_bits == 16 || map_bits == 24 || map_bits == 32) : map || map_bits)
        return false;
    return coded || file->size >= 18 + pixels * ((bits + 7) / 8);
}

/* An <svg element in the first kilobyte of something that starts as XML does. */
static bool is_svg(const ls_bytes *file)
{
    uint64_t at = ls_bytes_match(file, 0, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (is_space(ls_bytes_u8(file, at)))
        at++;
    if (ls_bytes_u8(file, at) != '<')
        return false;
    ls_bytes head = ls_bytes_part(file, at, 1024);
    return head.size && memmem(head.data, head.size, "<svg", 4) != NULL;
}

ls_kind ls_container_sniff(const ls_source *source)
{
    ls_bytes file = ls_bytes_file(source);
    if (ls_bytes_match(&file, 0, "RIFF", 4)) {
        if (ls_bytes_match(&file, 8, "WEBP", 4))
            return LS_KIND_WEBP;
        return ls_bytes_match(&file, 8, "AVI ", 4) ? LS_KIND_OTHER : LS_KIND_NONE;
    }
    if (ls_bytes_match(&file, 4, "ftyp", 4))
        return sniff_ftyp(&file);
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (ls_bytes_match(&file, magics[i].offset, magics[i].bytes, magics[i].size))
            return magics[i].kind;
    if (is_bmp(&file))
        return LS_KIND_BMP;
    bool other = is_netpbm(&file) || is_svg(&file) || is_pcx(&file) || is_tga(&file);
    return other ? LS_KIND_OTHER : LS_KIND_NONE;
}
