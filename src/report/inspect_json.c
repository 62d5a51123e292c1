/* SPDX-License-Identifier: Apache-2.0 */
/* Inspections for programs: one document, or one photo a line. Field names and their order are decided here. */
#include "report/inspect.h"
#include "report/json_photo.h"


#define FORMAT "lightseal-inspect/1"

/* 17 digits bring every double back as it was. */
#define FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(17))

/* Fails for a value that could not be made, too. */
static bool set(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new_nocheck(object, key, value) == 0;
}

static bool set_number(json_t *object, const char *key, uint64_t number)
{
    return set(object, key, json_integer((json_int_t)number));
}

/* Takes the entry into the list even when it is incomplete, so that it is freed with it. */
static bool append(json_t *list, json_t *entry, bool good)
{
    return json_array_append_new(list, entry) == 0 && good;
}

static json_t *ranges(const ls_inspection *inspection)
{
    json_t *list = json_array();
    bool good = list != NULL;
    for (size_t i = 0; i < ls_inspection_range_count(inspection) && good; i++) {
        const ls_inspected_range *range = ls_inspection_range(inspection, i);
        json_t *entry = json_object();
        good = append(list, entry,
                      set_number(entry, "from", range->from) && set_number(entry, "to", range->to) &&
                          set(entry, "role", ls_json_text(range->role)) && set(entry, "path", ls_json_text(range->path)));
    }
    if (good)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *content(const ls_inspected_value *value)
{
    switch (value->type) {
    case LS_VALUE_INTEGER: return json_integer(value->integer);
    case LS_VALUE_REAL: return json_real(value->real);
    case LS_VALUE_TEXT: break;
    }
    return ls_json_text(value->text);
}

static json_t *hexadecimal(const ls_inspected_value *value)
{
    static const char digits[] = "0123456789abcdef";
    char text[2 * LS_RAW_MAX];
    for (size_t i = 0; i < value->raw_size; i++) {
        text[2 * i] = digits[value->raw[i] >> 4];
        text[2 * i + 1] = digits[value->raw[i] & 15];
    }
    return json_stringn(text, 2 * value->raw_size);
}

static json_t *values(const ls_inspection *inspection)
{
    json_t *list = json_array();
    bool good = list != NULL;
    for (size_t i = 0; i < ls_inspection_value_count(inspection) && good; i++) {
        const ls_inspected_value *value = ls_inspection_value(inspection, i);
        json_t *entry = json_object();
        good = append(list, entry,
                      set(entry, "key", ls_json_text(value->key)) && set(entry, "value", content(value)) &&
                          set(entry, "carrier", ls_json_text(value->carrier)) && set_number(entry, "from", value->from) &&
                          set_number(entry, "to", value->to) && (!value->raw || set(entry, "raw", hexadecimal(value))));
    }
    if (good)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *tags(const ls_inspection *inspection)
{
    json_t *list = json_array();
    bool good = list != NULL;
    for (size_t i = 0; i < ls_inspection_tag_count(inspection) && good; i++) {
        const ls_inspected_tag *tag = ls_inspection_tag(inspection, i);
        json_t *entry = json_object();
        good = append(list, entry,
                      set(entry, "name", ls_json_text(tag->name)) && set(entry, "value", ls_json_text(tag->value)) &&
                          set(entry, "carrier", ls_json_text(tag->carrier)) && set_number(entry, "from", tag->from) &&
                          set_number(entry, "to", tag->to));
    }
    if (good)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *problems(const ls_inspection *inspection)
{
    json_t *list = json_array();
    bool good = list != NULL;
    for (size_t i = 0; i < ls_inspection_problem_count(inspection) && good; i++) {
        const ls_inspected_problem *problem = ls_inspection_problem(inspection, i);
        json_t *entry = json_object();
        good = append(list, entry,
                      set_number(entry, "at", problem->at) && set(entry, "text", ls_json_text(problem->text)) &&
                          set(entry, "fatal", json_boolean(problem->fatal)));
    }
    if (good)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *coverage(const ls_inspection *inspection)
{
    json_t *object = json_object();
    bool good = object != NULL;
    for (size_t i = 0; i < ls_inspection_coverage_count(inspection) && good; i++) {
        const ls_coverage *stage = ls_inspection_coverage(inspection, i);
        json_t *entry = json_object();
        const bool filled = set(entry, "state", ls_json_text(ls_state_word(stage->state))) &&
                            set(entry, "reason", ls_json_text(stage->reason ? stage->reason : ""));
        good = set(object, stage->stage, entry) && filled;
    }
    if (good)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *photo_object(const ls_inspection *inspection)
{
    json_t *photo = json_object();
    if (photo && set(photo, "source", ls_json_text(ls_inspection_source(inspection))) &&
        set(photo, "kind", ls_json_text(ls_inspection_kind(inspection))) &&
        set_number(photo, "size", ls_inspection_size(inspection)) &&
        set_number(photo, "width", ls_inspection_width(inspection)) &&
        set_number(photo, "height", ls_inspection_height(inspection)) &&
        set_number(photo, "frames", ls_inspection_frames(inspection)) &&
        set(photo, "sandbox", ls_json_text(ls_inspection_sandbox(inspection))) &&
        set(photo, "ranges", ranges(inspection)) && set(photo, "values", values(inspection)) &&
        set(photo, "tags", tags(inspection)) && set_number(photo, "tags_left_out", ls_inspection_tags_left_out(inspection)) &&
        set(photo, "problems", problems(inspection)) && set(photo, "coverage", coverage(inspection)))
        return photo;
    json_decref(photo);
    return NULL;
}

static ls_status dump(ls_output *output, const ls_inspection *inspection)
{
    json_t *photo = photo_object(inspection);
    if (!photo)
        return LS_E_NOMEM;
    int failed = json_dumpf(photo, output->file, FLAGS);
    json_decref(photo);
    return failed ? LS_E_IO : LS_OK;
}

/* -------------------------------------------------------------------------------------------------- document */

static ls_status begin(ls_output *output)
{
    fputs("{\"format\":\"" FORMAT "\",\"photos\":[", output->file);
    return LS_OK;
}

static ls_status photo(ls_output *output, const ls_inspection *inspection)
{
    fputs(output->written++ ? ",\n" : "\n", output->file);
    return dump(output, inspection);
}

static ls_status end(ls_output *output, const ls_inspect_tally *tally)
{
    fputs("]", output->file);
    if (tally->not_started) /* a list that is cut short says so */
        fprintf(output->file, ",\"not_started\":%zu", tally->not_started);
    fputs("}\n", output->file);
    return ls_output_flush(output);
}

const ls_inspect_writer ls_inspect_writer_json = {"json", begin, photo, end};

/* ----------------------------------------------------------------------------------------------------- lines */

static ls_status begin_lines(ls_output *output)
{
    (void)output;
    return LS_OK;
}

static ls_status line(ls_output *output, const ls_inspection *inspection)
{
    ls_status status = dump(output, inspection);
    fputc('\n', output->file);
    return status ? status : ls_output_flush(output);
}

static ls_status end_lines(ls_output *output, const ls_inspect_tally *tally)
{
    (void)tally;
    return ls_output_flush(output);
}

const ls_inspect_writer ls_inspect_writer_jsonl = {"jsonl", begin_lines, line, end_lines};
