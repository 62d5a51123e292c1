ls_unit_test(clean_jpeg ls_clean PkgConfig::JPEG)
ls_unit_test(clean_png ls_clean PkgConfig::PNG PkgConfig::ZLIB)
