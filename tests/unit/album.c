/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "album/album.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char base[] = "/tmp/ls-album-XXXXXX";

/* The library's opener, as the engine has it, reduced to what these tests need. */
ls_status ls_photo_open(const char *path, int *fd, ls_error *error)
{
    (void)error;
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    return *fd < 0 ? LS_E_IO : LS_OK;
}

ls_status ls_photo_folder(const char *path, int *folder, const char **file, ls_error *error)
{
    (void)error;
    *file = strrchr(path, '/') + 1;
    *folder = open(base, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return *folder < 0 ? LS_E_IO : LS_OK;
}

static void touch(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, path, strlen(path)), strlen(path));
    close(fd);
}

static int make_tree(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(base));
    assert_int_equal(chdir(base), 0);
    assert_int_equal(mkdir("tree", 0700) | mkdir("tree/b", 0700) | mkdir("tree/a", 0700) | mkdir("out", 0700), 0);
    touch("tree/z.jpg");
    touch("tree/B.jpg");
    touch("tree/a/2.jpg");
    touch("tree/a/10.jpg");
    touch("out/secret.jpg");
    assert_int_equal(symlink("../../out", "tree/b/way-out") | symlink("..", "tree/b/loop"), 0);
    assert_int_equal(mkfifo("tree/pipe", 0600), 0);
    return 0;
}

static int remove_tree(void **state)
{
    (void)state;
    static const char *const names[] = {"tree/z.jpg", "tree/B.jpg",     "tree/a/2.jpg",   "tree/a/10.jpg",
                                        "tree/a",     "tree/c/2.jpg",   "tree/c/10.jpg",  "tree/c",
                                        "out/2.jpg",  "out/secret.jpg", "tree/b/way-out", "tree/b/loop",
                                        "tree/pipe",  "tree/b",         "tree",           "out"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        remove(names[i]);
    return chdir("/") || rmdir(base);
}

static void names_alone_decide_the_order(void **state)
{
    (void)state;
    static const struct {
        ls_entry_kind kind;
        const char *path;
    } expected[] = {
        {LS_ENTRY_FILE, "tree/B.jpg"},  {LS_ENTRY_FILE, "tree/a/10.jpg"},  {LS_ENTRY_FILE, "tree/a/2.jpg"},
        {LS_ENTRY_LINK, "tree/b/loop"}, {LS_ENTRY_LINK, "tree/b/way-out"}, {LS_ENTRY_SPECIAL, "tree/pipe"},
        {LS_ENTRY_FILE, "tree/z.jpg"},
    };
    ls_album *album = ls_album_new();
    assert_int_equal(ls_album_walk(album, "tree//", NULL), LS_OK);
    assert_int_equal(ls_album_count(album), sizeof expected / sizeof *expected);
    for (size_t i = 0; i < ls_album_count(album); i++) {
        assert_string_equal(ls_album_entry(album, i)->path, expected[i].path);
        assert_int_equal(ls_album_entry(album, i)->kind, expected[i].kind);
    }
    ls_album_free(album);
    ls_album_free(NULL);
}

static void files_are_opened_below_the_folder(void **state)
{
    (void)state;
    ls_album *album = ls_album_new();
    assert_int_equal(ls_album_walk(album, "tree", NULL), LS_OK);
    int fd = -1;
    char text[64] = "";
    assert_int_equal(ls_album_open(album, 1, &fd, NULL), LS_OK);
    assert_true(read(fd, text, sizeof text - 1) > 0);
    assert_string_equal(text, "tree/a/10.jpg");
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    close(fd);
    int folder = -1;
    const char *file = NULL;
    struct stat about;
    assert_int_equal(ls_album_folder(album, 1, &folder, &file, NULL), LS_OK);
    assert_string_equal(file, "10.jpg");
    assert_int_equal(fstatat(folder, "2.jpg", &about, 0), 0); /* its neighbour */
    assert_true(fcntl(folder, F_GETFD) & FD_CLOEXEC);
    close(folder);

    /* a folder of the tree becomes a link that leads out: refused, whatever stands there */
    touch("out/2.jpg");
    assert_int_equal(rename("tree/a", "tree/c") | symlink("../out", "tree/a"), 0);
    ls_error error = {""};
    assert_int_equal(ls_album_open(album, 2, &fd, &error), LS_E_IO);
    assert_string_not_equal(error.text, "");
    assert_int_equal(ls_album_folder(album, 2, &folder, &file, &error), LS_E_IO);
    assert_int_equal(unlink("tree/a") | rename("tree/c", "tree/a"), 0);
    ls_album_free(album);
}

static void what_cannot_be_read_is_an_entry(void **state)
{
    (void)state;
    ls_album *album = ls_album_new();
    assert_int_equal(ls_album_walk(album, "nowhere", NULL), LS_OK);
    assert_int_equal(ls_album_walk(album, "tree/z.jpg", NULL), LS_OK);
    assert_int_equal(ls_album_count(album), 2);
    assert_int_equal(ls_album_entry(album, 0)->kind, LS_ENTRY_FAILED);
    assert_int_equal(ls_album_entry(album, 0)->error, ENOENT);
    assert_int_equal(ls_album_entry(album, 1)->kind, LS_ENTRY_FILE);
    int fd;
    assert_int_equal(ls_album_open(album, 1, &fd, NULL), LS_OK);
    close(fd);
    int folder;
    const char *file;
    assert_int_equal(ls_album_folder(album, 1, &folder, &file, NULL), LS_OK); /* where it was named */
    assert_string_equal(file, "z.jpg");
    close(folder);
    ls_album_free(album);
}

static void the_walk_can_be_ended(void **state)
{
    (void)state;
    const volatile int cancel = 1;
    ls_album *album = ls_album_new();
    assert_int_equal(ls_album_walk(album, "tree", &cancel), LS_OK);
    assert_int_equal(ls_album_count(album), 0);
    ls_album_free(album);
}

static void names_of_pictures(void **state)
{
    (void)state;
    assert_true(ls_album_named_like_picture("a/b.JPG"));
    assert_true(ls_album_named_like_picture("x.heic"));
    static const char *const endings[] = {
        "jpg", "jpeg", "jpe",  "jfif", "jp2",   "j2k",  "jpx",  "jxl",  "jxr",   "wdp", "hdp",  "png", "gif", "bmp",
        "tif", "tiff", "webp", "heic", "heics", "heif", "hif",  "avif", "avifs", "mpo", "insp", "psd", "xcf", "tga",
        "pcx", "icns", "ico",  "cur",  "svg",   "dcm",  "djvu", "dng",  "nef",   "nrw", "cr2",  "cr3", "crw", "arw",
        "orf", "rw2",  "raf",  "srw",  "pef",   "x3f",  "3fr",  "erf",  "kdc",   "mrw", "iiq",  "gpr", "exr", "ppm",
    };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[32];
        snprintf(name, sizeof name, "a.b/IMG.%s", endings[i]);
        if (!ls_album_named_like_picture(name))
            fail_msg("%s", name);
    }
    assert_false(ls_album_named_like_picture("x.txt"));
    assert_true(ls_album_named_like_picture("x.pdf"));
    assert_false(ls_album_named_like_picture("x.odt"));
    assert_false(ls_album_named_like_picture("x.jpg.txt"));
    assert_false(ls_album_named_like_picture("x."));
    assert_false(ls_album_named_like_picture("jpg"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_alone_decide_the_order),
        cmocka_unit_test(files_are_opened_below_the_folder),
        cmocka_unit_test(what_cannot_be_read_is_an_entry),
        cmocka_unit_test(the_walk_can_be_ended),
        cmocka_unit_test(names_of_pictures),
    };
    return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
