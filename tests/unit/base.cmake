ls_unit_test(base ls_base)
