/* SPDX-License-Identifier: Apache-2.0 */
/* JSON Lines: one photo per line and nothing else. Each line is flushed, so that a reader can follow a scan. */
#include "report/json_photo.h"
#include "report/writer.h"

static ls_status begin(ls_output *output)
{
    (void)output;
    return LS_OK;
}

static ls_status photo(ls_output *output, const ls_report *report)
{
    json_t *value = ls_json_photo(report);
    if (!value)
        return LS_E_NOMEM;
    int failed = json_dumpf(value, output->file, LS_JSON_FLAGS);
    json_decref(value);
    fputc('\n', output->file);
    return failed ? LS_E_IO : ls_output_flush(output);
}

static ls_status end(ls_output *output, const ls_tally *tally)
{
    (void)tally;
    return ls_output_flush(output);
}

const ls_writer ls_writer_jsonl = {"jsonl", begin, photo, end};
