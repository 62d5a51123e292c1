/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Samsung's trailer: named blocks (a clip, a time, a country code …), a directory "SEFH" of them and at the very end its
 * length and
 * "SEFT". No specification is public; the layout is that of the makers' files and of the tools that read them.
 */
#ifndef LS_CONTAINER_SEFT_H
#define LS_CONTAINER_SEFT_H

#include "container/walker.h"

/* Offset of the trailer's first block, when `bytes` end with one; bytes->size when they do not. */
uint64_t ls_seft_begin(const ls_bytes *bytes);
/* A walker (container/walker.h) of a whole trailer, from its first block on. */
ls_walker ls_walk_seft;

#endif
