/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

void ls_hash_bytes(const void *data, size_t size, char hex[LS_HASH_HEX])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, data, size);
    sodium_bin2hex(hex, LS_HASH_HEX, digest, sizeof digest);
}

ls_status ls_hash_file(const char *path, char hex[LS_HASH_HEX])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return LS_E_IO;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    unsigned char block[65536];
    ssize_t got;
    while ((got = read(fd, block, sizeof block)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0)
            crypto_hash_sha256_update(&state, block, (unsigned long long)got);
    int saved = errno;
    close(fd);
    errno = saved;
    if (got < 0)
        return LS_E_IO;
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(hex, LS_HASH_HEX, digest, sizeof digest);
    return LS_OK;
}
