# SPDX-License-Identifier: Apache-2.0
# A stranger's program, built against what an installation has. Without sanitizers: their runtime is not the stranger's.
if(NOT LS_SANITIZE)
  add_test(NAME abi/client COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/abi/run.sh ${CMAKE_BINARY_DIR})
  set_tests_properties(abi/client PROPERTIES TIMEOUT 600)
endif()
