/* SPDX-License-Identifier: Apache-2.0 */
/* What every byte of a file is: the container walker's answer, as it crosses the wall. */
#ifndef LS_RECORD_CONTAINER_H
#define LS_RECORD_CONTAINER_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

typedef enum ls_kind {
    LS_KIND_NONE,    /* no picture at all: a text file, an archive, nothing */
    LS_KIND_JPEG,
    LS_KIND_PNG,
    LS_KIND_HEIF,    /* HEIC, AVIF, their sequences */
    LS_KIND_WEBP,
    LS_KIND_GIF,
    LS_KIND_TIFF,    /* DNG too */
    LS_KIND_BMP,     /* recognised by magic number, not walked in this version */
    LS_KIND_VIDEO,   /* MP4, MOV: walked, but no frame is read; other films (Matroska, AVI) are LS_KIND_OTHER */
    LS_KIND_OTHER,   /* a picture format that is known by its magic number only (JXL, PSD, RAW …) */
    LS_KIND_COUNT
} ls_kind;

typedef enum ls_role {
    LS_ROLE_STRUCTURE, /* markers, lengths, headers needed to decode */
    LS_ROLE_IMAGE,     /* coded image data */
    LS_ROLE_CARRIER,   /* bytes that can tell something */
    LS_ROLE_PADDING,   /* fill bytes that hold nothing */
    LS_ROLE_TRAILING,  /* after the end of the picture; of a file inside the file, all that is no carrier, padding or unknown */
    LS_ROLE_UNKNOWN,   /* accounted for by no structure */
    LS_ROLE_COUNT
} ls_role;

typedef struct ls_range {
    uint64_t from, to; /* [from, to), from < to */
    ls_role role;
    const char *path;  /* e.g. "jpeg/app1/exif", "png/tEXt", "jpeg/trailing/mp4/moov" */
    uint32_t inner;    /* 0: a part of the photo itself; else of inner[inner - 1], the innermost file around it */
    const char *local; /* the end of `path`, as that file alone would name the part: "mp4/moov" */
} ls_range;

/* A file that stands inside the photo: a clip or a second picture behind the first, a maker's trailer. */
typedef struct ls_inner {
    uint64_t from, to;      /* of the photo; they nest, and none shares bytes with another that is not around it */
    ls_kind kind;           /* LS_KIND_NONE: a maker's block that has parts of its own but is no picture or film */
    const char *path;       /* "jpeg/trailing/mp4": those of its ranges begin with it */
    uint32_t parent;        /* 0: the photo itself; else inner[parent - 1], which comes before it */
    uint32_t width, height; /* as in ls_container */
    bool whole;             /* a walker went through it and found nothing that cannot be trusted */
} ls_inner;

typedef struct ls_problem {
    uint64_t at;      /* byte */
    const char *text; /* what is wrong there, one line of English */
    bool fatal;       /* the picture or its metadata cannot be trusted to be whole beyond this byte */
} ls_problem;

#define LS_RANGES_MAX 65536
#define LS_PROBLEMS_MAX 64
#define LS_INNER_MAX 64

typedef struct ls_container {
    ls_arena *arena;
    bool written;         /* set by who walks a file whose coded pictures it has just written: their ends need not be looked for */
    ls_kind kind;
    uint64_t size;          /* bytes of the file */
    uint32_t width, height; /* of the stored main picture, 0 when the header could not be read */
    uint32_t frames;        /* pictures in the file that are shown: 1, more for animations, sequences and films; 0 when unknown */
    ls_range *ranges;       /* ascending, without gaps or overlaps, covering [0, size) */
    size_t range_count, range_capacity;
    ls_problem *problems;
    size_t problem_count, problem_capacity;
    ls_inner *inner;        /* files inside the file, each before those inside it */
    size_t inner_count, inner_capacity;
} ls_container;

const char *ls_kind_name(ls_kind kind);   /* "JPEG", "PNG", … */
const char *ls_kind_root(ls_kind kind);   /* "jpeg", "png", …: what paths in such a file begin with */
const char *ls_role_name(ls_role role);

/*
 * Appends a range, which starts where the last one ended. LS_E_FORMAT when it does not end behind that, or when it stands in a
 * file
 * inside the photo and runs past its end or has a path that is not one of that file's. LS_E_LIMIT, LS_E_NOMEM.
 */
ls_status ls_container_range(ls_container *container, uint64_t to, ls_role role, const char *path);
/*
 * Notes a file inside the photo, before its ranges are appended. LS_E_FORMAT when it stands neither behind the last one nor
 * inside
 * its parent, or its path does not continue that of its parent; LS_E_LIMIT beyond LS_INNER_MAX, LS_E_NOMEM.
 */
ls_status ls_container_inner(ls_container *container, const ls_inner *inner);
/* The format whose part the range is: that of the innermost file around it. */
ls_kind ls_container_kind(const ls_container *container, const ls_range *range);
/* Notes a problem. Beyond LS_PROBLEMS_MAX only the fact that there are more is kept (the last one says so). */
ls_status ls_container_problem(ls_container *container, uint64_t at, bool fatal, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* True when the ranges cover the whole file: what the parent demands of a worker's answer. */
bool ls_container_complete(const ls_container *container);

#endif
