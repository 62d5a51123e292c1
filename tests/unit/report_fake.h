/* SPDX-License-Identifier: Apache-2.0 */
/* Reports made by hand, so that writers are tested without an engine: the accessors of lightseal.h over plain data. */
#ifndef LS_TESTS_REPORT_FAKE_H
#define LS_TESTS_REPORT_FAKE_H

#include <lightseal/lightseal.h>

struct ls_report {
    const char *source, *copy_of, *accepted, *only, *sandbox, *advice;
    ls_verdict verdict;
    int partial, not_picture;
    const ls_coverage *coverage;
    size_t coverage_count;
    const ls_finding *findings;
    size_t finding_count, ignored, expired, left_out;
};

#endif
