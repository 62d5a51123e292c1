# SPDX-License-Identifier: Apache-2.0
# What every target of ours gets. ls_setup(TARGET)

# The build folder mirrors the installed tree, so that programs find each other the same way in both.
set(LS_STAGE ${CMAKE_BINARY_DIR}/stage)
set(LS_LIBEXEC ${CMAKE_INSTALL_LIBEXECDIR}/lightseal)
set(LS_SHARE ${CMAKE_INSTALL_DATADIR}/lightseal)
file(RELATIVE_PATH LS_LIB_TO_PREFIX /x/${CMAKE_INSTALL_LIBDIR} /x)
file(RELATIVE_PATH LS_BIN_TO_LIB /x/${CMAKE_INSTALL_BINDIR} /x/${CMAKE_INSTALL_LIBDIR})
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${LS_STAGE}/${CMAKE_INSTALL_BINDIR})
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${LS_STAGE}/${CMAKE_INSTALL_LIBDIR})
set(CMAKE_BUILD_WITH_INSTALL_RPATH ON)

set(LS_WARNINGS -Wall -Wextra -Werror -Wshadow -Wvla -Wpointer-arith -Wformat=2 -Wundef -Wcast-qual
    -Wnull-dereference -Wdouble-promotion)
set(LS_WARNINGS_C ${LS_WARNINGS} -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition)

function(ls_setup target)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src/include)
  target_compile_definitions(${target} PRIVATE _GNU_SOURCE $<$<BOOL:${LS_SANITIZE}>:LS_SANITIZE>)
  target_compile_options(${target} PRIVATE
    $<$<COMPILE_LANGUAGE:C>:${LS_WARNINGS_C}> $<$<COMPILE_LANGUAGE:CXX>:${LS_WARNINGS}>
    -fstack-protector-strong
    # no path of this machine in a binary: two builds in two folders are identical
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -ffile-prefix-map=${CMAKE_BINARY_DIR}=build)
  if(CMAKE_BUILD_TYPE STREQUAL Release)
    target_compile_options(${target} PRIVATE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  endif()
  target_link_options(${target} PRIVATE -Wl,--as-needed -Wl,-z,relro -Wl,-z,now)
  if(LS_SANITIZE)
    set(flags -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    # What the instrumentation inserts hides ranges of values from GCC 12, which then warns of ends that are never
    # passed. The release build, which is compiled without it, keeps these warnings.
    target_compile_options(${target} PRIVATE ${flags}
      $<$<C_COMPILER_ID:GNU>:-Wno-stringop-overread;-Wno-stringop-overflow;-Wno-format-truncation>)
    target_link_options(${target} PRIVATE ${flags})
  endif()
  if(LS_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()
