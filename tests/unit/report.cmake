# SPDX-License-Identifier: Apache-2.0
add_library(report-fake STATIC ${CMAKE_CURRENT_SOURCE_DIR}/unit/report_fake.c)
ls_setup(report-fake)
target_include_directories(report-fake PRIVATE ${CMAKE_SOURCE_DIR}/tests)
ls_unit_test(report ls_report report-fake)
