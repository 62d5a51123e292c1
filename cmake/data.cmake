# SPDX-License-Identifier: Apache-2.0
# Rules and models: installed below share/lightseal; in the build folder a link to the sources stands there.
file(MAKE_DIRECTORY ${LS_STAGE}/${LS_SHARE})
foreach(folder rules models)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${folder} ${LS_STAGE}/${LS_SHARE}/${folder} SYMBOLIC)
  install(DIRECTORY ${folder} DESTINATION ${LS_SHARE} PATTERN "*.md" EXCLUDE)
endforeach()
