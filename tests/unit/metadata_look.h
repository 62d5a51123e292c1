/* SPDX-License-Identifier: Apache-2.0 */
/* A hand-built photo, its metadata read, and what tests ask of the facts. */
#ifndef LS_TESTS_METADATA_LOOK_H
#define LS_TESTS_METADATA_LOOK_H

#include "cmocka_all.h"

#include "container/walk.h"
#include "metadata/read.h"
#include "unit/container_build.h"

#include <math.h>

struct photo {
    struct built file;
    struct tiff tiff;
    ls_arena *arena;
    ls_container container;
    ls_facts facts;
    ls_outcome outcome;
};

static inline int set_up(void **state)
{
    struct photo *p = calloc(1, sizeof *p);
    *state = p;
    return p ? 0 : -1;
}

static inline int tear_down(void **state)
{
    struct photo *p = *state;
    ls_arena_free(p->arena);
    free(p);
    return 0;
}

static inline void look(struct photo *p)
{
    unsigned char *copy = malloc(p->file.size ? p->file.size : 1);
    assert_non_null(copy);
    memcpy(copy, p->file.data, p->file.size);
    ls_source source = {p->file.size ? copy : NULL, p->file.size};
    ls_arena_free(p->arena);
    p->arena = ls_arena_new(64u << 20);
    p->container = (ls_container){.arena = p->arena};
    p->facts = (ls_facts){.arena = p->arena};
    assert_int_equal(ls_container_walk(&source, &p->container), LS_OK);
    assert_int_equal(ls_metadata_read(&source, &p->container, &p->facts, &p->outcome), LS_OK);
    free(copy);
}

static inline void print_facts(const struct photo *p)
{
    for (size_t i = 0; i < p->facts.count; i++) {
        const ls_fact *fact = &p->facts.items[i];
        print_error("  %s = %s %lld %.9g (%s)\n", ls_fact_key_name(fact->key), fact->text ? fact->text : "",
                    (long long)fact->integer, fact->real, fact->carrier);
    }
}

static inline void assert_text(const struct photo *p, ls_fact_key key, const char *text, const char *carrier)
{
    for (const ls_fact *fact = ls_facts_find(&p->facts, key, 0); fact;
         fact = ls_facts_find(&p->facts, key, (size_t)(fact - p->facts.items) + 1))
        if (strcmp(fact->text, text) == 0 && strcmp(fact->carrier, carrier) == 0)
            return;
    print_facts(p);
    fail_msg("no %s \"%s\" in %s", ls_fact_key_name(key), text, carrier);
}

static inline void assert_real(const struct photo *p, ls_fact_key key, double expected)
{
    const ls_fact *fact = ls_facts_find(&p->facts, key, 0);
    if (!fact || fabs(fact->real - expected) > 1e-7) {
        print_facts(p);
        fail_msg("no %s %.9g", ls_fact_key_name(key), expected);
    }
}

static inline const ls_fact *first(const struct photo *p, ls_fact_key key)
{
    const ls_fact *fact = ls_facts_find(&p->facts, key, 0);
    if (!fact) {
        print_facts(p);
        fail_msg("no %s", ls_fact_key_name(key));
    }
    return fact;
}

static inline void assert_none(const struct photo *p, ls_fact_key key)
{
    if (ls_facts_find(&p->facts, key, 0)) {
        print_facts(p);
        fail_msg("unexpected %s", ls_fact_key_name(key));
    }
}

static inline void assert_done(const struct photo *p)
{
    if (p->outcome.state != LS_DONE) {
        print_facts(p);
        fail_msg("outcome %d %d %s", p->outcome.state, p->outcome.reason, p->outcome.detail);
    }
}

static inline void assert_limited(const struct photo *p, const char *detail)
{
    assert_int_equal(p->outcome.state, LS_LIMITED);
    assert_int_equal(p->outcome.reason, LS_REASON_CARRIER_UNREAD);
    assert_string_equal(p->outcome.detail, detail);
}

/* The tiff as the Exif segment of a small JPEG, looked at. */
static inline void look_exif(struct photo *p)
{
    p->file.size = 0;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 1, "Exif\0\0", 6, p->tiff.bytes.data, p->tiff.bytes.size); /* TIFF starts at byte 12 */
    jpeg_rest(&p->file);
    look(p);
}

#define N(...) ((const double[]){__VA_ARGS__})
#define TEXT_ENTRY(tag, text)                                                                                          \
    {                                                                                                                  \
        tag, 2, sizeof text, text, NULL                                                                                \
    }
#define COUNT(entries) (sizeof entries / sizeof *entries)

/* A photo whose GPS directory has these entries. */
static inline void look_gps(struct photo *p, bool big, const struct entry *entries, size_t count)
{
    tiff_begin(&p->tiff, big);
    double gps = tiff_ifd(&p->tiff, entries, count, 0);
    const struct entry main[] = {{0x8825, 4, 1, NULL, &gps}};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, 0));
    look_exif(p);
}

static inline void look_axes(struct photo *p, const char *lat_ref, unsigned type, const double *lat, uint32_t count,
                             const double *lon)
{
    const struct entry gps[] = {
        {1, 2, 2, lat_ref, NULL},
        {2, type, count, NULL, lat},
        {3, 2, 2, "E\0", NULL},
        {4, type, count, NULL, lon},
    };
    look_gps(p, false, gps, COUNT(gps));
}

/* What XMP packets of the tests begin and end with. */
#define XMP_BEGIN                                                                                                      \
    "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"                           \
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"                                                \
    "<rdf:Description rdf:about='' xmlns:exif='http://ns.adobe.com/exif/1.0/' "                                        \
    "xmlns:aux='http://ns.adobe.com/exif/1.0/aux/' xmlns:dc='http://purl.org/dc/elements/1.1/' "                       \
    "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' xmlns:xmp='http://ns.adobe.com/xap/1.0/' "                   \
    "xmlns:drone='http://www.dji.com/drone-dji/1.0/' xmlns:odd='http://example.org/odd/' "                             \
    "xmlns:ext='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' xmlns:img='http://ns.adobe.com/xap/1.0/g/img/' "
#define XMP_END "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

#endif
