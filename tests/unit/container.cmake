ls_unit_test(container ls_container)
