/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What tells about a photo without being one of its bytes: files that other programs keep beside it, and its file's attributes
 * and times. They are found and opened here; what is in them is read by the core, each by a process of its own.
 */
#ifndef LS_ENGINE_BESIDE_H
#define LS_ENGINE_BESIDE_H

#include "engine/scanner.h"
#include "record/sidecar.h"

#include <limits.h>
#include <sys/types.h>

#define LS_BESIDE_MAX 24                   /* of one photo; further ones are said to be unread */
#define LS_BESIDE_SIZE ((uint64_t)4 << 20) /* bytes of one; an XMP packet with thousands of strokes of a brush has less */
#define LS_XATTR_SIZE ((size_t)64 << 10)   /* bytes of an attribute, and of all their names: what Linux allows */

typedef struct ls_beside_item {
    ls_sidecar kind;
    const char *carrier;
    const char *name;    /* of the file, clean UTF-8; NULL for an attribute */
    ls_photo photo;      /* its bytes */
    const char *problem; /* why they cannot be had, in English; or NULL */
} ls_beside_item;

typedef struct ls_beside {
    ls_arena *arena;
    ls_beside_item items[LS_BESIDE_MAX];
    size_t count;
    bool more; /* there are further ones */
    struct {
        dev_t device;
        ino_t inode;
    } seen[LS_BESIDE_MAX + 1]; /* the photo itself and what was found: names may differ in case alone */
    size_t seen_count;
} ls_beside;

/*
 * Finds the files beside `file` that are known by their names, and the attributes of the open file `fd` that take a reader. Links
 * are not followed: a link is a problem, as is what is no regular file or larger than LS_BESIDE_SIZE. Never fails: what is
 * missing is said by `more`.
 */
void ls_beside_find(ls_beside *beside, int folder, const char *file, int fd);
void ls_beside_drop(ls_beside *beside);

/* Texts in attributes of the open file become facts at once: there is nothing in them to be parsed. LS_E_NOMEM, LS_E_LIMIT. */
ls_status ls_beside_attributes(int fd, ls_facts *facts, ls_outcome *outcome);
/* When the open file was changed, as a fact. The same. */
ls_status ls_beside_time(int fd, ls_facts *facts);

/*
 * Has everything that was found read, and adds what it tells to the photo's facts, without bytes, for they would be those of
 * another file. *outcome, of the metadata stage, becomes worse when something was not read. As ls_core_run().
 */
ls_status ls_beside_run(ls_scanner *scanner, const ls_core_call *call, const ls_beside *beside, ls_facts *facts,
                        ls_outcome *outcome, ls_held *held, ls_error *error);

#endif
