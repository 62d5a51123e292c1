# SPDX-License-Identifier: Apache-2.0
# What the evaluation promises about itself, and that its figures follow from what was said of each photo.
if(NOT LS_SANITIZE)
  find_program(LS_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
  foreach(name split figures)
    add_test(NAME eval/${name} COMMAND ${LS_PYTHON} -B ${CMAKE_CURRENT_SOURCE_DIR}/eval/${name}.py)
  endforeach()
endif()

add_executable(eval-rows ${CMAKE_CURRENT_SOURCE_DIR}/eval/rows.c)
set_target_properties(eval-rows PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
ls_setup(eval-rows)
target_link_libraries(eval-rows PRIVATE ls_text ls_container)
