/* SPDX-License-Identifier: Apache-2.0 */
/* The second pictures (record/second.h) that a photo's core worker found: which are asked about, and what came of it. */
#ifndef LS_ENGINE_SECONDS_H
#define LS_ENGINE_SECONDS_H

#include "detect/detect.h"
#include "record/answer.h"
#include "record/request.h"

typedef struct ls_seconds {
    size_t count;                            /* of the next two */
    ls_second asked[LS_SECONDS_MAX];
    ls_second_evidence found[LS_SECONDS_MAX]; /* showing UNREAD until ls_seconds_take() */
    size_t unasked;                          /* further ones, and those whose bytes stand nowhere in one piece */
} ls_seconds;

/*
 * Thumbnails and previews that facts name, then pictures inside the file: each range once, LS_SECONDS_MAX at most, and all
 * together no more bytes than the file has. A film is none. `answer` is the core's; carriers stay in its arena.
 */
void ls_seconds_gather(const ls_answer *core, ls_seconds *seconds);
/* Into the request to the reader. */
void ls_seconds_ask(const ls_seconds *seconds, ls_request *request);
/* Out of the reader's answer. */
void ls_seconds_take(const ls_answer *reader, ls_seconds *seconds);
/* How many were not compared with the photo. */
size_t ls_seconds_unread(const ls_seconds *seconds);

#endif
