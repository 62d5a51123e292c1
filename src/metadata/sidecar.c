/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/sidecar.h"

static ls_outcome outcome_of(const ls_meta *meta)
{
    if (meta->overflow)
        return ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "more than %d facts", LS_FACTS_MAX);
    if (meta->unread[0])
        return ls_outcome_make(LS_LIMITED, LS_REASON_CARRIER_UNREAD, "%s", meta->unread);
    return ls_outcome_done();
}

/* `inside`: how the photo is turned is for the photo to say. */
static ls_meta begin(const ls_source *source, ls_facts *facts)
{
    return (ls_meta){.source = source, .facts = facts, .arena = facts->arena, .inflate_left = LS_INFLATE_PHOTO, .inside = true};
}

ls_status ls_sidecar_read(const ls_source *source, ls_sidecar kind, const char *carrier, ls_facts *facts, ls_outcome *outcome)
{
    ls_meta meta = begin(source, facts);
    const ls_bytes file = ls_bytes_file(source);
    switch (kind) {
    case LS_SIDECAR_XMP: ls_read_xmp(&meta, &file, carrier); break;
    case LS_SIDECAR_TAKEOUT: ls_read_takeout(&meta, &file, carrier); break;
    case LS_SIDECAR_AAE: ls_read_aae(&meta, &file, carrier); break;
    case LS_SIDECAR_PLIST: ls_read_plist_texts(&meta, &file, carrier); break;
    }
    *outcome = outcome_of(&meta);
    return meta.status;
}

ls_status ls_file_name_read(const char *name, ls_facts *facts, ls_outcome *outcome)
{
    ls_meta meta = begin(NULL, facts);
    ls_read_file_name(&meta, name, LS_BESIDE_NAME);
    *outcome = outcome_of(&meta);
    return meta.status;
}
