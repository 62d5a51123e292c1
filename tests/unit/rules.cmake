# SPDX-License-Identifier: Apache-2.0
ls_unit_test(rules-yaml ls_rules)
