# SPDX-License-Identifier: Apache-2.0
# The rules of the house. Each check has a test that plants what it looks for and wants it found.
# What is asked of the sources is asked once, in the build without sanitizers, as is what is asked of finished programs.
if(NOT LS_SANITIZE)
  find_program(LS_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
  foreach(check includes header paths models)
    add_test(NAME house/${check} COMMAND ${LS_PYTHON} ${CMAKE_SOURCE_DIR}/tools/check-${check})
  endforeach()
  foreach(check banned exports links packages)
    add_test(NAME house/${check}
             COMMAND ${LS_PYTHON} ${CMAKE_SOURCE_DIR}/tools/check-${check} --build ${CMAKE_BINARY_DIR})
  endforeach()
  foreach(check includes banned exports links header paths models packages summary)
    add_test(NAME house/${check}-can-fail
             COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/house/planted.py ${check})
  endforeach()
  add_test(NAME house/commands COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/house/commands.sh)
  add_test(NAME house/build COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/house/build.sh)

  add_test(NAME house/bench-can-measure COMMAND ${LS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/bench/measure.py)

  add_test(NAME house/reproducible-library COMMAND ${LS_PYTHON} ${CMAKE_SOURCE_DIR}/tools/check-reproducible)
  add_test(NAME house/reproducible COMMAND ${LS_PYTHON} ${CMAKE_SOURCE_DIR}/tools/check-reproducible --whole)
  add_test(NAME house/reproducible-can-fail
           COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/house/planted.py reproducible)
  add_test(NAME house/package COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/house/package.sh ${CMAKE_BINARY_DIR})
  set_tests_properties(house/reproducible house/reproducible-can-fail house/package PROPERTIES LABELS long)
endif()
