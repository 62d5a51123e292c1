/* SPDX-License-Identifier: Apache-2.0 */
#include "report/writer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

const ls_writer *ls_writer_find(const char *name)
{
    static const ls_writer *const writers[] = {
#define WRITER(id) &ls_writer_##id,
#include "report/writers.def"
#undef WRITER
    };
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strcmp(writers[i]->name, name) == 0)
            return writers[i];
    return NULL;
}

void ls_output_init(ls_output *output, FILE *file)
{
    *output = (ls_output){.file = file, .width = 80, .language = "en", .fail_on = "review"};
    if (!isatty(fileno(file)))
        return;
    struct winsize size;
    if (ioctl(fileno(file), TIOCGWINSZ, &size) == 0 && size.ws_col)
        output->width = size.ws_col < 40 ? 40 : size.ws_col > 120 ? 120 : size.ws_col;
    const char *off = getenv("NO_COLOR"), *term = getenv("TERM");
    output->color = !(off && *off) && term && strcmp(term, "dumb") != 0;
}

ls_status ls_output_flush(ls_output *output)
{
    return fflush(output->file) || ferror(output->file) ? LS_E_IO : LS_OK;
}
