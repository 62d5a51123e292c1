# SPDX-License-Identifier: Apache-2.0
# The wall: what a worker's child cannot do, and what its answer cannot do to us.
function(ls_isolation_test name)
  add_executable(test-isolation-${name} isolation/${name}.c isolation/outside.c)
  set_target_properties(test-isolation-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  ls_setup(test-isolation-${name})
  target_include_directories(test-isolation-${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(test-isolation-${name} PRIVATE LS_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    LS_STAGE_DIR="${LS_STAGE}" LS_HOSTILE_DIR="${CMAKE_BINARY_DIR}/tests/hostile" LS_LIBEXEC="${LS_LIBEXEC}")
  target_link_libraries(test-isolation-${name} PRIVATE ls_engine_worker PkgConfig::CMOCKA)
  add_dependencies(test-isolation-${name} lightseal-core lightseal-reader)
  add_test(NAME isolation/${name} COMMAND test-isolation-${name})
  set_tests_properties(isolation/${name} PROPERTIES TIMEOUT 600)
endfunction()

ls_isolation_test(alone)
ls_isolation_test(attempts)
ls_isolation_test(deaths)
ls_isolation_test(leaks)
ls_isolation_test(libraries)
ls_isolation_test(hostile)

# A worker program that answers as one would that a photo has taken over.
add_executable(hostile-worker isolation/hostile_worker.c)
set_target_properties(hostile-worker PROPERTIES OUTPUT_NAME lightseal-core
                      RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/hostile/${LS_LIBEXEC})
ls_setup(hostile-worker)
target_include_directories(hostile-worker PRIVATE ${CMAKE_SOURCE_DIR}/tests)
target_link_libraries(hostile-worker PRIVATE ls_record)
add_dependencies(test-isolation-hostile hostile-worker)
