# SPDX-License-Identifier: Apache-2.0
# Each sample photo against the expectation that lies beside it.
find_program(LS_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
set(compare ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/golden/samples.py)
file(GLOB expectations CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/samples/*.expected.yaml)
foreach(expectation ${expectations})
  get_filename_component(name ${expectation} NAME)
  string(REPLACE ".expected.yaml" "" name ${name})
  add_test(NAME golden/sample-${name} COMMAND ${compare} ${expectation})
  set_tests_properties(golden/sample-${name} PROPERTIES LABELS golden TIMEOUT 1800
    ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR}")
endforeach()
if(NOT LS_SANITIZE)
  add_test(NAME golden/samples-complete COMMAND ${compare} --complete)
  add_test(NAME golden/samples-tutorial COMMAND ${compare} --tutorial)
  set_tests_properties(golden/samples-tutorial PROPERTIES LABELS golden
    ENVIRONMENT "LS_BIN=${LS_STAGE}/${CMAKE_INSTALL_BINDIR}")
  add_test(NAME golden/samples-can-fail COMMAND ${compare} --can-fail)
endif()
