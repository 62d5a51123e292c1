# SPDX-License-Identifier: Apache-2.0
# The workers seen from outside, apart from the rest of the engine: tests link this alone.
add_library(ls_engine_worker STATIC paths.c worker.c worker_exchange.c worker_judge.c worker_spawn.c)
ls_setup(ls_engine_worker)
# Relative ones only: where the tree stands is found at run time, and two builds are identical.
target_compile_definitions(ls_engine_worker PRIVATE LS_LIB_TO_PREFIX="${LS_LIB_TO_PREFIX}" LS_LIBEXEC="${LS_LIBEXEC}"
                           LS_SHARE="${LS_SHARE}" LS_LOCALE="${CMAKE_INSTALL_DATADIR}/locale")
target_link_libraries(ls_engine_worker PUBLIC ls_record ls_base)
