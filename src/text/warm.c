/* SPDX-License-Identifier: Apache-2.0 */
#include "text/reader.h"

#include "base/sort.h"
#include "image/decode.h"

#include <iconv.h>
#include <time.h>

ls_status ls_text_warm_up(void)
{
    ls_status status = ls_sort_warm_up();
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
