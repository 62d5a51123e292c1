/* SPDX-License-Identifier: Apache-2.0 */
#include "container/seft.h"

#include "container/claims.h"

#include <string.h>

#define TAIL 8u        /* the directory's length, "SEFT" */
#define HEADER 12u     /* "SEFH", version, number of entries */
#define ENTRY 12u      /* a zero, type, how far before the directory the block begins, its size */
#define BLOCK_HEAD 8u  /* a zero, type, length of the name that follows */
#define BLOCKS_MAX 256 /* the makers' files have a dozen */

struct directory {
    uint64_t at; /* of "SEFH" */
    uint32_t count;
};

static bool find_directory(const ls_bytes *bytes, struct directory *directory)
{
    if (bytes->size < HEADER + TAIL || !ls_bytes_match(bytes, bytes->size - 4, "SEFT", 4))
        return false;
    uint64_t end = bytes->size - TAIL, length = ls_bytes_u32(bytes, end, false);
    if (length > end || length < HEADER)
        return false;
    directory->at = end - length;
    directory->count = ls_bytes_u32(bytes, directory->at + 8, false);
    return ls_bytes_match(bytes, directory->at, "SEFH", 4) && directory->count <= BLOCKS_MAX &&
           HEADER + (uint64_t)directory->count * ENTRY <= length;
}

/* Where block `i` stands; false when its entry points before the trailer's bytes or into the directory. */
static bool block_at(const ls_bytes *bytes, const struct directory *directory, uint32_t i, uint64_t *at, uint64_t *size)
{
    uint64_t entry = directory->at + HEADER + (uint64_t)i * ENTRY;
    uint64_t before = ls_bytes_u32(bytes, entry + 4, false);
    *size = ls_bytes_u32(bytes, entry + 8, false);
    *at = directory->at - before;
    return before <= directory->at && *size <= before && *size >= BLOCK_HEAD;
}

uint64_t ls_seft_begin(const ls_bytes *bytes)
{
    struct directory directory;
    if (!find_directory(bytes, &directory))
        return bytes->size;
    uint64_t begin = directory.at, at, size;
    for (uint32_t i = 0; i < directory.count; i++)
        if (block_at(bytes, &directory, i, &at, &size) && at < begin)
            begin = at;
    return begin;
}

/* Names that the makers' programs write. Any other is somebody's text and does not become part of a path. */
static const char *const names[] = {
    "seft/Image_UTC_Data",          "seft/MCC_Data",
    "seft/MotionPhoto_Data",        "seft/MotionPhoto_Info",
    "seft/MotionPhoto_Version",     "seft/MotionPhoto_AutoPlay",
    "seft/Camera_Capture_Mode_Info", "seft/Camera_Scene_Info",
    "seft/Color_Display_P3",        "seft/Photo_HDR_Info",
    "seft/PhotoEditor_Re_Edit_Data", "seft/Original_Path_Hash_Key",
    "seft/Copy_Available_Edit_Info", "seft/Watermark_Info",
    "seft/Remaster_Info",           "seft/Gallery_DC_Data",
    "seft/Video_Snapshot_Info",     "seft/Pro_Mode_Info",
    "seft/Tag_Shot_Info",           "seft/FrontCamera_Info",
    "seft/EmbeddedImage",           "seft/EmbeddedImageName",
    "seft/EmbeddedAudioFile",       "seft/EmbeddedAudioFileName",
    "seft/SingleShot_Meta_Info",    "seft/SingleShot_DepthMap_1",
    "seft/DualShot_Meta_Info",      "seft/DualShot_DepthMap_1",
    "seft/DualShot_DepthMap_2",     "seft/DualShot_1",
    "seft/DualShot_2",              "seft/DualShot_Extra_Info",
    "seft/DualShot_Core_Info",      "seft/Burst_Shot_Info",
    "seft/BackgroundVideo_Info",    "seft/Selfie_Info",
    "seft/SoundShot_Info",          "seft/SoundShot_Meta_Info",
    "seft/Intelligent_PhotoEditor_Data"};

static const char *path_of(const ls_bytes *name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) - 5 == name->size && ls_bytes_match(name, 0, names[i] + 5, name->size))
            return names[i];
    return "seft/other";
}

static ls_status claim_block(ls_claims *claims, const ls_bytes *file, uint64_t at, uint64_t size)
{
    ls_bytes block = ls_bytes_part(file, at, size);
    uint64_t length = ls_bytes_u32(&block, 4, false), head = BLOCK_HEAD + length;
    if (!ls_bytes_has(&block, BLOCK_HEAD, length))
        return ls_claims_add(claims, at, size, LS_ROLE_UNKNOWN, "seft/broken");
    ls_bytes name = ls_bytes_part(&block, BLOCK_HEAD, length);
    ls_status status = ls_claims_add(claims, at, head, LS_ROLE_STRUCTURE, "seft/head");
    return status ? status : ls_claims_add(claims, at + head, size - head, LS_ROLE_CARRIER, path_of(&name));
}

ls_status ls_walk_seft(const ls_bytes *file, ls_container *out)
{
    struct directory directory;
    ls_claims claims = {.out = out};
    if (!find_directory(file, &directory))
        return ls_container_problem(out, 0, true, "no directory of a trailer");
    const uint64_t used = HEADER + (uint64_t)directory.count * ENTRY;
    ls_status status = ls_claims_add(&claims, directory.at, used, LS_ROLE_STRUCTURE, "seft/directory");
    if (!status)
        status = ls_claims_add(&claims, file->size - TAIL, TAIL, LS_ROLE_STRUCTURE, "seft/directory");
    uint64_t at, size;
    for (uint32_t i = 0; i < directory.count && !status; i++) {
        if (block_at(file, &directory, i, &at, &size))
            status = claim_block(&claims, file, at, size);
        else
            status = ls_container_problem(out, directory.at, false, "an entry of the trailer's directory points outside of it");
    }
    return status ? status : ls_claims_settle(&claims, file, file->size, "seft/padding", "seft/unknown");
}
