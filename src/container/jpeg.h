/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of JPEG segments, for its walker. */
#ifndef LS_CONTAINER_JPEG_H
#define LS_CONTAINER_JPEG_H

#include "container/bytes.h"
#include "record/container.h"

/* Markers of ITU-T T.81, table B.1. */
enum {
    JPEG_TEM = 0x01,
    JPEG_SOF0 = 0xC0,
    JPEG_DHT = 0xC4,
    JPEG_JPG = 0xC8,
    JPEG_DAC = 0xCC,
    JPEG_SOF15 = 0xCF,
    JPEG_RST0 = 0xD0,
    JPEG_RST7 = 0xD7,
    JPEG_SOI = 0xD8,
    JPEG_EOI = 0xD9,
    JPEG_SOS = 0xDA,
    JPEG_DQT = 0xDB,
    JPEG_DNL = 0xDC,
    JPEG_DRI = 0xDD,
    JPEG_DHP = 0xDE,
    JPEG_EXP = 0xDF,
    JPEG_APP0 = 0xE0,
    JPEG_APP2 = 0xE2,
    JPEG_APP15 = 0xEF,
    JPEG_COM = 0xFE
};

typedef struct jpeg_part {
    ls_role role;
    const char *path;
} jpeg_part;

/* What an APPn, COM or other segment is; `payload` is what follows its length. */
jpeg_part ls_jpeg_name(unsigned marker, const ls_bytes *payload);
/*
 * How many bytes of the payload the segment's own structure uses: less than its size when bytes are left over, more
 * when it is cut short. Segments without inner structure use all of it.
 */
size_t ls_jpeg_used(unsigned marker, const ls_bytes *payload);

#endif
