# SPDX-License-Identifier: Apache-2.0
find_package(Threads REQUIRED)
ls_unit_test(rules-yaml ls_rules)
ls_unit_test(rules-pack ls_rules)
ls_unit_test(rules-match ls_rules Threads::Threads)
ls_unit_test(rules-documents ls_rules)
ls_unit_test(rules-scripts ls_rules)
