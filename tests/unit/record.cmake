ls_unit_test(record ls_record)
