/* SPDX-License-Identifier: Apache-2.0 */
#include "record/answer.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

/* ------------------------------------------------------------------------------------------------ writing */

static void put_inner(ls_buffer *out, const ls_inner *inner)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_INNER);
    ls_put_u64(out, inner->from);
    ls_put_u64(out, inner->to);
    ls_put_u16(out, (uint16_t)inner->kind);
    ls_put_u32(out, inner->parent);
    ls_put_u32(out, inner->width);
    ls_put_u32(out, inner->height);
    ls_put_u8(out, inner->whole);
    ls_put_text(out, inner->path);
    ls_frame_end(out, begin);
}

void ls_answer_put_container(ls_buffer *out, const ls_container *container)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_CONTAINER);
    ls_put_u16(out, (uint16_t)container->kind);
    ls_put_u64(out, container->size);
    ls_put_u32(out, container->width);
    ls_put_u32(out, container->height);
    ls_put_u32(out, container->frames);
    ls_frame_end(out, begin);
    for (size_t i = 0; i < container->inner_count; i++)
        put_inner(out, &container->inner[i]);
    for (size_t i = 0; i < container->range_count; i++) {
        begin = ls_frame_begin(out, LS_FRAME_RANGE);
        ls_put_u64(out, container->ranges[i].to);
        ls_put_u16(out, (uint16_t)container->ranges[i].role);
        ls_put_text(out, container->ranges[i].path);
        ls_frame_end(out, begin);
    }
    for (size_t i = 0; i < container->problem_count; i++) {
        begin = ls_frame_begin(out, LS_FRAME_PROBLEM);
        ls_put_u64(out, container->problems[i].at);
        ls_put_u8(out, container->problems[i].fatal);
        ls_put_text(out, container->problems[i].text);
        ls_frame_end(out, begin);
    }
}

void ls_answer_put_facts(ls_buffer *out, const ls_facts *facts)
{
    for (size_t i = 0; i < facts->count; i++) {
        const ls_fact *fact = &facts->items[i];
        size_t begin = ls_frame_begin(out, LS_FRAME_FACT);
        ls_put_u16(out, (uint16_t)fact->key);
        ls_put_u64(out, fact->from);
        ls_put_u64(out, fact->to);
        ls_put_text(out, fact->carrier);
        switch (ls_fact_key_type(fact->key)) {
        case LS_TYPE_TEXT: ls_put_text(out, fact->text); break;
        case LS_TYPE_INTEGER: ls_put_u64(out, (uint64_t)fact->integer); break;
        case LS_TYPE_REAL: ls_put_f64(out, fact->real); break;
        }
        ls_frame_end(out, begin);
    }
}

void ls_answer_put_tags(ls_buffer *out, const ls_tag_values *tags)
{
    for (size_t i = 0; i < tags->count; i++) {
        const ls_tag_value *tag = &tags->items[i];
        size_t begin = ls_frame_begin(out, LS_FRAME_TAG);
        ls_put_u64(out, tag->from);
        ls_put_u64(out, tag->to);
        ls_put_text(out, tag->carrier);
        ls_put_text(out, tag->name);
        ls_put_text(out, tag->value);
        ls_frame_end(out, begin);
    }
    if (!tags->left_out)
        return;
    size_t begin = ls_frame_begin(out, LS_FRAME_TAGS_LEFT_OUT);
    ls_put_u64(out, tags->left_out);
    ls_frame_end(out, begin);
}

static void put_points(ls_buffer *out, const ls_point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ls_put_f64(out, points[i].x);
        ls_put_f64(out, points[i].y);
    }
}

static void put_line(ls_buffer *out, ls_frame_type type, const ls_line *line)
{
    size_t begin = ls_frame_begin(out, type);
    put_points(out, line->quad, 4);
    ls_put_u32(out, (uint32_t)(line->page + 1));
    ls_put_f64(out, (double)line->height);
    ls_put_u16(out, (uint16_t)line->ink);
    ls_put_u8(out, line->confidence);
    ls_put_u16(out, (uint16_t)line->unread);
    ls_put_u8(out, line->mirrored);
    ls_put_u8(out, line->framed);
    ls_put_text(out, line->language);
    ls_put_u32(out, (uint32_t)line->count);
    for (size_t i = 0; i < line->count; i++) {
        const ls_glyph *glyph = &line->glyphs[i];
        ls_put_f64(out, (double)glyph->left);
        ls_put_f64(out, (double)glyph->right);
        ls_put_u8(out, glyph->count);
        for (size_t j = 0; j < glyph->count; j++) {
            ls_put_text(out, glyph->readings[j].utf8);
            ls_put_u8(out, glyph->readings[j].score);
        }
    }
    ls_frame_end(out, begin);
}

static void put_seal(ls_buffer *out, const ls_seal *seal)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_SEAL);
    put_points(out, seal->quad, 4);
    ls_put_u8(out, seal->ring);
    ls_put_u8(out, seal->star);
    ls_put_u8(out, seal->confidence);
    ls_put_text(out, seal->name);
    ls_frame_end(out, begin);
}

static void put_code(ls_buffer *out, const ls_code *code)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_CODE);
    put_points(out, code->quad, 4);
    ls_put_text(out, code->format);
    ls_put_u8(out, code->mirrored);
    ls_put_u8(out, code->inverted);
    ls_put_text(out, code->content);
    ls_frame_end(out, begin);
}

static void put_patch(ls_buffer *out, const ls_patch *patch)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_PATCH);
    put_points(out, patch->quad, 4);
    ls_put_u32(out, (uint32_t)patch->page);
    ls_put_u16(out, (uint16_t)patch->kind);
    ls_frame_end(out, begin);
}

void ls_answer_put_text(ls_buffer *out, const ls_text *text)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_TEXT);
    ls_put_u32(out, text->width);
    ls_put_u32(out, text->height);
    ls_put_u32(out, text->picture);
    ls_put_u32(out, text->second);
    ls_put_u32(out, text->frames);
    ls_put_u32(out, text->glyph_budget);
    ls_put_u8(out, text->text_present);
    ls_frame_end(out, begin);
    for (size_t i = 0; i < text->page_count; i++) {
        begin = ls_frame_begin(out, LS_FRAME_PAGE);
        put_points(out, text->pages[i].quad, 4);
        ls_put_u8(out, text->pages[i].red_rule);
        put_points(out, text->pages[i].rule, 2);
        ls_frame_end(out, begin);
    }
    for (size_t i = 0; i < text->line_count; i++)
        put_line(out, LS_FRAME_LINE, &text->lines[i]);
    for (size_t i = 0; i < text->doubt_count; i++)
        put_line(out, LS_FRAME_DOUBT, &text->doubts[i]);
    for (size_t i = 0; i < text->seal_count; i++)
        put_seal(out, &text->seals[i]);
    for (size_t i = 0; i < text->code_count; i++)
        put_code(out, &text->codes[i]);
    for (size_t i = 0; i < text->patch_count; i++)
        put_patch(out, &text->patches[i]);
}

void ls_answer_put_second(ls_buffer *out, uint32_t index, ls_showing showing)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_SECOND);
    ls_put_u32(out, index);
    ls_put_u16(out, (uint16_t)showing);
    ls_frame_end(out, begin);
}

void ls_answer_put_outcome(ls_buffer *out, ls_stage stage, const ls_outcome *outcome)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_OUTCOME);
    ls_put_u16(out, (uint16_t)stage);
    ls_put_u16(out, (uint16_t)outcome->state);
    ls_put_u16(out, (uint16_t)outcome->reason);
    ls_put_text(out, outcome->detail);
    ls_frame_end(out, begin);
}

void ls_answer_put_cleaned(ls_buffer *out, const ls_outcome *outcome)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_CLEANED);
    ls_put_u16(out, (uint16_t)outcome->state);
    ls_put_u16(out, (uint16_t)outcome->reason);
    ls_put_text(out, outcome->detail);
    ls_frame_end(out, begin);
}

void ls_answer_put_probe(ls_buffer *out, uint32_t probe, bool passed)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_PROBE);
    ls_put_u32(out, probe);
    ls_put_u8(out, passed);
    ls_frame_end(out, begin);
}

void ls_answer_put_end(ls_buffer *out)
{
    ls_frame_end(out, ls_frame_begin(out, LS_FRAME_END));
}

/* ------------------------------------------------------------------------------------------------ reading */

/* Pixels beyond this are nonsense in any picture that is decoded; keeps later arithmetic finite. */
#define COORDINATE_MAX 1e6

void ls_answer_init(ls_answer *answer, ls_arena *arena)
{
    memset(answer, 0, sizeof *answer);
    answer->container.arena = answer->facts.arena = answer->tags.arena = answer->text.arena = arena;
}

void ls_answer_restart(ls_answer *answer)
{
    const bool tags_wanted = answer->tags_wanted;
    ls_answer_init(answer, answer->container.arena);
    answer->tags_wanted = tags_wanted;
}

static ls_status read_container(ls_answer *answer, ls_cursor *in, uint64_t file_size)
{
    ls_container *container = &answer->container;
    container->kind = (ls_kind)ls_get_enum(in, LS_KIND_COUNT);
    container->size = ls_get_u64(in);
    container->width = ls_get_u32(in);
    container->height = ls_get_u32(in);
    container->frames = ls_get_u32(in);
    if (answer->has_container || container->size != file_size)
        return LS_E_FORMAT;
    answer->has_container = true;
    return LS_OK;
}

static ls_status read_range(ls_answer *answer, ls_cursor *in)
{
    uint64_t to = ls_get_u64(in);
    ls_role role = (ls_role)ls_get_enum(in, LS_ROLE_COUNT);
    size_t size;
    const char *text = ls_get_text(in, 256, &size);
    char path[257];
    memcpy(path, text, size);
    path[size] = 0;
    if (in->failed || !answer->has_container)
        return LS_E_FORMAT;
    return ls_container_range(&answer->container, to, role, path);
}

static ls_status read_inner(ls_answer *answer, ls_cursor *in)
{
    ls_inner inner = {.from = ls_get_u64(in)};
    inner.to = ls_get_u64(in);
    inner.kind = (ls_kind)ls_get_enum(in, LS_KIND_COUNT);
    inner.parent = ls_get_u32(in);
    inner.width = ls_get_u32(in);
    inner.height = ls_get_u32(in);
    inner.whole = ls_get_u8(in) != 0;
    size_t size;
    const char *text = ls_get_text(in, 256, &size);
    char path[257];
    memcpy(path, text, size);
    path[size] = 0;
    inner.path = path;
    if (in->failed || !answer->has_container || answer->container.range_count)
        return LS_E_FORMAT;
    return ls_container_inner(&answer->container, &inner);
}

static ls_status read_problem(ls_answer *answer, ls_cursor *in)
{
    uint64_t at = ls_get_u64(in);
    bool fatal = ls_get_u8(in) != 0;
    size_t size;
    const char *text = ls_get_text(in, 1024, &size);
    if (in->failed || !answer->has_container || at > answer->container.size)
        return LS_E_FORMAT;
    return ls_container_problem(&answer->container, at, fatal, "%.*s", (int)size, text);
}

static ls_status read_fact(ls_answer *answer, ls_cursor *in, uint64_t file_size)
{
    ls_fact_key key = (ls_fact_key)ls_get_enum(in, LS_FACT_COUNT);
    uint64_t from = ls_get_u64(in), to = ls_get_u64(in);
    size_t size;
    const char *text = ls_get_text(in, 256, &size);
    char carrier[257];
    memcpy(carrier, text, size);
    carrier[size] = 0;
    if (in->failed || to > file_size)
        return LS_E_FORMAT;
    switch (ls_fact_key_type(key)) {
    case LS_TYPE_INTEGER:
        return ls_facts_integer(&answer->facts, key, (int64_t)ls_get_u64(in), carrier, from, to);
    case LS_TYPE_REAL: return ls_facts_real(&answer->facts, key, ls_get_f64(in), carrier, from, to);
    default:
        text = ls_get_text(in, LS_FRAME_MAX, &size);
        return ls_facts_text(&answer->facts, key, text, size, carrier, from, to);
    }
}

static ls_status read_tag(ls_answer *answer, ls_cursor *in, uint64_t file_size)
{
    const uint64_t from = ls_get_u64(in), to = ls_get_u64(in);
    size_t carrier_size, name_size, size;
    const char *carrier_at = ls_get_text(in, 256, &carrier_size), *name_at = ls_get_text(in, LS_TAG_NAME_MAX, &name_size);
    const char *value = ls_get_text(in, LS_TAG_TEXT_MAX, &size);
    char carrier[257], name[LS_TAG_NAME_MAX + 1];
    if (in->failed || to > file_size || !answer->tags_wanted)
        return LS_E_FORMAT;
    memcpy(carrier, carrier_at, carrier_size);
    memcpy(name, name_at, name_size);
    carrier[carrier_size] = name[name_size] = 0;
    return ls_tag_values_add(&answer->tags, name, value, size, carrier, from, to);
}

static ls_status read_tags_left_out(ls_answer *answer, ls_cursor *in)
{
    const uint64_t count = ls_get_u64(in);
    if (!answer->tags_wanted || !count || answer->tags.left_out)
        return LS_E_FORMAT;
    answer->tags.left_out = count;
    return LS_OK;
}

static void get_points(ls_cursor *in, ls_point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        points[i].x = ls_get_f64(in);
        points[i].y = ls_get_f64(in);
        if (fabs(points[i].x) > COORDINATE_MAX || fabs(points[i].y) > COORDINATE_MAX)
            in->failed = true;
    }
}

/* Room for the next picture's text: that of the first is in the answer itself. */
static ls_text *next_text(ls_answer *answer)
{
    if (!answer->has_text)
        return &answer->text;
    if (answer->text_count >= LS_PICTURES_MAX + LS_SECONDS_MAX)
        return NULL;
    ls_text *text = ls_arena_array(answer->text.arena, 1, sizeof *text);
    if (!text)
        return NULL;
    *text = (ls_text){.arena = answer->text.arena};
    return text;
}

/* In the file's order, each picture once; then second pictures that are not the same, in the request's. */
static bool follows(const ls_answer *answer, const ls_text *text)
{
    const ls_text *last = answer->has_text ? answer->last : NULL;
    if (text->second)
        return last && text->second > last->second && text->second <= answer->second_count &&
               answer->second_seen[text->second - 1];
    return !last || (!last->second && text->picture > last->picture && answer->text.frames_read < LS_PICTURES_MAX);
}

static ls_status read_second(ls_answer *answer, ls_cursor *in)
{
    const uint32_t index = ls_get_u32(in);
    const unsigned showing = ls_get_enum(in, LS_SHOWS_COUNT);
    if (in->failed || index >= answer->second_count || answer->second_seen[index])
        return LS_E_FORMAT;
    answer->second_seen[index] = true;
    answer->seconds[index] = (ls_showing)showing;
    return LS_OK;
}

static ls_status read_text(ls_answer *answer, ls_cursor *in)
{
    ls_text *text = next_text(answer);
    if (!text)
        return LS_E_FORMAT;
    text->width = ls_get_u32(in);
    text->height = ls_get_u32(in);
    text->picture = ls_get_u32(in);
    text->second = ls_get_u32(in);
    text->frames = ls_get_u32(in);
    text->glyph_budget = ls_get_u32(in);
    text->text_present = ls_get_u8(in) != 0;
    if (!ls_cursor_finished(in) || !follows(answer, text))
        return LS_E_FORMAT;
    if (answer->has_text)
        answer->last->next = text;
    answer->last = text;
    answer->has_text = true;
    answer->text_count++;
    answer->text.frames_read += !text->second;
    return LS_OK;
}

static ls_status read_page(ls_answer *answer, ls_cursor *in)
{
    ls_page *page = answer->has_text ? ls_text_add_page(answer->last) : NULL;
    if (!page)
        return LS_E_FORMAT;
    get_points(in, page->quad, 4);
    page->red_rule = ls_get_u8(in) != 0;
    get_points(in, page->rule, 2);
    if (ls_cursor_finished(in))
        return LS_OK;
    answer->last->page_count--;
    return LS_E_FORMAT;
}

/* Copies a short string that must be clean UTF-8 and fit with its NUL. */
static void get_name(ls_cursor *in, char *out, size_t room)
{
    size_t size;
    const char *text = ls_get_text(in, room - 1, &size);
    memcpy(out, text, size);
    out[size] = 0;
    if (!ls_utf8_is_clean(text, size)) /* a terminal would act on a control character */
        in->failed = true;
}

static void get_glyph(ls_cursor *in, ls_glyph *glyph)
{
    double left = ls_get_f64(in), right = ls_get_f64(in);
    if (fabs(left) > 1e3 || fabs(right) > 1e3 || right < left)
        in->failed = true;
    glyph->left = (float)left;
    glyph->right = (float)right;
    glyph->count = ls_get_u8(in);
    if (glyph->count < 1 || glyph->count > LS_ALTERNATIVES)
        in->failed = true;
    for (size_t i = 0; i < glyph->count && !in->failed; i++) {
        get_name(in, glyph->readings[i].utf8, sizeof glyph->readings[i].utf8);
        glyph->readings[i].score = ls_get_u8(in);
        if (glyph->readings[i].score > 100)
            in->failed = true;
    }
}

/* A line or a doubt; what was read before it stays valid when this is not. */
static ls_status get_line(ls_answer *answer, ls_cursor *in, ls_line *line)
{
    get_points(in, line->quad, 4);
    uint32_t page = ls_get_u32(in);
    double height = ls_get_f64(in);
    line->ink = (ls_ink)ls_get_enum(in, LS_INK_COUNT);
    line->confidence = ls_get_u8(in);
    line->unread = (ls_unread)ls_get_enum(in, LS_UNREAD_COUNT);
    line->mirrored = ls_get_u8(in) != 0;
    line->framed = ls_get_u8(in) != 0;
    get_name(in, line->language, sizeof line->language);
    uint32_t count = ls_get_u32(in);
    if (in->failed || page > answer->last->page_count || height < 0 || height > COORDINATE_MAX ||
        line->confidence > 100 || count > LS_GLYPHS_PER_LINE || (line->unread && count))
        return LS_E_FORMAT;
    line->page = (int)page - 1;
    line->height = (float)height;
    line->glyphs = ls_arena_array(answer->last->arena, count ? count : 1, sizeof *line->glyphs);
    if (!line->glyphs)
        return LS_E_FORMAT;
    for (line->count = 0; line->count < count; line->count++) {
        get_glyph(in, &line->glyphs[line->count]);
        if (in->failed)
            return LS_E_FORMAT;
    }
    return LS_OK;
}

static ls_status read_line(ls_answer *answer, ls_cursor *in)
{
    ls_line *line = answer->has_text ? ls_text_add_line(answer->last) : NULL;
    ls_status status = line ? get_line(answer, in, line) : LS_E_FORMAT;
    if (line && status)
        answer->last->line_count--;
    return status;
}

static ls_status read_doubt(ls_answer *answer, ls_cursor *in)
{
    ls_doubt *doubt = answer->has_text ? ls_text_add_doubt(answer->last) : NULL;
    ls_status status = doubt ? get_line(answer, in, doubt) : LS_E_FORMAT;
    if (doubt && status)
        answer->last->doubt_count--;
    return status;
}

static ls_status read_seal(ls_answer *answer, ls_cursor *in)
{
    ls_seal *seal = answer->has_text ? ls_text_add_seal(answer->last) : NULL;
    if (!seal)
        return LS_E_FORMAT;
    get_points(in, seal->quad, 4);
    seal->ring = ls_get_u8(in) != 0;
    seal->star = ls_get_u8(in) != 0;
    seal->confidence = ls_get_u8(in);
    get_name(in, seal->name, sizeof seal->name);
    if (ls_cursor_finished(in) && seal->confidence <= 100)
        return LS_OK;
    answer->last->seal_count--;
    return LS_E_FORMAT;
}

static ls_status read_code(ls_answer *answer, ls_cursor *in)
{
    ls_code *code = answer->has_text ? ls_text_add_code(answer->last) : NULL;
    if (!code)
        return LS_E_FORMAT;
    get_points(in, code->quad, 4);
    get_name(in, code->format, sizeof code->format);
    code->mirrored = ls_get_u8(in) != 0;
    code->inverted = ls_get_u8(in) != 0;
    size_t size;
    const char *content = ls_get_text(in, LS_CODE_BYTES, &size);
    if (ls_cursor_finished(in) && ls_utf8_is_clean(content, size) &&
        (code->content = ls_arena_strndup(answer->last->arena, content, size)))
        return LS_OK;
    answer->last->code_count--;
    return LS_E_FORMAT;
}

static ls_status read_patch(ls_answer *answer, ls_cursor *in)
{
    ls_patch *patch = answer->has_text ? ls_text_add_patch(answer->last) : NULL;
    if (!patch)
        return LS_E_FORMAT;
    get_points(in, patch->quad, 4);
    uint32_t page = ls_get_u32(in);
    patch->kind = (ls_patch_kind)ls_get_enum(in, LS_PATCH_COUNT);
    patch->page = (int)page;
    if (ls_cursor_finished(in) && (page < answer->last->page_count || patch->page == -1))
        return LS_OK;
    answer->last->patch_count--;
    return LS_E_FORMAT;
}

static ls_outcome get_outcome(ls_cursor *in)
{
    ls_outcome outcome = {.state = (ls_state)ls_get_enum(in, LS_FAILED + 1),
                          .reason = (ls_reason)ls_get_enum(in, LS_REASON_COUNT)};
    get_name(in, outcome.detail, sizeof outcome.detail);
    return outcome;
}

static ls_status read_cleaned(ls_answer *answer, ls_cursor *in)
{
    const ls_outcome outcome = get_outcome(in);
    if (in->failed || answer->has_cleaned || !answer->delivery)
        return LS_E_FORMAT;
    answer->cleaned = outcome;
    answer->has_cleaned = true;
    return LS_OK;
}

static ls_status read_outcome(ls_answer *answer, ls_cursor *in)
{
    unsigned stage = ls_get_enum(in, LS_STAGE_COUNT);
    const ls_outcome outcome = get_outcome(in);
    if (in->failed)
        return LS_E_FORMAT;
    answer->outcomes[stage] = outcome;
    answer->has_outcome[stage] = true;
    return LS_OK;
}

static ls_status read_probe(ls_answer *answer, ls_cursor *in)
{
    uint32_t probe = ls_get_u32(in);
    bool passed = ls_get_u8(in) != 0;
    if (probe >= LS_PROBES_MAX)
        return LS_E_FORMAT;
    answer->probe_seen[probe] = true;
    answer->probe_passed[probe] = passed;
    return LS_OK;
}

static ls_status read_frame(ls_answer *answer, unsigned type, ls_cursor *in, uint64_t file_size)
{
    if (answer->ended)
        return LS_E_FORMAT;
    switch (type) {
    case LS_FRAME_CONTAINER: return read_container(answer, in, file_size);
    case LS_FRAME_INNER: return read_inner(answer, in);
    case LS_FRAME_RANGE: return read_range(answer, in);
    case LS_FRAME_PROBLEM: return read_problem(answer, in);
    case LS_FRAME_FACT: return read_fact(answer, in, file_size);
    case LS_FRAME_TAG: return read_tag(answer, in, file_size);
    case LS_FRAME_TAGS_LEFT_OUT: return read_tags_left_out(answer, in);
    case LS_FRAME_TEXT: return read_text(answer, in);
    case LS_FRAME_SECOND: return read_second(answer, in);
    case LS_FRAME_PAGE: return read_page(answer, in);
    case LS_FRAME_LINE: return read_line(answer, in);
    case LS_FRAME_DOUBT: return read_doubt(answer, in);
    case LS_FRAME_SEAL: return read_seal(answer, in);
    case LS_FRAME_CODE: return read_code(answer, in);
    case LS_FRAME_PATCH: return read_patch(answer, in);
    case LS_FRAME_OUTCOME: return read_outcome(answer, in);
    case LS_FRAME_PROBE: return read_probe(answer, in);
    case LS_FRAME_DRAWING: return ls_drawing_read_size(answer->drawing, in);
    case LS_FRAME_PIECE: return ls_drawing_read_piece(answer->drawing, in);
    case LS_FRAME_COPY: return answer->has_cleaned ? LS_E_FORMAT : ls_delivery_read_piece(answer->delivery, in);
    case LS_FRAME_CLEANED: return read_cleaned(answer, in);
    case LS_FRAME_END: answer->ended = true; return LS_OK;
    default: return LS_E_FORMAT;
    }
}

ls_status ls_answer_read(ls_answer *answer, const void *bytes, size_t size, uint64_t file_size, ls_error *error)
{
    ls_cursor in = {bytes, (const unsigned char *)bytes + size, false};
    while (in.at < in.end) {
        size_t offset = size - (size_t)(in.end - in.at);
        unsigned type;
        ls_cursor payload;
        ls_status status = ls_frame_next(&in, &type, &payload);
        if (!status)
            status = read_frame(answer, type, &payload, file_size);
        if (!status && !ls_cursor_finished(&payload))
            status = LS_E_FORMAT;
        if (status)
            return ls_error_set(error, status, "frame at byte %zu: %s", offset, ls_status_text(status));
    }
    return LS_OK;
}
