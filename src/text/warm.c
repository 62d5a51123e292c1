/* SPDX-License-Identifier: Apache-2.0 */
#include "text/reader.h"

#include "image/decode.h"

#include <iconv.h>
#include <stdlib.h>
#include <time.h>

/* glibc's qsort asks the system for its memory (sysconf, which reads /proc) when it first sorts more than 1 KiB */
#define LARGE_SORT 4096u

static int by_value(const void *a, const void *b)
{
    const unsigned first = *(const unsigned *)a, second = *(const unsigned *)b;
    return (first > second) - (first < second);
}

static ls_status sort_much(void)
{
    unsigned *values = malloc(LARGE_SORT * sizeof *values);
    if (!values)
        return LS_E_NOMEM;
    for (unsigned i = 0; i < LARGE_SORT; i++)
        values[i] = i * 2654435761u;
    qsort(values, LARGE_SORT, sizeof *values, by_value);
    const bool sorted = values[0] <= values[LARGE_SORT - 1];
    free(values);
    return sorted ? LS_OK : LS_E_FORMAT;
}

ls_status ls_text_warm_up(void)
{
    ls_status status = sort_much();
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local)) /* opens the time zone's file */
        return LS_E_IO;
    tzset();
    iconv_t conversion = iconv_open("UTF-8", "UTF-16LE"); /* opens gconv's list of modules */
    if (conversion != (iconv_t)-1)
        iconv_close(conversion);
    return status ? status : ls_image_warm_up();
}
