/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/tags.h"

#include <stdio.h>

enum form { TEXT, NUMBER, BYTES };

static const struct {
    unsigned char record, dataset;
    enum form form;
    const char *name;
} datasets[] = {
#define IIM(record, dataset, name, form) {record, dataset, form, name},
#include "metadata/iptc_names.def"
#undef IIM
};

void ls_tag_of_iptc(ls_meta *meta, unsigned record, unsigned dataset, const ls_bytes *value, const char *carrier)
{
    char number[16];
    size_t i = 0;
    if (!meta->tags)
        return;
    snprintf(number, sizeof number, "%u:%u", record & 255u, dataset & 255u);
    while (i < sizeof datasets / sizeof *datasets && (datasets[i].record != record || datasets[i].dataset != dataset))
        i++;
    const bool known = i < sizeof datasets / sizeof *datasets;
    const char *name = known ? datasets[i].name : number;
    const enum form form = known ? datasets[i].form : BYTES;
    if (form == TEXT)
        ls_tag_bytes(meta, name, value, carrier);
    else if (form == NUMBER && value->size == 2)
        ls_tag_print(meta, name, carrier, ls_bytes_where(value, 0, 2), "%u", ls_bytes_u16(value, 0, true));
    else
        ls_tag_binary(meta, name, value, carrier);
}
