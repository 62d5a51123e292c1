/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/ifd.h"

#include <math.h>
#include <string.h>

#define ENTRY_SIZE 12u

/* Pointers to further directories, Exif 3.0 section 4.6.3 and TIFF technical note 1. */
enum { TAG_SUB_IFDS = 0x014A, TAG_EXIF_IFD = 0x8769, TAG_GPS_IFD = 0x8825, TAG_INTEROP_IFD = 0xA005 };

static unsigned type_size(unsigned type)
{
    static const unsigned char sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    if (type == TIFF_UTF8)
        return 1;
    return type < sizeof sizes ? sizes[type] : 0;
}

/*
 * A directory that was met before is not read again, whoever points to it: that is what ends cycles. Only as a GPS
 * directory it may be read once more, since there the same numbers mean something else.
 */
static void enqueue(ls_tiff *tiff, ls_ifd ifd, uint32_t offset)
{
    for (size_t i = 0; i < tiff->directory_count; i++)
        if (tiff->directories[i].offset == offset && (ifd != LS_IFD_GPS || tiff->directories[i].ifd == LS_IFD_GPS))
            return;
    if (tiff->directory_count == LS_IFDS_MAX)
        tiff->damaged = true;
    else
        tiff->directories[tiff->directory_count++] = (ls_directory){ifd, offset};
}

/* Writers and readers do not always keep to LONG and IFD: an offset is followed in whatever integers it stands. */
static void follow(ls_tiff *tiff, const ls_tag *tag)
{
    ls_ifd to;
    switch (tag->tag) {
    case TAG_EXIF_IFD: to = LS_IFD_EXIF; break;
    case TAG_GPS_IFD: to = LS_IFD_GPS; break;
    case TAG_INTEROP_IFD: to = LS_IFD_INTEROP; break;
    case TAG_SUB_IFDS: to = LS_IFD_SUB; break;
    default: return;
    }
    if (tag->ifd == LS_IFD_GPS)
        return;
    unsigned size = tag->type == TIFF_SHORT || tag->type == TIFF_SSHORT ? 2 : 4;
    bool integers = tag->type == TIFF_LONG || tag->type == TIFF_IFD || tag->type == TIFF_SLONG || size == 2 ||
                    tag->type == TIFF_UNDEFINED || tag->type == TIFF_BYTE || tag->type == TIFF_SBYTE;
    size_t count = tag->value.size / size;
    if (!integers || !count || count > LS_IFDS_MAX)
        tiff->damaged = true;
    for (size_t i = 0; integers && i < count && i < LS_IFDS_MAX; i++)
        enqueue(tiff, to,
                size == 2 ? ls_bytes_u16(&tag->value, i * 2, tiff->big) : ls_bytes_u32(&tag->value, i * 4, tiff->big));
}

static ls_status read_entry(ls_tiff *tiff, ls_arena *arena, size_t directory, uint64_t at)
{
    const ls_bytes *block = &tiff->block;
    ls_tag tag = {.ifd = tiff->directories[directory].ifd,
                  .directory = directory,
                  .tag = ls_bytes_u16(block, at, tiff->big),
                  .type = ls_bytes_u16(block, at + 2, tiff->big),
                  .count = ls_bytes_u32(block, at + 4, tiff->big)};
    if (tag.type == 0 && tag.count == 0)
        return LS_OK; /* an unused entry, zeroed by its writer */
    unsigned size = type_size(tag.type);
    uint64_t length = (uint64_t)size * tag.count;
    uint64_t offset = length <= 4 ? at + 8 : ls_bytes_u32(block, at + 8, tiff->big);
    tag.value = ls_bytes_part(block, offset, length);
    tag.broken = size == 0 || tag.value.size < length;
    if (tiff->count == LS_TAGS_MAX) {
        tiff->damaged = true;
        return LS_OK;
    }
    ls_tag *tags = ls_arena_grow(arena, tiff->tags, tiff->count, &tiff->capacity, sizeof *tags);
    if (!tags)
        return LS_E_NOMEM;
    tiff->tags = tags;
    tags[tiff->count++] = tag;
    follow(tiff, &tag);
    return LS_OK;
}

static ls_status read_directory(ls_tiff *tiff, ls_arena *arena, size_t directory)
{
    const ls_bytes *block = &tiff->block;
    const ls_ifd ifd = tiff->directories[directory].ifd;
    const uint32_t offset = tiff->directories[directory].offset;
    if (!ls_bytes_has(block, offset, 2)) {
        tiff->damaged = true;
        return LS_OK;
    }
    unsigned count = ls_bytes_u16(block, offset, tiff->big);
    uint64_t at = (uint64_t)offset + 2;
    for (unsigned i = 0; i < count && tiff->count < LS_TAGS_MAX; i++, at += ENTRY_SIZE) {
        if (!ls_bytes_has(block, at, ENTRY_SIZE)) {
            tiff->damaged = true;
            return LS_OK;
        }
        ls_status status = read_entry(tiff, arena, directory, at);
        if (status)
            return status;
    }
    if (tiff->count == LS_TAGS_MAX)
        tiff->damaged = true;
    /* Only the chain of main directories goes on; in the others writers leave anything in these four bytes. */
    uint32_t next = ls_bytes_u32(block, at, tiff->big);
    if (next && (ifd == LS_IFD_0 || ifd == LS_IFD_1))
        enqueue(tiff, LS_IFD_1, next);
    return LS_OK;
}

ls_status ls_tiff_read(const ls_bytes *block, ls_arena *arena, ls_tiff *tiff)
{
    *tiff = (ls_tiff){.block = *block, .big = ls_bytes_match(block, 0, "MM", 2)};
    if (!tiff->big && !ls_bytes_match(block, 0, "II", 2)) {
        tiff->damaged = true;
        return LS_OK;
    }
    /* Other readers do not mind a wrong number here, so what stands behind it must be looked at. */
    tiff->damaged = ls_bytes_u16(block, 2, tiff->big) != 42;
    enqueue(tiff, LS_IFD_0, ls_bytes_u32(block, 4, tiff->big));
    ls_status status = LS_OK;
    for (size_t i = 0; i < tiff->directory_count && !status; i++)
        status = read_directory(tiff, arena, i);
    return status;
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
    for (size_t i = 0; i < tiff->count; i++)
        if (tiff->tags[i].directory == directory && tiff->tags[i].tag == tag)
            return &tiff->tags[i];
    return NULL;
}

size_t ls_tag_present(const ls_tag *tag)
{
    unsigned size = type_size(tag->type);
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
    uint64_t at = (uint64_t)index * type_size(tag->type);
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
