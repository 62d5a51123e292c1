/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 through libsodium. Only the right side of the wall uses it: the workers do not link libsodium. */
#ifndef LS_BASE_HASH_H
#define LS_BASE_HASH_H

#include <lightseal/lightseal.h>

#define LS_HASH_HEX 65 /* 64 hexadecimal digits and a NUL */

void ls_hash_bytes(const void *data, size_t size, char hex[LS_HASH_HEX]);
/* Hash of a whole file, read in blocks. LS_E_IO with errno set. */
ls_status ls_hash_file(const char *path, char hex[LS_HASH_HEX]);

#endif
