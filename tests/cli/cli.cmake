# SPDX-License-Identifier: Apache-2.0
# The programs as they are used. One script per subject, each prints a line per case.
find_program(LS_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
foreach(subject manual usage broken config scan areas words share truncated formats codes models annotate small foreign signs inspection second)
  add_test(NAME cli/${subject} COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/${subject}.py)
  set_tests_properties(cli/${subject} PROPERTIES LABELS cli TIMEOUT 1800
    ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR}")
endforeach()
if(NOT LS_SANITIZE) # whose runtime takes memory of its own
  add_test(NAME cli/memory COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/memory.py)
  set_tests_properties(cli/memory PROPERTIES LABELS cli TIMEOUT 1800 ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR}")
endif()
# minutes: some forty checks
add_test(NAME cli/turned COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/turned.py)
set_tests_properties(cli/turned PROPERTIES LABELS long TIMEOUT 1800 ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR}")
