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

/* False when a count could not be made: an album without it would read as "none". */
static bool fill_album(json_t *album, const ls_tally *tally)
{
    const struct {
        const char *key;
        size_t number;
        bool wanted;
    } counts[] = {
        {"ignored", tally->ignored, true},
        {"expired", tally->expired, true},
        {"not_pictures", tally->not_pictures, tally->scan},
        {"links", tally->links, tally->scan},
        {"special", tally->special, tally->scan},
        {"unreadable", tally->unreadable, tally->scan},
        {"not_started", tally->not_started, tally->not_started > 0},
        {"accepted", tally->accepted, tally->accepted > 0},
    };
    if (json_object_set_new(album, "photos", count(tally->photos)) ||
        json_object_set_new(album, "verdicts", verdicts(tally)))
        return false;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i].wanted && json_object_set_new(album, counts[i].key, count(counts[i].number)))
            return false;
    return true;
}

static ls_status end(ls_output *output, const ls_tally *tally)
{
    json_t *album = json_object();
    if (!fill_album(album, tally)) {
        json_decref(album);
        return LS_E_NOMEM;
    }
    fputs("],\"album\":", output->file);
    ls_status status = dump(output, album);
    fputs("}\n", output->file);
    return status ? status : ls_output_flush(output);
}

const ls_writer ls_writer_json = {"json", begin, photo, end};
