/* SPDX-License-Identifier: Apache-2.0 */
/* Colour profiles, put together by hand after ICC.1:2022: colours stay, everything else goes. */
#include "unit/clean_look.h"

#include <math.h>

/* ---- Profiles as makers write them. */
struct tag {
    const char *signature;
    struct built *value; /* two tags with the same one share it in the file */
};

static uint32_t u32(const void *data, size_t at)
{
    const unsigned char *b = (const unsigned char *)data + at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void put_fixed(struct built *b, double value)
{
    put_number(b, (uint64_t)(uint32_t)(int32_t)lround(value * 65536), 4, true);
}

/* Header with who, when and for what; `kind`: class, colours and connection space. */
static void make_profile(struct built *out, unsigned version, const char *kind, const struct tag *tags, size_t count)
{
    uint32_t at[32];
    struct built values = {.size = 0};
    for (size_t i = 0; i < count; i++) {
        at[i] = (uint32_t)(132 + 12 * count + values.size);
        for (size_t j = 0; j < i; j++)
            if (tags[j].value == tags[i].value)
                at[i] = at[j];
        if (at[i] != 132 + 12 * count + values.size)
            continue;
        put(&values, tags[i].value->data, tags[i].value->size);
        while (values.size % 4)
            put_number(&values, 0, 1, true);
    }
    out->size = 0;
    put_number(out, 132 + 12 * count + values.size, 4, true);
    put(out, "AVLN", 4);
    put_number(out, version, 4, true);
    put(out, kind, 12);
    put(out,
        "\7\xE8\0\5\0\6\0\7\0\x8\0\x9"
        "acspAVLN\0\0\0\1AVLNAVSNAVATTRIB\0\0\0\1\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D"
        "AVCRprofile-id-avalonAV",
        80);
    put_fill(out, 0, 128 - out->size);
    put_number(out, count, 4, true);
    for (size_t i = 0; i < count; i++) {
        put(out, tags[i].signature, 4);
        put_number(out, at[i], 4, true);
        put_number(out, tags[i].value->size, 4, true);
    }
    put(out, values.data, values.size);
}

/* Values; each call gives the next of a pool that next_values() empties. */
static struct built *pool[80];
static size_t used;

static struct built *value(void)
{
    if (!pool[used])
        pool[used] = malloc(sizeof **pool);
    assert_non_null(pool[used]);
    pool[used]->size = 0;
    return pool[used++];
}

static struct built *raw(const void *bytes, size_t size)
{
    struct built *b = value();
    put(b, bytes, size);
    return b;
}

#define RAW(text) raw(text, sizeof text - 1)

static struct built *xyz(double x, double y, double z)
{
    struct built *b = RAW("XYZ \0\0\0\0");
    put_fixed(b, x);
    put_fixed(b, y);
    put_fixed(b, z);
    return b;
}

static struct built *gamma_curve(unsigned of_256)
{
    struct built *b = RAW("curv\0\0\0\0\0\0\0\1");
    put_number(b, of_256, 2, true);
    return b;
}

static double srgb(double x)
{
    return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

/* Gamma 2.2 with a straight line where it would be steeper than 32 on the way back: some makers' Adobe RGB. */
static double limited(double x)
{
    const double y = pow(x, 563.0 / 256);
    return y < x / 32 ? x / 32 : y;
}

static double adobe(double x)
{
    return pow(x, 563.0 / 256);
}

static struct built *table(double (*curve)(double), uint32_t points)
{
    struct built *b = RAW("curv\0\0\0\0");
    put_number(b, points, 4, true);
    for (uint32_t i = 0; i < points; i++)
        put_number(b, (uint64_t)lround(curve(i / (points - 1.0)) * 65535), 2, true);
    return b;
}

static struct built *formula(unsigned function, const double *parameters, size_t count)
{
    struct built *b = RAW("para\0\0\0\0");
    put_number(b, function, 2, true);
    put_number(b, 0, 2, true);
    for (size_t i = 0; i < count; i++)
        put_fixed(b, parameters[i]);
    return b;
}

static struct built *srgb_formula(void)
{
    return formula(3, (const double[]){2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045}, 5);
}

static struct built *text(void)
{
    return RAW("text\0\0\0\0Avalon display of Ann Example, serial 4711");
}

static struct built *serial(void)
{
    return RAW("mmod\0\0\0\0\0\0AV\0\0\0\7\0\0\x47\x11\xC0\xFF\xEE\1\0\0\0\0\0\0\0\0\0\0\0\0");
}

enum space { SRGB, P3, ADOBE, OWN };

static const double primaries[][3][3] = {
    {{0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.71410}},
    {{0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}},
    {{0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}},
    {{0.44, 0.23, 0.02}, {0.37, 0.70, 0.09}, {0.15, 0.07, 0.7149}},
};

/* Primaries off by `off`; one curve for all three, or one for each. */
static void make_matrix(struct built *out, unsigned version, enum space space, double off, struct built *const curves[3])
{
    const double(*p)[3] = primaries[space];
    const struct tag tags[] = {
        {"desc", text()},
        {"cprt", text()},
        {"dmnd", text()},
        {"mmod", serial()},
        {"wtpt", xyz(0.9505, 1, 1.0891)},
        {"rXYZ", xyz(p[0][0] + off, p[0][1] - off, p[0][2])},
        {"gXYZ", xyz(p[1][0], p[1][1] + off, p[1][2])},
        {"bXYZ", xyz(p[2][0] - off, p[2][1], p[2][2] + off)},
        {"rTRC", curves[0]},
        {"gTRC", curves[1]},
        {"bTRC", curves[2]},
        {"calt", RAW("dtim\0\0\0\0\7\xE8\0\5\0\6\0\7\0\x8\0\x9")},
        {"chad", RAW("sf32\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0")}};
    make_profile(out, version, "mntrRGB XYZ ", tags, sizeof tags / sizeof *tags);
}

/* ---- What becomes of them. */
struct cleaned {
    ls_arena *arena;
    ls_cleaning cleaning;
};

static int begin(void **state)
{
    static struct cleaned c;
    c.arena = ls_arena_new((size_t)256 << 20);
    used = 0;
    *state = &c;
    return 0;
}

static int end(void **state)
{
    struct cleaned *c = *state;
    ls_arena_free(c->arena);
    for (size_t i = 0; i < sizeof pool / sizeof *pool; i++) {
        free(pool[i]);
        pool[i] = NULL;
    }
    return 0;
}

static const ls_bytes *clean_profile(struct cleaned *c, const struct built *profile)
{
    unsigned char *exact = malloc(profile->size + 1);
    assert_non_null(exact);
    memcpy(exact, profile->data, profile->size);
    exact = realloc(exact, profile->size ? profile->size : 1);
    const ls_bytes bytes = ls_bytes_decoded(exact, profile->size, (ls_span){0, 0});
    c->cleaning = (ls_cleaning){.arena = c->arena};
    assert_int_equal(ls_clean_icc(&c->cleaning, &bytes), LS_OK);
    free(exact);
    const ls_bytes *icc = &c->cleaning.icc;
    if (icc->size) {
        assert_int_equal(u32(icc->data, 0), icc->size);
        assert_false(memmem(icc->data, icc->size, "valon", 5) != NULL);
        assert_false(memmem(icc->data, icc->size, "AV", 2) != NULL);
        assert_false(memmem(icc->data, icc->size, "\7\xE8\0\5", 4) != NULL);
        assert_false(memmem(icc->data, icc->size, "\xC0\xFF\xEE", 3) != NULL);
    }
    return icc;
}

static size_t find_tag(const ls_bytes *icc, const char *signature, size_t *size)
{
    for (uint32_t i = 0; i < u32(icc->data, 128); i++)
        if (memcmp(icc->data + 132 + 12 * i, signature, 4) == 0) {
            *size = u32(icc->data, 132 + 12 * i + 8);
            const size_t at = u32(icc->data, 132 + 12 * i + 4);
            assert_true(at % 4 == 0 && at + *size <= icc->size);
            return at;
        }
    return *size = 0;
}

static void assert_tag(const ls_bytes *icc, const char *signature, const struct built *expected)
{
    size_t size, at = find_tag(icc, signature, &size);
    assert_int_equal(size, expected->size);
    assert_memory_equal(icc->data + at, expected->data, size);
}

static void assert_common(struct cleaned *c, const struct built *profile, ls_bytes *first)
{
    const ls_bytes *icc = clean_profile(c, profile);
    assert_true(icc->size > 0 && c->cleaning.icc_common);
    if (!first->size)
        *first = *icc;
    assert_int_equal(icc->size, first->size);
    assert_memory_equal(icc->data, first->data, icc->size);
}

static void widespread_spaces_become_the_same_bytes(void **state)
{
    struct cleaned *c = *state;
    struct built profile;
    ls_bytes all[5] = {{0}};
    struct built *fine = table(srgb, 1024), *finer = table(srgb, 4096), *form = srgb_formula();
    struct built *gamma = gamma_curve(563), *power = formula(0, (const double[]){2.2}, 1), *pure = table(adobe, 1024);
    const struct {
        unsigned version;
        enum space space;
        double off;
        struct built *curve;
    } makers[] = {{0x02100000, SRGB, 0, fine},       {0x04200000, SRGB, 0, form},        {0x02400000, SRGB, 0.0004, finer},
                  {0x04400000, SRGB, -0.0003, form}, {0x04000000, P3, 0, form},          {0x02100000, P3, 0.0002, fine},
                  {0x02100000, ADOBE, 0, gamma},     {0x02100000, ADOBE, 0.0001, power}, {0x04000000, ADOBE, 0, pure}};
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        make_matrix(&profile, makers[i].version, makers[i].space, makers[i].off,
                    (struct built *[]){makers[i].curve, makers[i].curve, makers[i].curve});
        assert_common(c, &profile, &all[makers[i].space]);
        used = 6;
    }
    for (int i = 0; i < 4; i++) {
        struct built *const curves[] = {fine, form, gamma, power};
        const struct tag tags[] = {{"desc", text()}, {"kTRC", curves[i]}, {"wtpt", xyz(0.9505, 1, 1.0891)}};
        make_profile(&profile, 0x02100000, "mntrGRAYXYZ ", tags, 3);
        assert_common(c, &profile, &all[3 + i / 2]);
        used = 6;
    }
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < i; j++)
            assert_true(all[i].size != all[j].size || memcmp(all[i].data, all[j].data, all[i].size) != 0);
    assert_true(all[0].size < 3144); /* the widest spread of them has so many bytes */
}

/* Colours of the canonical sRGB, by its own numbers. */
static void the_common_profile_is_what_it_says(void **state)
{
    struct cleaned *c = *state;
    struct built profile;
    struct built *form = srgb_formula();
    size_t size;
    make_matrix(&profile, 0x04200000, SRGB, 0, (struct built *[]){form, form, form});
    const ls_bytes *icc = clean_profile(c, &profile);
    const size_t curve = find_tag(icc, "gTRC", &size);
    const uint32_t points = u32(icc->data, curve + 8);
    assert_int_equal(size, 12 + 2 * points);
    for (int i = 0; i <= 255; i++) {
        const double place = i / 255.0 * (points - 1);
        const size_t low = (size_t)place < points - 2 ? (size_t)place : points - 2;
        const unsigned char *at = icc->data + curve + 12 + 2 * low;
        const double a = at[0] * 256 + at[1], b = at[2] * 256 + at[3], y = (a + (b - a) * (place - (double)low)) / 65535;
        assert_true(fabs(y - srgb(i / 255.0)) < 0.00003);
    }
    const char *const white[] = {"rXYZ", "gXYZ", "bXYZ"};
    double sum[3] = {0};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            sum[j] += (int32_t)u32(icc->data, find_tag(icc, white[i], &size) + 8 + 4 * (size_t)j) / 65536.0;
    assert_true(fabs(sum[0] - 0.9642) < 0.0003 && fabs(sum[1] - 1) < 0.0003 && fabs(sum[2] - 0.8249) < 0.0003); /* D50 */
    assert_memory_equal(icc->data + 36, "acsp", 4);
    assert_memory_equal(icc->data + 68, "\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 12);
    assert_true(find_tag(icc, "desc", &size) && find_tag(icc, "cprt", &size) && find_tag(icc, "wtpt", &size));
}

static void other_matrices_keep_their_numbers(void **state)
{
    struct cleaned *c = *state;
    struct built profile;
    size_t size, green;
    for (int modern = 0; modern < 2; modern++) {
        struct built *one = gamma_curve(0x1CD), *two = srgb_formula();
        make_matrix(&profile, modern ? 0x04200000 : 0x02100000, OWN, 0, (struct built *[]){one, one, two});
        const ls_bytes *icc = clean_profile(c, &profile);
        assert_true(icc->size > 0 && !c->cleaning.icc_common);
        assert_int_equal(icc->data[8], modern ? 4 : 2);
        assert_memory_equal(icc->data + 12, "mntrRGB XYZ \0\0\0\0\0\0\0\0\0\0\0\0acsp\0", 29);
        for (size_t i = 40; i < 64; i++)
            assert_int_equal(icc->data[i], 0);
        assert_memory_equal(icc->data + 64, "\0\0\0\1\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 16);
        for (size_t i = 80; i < 128; i++)
            assert_int_equal(icc->data[i], 0);
        assert_tag(icc, "rTRC", one);
        assert_tag(icc, "bTRC", two);
        assert_tag(icc, "rXYZ", xyz(0.44, 0.23, 0.02));
        assert_tag(icc, "wtpt", xyz(0.9505, 1, 1.0891));
        green = find_tag(icc, "gTRC", &size);
        assert_int_equal(green, find_tag(icc, "rTRC", &size)); /* still shared */
        assert_true(find_tag(icc, "chad", &size));
        assert_false(find_tag(icc, "mmod", &size));
        assert_false(find_tag(icc, "dmnd", &size));
        assert_false(find_tag(icc, "calt", &size));
        /* the same again: nothing changes any more */
        struct built again = {.size = 0};
        put(&again, icc->data, icc->size);
        icc = clean_profile(c, &again);
        assert_int_equal(icc->size, again.size);
        assert_memory_equal(icc->data, again.data, again.size);
        used = 0;
    }
}

static void assert_own(struct cleaned *c, const struct built *profile)
{
    const ls_bytes *icc = clean_profile(c, profile);
    assert_true(icc->size > 0);
    assert_false(c->cleaning.icc_common);
}

/* Signatures that one maker had wrong for years. */
static void a_known_mistake_is_mended(void **state)
{
    struct cleaned *c = *state;
    struct built profile, mended = {.size = 0};
    struct built *curve = gamma_curve(0x1CD);
    make_matrix(&profile, 0x02000000, OWN, 0, (struct built *[]){curve, curve, curve});
    const ls_bytes *icc = clean_profile(c, &profile);
    put(&mended, icc->data, icc->size);
    for (size_t at = 132 + 12 * 13; at < profile.size - 4; at += 4)
        if (memcmp(profile.data + at, "XYZ ", 4) == 0)
            memcpy(profile.data + at, "\x17\xA5\x05\xB8", 4);
    icc = clean_profile(c, &profile);
    assert_int_equal(icc->size, mended.size);
    assert_memory_equal(icc->data, mended.data, mended.size);
}

static void what_is_only_alike_stays_itself(void **state)
{
    struct cleaned *c = *state;
    struct built profile;
    struct built *form = srgb_formula(), *gamma = gamma_curve(563), *shadows = table(limited, 1024),
                 *lab = RAW("mft1\0\0\0\0\3\3\1\0");
    make_matrix(&profile, 0x04200000, SRGB, 0.0015, (struct built *[]){form, form, form});
    assert_own(c, &profile);
    make_matrix(&profile, 0x04200000, SRGB, 0, (struct built *[]){form, form, gamma});
    assert_own(c, &profile);
    make_matrix(&profile, 0x04200000, ADOBE, 0, (struct built *[]){shadows, shadows, shadows});
    assert_own(c, &profile);
    make_matrix(&profile, 0x04200000, ADOBE, 0, (struct built *[]){gamma_curve(461), gamma, gamma});
    assert_own(c, &profile);
    const struct tag gray[] = {{"kTRC", gamma}}; /* its curve gives lightness, not light */
    make_profile(&profile, 0x02100000, "mntrGRAYLab ", gray, 1);
    assert_own(c, &profile);
    /* a table that one rendering intent has says more than the matrix beside it */
    put_fill(lab, 0, 36);
    put_fill(lab, 0x55, 3 * 256 + 3 + 3 * 256);
    const struct tag both[] = {{"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
                               {"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
                               {"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
                               {"rTRC", form},
                               {"gTRC", form},
                               {"bTRC", form},
                               {"A2B1", lab}};
    make_profile(&profile, 0x02100000, "mntrRGB XYZ ", both, 7);
    assert_own(c, &profile);
    assert_tag(&c->cleaning.icc, "A2B1", lab);
}

/* ---- Tables. Bytes that are no numbers are 'A': none may be left. */
static void put_a(struct built *b, size_t count)
{
    put_fill(b, 'A', count);
}

static struct built *lut(bool wide)
{
    struct built *b = raw(wide ? "mft2" : "mft1", 4);
    put_a(b, 4);
    put(b, "\3\3\2A", 4);
    for (int i = 0; i < 9; i++)
        put_fixed(b, i % 4 == 0);
    if (wide)
        put(b, "\0\2\0\2", 4);
    put_fill(b, 0x33, wide ? 2 * (6 + 24 + 6) : 768 + 24 + 768);
    return b;
}

static void tables_keep_their_numbers(void **state)
{
    struct cleaned *c = *state;
    struct built profile;
    for (int wide = 0; wide < 2; wide++) {
        struct built *b = lut(wide), *expected = raw(b->data, b->size);
        memset(expected->data + 4, 0, 4);
        expected->data[11] = 0;
        put_a(b, 7); /* behind them */
        const struct tag tags[] = {{"desc", text()}, {"A2B0", b}, {"B2A0", b}, {"gamt", b}, {"pre0", b}};
        make_profile(&profile, 0x02100000, "prtrRGB Lab ", tags, 5);
        const ls_bytes *icc = clean_profile(c, &profile);
        assert_tag(icc, "A2B0", expected);
        assert_tag(icc, "B2A0", expected);
        assert_null(memchr(icc->data + 300, 'A', icc->size - 300));
        used = 0;
    }
}

/* lutAToBType and lutBToAType of four inks, in the order of the standard's offsets, with gaps between their elements. */
static struct built *elements(bool forward, bool clear)
{
    struct built *b = raw(forward ? "mAB " : "mBA ", 4);
    const int gap = clear ? 0 : 'A';
    const size_t near = 3, far = 4, in = forward ? 4 : 3, out = forward ? 3 : 4;
    put_fill(b, gap, 4);
    put_number(b, in, 1, true);
    put_number(b, out, 1, true);
    put_fill(b, gap, 2);
    const size_t offsets = b->size;
    put_fill(b, 0, 20);
    for (unsigned element = 0; element < 5; element++) {
        put_fill(b, gap, 8 + 4 * element);
        for (unsigned i = 0; i < 4; i++)
            b->data[offsets + 4 * element + i] = (unsigned char)(b->size >> 8 * (3 - i));
        if (element == 1) {
            for (int i = 0; i < 12; i++)
                put_fixed(b, i / 8.0);
        } else if (element == 3) {
            put(b, "\2\2\2\2", 4);
            b->size -= in == 3;
            put_fill(b, gap, 16 - in);
            put(b, "\1", 1);
            put_fill(b, gap, 3);
            put_fill(b, 0x42, (in == 4 ? 16 : 8) * out);
        } else {
            for (size_t i = 0; i < (element == 4 ? far : near); i++) {
                if (i % 2) {
                    put(b, "para", 4);
                    put_fill(b, gap, 4);
                    put(b, "\0\0", 2);
                    put_fill(b, gap, 2);
                    put_fixed(b, 1.5);
                } else {
                    put(b, "curv", 4);
                    put_fill(b, gap, 4);
                    put_number(b, i ? 3 : 1, 4, true);
                    put(b, "\1\0\2\0\3\0", i ? 6 : 2);
                    put_fill(b, gap, 2); /* to a multiple of four */
                }
            }
        }
    }
    if (!clear)
        put_a(b, 30);
    return b;
}

static void elements_keep_their_numbers(void **state)
{
    struct cleaned *c = *state;
    struct built profile;
    for (int forward = 0; forward < 2; forward++) {
        const struct tag tags[] = {{"A2B0", forward ? elements(true, false) : lut(false)},
                                   {"B2A0", forward ? lut(false) : elements(false, false)}};
        make_profile(&profile, 0x04200000, "prtrCMYKLab ", tags, 2);
        const ls_bytes *icc = clean_profile(c, &profile);
        assert_true(icc->size > 0);
        assert_tag(icc, forward ? "A2B0" : "B2A0", elements(forward, true));
        used = 0;
    }
}

/* ---- What no viewer would use. */
static void assert_dropped(struct cleaned *c, const struct built *profile)
{
    assert_int_equal(clean_profile(c, profile)->size, 0);
}

static void damaged_ones_are_dropped(void **state)
{
    struct cleaned *c = *state;
    struct built profile, good;
    struct built *form = srgb_formula();
    make_matrix(&good, 0x04200000, OWN, 0, (struct built *[]){form, form, form});
    assert_own(c, &good);
    static const struct {
        size_t at, size;
        const char *bytes;
    } changes[] = {
        {36, 4, "acsq"},
        {8, 1, "\5"},
        {8, 1, "\1"},
        {12, 4, "link"},
        {12, 4, "abst"},
        {12, 4, "Aval"},
        {16, 4, "CMYK"},
        {16, 4, "GRAY"},
        {16, 4, "HSV "},
        {20, 4, "Avln"},
        {128, 4, "\0\0\1\1"},
        {128, 4, "\xFF\xFF\xFF\xFF"},
        {128, 4, "\0\0\0\0"},
        {132 + 5 * 12, 4, "zXYZ"},
        {132 + 8 * 12 + 4, 4, "\x7F\xFF\xFF\xFF"},
        {132 + 8 * 12 + 8, 4, "\0\0\0\x1F"},
        {132 + 5 * 12 + 8, 4, "\0\0\0\x13"},
        {132 + 9 * 12, 4, "AVTC"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        profile = good;
        memcpy(profile.data + changes[i].at, changes[i].bytes, changes[i].size);
        assert_dropped(c, &profile);
    }
    for (size_t size = 0; size < good.size - 100; size += 7) {
        profile = good;
        profile.size = size;
        if (size < u32(good.data, 132 + 8 * 12 + 4) + 32) /* the curves stand behind most others */
            assert_dropped(c, &profile);
        else
            clean_profile(c, &profile);
    }
    struct built *curve = RAW("curv\0\0\0\0\x7F\xFF\xFF\xFF\0\0\0\0"),
                 *unknown = RAW("para\0\0\0\0\0\5\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0");
    make_matrix(&profile, 0x04200000, OWN, 0, (struct built *[]){form, form, curve});
    assert_dropped(c, &profile);
    make_matrix(&profile, 0x04200000, OWN, 0, (struct built *[]){form, form, unknown});
    assert_dropped(c, &profile);
    make_matrix(&profile, 0x04200000, OWN, 0, (struct built *[]){form, form, text()});
    assert_dropped(c, &profile);
}

static void damaged_tables_are_dropped(void **state)
{
    struct cleaned *c = *state;
    struct built profile;
    static const struct {
        size_t at;
        const char *bytes;
    } changes[] = {
        {8, "\0"},    {8, "\x10"},  {9, "\0"},    {9, "\xFF"},  {12, "\x7F"},
        {16, "\x7F"}, {20, "\x7F"}, {24, "\x7F"}, {28, "\x7F"}, {0, "M"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct built *b = elements(true, false);
        memcpy(b->data + changes[i].at, changes[i].bytes, 1);
        const struct tag tags[] = {{"A2B0", b}};
        make_profile(&profile, 0x04200000, "prtrCMYKLab ", tags, 1);
        assert_dropped(c, &profile);
        used = 0;
    }
    for (int wide = 0; wide < 2; wide++)
        for (size_t at = 8; at < 11; at++) {
            struct built *b = lut(wide);
            b->data[at] = 0xFF; /* a table of more points than there are numbers */
            const struct tag tags[] = {{"A2B0", b}};
            make_profile(&profile, 0x02100000, "prtrRGB Lab ", tags, 1);
            assert_dropped(c, &profile);
            used = 0;
        }
}

/* What a profile can do without is left out when it is damaged, and so is the second of a kind. */
static void what_is_not_needed_does_not_spoil_it(void **state)
{
    struct cleaned *c = *state;
    struct built profile;
    size_t size;
    struct built *curve = gamma_curve(0x1CD);
    const struct tag tags[] = {{"kTRC", curve},
                               {"wtpt", RAW("XYZ \0\0\0\0\0\0")},
                               {"bkpt", text()},
                               {"kTRC", gamma_curve(0x4156)},
                               {"chrm", RAW("chrm\0\0\0\0\xFF\xFF\0\0")}};
    make_profile(&profile, 0x02100000, "mntrGRAYXYZ ", tags, 5);
    const ls_bytes *icc = clean_profile(c, &profile);
    assert_tag(icc, "kTRC", curve);
    assert_false(find_tag(icc, "wtpt", &size));
    assert_false(find_tag(icc, "bkpt", &size));
    assert_false(find_tag(icc, "chrm", &size));
    assert_int_equal(u32(icc->data, 128), 3);
}

#define ICC_TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ICC_TEST(widespread_spaces_become_the_same_bytes),
        ICC_TEST(the_common_profile_is_what_it_says),
        ICC_TEST(other_matrices_keep_their_numbers),
        ICC_TEST(a_known_mistake_is_mended),
        ICC_TEST(what_is_only_alike_stays_itself),
        ICC_TEST(tables_keep_their_numbers),
        ICC_TEST(elements_keep_their_numbers),
        ICC_TEST(damaged_ones_are_dropped),
        ICC_TEST(damaged_tables_are_dropped),
        ICC_TEST(what_is_not_needed_does_not_spoil_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
