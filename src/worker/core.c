/* SPDX-License-Identifier: Apache-2.0 */
/* lightseal-core: what every byte of a photo is, what its carriers tell, and a copy without them. */
#include "base/sort.h"
#include "clean/clean.h"
#include "container/walk.h"
#include "metadata/read.h"
#include "metadata/sidecar.h"
#include "worker/serve.h"

#include <libexif/exif-data.h>
#include <limits.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static ls_outcome judge_container(const ls_source *source, const ls_container *container)
{
    if (source->size == 0)
        return ls_outcome_make(LS_FAILED, LS_REASON_EMPTY, "%s", "");
    if (container->kind == LS_KIND_NONE)
        return ls_outcome_make(LS_FAILED, LS_REASON_NO_PICTURE, "byte 0: the start of no known picture format");
    for (size_t i = 0; i < container->problem_count; i++)
        if (container->problems[i].fatal)
            return ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "byte %llu: %s",
                                   (unsigned long long)container->problems[i].at, container->problems[i].text);
    if (!ls_container_walked(container->kind)) /* nothing in it was accounted for */
        return ls_outcome_make(LS_FAILED, LS_REASON_FORMAT_UNREAD, "%s", ls_kind_name(container->kind));
    return ls_outcome_done();
}

static ls_outcome read_metadata(const ls_job *job, const ls_container *container, ls_facts *facts, ls_tag_values *tags)
{
    ls_outcome outcome = ls_outcome_make(LS_FAILED, LS_REASON_EARLIER_STAGE, "%s", ls_stage_name(LS_STAGE_CONTAINER));
    if (container->kind == LS_KIND_NONE)
        return outcome;
    if (!ls_container_walked(container->kind))
        return ls_outcome_make(LS_FAILED, LS_REASON_FORMAT_UNREAD, "%s", ls_kind_name(container->kind));
    ls_status status = ls_metadata_read_tags(&job->source, container, facts, tags, &outcome);
    return status ? ls_job_overrun(status) : outcome;
}

static void read_name(const ls_job *job, ls_facts *facts, ls_outcome *outcome)
{
    ls_outcome named = ls_outcome_done();
    const ls_status status = ls_file_name_read(job->request->name, facts, &named);
    *outcome = ls_outcome_worse(*outcome, status ? ls_job_overrun(status) : named);
}

/* Each stage is written when it is done: a crash in the next one does not take it away. */
static int check(ls_job *job)
{
    ls_arena *arena = ls_arena_new(LS_CHILD_ARENA);
    if (!arena)
        return LS_EXIT_MEMORY;
    if (job->source_status) {
        ls_job_outcome(job, LS_STAGE_CONTAINER, ls_job_unopened());
        return ls_job_end(job);
    }
    ls_container container = {.arena = arena, .written = job->request->written != 0};
    ls_status status = ls_container_walk(&job->source, &container);
    ls_answer_put_container(&job->out, &container);
    ls_job_outcome(job, LS_STAGE_CONTAINER,
                   status ? ls_job_overrun(status) : judge_container(&job->source, &container));
    ls_job_flush(job);

    ls_facts facts = {.arena = arena};
    ls_tag_values tags = {.arena = arena};
    ls_outcome outcome = read_metadata(job, &container, &facts, job->request->tags ? &tags : NULL);
    if (container.kind != LS_KIND_NONE)
        read_name(job, &facts, &outcome);
    ls_answer_put_facts(&job->out, &facts);
    ls_answer_put_tags(&job->out, &tags);
    ls_job_outcome(job, LS_STAGE_METADATA, outcome);
    return ls_job_end(job);
}

/* A file beside the photo: as hostile as the photo, and seen by a process of its own. */
static int sidecar(ls_job *job)
{
    ls_arena *arena = ls_arena_new(LS_CHILD_ARENA);
    if (!arena)
        return LS_EXIT_MEMORY;
    ls_facts facts = {.arena = arena};
    ls_outcome outcome = ls_job_unopened();
    if (!job->source_status) {
        const ls_status status =
            ls_sidecar_read(&job->source, (ls_sidecar)job->request->kind, job->request->name, &facts, &outcome);
        outcome = status ? ls_job_overrun(status) : outcome;
    }
    ls_answer_put_facts(&job->out, &facts);
    ls_job_outcome(job, LS_STAGE_METADATA, outcome);
    return ls_job_end(job);
}

/* Only what is proven goes out, and nothing before it is. */
static void deliver(ls_job *job, const ls_buffer *copy, ls_outcome outcome)
{
    for (size_t at = 0; at < copy->size; at += LS_DELIVERY_PIECE) {
        const size_t left = copy->size - at;
        ls_delivery_put_piece(&job->out, copy->data + at, left < LS_DELIVERY_PIECE ? left : LS_DELIVERY_PIECE);
        ls_job_flush(job);
    }
    ls_answer_put_cleaned(&job->out, &outcome);
}

/* Coefficients of the photo and of its copy: two bytes for each of up to four samples a pixel. */
#define COEFFICIENT_BYTES ((uint64_t)16)
#define RESERVE_MAX ((uint64_t)1 << 30)

/*
 * What libjpeg is going to ask malloc() for, in large pages: a photo of 12 megapixels would take 20 000 page faults, a third of the time of its
 * cleaning. Nothing is touched here, and where the kernel has no such pages nothing is lost.
 */
static void reserve_memory(const ls_container *container)
{
    const uint64_t pixels = (uint64_t)container->width * container->height;
    const size_t size = (size_t)(pixels < RESERVE_MAX / COEFFICIENT_BYTES ? pixels * COEFFICIENT_BYTES : RESERVE_MAX);
    if (container->kind != LS_KIND_JPEG || !mallopt(M_MMAP_THRESHOLD, (int)RESERVE_MAX) || !mallopt(M_TRIM_THRESHOLD, INT_MAX))
        return;
    char *heap = malloc(size);
    const uintptr_t page = 4096, from = ((uintptr_t)heap + page - 1) & ~(page - 1);
    if (heap && size > page)
        madvise((void *)from, (size - page) & ~(size_t)(page - 1), MADV_HUGEPAGE);
    free(heap);
}

static ls_outcome clean_photo(ls_job *job, ls_arena *arena, ls_buffer *copy)
{
    ls_container container = {.arena = arena};
    ls_facts facts = {.arena = arena};
    ls_outcome outcome;
    ls_status status = ls_container_walk(&job->source, &container);
    if (!status && ls_container_walked(container.kind))
        status = ls_metadata_read(&job->source, &container, &facts, &outcome);
    ls_answer_put_container(&job->out, &container);
    ls_answer_put_facts(&job->out, &facts);
    ls_job_flush(job);
    reserve_memory(&container);
    const ls_clean_input input = {&job->source, &container, &facts, job->request->keep};
    if (!status && container.kind == LS_KIND_NONE)
        outcome = judge_container(&job->source, &container);
    else if (!status)
        status = ls_clean_file(&input, arena, copy, &outcome);
    return status ? ls_job_overrun(status) : outcome;
}

static int clean(ls_job *job)
{
    ls_arena *arena = ls_arena_new(LS_CHILD_ARENA);
    ls_buffer copy;
    if (!arena)
        return LS_EXIT_MEMORY;
    ls_buffer_init(&copy, (size_t)LS_DELIVERY_MAX(job->source.size));
    deliver(job, &copy, job->source_status ? ls_job_unopened() : clean_photo(job, arena, &copy));
    return ls_job_end(job);
}

/* A little-endian Exif block with one entry: Model = "seal" (Exif 3.0, 4.6.2: tag 0x0110, ASCII). */
static bool libexif_works(void)
{
    static const unsigned char block[] = {
        'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, /* header, IFD 0 at 8 */
        1,   0,   0x10, 1,  2, 0, 5, 0, 0, 0, 26, 0, 0, 0,     /* one entry: five characters at 26 */
        0,   0,   0,   0,   's', 'e', 'a', 'l', 0,             /* no IFD 1; the characters */
    };
    ExifData *data = exif_data_new_from_data(block, sizeof block);
    ExifEntry *entry = data ? exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_MODEL) : NULL;
    bool works = entry && entry->size == 5 && memcmp(entry->data, "seal", 5) == 0;
    if (data)
        exif_data_unref(data);
    return works;
}

static int probe(ls_job *job)
{
    if (ls_probe_common(job))
        return ls_probe_answer(job, false);
    return ls_probe_answer(job, job->request->probe == LS_PROBE_LIBEXIF && libexif_works());
}

int main(void)
{
    static const ls_program program = {.name = "lightseal-core", .warm_up = ls_sort_warm_up, .check = check, .clean = clean,
                                       .sidecar = sidecar, .probe = probe};
    return ls_serve(&program);
}
