/* SPDX-License-Identifier: Apache-2.0 */
/* What the hostile worker does with a request: its `probe` says which of these. */
#ifndef LS_TESTS_ISOLATION_HOSTILE_H
#define LS_TESTS_ISOLATION_HOSTILE_H

typedef enum hostile_act {
    ACT_WELL,           /* an outcome, END, a good reply */
    ACT_GARBAGE,        /* bytes that are no frames */
    ACT_OVERSIZE,       /* a header that announces 4 GB */
    ACT_NO_END,
    ACT_HALF_A_FRAME,   /* the answer stops within a frame */
    ACT_AFTER_END,      /* frames after END */
    ACT_BYTES_AFTER_END,/* too few bytes for a frame, after END */
    ACT_ENDLESS,        /* good frames for ever */
    ACT_ENDLESS_FACTS,  /* good facts for ever */
    ACT_BAD_ENUM,       /* an outcome of a stage that does not exist */
    ACT_BEYOND_FILE,    /* a range that ends after the file */
    ACT_NOT_A_NUMBER,   /* a latitude that is NaN */
    ACT_BAD_TEXT,       /* a detail that is not UTF-8 */
    ACT_ESCAPE,         /* a detail that a terminal would act on */
    ACT_TWO_CONTAINERS,
    ACT_LONG_PAYLOAD,   /* an END frame with a payload */
    ACT_SILENCE,        /* no frame, no reply, not even to CANCEL */
    ACT_STALL,          /* half a frame, then silence */
    ACT_OTHER_PROTOCOL, /* the reply of another version */
    ACT_SHORT_REPLY,
    ACT_LONG_REPLY,
    ACT_OTHER_REPLY,    /* a reply to another operation */
    ACT_LEAVE,          /* exits with 3 and no reply */
    ACT_KEEP_PIPE,      /* all well, but the answer's pipe stays open */
    ACT_CHILD_FAILED,   /* END, but the child exited with 1 */
    ACT_DRAWN,          /* a drawing of 8 × 8 pixels in one piece: asked for or not */
    ACT_DRAWN_LARGER,   /* one of 9 × 8 */
    ACT_DRAWN_TWICE,
    ACT_DRAWN_NO_SIZE,
    ACT_DRAWN_ENDLESS,  /* pieces for ever */
    ACT_DRAWN_NO_END,
    ACT_COUNT
} hostile_act;

#endif
