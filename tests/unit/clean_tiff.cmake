ls_unit_test(clean_tiff ls_clean PkgConfig::TIFF)
