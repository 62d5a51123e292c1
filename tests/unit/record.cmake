ls_unit_test(record ls_record)
ls_unit_test(drawing ls_record)
