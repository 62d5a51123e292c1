/* SPDX-License-Identifier: Apache-2.0 */
#include "album/album.h"

#include "base/status.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct item {
    ls_entry entry;
    size_t root; /* which root it is below */
    char *path;
} item;

typedef struct root {
    char *path;
    int fd;      /* the folder, held open; -1 for a single file */
    size_t skip; /* bytes of an entry's path before the part below the root */
} root;

struct ls_album {
    item *items;
    size_t count, capacity;
    root *roots;
    size_t root_count;
    const volatile int *cancel;
};

ls_album *ls_album_new(void)
{
    return calloc(1, sizeof(ls_album));
}

void ls_album_free(ls_album *album)
{
    if (!album)
        return;
    for (size_t i = 0; i < album->count; i++)
        free(album->items[i].path);
    for (size_t i = 0; i < album->root_count; i++) {
        free(album->roots[i].path);
        if (album->roots[i].fd >= 0)
            close(album->roots[i].fd);
    }
    free(album->items);
    free(album->roots);
    free(album);
}

static bool cancelled(const ls_album *album)
{
    return album->cancel && __atomic_load_n(album->cancel, __ATOMIC_RELAXED);
}

/* Takes `path`, which may be NULL for "out of memory". */
static ls_status add(ls_album *album, ls_entry_kind kind, char *path, int error)
{
    if (path && album->count == album->capacity) {
        size_t capacity = album->capacity ? album->capacity * 2 : 64;
        item *items = reallocarray(album->items, capacity, sizeof *items);
        if (items) {
            album->items = items;
            album->capacity = capacity;
        }
    }
    if (!path || album->count == album->capacity) {
        free(path);
        return LS_E_NOMEM;
    }
    item *made = &album->items[album->count++];
    *made = (item){.root = album->root_count - 1, .path = path};
    made->entry = (ls_entry){kind, path, error};
    return LS_OK;
}

static char *join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    while (length && folder[length - 1] == '/')
        length--;
    char *path;
    return asprintf(&path, "%.*s/%s", (int)length, folder, name) < 0 ? NULL : path;
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

typedef struct names {
    char **list;
    size_t count;
    int error; /* errno of a listing that broke off; what came before it is in the list */
} names;

static void free_names(names *all)
{
    for (size_t i = 0; i < all->count; i++)
        free(all->list[i]);
    free(all->list);
}

/* Names in byte order: neither the file system's order nor the locale shows in a report. */
static ls_status list_names(DIR *folder, names *all)
{
    size_t capacity = 0;
    for (struct dirent *entry; errno = 0, (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (all->count == capacity) {
            capacity = capacity ? capacity * 2 : 32;
            char **list = reallocarray(all->list, capacity, sizeof *list);
            if (!list)
                return LS_E_NOMEM;
            all->list = list;
        }
        if (!(all->list[all->count] = strdup(entry->d_name)))
            return LS_E_NOMEM;
        all->count++;
    }
    all->error = errno;
    if (all->count)
        qsort(all->list, all->count, sizeof *all->list, compare_names);
    return LS_OK;
}

static ls_status walk_folder(ls_album *album, int fd, const char *path, int depth);

static ls_status walk_entry(ls_album *album, int parent, const char *name, char *path, int depth)
{
    struct stat about;
    if (fstatat(parent, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return add(album, LS_ENTRY_FAILED, path, errno);
    if (S_ISREG(about.st_mode))
        return add(album, LS_ENTRY_FILE, path, 0);
    if (S_ISLNK(about.st_mode))
        return add(album, LS_ENTRY_LINK, path, 0);
    if (!S_ISDIR(about.st_mode))
        return add(album, LS_ENTRY_SPECIAL, path, 0);
    if (depth == LS_ALBUM_DEPTH)
        return add(album, LS_ENTRY_FAILED, path, ELOOP);
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return add(album, LS_ENTRY_FAILED, path, errno);
    ls_status status = walk_folder(album, fd, path, depth + 1);
    free(path);
    return status;
}

/* Takes the descriptor. */
static ls_status walk_folder(ls_album *album, int fd, const char *path, int depth)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return LS_E_NOMEM;
    }
    names all = {0};
    ls_status status = list_names(folder, &all);
    if (!status && all.error)
        status = add(album, LS_ENTRY_FAILED, strdup(path), all.error);
    for (size_t i = 0; !status && i < all.count && !cancelled(album); i++) {
        char *below = join(path, all.list[i]);
        status = below ? walk_entry(album, dirfd(folder), all.list[i], below, depth) : LS_E_NOMEM;
    }
    free_names(&all);
    closedir(folder);
    return status;
}

static root *add_root(ls_album *album, const char *path)
{
    root *roots = reallocarray(album->roots, album->root_count + 1, sizeof *roots);
    if (!roots)
        return NULL;
    album->roots = roots;
    root *made = &roots[album->root_count];
    *made = (root){.path = strdup(path), .fd = -1};
    if (!made->path)
        return NULL;
    album->root_count++;
    size_t length = strlen(path);
    while (length && path[length - 1] == '/')
        length--;
    made->skip = length + 1; /* join() puts one slash behind it */
    return made;
}

ls_status ls_album_walk(ls_album *album, const char *path, const volatile int *cancel)
{
    album->cancel = cancel;
    root *made = add_root(album, path);
    if (!made)
        return LS_E_NOMEM;
    /* the folder that was named may itself be a link: it was named on purpose */
    struct stat about;
    if (stat(path, &about) != 0)
        return add(album, LS_ENTRY_FAILED, strdup(path), errno);
    if (!S_ISDIR(about.st_mode))
        return add(album, S_ISREG(about.st_mode) ? LS_ENTRY_FILE : LS_ENTRY_SPECIAL, strdup(path), 0);
    made->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (made->fd < 0)
        return add(album, LS_ENTRY_FAILED, strdup(path), errno);
    /* a second descriptor: reading the names moves the offset of the first, and closes it */
    int fd = openat(made->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return add(album, LS_ENTRY_FAILED, strdup(path), errno);
    return walk_folder(album, fd, path, 0);
}

size_t ls_album_count(const ls_album *album)
{
    return album->count;
}

const ls_entry *ls_album_entry(const ls_album *album, size_t index)
{
    return &album->items[index].entry;
}

/* Opens the folder of `below` from `folder`, one component after the other, none of them a link. Returns -1 with errno set. */
static int open_around(int folder, const char *below)
{
    int fd = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    for (const char *slash; fd >= 0 && (slash = strchr(below, '/')); below = slash + 1) {
        char name[NAME_MAX + 1];
        size_t length = (size_t)(slash - below);
        if (length > NAME_MAX) {
            close(fd);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(name, below, length);
        name[length] = 0;
        int next = openat(fd, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int saved = errno;
        close(fd);
        errno = saved;
        fd = next;
    }
    return fd;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int open_below(int folder, const char *below)
{
    const int fd = open_around(folder, below);
    if (fd < 0)
        return -1;
    int file = openat(fd, last_part(below), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int saved = errno;
    close(fd);
    errno = saved;
    return file;
}

ls_status ls_album_open(const ls_album *album, size_t index, int *fd, ls_error *error)
{
    const item *wanted = &album->items[index];
    const root *from = &album->roots[wanted->root];
    if (from->fd < 0)
        return ls_photo_open(wanted->path, fd, error);
    int file = open_below(from->fd, wanted->path + from->skip);
    if (file < 0)
        return ls_error_set(error, LS_E_IO, "%s", strerror(errno));
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(file);
        return ls_error_set(error, LS_E_IO, "%s", "not a regular file");
    }
    *fd = file;
    return LS_OK;
}

ls_status ls_album_folder(const ls_album *album, size_t index, int *folder, const char **file, ls_error *error)
{
    const item *wanted = &album->items[index];
    const root *from = &album->roots[wanted->root];
    if (from->fd < 0)
        return ls_photo_folder(wanted->path, folder, file, error);
    *file = last_part(wanted->path);
    *folder = open_around(from->fd, wanted->path + from->skip);
    return *folder < 0 ? ls_error_set(error, LS_E_IO, "%s", strerror(errno)) : LS_OK;
}

/*
 * What cameras, phones, scanners and picture editors call their files, whether this version can read them or not: a
 * picture that it cannot read is to be said. First JPEG and its successors, then HEIF, AVIF, PNG and their like, then
 * what cameras write before anything is developed, then editors, scanners, medicine, renderers and desktops.
 * At the end documents and films, which may hold pictures.
 */
static const char *const picture_endings[] = {
    "jpg",  "jpeg",  "jpe",   "jfif", "jif",  "jfi",   "mpo",  "insp", "jps",   "jp2",     "j2k",   "j2c",
    "jpc",  "jpf",   "jpx",   "jpm",  "jph",  "jhc",   "jls",  "jxl",  "jxr",   "wdp",     "hdp",   "heic",
    "heif", "heics", "heifs", "hif",  "avif", "avifs", "avci", "avcs", "webp",  "png",     "apng",  "mng",
    "jng",  "gif",   "tif",   "tiff", "bmp",  "dib",   "dng",  "raw",  "3fr",   "fff",     "arw",   "srf",
    "sr2",  "bay",   "cr2",   "cr3",  "crw",  "iiq",   "eip",  "dcr",  "k25",   "kdc",     "erf",   "gpr",
    "mef",  "mos",   "mrw",   "nef",  "nrw",  "orf",   "ori",  "pef",  "ptx",   "r3d",     "raf",   "rw2",
    "rwl",  "rwz",   "srw",   "x3f",  "psd",  "psb",   "xcf",  "kra",  "ora",   "afphoto", "pcx",   "tga",
    "sgi",  "rgb",   "rgba",  "pict", "pct",  "djvu",  "djv",  "dcm",  "dicom", "fits",    "jbig2", "jb2",
    "exr",  "hdr",   "dds",   "qoi",  "flif", "bpg",   "pbm",  "pgm",  "ppm",   "pnm",     "pam",   "pfm",
    "xbm",  "xpm",   "wbmp",  "svg",  "svgz", "wmf",   "emf",  "eps",  "ico",   "cur",     "icns",
    "pdf",  "mp4",   "m4v",   "mov",  "qt",   "avi",   "mkv",  "webm", "3gp",
};

bool ls_album_named_like_picture(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof picture_endings / sizeof *picture_endings; i++)
        if (strcasecmp(dot + 1, picture_endings[i]) == 0)
            return true;
    return false;
}
