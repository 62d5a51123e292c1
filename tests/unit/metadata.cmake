ls_unit_test(metadata ls_metadata)
ls_unit_test(metadata_time ls_metadata)
ls_unit_test(metadata_corpus ls_metadata)
