/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/report_fake.h"

const char *ls_report_source(const ls_report *report)
{
    return report->source;
}

ls_verdict ls_report_verdict(const ls_report *report)
{
    return report->verdict;
}

const char *ls_verdict_word(ls_verdict verdict)
{
    static const char *const words[] = {"ok", "review", "unchecked", "block"};
    return words[verdict];
}

const char *ls_severity_word(ls_severity severity)
{
    static const char *const words[] = {"info", "low", "medium", "high", "critical"};
    return words[severity];
}

const char *ls_state_word(ls_state state)
{
    static const char *const words[] = {"done", "skipped", "limited", "failed"};
    return words[state];
}

int ls_report_is_partial(const ls_report *report)
{
    return report->partial;
}

const char *ls_report_copy_of(const ls_report *report)
{
    return report->copy_of;
}

const char *ls_report_only(const ls_report *report)
{
    return report->only;
}

const char *ls_report_accepted(const ls_report *report)
{
    return report->accepted;
}

const char *ls_report_sandbox(const ls_report *report)
{
    return report->sandbox;
}

size_t ls_report_coverage_count(const ls_report *report)
{
    return report->coverage_count;
}

const ls_coverage *ls_report_coverage(const ls_report *report, size_t index)
{
    return &report->coverage[index];
}

size_t ls_report_finding_count(const ls_report *report)
{
    return report->finding_count;
}

const ls_finding *ls_report_finding(const ls_report *report, size_t index)
{
    return &report->findings[index];
}

size_t ls_report_ignored_count(const ls_report *report)
{
    return report->ignored;
}

size_t ls_report_expired_count(const ls_report *report)
{
    return report->expired;
}

size_t ls_report_left_out_count(const ls_report *report)
{
    return report->left_out;
}

const char *ls_report_advice(const ls_report *report)
{
    return report->advice;
}

const char *ls_version(void)
{
    return LS_VERSION;
}
