/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tally.h"

#include <string.h>

/* The most that policy makes of a photo: ok, review or block. `unchecked` is about coverage and is looked at apart. */
static ls_verdict worst_effect(const ls_report *report)
{
    ls_verdict worst = ls_report_verdict(report);
    if (worst == LS_VERDICT_UNCHECKED)
        worst = LS_VERDICT_OK;
    for (size_t i = 0; i < ls_report_finding_count(report); i++) {
        ls_verdict effect = ls_report_finding(report, i)->effect;
        if (effect != LS_VERDICT_UNCHECKED && effect > worst)
            worst = effect;
    }
    return worst;
}

static bool complete(const ls_report *report)
{
    if (ls_report_verdict(report) == LS_VERDICT_UNCHECKED)
        return false;
    for (size_t i = 0; i < ls_report_coverage_count(report); i++) {
        const ls_coverage *stage = ls_report_coverage(report, i);
        if (stage->required && stage->state != LS_DONE)
            return false;
    }
    return true;
}

void ls_tally_add(ls_tally *tally, const ls_report *report, const char *fail_on)
{
    ls_verdict worst = worst_effect(report);
    tally->photos++;
    tally->verdicts[ls_report_verdict(report)]++;
    tally->ignored += ls_report_ignored_count(report);
    tally->expired += ls_report_expired_count(report);
    tally->accepted += ls_report_accepted(report) != NULL;
    if (worst == LS_VERDICT_BLOCK && strcmp(fail_on, "never") != 0)
        tally->failing = true;
    if (worst == LS_VERDICT_REVIEW && strcmp(fail_on, "review") == 0)
        tally->failing = true;
    if (!complete(report))
        tally->incomplete = true;
}

ls_exit ls_tally_exit(const ls_tally *tally)
{
    if (tally->failing)
        return LS_EXIT_FINDINGS;
    if (tally->incomplete || tally->links || tally->special || tally->unreadable || tally->not_started)
        return LS_EXIT_UNCHECKED;
    return LS_EXIT_CHECKED;
}
