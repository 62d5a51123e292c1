ls_unit_test(text ls_text)
ls_unit_test(text-read ls_text)
# without it a forked child that has inherited Tesseract hangs in OpenMP's threads; the worker sets it, too
set_tests_properties(unit/text-read PROPERTIES ENVIRONMENT OMP_THREAD_LIMIT=1)
