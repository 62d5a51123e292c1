ls_unit_test(engine ls_engine)
ls_unit_test(scanner ls_engine)
add_dependencies(test-scanner lightseal-core lightseal-reader)
