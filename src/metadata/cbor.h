/* SPDX-License-Identifier: Apache-2.0 */
/* CBOR (RFC 8949), as far as its texts go: no tree is made and nothing recurses. */
#ifndef LS_METADATA_CBOR_H
#define LS_METADATA_CBOR_H

#include "container/bytes.h"

#define LS_CBOR_DEPTH 32

/* A text in a map: `around` is the key under which the map itself, or a list that it is in, stands; empty for none. */
typedef void ls_cbor_text(void *user, const ls_bytes *around, const ls_bytes *key, const ls_bytes *text);

/* False when the bytes are no sound item, or one deeper than LS_CBOR_DEPTH, or are followed by others. */
bool ls_cbor_texts(const ls_bytes *bytes, ls_cbor_text *tell, void *user);

#endif
