/* SPDX-License-Identifier: Apache-2.0 */
/* One conversation: reads messages until bye, the end of the stream or a frame that breaks it. */
#ifndef LS_SHARE_SESSION_H
#define LS_SHARE_SESSION_H

#include <lightseal/lightseal.h>

#define LS_SHARE_PROTOCOL 1

/* Returns LS_OK after bye or the end of the stream, LS_E_FORMAT when a frame broke it, LS_E_IO, LS_E_NOMEM. */
ls_status ls_session_run(const ls_engine *engine, int in, int out);

#endif
