ls_unit_test(text ls_text)
ls_unit_test(text-read ls_text)
ls_unit_test(text-map ls_text)
ls_unit_test(text-networks ls_engine)
