# SPDX-License-Identifier: Apache-2.0
ls_unit_test(place-position ls_place)
ls_unit_test(place-ruler ls_place)
ls_unit_test(place-areas ls_place)
ls_unit_test(place-errors ls_place)
ls_unit_test(place-corpus ls_place)
target_link_libraries(test-place-corpus PRIVATE m)
target_link_libraries(test-place-ruler PRIVATE m)
