/* SPDX-License-Identifier: Apache-2.0 */
#include "container/ifd.h"

#include <math.h>
#include <string.h>

/* Pointers to further directories, Exif 3.0 section 4.6.3, TIFF technical note 1, RFC 3949. */
enum { TAG_SUB_IFDS = 0x014A, TAG_GLOBAL_IFD = 0x0190, TAG_EXIF_IFD = 0x8769, TAG_GPS_IFD = 0x8825, TAG_INTEROP_IFD = 0xA005 };

#define CLASSIC 42u
#define BIG_TIFF 43u

/* Offsets of directories that are looked at: each is compared with all directories, and entries may share their values. */
#define FOLLOWED_MAX 16384u

unsigned ls_tag_type_size(unsigned type)
{
    static const unsigned char sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    if (type == TIFF_UTF8)
        return 1;
    return type < sizeof sizes ? sizes[type] : 0;
}

static void note_flaw(ls_tiff *tiff, uint64_t at, bool fatal, const char *text)
{
    tiff->damaged |= fatal;
    if (tiff->flaw_count < LS_TIFF_FLAWS_MAX)
        tiff->flaws[tiff->flaw_count++] = (ls_tiff_flaw){at, text, fatal};
    else if (fatal)
        tiff->flaws[LS_TIFF_FLAWS_MAX - 1] = (ls_tiff_flaw){at, text, true};
}

/* An offset, or a count of entries or values, of the width that the file has. */
static uint64_t read_wide(const ls_tiff *tiff, uint64_t at)
{
    return tiff->wide ? ls_bytes_u64(&tiff->block, at, tiff->big) : ls_bytes_u32(&tiff->block, at, tiff->big);
}

/*
 * A directory that was met before is not read again, whoever points to it: that is what ends cycles. Only as a GPS
 * directory it may be read once more, since there the same numbers mean something else.
 */
static ls_status enqueue(ls_tiff *tiff, ls_arena *arena, ls_ifd ifd, size_t page, uint64_t offset)
{
    size_t ordinal = 1;
    const bool chained = ifd == LS_IFD_0 || ifd == LS_IFD_1;
    const bool many = tiff->directory_count >= (tiff->whole ? LS_FILE_IFDS_MAX : LS_BLOCK_IFDS_MAX);
    const bool costly = ++tiff->followed > FOLLOWED_MAX;
    for (size_t i = 0; i < tiff->directory_count && !costly; i++) {
        const ls_directory *met = &tiff->directories[i];
        ordinal += met->page == page && met->ifd == ifd;
        if (met->offset != offset || (ifd == LS_IFD_GPS && met->ifd != LS_IFD_GPS))
            continue;
        if (tiff->whole)
            note_flaw(tiff, offset, chained, chained ? "the chain of directories runs in a circle" : "a directory that two entries point to");
        return LS_OK;
    }
    if (many || costly) {
        note_flaw(tiff, offset, true, "too many directories");
        return LS_OK;
    }
    ls_directory *directories =
        ls_arena_grow(arena, tiff->directories, tiff->directory_count, &tiff->directory_capacity, sizeof *directories);
    if (!directories)
        return LS_E_NOMEM;
    tiff->directories = directories;
    directories[tiff->directory_count++] = (ls_directory){.ifd = ifd, .offset = offset, .page = page, .ordinal = ordinal};
    return LS_OK;
}

static bool points_to(unsigned tag, ls_ifd *to)
{
    switch (tag) {
    case TAG_EXIF_IFD: *to = LS_IFD_EXIF; return true;
    case TAG_GPS_IFD: *to = LS_IFD_GPS; return true;
    case TAG_INTEROP_IFD: *to = LS_IFD_INTEROP; return true;
    case TAG_SUB_IFDS: *to = LS_IFD_SUB; return true;
    case TAG_GLOBAL_IFD: *to = LS_IFD_GLOBAL; return true;
    default: return false;
    }
}

/* Writers and readers do not always keep to LONG and IFD: an offset is followed in whatever integers it stands. */
static unsigned pointer_size(unsigned type)
{
    switch (type) {
    case TIFF_SHORT:
    case TIFF_SSHORT: return 2;
    case TIFF_LONG8:
    case TIFF_SLONG8:
    case TIFF_IFD8: return 8;
    case TIFF_LONG:
    case TIFF_IFD:
    case TIFF_SLONG:
    case TIFF_UNDEFINED:
    case TIFF_BYTE:
    case TIFF_SBYTE: return 4;
    default: return 0;
    }
}

static ls_status follow(ls_tiff *tiff, ls_arena *arena, const ls_tag *tag)
{
    const size_t most = tiff->whole ? LS_FILE_IFDS_MAX : LS_BLOCK_IFDS_MAX, page = tiff->directories[tag->directory].page;
    ls_ifd to;
    if (tag->ifd == LS_IFD_GPS || !points_to(tag->tag, &to))
        return LS_OK;
    const unsigned size = pointer_size(tag->type);
    const size_t count = size ? tag->value.size / size : 0;
    if (!count || count > most)
        note_flaw(tiff, tag->offset, true, "no offsets of directories, or too many");
    ls_status status = LS_OK;
    for (size_t i = 0; i < count && i < most && tiff->followed <= FOLLOWED_MAX && !status; i++) {
        const uint64_t at = (uint64_t)i * size;
        status = enqueue(tiff, arena, to, page,
                         size == 2   ? ls_bytes_u16(&tag->value, at, tiff->big)
                         : size == 4 ? ls_bytes_u32(&tag->value, at, tiff->big)
                                     : ls_bytes_u64(&tag->value, at, tiff->big));
    }
    return status;
}

static ls_status read_entry(ls_tiff *tiff, ls_arena *arena, size_t directory, uint64_t at)
{
    const ls_bytes *block = &tiff->block;
    const unsigned room = tiff->wide ? 8 : 4;
    ls_tag tag = {.ifd = tiff->directories[directory].ifd,
                  .directory = directory,
                  .tag = ls_bytes_u16(block, at, tiff->big),
                  .type = ls_bytes_u16(block, at + 2, tiff->big),
                  .count = read_wide(tiff, at + 4)};
    if (tag.type == 0 && tag.count == 0)
        return LS_OK; /* an unused entry, zeroed by its writer */
    const unsigned size = ls_tag_type_size(tag.type);
    const uint64_t length = size && tag.count > UINT64_MAX / size ? UINT64_MAX : size * tag.count;
    tag.in_entry = length <= room;
    tag.offset = tag.in_entry ? at + 4 + room : read_wide(tiff, at + 4 + room);
    tag.value = ls_bytes_part(block, tag.offset, length);
    tag.broken = size == 0 || tag.value.size < length;
    ls_tag *tags = ls_arena_grow(arena, tiff->tags, tiff->count, &tiff->capacity, sizeof *tags);
    if (!tags)
        return LS_E_NOMEM;
    tiff->tags = tags;
    tags[tiff->count++] = tag;
    return follow(tiff, arena, &tag);
}

/* The next page. Only the chain of main directories goes on; in the others writers leave anything in these bytes. */
static ls_status follow_chain(ls_tiff *tiff, ls_arena *arena, size_t directory, uint64_t at)
{
    const ls_ifd ifd = tiff->directories[directory].ifd;
    const uint64_t next = read_wide(tiff, at);
    if (ifd != LS_IFD_0 && ifd != LS_IFD_1)
        return LS_OK;
    if (tiff->whole && !ls_bytes_has(&tiff->block, at, tiff->wide ? 8 : 4))
        note_flaw(tiff, at, true, "a directory runs past the end of the file");
    return next ? enqueue(tiff, arena, LS_IFD_1, tiff->directories[directory].page + 1, next) : LS_OK;
}

static ls_status read_directory(ls_tiff *tiff, ls_arena *arena, size_t directory)
{
    const ls_bytes *block = &tiff->block;
    const uint64_t offset = tiff->directories[directory].offset;
    const unsigned head = tiff->wide ? 8 : 2, size = tiff->wide ? 20 : 12;
    const size_t first = tiff->count;
    size_t most = tiff->whole ? LS_FILE_TAGS_MAX : LS_BLOCK_TAGS_MAX;
    if (most > first + LS_BLOCK_TAGS_MAX)
        most = first + LS_BLOCK_TAGS_MAX;
    if (!ls_bytes_has(block, offset, head)) {
        note_flaw(tiff, offset, true, "a directory stands beyond the end");
        return LS_OK;
    }
    const uint64_t stated = tiff->wide ? ls_bytes_u64(block, offset, tiff->big) : ls_bytes_u16(block, offset, tiff->big);
    uint64_t at = offset + head, count = (block->size - at) / size;
    if (stated > count)
        note_flaw(tiff, offset, true, "a directory runs past the end");
    else
        count = stated;
    ls_status status = LS_OK;
    for (uint64_t i = 0; i < count && tiff->count < most && !status; i++, at += size)
        status = read_entry(tiff, arena, directory, at);
    if (tiff->count == most)
        note_flaw(tiff, at, true, "too many entries in the directories");
    at = offset + head + count * size;
    if (!status && stated == count)
        status = follow_chain(tiff, arena, directory, at);
    ls_directory *read = &tiff->directories[directory];
    read->length = ls_bytes_part(block, offset, at - offset + (tiff->wide ? 8 : 4)).size;
    read->first = first;
    read->count = tiff->count - first;
    return status;
}

static ls_status read_from(ls_tiff *tiff, ls_arena *arena, uint64_t first)
{
    ls_status status = enqueue(tiff, arena, LS_IFD_0, 0, first);
    for (size_t i = 0; i < tiff->directory_count && !status; i++)
        status = read_directory(tiff, arena, i);
    return status;
}

static bool begins(ls_tiff *tiff)
{
    tiff->big = ls_bytes_match(&tiff->block, 0, "MM", 2);
    if (tiff->big || ls_bytes_match(&tiff->block, 0, "II", 2))
        return true;
    note_flaw(tiff, 0, true, "no byte order");
    return false;
}

ls_status ls_tiff_read(const ls_bytes *block, ls_arena *arena, ls_tiff *tiff)
{
    *tiff = (ls_tiff){.block = *block};
    if (!begins(tiff))
        return LS_OK;
    /* Other readers do not mind a wrong number here, so what stands behind it must be looked at. */
    if (ls_bytes_u16(block, 2, tiff->big) != CLASSIC)
        note_flaw(tiff, 2, true, "not the number of TIFF");
    return read_from(tiff, arena, ls_bytes_u32(block, 4, tiff->big));
}

ls_status ls_tiff_read_file(const ls_bytes *file, ls_arena *arena, ls_tiff *tiff)
{
    *tiff = (ls_tiff){.block = *file, .whole = true};
    if (!begins(tiff))
        return LS_OK;
    const unsigned number = ls_bytes_u16(file, 2, tiff->big);
    tiff->wide = number == BIG_TIFF;
    if (number != CLASSIC && number != BIG_TIFF)
        note_flaw(tiff, 2, true, "not the number of TIFF");
    /* BigTIFF says how wide its offsets are, 8, and leaves two bytes empty. */
    if (tiff->wide && (ls_bytes_u16(file, 4, tiff->big) != 8 || ls_bytes_u16(file, 6, tiff->big) != 0))
        note_flaw(tiff, 4, true, "offsets of a width that is not known");
    return read_from(tiff, arena, tiff->wide ? ls_bytes_u64(file, 8, tiff->big) : ls_bytes_u32(file, 4, tiff->big));
}

const ls_tag *ls_tiff_find(const ls_tiff *tiff, ls_ifd ifd, unsigned tag)
{
    for (size_t i = 0; i < tiff->count; i++)
        if (tiff->tags[i].ifd == ifd && tiff->tags[i].tag == tag)
            return &tiff->tags[i];
    return NULL;
}

const ls_tag *ls_tiff_find_in(const ls_tiff *tiff, size_t directory, unsigned tag)
{
    const ls_directory *in = &tiff->directories[directory];
    for (size_t i = in->first; i < in->first + in->count; i++)
        if (tiff->tags[i].tag == tag)
            return &tiff->tags[i];
    return NULL;
}

size_t ls_tag_present(const ls_tag *tag)
{
    const unsigned size = ls_tag_type_size(tag->type);
    return size ? tag->value.size / size : 0;
}

static double signed_32(uint32_t bits)
{
    return bits < 0x80000000u ? (double)bits : (double)bits - 4294967296.0;
}

static double read_real(const ls_bytes *value, uint64_t at, unsigned type, bool big)
{
    if (type == TIFF_FLOAT) {
        uint32_t bits = ls_bytes_u32(value, at, big);
        float number;
        memcpy(&number, &bits, sizeof number);
        return (double)number;
    }
    uint64_t bits = ls_bytes_u64(value, at, big);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

bool ls_tag_fraction(const ls_tiff *tiff, const ls_tag *tag, size_t index, double *numerator, double *denominator)
{
    const ls_bytes *value = &tag->value;
    uint64_t at = (uint64_t)index * ls_tag_type_size(tag->type);
    if (index >= ls_tag_present(tag))
        return false;
    *denominator = 1;
    switch (tag->type) {
    case TIFF_BYTE: *numerator = ls_bytes_u8(value, at); break;
    case TIFF_SBYTE: *numerator = (double)(signed char)ls_bytes_u8(value, at); break;
    case TIFF_SHORT: *numerator = ls_bytes_u16(value, at, tiff->big); break;
    case TIFF_SSHORT: *numerator = (double)(int16_t)ls_bytes_u16(value, at, tiff->big); break;
    case TIFF_LONG:
    case TIFF_IFD: *numerator = ls_bytes_u32(value, at, tiff->big); break;
    case TIFF_SLONG: *numerator = signed_32(ls_bytes_u32(value, at, tiff->big)); break;
    case TIFF_RATIONAL:
        *numerator = ls_bytes_u32(value, at, tiff->big);
        *denominator = ls_bytes_u32(value, at + 4, tiff->big);
        break;
    case TIFF_SRATIONAL:
        *numerator = signed_32(ls_bytes_u32(value, at, tiff->big));
        *denominator = signed_32(ls_bytes_u32(value, at + 4, tiff->big));
        break;
    case TIFF_LONG8:
    case TIFF_IFD8: *numerator = (double)ls_bytes_u64(value, at, tiff->big); break;
    case TIFF_SLONG8: *numerator = (double)(int64_t)ls_bytes_u64(value, at, tiff->big); break;
    case TIFF_FLOAT:
    case TIFF_DOUBLE: *numerator = read_real(value, at, tag->type, tiff->big); break;
    default: return false;
    }
    return isfinite(*numerator);
}

bool ls_tag_number(const ls_tiff *tiff, const ls_tag *tag, size_t index, double *number)
{
    double numerator, denominator;
    if (!ls_tag_fraction(tiff, tag, index, &numerator, &denominator) || denominator == 0)
        return false;
    *number = numerator / denominator;
    return isfinite(*number);
}

bool ls_tag_integer(const ls_tiff *tiff, const ls_tag *tag, size_t index, uint64_t *number)
{
    double numerator, denominator;
    if (tag->type == TIFF_LONG8 || tag->type == TIFF_IFD8) { /* a double would round them */
        *number = ls_bytes_u64(&tag->value, (uint64_t)index * 8, tiff->big);
        return index < ls_tag_present(tag);
    }
    const bool integer = tag->type != TIFF_RATIONAL && tag->type != TIFF_SRATIONAL && tag->type != TIFF_FLOAT && tag->type != TIFF_DOUBLE;
    if (!integer || !ls_tag_fraction(tiff, tag, index, &numerator, &denominator) || numerator < 0)
        return false;
    *number = (uint64_t)numerator;
    return true;
}
