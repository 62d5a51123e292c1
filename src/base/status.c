/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

const char *ls_status_text(ls_status status)
{
    switch (status) {
    case LS_OK: return "ok";
    case LS_E_NOMEM: return "out of memory";
    case LS_E_USAGE: return "wrong usage";
    case LS_E_CONFIG: return "bad configuration";
    case LS_E_RULES: return "bad rules";
    case LS_E_AREAS: return "bad area file";
    case LS_E_IO: return "input/output error";
    case LS_E_WORKER: return "worker program could not be started";
    case LS_E_SANDBOX: return "the sandbox is not available";
    case LS_E_FORMAT: return "malformed data";
    case LS_E_LIMIT: return "a limit was reached";
    case LS_E_DEADLINE: return "the time budget ran out";
    case LS_E_CANCELLED: return "cancelled";
    default: return "unknown status";
    }
}

ls_status ls_error_set(ls_error *error, ls_status status, const char *format, ...)
{
    if (error) {
        va_list list;
        va_start(list, format);
        vsnprintf(error->text, sizeof error->text, format, list);
        va_end(list);
    }
    return status;
}
