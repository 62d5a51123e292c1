# SPDX-License-Identifier: Apache-2.0
ls_unit_test(detect-metadata ls_detect)
ls_unit_test(detect-place ls_detect)
ls_unit_test(detect-marks ls_detect)
ls_unit_test(detect-document ls_detect)
ls_unit_test(detect-code ls_detect)
