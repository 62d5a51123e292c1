/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "unit/report_fake.h"

#include "report/flow.h"
#include "report/width.h"
#include "report/writer.h"

#include <stdlib.h>
#include <string.h>

static const ls_coverage all_done[] = {
    {.stage = "container", .required = 1},
    {.stage = "metadata", .required = 1},
    {.stage = "text", .required = 1},
    {.stage = "album", .state = LS_SKIPPED, .reason = "not in this version"},
};

static const ls_coverage text_limited[] = {
    {.stage = "metadata", .required = 1},
    {.stage = "text",
     .required = 1,
     .state = LS_LIMITED,
     .reason = "no language data: kor",
     .fix = "sudo apt install tesseract-ocr-kor"},
};

static const ls_finding notice = {
    .rule = "cn.example.mark",
    .category = "mark",
    .severity = LS_CRITICAL,
    .effect = LS_VERDICT_BLOCK,
    .confidence = 93,
    .title = "A mark",
    .system = "cn",
    .level = "机密",
    .text = "机＊",
    .carrier = "picture",
    .has_quad = 1,
    .quad = {{1.5, 2}, {30, 2}, {30, 12}, {1.5, 12}},
    .what = "A line reads like a mark.",
    .why = "It may be covered by law.",
    .action = "Do not send it.",
    .basis = "Example Law, 2024, article 1",
    .number = 1,
};

static const ls_finding position = {
    .rule = "place.inside",
    .category = "place",
    .severity = LS_HIGH,
    .effect = LS_VERDICT_REVIEW,
    .confidence = 100,
    .has_bytes = 1,
    .bytes = {20, 400},
    .relation = "near",
    .area = "Example Yard",
    .has_distance = 1,
    .distance_m = 120,
    .number = 1,
};

static const ls_report harmless = {
    .source = "menu.jpg", .coverage = all_done, .coverage_count = 4, .sandbox = "seccomp"};
static const ls_report blocked = {
    .source = "notice.jpg",
    .verdict = LS_VERDICT_BLOCK,
    .coverage = all_done,
    .coverage_count = 4,
    .findings = &notice,
    .finding_count = 1,
    .ignored = 2,
    .expired = 1,
    .advice = "See help leaked.",
    .sandbox = "seccomp",
};
static const ls_report limited = {
    .source = "x.jpg", .verdict = LS_VERDICT_UNCHECKED, .coverage = text_limited, .coverage_count = 2};
static const ls_report looked_at = {.source = "yard.jpg",
                                    .verdict = LS_VERDICT_REVIEW,
                                    .coverage = all_done,
                                    .coverage_count = 4,
                                    .findings = &position,
                                    .finding_count = 1,
                                    .only = "metadata,place"};

typedef struct paper {
    char *text;
    size_t size;
    ls_output output;
} paper;

static void open_paper(paper *sheet)
{
    *sheet = (paper){0};
    sheet->output = (ls_output){.width = 80, .language = "en", .fail_on = "review"};
    sheet->output.file = open_memstream(&sheet->text, &sheet->size);
    assert_non_null(sheet->output.file);
}

static void close_paper(paper *sheet)
{
    fclose(sheet->output.file);
}

/* The whole output of one writer for some reports. */
static char *written(const char *format, const ls_report *const *reports, size_t count, bool scan, bool color)
{
    paper sheet;
    open_paper(&sheet);
    sheet.output.scan = scan;
    sheet.output.color = color;
    ls_tally tally = {.scan = scan};
    const ls_writer *writer = ls_writer_find(format);
    assert_int_equal(writer->begin(&sheet.output), LS_OK);
    for (size_t i = 0; i < count; i++) {
        ls_tally_add(&tally, reports[i], "review");
        assert_int_equal(writer->photo(&sheet.output, reports[i]), LS_OK);
    }
    assert_int_equal(writer->end(&sheet.output, &tally), LS_OK);
    close_paper(&sheet);
    return sheet.text;
}

static char *written_one(const char *format, const ls_report *report)
{
    return written(format, &report, 1, false, false);
}

static void text_of_a_harmless_photo(void **state)
{
    (void)state;
    char *text = written_one("text", &harmless);
    assert_string_equal(text, "menu.jpg: ok – nothing found by these checks\n"
                              "  Checked: file structure, metadata, text in the picture\n"
                              "  Not checked: photos together – not in this version\n"
                              "  Sandbox: seccomp\n"
                              "  Ignored findings: 0; ignore entries past their date: 0\n");
    free(text);
}

static void text_of_a_blocked_photo(void **state)
{
    (void)state;
    char *text = written_one("text", &blocked);
    assert_string_equal(text, "notice.jpg: BLOCK – do not share it\n"
                              " 1. critical: A mark\n"
                              "     Seen: A line reads like a mark.\n"
                              "     Read: 机＊\n"
                              "     Where: picture; in the picture at 2, 2\n"
                              "     Risk: It may be covered by law.\n"
                              "     Do: Do not send it.\n"
                              "     Rule: cn.example.mark; confidence 93 %\n"
                              "     Basis: Example Law, 2024, article 1\n"
                              "  See help leaked.\n"
                              "  Checked: file structure, metadata, text in the picture\n"
                              "  Not checked: photos together – not in this version\n"
                              "  Sandbox: seccomp\n"
                              "  Ignored findings: 2; ignore entries past their date: 1\n");
    free(text);
}

static void text_of_an_unchecked_photo_says_what_is_missing(void **state)
{
    (void)state;
    char *text = written_one("text", &limited);
    assert_string_equal(text, "x.jpg: UNCHECKED – not everything could be checked: no language data: kor\n"
                              "  Checked: metadata\n"
                              "  Checked in part: text in the picture – no language data: kor\n"
                              "    To mend it: sudo apt install tesseract-ocr-kor\n"
                              "  Ignored findings: 0; ignore entries past their date: 0\n");
    free(text);
}

static void text_names_the_place_and_the_stages_asked_for(void **state)
{
    (void)state;
    char *text = written_one("text", &looked_at);
    assert_non_null(
        strstr(text, "yard.jpg: REVIEW – look at this before sharing it (only asked about: metadata,place)\n"));
    assert_non_null(strstr(text, "     Where: Example Yard; 120 m away; bytes 20 to 400\n"));
    assert_non_null(strstr(text, " 1. high: place.inside\n"));
    free(text);
}

static const ls_coverage frames_accepted[] = {{.stage = "metadata", .state = LS_DONE, .required = 1},
                                              {.stage = "text", .state = LS_SKIPPED, .reason = "frames are not read"}};
static const ls_report film = {
    .source = "walk.mp4", .verdict = LS_VERDICT_OK, .coverage = frames_accepted, .coverage_count = 2, .accepted = "video-frames"};

static void every_report_says_what_was_accepted(void **state)
{
    (void)state;
    const ls_report *reports[] = {&film, &harmless};
    char *text = written_one("text", &film), *lines = written_one("jsonl", &film), *scan = written("text", reports, 2, true, false),
         *json = written("json", reports, 2, true, false);
    assert_non_null(strstr(text, "walk.mp4: ok – nothing found by these checks (metadata alone: it was accepted that the frames are not read)\n"));
    assert_non_null(strstr(text, "  Not checked: text in the picture – frames are not read\n"));
    assert_non_null(strstr(lines, "{\"source\":\"walk.mp4\",\"verdict\":\"ok\",\"accepted\":\"video-frames\","));
    assert_non_null(strstr(scan, "  videos of which metadata alone was checked         1\n"));
    assert_non_null(strstr(json, "\"accepted\":1}}\n"));
    free(text);
    free(lines);
    free(scan);
    free(json);
}

static void colour_repeats_a_word_and_is_off_by_default(void **state)
{
    (void)state;
    const ls_report *report = &blocked;
    char *plain = written("text", &report, 1, false, false), *colored = written("text", &report, 1, false, true);
    assert_null(strchr(plain, '\033'));
    assert_non_null(strstr(colored, "notice.jpg: \033[1;31mBLOCK\033[0m – "));
    assert_non_null(strstr(colored, "\033[1;31mcritical\033[0m: A mark"));
    free(plain);
    free(colored);
}

static void a_scan_shows_what_needs_a_person_and_counts_all(void **state)
{
    (void)state;
    const ls_report *reports[] = {&harmless, &looked_at, &harmless};
    char *text = written("text", reports, 3, true, false);
    assert_null(strstr(text, "menu.jpg"));
    assert_non_null(strstr(text, "yard.jpg: REVIEW"));
    assert_non_null(strstr(text, "\n3 photos\n"));
    assert_non_null(strstr(text, "  ok – nothing to act on by these checks             2\n"));
    assert_non_null(strstr(text, "  REVIEW – look at this before sharing it            1\n"));
    assert_non_null(strstr(text, "  files that are no picture                          0\n"));
    free(text);
}

static void a_hostile_name_cannot_act_on_the_terminal(void **state)
{
    (void)state;
    ls_report hostile = harmless;
    hostile.source =
        "a\033]0;x\007\n\xE2\x80\xAEgpj\xFF.jpg"; /* escape, bell, newline, right-to-left override, no UTF-8 */
    char *text = written_one("text", &hostile);
    const char *line = "a\xEF\xBF\xBD]0;x\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDgpj\xEF\xBF\xBD.jpg: ok";
    assert_int_equal(strncmp(text, line, strlen(line)), 0);
    free(text);
}

static void json_keys_stand_in_their_order(void **state)
{
    (void)state;
    char *text = written_one("jsonl", &blocked);
    assert_string_equal(
        text,
        "{\"source\":\"notice.jpg\",\"verdict\":\"block\",\"sandbox\":\"seccomp\",\"coverage\":{"
        "\"container\":{\"state\":\"done\",\"required\":true},\"metadata\":{\"state\":\"done\",\"required\":true},"
        "\"text\":{\"state\":\"done\",\"required\":true},"
        "\"album\":{\"state\":\"skipped\",\"reason\":\"not in this version\",\"required\":false}},"
        "\"findings\":[{\"number\":1,\"rule\":\"cn.example.mark\",\"category\":\"mark\",\"severity\":\"critical\",\"effect\":"
        "\"block\","
        "\"confidence\":93,\"title\":\"A "
        "mark\",\"system\":\"cn\",\"level\":\"机密\",\"text\":\"机＊\",\"carrier\":\"picture\","
        "\"quad\":[[1.5,2.0],[30.0,2.0],[30.0,12.0],[1.5,12.0]],\"what\":\"A line reads like a mark.\","
        "\"why\":\"It may be covered by law.\",\"do\":\"Do not send it.\",\"basis\":\"Example Law, 2024, article 1\"}],"
        "\"ignored\":2,\"expired\":1,\"advice\":\"See help leaked.\"}\n");
    free(text);
}

static void json_is_one_document(void **state)
{
    (void)state;
    const ls_report *reports[] = {&limited, &looked_at};
    char *text = written("json", reports, 2, true, false);
    assert_string_equal(
        text,
        "{\"schema_version\":1,\"tool\":{\"name\":\"lightseal\",\"version\":\"" LS_VERSION "\",\"language\":\"en\","
        "\"fail_on\":\"review\"},\"photos\":[\n"
        "{\"source\":\"x.jpg\",\"verdict\":\"unchecked\",\"coverage\":{\"metadata\":{\"state\":\"done\",\"required\":"
        "true},"
        "\"text\":{\"state\":\"limited\",\"reason\":\"no language data: kor\",\"required\":true,"
        "\"fix\":\"sudo apt install tesseract-ocr-kor\"}},\"findings\":[],\"ignored\":0,\"expired\":0},\n"
        "{\"source\":\"yard.jpg\",\"verdict\":\"review\",\"only\":\"metadata,place\",\"coverage\":{"
        "\"container\":{\"state\":\"done\",\"required\":true},\"metadata\":{\"state\":\"done\",\"required\":true},"
        "\"text\":{\"state\":\"done\",\"required\":true},"
        "\"album\":{\"state\":\"skipped\",\"reason\":\"not in this version\",\"required\":false}},"
        "\"findings\":[{\"number\":1,\"rule\":\"place.inside\",\"category\":\"place\",\"severity\":\"high\",\"effect\":\"review\","
        "\"confidence\":100,\"bytes\":[20,400],\"place\":{\"relation\":\"near\",\"area\":\"Example Yard\","
        "\"distance_m\":120.0}}],\"ignored\":0,\"expired\":0}],"
        "\"album\":{\"photos\":2,\"verdicts\":{\"ok\":0,\"review\":1,\"unchecked\":1,\"block\":0},\"ignored\":0,"
        "\"expired\":0,"
        "\"not_pictures\":0,\"links\":0,\"special\":0,\"unreadable\":0}}\n");
    free(text);
}

static void json_takes_a_name_that_is_no_utf8(void **state)
{
    (void)state;
    ls_report odd = harmless;
    odd.source = "caf\xE9.jpg";
    char *text = written_one("jsonl", &odd);
    const char *start = "{\"source\":\"caf\xEF\xBF\xBD.jpg\",\"verdict\":\"ok\",\"sandbox\":";
    assert_int_equal(strncmp(text, start, strlen(start)), 0);
    free(text);
}

static void while_a_check_goes_on_nothing_is_ok(void **state)
{
    (void)state;
    ls_report going_on = harmless;
    going_on.partial = 1;
    char *text = written_one("jsonl", &going_on);
    assert_non_null(strstr(text, "\"verdict\":\"pending\",\"partial\":true,"));
    free(text);
    going_on = blocked;
    going_on.partial = 1;
    text = written_one("jsonl", &going_on);
    assert_non_null(strstr(text, "\"verdict\":\"block\",\"partial\":true,"));
    free(text);
}

static ls_exit exit_of(const ls_report *first, const ls_report *second, const char *fail_on)
{
    ls_tally tally = {0};
    ls_tally_add(&tally, first, fail_on);
    if (second)
        ls_tally_add(&tally, second, fail_on);
    return ls_tally_exit(&tally);
}

static void exit_codes(void **state)
{
    (void)state;
    assert_int_equal(exit_of(&harmless, NULL, "review"), 0);
    assert_int_equal(exit_of(&looked_at, NULL, "review"), 1);
    assert_int_equal(exit_of(&looked_at, NULL, "block"), 0);
    assert_int_equal(exit_of(&blocked, NULL, "block"), 1);
    assert_int_equal(exit_of(&blocked, NULL, "never"), 0);
    assert_int_equal(exit_of(&limited, NULL, "review"), 3);
    assert_int_equal(exit_of(&limited, NULL, "never"), 3);
    assert_int_equal(exit_of(&limited, &blocked, "review"), 1); /* 1 beats 3 */
    assert_int_equal(exit_of(&limited, &blocked, "never"), 3);

    /* a block says nothing about a stage that failed beside it */
    ls_report both = blocked;
    both.coverage = text_limited;
    both.coverage_count = 2;
    assert_int_equal(exit_of(&both, NULL, "never"), 3);
    assert_int_equal(exit_of(&both, NULL, "block"), 1);

    /* an unchecked photo whose findings reach the threshold */
    ls_report found = limited;
    found.findings = &position;
    found.finding_count = 1;
    assert_int_equal(exit_of(&found, NULL, "review"), 1);
    assert_int_equal(exit_of(&found, NULL, "block"), 3);

    /* what nobody looked at; a file that is no picture was looked at */
    ls_tally left = {.not_started = 1}, unreadable = {.unreadable = 1}, link = {.links = 1}, device = {.special = 1};
    assert_int_equal(ls_tally_exit(&left), 3);
    assert_int_equal(ls_tally_exit(&unreadable), 3);
    assert_int_equal(ls_tally_exit(&link), 3);
    assert_int_equal(ls_tally_exit(&device), 3);
    ls_tally text = {.not_pictures = 1}, leak = {.links = 1, .failing = true};
    assert_int_equal(ls_tally_exit(&text), 0);
    assert_int_equal(ls_tally_exit(&leak), 1);
}

static char *wrapped(const char *text, int column, int indent, int width)
{
    paper sheet;
    open_paper(&sheet);
    ls_wrap(sheet.output.file, text, column, indent, width);
    close_paper(&sheet);
    return sheet.text;
}

static void assert_wrapped(const char *text, int column, int indent, int width, const char *expected)
{
    char *lines = wrapped(text, column, indent, width);
    assert_string_equal(lines, expected);
    free(lines);
}

static void lines_end_where_they_may(void **state)
{
    (void)state;
    assert_wrapped("one two three", 0, 2, 8, "one two\n  three");
    assert_wrapped("one two", 5, 5, 8, "one\n     two");
    assert_wrapped("unbreakable-and-long", 0, 0, 8, "unbreakable-and-long");
    assert_wrapped("a\n\nb", 0, 3, 80, "a\n\n   b");
    assert_wrapped("", 0, 3, 80, "");
    /* two columns a character; a comma does not begin a line, an opening bracket does not end one */
    assert_wrapped("一二三四五", 0, 0, 6, "一二三\n四五");
    assert_wrapped("一二三，四", 0, 0, 6, "一二\n三，四");
    assert_wrapped("一二（三四", 0, 0, 6, "一二\n（三四");
    assert_wrapped("二〇二四年ABC法", 0, 0, 7, "二〇二\n四年ABC\n法");
}

static void assert_flowed(const char *text, int width, const char *expected)
{
    paper sheet;
    open_paper(&sheet);
    assert_int_equal(ls_flow(sheet.output.file, text, width), LS_OK);
    close_paper(&sheet);
    assert_string_equal(sheet.text, expected);
    free(sheet.text);
}

static void paragraphs_are_set_anew(void **state)
{
    (void)state;
    /* lines of 72 columns, for a terminal of 40 and for one of 100 */
    const char *text = "When it is out\n"
                       "Take it down everywhere you can: a post, a group, a folder that is shared\n"
                       "with others.\n"
                       "Ask those who have it to delete it.\n"
                       "Elsewhere\n"
                       "- the office that keeps the papers of your own unit, and then its head there\n"
                       "- the police\n"
                       "Last\n"
                       "\n\n"
                       "The end.\n";
    assert_flowed(text, 40,
                  "When it is out\n"
                  "Take it down everywhere you can: a post,\n"
                  "a group, a folder that is shared with\n"
                  "others.\n"
                  "Ask those who have it to delete it.\n"
                  "\n"
                  "Elsewhere\n"
                  "- the office that keeps the papers of\n"
                  "  your own unit, and then its head there\n"
                  "- the police\n"
                  "\n"
                  "Last\n"
                  "\n"
                  "The end.\n");
    assert_flowed("Take it down everywhere you can: a post, a group, a folder that is shared\nwith others.", 100,
                  "Take it down everywhere you can: a post, a group, a folder that is shared with others.\n");
    /* no space where a Chinese line ended, one beside Latin letters; an item goes on where it is indented */
    assert_flowed("甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲，\n乙。", 100,
                  "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲，乙。\n");
    assert_flowed("甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲\nABC", 100,
                  "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲 ABC\n");
    assert_flowed("- one\n  two\nThree.", 100, "- one two\nThree.\n");
    assert_flowed("", 80, "");
}

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(ls_width('a'), 1);
    assert_int_equal(ls_width(0x673A), 2);  /* 机 */
    assert_int_equal(ls_width(0xFF0C), 2);  /* fullwidth comma */
    assert_int_equal(ls_width(0x0301), 0);  /* combining acute */
    assert_int_equal(ls_width(0x1F600), 2); /* emoji */
    assert_int_equal(ls_width(0x2605), 1);  /* ★ is narrow in a UTF-8 terminal */
    assert_int_equal(ls_width(0x20AC), 1);
    assert_int_equal(ls_width_of("机密★\033"), 6);
}

static void formats_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(ls_writer_find("jsonl"), &ls_writer_jsonl);
    assert_null(ls_writer_find("JSON"));
    assert_null(ls_writer_find(""));
}

static void a_full_disk_is_no_success(void **state)
{
    (void)state;
    static const char *const formats[] = {"text", "json", "jsonl"};
    for (size_t i = 0; i < 3; i++) {
        FILE *full = fopen("/dev/full", "w");
        assert_non_null(full);
        ls_output output = {.file = full, .width = 80, .language = "en", .fail_on = "review"};
        ls_tally tally = {0};
        const ls_writer *writer = ls_writer_find(formats[i]);
        ls_status status = writer->begin(&output);
        if (!status)
            status = writer->photo(&output, &blocked);
        if (!status)
            status = writer->end(&output, &tally);
        assert_int_equal(status, LS_E_IO);
        fclose(full);
    }
}

/* Run by itself the program tests; with an argument it writes a report for the schema test. */
int main(int count, char **arguments)
{
    if (count == 3 && strcmp(arguments[1], "--write") == 0) {
        const ls_report *reports[] = {&harmless, &blocked, &limited, &looked_at};
        char *text = written(arguments[2], reports, 4, true, false);
        fputs(text, stdout);
        free(text);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_a_harmless_photo),
        cmocka_unit_test(text_of_a_blocked_photo),
        cmocka_unit_test(text_of_an_unchecked_photo_says_what_is_missing),
        cmocka_unit_test(text_names_the_place_and_the_stages_asked_for),
        cmocka_unit_test(every_report_says_what_was_accepted),
        cmocka_unit_test(colour_repeats_a_word_and_is_off_by_default),
        cmocka_unit_test(a_scan_shows_what_needs_a_person_and_counts_all),
        cmocka_unit_test(a_hostile_name_cannot_act_on_the_terminal),
        cmocka_unit_test(json_keys_stand_in_their_order),
        cmocka_unit_test(json_is_one_document),
        cmocka_unit_test(json_takes_a_name_that_is_no_utf8),
        cmocka_unit_test(while_a_check_goes_on_nothing_is_ok),
        cmocka_unit_test(exit_codes),
        cmocka_unit_test(lines_end_where_they_may),
        cmocka_unit_test(paragraphs_are_set_anew),
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(formats_are_found_by_name),
        cmocka_unit_test(a_full_disk_is_no_success),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
