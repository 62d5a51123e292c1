/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An inspection for a person at a terminal: the byte map as a table, the values below the carrier that tells them, what is
 * wrong with the file, and one line that says whether everything was read.
 */
#include "report/inspect.h"
#include "report/width.h"
#include "report/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MARGIN 2
#define GAP 2       /* columns between columns */
#define MAP_ROWS 40 /* a map with more is summed up unless all of it is asked for: more than a screen nobody reads */

/* --------------------------------------------------------------------------------------------------- pieces */

static void put_colored(const ls_output *output, const char *color, const char *text)
{
    if (output->color)
        fprintf(output->file, "\033[%sm", color);
    ls_print(output->file, text);
    if (output->color)
        fputs("\033[0m", output->file);
}

/* Text and spaces up to the next column. */
static void put_cell(const ls_output *output, const char *color, const char *text, int width)
{
    if (color)
        put_colored(output, color, text);
    else
        ls_print(output->file, text);
    const int pad = width - ls_width_of(text);
    fprintf(output->file, "%*s", (pad > 0 ? pad : 0) + GAP, "");
}

static void put_right(const ls_output *output, const char *text, int width)
{
    const int pad = width - ls_width_of(text);
    fprintf(output->file, "%*s", pad > 0 ? pad : 0, "");
    put_cell(output, NULL, text, 0);
}

static void put_number(const ls_output *output, uint64_t number, int width)
{
    fprintf(output->file, "%*" PRIu64 "%*s", width, number, GAP, "");
}

static int digits_of(uint64_t number)
{
    return snprintf(NULL, 0, "%" PRIu64, number);
}

static void widen(int *width, const char *text)
{
    const int columns = ls_width_of(text);
    if (columns > *width)
        *width = columns;
}

static void put_title(const ls_output *output, const char *title)
{
    fprintf(output->file, "\n%*s", MARGIN, "");
    put_colored(output, "1", title);
    fputc('\n', output->file);
}

/* ----------------------------------------------------------------------------------------------------- head */

static const char *kind_name(const char *kind)
{
    static const char *const named[] = {N_("no picture"), N_("video"), N_("another picture format"), N_("unknown")};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(named[i], kind) == 0)
            return _(named[i]);
    return kind;
}

static void put_head(const ls_output *output, const ls_inspection *inspection)
{
    char size[32];
    ls_group_digits(ls_inspection_size(inspection), size, sizeof size);
    put_colored(output, "1", ls_inspection_source(inspection));
    fprintf(output->file, ": %s", kind_name(ls_inspection_kind(inspection)));
    if (ls_inspection_width(inspection))
        fprintf(output->file, ", %" PRIu32 " × %" PRIu32, ls_inspection_width(inspection), ls_inspection_height(inspection));
    if (ls_inspection_frames(inspection) > 1)
        fprintf(output->file, _(", %" PRIu32 " pictures"), ls_inspection_frames(inspection));
    fprintf(output->file, _(", %s bytes\n"), size);
}

/* ------------------------------------------------------------------------------------------------------ map */

/* What needs a person's look has a colour: carriers, and more so what no structure explains. */
static const char *role_color(const char *role)
{
    if (strcmp(role, "carrier") == 0)
        return "33";
    return strcmp(role, "trailing") == 0 || strcmp(role, "unknown") == 0 ? "1;31" : NULL;
}

static const char *role_name(const char *role)
{
    static const char *const named[] = {N_("structure"), N_("image"),    N_("carrier"),
                                        N_("padding"),   N_("trailing"), N_("unknown")};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(named[i], role) == 0)
            return _(named[i]);
    return role;
}

static bool tells_nothing(const ls_inspected_range *range)
{
    return !role_color(range->role);
}

/* Do they share a row of a map that is summed up? Carriers do only with others of their path: none may get out of sight. */
static bool share_row(const ls_inspected_range *one, const ls_inspected_range *other)
{
    if (tells_nothing(one) || tells_nothing(other))
        return tells_nothing(one) && tells_nothing(other);
    return strcmp(one->role, other->role) == 0 && strcmp(one->path, other->path) == 0;
}

static bool is_summed_up(const ls_output *output, const ls_inspection *inspection)
{
    return !output->all && ls_inspection_range_count(inspection) > MAP_ROWS;
}

/* Widths. */
typedef struct map_columns {
    int number, role;
} map_columns;

static map_columns measure_map(const ls_inspection *inspection)
{
    map_columns map = {.number = digits_of(ls_inspection_size(inspection))};
    const char *const heads[] = {_("from"), _("to"), _("bytes")};
    for (size_t i = 0; i < 3; i++)
        widen(&map.number, heads[i]);
    widen(&map.role, _("role"));
    for (size_t i = 0; i < ls_inspection_range_count(inspection); i++)
        widen(&map.role, role_name(ls_inspection_range(inspection, i)->role));
    return map;
}

/* The parts [first, end) of the file, which are one or share a row. */
static void put_row(const ls_output *output, const ls_inspection *inspection, const map_columns *map, size_t first, size_t end)
{
    const ls_inspected_range *range = ls_inspection_range(inspection, first);
    const uint64_t to = ls_inspection_range(inspection, end - 1)->to;
    const size_t parts = end - first;
    fprintf(output->file, "%*s", MARGIN, "");
    put_number(output, range->from, map->number);
    put_number(output, to, map->number);
    put_number(output, to - range->from, map->number);
    const int column = MARGIN + 3 * (map->number + GAP) + map->role + GAP;
    if (parts > 1 && tells_nothing(range)) {
        put_cell(output, NULL, "…", map->role);
        fprintf(output->file, _("%zu parts of structure, image and padding\n"), parts);
        return;
    }
    put_cell(output, role_color(range->role), role_name(range->role), map->role);
    ls_wrap(output->file, range->path, column, column, output->width);
    if (parts > 1)
        fprintf(output->file, _(" (%zu parts)"), parts);
    fputc('\n', output->file);
}

static void put_map(const ls_output *output, const ls_inspection *inspection)
{
    const map_columns map = measure_map(inspection);
    const size_t count = ls_inspection_range_count(inspection);
    const bool summed = is_summed_up(output, inspection);
    if (!count)
        return;
    put_title(output, _("Bytes of the file"));
    fprintf(output->file, "%*s", MARGIN, "");
    put_right(output, _("from"), map.number);
    put_right(output, _("to"), map.number);
    put_right(output, _("bytes"), map.number);
    put_cell(output, NULL, _("role"), map.role);
    fprintf(output->file, "%s\n", _("path"));
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; summed && end < count; end++)
            if (!share_row(ls_inspection_range(inspection, first), ls_inspection_range(inspection, end)))
                break;
        put_row(output, inspection, &map, first, end);
    }
    if (summed)
        fprintf(output->file, _("  %zu parts, summed up; --all lists each of them\n"), count);
}

/* --------------------------------------------------------------------------------------------------- values */

/* Carriers that were not read have a section of their own. */
static bool is_unread(const ls_inspected_value *value)
{
    return strcmp(value->key, "carrier.unread") == 0;
}

/* A fact, or a value word by word: one of them is NULL. */
typedef struct entry {
    const ls_inspected_value *value;
    const ls_inspected_tag *tag;
    const char *carrier;
    uint64_t from, to;
    size_t order; /* facts before values word by word, each as they were read */
} entry;

typedef struct group {
    const entry *entries;
    size_t count;
    uint64_t from; /* the first byte that one of them was read from */
} group;

#define NAMES_MAX 36 /* columns: longer names stick out of theirs */

/* Width of the byte's place; of the keys of facts, and where a carrier's names are longer, of these. */
typedef struct value_columns {
    int at, key;
} value_columns;

static void put_entry(const ls_output *output, uint64_t from, uint64_t to, const char *name, int width, const char *text, int at)
{
    const int longer = ls_width_of(name) > width ? ls_width_of(name) : width, column = 2 * MARGIN + at + GAP + width + GAP;
    fprintf(output->file, "%*s", 2 * MARGIN, "");
    if (to > from)
        put_number(output, from, at);
    else
        fprintf(output->file, "%*s", at + GAP, "");
    put_cell(output, NULL, name, width);
    ls_wrap(output->file, text, column + longer - width, column, output->width);
    fputc('\n', output->file);
}

static void put_value(const ls_output *output, const ls_inspected_value *value, const value_columns *columns)
{
    char words[160];
    if (value->type != LS_VALUE_TEXT)
        ls_inspect_words(value, words, sizeof words);
    put_entry(output, value->from, value->to, value->key, columns->key, value->type == LS_VALUE_TEXT ? value->text : words,
              columns->at);
}

/* Values by carrier, carriers as the file has them first. */
static int compare_entries(const void *first, const void *second)
{
    const entry *one = first, *other = second;
    const int order = strcmp(one->carrier, other->carrier);
    return order ? order : (one->order > other->order) - (one->order < other->order);
}

static int compare_groups(const void *first, const void *second)
{
    const group *one = first, *other = second;
    if (one->from != other->from)
        return one->from < other->from ? -1 : 1;
    return (one->entries[0].order > other->entries[0].order) - (one->entries[0].order < other->entries[0].order);
}

static size_t make_groups(entry *entries, size_t count, group *groups)
{
    size_t used = 0;
    qsort(entries, count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < count; i++) {
        if (!i || strcmp(entries[i].carrier, entries[i - 1].carrier) != 0)
            groups[used++] = (group){entries + i, 0, UINT64_MAX};
        group *last = &groups[used - 1];
        last->count++;
        if (entries[i].to > entries[i].from && entries[i].from < last->from)
            last->from = entries[i].from;
    }
    qsort(groups, used, sizeof *groups, compare_groups);
    return used;
}

static int width_of_names(const group *of, int width)
{
    for (size_t i = 0; i < of->count; i++)
        if (of->entries[i].tag && ls_width_of(of->entries[i].tag->name) <= NAMES_MAX)
            widen(&width, of->entries[i].tag->name);
    return width;
}

static void put_group(const ls_output *output, const group *of, const value_columns *columns)
{
    const value_columns own = {columns->at, width_of_names(of, columns->key)};
    fprintf(output->file, "%*s", MARGIN, "");
    put_colored(output, "33", of->entries[0].carrier);
    fputc('\n', output->file);
    for (size_t i = 0; i < of->count; i++) {
        const ls_inspected_tag *tag = of->entries[i].tag;
        if (tag)
            put_entry(output, tag->from, tag->to, tag->name, own.key, tag->value, own.at);
        else
            put_value(output, of->entries[i].value, &own);
    }
}

static size_t gather(const ls_inspection *inspection, entry *entries, value_columns *columns)
{
    size_t kept = 0;
    for (size_t i = 0; i < ls_inspection_value_count(inspection); i++) {
        const ls_inspected_value *value = ls_inspection_value(inspection, i);
        if (is_unread(value))
            continue;
        entries[kept] = (entry){value, NULL, value->carrier, value->from, value->to, kept};
        kept++;
        widen(&columns->key, value->key);
        if (digits_of(value->from) > columns->at)
            columns->at = digits_of(value->from);
    }
    for (size_t i = 0; i < ls_inspection_tag_count(inspection); i++) {
        const ls_inspected_tag *tag = ls_inspection_tag(inspection, i);
        entries[kept] = (entry){NULL, tag, tag->carrier, tag->from, tag->to, kept};
        kept++;
        if (digits_of(tag->from) > columns->at)
            columns->at = digits_of(tag->from);
    }
    return kept;
}

static ls_status put_values(const ls_output *output, const ls_inspection *inspection)
{
    const size_t most = ls_inspection_value_count(inspection) + ls_inspection_tag_count(inspection) + 1;
    const uint64_t left_out = ls_inspection_tags_left_out(inspection);
    entry *entries = calloc(most, sizeof *entries);
    group *groups = calloc(most, sizeof *groups);
    value_columns columns = {0};
    const bool good = entries && groups;
    const size_t kept = good ? gather(inspection, entries, &columns) : 0;
    if (kept)
        put_title(output, _("What it says, and at which byte"));
    for (size_t i = 0, count = kept ? make_groups(entries, kept, groups) : 0; i < count; i++)
        put_group(output, &groups[i], &columns);
    if (left_out)
        fprintf(output->file, _("  %" PRIu64 " more values are not listed\n"), left_out);
    free(entries);
    free(groups);
    return good ? LS_OK : LS_E_NOMEM;
}

/* ------------------------------------------------------------------------------------ what is wrong, or missing */

static void put_unread(const ls_output *output, const ls_inspection *inspection)
{
    bool first = true;
    for (size_t i = 0; i < ls_inspection_value_count(inspection); i++) {
        const ls_inspected_value *value = ls_inspection_value(inspection, i);
        if (!is_unread(value))
            continue;
        if (first)
            put_title(output, _("Carriers that were not read"));
        first = false;
        char label[400];
        snprintf(label, sizeof label, "%s:", value->carrier);
        ls_labelled(output->file, MARGIN, label, value->text, output->width);
        if (!value->to)
            continue; /* of no byte of the photo's */
        fprintf(output->file, "%*s", 2 * MARGIN, "");
        fprintf(output->file, _("bytes %" PRIu64 " to %" PRIu64), value->from, value->to);
        fputc('\n', output->file);
    }
}

static void put_problems(const ls_output *output, const ls_inspection *inspection)
{
    if (ls_inspection_problem_count(inspection))
        put_title(output, _("What is wrong with the file"));
    for (size_t i = 0; i < ls_inspection_problem_count(inspection); i++) {
        const ls_inspected_problem *problem = ls_inspection_problem(inspection, i);
        char label[64], text[400];
        snprintf(label, sizeof label, _("at byte %" PRIu64 ":"), problem->at);
        snprintf(text, sizeof text, "%s%s", problem->text, problem->fatal ? _(" (from here on something may be missing)") : "");
        ls_labelled(output->file, MARGIN, label, text, output->width);
    }
}

/* ----------------------------------------------------------------------------------------------- conclusion */

static void put_whole(const ls_output *output, const ls_inspection *inspection)
{
    uint64_t bytes = 0;
    size_t carriers = 0;
    for (size_t i = 0; i < ls_inspection_range_count(inspection); i++) {
        const ls_inspected_range *range = ls_inspection_range(inspection, i);
        if (tells_nothing(range))
            continue;
        carriers++;
        bytes += range->to - range->from;
    }
    char line[240], size[32], held[160];
    ls_group_digits(bytes, size, sizeof size);
    snprintf(held, sizeof held, dngettext(LS_DOMAIN, "%zu carrier, %s bytes", "%zu carriers, %s bytes", carriers), carriers,
             size);
    snprintf(line, sizeof line, _(" – every byte is accounted for; %s"), carriers ? held : _("the file holds no carrier"));
    put_colored(output, "32", _("Everything was read"));
    ls_wrap(output->file, line, MARGIN + ls_width_of(_("Everything was read")), 2 * MARGIN, output->width);
    fputc('\n', output->file);
}

static const char *stage_name(const char *stage)
{
    return strcmp(stage, "container") == 0 ? _("file structure") : _("metadata");
}

static void put_not_whole(const ls_output *output, const ls_inspection *inspection)
{
    put_colored(output, "1;35", _("NOT EVERYTHING WAS READ"));
    fputc('\n', output->file);
    for (size_t i = 0; i < ls_inspection_coverage_count(inspection); i++) {
        const ls_coverage *stage = ls_inspection_coverage(inspection, i);
        if (stage->state == LS_DONE)
            continue;
        char label[80];
        snprintf(label, sizeof label, _("%s:"), stage_name(stage->stage));
        ls_labelled(output->file, 2 * MARGIN, label, stage->reason ? stage->reason : "", output->width);
    }
}

static void put_conclusion(const ls_output *output, const ls_inspection *inspection)
{
    fprintf(output->file, "\n%*s", MARGIN, "");
    (ls_inspection_is_whole(inspection) ? put_whole : put_not_whole)(output, inspection);
    if (*ls_inspection_sandbox(inspection))
        ls_labelled(output->file, MARGIN, _("Sandbox:"), ls_inspection_sandbox(inspection), output->width);
}

/* --------------------------------------------------------------------------------------------------- writer */

static ls_status begin(ls_output *output)
{
    (void)output;
    return LS_OK;
}

static ls_status photo(ls_output *output, const ls_inspection *inspection)
{
    if (output->written++)
        fputc('\n', output->file);
    put_head(output, inspection);
    put_map(output, inspection);
    ls_status status = put_values(output, inspection);
    put_unread(output, inspection);
    put_problems(output, inspection);
    put_conclusion(output, inspection);
    return status ? status : ls_output_flush(output);
}

static ls_status end(ls_output *output, const ls_inspect_tally *tally)
{
    if (tally->photos + tally->not_started < 2)
        return ls_output_flush(output);
    fprintf(output->file, dngettext(LS_DOMAIN, "\n%zu photo: ", "\n%zu photos: ", tally->photos), tally->photos);
    fprintf(output->file, _("read whole: %zu, not read whole: %zu"), tally->whole, tally->photos - tally->whole);
    if (tally->not_started)
        fprintf(output->file, _(", not reached: %zu"), tally->not_started);
    fputc('\n', output->file);
    return ls_output_flush(output);
}

const ls_inspect_writer ls_inspect_writer_text = {"text", begin, photo, end};
