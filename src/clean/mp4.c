/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Films, in place: every byte that is needed for playing stays where it is, so that all offsets hold; a box that is not needed becomes a
 * free box of as many bytes, and what no kept sample lies in becomes zero. Only what stands behind the last box is cut off.
 */
#include "clean/mp4.h"

#include <string.h>

#define TRACKS_MAX 1024u /* the walker takes no more */

static const struct row {
    char parent[5], type[5];
    bool once, tree;
    unsigned skip; /* bytes in front of the boxes inside */
} rows[] = {
#define BOX_TREE(parent, type, once, skip) {parent, type, once, true, skip},
#define BOX_TABLE(parent, type, once, fixed, entry) {parent, type, once, false, 0},
#define BOX_SIZED(parent, type, once, function) {parent, type, once, false, 0},
#include "container/boxes.def"
#undef BOX_TREE
#undef BOX_TABLE
#undef BOX_SIZED
};

#define ROWS (sizeof rows / sizeof *rows)

/* An open box on the way down. */
typedef struct level {
    char type[5];
    uint64_t at, end;
    unsigned version; /* first byte of its content */
    bool seen[ROWS];
    ls_box box;
} level;

typedef struct film_copy {
    ls_cleaning *cleaning;
    const ls_bytes *file;
    unsigned char *out;
    level levels[LS_BOX_DEPTH];
    unsigned depth;
    uint32_t removed[TRACKS_MAX]; /* numbers of the tracks that are neither pictures nor sound */
    size_t removed_count;
    bool auxiliary; /* one of them belongs to the pictures: depth, transparency */
} film_copy;

/* ------------------------------------------------------------------------------------------- what both know */

bool ls_mp4_find(const ls_bytes *file, uint64_t from, uint64_t to, const char *type, ls_box *box)
{
    for (uint64_t at = from; ls_box_read(file, at, to, false, box) && !box->cut; at = box->end)
        if (ls_box_is(box, type))
            return true;
    return false;
}

void ls_mp4_handler(const ls_bytes *file, const ls_box *trak, char handler[5])
{
    ls_box mdia, hdlr;
    memset(handler, 0, 5);
    if (!ls_mp4_find(file, trak->body, trak->end, "mdia", &mdia) || !ls_mp4_find(file, mdia.body, mdia.end, "hdlr", &hdlr))
        return;
    const ls_bytes body = ls_box_body(file, &hdlr);
    if (ls_bytes_has(&body, 8, 4))
        memcpy(handler, body.data + 8, 4);
}

ls_bytes ls_mp4_next_array(const ls_bytes *body, uint64_t *at, bool *sets)
{
    enum { VIDEO_PARAMETERS = 32, PICTURE_PARAMETERS = 34 };
    const uint64_t from = *at;
    const unsigned type = ls_bytes_u8(body, from) & 0x3F;
    uint64_t end = from + 3;
    *sets = type >= VIDEO_PARAMETERS && type <= PICTURE_PARAMETERS;
    for (unsigned units = ls_bytes_u16(body, from + 1, true); units && end <= body->size; units--)
        end += 2 + ls_bytes_u16(body, end, true);
    *at = end;
    return end <= body->size ? ls_bytes_part(body, from, end - from) : (ls_bytes){0};
}

/* -------------------------------------------------------------------------------------------------- the bytes */

static void zero(film_copy *copy, uint64_t from, uint64_t to)
{
    const uint64_t size = copy->cleaning->out->size;
    if (from < size && to > from)
        memset(copy->out + from, 0, (size_t)((to < size ? to : size) - from));
}

/* As it is in the film; it may have been zeroed before. */
static void restore(film_copy *copy, uint64_t from, uint64_t to)
{
    const ls_bytes bytes = ls_bytes_part(copy->file, from, to - from);
    if (bytes.size && to <= copy->cleaning->out->size)
        memcpy(copy->out + from, bytes.data, bytes.size);
}

static void put_u32(film_copy *copy, uint64_t at, uint64_t value)
{
    for (unsigned i = 0; i < 4; i++)
        copy->out[at + i] = (unsigned char)(value >> 8 * (3 - i));
}

/* Nothing in it, and nothing that says what was. */
static void set_free(film_copy *copy, const ls_box *box)
{
    const uint64_t wide = ls_bytes_u32(copy->file, box->at, true) == 1 ? 8 : 0;
    restore(copy, box->at, box->at + LS_BOX_HEADER + wide);
    memcpy(copy->out + box->at + 4, "free", 4);
    zero(copy, box->at + LS_BOX_HEADER + wide, box->end);
}

/* What is left of a box that has become shorter, which now ends at `from`. */
static ls_status fill_up(film_copy *copy, const ls_box *box, uint64_t from)
{
    const uint64_t left = box->end - from;
    if ((left && left < LS_BOX_HEADER) || box->body - box->at != LS_BOX_HEADER)
        return ls_cleaning_refuse(copy->cleaning, "byte %llu: what is left of it cannot be filled up", (unsigned long long)box->at);
    put_u32(copy, box->at, from - box->at);
    zero(copy, from, box->end);
    if (!left)
        return LS_OK;
    put_u32(copy, from, left);
    memcpy(copy->out + from + 4, "free", 4);
    return LS_OK;
}

/* Everything but structure and samples becomes zero; boxes that stay are put back afterwards. */
static void zero_the_rest(film_copy *copy)
{
    const ls_container *container = copy->cleaning->in->container;
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        if (range->inner || (range->role != LS_ROLE_STRUCTURE && range->role != LS_ROLE_IMAGE))
            zero(copy, range->from, range->to);
    }
}

static const ls_range *range_at(const film_copy *copy, uint64_t at)
{
    const ls_container *container = copy->cleaning->in->container;
    size_t low = 0, high = container->range_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (container->ranges[middle].from <= at)
            low = middle;
        else
            high = middle;
    }
    return &container->ranges[low];
}

/* ---------------------------------------------------------------------------------------- boxes that are edited */

/* Brands (4.3) of formats and not of cameras: those of makers name them. */
static bool is_plain_brand(const unsigned char *brand)
{
    static const char plain[] = "isom|iso2|iso3|iso4|iso5|iso6|iso7|iso8|iso9|isoa|isob|isoc|mp41|mp42|mp71|avc1|hvc1|hev1|av01|qt  |M4V |M4VH|"
                                "M4VP|M4A |3gp4|3gp5|3gp6|3gp7|3gr6|3gs6|3ge6|3ge7|3gg6|3g2a|3g2b|3g2c|mmp4|dash|msdh|msix|lmsg|cmfc|cmf2|cmfs|"
                                "dby1|f4v ";
    for (size_t i = 0; i + 4 < sizeof plain; i += 5)
        if (memcmp(plain + i, brand, 4) == 0)
            return true;
    return false;
}

static void clean_brands(film_copy *copy, const ls_box *box)
{
    restore(copy, box->at, box->end);
    for (uint64_t at = box->body; at + 4 <= box->end; at += 4)
        if (at == box->body + 4)
            zero(copy, at, at + 4); /* the version counts for nothing, and tells programs apart */
        else if (!is_plain_brand(copy->out + at))
            memcpy(copy->out + at, "isom", 4);
}

static void clean_times(film_copy *copy, const ls_box *box)
{
    const bool wide = ls_bytes_u8(copy->file, box->body) == 1;
    const uint64_t sizes[] = {wide ? 112 : 100, wide ? 96 : 84, wide ? 36 : 24};
    const uint64_t end = box->body + sizes[ls_box_is(box, "mvhd") ? 0 : ls_box_is(box, "tkhd") ? 1 : 2];
    restore(copy, box->at, end < box->end ? end : box->end);
    zero(copy, box->body + 4, box->body + 4 + (wide ? 16 : 8) < box->end ? box->body + 4 + (wide ? 16 : 8) : box->end);
}

static void clean_handler(film_copy *copy, const ls_box *box)
{
    restore(copy, box->at, box->end);
    if (box->end - box->body > LS_HDLR_MAKER)
        zero(copy, box->body + LS_HDLR_MAKER, box->end);
}

/* References to tracks that are gone lead nowhere. */
static void clean_reference(film_copy *copy, const ls_box *box)
{
    const ls_bytes body = ls_box_body(copy->file, box);
    bool leads = range_at(copy, box->at)->role == LS_ROLE_STRUCTURE;
    for (uint64_t at = 0; at + 4 <= body.size && leads; at += 4)
        for (size_t i = 0; i < copy->removed_count; i++)
            leads &= copy->removed[i] != ls_bytes_u32(&body, at, true);
    if (!leads)
        set_free(copy, box);
}

static ls_status clean_colours(film_copy *copy, const ls_box *box)
{
    ls_cleaning *cleaning = copy->cleaning;
    const ls_bytes body = ls_box_body(copy->file, box), profile = ls_bytes_after(&body, 4);
    if (!ls_bytes_match(&body, 0, "prof", 4) && !ls_bytes_match(&body, 0, "rICC", 4))
        return ls_cleaning_refuse(cleaning, "byte %llu: colours that no standard describes", (unsigned long long)box->at);
    const ls_status status = ls_clean_icc(cleaning, &profile);
    if (status)
        return status;
    if (!cleaning->icc.size)
        return ls_cleaning_refuse(cleaning, "byte %llu: a colour profile that cannot be read", (unsigned long long)box->at);
    if (cleaning->icc.size > profile.size)
        return ls_cleaning_refuse(cleaning, "byte %llu: its colour profile has too little room", (unsigned long long)box->at);
    restore(copy, box->at, box->body);
    memcpy(copy->out + box->body, "prof", 4);
    memcpy(copy->out + box->body + 4, cleaning->icc.data, cleaning->icc.size);
    return fill_up(copy, box, box->body + 4 + cleaning->icc.size);
}

/* Beside parameter sets there may be messages of any content (SEI) among a decoder's parameters. */
static ls_status clean_parameters(film_copy *copy, const ls_box *box)
{
    const ls_bytes body = ls_box_body(copy->file, box);
    uint64_t at = LS_HVCC_ARRAYS + 1, end = box->body + at;
    unsigned kept = 0;
    restore(copy, box->at, end < box->end ? end : box->end);
    for (unsigned arrays = ls_bytes_u8(&body, LS_HVCC_ARRAYS); arrays; arrays--) {
        bool sets;
        const ls_bytes array = ls_mp4_next_array(&body, &at, &sets);
        if (!array.size)
            return ls_cleaning_refuse(copy->cleaning, "byte %llu: parameters that cannot be read", (unsigned long long)box->at);
        if (!sets)
            continue;
        memcpy(copy->out + end, array.data, array.size);
        end += array.size;
        kept++;
    }
    copy->out[box->body + LS_HVCC_ARRAYS] = (unsigned char)kept;
    return fill_up(copy, box, end);
}

/* A known box: most stay as they are, as far as they are structure. */
static ls_status clean_leaf(film_copy *copy, const ls_box *box, const char *parent)
{
    const ls_range *range = range_at(copy, box->at);
    if (ls_box_is(box, "ftyp") || ls_box_is(box, "styp"))
        clean_brands(copy, box);
    else if (ls_box_is(box, "mvhd") || ls_box_is(box, "tkhd") || ls_box_is(box, "mdhd"))
        clean_times(copy, box);
    else if (ls_box_is(box, "hdlr"))
        clean_handler(copy, box);
    else if (strcmp(parent, "tref") == 0)
        clean_reference(copy, box);
    else if (range->role == LS_ROLE_STRUCTURE)
        return LS_OK;
    else if (ls_box_is(box, "colr"))
        return clean_colours(copy, box);
    else if (ls_box_is(box, "hvcC"))
        return clean_parameters(copy, box);
    else
        return ls_cleaning_refuse(copy->cleaning, "byte %llu: %s holds more than a player needs", (unsigned long long)box->at, range->path);
    return LS_OK;
}

/* ------------------------------------------------------------------------------------------------ sample entries */

static bool is_any(const char *type, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(type, *list) == 0)
            return true;
    return false;
}

/* Codecs whose parameters are all in boxes that are known, or that have none: what else their entries hold is no decoder's business. */
static bool is_configured(const char *codec)
{
    static const char *const known[] = {"avc1", "avc2", "avc3", "avc4", "dva1", "dvav", "hvc1", "hev1", "hvc2", "hev2", "dvh1", "dvhe",
                                        "av01", "dav1", "vp08", "vp09", "mp4v", "s263", "h263", "jpeg", "mjpa", "mjpb", "png ", "ap4h",
                                        "ap4x", "apcn", "apch", "apcs", "apco", "mp4a", "alac", "ac-3", "Opus", "samr", "sawb", "alaw",
                                        "ulaw", ".mp3", "twos", "sowt", "lpcm", "in24", "in32", "fl32", "fl64", "raw ", "ima4", "NONE",
                                        NULL};
    return is_any(codec, known);
}

/* An unknown box of a sample entry; some are needed by players: keys, how a sphere is laid out, the other eye. */
static ls_status clean_extension(film_copy *copy, const ls_box *box, const char *codec)
{
    static const char *const needed[] = {"sinf", "st3d", "sv3d", "vexu", "lhvC", NULL};
    if (is_any(box->type, needed) || !is_configured(codec))
        return ls_cleaning_refuse(copy->cleaning, "byte %llu: %s/%s is needed and not known", (unsigned long long)box->at, codec, box->type);
    set_free(copy, box);
    return LS_OK;
}

static ls_status open_level(film_copy *copy, const ls_box *box, const char *type, uint64_t at)
{
    if (copy->depth == LS_BOX_DEPTH)
        return ls_cleaning_refuse(copy->cleaning, "boxes inside each other more than %u deep", LS_BOX_DEPTH);
    level *open = &copy->levels[copy->depth++];
    *open = (level){.at = at < box->end ? at : box->end, .end = box->end, .version = ls_bytes_u8(copy->file, box->body), .box = *box};
    memcpy(open->type, type, 5);
    return LS_OK;
}

static ls_status clean_entry(film_copy *copy, const ls_box *box, const level *stsd)
{
    const ls_leaf leaf = {box->type, "stsd", ls_box_body(copy->file, box), stsd->version};
    bool plain;
    const uint64_t size = ls_sample_entry_size(&leaf, &plain);
    if (!size || size > leaf.body.size) {
        char name[LS_BOX_NAME_SIZE];
        ls_box_name(copy->file, box, name);
        return ls_cleaning_refuse(copy->cleaning, "byte %llu: samples of a kind that is not known: %s", (unsigned long long)box->at, name);
    }
    restore(copy, box->at, box->body + size);
    zero(copy, box->body + LS_ENTRY_VENDOR, box->body + LS_ENTRY_VENDOR + 4);
    if (size >= LS_ENTRY_NAME + LS_ENTRY_NAME_SIZE)
        zero(copy, box->body + LS_ENTRY_NAME, box->body + LS_ENTRY_NAME + LS_ENTRY_NAME_SIZE);
    return open_level(copy, box, "STSE", box->body + size);
}

/* ------------------------------------------------------------------------------------------------------ the walk */

static const struct row *row_of(const char *parent, const char *type)
{
    for (size_t i = 0; i < ROWS; i++)
        if ((rows[i].type[0] == '*' || memcmp(rows[i].type, type, 4) == 0) && (rows[i].parent[0] == '*' || strcmp(rows[i].parent, parent) == 0))
            return &rows[i];
    return NULL;
}

static bool is_media(const char *handler)
{
    return strcmp(handler, "vide") == 0 || strcmp(handler, "soun") == 0 || strcmp(handler, "pict") == 0;
}

static ls_status clean_track(film_copy *copy, const ls_box *box)
{
    char handler[5];
    ls_mp4_handler(copy->file, box, handler);
    if (is_media(handler))
        return open_level(copy, box, "trak", box->body);
    set_free(copy, box);
    return LS_OK;
}

/* Structure that no player asks for: descriptors of systems, heads of media that are gone, handlers and data references of nothing. */
static bool is_idle(const ls_box *box, const char *parent)
{
    const bool media = strcmp(parent, "mdia") == 0 || strcmp(parent, "minf") == 0;
    return ls_box_is(box, "iods") || ls_box_is(box, "gmhd") || ((ls_box_is(box, "hdlr") || ls_box_is(box, "dinf")) && !media);
}

static ls_status clean_known(film_copy *copy, const ls_box *box, const struct row *row)
{
    level *around = &copy->levels[copy->depth - 1];
    if ((row->once && around->seen[row - rows]) || is_idle(box, around->type)) {
        set_free(copy, box);
        return LS_OK;
    }
    around->seen[row - rows] = true;
    if (ls_box_is(box, "trak"))
        return clean_track(copy, box);
    return row->tree ? open_level(copy, box, box->type, box->body + row->skip) : clean_leaf(copy, box, around->type);
}

static ls_status clean_box(film_copy *copy, const ls_box *box)
{
    static const char *const fillers[] = {"free", "skip", "wide", NULL}, *const data[] = {"mdat", "idat", "imda", NULL};
    const level *around = &copy->levels[copy->depth - 1];
    const struct row *row = row_of(around->type, box->type);
    if (copy->depth == 1 && is_any(box->type, data))
        return LS_OK; /* what is no sample there is zero by now */
    if (is_any(box->type, fillers)) {
        restore(copy, box->at, box->body);
        return LS_OK;
    }
    if (strcmp(around->type, "stsd") == 0)
        return clean_entry(copy, box, around);
    if (row)
        return clean_known(copy, box, row);
    if (strcmp(around->type, "STSE") == 0)
        return clean_extension(copy, box, around->box.type);
    set_free(copy, box);
    return LS_OK;
}

static ls_status clean_boxes(film_copy *copy)
{
    ls_status status = LS_OK;
    copy->levels[0] = (level){.end = copy->cleaning->out->size};
    copy->depth = 1;
    while (!status && copy->depth) {
        level *open = &copy->levels[copy->depth - 1];
        ls_box box;
        if (!ls_box_read(copy->file, open->at, open->end, copy->depth == 1, &box) || box.cut) {
            copy->depth--;
            continue;
        }
        open->at = box.end;
        status = clean_box(copy, &box);
    }
    return status;
}

/* ---------------------------------------------------------------------------------------------------- the film */

static void note_removed(film_copy *copy, const ls_box *trak)
{
    ls_box tkhd;
    char handler[5];
    ls_mp4_handler(copy->file, trak, handler);
    copy->auxiliary |= strcmp(handler, "auxv") == 0;
    if (is_media(handler) || copy->removed_count == TRACKS_MAX || !ls_mp4_find(copy->file, trak->body, trak->end, "tkhd", &tkhd))
        return;
    const ls_bytes body = ls_box_body(copy->file, &tkhd);
    copy->removed[copy->removed_count++] = ls_bytes_u32(&body, ls_bytes_u8(&body, 0) == 1 ? 20 : 12, true);
}

/* What cannot be taken out in place. */
static ls_status refuse_the_rest(film_copy *copy)
{
    const ls_container *container = copy->cleaning->in->container;
    bool fragments = false;
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        if (strncmp(range->path, "mp4/image", 9) == 0)
            return ls_cleaning_refuse(copy->cleaning, "byte %llu: a picture beside the film", (unsigned long long)range->from);
        fragments |= strncmp(range->path, "mp4/moof", 8) == 0;
    }
    if (copy->auxiliary)
        return ls_cleaning_refuse(copy->cleaning, "a track of pictures that belong to others");
    return fragments && copy->removed_count ? ls_cleaning_refuse(copy->cleaning, "a track of telemetry, text or times in fragments") : LS_OK;
}

/* What stands behind the last box and the last sample is no part of the film. */
static uint64_t end_of_film(const ls_container *container)
{
    size_t count = container->range_count;
    while (count && (strncmp(container->ranges[count - 1].path, "mp4/trailing", 12) == 0 || strcmp(container->ranges[count - 1].path, "mp4/padding") == 0))
        count--;
    return count ? container->ranges[count - 1].to : 0;
}

static void find_tracks(film_copy *copy)
{
    ls_box moov, trak;
    if (!ls_mp4_find(copy->file, 0, copy->file->size, "moov", &moov))
        return;
    for (uint64_t at = moov.body; ls_mp4_find(copy->file, at, moov.end, "trak", &trak); at = trak.end)
        note_removed(copy, &trak);
}

ls_status ls_clean_mp4(ls_cleaning *cleaning)
{
    film_copy copy = {.cleaning = cleaning, .file = &cleaning->file};
    const ls_bytes film = ls_bytes_part(&cleaning->file, 0, end_of_film(cleaning->in->container));
    find_tracks(&copy);
    ls_status status = refuse_the_rest(&copy);
    if (!status)
        ls_cleaning_copy(cleaning, &film);
    if (status || cleaning->out->status)
        return status; /* what became of the output is for the caller to say */
    copy.out = (unsigned char *)cleaning->out->data;
    zero_the_rest(&copy);
    return clean_boxes(&copy);
}
