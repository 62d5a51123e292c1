/* SPDX-License-Identifier: Apache-2.0 */
/* What lies beside a photo and tells about it: files of programs that leave the photo itself alone, and attributes of its file.
 */
#ifndef LS_RECORD_SIDECAR_H
#define LS_RECORD_SIDECAR_H

typedef enum ls_sidecar {
    LS_SIDECAR_XMP = 1, /* a packet as Lightroom, darktable, digiKam … keep it beside a photo (ISO 16684-1) */
    LS_SIDECAR_TAKEOUT, /* what Google Photos knows of a photo, in JSON */
    LS_SIDECAR_AAE,     /* how Apple's Photos changed it, in a property list; the photo as it was lies elsewhere */
    LS_SIDECAR_PLIST    /* texts in a binary property list: an attribute that macOS put at the file */
} ls_sidecar;

/* What carriers begin with that are none of the photo's bytes. */
#define LS_BESIDE_SIDECAR "sidecar/"  /* of a file beside it, e.g. "sidecar/takeout/geoData" */
#define LS_BESIDE_NAME "file/name"    /* its name */
#define LS_BESIDE_TIME "file/time"    /* when the file was changed */
#define LS_BESIDE_XATTR "file/xattr/" /* an attribute of the file, by its name */

#endif
