/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The examples of packs of documents: a page is set from what the example says, read as any other, and must come out as
 * exactly the classes that the example names. Dates in them are compared with EXAMPLE_DAY.
 */
#include "rules/document_parts.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* An A4 page at 120 dpi; the body is of size 3 (GB/T 9704-2012: 5.6 mm). */
#define PAGE_WIDTH 992.0
#define PAGE_HEIGHT 1403.0
#define BODY_HEIGHT 26.0
#define GLYPH_SCORE 90
#define EXAMPLE_ARENA ((size_t)16 << 20)
#define EXAMPLE_DAY "2040-01-01"

struct example {
    ls_texts is;
    const ls_node *lines, *seals, *patches, *mosaics;
    const char *seal_name; /* of all of them */
    bool page, red_rule;
    int64_t cut; /* per cent of the page that lie above the picture */
};

static const ls_field example_fields[] = {
    LS_FIELD("is", TEXTS, REQUIRED, struct example, is),
    LS_FIELD("lines", SEQUENCE, REQUIRED, struct example, lines, .minimum = 1),
    LS_FIELD("seals", SEQUENCE, OPTIONAL, struct example, seals),
    LS_FIELD("seal-name", TEXT, OPTIONAL, struct example, seal_name, .maximum = 100),
    LS_FIELD("patches", SEQUENCE, OPTIONAL, struct example, patches),
    LS_FIELD("mosaics", SEQUENCE, OPTIONAL, struct example, mosaics),
    LS_FIELD("page", BOOL, OPTIONAL, struct example, page),
    LS_FIELD("red-rule", BOOL, OPTIONAL, struct example, red_rule),
    LS_FIELD("cut", INTEGER, OPTIONAL, struct example, cut, .minimum = 1, .maximum = 90),
};

struct line {
    const char *text;
    const ls_node *at;
    int ink;
    int64_t size, times;
};

static const char *const inks[] = {"dark", "red", "light", "other", NULL};

static const ls_field line_fields[] = {
    LS_FIELD("text", TEXT, REQUIRED, struct line, text, .maximum = 600),
    LS_FIELD("at", SEQUENCE, REQUIRED, struct line, at, .minimum = 2),
    LS_FIELD("ink", CHOICE, OPTIONAL, struct line, ink, .choices = inks),
    LS_FIELD("size", INTEGER, OPTIONAL, struct line, size, .minimum = 20, .maximum = 1000),
    LS_FIELD("times", INTEGER, OPTIONAL, struct line, times, .minimum = 1, .maximum = 30),
};

/* ------------------------------------------------------------------------------------------------- setting */

static ls_status numbers(const ls_yaml *yaml, const ls_node *list, double *out, size_t count)
{
    if (list->count != count)
        return ls_yaml_fail(yaml, list, "%zu numbers are needed here", count);
    ls_status status = LS_OK;
    for (const ls_node *node = list->first; node && !status; node = node->next) {
        int64_t value = 0;
        status = ls_yaml_integer(yaml, node, 0, 100, &value);
        *out++ = (double)value;
    }
    return status;
}

static void set_quad(ls_point quad[4], double left, double top, double right, double bottom)
{
    quad[0] = (ls_point){left, top};
    quad[1] = (ls_point){right, top};
    quad[2] = (ls_point){right, bottom};
    quad[3] = (ls_point){left, bottom};
}

static ls_status set_line(ls_text *text, const struct line *from, double x, double y, int page)
{
    ls_line *line = ls_text_add_line(text);
    size_t size = strlen(from->text);
    if (!line || !(line->glyphs = ls_arena_array(text->arena, size, sizeof *line->glyphs)))
        return LS_E_NOMEM;
    double width = 0, height = BODY_HEIGHT * (double)from->size / 100;
    for (size_t at = 0, length; at < size && line->count < LS_GLYPHS_PER_LINE; at += length) {
        uint32_t code;
        length = ls_utf8_decode(from->text + at, size - at, &code);
        ls_glyph *glyph = &line->glyphs[line->count++];
        *glyph = (ls_glyph){.count = 1, .readings = {{.score = GLYPH_SCORE}}, .left = (float)width};
        memcpy(glyph->readings[0].utf8, from->text + at, length);
        width += code < 0x80 ? height / 2 : height;
        glyph->right = (float)width;
    }
    for (size_t i = 0; i < line->count; i++) {
        line->glyphs[i].left /= (float)width;
        line->glyphs[i].right /= (float)width;
    }
    line->page = page;
    line->height = (float)height;
    line->ink = (ls_ink)from->ink;
    line->confidence = GLYPH_SCORE;
    set_quad(line->quad, x, y, x + width, y + height);
    return LS_OK;
}

static ls_status set_lines(const ls_yaml *yaml, const struct example *example, double lift, ls_text *text)
{
    ls_status status = LS_OK;
    for (const ls_node *node = example->lines->first; node && !status; node = node->next) {
        struct line line = {.size = 100, .times = 1};
        double at[2] = {0, 0};
        if ((status = ls_yaml_read(yaml, node, line_fields, LS_FIELD_COUNT(line_fields), &line)) ||
            (status = numbers(yaml, line.at, at, 2)))
            return status;
        /* rows of the standard's grid: 225 mm by 22 */
        for (int64_t i = 0; i < line.times && !status; i++)
            status = set_line(text, &line, at[0] / 100 * PAGE_WIDTH,
                              (at[1] / 100 + (double)i * 225 / 22 / 297) * PAGE_HEIGHT - lift, example->page ? 0 : -1);
    }
    return status;
}

static ls_status set_box(const ls_yaml *yaml, const ls_node *node, double lift, ls_point quad[4])
{
    double box[4] = {0};
    ls_status status = numbers(yaml, node, box, 4);
    set_quad(quad, box[0] / 100 * PAGE_WIDTH, box[1] / 100 * PAGE_HEIGHT - lift, box[2] / 100 * PAGE_WIDTH,
             box[3] / 100 * PAGE_HEIGHT - lift);
    return status;
}

static ls_status set_seals(const ls_yaml *yaml, const struct example *example, double lift, ls_text *text)
{
    ls_status status = LS_OK;
    for (const ls_node *node = example->seals ? example->seals->first : NULL; node && !status; node = node->next) {
        ls_seal *seal = ls_text_add_seal(text);
        if (!seal)
            return LS_E_NOMEM;
        seal->ring = seal->star = true;
        snprintf(seal->name, sizeof seal->name, "%s", example->seal_name ? example->seal_name : "");
        status = set_box(yaml, node, lift, seal->quad);
    }
    return status;
}

static ls_status set_patches(const ls_yaml *yaml, const struct example *example, const ls_node *list, ls_patch_kind kind,
                             double lift, ls_text *text)
{
    ls_status status = LS_OK;
    for (const ls_node *node = list ? list->first : NULL; node && !status; node = node->next) {
        ls_patch *patch = ls_text_add_patch(text);
        if (!patch)
            return LS_E_NOMEM;
        patch->page = example->page ? 0 : -1;
        patch->kind = kind;
        status = set_box(yaml, node, lift, patch->quad);
    }
    return status;
}

static ls_status set_page(const ls_yaml *yaml, const struct example *example, ls_text *text)
{
    double lift = (double)example->cut / 100 * PAGE_HEIGHT;
    text->width = (uint32_t)PAGE_WIDTH;
    text->height = (uint32_t)(PAGE_HEIGHT - lift);
    if (example->page) {
        ls_page *page = ls_text_add_page(text);
        if (!page)
            return LS_E_NOMEM;
        set_quad(page->quad, 0, 0, PAGE_WIDTH, PAGE_HEIGHT - lift);
        page->red_rule = example->red_rule;
        page->rule[0] = (ls_point){0.13 * PAGE_WIDTH, 0.34 * PAGE_HEIGHT - lift};
        page->rule[1] = (ls_point){0.87 * PAGE_WIDTH, 0.34 * PAGE_HEIGHT - lift};
    }
    ls_status status = set_lines(yaml, example, lift, text);
    if (!status)
        status = set_seals(yaml, example, lift, text);
    if (!status)
        status = set_patches(yaml, example, example->patches, LS_PATCH_OPAQUE, lift, text);
    return status ? status : set_patches(yaml, example, example->mosaics, LS_PATCH_MOSAIC, lift, text);
}

/* ------------------------------------------------------------------------------------------------- running */

static bool is_expected(const struct example *example, const char *rule)
{
    for (size_t i = 0; i < example->is.count; i++) {
        if (strcmp(example->is.items[i], rule) == 0)
            return true;
    }
    return false;
}

static const char *compare(const struct example *example, const ls_documents *documents, const char **rule)
{
    for (size_t i = 0; i < documents->count; i++) {
        *rule = documents->items[i].rule;
        if (!is_expected(example, *rule))
            return "must not be one and is";
    }
    for (size_t i = 0; i < example->is.count; i++) {
        bool found = false;
        *rule = example->is.items[i];
        for (size_t j = 0; j < documents->count && !found; j++)
            found = strcmp(documents->items[j].rule, *rule) == 0;
        if (!found)
            return "must be one and is not";
    }
    return documents->limit_hit ? "a pattern reached the match limit" : NULL;
}

static ls_status run_example(const ls_rules *rules, const ls_yaml *yaml, const ls_node *node, const char **label,
                             const char **rule, const char **problem)
{
    struct example example = {.page = true};
    ls_status status = ls_yaml_read(yaml, node, example_fields, LS_FIELD_COUNT(example_fields), &example);
    if (status)
        return status;
    ls_text text = {.arena = yaml->arena, .frames = 1, .frames_read = 1, .text_present = true};
    ls_matches matches = {.arena = yaml->arena};
    ls_documents documents = {.arena = yaml->arena};
    if ((status = set_page(yaml, &example, &text)) || (status = ls_rules_match(rules, &text, &matches)) ||
        (status = ls_rules_documents(rules, &text, &matches, EXAMPLE_DAY, &documents)))
        return status;
    *label = ls_line_best(&text.lines[0], yaml->arena);
    *problem = compare(&example, &documents, rule);
    return *label ? LS_OK : LS_E_NOMEM;
}

ls_status ls_documents_test(const ls_rules *rules, ls_rules_failure *callback, void *user, size_t *examples,
                            size_t *failures)
{
    ls_status status = LS_OK;
    for (const ls_document_pack *pack = rules->documents; pack && status != LS_E_NOMEM; pack = pack->next) {
        for (const ls_node *node = pack->examples->first; node && status != LS_E_NOMEM; node = node->next) {
            ls_error error = {""};
            ls_yaml yaml = {
                .arena = ls_arena_new(EXAMPLE_ARENA), .code = LS_E_RULES, .error = &error, .file = pack->file};
            const char *label = "", *rule = "", *problem = NULL;
            if (!yaml.arena)
                return LS_E_NOMEM;
            status = run_example(rules, &yaml, node, &label, &rule, &problem);
            ++*examples;
            if (status && status != LS_E_NOMEM)
                problem = status == LS_E_RULES ? error.text : ls_status_text(status);
            *failures += problem != NULL;
            if (problem && callback)
                callback(pack->file, rule, label, problem, user);
            ls_arena_free(yaml.arena);
        }
    }
    return status == LS_E_NOMEM ? status : LS_OK;
}
