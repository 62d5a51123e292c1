/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Apple's property lists, as XML and in binary (CFBinaryPList.c, "bplist00"), as far as what lies beside photos takes it: one
 * dictionary or array of plain values. What is nested in it is told as LS_PLIST_OTHER.
 */
#ifndef LS_METADATA_PLIST_H
#define LS_METADATA_PLIST_H

#include "metadata/meta.h"

typedef enum ls_plist_type { LS_PLIST_STRING, LS_PLIST_DATE, LS_PLIST_NUMBER, LS_PLIST_DATA, LS_PLIST_OTHER } ls_plist_type;

typedef struct ls_plist_value {
    const char *key; /* in a dictionary, cut at LS_PLIST_KEY; "" in an array */
    ls_plist_type type;
    const char *text; /* STRING, cut at LS_META_TEXT; DATE, ISO 8601; else NULL. Not NUL-terminated. */
    size_t size;
    ls_span where;
} ls_plist_value;

#define LS_PLIST_KEY 64
#define LS_PLIST_VALUES 4096 /* more are refused */

typedef void ls_plist_callback(const ls_plist_value *value, void *user);

/* Calls back for each value. False when the list is damaged or beyond the bounds: what came before that has been told. */
bool ls_plist_read(ls_meta *meta, const ls_bytes *list, ls_plist_callback *callback, void *user);
bool ls_plist_read_binary(ls_meta *meta, const ls_bytes *list, ls_plist_callback *callback, void *user);
bool ls_plist_read_xml(ls_meta *meta, const ls_bytes *list, ls_plist_callback *callback, void *user);

#endif
