/* SPDX-License-Identifier: Apache-2.0 */
/* What Apple's Photos writes when somebody changes a photo (names as PHAdjustmentData has them): by what and when, and how, in
 * bytes of its own. */
#include "metadata/plist.h"
#include "metadata/sidecar.h"

#include <string.h>

struct reading {
    ls_meta *meta;
    const char *carrier;
};

static const struct {
    const char *name;
    ls_plist_type type;
    ls_fact_key key; /* LS_FACT_COUNT: nothing personal */
} names[] = {
    {"adjustmentFormatIdentifier", LS_PLIST_STRING, LS_FACT_DEVICE_SOFTWARE},
    {"adjustmentEditorBundleID", LS_PLIST_STRING, LS_FACT_DEVICE_SOFTWARE},
    {"adjustmentTimestamp", LS_PLIST_DATE, LS_FACT_TIME_MODIFIED},
    {"adjustmentFormatVersion", LS_PLIST_STRING, LS_FACT_COUNT},
    {"adjustmentBaseVersion", LS_PLIST_NUMBER, LS_FACT_COUNT},
    {"adjustmentRenderTypes", LS_PLIST_NUMBER, LS_FACT_COUNT},
};

static void on_adjustment(const ls_plist_value *value, void *user)
{
    const struct reading *reading = user;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].type != value->type || strcmp(names[i].name, value->key) != 0)
            continue;
        if (names[i].key != LS_FACT_COUNT)
            ls_meta_text(reading->meta, names[i].key, value->text, value->size, reading->carrier, value->where);
        return;
    }
    if (strcmp(value->key, "adjustmentData") == 0)
        ls_meta_unread(reading->meta, reading->carrier, "how the photo was changed", value->where);
    else
        ls_meta_unread(reading->meta, reading->carrier, "a value of an unknown name", value->where);
}

void ls_read_aae(ls_meta *meta, const ls_bytes *list, const char *carrier)
{
    struct reading reading = {meta, carrier};
    if (!ls_plist_read(meta, list, on_adjustment, &reading))
        ls_meta_unread(meta, carrier, "a damaged property list", ls_bytes_where(list, 0, list->size));
}

static void on_text(const ls_plist_value *value, void *user)
{
    const struct reading *reading = user;
    if (value->type == LS_PLIST_STRING)
        ls_meta_text(reading->meta, LS_FACT_NOTE_TEXT, value->text, value->size, reading->carrier, value->where);
    else if (value->type == LS_PLIST_DATE)
        ls_meta_text(reading->meta, LS_FACT_TIME_MODIFIED, value->text, value->size, reading->carrier, value->where);
    else if (value->type != LS_PLIST_NUMBER)
        ls_meta_unread(reading->meta, reading->carrier, "a value that is no text", value->where);
}

void ls_read_plist_texts(ls_meta *meta, const ls_bytes *list, const char *carrier)
{
    struct reading reading = {meta, carrier};
    if (!ls_plist_read_binary(meta, list, on_text, &reading))
        ls_meta_unread(meta, carrier, "a damaged property list", ls_bytes_where(list, 0, list->size));
}
