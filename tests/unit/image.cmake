ls_unit_test(image ls_image)
ls_unit_test(image-decode ls_image)
ls_unit_test(image-alpha ls_image)
ls_unit_test(image-vision ls_image)
