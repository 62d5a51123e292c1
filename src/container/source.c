/* SPDX-License-Identifier: Apache-2.0 */
#include "container/source.h"

#include <sys/mman.h>
#include <sys/stat.h>

ls_status ls_source_map(int fd, uint64_t size, ls_source *source)
{
    *source = (ls_source){.size = size};
    if (size == 0)
        return LS_OK;
    /* fstat, not lseek: the offset belongs to whoever opened the file. A mapping beyond the end would be a SIGBUS. */
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || (uint64_t)about.st_size < size || size > SIZE_MAX)
        return LS_E_IO;
    void *data = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return LS_E_IO;
    source->data = data;
    return LS_OK;
}

void ls_source_unmap(ls_source *source)
{
    if (source->data)
        munmap((void *)(uintptr_t)source->data, (size_t)source->size);
    *source = (ls_source){0};
}
