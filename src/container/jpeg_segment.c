/* SPDX-License-Identifier: Apache-2.0 */
#include "container/jpeg.h"

struct name {
    unsigned marker;
    uint8_t size;
    const char *identifier;
    jpeg_part part;
};

#define APP(n, identifier, role, path)                                                                                 \
    {                                                                                                                  \
        JPEG_APP0 + n, sizeof identifier - 1, identifier,                                                              \
        {                                                                                                              \
            LS_ROLE_##role, path                                                                                       \
        }                                                                                                              \
    }

/*
 * Identifiers of application segments: JFIF 1.02, Exif 3.0, XMP part 3, ICC.1 annex B, CIPA DC-007 (MPF), Adobe technical note 5116,
 * ISO 21496-1, ISO 19566-5 (JUMBF), ITU-T T.84 (SPIFF), and those of makers. What a decoder needs for the right colours is structure.
 */
static const struct name names[] = {
    APP(0, "JFIF\0", CARRIER, "jpeg/app0/jfif"),
    APP(0, "JFXX\0", CARRIER, "jpeg/app0/jfxx"),
    APP(0, "AVI1", CARRIER, "jpeg/app0/avi"),
    APP(1, "Exif\0", CARRIER, "jpeg/app1/exif"),
    APP(1, "http://ns.adobe.com/xap/1.0/\0", CARRIER, "jpeg/app1/xmp"),
    APP(1, "http://ns.adobe.com/xmp/extension/\0", CARRIER, "jpeg/app1/xmp-extension"),
    APP(1, "FLIR\0", CARRIER, "jpeg/app1/flir"),
    APP(1, "QVCI\0", CARRIER, "jpeg/app1/casio"),
    APP(2, "ICC_PROFILE\0", CARRIER, "jpeg/app2/icc"),
    APP(2, "MPF\0", CARRIER, "jpeg/app2/mpf"),
    APP(2, "FPXR\0", CARRIER, "jpeg/app2/flashpix"),
    APP(2, "urn:iso:std:iso:ts:21496:-1\0", CARRIER, "jpeg/app2/gain-map"),
    APP(3, "Meta\0\0", CARRIER, "jpeg/app3/kodak"),
    APP(3, "META\0\0", CARRIER, "jpeg/app3/kodak"),
    APP(3, "Stim", CARRIER, "jpeg/app3/stereo"),
    APP(3, "_JPSJPS_", CARRIER, "jpeg/app3/stereo"),
    APP(4, "SCALADO\0", CARRIER, "jpeg/app4/scalado"),
    APP(4, "FPXR\0", CARRIER, "jpeg/app4/flashpix"),
    APP(5, "RMETA\0", CARRIER, "jpeg/app5/ricoh"),
    APP(5, "ssuniqueid\0", CARRIER, "jpeg/app5/unique-id"),
    APP(6, "EPPIM\0", CARRIER, "jpeg/app6/toshiba"),
    APP(6, "NITF\0", CARRIER, "jpeg/app6/nitf"),
    APP(6, "GoPro\0", CARRIER, "jpeg/app6/gopro"),
    APP(6, "TDHD\1\0\0\0\2", CARRIER, "jpeg/app6/hp"),
    APP(6, "DTAT\0\0", CARRIER, "jpeg/app6/dji"),
    APP(7, "PENTAX \0", CARRIER, "jpeg/app7/pentax"),
    APP(7, "HUAWEI\0", CARRIER, "jpeg/app7/huawei"),
    APP(7, "DJI-DBG\0", CARRIER, "jpeg/app7/dji"),
    APP(7, "\x1AQualcomm Camera Attributes", CARRIER, "jpeg/app7/qualcomm"),
    APP(8, "SPIFF\0", CARRIER, "jpeg/app8/spiff"),
    APP(8, "SEAL\0", CARRIER, "jpeg/app8/seal"),
    APP(9, "Media Jukebox\0", CARRIER, "jpeg/app9/media-jukebox"),
    APP(10, "UNICODE\0", CARRIER, "jpeg/app10/comment"),
    APP(10, "AROT\0\0", CARRIER, "jpeg/app10/apple"),
    APP(11, "HDR_RI ", CARRIER, "jpeg/app11/hdr"),
    APP(11, "JP", CARRIER, "jpeg/app11/jumbf"),
    APP(12, "Ducky", CARRIER, "jpeg/app12/ducky"),
    APP(12, "[picture info]", CARRIER, "jpeg/app12/picture-info"),
    APP(13, "Photoshop 3.0\0", CARRIER, "jpeg/app13/iptc"),
    APP(13, "Adobe_CM\0", CARRIER, "jpeg/app13/adobe-cm"),
    APP(14, "Adobe", STRUCTURE, "jpeg/app14/adobe"),
    APP(15, "Q ", CARRIER, "jpeg/app15/quality"),
};

static const char *const others[16] = {
    "jpeg/app0", "jpeg/app1", "jpeg/app2",  "jpeg/app3",  "jpeg/app4",  "jpeg/app5",  "jpeg/app6",  "jpeg/app7",
    "jpeg/app8", "jpeg/app9", "jpeg/app10", "jpeg/app11", "jpeg/app12", "jpeg/app13", "jpeg/app14", "jpeg/app15"};

/* Adobe's marker (technical note 5116) is twelve bytes; a longer one carries something else. */
#define ADOBE_SIZE 12

static jpeg_part name_app(unsigned marker, const ls_bytes *payload)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct name *name = &names[i];
        if (name->marker != marker || !ls_bytes_match(payload, 0, name->identifier, name->size))
            continue;
        if (name->part.role == LS_ROLE_STRUCTURE && payload->size > ADOBE_SIZE)
            break;
        return name->part;
    }
    return (jpeg_part){LS_ROLE_CARRIER, others[marker - JPEG_APP0]};
}

jpeg_part ls_jpeg_name(unsigned marker, const ls_bytes *payload)
{
    if (marker >= JPEG_APP0 && marker <= JPEG_APP15)
        return name_app(marker, payload);
    switch (marker) {
    case JPEG_COM: return (jpeg_part){LS_ROLE_CARRIER, "jpeg/com"};
    case JPEG_DQT: return (jpeg_part){LS_ROLE_STRUCTURE, "jpeg/dqt"};
    case JPEG_DHT: return (jpeg_part){LS_ROLE_STRUCTURE, "jpeg/dht"};
    case JPEG_DAC: return (jpeg_part){LS_ROLE_STRUCTURE, "jpeg/dac"};
    case JPEG_DRI: return (jpeg_part){LS_ROLE_STRUCTURE, "jpeg/dri"};
    case JPEG_DNL: return (jpeg_part){LS_ROLE_STRUCTURE, "jpeg/dnl"};
    case JPEG_EXP: return (jpeg_part){LS_ROLE_STRUCTURE, "jpeg/exp"};
    case JPEG_SOS: return (jpeg_part){LS_ROLE_STRUCTURE, "jpeg/sos"};
    case JPEG_DHP: return (jpeg_part){LS_ROLE_STRUCTURE, "jpeg/dhp"};
    default: break;
    }
    if (marker >= JPEG_SOF0 && marker <= JPEG_SOF15 && marker != JPEG_JPG)
        return (jpeg_part){LS_ROLE_STRUCTURE, "jpeg/sof"};
    return (jpeg_part){LS_ROLE_CARRIER, "jpeg/reserved"}; /* JPG, JPG0 to JPG13, RES: kept for extensions */
}

/* T.81 B.2.4.1: Pq in the high half of a byte says whether the 64 elements have 8 or 16 bits. */
static size_t used_dqt(const ls_bytes *payload)
{
    size_t at = 0;
    while (at < payload->size)
        at += ls_bytes_u8(payload, at) >> 4 ? 129 : 65;
    return at;
}

/* T.81 B.2.4.2: class and destination, sixteen counts, as many values. */
static size_t used_dht(const ls_bytes *payload)
{
    size_t at = 0;
    while (at < payload->size) {
        size_t values = 0;
        for (size_t i = 1; i <= 16; i++)
            values += ls_bytes_u8(payload, at + i);
        at += 17 + values;
    }
    return at;
}

size_t ls_jpeg_used(unsigned marker, const ls_bytes *payload)
{
    switch (marker) {
    case JPEG_DQT: return used_dqt(payload);
    case JPEG_DHT: return used_dht(payload);
    case JPEG_DRI:
    case JPEG_DNL: return 2;
    case JPEG_EXP: return 1;
    case JPEG_DAC: return payload->size & ~(size_t)1;
    case JPEG_SOS: return 4 + 2 * (size_t)ls_bytes_u8(payload, 0);
    default: break;
    }
    bool frame = marker >= JPEG_SOF0 && marker <= JPEG_SOF15 && marker != JPEG_JPG;
    if (frame || marker == JPEG_DHP)
        return 6 + 3 * (size_t)ls_bytes_u8(payload, 5);
    return payload->size;
}
