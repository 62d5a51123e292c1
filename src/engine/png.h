/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PNG file (third edition of the standard) around a stream of rows that a sandboxed child made: signature, IHDR, IDAT, IEND and
 * nothing else can come of it. Nothing here looks into the stream, so no library for PNG or deflate is on this side of the wall.
 */
#ifndef LS_ENGINE_PNG_H
#define LS_ENGINE_PNG_H

#include "base/status.h"

/* 8-bit RGB, not interlaced. Each writes to `fd`; LS_E_IO with errno set. */
ls_status ls_png_begin(int fd, uint32_t width, uint32_t height);
ls_status ls_png_data(int fd, const void *bytes, size_t size); /* fewer than 2^31 bytes; becomes one IDAT */
ls_status ls_png_end(int fd);

#endif
