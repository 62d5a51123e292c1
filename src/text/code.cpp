/* SPDX-License-Identifier: Apache-2.0 */
#define ZX_USE_UTF8 1
#include "text/code.h"

#include "record/text.h"

#include <new>

#include <ZXing/ReadBarcode.h>

namespace
{

using ZXing::BarcodeFormat;

constexpr auto matrix = BarcodeFormat::QRCode | BarcodeFormat::MicroQRCode | BarcodeFormat::DataMatrix |
                        BarcodeFormat::Aztec | BarcodeFormat::PDF417;
constexpr auto bars = BarcodeFormat::Code39 | BarcodeFormat::Code128 | BarcodeFormat::EAN8 | BarcodeFormat::EAN13 |
                      BarcodeFormat::UPCA | BarcodeFormat::UPCE | BarcodeFormat::ITF;

/* Those that zxing-cpp does not read mirrored by itself. */
constexpr auto one_way = BarcodeFormat::DataMatrix | BarcodeFormat::MicroQRCode;

/* Fences, blinds and lines of print read as short numbers in the codes that have no check digit. */
constexpr std::size_t least_itf = 6, least_code39 = 4;

bool likely(const ZXing::Result &result, std::size_t length)
{
    switch (result.format()) {
    case BarcodeFormat::ITF: return length >= least_itf;
    case BarcodeFormat::Code39: return length >= least_code39;
    default: return length > 0;
    }
}

/* Twice the area in the order of the corners, positive for clockwise with y down. */
long winding(const ZXing::Position &quad)
{
    long sum = 0;
    for (int i = 0; i < 4; i++) {
        const auto a = quad[i], b = quad[(i + 1) % 4];
        sum += static_cast<long>(a.x) * b.y - static_cast<long>(b.x) * a.y;
    }
    return sum;
}

ls_status tell(const ZXing::Result &result, bool mirror_of, int width, ls_code_sink *sink, void *user)
{
    const std::string content = result.text();
    if (!result.isValid() || !likely(result, content.size()))
        return LS_OK;
    const std::string format = ZXing::ToString(result.format());
    ls_code_seen seen{};
    const auto quad = result.position();
    for (int i = 0; i < 4; i++) {
        seen.quad[i].x = mirror_of ? width - quad[i].x : quad[i].x;
        seen.quad[i].y = quad[i].y;
    }
    seen.format = format.c_str();
    seen.mirrored = mirror_of || result.isMirrored() || winding(quad) < 0;
    seen.content = content.data();
    seen.size = content.size();
    return sink(user, &seen);
}

} // namespace

extern "C" ls_status ls_code_read(const ls_raster *gray, const ls_code_look *look, ls_code_sink *sink,
                                  void *user) noexcept
try {
    const int width = static_cast<int>(gray->width), height = static_cast<int>(gray->height);
    const int stride = static_cast<int>(gray->stride);
    const ZXing::ImageView plain(gray->data, width, height, ZXing::ImageFormat::Lum, stride);
    const ZXing::ImageView mirror(gray->data + width - 1, width, height, ZXing::ImageFormat::Lum, stride, -1);
    ZXing::DecodeHints hints;
    hints.setFormats(look->mirrored ? one_way : look->linear ? matrix | bars : matrix);
    hints.setTryRotate(look->turned).setTryDownscale(false).setMaxNumberOfSymbols(LS_CODES_MAX);
    for (const auto &result : ZXing::ReadBarcodes(look->mirrored ? mirror : plain, hints)) {
        const ls_status status = tell(result, look->mirrored, width, sink, user);
        if (status)
            return status;
    }
    return LS_OK;
} catch (const std::bad_alloc &) {
    return LS_E_NOMEM;
} catch (...) {
    return LS_E_LIMIT;
}
