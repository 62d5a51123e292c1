/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The photos of one session. The thread that reads messages adds and cancels; one thread of its own checks them one
 * after the other. Every job ends in exactly one answer: result, cancel or error.
 */
#ifndef LS_SHARE_JOBS_H
#define LS_SHARE_JOBS_H

#include <lightseal/lightseal.h>

#include <jansson.h>

#define LS_JOBS_MAX 32                    /* photos that wait, arrive or are being checked */
#define LS_PHOTO_MAX ((size_t)128 << 20)  /* bytes of one photo that comes in chunks */
#define LS_PHOTOS_MAX ((size_t)256 << 20) /* bytes of all of them together */
#define LS_NAME_MAX 4096                  /* bytes of a name or path */
#define LS_DEADLINE_MAX_MS (10 * 60 * 1000)

typedef struct ls_jobs ls_jobs;

typedef struct ls_job_request {
    json_t *id;       /* kept by reference */
    const char *name; /* how the report names the photo; copied */
    const char *path; /* copied; or NULL and `size` bytes come through ls_jobs_chunk */
    size_t size;
    uint32_t deadline_ms; /* from the moment the photo is complete; 0: the engine's time budget */
} ls_job_request;

/* Why a call was refused: a code of the protocol and its text, both constants. NULL: it was not. */
typedef struct ls_refusal {
    const char *code, *text;
} ls_refusal;

/* Starts the checking thread. `out` is the descriptor to which all answers are written. NULL: no memory, no thread. */
ls_jobs *ls_jobs_start(const ls_engine *engine, int out);
/* Cancels everything that is under way, says so, and waits for the thread: after it nothing is sent unasked. */
void ls_jobs_stop(ls_jobs *jobs);
void ls_jobs_free(ls_jobs *jobs); /* a stopped one */

ls_refusal ls_jobs_add(ls_jobs *jobs, const ls_job_request *request);
/* Adds base64 to a photo that is arriving. A refusal ends the job, unless its id is unknown. */
ls_refusal ls_jobs_chunk(ls_jobs *jobs, const json_t *id, const char *base64, size_t length);
/* Ends the job; the answer {"type":"cancel"} is sent once nothing works on it any more. */
ls_refusal ls_jobs_cancel(ls_jobs *jobs, const json_t *id);

/* Sends one message, whichever thread calls; takes the reference. LS_E_IO when the other side is gone. */
ls_status ls_jobs_send(ls_jobs *jobs, json_t *message);

#endif
