/* SPDX-License-Identifier: Apache-2.0 */
/* One JSON document. Photos are written as they come, so a scan of a hundred thousand needs the memory of one. */
#include "report/json_photo.h"
#include "report/writer.h"

static ls_status dump(ls_output *output, json_t *value)
{
    if (!value)
        return LS_E_NOMEM;
    int failed = json_dumpf(value, output->file, LS_JSON_FLAGS);
    json_decref(value);
    return failed ? LS_E_IO : LS_OK;
}

static ls_status begin(ls_output *output)
{
    fprintf(output->file, "{\"schema_version\":%d,\"tool\":", LS_SCHEMA_VERSION);
    ls_status status = dump(output, json_pack("{s:s,s:s,s:s,s:s}", "name", "lightseal", "version", ls_version(),
                                              "language", output->language, "fail_on", output->fail_on));
    fputs(",\"photos\":[", output->file);
    return status;
}

static ls_status photo(ls_output *output, const ls_report *report)
{
    fputs(output->written++ ? ",\n" : "\n", output->file);
    return dump(output, ls_json_photo(report));
}

static json_t *count(size_t number)
{
    return json_integer((json_int_t)number);
}

static json_t *verdicts(const ls_tally *tally)
{
    static const ls_verdict order[] = {LS_VERDICT_OK, LS_VERDICT_REVIEW, LS_VERDICT_UNCHECKED, LS_VERDICT_BLOCK};
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        json_object_set_new(object, ls_verdict_word(order[i]), count(tally->verdicts[order[i]]));
    return object;
}

static ls_status end(ls_output *output, const ls_tally *tally)
{
    fputs("],\"album\":", output->file);
    json_t *album = json_pack("{s:o,s:o,s:o,s:o}", "photos", count(tally->photos), "verdicts", verdicts(tally), "ignored",
                              count(tally->ignored), "expired", count(tally->expired));
    if (album && tally->scan)
        json_object_update_new(album, json_pack("{s:o,s:o,s:o,s:o}", "not_pictures", count(tally->not_pictures), "links",
                                                count(tally->links), "special", count(tally->special), "unreadable",
                                                count(tally->unreadable)));
    if (album && tally->not_started)
        json_object_set_new(album, "not_started", count(tally->not_started));
    ls_status status = dump(output, album);
    fputs("}\n", output->file);
    return status ? status : ls_output_flush(output);
}

const ls_writer ls_writer_json = {"json", begin, photo, end};
