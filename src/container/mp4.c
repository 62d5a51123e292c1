/* SPDX-License-Identifier: Apache-2.0 */
/* MP4 and QuickTime films (ISO/IEC 14496-12, 14496-14; QuickTime File Format): what the samples of a track are, and where they lie. */
#include "container/bmff.h"

#include <string.h>

#define TRACKS_MAX 1024u
#define SOUND_ENTRY 28u

static ls_track *current(ls_bmff *bmff)
{
    return bmff->film.count ? &bmff->film.tracks[bmff->film.count - 1] : NULL;
}

/* ------------------------------------------------------------------------------------- what the boxes say */

static ls_status add_track(ls_bmff *bmff, const ls_box *box)
{
    ls_film *film = &bmff->film;
    if (film->count == TRACKS_MAX)
        return ls_container_problem(bmff->out, box->at, true, "more than %u tracks", TRACKS_MAX);
    ls_track *tracks = ls_arena_grow(bmff->out->arena, film->tracks, film->count, &film->capacity, sizeof *tracks);
    if (!tracks)
        return LS_E_NOMEM;
    film->tracks = tracks;
    tracks[film->count++] = (ls_track){.elsewhere = false};
    return LS_OK;
}

ls_status ls_film_open(ls_bmff *bmff, const ls_box *box)
{
    if (ls_box_is(box, "trak"))
        return add_track(bmff, box);
    if (ls_box_is(box, "moof"))
        bmff->film.fragment = (ls_fragment){.moof = box->at, .first = true};
    return LS_OK;
}

/* QuickTime counts single samples of uncompressed sound, and of compressed sound in packets (sound sample descriptions 0 and 1). */
static void read_sound_entry(ls_track *track, const ls_bytes *body)
{
    const unsigned version = ls_bytes_u16(body, 8, true);
    if (version == 1) {
        track->frame_samples = ls_bytes_u32(body, SOUND_ENTRY, true);
        track->frame_bytes = ls_bytes_u32(body, SOUND_ENTRY + 8, true);
    } else if (version == 0) {
        track->frame_samples = 1;
        track->frame_bytes = ls_bytes_u16(body, 16, true) * (ls_bytes_u16(body, 18, true) / 8);
    }
}

static void read_entry(const ls_bytes *file, ls_track *track, const ls_box *box)
{
    const ls_bytes body = ls_box_body(file, box);
    if (track->entry[0])
        return; /* the first says what the track is */
    memcpy(track->entry, box->type, sizeof track->entry);
    ls_box_name(file, box, track->name);
    if (strcmp(track->handler, "soun") == 0) {
        read_sound_entry(track, &body);
    } else {
        track->width = ls_bytes_u16(&body, 24, true);
        track->height = ls_bytes_u16(&body, 26, true);
    }
}

static void read_table(ls_track *track, const ls_box *box, ls_bytes body)
{
    const struct {
        const char *type;
        ls_bytes *table;
    } tables[] = {{"stsz", &track->sizes},   {"stz2", &track->compact},      {"stsc", &track->runs},
                  {"stco", &track->offsets}, {"co64", &track->wide_offsets}, {"sdtp", &track->kinds}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (ls_box_is(box, tables[i].type))
            *tables[i].table = body;
}

/* Boxes of a track; what other boxes say is none of its business. */
static void read_track(const ls_bytes *file, ls_track *track, const ls_box *box, const char *parent)
{
    const ls_bytes body = ls_box_body(file, box);
    if (strcmp(parent, "stbl") == 0)
        read_table(track, box, body);
    else if (strcmp(parent, "stsd") == 0)
        read_entry(file, track, box);
    else if (strcmp(parent, "trak") == 0 && ls_box_is(box, "tkhd"))
        track->id = ls_bytes_u32(&body, ls_bytes_u8(&body, 0) == 1 ? 20 : 12, true);
    else if (strcmp(parent, "mdia") == 0 && ls_box_is(box, "hdlr") && ls_bytes_has(&body, 8, 4))
        memcpy(track->handler, body.data + 8, 4);
    else if (strcmp(parent, "dref") == 0 && !(ls_bytes_u32(&body, 0, true) & 1))
        track->elsewhere = true;
    else if (strcmp(parent, "STSE") == 0 && ls_box_is(box, "auxi"))
        track->alpha = ls_bytes_match(&body, 4, "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", 44) ||
                       ls_bytes_match(&body, 4, "urn:mpeg:hevc:2015:auxid:1", 27);
}

/* ------------------------------------------------------------------------------------------------ fragments */

static const ls_track_defaults *defaults_of(const ls_film *film, uint32_t id)
{
    for (size_t i = 0; i < film->default_count; i++)
        if (film->defaults[i].id == id)
            return &film->defaults[i];
    return NULL;
}

static ls_status add_defaults(ls_bmff *bmff, const ls_bytes *body)
{
    ls_film *film = &bmff->film;
    if (film->default_count == TRACKS_MAX)
        return LS_OK; /* there are no more tracks either */
    ls_track_defaults *list =
        ls_arena_grow(bmff->out->arena, film->defaults, film->default_count, &film->default_capacity, sizeof *list);
    if (!list)
        return LS_E_NOMEM;
    film->defaults = list;
    list[film->default_count++] = (ls_track_defaults){ls_bytes_u32(body, 4, true), ls_bytes_u32(body, 16, true)};
    return LS_OK;
}

/* tfhd: where the fragment's data begins is said, or it is the moof box, or where the one before ended. */
static void begin_fragment(ls_film *film, const ls_bytes *body)
{
    ls_fragment *fragment = &film->fragment;
    const uint32_t flags = ls_bytes_u32(body, 0, true);
    const ls_track_defaults *defaults = defaults_of(film, fragment->id = ls_bytes_u32(body, 4, true));
    uint64_t at = 8;
    fragment->size = defaults ? defaults->size : 0;
    fragment->base = flags & 0x20000 || fragment->first ? fragment->moof : fragment->next;
    if (flags & 1) {
        fragment->base = ls_bytes_u64(body, at, true);
        at += 8;
    }
    at += (flags & 2 ? 4 : 0) + (flags & 8 ? 4 : 0);
    if (flags & 16)
        fragment->size = ls_bytes_u32(body, at, true);
    fragment->next = fragment->base;
    fragment->first = false;
}

/* trun: the samples that lie one behind the other. */
static ls_status add_run(ls_bmff *bmff, const ls_bytes *body)
{
    ls_film *film = &bmff->film;
    ls_fragment *fragment = &film->fragment;
    const uint32_t flags = ls_bytes_u32(body, 0, true), count = ls_bytes_u32(body, 4, true);
    const unsigned before = flags & 0x100 ? 4 : 0, entry = before + (flags & 0x200 ? 4 : 0) + (flags & 0x400 ? 4 : 0) + (flags & 0x800 ? 4 : 0);
    uint64_t at = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0), length = 0;
    if (flags & 1)
        fragment->next = fragment->base + (uint64_t)(int64_t)(int32_t)ls_bytes_u32(body, 8, true);
    if (flags & 0x200)
        for (uint32_t i = 0; i < count && ls_bytes_has(body, at, entry); i++, at += entry)
            length += ls_bytes_u32(body, at + before, true);
    else
        length = (uint64_t)count * fragment->size;
    ls_run *list = ls_arena_grow(bmff->out->arena, film->runs, film->run_count, &film->run_capacity, sizeof *list);
    if (!list)
        return LS_E_NOMEM;
    film->runs = list;
    list[film->run_count++] = (ls_run){fragment->id, fragment->next, length, count};
    fragment->next += length;
    return LS_OK;
}

ls_status ls_film_leaf(ls_bmff *bmff, const ls_box *box, const char *parent)
{
    const ls_bytes body = ls_box_body(bmff->file, box);
    if (strcmp(parent, "mvex") == 0 && ls_box_is(box, "trex"))
        return add_defaults(bmff, &body);
    if (strcmp(parent, "traf") == 0 && ls_box_is(box, "trun"))
        return add_run(bmff, &body);
    if (strcmp(parent, "traf") == 0 && ls_box_is(box, "tfhd"))
        begin_fragment(&bmff->film, &body);
    else if (current(bmff))
        read_track(bmff->file, current(bmff), box, parent);
    return LS_OK;
}

/* ---------------------------------------------------------------------------------------------- the samples */

typedef struct part {
    ls_role role;
    const char *path;
} part;

static bool shows(const ls_track *track)
{
    return strcmp(track->handler, "vide") == 0 || strcmp(track->handler, "pict") == 0;
}

/* Pictures and sound are what the file is for; any other track tells something beside them. */
static part part_of(const ls_bmff *bmff, const ls_track *track)
{
    const bool media = shows(track) || strcmp(track->handler, "soun") == 0 || (strcmp(track->handler, "auxv") == 0 && track->alpha);
    const bool film = strcmp(bmff->root, "mp4") == 0;
    if (media)
        return (part){LS_ROLE_IMAGE, ls_arena_printf(bmff->out->arena, film ? "%s/mdat" : "%s/image", bmff->root)};
    return (part){LS_ROLE_CARRIER,
                  ls_arena_printf(bmff->out->arena, "%s/track/%s", bmff->root, track->name[0] ? track->name : "unnamed")};
}

/* Where a walk over the samples of a track stands. */
struct samples {
    const ls_track *track;
    uint64_t count, taken;
    uint32_t size;     /* of each, or 0 */
    unsigned bits;     /* of an entry of stz2, or 0 */
    bool wrong;
};

static uint64_t size_of(const struct samples *s, uint64_t i)
{
    const ls_track *track = s->track;
    if (!s->bits)
        return ls_bytes_u32(&track->sizes, 12 + 4 * i, true);
    if (s->bits == 16)
        return ls_bytes_u16(&track->compact, 12 + 2 * i, true);
    const unsigned byte = ls_bytes_u8(&track->compact, 12 + (s->bits == 8 ? i : i / 2));
    return s->bits == 8 ? byte : i % 2 ? byte & 15 : byte >> 4;
}

static struct samples samples_of(const ls_track *track)
{
    struct samples s = {.track = track};
    const ls_bytes *table = track->sizes.size ? &track->sizes : &track->compact;
    s.count = ls_bytes_u32(table, 8, true);
    if (table == &track->sizes)
        s.size = ls_bytes_u32(table, 4, true);
    else
        s.bits = ls_bytes_u8(table, 7);
    const unsigned bits = s.bits ? s.bits : 32;
    s.wrong = s.bits && s.bits != 4 && s.bits != 8 && s.bits != 16;
    s.wrong |= !s.size && s.count && !ls_bytes_has(table, 12, (s.count * bits + 7) / 8);
    return s;
}

/* Bytes of the next `count` samples. */
static uint64_t take(struct samples *s, uint64_t count)
{
    const ls_track *track = s->track;
    uint64_t length = 0;
    if (count > s->count - s->taken)
        count = s->count - s->taken;
    if (!s->size)
        for (uint64_t i = 0; i < count; i++)
            length += size_of(s, s->taken + i);
    else if (s->size == 1 && track->frame_samples && track->frame_bytes)
        length = count / track->frame_samples * track->frame_bytes;
    else
        length = count * s->size;
    s->taken += count;
    return length;
}

/* Chunks of each run (stsc) have the same number of samples. */
static ls_status claim_chunks(ls_bmff *bmff, ls_track *track, part to)
{
    const bool wide = track->wide_offsets.size > 0;
    const ls_bytes *offsets = wide ? &track->wide_offsets : &track->offsets, *runs = &track->runs;
    const uint32_t chunks = ls_bytes_u32(offsets, 4, true), run_count = ls_bytes_u32(runs, 4, true);
    struct samples s = samples_of(track);
    ls_status status = LS_OK;
    track->samples = s.count;
    s.wrong |= !ls_bytes_has(offsets, 8, (uint64_t)chunks * (wide ? 8 : 4)) || !ls_bytes_has(runs, 8, 12ull * run_count) ||
               (chunks && (!run_count || ls_bytes_u32(runs, 8, true) != 1));
    uint32_t run = 0;
    for (uint32_t i = 0; i < chunks && !s.wrong && !status; i++) {
        while (run + 1 < run_count && ls_bytes_u32(runs, 8 + 12ull * (run + 1), true) <= i + 1)
            run++;
        const uint64_t at = wide ? ls_bytes_u64(offsets, 8 + 8ull * i, true) : ls_bytes_u32(offsets, 8 + 4ull * i, true);
        const uint64_t length = take(&s, ls_bytes_u32(runs, 12 + 12ull * run, true));
        if (!ls_bytes_has(bmff->file, at, length))
            status = ls_container_problem(bmff->out, bmff->file->size, true, "samples run past the end of the file");
        if (!status)
            status = ls_claims_add(&bmff->claims, at, length, to.role, to.path);
    }
    if (!status && (s.wrong || s.taken < s.count))
        status = ls_container_problem(bmff->out, offsets->from - bmff->file->from, true, "the tables of a track's samples do not fit together");
    return status;
}

/* One byte for each sample (8.6.4): what stands behind the last can hold anything. */
static ls_status claim_kinds(ls_bmff *bmff, const ls_track *track)
{
    const ls_bytes rest = ls_bytes_after(&track->kinds, 4 + track->samples);
    const char *path = ls_arena_printf(bmff->out->arena, "%s/moov/trak/mdia/minf/stbl/sdtp/surplus", bmff->root);
    const uint64_t at = bmff->file->from;
    if (!path)
        return LS_E_NOMEM;
    return rest.size ? ls_claims_add(&bmff->claims, rest.from - at, rest.size, LS_ROLE_CARRIER, path) : LS_OK;
}

static ls_status claim_track(ls_bmff *bmff, ls_track *track)
{
    const part to = part_of(bmff, track);
    if (!to.path)
        return LS_E_NOMEM;
    if (track->elsewhere)
        return ls_container_problem(bmff->out, track->runs.from - bmff->file->from, true, "the samples of a track are in another file");
    ls_status status = claim_chunks(bmff, track, to);
    return status ? status : claim_kinds(bmff, track);
}

static ls_status claim_run(ls_bmff *bmff, const ls_run *run)
{
    ls_track *track = NULL;
    for (size_t i = 0; i < bmff->film.count && !track; i++)
        if (bmff->film.tracks[i].id == run->id)
            track = &bmff->film.tracks[i];
    if (!track || !ls_bytes_has(bmff->file, run->from, run->length))
        return ls_container_problem(bmff->out, bmff->file->size, true,
                                    track ? "samples run past the end of the file" : "a fragment of a track that is not there");
    const part to = part_of(bmff, track);
    track->samples += run->samples;
    return to.path ? ls_claims_add(&bmff->claims, run->from, run->length, to.role, to.path) : LS_E_NOMEM;
}

ls_status ls_film_claim(ls_bmff *bmff)
{
    ls_film *film = &bmff->film;
    ls_container *out = bmff->out;
    ls_status status = LS_OK;
    for (size_t i = 0; i < film->count && !status; i++)
        status = claim_track(bmff, &film->tracks[i]);
    for (size_t i = 0; i < film->run_count && !status; i++)
        status = claim_run(bmff, &film->runs[i]);
    for (size_t i = 0; i < film->count && !status; i++) {
        const ls_track *track = &film->tracks[i];
        if (!shows(track))
            continue;
        if (!out->width) {
            out->width = track->width;
            out->height = track->height;
        }
        if (track->samples > out->frames)
            out->frames = track->samples < UINT32_MAX ? (uint32_t)track->samples : UINT32_MAX;
    }
    return status;
}

ls_status ls_walk_mp4(const ls_bytes *file, ls_container *out)
{
    return ls_walk_bmff(file, out, "mp4");
}
