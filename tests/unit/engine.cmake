ls_unit_test(engine ls_engine)
