/* SPDX-License-Identifier: Apache-2.0 */
/* The meaning of the carriers that the container walker named. */
#ifndef LS_METADATA_READ_H
#define LS_METADATA_READ_H

#include "container/source.h"
#include "record/container.h"
#include "record/fact.h"
#include "record/stage.h"
#include "record/tag_value.h"

/*
 * Reads every carrier into `facts` (arena set). *outcome: done when every carrier was interpreted or is known to tell
 * nothing; limited (CARRIER_UNREAD, naming them) when not; failed (MALFORMED) when a fatal problem means that carriers
 * may have been lost. LS_E_NOMEM, LS_E_LIMIT.
 */
ls_status ls_metadata_read(const ls_source *source, const ls_container *container, ls_facts *facts,
                           ls_outcome *outcome);
/* The same with every tag's value in print (arena set), for `inspect`; more of them than are listed make it limited. */
ls_status ls_metadata_read_tags(const ls_source *source, const ls_container *container, ls_facts *facts, ls_tag_values *tags,
                                ls_outcome *outcome);

#endif
