/* SPDX-License-Identifier: Apache-2.0 */
/* The child of a zygote: one photo, no rights, one answer. */
#ifndef LS_WORKER_CHILD_H
#define LS_WORKER_CHILD_H

#include "container/source.h"
#include "record/answer.h"
#include "record/request.h"
#include "worker/sandbox.h"

/* Everything that a child learns about one photo lives in an arena of at most this many bytes. */
#define LS_CHILD_ARENA ((size_t)256 << 20)

typedef struct ls_job {
    const ls_request *request;
    const ls_box *boxes;     /* request->box_count of them */
    ls_source source;        /* the photo, mapped before the sandbox was entered */
    ls_status source_status; /* LS_E_IO: it could not be mapped, or is shorter than the request says */
    bool final;              /* no further child follows for this photo: this one has to answer */
    ls_buffer out;           /* frames not yet written */
} ls_job;

/* What a child does with its job, inside the sandbox. The value is its exit code (record/request.h). */
typedef int ls_child_function(ls_job *job);

typedef struct ls_child_setup {
    const ls_sandbox *sandbox;
    ls_sandbox_state state;
    const ls_request *request;
    const ls_box *boxes;
    int photo_fd, answer_fd; /* photo_fd may be -1 */
    int zygote;              /* process id of the zygote that forked this child; 0: the program itself has become it */
    bool threads, final;
    ls_child_function *run;
} ls_child_setup;

/* In the process that nothing but this photo is left for: drops every right, does the job, ends. */
_Noreturn void ls_child_main(const ls_child_setup *setup);

/* Writes the frames gathered so far; the parent may refuse to read, which ends the child. */
void ls_job_flush(ls_job *job);
/* Adds an outcome; its detail is made clean UTF-8, whatever library's message it quotes. */
void ls_job_outcome(ls_job *job, ls_stage stage, ls_outcome outcome);
/* END and the last flush. The child's exit code. */
int ls_job_end(ls_job *job);
/* The outcome for a photo whose bytes cannot be had. */
ls_outcome ls_job_unopened(void);
/* The outcome for LS_E_NOMEM and LS_E_LIMIT out of a stage. */
ls_outcome ls_job_overrun(ls_status status);

/* Attempts of record/probes.def that are the same in both workers; false: not one of these. May not return. */
bool ls_probe_common(ls_job *job);
/* The answer to a probe. The child's exit code. */
int ls_probe_answer(ls_job *job, bool passed);

#endif
