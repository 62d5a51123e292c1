# SPDX-License-Identifier: Apache-2.0
ls_unit_test(languages ls_record)
target_sources(test-languages PRIVATE ${CMAKE_SOURCE_DIR}/src/worker/languages.c)
ls_unit_test(paths ls_engine_worker)
ls_unit_test(tiles ls_frames)
