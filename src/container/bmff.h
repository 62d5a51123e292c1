/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One walk for all files of boxes. Boxes claim their own bytes as they are met (bmff.c, boxes.def); then items (heif.c) and tracks
 * (mp4.c) claim what lies in mdat and idat; what is left there nobody needs.
 */
#ifndef LS_CONTAINER_BMFF_H
#define LS_CONTAINER_BMFF_H

#include "container/box.h"
#include "container/claims.h"
#include "container/items.h"

/* What a track's boxes say; the bodies of its tables. */
typedef struct ls_track {
    uint32_t id;
    char handler[5]; /* "vide", "soun", "pict" …; empty before its box was met */
    char entry[5];   /* type of the first sample entry */
    char name[LS_BOX_NAME_SIZE]; /* the same as part of a path */
    bool elsewhere;  /* its samples are in another file */
    bool alpha;      /* an auxiliary track that is transparency */
    uint32_t width, height;
    uint32_t frame_bytes, frame_samples; /* of sound whose table of sizes counts in single samples (QuickTime), else 0 */
    ls_bytes sizes, compact, runs, offsets, wide_offsets, kinds; /* stsz, stz2, stsc, stco, co64, sdtp */
    uint64_t samples;
} ls_track;

/* Defaults of a fragmented film's track (8.8.3). */
typedef struct ls_track_defaults {
    uint32_t id, size;
} ls_track_defaults;

/* Where the fragment that is walked has come to (8.8.7, 8.8.8). */
typedef struct ls_fragment {
    uint64_t moof, base, next;
    uint32_t id, size;
    bool first; /* no track fragment of this moof was met before */
} ls_fragment;

typedef struct ls_run {
    uint32_t id;
    uint64_t from, length, samples;
} ls_run;

typedef struct ls_film {
    ls_track *tracks;
    size_t count, capacity;
    ls_track_defaults *defaults;
    size_t default_count, default_capacity;
    ls_run *runs;
    size_t run_count, run_capacity;
    ls_fragment fragment;
} ls_film;

/* An open box on the way down. */
typedef struct ls_level {
    char type[5];
    const char *path;
    uint64_t body, at, end; /* its content, where the next box begins, where the content ends */
    uint64_t seen[4];       /* rows of boxes.def that may come once only and have come */
    const char *last_path;  /* of its last box, */
    char last_name[LS_BOX_NAME_SIZE]; /* and that box's name: many in a row have the same */
} ls_level;

typedef struct ls_bmff {
    const ls_bytes *file;
    ls_container *out;
    ls_claims claims;
    const char *root; /* first part of every path: "heif", "mp4" */
    ls_level levels[LS_BOX_DEPTH];
    unsigned depth;   /* open levels, that of the file among them */
    uint64_t coded_left; /* bytes of pictures that may yet be looked at: hostile items may all be the same bytes */
    ls_film film;
} ls_bmff;

/* The whole of it. `root` names the format; *out gets ranges, problems, size and frames. */
ls_status ls_walk_bmff(const ls_bytes *file, ls_container *out, const char *root);

/* ---- bmff_size.c: what a box's own numbers account for */

typedef struct ls_leaf {
    const char *type, *parent; /* of the box, and of the box around it */
    ls_bytes body;
    unsigned version; /* first byte of the content of the box around it */
} ls_leaf;

/*
 * How many bytes of the content are structure; what follows is surplus. 0: the box tells something and is a carrier.
 */
typedef uint64_t ls_leaf_size(const ls_leaf *leaf);
#define BOX_TREE(parent, type, once, skip)
#define BOX_TABLE(parent, type, once, fixed, entry)
#define BOX_SIZED(parent, type, once, function) ls_leaf_size function;
#include "container/boxes.def"
#undef BOX_TREE
#undef BOX_TABLE
#undef BOX_SIZED

/*
 * Fields in front of a sample entry's own boxes (8.5.2, 12.1.3, 12.2.3; QuickTime File Format, sound sample descriptions); 0 for an
 * entry that is neither of pictures nor of sound. *plain: they name no encoder.
 */
uint64_t ls_sample_entry_size(const ls_leaf *leaf, bool *plain);

/* ---- mp4.c */
ls_status ls_film_open(ls_bmff *bmff, const ls_box *box);
ls_status ls_film_leaf(ls_bmff *bmff, const ls_box *box, const char *parent);
/* The samples of every track and every run of a fragment claim their bytes. */
ls_status ls_film_claim(ls_bmff *bmff);

/* ---- heif.c */
ls_status ls_items_claim(ls_bmff *bmff);

/*
 * ---- coded.c: the bytes of an item that is a picture or a part of one claim what each of them is: the picture has this role and path,
 * what stands beside it in the coded data a path below
 */
ls_status ls_coded_claim(ls_bmff *bmff, const ls_items *items, const ls_item *item, ls_role role, const char *path);

#endif
