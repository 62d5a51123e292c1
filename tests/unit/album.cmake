# SPDX-License-Identifier: Apache-2.0
ls_unit_test(album ls_album)
