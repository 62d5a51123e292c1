/* SPDX-License-Identifier: Apache-2.0 */
#include "report/inspect.h"

#include <string.h>

const ls_inspect_writer *ls_inspect_writer_find(const char *name)
{
    static const ls_inspect_writer *const writers[] = {
#define WRITER(id) &ls_inspect_writer_##id,
#include "report/writers.def"
#undef WRITER
    };
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strcmp(writers[i]->name, name) == 0)
            return writers[i];
    return NULL;
}
