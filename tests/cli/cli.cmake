# SPDX-License-Identifier: Apache-2.0
# The programs as they are used. One script per subject, each prints a line per case.
find_program(LS_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
foreach(subject manual usage broken config scan areas words share truncated formats codes models annotate small foreign signs inspection clean corpus second sidecars)
  add_test(NAME cli/${subject} COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/${subject}.py)
  set_tests_properties(cli/${subject} PROPERTIES LABELS cli TIMEOUT 1800
    ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR}")
endforeach()
if(NOT LS_SANITIZE) # whose runtime takes memory of its own
  add_test(NAME cli/memory COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/memory.py)
  set_tests_properties(cli/memory PROPERTIES LABELS cli TIMEOUT 1800 ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR}")
endif()
# one file per carrier and format; with LS_LONG each is cut at 200 places
add_test(NAME cli/carriers COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/carriers.py)
set_tests_properties(cli/carriers PROPERTIES LABELS cli TIMEOUT 7200 ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR}")
# minutes: some forty checks
add_test(NAME cli/turned COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/turned.py)
set_tests_properties(cli/turned PROPERTIES LABELS long TIMEOUT 1800 ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR}")
# a library that is preloaded: a file system with other manners, and death or company at a chosen moment
add_library(ls-file-shim MODULE cli/file_shim.c)
ls_setup(ls-file-shim)
set_target_properties(ls-file-shim PROPERTIES C_VISIBILITY_PRESET default LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
add_test(NAME cli/clean_killed COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/clean_killed.py)
set_tests_properties(cli/clean_killed PROPERTIES LABELS cli TIMEOUT 1800
  ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR};LS_SHIM_LIBRARY=$<TARGET_FILE:ls-file-shim>")
