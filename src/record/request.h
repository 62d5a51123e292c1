/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parent asks a worker's zygote, and what the zygote answers, over one SOCK_SEQPACKET socket pair. Both sides
 * are ours and of one build, so these are plain structures; the protocol number guards against a stale worker program.
 * With a request travel two descriptors (SCM_RIGHTS): the photo, and the write end of a pipe for the answer's frames.
 * Behind the request, in the same message, stand its boxes.
 */
#ifndef LS_RECORD_REQUEST_H
#define LS_RECORD_REQUEST_H

#include "record/second.h"

#include <lightseal/lightseal.h>

#define LS_PROTOCOL 6u
#define LS_WORKER_FD 3       /* the socket in a worker program */
#define LS_MODELS_FD 4       /* the folder of the networks in the reader's program; not in its children */
#define LS_LANGUAGES_MAX 128 /* bytes of "chi_sim+eng+…" */
#define LS_NAME_MAX 256      /* of a file, with its NUL */
#define LS_LANGUAGES_COUNT 8 /* as many as the reader tries on a line; packs that need more are refused */
/* Where Debian's tesseract-ocr-* packages put their data; no environment variable moves it, for either side. */
#define LS_TESSDATA "/usr/share/tesseract-ocr/5/tessdata"

/*
 * Networks, files NAME.onnx of that folder, by bit of ls_request.models. The engine compares their hashes; a file that is
 * not the recorded one is never read.
 */
typedef enum ls_network {
#define NETWORK(id, name, needed) LS_NETWORK_##id,
#include "record/networks.def"
#undef NETWORK
    LS_NETWORK_COUNT
} ls_network;
#define LS_MODEL(id) (1u << LS_NETWORK_##id)

typedef enum ls_operation {
    LS_OP_CHECK = 1, /* core: container and metadata; reader: image and text */
    LS_OP_PROBE,     /* make the sandbox attempts in `probe` (record/probes.def) in a child and answer with PROBE frames */
    LS_OP_CANCEL,    /* end the running child; no descriptors travel. Answered by the reply of the running request. */
    LS_OP_WARM,      /* reader: load `languages` now; no descriptors travel. Answered by a reply. */
    LS_OP_ANNOTATE,  /* reader: decode one picture, draw `boxes` on it and answer with it (record/drawing.h) */
    LS_OP_CLEAN,     /* core: container and metadata, and a copy without carriers (record/delivery.h) */
    LS_OP_SIDECAR    /* core: what a file beside the photo tells (record/sidecar.h), as facts and the metadata stage */
} ls_operation;

#define LS_BOXES_MAX 256 /* as many numbers beside each other nobody reads; 18 KB of a message */

/* An outline to be drawn. */
typedef struct ls_box {
    ls_point quad[4]; /* pixels of the stored picture */
    uint32_t number;  /* to stand beside it; 0: none, and a thin line, for what belongs to a box that has one */
    uint32_t effect;  /* ls_verdict, which is its colour */
} ls_box;

typedef struct ls_request {
    uint32_t protocol, operation;
    uint64_t size;            /* bytes of the photo */
    uint32_t kind;            /* ls_kind that the core found (reader); LS_OP_SIDECAR: ls_sidecar */
    uint32_t orientation;     /* 1–8 (reader): how the stored picture is turned for display */
    uint32_t glyph_budget;    /* reader: glyphs to recognise at most */
    uint32_t pixel_limit;     /* reader: pixels (width × height) of a picture to decode at most */
    uint32_t frame_limit;     /* reader: frames and pages to search for text at most */
    uint32_t memory_mb;       /* RLIMIT_AS of the child; 0: none (sanitizer builds) */
    uint32_t cpu_seconds;     /* RLIMIT_CPU of the child */
    uint32_t sandbox;         /* 0 off, 1 auto, 2 require */
    uint32_t probe;           /* LS_OP_PROBE: which attempt */
    uint32_t alone;           /* core: nothing follows this request: the program does it itself, without a child, and ends */
    uint32_t models;          /* reader: the networks whose files are those that are recorded */
    uint32_t written;         /* core: the photo is a copy whose coded pictures were compared already: ls_container.written */
    uint32_t keep;            /* LS_OP_CLEAN: LS_KEEP_… */
    uint32_t tags;            /* LS_OP_CHECK, core: state every tag's value, too (record/tag_value.h) */
    uint32_t picture;         /* LS_OP_ANNOTATE: index of the frame or page in its file */
    uint32_t box_count;       /* LS_OP_ANNOTATE: LS_BOXES_MAX at most, otherwise 0 */
    char name[LS_NAME_MAX];   /* core: what the photo's file is called, or ""; LS_OP_SIDECAR: what its carriers begin with */
    uint32_t second_count;    /* reader: of `seconds` */
    ls_second seconds[LS_SECONDS_MAX]; /* reader: to be compared with the photo */
    char languages[LS_LANGUAGES_MAX]; /* reader: Tesseract names joined by '+', first is tried first */
} ls_request;

/* Attempts for LS_OP_PROBE. */
typedef enum ls_probe {
#define PROBE(id, name, workers, must_die) LS_PROBE_##id,
#include "record/probes.def"
#undef PROBE
    LS_PROBE_COUNT
} ls_probe;

/* How a worker's child ends by itself; every other way is a crash. */
typedef enum ls_child_exit {
    LS_EXIT_DONE = 0,
    LS_EXIT_LANGUAGES = 10, /* reader, for its zygote alone: there is text and the languages are not loaded yet */
    LS_EXIT_MEMORY,         /* out of memory, or the answer would be longer than LS_ANSWER_MAX */
    LS_EXIT_SANDBOX,        /* the kernel refused the sandbox that it had offered; the photo was not looked at */
    LS_EXIT_REFUSED         /* the answer's pipe was closed by its reader */
} ls_child_exit;

typedef enum ls_sandbox_state { LS_SANDBOX_OFF, LS_SANDBOX_SECCOMP, LS_SANDBOX_SECCOMP_LANDLOCK } ls_sandbox_state;

typedef struct ls_reply {
    uint32_t protocol, operation;
    int32_t wait_status;      /* of the child as waitpid() gives it; -1 when no child was made. To a request with `alone`
                                 the reply comes before the work: the parent puts here how the program itself ended. */
    uint32_t sandbox;         /* ls_sandbox_state that was in force */
    uint32_t error;           /* errno when wait_status is -1 */
    char languages_missing[LS_LANGUAGES_MAX]; /* reader: those that could not be loaded, joined by '+' */
} ls_reply;

#endif
