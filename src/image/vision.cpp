/* SPDX-License-Identifier: Apache-2.0 */
#include "image/vision.h"

#include <algorithm>
#include <cfloat>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/core/ocl.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

struct ls_vision_net {
    cv::dnn::Net net;
};

namespace
{

/* A view of a raster; OpenCV replaces the memory of an output whose size or type does not fit, without a word. */
cv::Mat view(const ls_raster *raster)
{
    return cv::Mat(static_cast<int>(raster->height), static_cast<int>(raster->width),
                   CV_8UC(static_cast<int>(raster->channels)), raster->data, raster->stride);
}

ls_status kept(const cv::Mat &mat, ls_raster *raster)
{
    if (mat.data == raster->data && mat.step == raster->stride && mat.cols == static_cast<int>(raster->width) &&
        mat.rows == static_cast<int>(raster->height))
        return LS_OK;
    ls_raster_free(raster);
    return LS_E_FORMAT;
}

ls_status caught(ls_raster *out) noexcept
{
    if (out)
        ls_raster_free(out);
    try {
        throw;
    } catch (const std::bad_alloc &) {
        return LS_E_NOMEM;
    } catch (const cv::Exception &e) {
        return e.code == cv::Error::StsNoMem ? LS_E_NOMEM : LS_E_FORMAT;
    } catch (...) {
        return LS_E_FORMAT;
    }
}

std::vector<cv::Point2f> corners(const ls_point quad[4])
{
    std::vector<cv::Point2f> out;
    for (int i = 0; i < 4; i++)
        out.emplace_back(static_cast<float>(quad[i].x), static_cast<float>(quad[i].y));
    return out;
}

/* Clockwise on screen, starting nearest to the top left of the picture. */
void order(const std::vector<cv::Point2f> &in, ls_point out[4])
{
    std::vector<cv::Point2f> quad(in);
    if (cv::contourArea(quad, true) < 0) /* counter-clockwise with y down */
        std::reverse(quad.begin(), quad.end());
    auto nearer = [](const cv::Point2f &a, const cv::Point2f &b) { return a.x + a.y < b.x + b.y; };
    std::rotate(quad.begin(), std::min_element(quad.begin(), quad.end(), nearer), quad.end());
    for (size_t i = 0; i < 4; i++)
        out[i] = {static_cast<double>(quad[i].x), static_cast<double>(quad[i].y)};
}

/*
 * What approxPolyDP gives depends on where it starts, and a hull starts wherever OpenCV's scan met it first: the point
 * farthest from the middle is the same one however the picture is turned or mirrored.
 */
void start_at_farthest(std::vector<cv::Point> &hull)
{
    const cv::Moments m = cv::moments(hull);
    if (m.m00 == 0)
        return;
    const cv::Point2d middle(m.m10 / m.m00, m.m01 / m.m00);
    auto farther = [&](const cv::Point &a, const cv::Point &b) {
        return cv::norm(cv::Point2d(a) - middle) < cv::norm(cv::Point2d(b) - middle);
    };
    std::rotate(hull.begin(), std::max_element(hull.begin(), hull.end(), farther), hull.end());
}

constexpr double OBLONG = 2.5; /* length by height of what may be a line of writing; sheets of paper are shorter */
constexpr double TAPERED = 1.8; /* one end's height by the other's, and */
constexpr double SLOPED = 0.6;  /* cosine between an end and the line, beyond which no tilt brings one */

/* Ink that ends in a slope has a spike for its quadrilateral: a long low one whose ends no perspective makes so. */
bool is_spike(const std::vector<cv::Point> &quad)
{
    const cv::Point2d q[4] = {quad[0], quad[1], quad[2], quad[3]};
    const int turn = cv::norm(q[1] - q[0]) + cv::norm(q[3] - q[2]) < cv::norm(q[2] - q[1]) + cv::norm(q[0] - q[3]) ? 1 : 0;
    const cv::Point2d &a = q[turn], &b = q[turn + 1], &c = q[(turn + 2) % 4], &d = q[(turn + 3) % 4];
    const cv::Point2d along = (b - a) + (c - d), left = d - a, right = c - b;
    const double length = cv::norm(along), one = cv::norm(left), two = cv::norm(right);
    return length >= OBLONG * (one + two) && (std::max(one, two) > TAPERED * std::min(one, two) || std::abs(left.dot(along)) > SLOPED * one * length ||
                                              std::abs(right.dot(along)) > SLOPED * two * length);
}

/* The outline's quadrilateral, empty when it has none. */
std::vector<cv::Point2f> outline_quad(const std::vector<cv::Point> &contour, double tolerance, double fill)
{
    std::vector<cv::Point> hull, approximate;
    cv::convexHull(contour, hull);
    start_at_farthest(hull);
    cv::approxPolyDP(hull, approximate, tolerance * cv::arcLength(hull, true), true);
    if (approximate.size() == 4 && cv::isContourConvex(approximate) && !is_spike(approximate))
        return std::vector<cv::Point2f>(approximate.begin(), approximate.end());
    cv::RotatedRect rectangle = cv::minAreaRect(hull);
    if (cv::contourArea(contour) < fill * static_cast<double>(rectangle.size.area()))
        return {};
    cv::Point2f points[4];
    rectangle.points(points);
    return std::vector<cv::Point2f>(points, points + 4);
}

constexpr double END = 0.1;   /* of a side, left out at both ends: corners are round */
constexpr double MOVED_LEAST = 1.5; /* pixels, of some corner, for a quadrilateral to be another one */
constexpr double NEAR = 0.35; /* of the shorter side, within which a point of the outline belongs to a side */

/* Points of a closed polygon, a pixel apart. */
std::vector<cv::Point2f> dense(const std::vector<cv::Point> &polygon)
{
    std::vector<cv::Point2f> points;
    for (size_t i = 0; i < polygon.size(); i++) {
        const cv::Point2f from = polygon[i], along = cv::Point2f(polygon[(i + 1) % polygon.size()]) - from;
        const int steps = std::max(1, cvRound(cv::norm(along)));
        for (int s = 0; s < steps; s++)
            points.push_back(from + along * (static_cast<float>(s) / static_cast<float>(steps)));
    }
    return points;
}

/* The line through the outline's points along one side, as a point and a direction; the side's own where there are few. */
cv::Vec4f side_line(const std::vector<cv::Point2f> &outline, cv::Point2f from, cv::Point2f to, double near)
{
    const cv::Point2f along = to - from;
    const double length = std::max(1.0, cv::norm(along));
    std::vector<cv::Point2f> points;
    for (const cv::Point2f &point : outline) {
        const double at = static_cast<double>(along.dot(point - from)) / (length * length), away = along.cross(point - from) / length;
        if (at > END && at < 1 - END && std::abs(away) < near)
            points.push_back(point);
    }
    if (points.size() < 4)
        return cv::Vec4f(along.x, along.y, from.x, from.y);
    cv::Vec4f line;
    cv::fitLine(points, line, cv::DIST_HUBER, 0, 0.01, 0.01);
    return line;
}

/*
 * A long low area's outline is simplified by more than its height bears: each side is laid through the points along it. The
 * quadrilateral as it was when that moves a corner far.
 */
std::vector<cv::Point2f> settle(const std::vector<cv::Point> &contour, const std::vector<cv::Point2f> &quad)
{
    std::vector<cv::Point> hull;
    cv::convexHull(contour, hull);
    const std::vector<cv::Point2f> outline = dense(hull);
    double shorter = DBL_MAX;
    for (int i = 0; i < 4; i++)
        shorter = std::min(shorter, cv::norm(quad[(i + 1) % 4] - quad[i]));
    cv::Vec4f lines[4];
    for (int i = 0; i < 4; i++)
        lines[i] = side_line(outline, quad[i], quad[(i + 1) % 4], NEAR * shorter);
    std::vector<cv::Point2f> settled;
    double most = 0;
    for (int i = 0; i < 4; i++) {
        const cv::Vec4f &a = lines[(i + 3) % 4], &b = lines[i];
        const cv::Point2f u(a[0], a[1]), v(b[0], b[1]), p(a[2], a[3]), q(b[2], b[3]);
        const double cross = u.cross(v);
        if (std::abs(cross) < 1e-6 * cv::norm(u) * cv::norm(v))
            return quad;
        settled.push_back(p + u * static_cast<float>((q - p).cross(v) / cross));
        const double moved = cv::norm(settled.back() - quad[i]);
        most = std::max(most, moved);
        if (moved > NEAR * 2 * shorter)
            return quad;
    }
    return most < MOVED_LEAST ? quad : settled;
}

/* Hershey's plain face: at scale 1 a digit is 22 pixels high, and its strokes go half a thickness beyond. */
constexpr int FACE = cv::FONT_HERSHEY_SIMPLEX;
constexpr double DIGIT = 22, SHARE = 0.6; /* of a line's height that is the digits' */

double scale_of(double height)
{
    return height * SHARE / DIGIT;
}

int stroke_of(double height)
{
    return std::max(1, cvRound(height / 12));
}

cv::Scalar scalar(const ls_colour *colour)
{
    return cv::Scalar(colour->red, colour->green, colour->blue);
}

} // namespace

extern "C" ls_status ls_raster_gray(const ls_raster *rgb, ls_raster *gray) noexcept
try {
    ls_status status = ls_raster_alloc(gray, rgb->width, rgb->height, 1);
    if (status)
        return status;
    cv::Mat out = view(gray);
    if (rgb->channels == 1)
        view(rgb).copyTo(out);
    else
        cv::cvtColor(view(rgb), out, cv::COLOR_RGB2GRAY);
    status = kept(out, gray);
    if (status)
        return status;
    gray->stored_width = rgb->stored_width;
    gray->stored_height = rgb->stored_height;
    gray->orientation = rgb->orientation;
    gray->scale = rgb->scale;
    return LS_OK;
} catch (...) {
    return caught(gray);
}

extern "C" ls_status ls_raster_smaller(const ls_raster *raster, uint32_t least_side, ls_raster *out) noexcept
{
    const uint32_t side = std::min(raster->width, raster->height);
    uint32_t times = 1;
    *out = ls_raster{};
    while (times < 8 && side / (times * 2) >= least_side)
        times *= 2;
    if (times == 1)
        return LS_OK;
    ls_raster whole = *raster; /* whole multiples: OpenCV averages those without a table of weights */
    whole.width -= whole.width % times;
    whole.height -= whole.height % times;
    ls_status status = ls_vision_resize(&whole, whole.width / times, whole.height / times, out);
    if (status)
        return status;
    out->stored_width = raster->stored_width;
    out->stored_height = raster->stored_height;
    out->orientation = raster->orientation;
    out->scale = raster->scale * times;
    return LS_OK;
}

extern "C" ls_status ls_vision_resize(const ls_raster *source, uint32_t width, uint32_t height, ls_raster *out) noexcept
try {
    ls_status status = ls_raster_alloc(out, width, height, source->channels);
    if (status)
        return status;
    cv::Mat to = view(out);
    const bool smaller = width <= source->width && height <= source->height;
    cv::resize(view(source), to, to.size(), 0, 0, smaller ? cv::INTER_AREA : cv::INTER_LINEAR);
    return kept(to, out);
} catch (...) {
    return caught(out);
}

extern "C" ls_status ls_vision_mean(const ls_raster *gray, uint32_t side, ls_raster *out) noexcept
try {
    ls_status status = ls_raster_alloc(out, gray->width, gray->height, 1);
    if (status)
        return status;
    cv::Mat to = view(out);
    const int k = static_cast<int>(side);
    cv::boxFilter(view(gray), to, CV_8U, cv::Size(k, k), cv::Point(-1, -1), true, cv::BORDER_REPLICATE);
    return kept(to, out);
} catch (...) {
    return caught(out);
}

extern "C" ls_status ls_vision_homography(const ls_point from[4], const ls_point to[4], double h[9]) noexcept
try {
    cv::Mat matrix = cv::getPerspectiveTransform(corners(from), corners(to));
    if (matrix.rows != 3 || matrix.cols != 3 || matrix.type() != CV_64F || !cv::checkRange(matrix))
        return LS_E_FORMAT;
    for (int i = 0; i < 9; i++)
        h[i] = matrix.at<double>(i / 3, i % 3);
    return LS_OK;
} catch (...) {
    return caught(nullptr);
}

extern "C" ls_status ls_vision_warp(const ls_raster *source, const ls_point quad[4], uint32_t width, uint32_t height,
                                    ls_raster *out) noexcept
try {
    const ls_point target[4] = {{0, 0},
                                {static_cast<double>(width), 0},
                                {static_cast<double>(width), static_cast<double>(height)},
                                {0, static_cast<double>(height)}};
    double h[9];
    ls_status status = ls_vision_homography(target, quad, h);
    if (status)
        return status;
    status = ls_raster_alloc(out, width, height, source->channels);
    if (status)
        return status;
    /* ours are edges of pixels, OpenCV's are centres: shift by half a pixel on both sides */
    const cv::Matx33d centre(1, 0, 0.5, 0, 1, 0.5, 0, 0, 1), corner(1, 0, -0.5, 0, 1, -0.5, 0, 0, 1);
    cv::Mat to = view(out);
    cv::warpPerspective(view(source), to, corner * cv::Matx33d(h) * centre, to.size(),
                        cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    return kept(to, out);
} catch (...) {
    return caught(out);
}

extern "C" ls_status ls_vision_least_squares(const double *rows, const double *values, size_t count, size_t columns,
                                             double *out) noexcept
try {
    const int high = static_cast<int>(count), wide = static_cast<int>(columns);
    const cv::Mat left(high, wide, CV_64F, const_cast<double *>(rows));
    const cv::Mat right(high, 1, CV_64F, const_cast<double *>(values));
    cv::Mat found;
    if (!cv::solve(left, right, found, cv::DECOMP_SVD))
        return LS_E_FORMAT;
    std::copy_n(found.ptr<double>(), columns, out);
    return LS_OK;
} catch (...) {
    return caught(nullptr);
}

extern "C" ls_status ls_vision_morph(ls_raster *mask, bool close, uint32_t width, uint32_t height) noexcept
try {
    cv::Mat mat = view(mask);
    cv::Mat kernel = cv::Mat::ones(static_cast<int>(height), static_cast<int>(width), CV_8U);
    cv::morphologyEx(mat, mat, close ? cv::MORPH_CLOSE : cv::MORPH_OPEN, kernel);
    return kept(mat, mask);
} catch (...) {
    return caught(nullptr);
}

/* Outlines of the white areas; of those in the holes of others, too, if `nested`. */
static std::vector<std::vector<cv::Point>> outlines_of(const ls_raster *mask, bool nested)
{
    std::vector<std::vector<cv::Point>> all, outer;
    std::vector<cv::Vec4i> tree;
    cv::findContours(view(mask), all, tree, nested ? cv::RETR_CCOMP : cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    for (size_t i = 0; i < all.size(); i++)
        if (tree[i][3] < 0) /* no hole, which would have the outline around it for its parent */
            outer.push_back(std::move(all[i]));
    return outer;
}

static ls_status quads_of(std::vector<std::vector<cv::Point>> contours, bool settled, double min_area, double tolerance, double fill,
                          ls_vision_quad *out, size_t capacity, size_t *count)
{
    auto larger = [](const std::vector<cv::Point> &a, const std::vector<cv::Point> &b) {
        return cv::contourArea(a) > cv::contourArea(b);
    };
    std::sort(contours.begin(), contours.end(), larger);
    for (const auto &contour : contours) {
        const double area = cv::contourArea(contour);
        if (area < min_area || *count == capacity)
            break;
        std::vector<cv::Point2f> quad = outline_quad(contour, tolerance, fill);
        if (quad.size() != 4)
            continue;
        order(quad, out[*count].corner);
        out[(*count)++].area = area;
        const std::vector<cv::Point2f> other = settled ? settle(contour, quad) : quad;
        if (other == quad || *count == capacity)
            continue;
        order(other, out[*count].corner);
        out[(*count)++].area = area;
    }
    return LS_OK;
}

extern "C" ls_status ls_vision_quads(const ls_raster *mask, double min_area, double tolerance, double fill,
                                     ls_vision_quad *out, size_t capacity, size_t *count) noexcept
try {
    *count = 0;
    return quads_of(outlines_of(mask, false), false, min_area, tolerance, fill, out, capacity, count);
} catch (...) {
    *count = 0;
    return caught(nullptr);
}

extern "C" ls_status ls_vision_quads_nested(const ls_raster *mask, double min_area, double tolerance, double fill,
                                            ls_vision_quad *out, size_t capacity, size_t *count) noexcept
try {
    *count = 0;
    return quads_of(outlines_of(mask, true), true, min_area, tolerance, fill, out, capacity, count);
} catch (...) {
    *count = 0;
    return caught(nullptr);
}

extern "C" ls_status ls_vision_outline(ls_raster *rgb, const ls_point quad[4], double thickness,
                                       const ls_colour *colour) noexcept
try {
    constexpr int BITS = 4; /* of a pixel */
    std::vector<cv::Point> points;
    for (int i = 0; i < 4; i++) /* ours are edges of pixels, OpenCV's are centres */
        points.emplace_back(cvRound((quad[i].x - 0.5) * (1 << BITS)), cvRound((quad[i].y - 0.5) * (1 << BITS)));
    cv::Mat picture = view(rgb);
    cv::polylines(picture, points, true, scalar(colour), std::max(1, cvRound(thickness)), cv::LINE_AA, BITS);
    return LS_OK;
} catch (...) {
    return caught(nullptr);
}

extern "C" ls_status ls_vision_text_width(const char *text, double height, double *width) noexcept
try {
    int below;
    const cv::Size size = cv::getTextSize(text, FACE, scale_of(height), stroke_of(height), &below);
    *width = size.width + height * (1 - SHARE);
    return LS_OK;
} catch (...) {
    return caught(nullptr);
}

extern "C" ls_status ls_vision_text(ls_raster *rgb, const char *text, ls_point top_left, double height,
                                    const ls_colour *ink, const ls_colour *ground) noexcept
try {
    double width;
    ls_status status = ls_vision_text_width(text, height, &width);
    if (status)
        return status;
    cv::Mat picture = view(rgb);
    const double margin = height * (1 - SHARE) / 2;
    const cv::Rect area(cvRound(top_left.x), cvRound(top_left.y), cvRound(width), cvRound(height));
    cv::rectangle(picture, area, scalar(ground), cv::FILLED);
    const cv::Point base(cvRound(top_left.x + margin), cvRound(top_left.y + height - margin));
    cv::putText(picture, text, base, FACE, scale_of(height), scalar(ink), stroke_of(height), cv::LINE_AA);
    return LS_OK;
} catch (...) {
    return caught(nullptr);
}

extern "C" ls_status ls_vision_warm_up(void) noexcept
try {
    cv::setNumThreads(1);
    cv::ocl::setUseOpenCL(false);
    cv::Mat random(64, 64, CV_64F);
    cv::randu(random, 0.0, 1.0);
    cv::SVD svd(random);
    cv::Mat picture(64, 64, CV_8UC3, cv::Scalar::all(127)), gray, blurred, small, warped;
    cv::cvtColor(picture, gray, cv::COLOR_RGB2GRAY);
    cv::boxFilter(gray, blurred, CV_8U, cv::Size(5, 5));
    cv::resize(gray, small, cv::Size(31, 31), 0, 0, cv::INTER_AREA);
    cv::resize(gray, small, cv::Size(90, 90), 0, 0, cv::INTER_LINEAR);
    cv::warpPerspective(gray, warped, cv::Matx33d::eye(), gray.size());
    cv::morphologyEx(gray, gray, cv::MORPH_CLOSE, cv::Mat::ones(3, 3, CV_8U));
    const float nothing[16] = {}, kernel[9] = {};
    float result[16];
    return ls_vision_convolve(nothing, 4, kernel, 0, result);
} catch (...) {
    return caught(nullptr);
}

extern "C" ls_status ls_vision_convolve(const float *in, size_t side, const float kernel[9], float bias,
                                        float *out) noexcept
try {
    const int n = static_cast<int>(side);
    const int weights_shape[] = {1, 1, 3, 3}, input_shape[] = {1, 1, n, n};
    cv::dnn::LayerParams convolution, rectifier;
    convolution.set("kernel_size", 3);
    convolution.set("pad", 1);
    convolution.set("num_output", 1);
    convolution.set("bias_term", true);
    cv::Mat weights(4, weights_shape, CV_32F), shift(1, 1, CV_32F, cv::Scalar(static_cast<double>(bias)));
    std::copy(kernel, kernel + 9, weights.ptr<float>());
    convolution.blobs = {weights, shift};

    cv::dnn::Net net;
    net.addLayerToPrev("convolution", "Convolution", convolution);
    net.addLayerToPrev("rectifier", "ReLU", rectifier);
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    cv::Mat input(4, input_shape, CV_32F);
    std::copy(in, in + side * side, input.ptr<float>());
    net.setInput(input);
    cv::Mat result = net.forward();
    if (result.total() != side * side || result.type() != CV_32F || !result.isContinuous())
        return LS_E_FORMAT;
    std::copy(result.ptr<float>(), result.ptr<float>() + side * side, out);
    return LS_OK;
} catch (...) {
    return caught(nullptr);
}

extern "C" ls_status ls_vision_net_load(const void *onnx, size_t size, ls_vision_net **net) noexcept
try {
    *net = nullptr;
    auto made = std::make_unique<ls_vision_net>();
    made->net = cv::dnn::readNetFromONNX(static_cast<const char *>(onnx), size);
    if (made->net.empty())
        return LS_E_FORMAT;
    made->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    made->net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    *net = made.release();
    return LS_OK;
} catch (...) {
    return caught(nullptr);
}

extern "C" void ls_vision_net_free(ls_vision_net *net) noexcept
try {
    delete net;
} catch (...) {
}

extern "C" ls_status ls_vision_net_run(ls_vision_net *net, const ls_raster *rgb, uint32_t grain,
                                       ls_planes *out) noexcept
try {
    *out = ls_planes{};
    if (rgb->channels != 3 && rgb->channels != 1)
        return LS_E_FORMAT;
    cv::Mat picture = view(rgb), whole;
    const int right = static_cast<int>((grain - rgb->width % grain) % grain);
    const int below = static_cast<int>((grain - rgb->height % grain) % grain);
    if (right || below)
        cv::copyMakeBorder(picture, whole, 0, below, 0, right, cv::BORDER_REPLICATE);
    else
        whole = picture;
    net->net.setInput(cv::dnn::blobFromImage(whole, 1 / 255.0, cv::Size(), cv::Scalar::all(127.5)));
    const cv::Mat answer = net->net.forward();
    if (answer.dims != 4 || answer.size[0] != 1 || answer.type() != CV_32F || !answer.isContinuous() || answer.empty())
        return LS_E_FORMAT;
    out->data = static_cast<float *>(std::malloc(answer.total() * sizeof(float)));
    if (!out->data)
        return LS_E_NOMEM;
    std::copy(answer.ptr<float>(), answer.ptr<float>() + answer.total(), out->data);
    out->channels = static_cast<uint32_t>(answer.size[1]);
    out->height = static_cast<uint32_t>(answer.size[2]);
    out->width = static_cast<uint32_t>(answer.size[3]);
    return LS_OK;
} catch (...) {
    ls_planes_free(out);
    return caught(nullptr);
}

extern "C" void ls_planes_free(ls_planes *planes) noexcept
{
    if (!planes)
        return;
    std::free(planes->data);
    *planes = ls_planes{};
}
