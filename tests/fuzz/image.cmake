# SPDX-License-Identifier: Apache-2.0
# Decoders that came with further formats; ls_fuzz_target() is in core.cmake, which is read first.
foreach(kind bmp gif heif png tiff webp)
  ls_fuzz_target(pixels-${kind} ls_image)
endforeach()
