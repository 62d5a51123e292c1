/* SPDX-License-Identifier: Apache-2.0 */
/* What names a person, a camera or a moment. */
#include "detect/detect.h"

#include <string.h>

static const struct {
    ls_fact_key key;
    const char *rule;
} told_by[] = {
    {LS_FACT_DEVICE_SERIAL, "metadata.serial"},       {LS_FACT_DEVICE_LENS_SERIAL, "metadata.lens-serial"},
    {LS_FACT_PERSON_OWNER, "metadata.owner"},         {LS_FACT_PERSON_ARTIST, "metadata.owner"},
    {LS_FACT_PERSON_COPYRIGHT, "metadata.copyright"}, {LS_FACT_PLACE_NAME, "metadata.place-name"},
    {LS_FACT_IMAGE_ID, "metadata.image-id"},          {LS_FACT_TIME_TAKEN, "metadata.time"},
    {LS_FACT_TIME_DIGITIZED, "metadata.time"}, /* the same moment as a rule, and then told once */
    {LS_FACT_TIME_MODIFIED, "metadata.time"},
};

static const ls_fact_key device_keys[] = {LS_FACT_DEVICE_MAKE, LS_FACT_DEVICE_MODEL, LS_FACT_DEVICE_LENS,
                                          LS_FACT_DEVICE_SOFTWARE};
#define DEVICE_KEYS (sizeof device_keys / sizeof *device_keys)

static bool is_device(const ls_fact *fact)
{
    for (size_t i = 0; i < DEVICE_KEYS; i++)
        if (fact->key == device_keys[i])
            return true;
    return false;
}

static bool first_of_carrier(const ls_facts *facts, const ls_fact *fact)
{
    for (const ls_fact *earlier = facts->items; earlier < fact; earlier++)
        if (is_device(earlier) && strcmp(earlier->carrier, fact->carrier) == 0)
            return false;
    return true;
}

/* Maker, model, lens and software of one carrier as one line: together they describe one device. */
static ls_status add_device(const ls_facts *facts, const ls_fact *fact, ls_detections *detections)
{
    const char *line = NULL;
    for (size_t i = 0; i < DEVICE_KEYS; i++) {
        const ls_fact *part = ls_facts_beside(facts, fact, device_keys[i]);
        if (!part)
            continue;
        line = line ? ls_arena_printf(detections->arena, "%s, %s", line, part->text) : part->text;
        if (!line)
            return LS_E_NOMEM;
    }
    ls_detection *detection;
    ls_status status = ls_detections_add(detections, "metadata.device", &detection);
    if (detection) {
        detection->fact = fact;
        detection->text = line;
    }
    return status;
}

ls_status ls_detect_identity(const ls_evidence *evidence, ls_detections *detections)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < sizeof told_by / sizeof *told_by && !status; i++)
        status = ls_detect_facts(evidence, told_by[i].key, told_by[i].rule, LS_USE_QUOTE, detections);
    if (!status)
        status = ls_detect_facts(evidence, LS_FACT_MAKERNOTE, "metadata.makernote", LS_USE_COUNT, detections);
    const ls_facts *facts = evidence->facts;
    for (size_t i = 0; facts && i < facts->count && !status; i++)
        if (is_device(&facts->items[i]) && first_of_carrier(facts, &facts->items[i]))
            status = add_device(facts, &facts->items[i], detections);
    return status;
}
