/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/networks.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX ((off_t)64 << 20) /* bytes; ours have less than one million */

/* The engine has compared the file's hash; what it says is trusted from there on. */
static void load_text_map(ls_networks *networks)
{
    struct stat about;
    int fd = openat(LS_MODELS_FD, "textmap.onnx", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 && about.st_size <= FILE_MAX) {
        void *file = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        if (file != MAP_FAILED) {
            if (ls_text_model_load(file, (size_t)about.st_size, &networks->text_map) == LS_OK)
                networks->loaded |= LS_MODEL_TEXTMAP;
            munmap(file, (size_t)about.st_size);
        }
    }
    close(fd);
}

void ls_networks_load(ls_networks *networks, uint32_t wanted)
{
    if (wanted & ~networks->tried & LS_MODEL_TEXTMAP)
        load_text_map(networks);
    networks->tried |= wanted;
}
