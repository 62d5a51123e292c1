/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/networks.h"

#include "text/marks.h"

#include <fcntl.h>
#include <stdio.h>
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

static const char *const names[] = {
#define NETWORK(id, name, needed) name,
#include "record/networks.def"
#undef NETWORK
};

static ls_status make(ls_networks *networks, ls_network network, const void *onnx, size_t size)
{
    switch (network) {
    case LS_NETWORK_TEXTMAP: return ls_text_model_load(onnx, size, &networks->text_map);
    case LS_NETWORK_MARKS: return ls_mark_reader_load(onnx, size, &networks->marks);
    case LS_NETWORK_COUNT: break;
    }
    return LS_E_USAGE;
}

static void load(ls_networks *networks, ls_network network)
{
    char path[32];
    size_t size;
    snprintf(path, sizeof path, "%s.onnx", names[network]);
    void *file = map_file(path, &size);
    if (!file)
        return;
    if (make(networks, network, file, size) == LS_OK)
        networks->loaded |= 1u << network;
    munmap(file, size);
}

void ls_networks_load(ls_networks *networks, uint32_t wanted)
{
    for (int i = 0; i < LS_NETWORK_COUNT; i++)
        if (wanted & ~networks->tried & 1u << i)
            load(networks, (ls_network)i);
    networks->tried |= wanted;
}

ls_outcome ls_networks_outcome(const ls_networks *networks, uint32_t used)
{
    ls_outcome outcome = ls_outcome_done();
    size_t length = 0;
    for (int i = 0; i < LS_NETWORK_COUNT; i++) {
        if (!(used & networks->tried & ~networks->loaded & 1u << i))
            continue;
        if (outcome.state == LS_DONE)
            outcome = ls_outcome_make(LS_LIMITED, LS_REASON_MODEL, "%s", "");
        length += (size_t)snprintf(outcome.detail + length, sizeof outcome.detail - length, "%s%s.onnx cannot be used",
                                   length ? ", " : "", names[i]);
    }
    return outcome;
}
