# SPDX-License-Identifier: Apache-2.0
# lightseal.pc, relocatable: the installed tree may be moved or unpacked anywhere.
file(RELATIVE_PATH LS_PC_TO_PREFIX /x/${CMAKE_INSTALL_LIBDIR}/pkgconfig /x)
string(REGEX REPLACE "/$" "" LS_PC_TO_PREFIX ${LS_PC_TO_PREFIX})
configure_file(${CMAKE_SOURCE_DIR}/cmake/lightseal.pc.in ${LS_STAGE}/${CMAKE_INSTALL_LIBDIR}/pkgconfig/lightseal.pc @ONLY)
install(FILES ${LS_STAGE}/${CMAKE_INSTALL_LIBDIR}/pkgconfig/lightseal.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
