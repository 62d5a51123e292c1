# SPDX-License-Identifier: Apache-2.0
# Every library that the program links, each for the reason in DESIGN.md; README's table is compared with this list.
find_package(PkgConfig REQUIRED)
pkg_check_modules(JPEG REQUIRED IMPORTED_TARGET libjpeg)
pkg_check_modules(LEPT REQUIRED IMPORTED_TARGET lept)
pkg_check_modules(TESSERACT REQUIRED IMPORTED_TARGET tesseract)
pkg_check_modules(EXIF REQUIRED IMPORTED_TARGET libexif)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(HEIF REQUIRED IMPORTED_TARGET libheif)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
if(LS_TESTS)
  pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
endif()
find_package(Gettext REQUIRED)

# Not find_package(OpenCV): its configuration file wants every module of OpenCV to be installed. core, imgproc and dnn
# only; imgcodecs, highgui and videoio are never linked (over a hundred libraries behind them, 70 ms at start).
find_path(OPENCV_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
foreach(module core imgproc dnn)
  find_library(OPENCV_${module} opencv_${module} REQUIRED)
endforeach()
add_library(OPENCV INTERFACE)
target_include_directories(OPENCV SYSTEM INTERFACE ${OPENCV_INCLUDE})
target_link_libraries(OPENCV INTERFACE ${OPENCV_core} ${OPENCV_imgproc} ${OPENCV_dnn})
