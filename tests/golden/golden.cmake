# SPDX-License-Identifier: Apache-2.0
find_program(LS_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
add_test(NAME golden/schema COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/golden/schema.py $<TARGET_FILE:test-report>
         ${CMAKE_SOURCE_DIR}/src/report/lightseal-report.schema.json)
