/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lightseal: what does this photo give away?
 *
 * The whole C API. It checks one photo at a time on this machine and says what leaks through its metadata, its place
 * and its picture. Nothing is ever sent anywhere.
 *
 *   ls_options  what to do; the same names as the command line and the configuration file
 *   ls_engine   immutable: rules, policy and areas read once; share it between threads
 *   ls_scanner  one per thread: owns the two worker processes that touch hostile bytes
 *   ls_report   the answer for one photo; also handed to a callback while it is still growing
 *   ls_inspection  all that a photo's bytes are and say, without a judgement
 *
 * Conventions. The object comes first, the output last. A function that can fail returns ls_status: 0 or a negative
 * code. A bad photo is a result, not an error. Accessors return borrowed pointers that live as long as their parent.
 * Every *_free(NULL) is fine. All strings are NUL-terminated UTF-8. Structures grow only at their end and are only ever
 * allocated by the library, except ls_check, ls_annotate and ls_inspect, which carry their own version.
 */
#ifndef LIGHTSEAL_H
#define LIGHTSEAL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LS_API __attribute__((visibility("default")))
#else
#define LS_API
#endif

/* Version of this header; ls_version() gives that of the library in use. */
#define LS_VERSION "0.1.0"

/* ------------------------------------------------------------------------------------------------- status */

typedef int ls_status;

enum {
    LS_OK = 0,
    LS_E_NOMEM = -1,     /* out of memory */
    LS_E_USAGE = -2,     /* a wrong argument, an unknown option name or an impossible value */
    LS_E_CONFIG = -3,    /* configuration file or policy: file, line and column are in ls_error */
    LS_E_RULES = -4,     /* rule pack or help file: file, line and column are in ls_error */
    LS_E_AREAS = -5,     /* area file: file, line and column are in ls_error */
    LS_E_IO = -6,        /* a file could not be opened, read or written; errno text in ls_error */
    LS_E_WORKER = -7,    /* a worker program could not be started */
    LS_E_SANDBOX = -8,   /* --sandbox=require and the sandbox cannot be had */
    LS_E_FORMAT = -9,    /* bytes that do not follow their format (internal; becomes "unchecked" in a report) */
    LS_E_LIMIT = -10,    /* a bound was reached (internal; becomes "unchecked" in a report) */
    LS_E_DEADLINE = -11, /* the time budget ran out (internal; becomes "unchecked" in a report) */
    LS_E_CANCELLED = -12 /* the caller's cancel flag was seen */
};

/* Where a call failed, for a person: "FILE:LINE:COLUMN: what is wrong". Filled by the functions that take one. */
typedef struct ls_error {
    char text[512];
} ls_error;

/* Short English name of a status, e.g. "out of memory". Never NULL. */
LS_API const char *ls_status_text(ls_status status);
LS_API const char *ls_version(void);

/* ------------------------------------------------------------------------------------------------ options */

typedef struct ls_options ls_options;

/* New options with built-in defaults; NULL when out of memory. */
LS_API ls_options *ls_options_new(void);
LS_API void ls_options_free(ls_options *options);

/*
 * Sets one option by its configuration name (the command line's long option without "--"):
 *   policy NAME|FILE · only STAGE[,STAGE…] · areas FILE (adds) · rules DIR (adds) · default-rules yes|no ·
 *   disable RULE[,RULE…] (adds) · lang zh|en · time-budget 500ms|10s · show-evidence yes|no ·
 *   sandbox auto|require|off · fail-on review|block|never
 * A later call wins over an earlier one; "adds" options collect. LS_E_USAGE with the reason in *error.
 */
LS_API ls_status ls_options_set(ls_options *options, const char *name, const char *value, ls_error *error);

/* Reads one configuration file (YAML, the names above plus `ignore:`). LS_E_CONFIG with file, line and column. */
LS_API ls_status ls_options_load(ls_options *options, const char *path, ls_error *error);

/*
 * /etc/lightseal/config.yaml, then $XDG_CONFIG_HOME/lightseal/config.yaml (~/.config without it), then LIGHTSEAL_*
 * in the environment (LIGHTSEAL_TIME_BUDGET=5s). Absent files are fine. Never reads the folder of a photo.
 */
LS_API ls_status ls_options_load_default(ls_options *options, ls_error *error);

/* Current value of a single-valued option as text, or NULL for an unknown name or one that was never set. */
LS_API const char *ls_options_get(const ls_options *options, const char *name);

/* ------------------------------------------------------------------------------------------------- engine */

typedef struct ls_engine ls_engine;

/* Reads policy, rules and areas as the options ask. The engine keeps its own copy of the options. */
LS_API ls_status ls_engine_new(const ls_options *options, ls_engine **engine, ls_error *error);
/*
 * The same, but rules are read later: by ls_engine_load(), or by the first check while a worker already has the photo,
 * which saves a program that checks one photo a quarter of its time. That check then returns LS_E_RULES for bad rules.
 */
LS_API ls_status ls_engine_begin(const ls_options *options, ls_engine **engine, ls_error *error);
/* Reads the rules if that was not done yet; every call returns what the first one did. Thread-safe. */
LS_API ls_status ls_engine_load(const ls_engine *engine, ls_error *error);
LS_API void ls_engine_free(ls_engine *engine);

/* One rule as `rules list` and `explain` show it. Texts are in the engine's language; absent ones are NULL. */
typedef struct ls_rule_info {
    const char *id;
    const char *title;
    const char *system;   /* "cn", "us", … or NULL for rules about files and places */
    const char *level;    /* the system's own word, e.g. "机密" */
    const char *severity; /* info, low, medium, high, critical */
    const char *what, *why, *action;
    const char *basis;    /* the law or standard as one line, with its version */
    const char *basis_url;
    const char *basis_checked; /* ISO date on which the text was read */
    const char *pack;     /* file it comes from */
    int disabled;
    int enabled;          /* a check with this policy, language and options uses it */
    const char *verified; /* of rules for marks and signs: "photo-verified" or "text-only"; NULL for others */
} ls_rule_info;

typedef int ls_rule_callback(const ls_rule_info *rule, void *user); /* non-zero stops */
LS_API ls_status ls_engine_each_rule(const ls_engine *engine, ls_rule_callback *callback, void *user);

/* Runs every inline example of every pack. Calls back once per failure; *examples gets how many were run. */
typedef void ls_rule_failure(const char *pack, const char *rule, const char *example, const char *problem, void *user);
LS_API ls_status ls_engine_test_rules(const ls_engine *engine, ls_rule_failure *callback, void *user, size_t *examples,
                                      size_t *failures);

/*
 * State of what a check rests on, line by line: rules (hash and count), models and OCR language data (expected and
 * found hash), sandbox (each attempt really made in a throw-away child), policy, areas, and stages that this version
 * does not have. `state` is "ok", "warning", "missing" or "not checked"; `fix` is a command or NULL.
 */
typedef void ls_doctor_line(const char *subject, const char *state, const char *detail, const char *fix, void *user);
LS_API ls_status ls_engine_doctor(const ls_engine *engine, int probe_sandbox, ls_doctor_line *callback, void *user);

/* The text of `help leaked` for the systems given (NULL: the enabled packs), in the engine's language. */
LS_API const char *ls_engine_help(const ls_engine *engine, const char *topic);

/* The threshold that the options name: "review", "block" or "never". */
LS_API const char *ls_engine_fail_on(const ls_engine *engine);
LS_API const char *ls_engine_language(const ls_engine *engine); /* "en" or "zh" */

/* ------------------------------------------------------------------------------------------------- report */

typedef enum ls_verdict { LS_VERDICT_OK = 0, LS_VERDICT_REVIEW = 1, LS_VERDICT_UNCHECKED = 2, LS_VERDICT_BLOCK = 3 } ls_verdict;
typedef enum ls_severity { LS_INFO = 0, LS_LOW = 1, LS_MEDIUM = 2, LS_HIGH = 3, LS_CRITICAL = 4 } ls_severity;
typedef enum ls_state { LS_DONE = 0, LS_SKIPPED = 1, LS_LIMITED = 2, LS_FAILED = 3 } ls_state;

/* Coverage of one stage. */
typedef struct ls_coverage {
    const char *stage; /* container, metadata, place, text; then the stages this version does not have */
    ls_state state;
    const char *reason; /* plain words in the engine's language, NULL when state is LS_DONE and there is nothing to say */
    int required;       /* the policy (or --only) requires it: anything but LS_DONE keeps the verdict from "ok" */
    const char *fix;    /* a command that mends it, e.g. the apt line for missing language data, or NULL */
} ls_coverage;

typedef struct ls_point {
    double x, y; /* pixels of the stored picture, before its orientation is applied; origin top left */
} ls_point;

/* One piece of what a finding rests on, and what it adds to its confidence. */
typedef struct ls_support {
    const char *id;    /* e.g. "number" */
    const char *title; /* e.g. "document number"; never text of the photo */
    int weight;        /* 0–100 */
    ls_point quad[4];  /* where it stands */
} ls_support;

typedef struct ls_finding {
    const char *rule;     /* e.g. "cn.state-secret.jimi", "metadata.gps" */
    const char *category; /* metadata, mark, document, place, identity, album, repair */
    ls_severity severity;
    ls_verdict effect;    /* what the policy makes of it: ok, review or block */
    int confidence;       /* 0–100 */
    const char *title;
    const char *system, *level;
    const char *text;     /* what was read; masked unless show-evidence */
    const char *carrier;  /* e.g. "jpeg/app1/exif/gps" */
    int has_bytes;
    uint64_t bytes[2];    /* [from, to) in the file */
    int has_quad;
    ls_point quad[4];     /* clockwise from the text's own top left */
    const char *relation; /* place findings: inside, near, unknown */
    const char *area;
    int has_distance;
    double distance_m;    /* metres; rounded unless show-evidence */
    const char *what, *why, *action; /* "do" in JSON: the words are C keywords here */
    const char *basis;
    uint32_t picture;     /* of a file with several frames or pages: which, from 1; else 0. `quad` is in its pixels */
    const ls_support *evidence; /* heaviest first; none when the finding rests on one thing */
    size_t evidence_count;
    uint32_t number;      /* from 1; neighbours of one rule and title share it. It stands beside a box of ls_scanner_annotate */
} ls_finding;

typedef struct ls_report ls_report;

LS_API void ls_report_free(ls_report *report);
LS_API const char *ls_report_source(const ls_report *report);
LS_API const char *ls_report_copy_of(const ls_report *report); /* of ls_scanner_check_copy(): the photo's name; else NULL */
LS_API ls_verdict ls_report_verdict(const ls_report *report);
LS_API const char *ls_verdict_word(ls_verdict verdict);     /* ok, review, unchecked, block */
LS_API const char *ls_severity_word(ls_severity severity);  /* info, low, medium, high, critical */
LS_API const char *ls_state_word(ls_state state);           /* done, skipped, limited, failed */
LS_API int ls_report_is_partial(const ls_report *report);
/* False when the bytes are no picture at all (a text file, an archive): `scan` counts those apart. */
LS_API int ls_report_is_picture(const ls_report *report);
/* The stages asked for with `only`, comma separated, or NULL when the policy decided. */
LS_API const char *ls_report_only(const ls_report *report);
/* What was not looked at because `accept` or the policy takes that ("video-frames"), or NULL. */
LS_API const char *ls_report_accepted(const ls_report *report);
LS_API const char *ls_report_sandbox(const ls_report *report); /* "seccomp+landlock", "seccomp" or "off: REASON" */
LS_API size_t ls_report_coverage_count(const ls_report *report);
LS_API const ls_coverage *ls_report_coverage(const ls_report *report, size_t index);
LS_API size_t ls_report_finding_count(const ls_report *report);
LS_API const ls_finding *ls_report_finding(const ls_report *report, size_t index);
/* Findings left out because of `disable` and `ignore` (in force); `expired` are ignores past their date, kept. */
LS_API size_t ls_report_ignored_count(const ls_report *report);
LS_API size_t ls_report_expired_count(const ls_report *report);
/* Further findings of rules that are listed many times already (a file that repeats itself); never of a new rule. */
LS_API size_t ls_report_left_out_count(const ls_report *report);
/* One line of advice under a `block` (the photo may already be out), or NULL. */
LS_API const char *ls_report_advice(const ls_report *report);

/* -------------------------------------------------------------------------------------------- inspection */

/* Bytes of the file and what they are. All of an inspection's together cover the file, in order. */
typedef struct ls_inspected_range {
    uint64_t from, to; /* [from, to) */
    const char *role;  /* structure, image, carrier, padding, trailing, unknown */
    const char *path;  /* e.g. "jpeg/app1/exif" */
} ls_inspected_range;

typedef enum ls_value_type { LS_VALUE_TEXT = 0, LS_VALUE_INTEGER = 1, LS_VALUE_REAL = 2 } ls_value_type;

/* What a carrier tells, in full: nothing is masked here. lightseal-report(5) lists the keys. */
typedef struct ls_inspected_value {
    const char *key; /* e.g. "gps.lat" */
    ls_value_type type;
    const char *text; /* of LS_VALUE_TEXT, without control characters; else NULL */
    int64_t integer;
    double real;
    const char *carrier;      /* the path of what tells it, e.g. "jpeg/app1/exif/gps" */
    uint64_t from, to;        /* bytes of the file that it was read from; both 0 when they cannot be named */
    const unsigned char *raw; /* these bytes as they stand, when there are 1 to LS_RAW_MAX; else NULL */
    size_t raw_size;
} ls_inspected_value;

#define LS_RAW_MAX 32

/* A value word by word, whatever it is about: all that a carrier states, under the name that its standard gives it. */
typedef struct ls_inspected_tag {
    const char *name;    /* e.g. "ExposureTime", "dc:subject[2]", "By-line" */
    const char *value;   /* in print, without control characters; one that was too long ends with "…" */
    const char *carrier; /* as of a value */
    uint64_t from, to;
} ls_inspected_tag;

typedef struct ls_inspected_problem {
    uint64_t at;      /* byte */
    const char *text; /* one line of English */
    int fatal;        /* from this byte on something may be missing */
} ls_inspected_problem;

typedef struct ls_inspection ls_inspection;

LS_API void ls_inspection_free(ls_inspection *inspection);
LS_API const char *ls_inspection_source(const ls_inspection *inspection);
LS_API const char *ls_inspection_kind(const ls_inspection *inspection);     /* "JPEG", "PNG" …; "unknown" when nothing was read */
LS_API uint64_t ls_inspection_size(const ls_inspection *inspection);        /* bytes */
LS_API uint32_t ls_inspection_width(const ls_inspection *inspection);       /* pixels of the stored picture; 0: not known */
LS_API uint32_t ls_inspection_height(const ls_inspection *inspection);
LS_API uint32_t ls_inspection_frames(const ls_inspection *inspection);      /* pictures in the file; 0: not known */
LS_API const char *ls_inspection_sandbox(const ls_inspection *inspection);  /* as ls_report_sandbox() */
/* Every stage was done, so every byte has a role and every carrier was read. */
LS_API int ls_inspection_is_whole(const ls_inspection *inspection);
LS_API size_t ls_inspection_range_count(const ls_inspection *inspection);
LS_API const ls_inspected_range *ls_inspection_range(const ls_inspection *inspection, size_t index);
LS_API size_t ls_inspection_value_count(const ls_inspection *inspection);
LS_API const ls_inspected_value *ls_inspection_value(const ls_inspection *inspection, size_t index);
LS_API size_t ls_inspection_tag_count(const ls_inspection *inspection);
LS_API const ls_inspected_tag *ls_inspection_tag(const ls_inspection *inspection, size_t index);
/* How many more there are than are listed; then the metadata are not read whole either. */
LS_API uint64_t ls_inspection_tags_left_out(const ls_inspection *inspection);
LS_API size_t ls_inspection_problem_count(const ls_inspection *inspection);
LS_API const ls_inspected_problem *ls_inspection_problem(const ls_inspection *inspection, size_t index);
LS_API size_t ls_inspection_coverage_count(const ls_inspection *inspection); /* container and metadata */
LS_API const ls_coverage *ls_inspection_coverage(const ls_inspection *inspection, size_t index);

/* ------------------------------------------------------------------------------------------------ scanner */

typedef struct ls_scanner ls_scanner;

LS_API ls_status ls_scanner_new(const ls_engine *engine, ls_scanner **scanner, ls_error *error);
LS_API void ls_scanner_free(ls_scanner *scanner);

/* The answer grew: findings were added or the level rose. The report is borrowed and valid during the call only. */
typedef void ls_partial_callback(const ls_report *report, void *user);

#define LS_CHECK_VERSION 2 /* 1, which ends before `folder`, is understood, too */

typedef struct ls_check {
    unsigned version;      /* LS_CHECK_VERSION */
    const char *name;      /* how the report names the photo; copied */
    int fd;                /* an open, readable, regular file; or -1 and data/size are used. Borrowed. */
    const void *data;      /* borrowed for the call */
    size_t size;
    uint32_t deadline_ms;  /* 0: the engine's time-budget */
    const volatile int *cancel; /* NULL, or a flag that another thread or a signal handler sets to non-zero */
    ls_partial_callback *partial; /* NULL, or called after metadata and place, and again after text */
    void *user;
    int retry;             /* try once more, alone, when a worker's child died (what `scan` does) */
    int last;              /* no other photo is expected soon: a worker may end with this one, which takes less time */
    /* since version 2; ls_photo_folder() finds both */
    int folder;            /* with `file`: the folder of the photo's file, open and borrowed; -1: nothing beside it is looked at */
    const char *file;      /* what the photo's file is called in it; NULL: nothing but the photo's bytes is looked at */
} ls_check;

/*
 * Checks one photo. With `file` the name and the extended attributes of its file, and with `folder` the files in which other
 * programs keep what they know of it (XMP, Google Takeout's JSON, Apple's AAE), are carriers as well: "file/name",
 * "file/xattr/…", "sidecar/…". LS_OK with *report whatever the photo is like; LS_E_CANCELLED, LS_E_NOMEM, LS_E_WORKER,
 * LS_E_SANDBOX or LS_E_USAGE without one.
 */
LS_API ls_status ls_scanner_check(ls_scanner *scanner, const ls_check *check, ls_report **report, ls_error *error);
/*
 * Checks a cleaned copy of the photo that `original` is the report of (borrowed). What is known of the place that was read from the
 * photo's metadata stays a finding of the copy: taking a position out of a file does not change where the picture was taken.
 */
LS_API ls_status ls_scanner_check_copy(ls_scanner *scanner, const ls_check *check, const ls_report *original, ls_report **report,
                                       ls_error *error);

#define LS_ANNOTATE_VERSION 1

typedef struct ls_annotate {
    unsigned version;        /* LS_ANNOTATE_VERSION */
    const ls_report *report; /* of this very photo, from this scanner or another of the same engine; borrowed */
    int fd;                  /* the photo again, as in ls_check */
    const void *data;
    size_t size;
    int out;                 /* open for writing: a new file that only its owner can read. Borrowed. */
    uint32_t deadline_ms;    /* 0: the engine's time-budget */
    const volatile int *cancel;
    /* set by the call */
    uint32_t picture;        /* which picture of a file with several the copy shows, from 1; else 0 */
    size_t boxes;            /* findings whose box was drawn; 0: no finding has one, and nothing was written */
    size_t boxes_left_out;   /* further ones in this picture, for which there was no room */
    size_t boxes_elsewhere;  /* in other pictures of the file */
} ls_annotate;

/*
 * Draws the boxes of the report's findings, numbered as they are, and thinner those of their evidence, on a copy of the
 * photo, and writes the copy to `out`: a PNG without metadata, of the photo's full size (half of it for pictures that are too
 * large to be decoded whole, above 65 megapixels), turned as it is displayed. Of a file with several pictures it is the one
 * that the heaviest finding with a box is in. The pixels are decoded in the sandbox, as for a check. The copy shows all that
 * the photo shows: it is as secret. When the call fails, what was written is to be thrown away, and *error holds one line of
 * reason: LS_E_IO (`out`), LS_E_FORMAT (the photo can no longer be decoded, or is not the report's), LS_E_LIMIT,
 * LS_E_DEADLINE, LS_E_CANCELLED, LS_E_NOMEM, LS_E_WORKER, LS_E_SANDBOX, LS_E_USAGE.
 */
LS_API ls_status ls_scanner_annotate(ls_scanner *scanner, ls_annotate *annotate, ls_error *error);

/* What stays in a cleaned photo because it is asked for; bits of ls_clean.keep. */
typedef enum ls_keep {
    LS_KEEP_CREDIT = 1, /* artist and copyright of the Exif block */
    LS_KEEP_TIME = 2,   /* when it was taken, as the Exif block says */
    LS_KEEP_CAMERA = 4, /* make, model and lens, and how it was exposed: no serial numbers, owners, maker notes */
    LS_KEEP_HDR = 8     /* the gain map, a second picture by which displays that can show it make parts of the photo brighter */
} ls_keep;

#define LS_CLEAN_VERSION 1

typedef struct ls_clean {
    unsigned version;  /* LS_CLEAN_VERSION */
    int fd;            /* the photo, as in ls_check */
    const void *data;
    size_t size;
    unsigned keep;     /* LS_KEEP_… */
    int out;           /* open for reading and writing: a new, empty file that only its owner can read. Borrowed. */
    uint32_t deadline_ms; /* 0: the engine's time-budget */
    const volatile int *cancel;
    int last;          /* as in ls_check */
    int render;        /* what cannot be cleaned as it is coded is decoded, and its first picture written as PNG */
} ls_clean;

/* A structure of the photo, and how many bytes of it the copy still has. */
typedef struct ls_cleaned_part {
    const char *path; /* e.g. "jpeg/app1/exif" */
    uint64_t before, after;
} ls_cleaned_part;

/* What cleaning did. Everything is owned by it. */
typedef struct ls_cleaned {
    const char *format; /* of the copy: "JPEG", … */
    uint64_t before, after; /* bytes of the photo and of the copy */
    const ls_cleaned_part *parts; /* of which there is less in the copy: what was taken out */
    size_t part_count;
    const char *taken; /* when the photo says that it was taken (ISO 8601), or NULL */
    const char *rendered; /* why the copy is no lossless one but was decoded and coded anew; NULL: it was not */
} ls_cleaned;

/*
 * Writes a copy of the photo to `out` that holds its pictures, coded as they are, and nothing else but their orientation, their colours
 * and what `keep` asks for. The copy is made and proven in the sandbox (the pictures are the same; no value that was read from the photo
 * stands anywhere in it), and then read again from `out` by another process. With `render` a photo for which
 * that cannot be done is decoded, in the sandbox, and its pixels are written as a PNG file. LS_OK: all of that went well. Otherwise what was written is
 * to be thrown away, and *error holds one line of reason: LS_E_FORMAT (it cannot be cleaned, or not proven clean), LS_E_IO (`out`),
 * LS_E_LIMIT, LS_E_DEADLINE, LS_E_CANCELLED, LS_E_NOMEM, LS_E_WORKER, LS_E_SANDBOX, LS_E_USAGE.
 */
LS_API ls_status ls_scanner_clean(ls_scanner *scanner, const ls_clean *clean, ls_cleaned **cleaned, ls_error *error);
LS_API void ls_cleaned_free(ls_cleaned *cleaned);

#define LS_INSPECT_VERSION 2 /* 1 is understood, too */

typedef struct ls_inspect {
    unsigned version; /* LS_INSPECT_VERSION */
    const char *name; /* the rest as in ls_check */
    int fd;
    const void *data;
    size_t size;
    uint32_t deadline_ms;
    const volatile int *cancel;
    int retry;
    int last;
    int folder; /* since version 2 */
    const char *file;
} ls_inspect;

/*
 * Says what every byte of a photo is and what its carriers tell, in full: the answer is as secret as the photo. No rule is
 * read, no pixel is decoded and nothing is judged. LS_OK with *inspection whatever the photo is like; otherwise as
 * ls_scanner_check().
 */
LS_API ls_status ls_scanner_inspect(ls_scanner *scanner, const ls_inspect *inspect, ls_inspection **inspection,
                                    ls_error *error);

/*
 * Opens PATH for ls_check: regular files only, without blocking on a FIFO. LS_E_IO with one line of reason
 * ("is a directory"). The descriptor is close-on-exec and belongs to the caller.
 */
LS_API ls_status ls_photo_open(const char *path, int *fd, ls_error *error);

/*
 * Where the file of `path` stands, for ls_check: *folder is open (O_PATH), close-on-exec and the caller's; *file is the part of
 * `path` behind it. LS_E_IO with the reason.
 */
LS_API ls_status ls_photo_folder(const char *path, int *folder, const char **file, ls_error *error);

/*
 * Calls back with the name of each file in the folder that ls_check would take for one about the photo `file`, also where it
 * could not read it. Nothing in them is read. Names are clean UTF-8, valid during the call. LS_E_NOMEM.
 */
typedef void ls_beside_callback(const char *name, void *user);
LS_API ls_status ls_photo_beside(int folder, const char *file, ls_beside_callback *callback, void *user);

/* A report that says `unchecked` for a photo that could not even be opened. */
LS_API ls_status ls_report_unopened(const ls_engine *engine, const char *name, const char *reason, ls_report **report);
/* The same for an inspection. */
LS_API ls_status ls_inspection_unopened(const char *name, const char *reason, ls_inspection **inspection);

#ifdef __cplusplus
}
#endif
#endif
