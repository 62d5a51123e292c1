/* SPDX-License-Identifier: Apache-2.0 */
#include "isolation/outside.h"

#include "cmocka_all.h"

#include "base/clock.h"
#include "base/io.h"
#include "engine/paths.h"

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const unsigned char outside_jpeg[] = {
    0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01,
    0x00, 0x01, 0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x10, 0x0b, 0x0c, 0x0e, 0x0c, 0x0a, 0x10,
    0x0e, 0x0d, 0x0e, 0x12, 0x11, 0x10, 0x13, 0x18, 0x28, 0x1a, 0x18, 0x16, 0x16, 0x18, 0x31, 0x23,
    0x25, 0x1d, 0x28, 0x3a, 0x33, 0x3d, 0x3c, 0x39, 0x33, 0x38, 0x37, 0x40, 0x48, 0x5c, 0x4e, 0x40,
    0x44, 0x57, 0x45, 0x37, 0x38, 0x50, 0x6d, 0x51, 0x57, 0x5f, 0x62, 0x67, 0x68, 0x67, 0x3e, 0x4d,
    0x71, 0x79, 0x70, 0x64, 0x78, 0x5c, 0x65, 0x67, 0x63, 0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x08,
    0x00, 0x08, 0x01, 0x01, 0x11, 0x00, 0xff, 0xc4, 0x00, 0x14, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xc4, 0x00, 0x14,
    0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x3f, 0xff, 0xd9,
};
const size_t outside_jpeg_size = sizeof outside_jpeg;

static int make_photo(const void *data, size_t size)
{
    int fd = memfd_create("photo", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(ls_write_full(fd, data, size), LS_OK);
    return fd;
}

void outside_start(struct outside *o, ls_worker_program program, const void *photo, size_t size)
{
    ls_error error;
    if (!*ls_paths_libexec() || strncmp(ls_paths_libexec(), LS_HOSTILE_DIR, strlen(LS_HOSTILE_DIR)) != 0)
        ls_paths_set_prefix(LS_STAGE_DIR);
    *o = (struct outside){.program = program, .photo = -1};
    if (photo)
        o->photo = make_photo(photo, size);
    o->request = (ls_request){
        .operation = LS_OP_CHECK,
        .size = size,
        .kind = LS_KIND_JPEG,
        .orientation = 1,
        .glyph_budget = 400,
        .pixel_limit = 50000000,
        .frame_limit = 1,
        .cpu_seconds = 60,
        .sandbox = 2,
        .languages = "eng",
    };
#ifndef LS_SANITIZE
    o->request.memory_mb = program == LS_WORKER_CORE ? 256 : 3072;
#endif
    ls_status status = ls_worker_start(program, &o->worker, &error);
    if (status)
        fail_msg("%s", error.text);
}

void outside_stop(struct outside *o)
{
    ls_worker_stop(o->worker);
    ls_arena_free(o->arena);
    if (o->photo >= 0)
        close(o->photo);
}

ls_status outside_run(struct outside *o, int patience_ms)
{
    ls_arena_free(o->arena);
    o->arena = ls_arena_new((size_t)64 << 20);
    assert_non_null(o->arena);
    ls_answer_init(&o->answer, o->arena);
    o->answer.drawing = o->drawing;
    ls_worker_call call = {
        .request = &o->request, .photo_fd = o->photo, .deadline = ls_clock_ms() + patience_ms, .cancel = o->cancel,
        .boxes = o->boxes, .last = o->last};
    ls_status status = ls_worker_run(o->worker, &call, &o->answer, &o->reply, &o->outcome);
    if (status == LS_E_SANDBOX) {
        print_message("SKIP: this machine has no seccomp: %s\n", o->outcome.detail);
        skip();
    }
    return status;
}

ls_status outside_probe(struct outside *o, ls_probe probe, int patience_ms)
{
    ls_request saved = o->request;
    o->request.operation = LS_OP_PROBE;
    o->request.probe = probe;
    ls_status status = outside_run(o, patience_ms);
    o->request = saved;
    return status;
}

void outside_assert_works(struct outside *o)
{
    ls_status status = outside_run(o, PATIENCE_MS);
    if (status)
        fail_msg("%s: %s", ls_status_text(status), o->outcome.detail);
    assert_true(o->answer.ended);
    assert_true(o->answer.has_outcome[o->program == LS_WORKER_CORE ? LS_STAGE_CONTAINER : LS_STAGE_TEXT]);
}

/* ------------------------------------------------------------------------------------------- other processes */

/* State letter and parent of a process out of /proc/PID/stat; false when it is gone. */
static bool read_stat(pid_t pid, char *state, pid_t *parent)
{
    char path[64], line[512] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    bool got = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    char *after = strrchr(line, ')'); /* the name before it may hold anything */
    int number = 0;
    if (!got || !after || sscanf(after, ") %c %d", state, &number) != 2)
        return false;
    *parent = number;
    return true;
}

static pid_t look_for_child(pid_t wanted)
{
    DIR *folder = opendir("/proc");
    assert_non_null(folder);
    pid_t found = 0;
    for (struct dirent *entry; !found && (entry = readdir(folder));) {
        pid_t parent, pid = (pid_t)strtol(entry->d_name, NULL, 10);
        char state;
        if (pid > 0 && read_stat(pid, &state, &parent) && parent == wanted)
            found = pid;
    }
    closedir(folder);
    return found;
}

pid_t outside_child_of(pid_t parent)
{
    pid_t found = 0;
    for (int64_t end = ls_clock_ms() + PATIENCE_MS; !found && ls_clock_ms() < end; poll(NULL, 0, 5))
        found = look_for_child(parent);
    return found;
}

bool outside_is_gone(pid_t pid)
{
    char state;
    pid_t parent;
    for (int64_t end = ls_clock_ms() + PATIENCE_MS; ls_clock_ms() < end; poll(NULL, 0, 5))
        if (!read_stat(pid, &state, &parent) || state == 'Z' || state == 'X')
            return true;
    return false;
}

int outside_descriptors(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *folder = opendir(path);
    if (!folder)
        return -1;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}
