/* SPDX-License-Identifier: Apache-2.0 */
#include "record/copy.h"

#include <string.h>

static const struct {
    const char *path;
    unsigned keep; /* that it is there for; 0: always */
} carriers[] = {
#define CARRIER(path) {path, 0},
#define KEPT_CARRIER(path, keep) {path, keep},
#include "record/copy_carriers.def"
#undef CARRIER
#undef KEPT_CARRIER
};

/* What the tags are read as that clean/exif.c keeps; 0: whatever was asked for. */
static const struct {
    ls_fact_key key;
    unsigned keep;
} stated[] = {
    {LS_FACT_IMAGE_ORIENTATION, 0},
    {LS_FACT_IMAGE_QUANTISATION, 0}, /* the picture's own tables: nothing can change them without changing the picture */
    {LS_FACT_CARRIER_UNREAD, LS_KEEP_HDR}, /* of one carrier alone: ls_copy_is_read() */
    {LS_FACT_TIME_TAKEN, LS_KEEP_TIME},
    {LS_FACT_PERSON_ARTIST, LS_KEEP_CREDIT},
    {LS_FACT_PERSON_COPYRIGHT, LS_KEEP_CREDIT},
    {LS_FACT_DEVICE_MAKE, LS_KEEP_CAMERA},
    {LS_FACT_DEVICE_MODEL, LS_KEEP_CAMERA},
    {LS_FACT_DEVICE_LENS, LS_KEEP_CAMERA},
    {LS_FACT_DEVICE_FOCAL_35MM, LS_KEEP_CAMERA},
};

/* "tiff/ifd[2]/icc" is "tiff/ifd/icc" of the second page; "*" is one part of any name. */
static bool same_part(const char *part, const char *path)
{
    for (; *path; part++, path++) {
        if (*part == '*') {
            path += strcspn(path, "/");
            part++;
        }
        if (*path == '[')
            path += strcspn(path, "]") + (strchr(path, ']') != NULL);
        if (*part != *path)
            return false;
        if (!*path)
            return true;
    }
    return !*part;
}

bool ls_copy_may_have(const char *path, unsigned keep)
{
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
        if (same_part(carriers[i].path, path))
            return !carriers[i].keep || (carriers[i].keep & keep);
    return false;
}

/* The one file inside the photo is a JPEG that its index names, and ends where the photo does. */
static bool is_gain_map(const ls_container *container, const ls_range *range)
{
    if (range->inner != 1 || container->inner_count != 1)
        return false;
    const ls_inner *map = container->inner;
    return map->kind == LS_KIND_JPEG && map->whole && map->to == container->size &&
           strcmp(map->path, "jpeg/mpf/jpeg") == 0;
}

bool ls_copy_may_hold(const ls_container *container, const ls_range *range, unsigned keep)
{
    switch (range->role) {
    case LS_ROLE_TRAILING: return (keep & LS_KEEP_HDR) && is_gain_map(container, range);
    case LS_ROLE_UNKNOWN: return false;
    case LS_ROLE_CARRIER: return ls_copy_may_have(range->path, keep);
    default: return true;
    }
}

bool ls_copy_may_state(ls_fact_key key, unsigned keep)
{
    for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
        if (stated[i].key == key && (!stated[i].keep || (stated[i].keep & keep)))
            return true;
    return false;
}

bool ls_copy_is_read(const ls_outcome *metadata, unsigned keep)
{
    const bool but_map = metadata->state == LS_LIMITED && metadata->reason == LS_REASON_CARRIER_UNREAD &&
                         strcmp(metadata->detail, "heif/item/gain-map") == 0;
    return metadata->state == LS_DONE || (but_map && (keep & LS_KEEP_HDR));
}

static ls_outcome doubt(const char *what)
{
    return ls_outcome_make(LS_FAILED, LS_REASON_CLEAN_UNPROVEN, "%s", what);
}

/* What is wrong with the structure; NULL: nothing. */
static const char *judge_container(const ls_container *container, unsigned keep)
{
    if (container->problem_count)
        return container->problems[0].text;
    for (size_t i = 0; i < container->range_count; i++)
        if (!ls_copy_may_hold(container, &container->ranges[i], keep))
            return container->ranges[i].path;
    return NULL;
}

ls_outcome ls_copy_judge(const ls_answer *answer, ls_kind kind, unsigned keep)
{
    for (int stage = LS_STAGE_CONTAINER; stage <= LS_STAGE_METADATA; stage++)
        if (!answer->has_outcome[stage] || !ls_copy_is_read(&answer->outcomes[stage], stage == LS_STAGE_METADATA ? keep : 0))
            return doubt(ls_stage_name((ls_stage)stage));
    if (!answer->has_container || !ls_container_complete(&answer->container) || answer->container.kind != kind)
        return doubt(ls_stage_name(LS_STAGE_CONTAINER));
    const char *wrong = judge_container(&answer->container, keep);
    if (wrong)
        return doubt(wrong);
    for (size_t i = 0; i < answer->facts.count; i++)
        if (!ls_copy_may_state(answer->facts.items[i].key, keep))
            return doubt(ls_fact_key_name(answer->facts.items[i].key));
    return ls_outcome_done();
}
