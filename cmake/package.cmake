# SPDX-License-Identifier: Apache-2.0
# `cpack -G DEB` in the build folder makes the Debian package.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lightseal)
set(CPACK_PACKAGE_CONTACT "the lightseal authors <lightseal@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "looks before a photo leaves and says what it gives away")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${LS_STAGE}/${CMAKE_INSTALL_LIBDIR})
set(CPACK_DEBIAN_PACKAGE_DEPENDS "tesseract-ocr-eng, tesseract-ocr-chi-sim")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "tesseract-ocr-chi-tra")
set(CPACK_STRIP_FILES ON)
include(CPack)
