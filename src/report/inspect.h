/* SPDX-License-Identifier: Apache-2.0 */
/* What `inspect` writes: one writer per format, as for reports. */
#ifndef LS_REPORT_INSPECT_H
#define LS_REPORT_INSPECT_H

#include "report/writer.h"

/* What all photos of a run add up to. */
typedef struct ls_inspect_tally {
    size_t photos, whole; /* whole: everything was read */
    size_t not_started;   /* left when the run was interrupted */
} ls_inspect_tally;

/* As ls_writer. */
typedef struct ls_inspect_writer {
    const char *name;
    ls_status (*begin)(ls_output *output);
    ls_status (*photo)(ls_output *output, const ls_inspection *inspection);
    ls_status (*end)(ls_output *output, const ls_inspect_tally *tally);
} ls_inspect_writer;

#define WRITER(name) extern const ls_inspect_writer ls_inspect_writer_##name;
#include "report/writers.def"
#undef WRITER

/* NULL for a name that is no format. */
const ls_inspect_writer *ls_inspect_writer_find(const char *name);

/* A value as a person reads it: with its unit, numbers rounded but for those whose every digit can matter. */
void ls_inspect_words(const ls_inspected_value *value, char *words, size_t size);

#endif
