/* SPDX-License-Identifier: Apache-2.0 */
/* From detections to findings: texts filled in, evidence masked, coordinates made coarse, policy applied. */
#ifndef LS_ENGINE_BUILD_H
#define LS_ENGINE_BUILD_H

#include "detect/detect.h"
#include "engine/engine.h"
#include "engine/report.h"

/* Adds the findings that belong to stages that were asked for. LS_E_NOMEM. */
ls_status ls_build_findings(const ls_engine *engine, const ls_detections *detections, ls_report *report);
/* Why a stage is not done, in words of the user's language. NULL: no memory. */
const char *ls_build_reason(ls_arena *arena, const ls_outcome *outcome);
/* Sets the coverage of one stage. */
ls_status ls_build_coverage(const ls_engine *engine, ls_report *report, ls_stage stage, const ls_outcome *outcome);

#endif
