/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/networks.h"

#include "text/marks.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX ((off_t)64 << 20) /* bytes; ours have less than one million */

/* A file of the models folder; NULL when it cannot be mapped. The engine has compared its hash: it is trusted from there on. */
static void *map_file(const char *name, size_t *size)
{
    struct stat about;
    void *file = MAP_FAILED;
    int fd = openat(LS_MODELS_FD, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 && about.st_size <= FILE_MAX) {
        *size = (size_t)about.st_size;
        file = mmap(NULL, *size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    }
    close(fd);
    return file == MAP_FAILED ? NULL : file;
}

static void load_text_map(ls_networks *networks)
{
    size_t size;
    void *file = map_file("textmap.onnx", &size);
    if (!file)
        return;
    if (ls_text_model_load(file, size, &networks->text_map) == LS_OK)
        networks->loaded |= LS_MODEL_TEXTMAP;
    munmap(file, size);
}

static void load_marks(ls_networks *networks)
{
    size_t size;
    void *file = map_file("marks.onnx", &size);
    if (!file)
        return;
    if (ls_mark_reader_load(file, size, &networks->marks) == LS_OK)
        networks->loaded |= LS_MODEL_MARKS;
    munmap(file, size);
}

void ls_networks_load(ls_networks *networks, uint32_t wanted)
{
    if (wanted & ~networks->tried & LS_MODEL_TEXTMAP)
        load_text_map(networks);
    if (wanted & ~networks->tried & LS_MODEL_MARKS)
        load_marks(networks);
    networks->tried |= wanted;
}
