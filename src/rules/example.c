/* SPDX-License-Identifier: Apache-2.0 */
/* Examples in packs: a line or a few with hints, set on a plausible page and matched for real. */
#include "rules/document_parts.h"

#include "base/utf8.h"

#include <string.h>

/* A page of A4's proportions with a body of four lines in its middle. */
#define PAGE_WIDTH 1000.0
#define PAGE_HEIGHT 1414.0
#define MARGIN 80.0
#define BODY_HEIGHT 20.0
#define EXAMPLE_ARENA ((size_t)8 << 20)
#define GLYPH_SCORE 90

static const char *const inks[] = {"dark", "red", "light", "other", NULL};
static const char *const zones[] = {"top-left",    "top",    "top-right",    "middle",
                                    "bottom-left", "bottom", "bottom-right", NULL};
enum { TOP_LEFT, TOP, TOP_RIGHT, MIDDLE, BOTTOM_LEFT, BOTTOM, BOTTOM_RIGHT };

/* ------------------------------------------------------------------------------------------------- reading */

struct example_entry {
    ls_example_line line;
    const ls_node *lines;
    bool header, page;
};

static const ls_field line_fields[] = {
    LS_FIELD("text", TEXT, REQUIRED, ls_example_line, text, .maximum = 600),
    LS_FIELD("ink", CHOICE, OPTIONAL, ls_example_line, ink, .choices = inks),
    LS_FIELD("zone", CHOICE, OPTIONAL, ls_example_line, zone, .choices = zones),
    LS_FIELD("size", INTEGER, OPTIONAL, ls_example_line, size, .minimum = 20, .maximum = 1000),
    LS_FIELD("beside", BOOL, OPTIONAL, ls_example_line, beside),
    LS_FIELD("framed", BOOL, OPTIONAL, ls_example_line, framed),
};

static const ls_field example_fields[] = {
    LS_FIELD("text", TEXT, OPTIONAL, struct example_entry, line.text, .maximum = 600),
    LS_FIELD("ink", CHOICE, OPTIONAL, struct example_entry, line.ink, .choices = inks),
    LS_FIELD("zone", CHOICE, OPTIONAL, struct example_entry, line.zone, .choices = zones),
    LS_FIELD("size", INTEGER, OPTIONAL, struct example_entry, line.size, .minimum = 20, .maximum = 1000),
    LS_FIELD("framed", BOOL, OPTIONAL, struct example_entry, line.framed),
    LS_FIELD("lines", SEQUENCE, OPTIONAL, struct example_entry, lines, .minimum = 1),
    LS_FIELD("header", BOOL, OPTIONAL, struct example_entry, header),
    LS_FIELD("page", BOOL, OPTIONAL, struct example_entry, page),
};

static ls_status read_lines(const ls_yaml *yaml, const ls_node *list, ls_example *example)
{
    ls_status status = LS_OK;
    for (const ls_node *node = list->first; node && !status; node = node->next) {
        ls_example_line *line = &example->lines[example->count++];
        *line = (ls_example_line){.size = 100};
        status = node->kind == LS_NODE_SCALAR
                     ? ls_yaml_text(yaml, node, &line->text)
                     : ls_yaml_read(yaml, node, line_fields, LS_FIELD_COUNT(line_fields), line);
    }
    return status;
}

static ls_status read_example(const ls_rules *rules, const ls_yaml *yaml, const ls_node *node, ls_example *example)
{
    struct example_entry entry = {.line = {.size = 100}, .page = true};
    ls_status status = node->kind == LS_NODE_SCALAR
                           ? ls_yaml_text(yaml, node, &entry.line.text)
                           : ls_yaml_read(yaml, node, example_fields, LS_FIELD_COUNT(example_fields), &entry);
    if (status)
        return status;
    if (!entry.line.text == !entry.lines)
        return ls_yaml_fail(yaml, node, "an example has either 'text' or 'lines'");
    example->header = entry.header;
    example->page = entry.page;
    example->lines = ls_arena_array(rules->arena, entry.lines ? entry.lines->count : 1, sizeof *example->lines);
    if (!example->lines)
        return LS_E_NOMEM;
    if (entry.lines)
        return read_lines(yaml, entry.lines, example);
    example->lines[example->count++] = entry.line;
    return LS_OK;
}

struct examples_entry {
    const ls_node *must, *not ;
};

ls_status ls_examples_read(ls_rules *rules, const ls_yaml *yaml, const ls_node *examples, struct ls_pattern_set *set)
{
    static const ls_field fields[] = {
        LS_FIELD("must", SEQUENCE, REQUIRED, struct examples_entry, must, .minimum = 1),
        LS_FIELD("not", SEQUENCE, REQUIRED, struct examples_entry, not, .minimum = 1),
    };
    struct examples_entry entry = {0};
    ls_status status = ls_yaml_read(yaml, examples, fields, LS_FIELD_COUNT(fields), &entry);
    if (status)
        return status;
    set->examples = ls_arena_array(rules->arena, entry.must->count + entry.not ->count, sizeof *set->examples);
    if (!set->examples)
        return LS_E_NOMEM;
    for (const ls_node *node = entry.must->first; node && !status; node = node->next) {
        set->examples[set->example_count].must = true;
        status = read_example(rules, yaml, node, &set->examples[set->example_count++]);
    }
    for (const ls_node *node = entry.not ->first; node && !status; node = node->next)
        status = read_example(rules, yaml, node, &set->examples[set->example_count++]);
    return status;
}

/* ------------------------------------------------------------------------------------------------- setting */

/* Where the next line of each zone is set. */
struct setter {
    ls_text *text;
    double rows[sizeof zones / sizeof *zones];
    int page;
};

static void set_quad(ls_point quad[4], double left, double top, double width, double height)
{
    quad[0] = (ls_point){left, top};
    quad[1] = (ls_point){left + width, top};
    quad[2] = (ls_point){left + width, top + height};
    quad[3] = (ls_point){left, top + height};
}

static ls_status set_glyphs(ls_line *line, ls_arena *arena, const char *text)
{
    size_t size = strlen(text);
    line->glyphs = ls_arena_array(arena, size, sizeof *line->glyphs);
    if (!line->glyphs)
        return LS_E_NOMEM;
    for (size_t at = 0, length; at < size && line->count < LS_GLYPHS_PER_LINE; at += length) {
        uint32_t code;
        length = ls_utf8_decode(text + at, size - at, &code);
        ls_glyph *glyph = &line->glyphs[line->count++];
        *glyph = (ls_glyph){.count = 1, .readings = {{.score = GLYPH_SCORE}}};
        memcpy(glyph->readings[0].utf8, text + at, length);
    }
    for (size_t i = 0; i < line->count; i++) {
        line->glyphs[i].left = (float)i / (float)line->count;
        line->glyphs[i].right = (float)(i + 1) / (float)line->count;
    }
    return LS_OK;
}

static ls_status set_line(struct setter *setter, const ls_example_line *example)
{
    const ls_line *before =
        example->beside && setter->text->line_count ? &setter->text->lines[setter->text->line_count - 1] : NULL;
    ls_point corner = before ? before->quad[1] : (ls_point){0, 0};
    ls_line *line = ls_text_add_line(setter->text);
    if (!line)
        return LS_E_NOMEM;
    line->height = (float)(BODY_HEIGHT * (double)example->size / 100);
    line->page = setter->page;
    line->ink = (ls_ink)example->ink;
    line->framed = example->framed;
    line->confidence = GLYPH_SCORE;
    ls_status status = set_glyphs(line, setter->text->arena, example->text);
    double height = (double)line->height, width = height * (double)line->count, room = PAGE_WIDTH - 2 * MARGIN;
    if (width > room)
        width = room;
    double left = MARGIN, top = setter->rows[example->zone];
    if (example->zone == TOP || example->zone == BOTTOM || example->zone == MIDDLE)
        left = (PAGE_WIDTH - width) / 2;
    else if (example->zone == TOP_RIGHT || example->zone == BOTTOM_RIGHT)
        left = PAGE_WIDTH - MARGIN - width;
    setter->rows[example->zone] += height * 1.5;
    set_quad(line->quad, before ? corner.x + height : left, before ? corner.y : top, width, height);
    return status;
}

/* The example's lines, and a body below them so that "large" and "small" mean something. */
static ls_status set_example(const ls_example *example, ls_text *text)
{
    static const ls_example_line body = {
        .text = "一一一一一一一一一一一一一一一一一一一一", .zone = MIDDLE, .size = 100};
    struct setter setter = {.text = text, .page = example->page ? 0 : -1};
    static const double rows[] = {90, 90, 90, 600, 1310, 1310, 1310};
    memcpy(setter.rows, rows, sizeof rows);
    text->width = (uint32_t)PAGE_WIDTH;
    text->height = (uint32_t)PAGE_HEIGHT;
    if (example->page) {
        ls_page *page = ls_text_add_page(text);
        if (!page)
            return LS_E_NOMEM;
        set_quad(page->quad, 0, 0, PAGE_WIDTH, PAGE_HEIGHT);
        page->red_rule = example->header;
    }
    ls_status status = LS_OK;
    for (size_t i = 0; i < example->count && !status; i++)
        status = set_line(&setter, &example->lines[i]);
    for (size_t i = 0; i < 4 && !status; i++)
        status = set_line(&setter, &body);
    return status;
}

/* ------------------------------------------------------------------------------------------------- running */

struct report {
    ls_rules_failure *callback;
    void *user;
    size_t failures;
};

static void fail(struct report *report, const char *pack, const char *rule, const char *example, const char *problem)
{
    report->failures++;
    if (report->callback)
        report->callback(pack, rule, example, problem, report->user);
}

static bool has_match(const ls_matches *matches, const ls_rule *rule)
{
    for (size_t i = 0; i < matches->count; i++) {
        if (matches->items[i].rule == rule)
            return true;
    }
    return false;
}

static ls_status run_example(const ls_rules *rules, const ls_rule *rule, const ls_example *example,
                             struct report *report)
{
    ls_arena *arena = ls_arena_new(EXAMPLE_ARENA);
    if (!arena)
        return LS_E_NOMEM;
    ls_text text = {.arena = arena, .frames = 1, .frames_read = 1, .text_present = true};
    ls_matches matches = {.arena = arena};
    ls_status status = set_example(example, &text);
    if (!status)
        status = ls_rules_match(rules, &text, &matches);
    const char *label = example->lines[0].text;
    if (!status && matches.limit_hit)
        fail(report, rule->pack, matches.limit_rule, label, "a pattern reached the match limit");
    if (!status && has_match(&matches, rule) != example->must)
        fail(report, rule->pack, rule->id, label,
             example->must ? "must match and does not" : "must not match and does");
    ls_arena_free(arena);
    return status;
}

static void lint(const struct ls_rule *rule, const ls_words *words, const char *key, struct report *report)
{
    /* a covered document's texts must not tell what the cover hides */
    bool covered = strstr(rule->id, "covered") != NULL;
    for (int i = 0; i < LS_LANG_COUNT; i++) {
        const char *problem = ls_lint_text(words->text[i], rule->system, covered);
        if (problem)
            fail(report, rule->pack, rule->id, key, problem);
    }
}

static void lint_help(const ls_rules *rules, struct report *report)
{
    for (const ls_help *help = rules->helps; help; help = help->next) {
        for (size_t i = 0; i < help->topic_count * LS_LANG_COUNT; i++) {
            const ls_topic *topic = &help->topics[i / LS_LANG_COUNT];
            const char *problem = ls_lint_text(topic->text.text[i % LS_LANG_COUNT], help->system, false);
            if (problem)
                fail(report, help->file, help->system, topic->name, problem);
        }
    }
}

ls_status ls_rules_test(const ls_rules *rules, ls_rules_failure *callback, void *user, size_t *examples,
                        size_t *failures)
{
    struct report report = {.callback = callback, .user = user};
    ls_status status = LS_OK;
    *examples = 0;
    lint_help(rules, &report);
    for (size_t i = 0; i < rules->rule_count && !status; i++) {
        const ls_rule *rule = &rules->rules[i];
        lint(rule, &rule->title, "title", &report);
        lint(rule, &rule->what, "what", &report);
        lint(rule, &rule->why, "why", &report);
        lint(rule, &rule->action, "do", &report);
        for (size_t j = 0; rule->patterns && j < rule->patterns->example_count && !status; j++) {
            status = run_example(rules, rule, &rule->patterns->examples[j], &report);
            ++*examples;
        }
    }
    *failures = report.failures;
    return status ? status : ls_documents_test(rules, callback, user, examples, failures);
}
