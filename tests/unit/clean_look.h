/* SPDX-License-Identifier: Apache-2.0 */
/* A photo cleaned in the test's own process, and copies that are not what a cleaner would have made, for the provers. */
#ifndef LS_TESTS_CLEAN_LOOK_H
#define LS_TESTS_CLEAN_LOOK_H

#include "cmocka_all.h"

#include "clean/cleaner.h"
#include "container/walk.h"
#include "metadata/read.h"
#include "unit/container_build.h"

struct photo {
    struct built file;
    unsigned char *bytes; /* of the file, exactly as many */
    ls_source source;
    ls_arena *arena;
    ls_container container;
    ls_facts facts;
    ls_clean_input input;
    ls_cleaning cleaning;
    ls_buffer out;
    ls_outcome outcome;
};

#define OUT_LIMIT ((size_t)8 << 20)

static inline int set_up(void **state)
{
    struct photo *p = calloc(1, sizeof *p);
    *state = p;
    if (p)
        ls_buffer_init(&p->out, OUT_LIMIT);
    return p ? 0 : -1;
}

static inline void forget(struct photo *p)
{
    if (p->cleaning.release)
        p->cleaning.release(p->cleaning.decoded);
    p->cleaning = (ls_cleaning){0};
    ls_arena_free(p->arena);
    free(p->bytes);
    p->arena = NULL;
    p->bytes = NULL;
}

static inline int tear_down(void **state)
{
    struct photo *p = *state;
    forget(p);
    ls_buffer_free(&p->out);
    free(p);
    return 0;
}

/* Walks and reads p->file. */
static inline void read_photo(struct photo *p, unsigned keep)
{
    forget(p);
    p->bytes = malloc(p->file.size + 1);
    assert_non_null(p->bytes);
    memcpy(p->bytes, p->file.data, p->file.size);
    p->bytes = realloc(p->bytes, p->file.size ? p->file.size : 1); /* a sanitizer sees a read beyond the end */
    p->source = (ls_source){p->bytes, p->file.size};
    p->arena = ls_arena_new((size_t)256 << 20);
    p->container = (ls_container){.arena = p->arena};
    p->facts = (ls_facts){.arena = p->arena};
    assert_int_equal(ls_container_walk(&p->source, &p->container), LS_OK);
    if (ls_container_walked(p->container.kind))
        assert_int_equal(ls_metadata_read(&p->source, &p->container, &p->facts, &p->outcome), LS_OK);
    p->input = (ls_clean_input){&p->source, &p->container, &p->facts, keep};
}

static inline void clean_keeping(struct photo *p, unsigned keep)
{
    read_photo(p, keep);
    ls_buffer_clear(&p->out);
    assert_int_equal(ls_clean_file(&p->input, p->arena, &p->out, &p->outcome), LS_OK);
}

static inline void assert_cleaned(const struct photo *p)
{
    if (p->outcome.state != LS_DONE)
        fail_msg("not cleaned: reason %d, %s", p->outcome.reason, p->outcome.detail);
    assert_true(p->out.size > 0);
}

static inline void clean(struct photo *p)
{
    clean_keeping(p, 0);
    assert_cleaned(p);
}

static inline void assert_refused(struct photo *p, ls_reason reason, const char *detail)
{
    clean_keeping(p, 0);
    if (p->outcome.state != LS_FAILED || p->outcome.reason != reason || !strstr(p->outcome.detail, detail))
        fail_msg("state %d, reason %d, %s; not: %s", p->outcome.state, p->outcome.reason, p->outcome.detail, detail);
    assert_int_equal(p->out.size, 0);
}

static inline bool holds(const struct photo *p, const void *bytes, size_t size)
{
    return memmem(p->out.data, p->out.size, bytes, size) != NULL;
}

#define HOLDS(p, text) holds(p, text, sizeof text - 1)

/* The file that was made becomes the photo. */
static inline void take_copy(struct photo *p)
{
    p->file.size = 0;
    put(&p->file, p->out.data, p->out.size);
}

/* ---- What the provers are given: the copy that the cleaner made, to be altered. */
static inline void make_copy(struct photo *p, ls_clean_function *cleaner, unsigned keep)
{
    read_photo(p, keep);
    ls_buffer_clear(&p->out);
    p->cleaning = (ls_cleaning){
        .in = &p->input, .file = ls_bytes_file(&p->source), .arena = p->arena, .out = &p->out, .outcome = ls_outcome_done()};
    assert_int_equal(cleaner(&p->cleaning), LS_OK);
    assert_int_equal(ls_cleaning_prove(&p->cleaning), LS_OK); /* it can pass */
}

static inline void replace_copy(struct photo *p, const void *data, size_t size)
{
    ls_buffer_clear(&p->out);
    ls_buffer_add(&p->out, data, size);
    p->cleaning.outcome = ls_outcome_done();
}

static inline void assert_unproven(struct photo *p, const char *detail)
{
    assert_int_equal(ls_cleaning_prove(&p->cleaning), LS_E_FORMAT);
    if (p->cleaning.outcome.reason != LS_REASON_CLEAN_UNPROVEN || !strstr(p->cleaning.outcome.detail, detail))
        fail_msg("reason %d, %s; not: %s", p->cleaning.outcome.reason, p->cleaning.outcome.detail, detail);
}

/* ---- An Exif block with much in it. Everything in it that tells something has "Avalon" or a number of its own. */
static inline void put_exif(struct tiff *t, bool big, unsigned orientation_type, double orientation)
{
    static const double lat[] = {51, 1, 10, 1, 4242, 100}, lon[] = {0, 1, 7, 1, 1313, 100}, exposure[] = {1, 250}, focal[] = {26},
                        iso[] = {100};
    const struct entry gps[] = {{1, 2, 2, "N\0", NULL}, {2, 5, 3, NULL, lat}, {3, 2, 2, "E\0", NULL}, {4, 5, 3, NULL, lon}};
    tiff_begin(t, big);
    const double gps_at = tiff_ifd(t, gps, 4, 0);
    const struct entry exif[] = {{0x829A, 5, 1, NULL, exposure},
                                 {0x8827, 3, 1, NULL, iso},
                                 {0x9003, 2, 20, "2024:05:06 07:08:09\0", NULL},
                                 {0x9011, 2, 7, "+02:00\0", NULL},
                                 {0x9291, 2, 4, "123\0", NULL},
                                 {0x9286, 7, 23, "ASCII\0\0\0Avalon harbour", NULL},
                                 {0xA405, 3, 1, NULL, focal},
                                 {0xA430, 2, 13, "Avalon Owner\0", NULL},
                                 {0xA431, 2, 14, "AvalonSN-4711\0", NULL},
                                 {0xA434, 2, 8, "Lens 26\0", NULL}};
    const double exif_at = tiff_ifd(t, exif, sizeof exif / sizeof *exif, 0);
    const struct entry main[] = {{0x010E, 2, 16, "Avalon at night\0", NULL},
                                 {0x010F, 2, 8, "Fictron\0", NULL},
                                 {0x0110, 2, 6, "F-100\0", NULL},
                                 {0x0112, orientation_type, 1, NULL, &orientation},
                                 {0x0131, 2, 14, "AvalonEdit 12\0", NULL},
                                 {0x013B, 2, 12, "Ann Example\0", NULL},
                                 {0x8298, 2, 17, "(c) 2024 Example\0", NULL},
                                 {0x8769, 4, 1, NULL, &exif_at},
                                 {0x8825, 4, 1, NULL, &gps_at}};
    tiff_first(t, tiff_ifd(t, main, sizeof main / sizeof *main, 0));
}

/* The minimal block with an orientation alone, as Exif 3.0 and TIFF 6.0 have it. */
#define ORIENTED(n) "MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0" #n "\0\0\0\0\0\0"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

#endif
