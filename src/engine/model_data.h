/* SPDX-License-Identifier: Apache-2.0 */
/* The networks that the reader needs: what models/models.yaml records, and whether the files are those. */
#ifndef LS_ENGINE_MODEL_DATA_H
#define LS_ENGINE_MODEL_DATA_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/status.h"
#include "record/request.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum ls_model_state {
    LS_MODEL_SOUND,
    LS_MODEL_MISSING,
    LS_MODEL_OTHER,      /* cut short, changed, or simply another one */
    LS_MODEL_UNRECORDED,
    LS_MODEL_UNLISTED    /* models.yaml itself cannot be read */
} ls_model_state;

typedef struct ls_model {
    ls_network network;
    const char *name;        /* "textmap": the file is models/textmap.onnx */
    const char *sha256;      /* as recorded; NULL when it is not */
    const char *card;        /* "textmap.md": what it does and how it was made */
    ls_model_state state;
    char found[LS_HASH_HEX]; /* of the file that is there */
} ls_model;

typedef struct ls_models {
    ls_model *items;         /* networks that are recorded or needed; in the arena */
    size_t count;
    uint32_t sound;          /* ls_request.models */
    const char *problem;     /* all that is not right, for coverage: file names and nothing of the photo; NULL when all is */
    const char *list_error;  /* file, line, column and what is wrong with models.yaml; NULL when it can be read */
} ls_models;

/*
 * Reads `folder`/models.yaml and compares the files beside it; a list that cannot be read is a problem, too. LS_E_NOMEM.
 */
ls_status ls_models_check(ls_arena *arena, const char *folder, ls_models *models);

#endif
