/* SPDX-License-Identifier: Apache-2.0 */
/* What a JPEG's frame header and its tables say, as far as they decide which bytes a decoder uses: for its walker. */
#ifndef LS_CONTAINER_JPEG_TABLES_H
#define LS_CONTAINER_JPEG_TABLES_H

#include "container/walker.h"

#define JPEG_COMPONENTS_MAX 10 /* as many as libjpeg takes */
#define JPEG_DESTINATIONS 4    /* T.81 B.2.4: of each kind of table */

#define JPEG_ARITH_TABLES JPEG_DESTINATIONS
#define JPEG_ARITHMETIC 8u     /* the bit of a frame header's marker (T.81, table B.1) */

typedef struct jpeg_table {
    ls_bytes bytes;  /* without the byte that names it; empty when it was never defined */
    uint32_t range;  /* of the container */
    bool used;
} jpeg_table;

typedef struct jpeg_component {
    unsigned id, across, down, quant; /* sampling factors, table */
    bool scanned;
} jpeg_component;

typedef struct jpeg_tables {
    jpeg_table quant[JPEG_DESTINATIONS], huffman[2][JPEG_DESTINATIONS]; /* huffman[1]: of AC coefficients */
    jpeg_component components[JPEG_COMPONENTS_MAX];
    unsigned component_count; /* 0: no frame header that could be read */
    unsigned sof;             /* its marker */
    unsigned interval;        /* MCUs between restarts; 0: no restarts */
    bool conditioned[2][JPEG_ARITH_TABLES];          /* a DAC segment says how arithmetic coding tells numbers apart … */
    uint8_t conditioning[2][JPEG_ARITH_TABLES];      /* … by this value */
} jpeg_tables;

/* Frame header; `payload` is what follows its length. */
void ls_jpeg_tables_frame(jpeg_tables *tables, unsigned marker, const ls_bytes *payload);
/* Covers the tables of a DQT or DHT segment at `at`, whose payload is sound, with one range each. LS_E_NOMEM, LS_E_LIMIT. */
ls_status ls_jpeg_tables_define(jpeg_tables *tables, unsigned marker, uint64_t at, const ls_bytes *payload, ls_container *out);
/* Conditioning of arithmetic coding: the payload of a DAC segment. */
void ls_jpeg_tables_condition(jpeg_tables *tables, const ls_bytes *payload);
/* Scan header: whatever tables it asks for are used. */
void ls_jpeg_tables_scan(jpeg_tables *tables, const ls_bytes *payload);
/*
 * At the end of the picture: tables that were defined and never used, and are none that every encoder writes, become
 * LS_ROLE_UNKNOWN
 * with the path "jpeg/dqt-unused" or "jpeg/dht-unused"; ranges that can be joined are.
 */
void ls_jpeg_tables_finish(jpeg_tables *tables, ls_container *out);

/* The component of the frame with this identifier; NULL when there is none. */
jpeg_component *ls_jpeg_component_of(jpeg_tables *tables, unsigned id);
/* The Huffman table at a destination: what was defined or, as decoders do where nothing was, that of T.81 annex K.3. */
ls_bytes ls_jpeg_huffman(const jpeg_tables *tables, bool ac, unsigned destination);

#endif
