/* SPDX-License-Identifier: Apache-2.0 */
/* What tells about a photo without being one of its bytes: files beside it, and the name of its own file. */
#ifndef LS_METADATA_SIDECAR_H
#define LS_METADATA_SIDECAR_H

#include "metadata/meta.h"
#include "record/sidecar.h"

/*
 * Reads a file beside the photo, or an attribute of its file, into facts whose carriers begin with `carrier`. Their bytes are
 * those of that file. What was not understood is in *outcome, as of a photo's carriers. LS_E_NOMEM.
 */
ls_status ls_sidecar_read(const ls_source *source, ls_sidecar kind, const char *carrier, ls_facts *facts, ls_outcome *outcome);

/* What the photo's file is called: a time, a position, an app. The same, but without bytes. `name` may be of any bytes. */
ls_status ls_file_name_read(const char *name, ls_facts *facts, ls_outcome *outcome);

void ls_read_takeout(ls_meta *meta, const ls_bytes *text, const char *carrier);
void ls_read_aae(ls_meta *meta, const ls_bytes *list, const char *carrier);
void ls_read_plist_texts(ls_meta *meta, const ls_bytes *list, const char *carrier);
void ls_read_file_name(ls_meta *meta, const char *name, const char *carrier);

#endif
