/* SPDX-License-Identifier: Apache-2.0 */
/* By what names other programs keep what they know of a photo beside it. */
#include "engine/beside.h"

#include "base/utf8.h"
#include "engine/report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/* ---------------------------------------------------------------------------------------------------- the list */

static bool seen(ls_beside *beside, const struct stat *about)
{
    for (size_t i = 0; i < beside->seen_count; i++)
        if (beside->seen[i].device == about->st_dev && beside->seen[i].inode == about->st_ino)
            return true;
    if (beside->seen_count < sizeof beside->seen / sizeof *beside->seen) {
        beside->seen[beside->seen_count].device = about->st_dev;
        beside->seen[beside->seen_count++].inode = about->st_ino;
    }
    return false;
}

/* "sidecar/xmp", and "sidecar/xmp[2]" for a second one. */
static const char *carrier_of(const ls_beside *beside, ls_sidecar kind)
{
    static const char *const names[] = {[LS_SIDECAR_XMP] = "xmp", [LS_SIDECAR_TAKEOUT] = "takeout", [LS_SIDECAR_AAE] = "aae"};
    unsigned earlier = 0;
    for (size_t i = 0; i < beside->count; i++)
        earlier += beside->items[i].kind == kind;
    return earlier ? ls_arena_printf(beside->arena, LS_BESIDE_SIDECAR "%s[%u]", names[kind], earlier + 1)
                   : ls_arena_printf(beside->arena, LS_BESIDE_SIDECAR "%s", names[kind]);
}

static ls_beside_item *add(ls_beside *beside, ls_sidecar kind, const char *name, const char *carrier)
{
    const char *clean = name ? ls_utf8_clean(beside->arena, name, strlen(name)) : NULL;
    if (beside->count == LS_BESIDE_MAX || !carrier || (name && !clean)) {
        beside->more = true;
        return NULL;
    }
    ls_beside_item *item = &beside->items[beside->count++];
    *item = (ls_beside_item){.kind = kind, .carrier = carrier, .name = clean, .photo = {.fd = -1}};
    return item;
}

/* --------------------------------------------------------------------------------------------------- the files */

static const char *problem_of(const struct stat *about)
{
    if (S_ISLNK(about->st_mode))
        return "a symbolic link, not followed";
    if (!S_ISREG(about->st_mode))
        return "not a regular file";
    return (uint64_t)about->st_size > LS_BESIDE_SIZE ? "larger than 4 MiB" : NULL;
}

static void try_name(ls_beside *beside, int folder, ls_sidecar kind, const char *name)
{
    struct stat about;
    if (!*name || strlen(name) > NAME_MAX || strchr(name, '/'))
        return;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW)) {
        beside->more |= errno != ENOENT && errno != ENAMETOOLONG; /* nobody knows whether it is there */
        return;
    }
    ls_beside_item *item = seen(beside, &about) ? NULL : add(beside, kind, name, carrier_of(beside, kind));
    if (!item || (item->problem = problem_of(&about)))
        return;
    const int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        item->problem = errno == EACCES ? "no permission to read it" : "it could not be opened";
        return;
    }
    item->photo.fd = fd; /* what stands under the name now may be another file */
    item->problem = fstat(fd, &about) ? "it could not be opened" : problem_of(&about);
    item->photo.size = (uint64_t)about.st_size;
}

/* One name, put together; `size` bytes of the first part at most. */
static void try_parts(ls_beside *beside, int folder, ls_sidecar kind, const char *first, size_t size, const char *second)
{
    char name[2 * NAME_MAX];
    const int length = snprintf(name, sizeof name, "%.*s%s", (int)size, first, second);
    if (length > 0 && (size_t)length < sizeof name) /* longer than any name otherwise */
        try_name(beside, folder, kind, name);
}

/* The file's name in parts: "IMG_1(2).jpg" is "IMG_1", "(2)", ".jpg". */
struct name {
    const char *whole;
    size_t size, stem, number; /* bytes: of all of it, before the extension, of "(2)" at the end of the stem */
};

static struct name parts_of(const char *file)
{
    const char *dot = strrchr(file, '.');
    struct name name = {file, strlen(file), dot && dot != file ? (size_t)(dot - file) : strlen(file), 0};
    size_t digits = 0;
    while (digits + 2 < name.stem && file[name.stem - 2 - digits] >= '0' && file[name.stem - 2 - digits] <= '9')
        digits++;
    if (digits && file[name.stem - 1] == ')' && file[name.stem - 2 - digits] == '(')
        name.number = digits + 2;
    return name;
}

static void find_xmp(ls_beside *beside, int folder, const struct name *name)
{
    static const char *const endings[] = {".xmp", ".XMP"};
    for (size_t i = 0; i < 2; i++) {
        try_parts(beside, folder, LS_SIDECAR_XMP, name->whole, name->stem, endings[i]);
        try_parts(beside, folder, LS_SIDECAR_XMP, name->whole, name->size, endings[i]);
    }
}

/* The first 46 characters of it. */
static size_t cut_of(const char *text)
{
    size_t at = 0, count = 0;
    for (; text[at]; at++)
        if (((unsigned char)text[at] & 0xC0) != 0x80 && count++ == 46)
            break;
    return at;
}

/*
 * Takeout's names: "IMG_1.jpg.json"; since 2024 "IMG_1.jpg.supplemental-metadata.json". Without ".json" they have 46 characters
 * at most, so the end of that word, or of the photo's own name, may be missing. The number of a photo that shares its name with
 * another stands behind it: "IMG_1(2).jpg" has "IMG_1.jpg(2).json". What its editor made of a photo shares the photo's file.
 */
static void find_takeout_of(ls_beside *beside, int folder, const char *title, const char *number)
{
    static const char word[] = ".supplemental-metadata";
    char whole[2 * NAME_MAX], ending[NAME_MAX + 8];
    snprintf(ending, sizeof ending, "%s.json", number);
    for (size_t length = 0; length < sizeof word; length++) {
        snprintf(whole, sizeof whole, "%s%.*s", title, (int)length, word);
        if (length && length + 1 < sizeof word && cut_of(whole) < strlen(whole))
            break; /* longer ones are cut to the same */
        try_parts(beside, folder, LS_SIDECAR_TAKEOUT, whole, strlen(whole), ending);
    }
    snprintf(whole, sizeof whole, "%s%s", title, word);
    try_parts(beside, folder, LS_SIDECAR_TAKEOUT, whole, cut_of(whole), ending);
    try_parts(beside, folder, LS_SIDECAR_TAKEOUT, title, cut_of(title), ending);
}

static void find_takeout(ls_beside *beside, int folder, const struct name *name)
{
    static const char edited[] = "-edited";
    char title[NAME_MAX + 1], number[NAME_MAX + 1];
    size_t stem = name->stem - name->number;
    find_takeout_of(beside, folder, name->whole, "");
    snprintf(number, sizeof number, "%.*s", (int)name->number, name->whole + stem);
    if (name->number) {
        snprintf(title, sizeof title, "%.*s%s", (int)stem, name->whole, name->whole + name->stem);
        find_takeout_of(beside, folder, title, number);
    }
    if (stem >= sizeof edited && memcmp(name->whole + stem - (sizeof edited - 1), edited, sizeof edited - 1) == 0) {
        stem -= sizeof edited - 1;
        snprintf(title, sizeof title, "%.*s%s", (int)stem, name->whole, name->whole + name->stem);
        find_takeout_of(beside, folder, title, number);
    }
    try_parts(beside, folder, LS_SIDECAR_TAKEOUT, name->whole, name->stem, ".json");
}

/* Apple's: "IMG_0001.AAE" and, for what the camera itself had changed already, "IMG_O0001.AAE"; the changed picture may be
 * "IMG_E0001.JPG". */
static void find_aae(ls_beside *beside, int folder, const struct name *name)
{
    static const char *const endings[] = {".AAE", ".aae"};
    const bool camera = strncmp(name->whole, "IMG_", 4) == 0 && name->stem > 5, changed = camera && name->whole[4] == 'E';
    const char *digits = camera ? name->whole + 4 + changed : NULL;
    char other[NAME_MAX + 8];
    for (size_t i = 0; i < 2; i++) {
        try_parts(beside, folder, LS_SIDECAR_AAE, name->whole, name->stem, endings[i]);
        if (!camera)
            continue;
        const size_t length = name->stem - 4 - changed;
        snprintf(other, sizeof other, "IMG_O%.*s%s", (int)length, digits, endings[i]);
        try_name(beside, folder, LS_SIDECAR_AAE, other);
        snprintf(other, sizeof other, "IMG_%.*s%s", (int)length, digits, endings[i]);
        try_name(beside, folder, LS_SIDECAR_AAE, other);
    }
}

/* ---------------------------------------------------------------------------------------------- the attributes */

/* Those of the system (access lists, labels) are not the photo's. */
static bool is_ours(const char *name)
{
    return strncmp(name, "user.", 5) == 0 || strncmp(name, "com.apple.", 10) == 0;
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

#define NAMES_MAX 64

/* Names in byte order, borrowed from `room`; the file system's own order shows nowhere. */
static size_t names_of(int fd, char *room, const char *names[NAMES_MAX], bool *more)
{
    const ssize_t size = flistxattr(fd, room, LS_XATTR_SIZE);
    size_t count = 0;
    *more = size < 0 && errno != ENOTSUP && errno != EPERM;
    for (const char *at = room; size > 0 && at < room + size; at += strlen(at) + 1) {
        if (!is_ours(at))
            continue;
        if (count == NAMES_MAX)
            *more = true;
        else
            names[count++] = at;
    }
    if (count)
        qsort(names, count, sizeof *names, by_bytes);
    return count;
}

typedef ls_status on_attribute(const char *name, const char *value, ssize_t size, void *user);

static ls_status each_attribute(int fd, on_attribute *tell, void *user, bool *more)
{
    const char *names[NAMES_MAX];
    char *room = malloc(2 * LS_XATTR_SIZE), *value = room ? room + LS_XATTR_SIZE : NULL;
    ls_status status = room ? LS_OK : LS_E_NOMEM;
    const size_t count = room ? names_of(fd, room, names, more) : 0;
    for (size_t i = 0; i < count && !status; i++)
        status = tell(names[i], value, fgetxattr(fd, names[i], value, LS_XATTR_SIZE), user);
    free(room);
    return status;
}

/* macOS keeps where a file was loaded from, its tags and more as property lists. */
static bool is_plist(const char *value, ssize_t size)
{
    return size >= 8 && memcmp(value, "bplist00", 8) == 0;
}

static ls_status find_list(const char *name, const char *value, ssize_t size, void *user)
{
    ls_beside *beside = user;
    const char *clean = is_plist(value, size) ? ls_utf8_clean(beside->arena, name, strlen(name)) : NULL;
    ls_beside_item *item =
        clean ? add(beside, LS_SIDECAR_PLIST, NULL, ls_arena_printf(beside->arena, LS_BESIDE_XATTR "%.200s", clean)) : NULL;
    if (item && ls_photo_hold(&item->photo, -1, value, (size_t)size, NULL))
        item->problem = "no memory for it";
    return LS_OK;
}

struct noting {
    ls_facts *facts;
    ls_outcome *outcome;
};

static ls_status note(const char *name, const char *value, ssize_t size, void *user)
{
    const struct noting *noting = user;
    if (size == 0 || is_plist(value, size))
        return LS_OK;
    const char *clean = ls_utf8_clean(noting->facts->arena, name, strlen(name));
    const char *carrier = clean ? ls_arena_printf(noting->facts->arena, LS_BESIDE_XATTR "%.200s", clean) : NULL;
    if (!carrier)
        return LS_E_NOMEM;
    if (size > 0 && value[size - 1] == 0)
        size--;
    if (size > 0 && ls_utf8_is_clean(value, (size_t)size))
        return ls_facts_text(noting->facts, LS_FACT_NOTE_TEXT, value, (size_t)size, carrier, 0, 0);
    static const char why[] = "an attribute of the file that is no text";
    *noting->outcome =
        ls_outcome_worse(*noting->outcome, ls_outcome_make(LS_LIMITED, LS_REASON_CARRIER_UNREAD, "%.190s", carrier));
    return ls_facts_text(noting->facts, LS_FACT_CARRIER_UNREAD, why, sizeof why - 1, carrier, 0, 0);
}

ls_status ls_beside_attributes(int fd, ls_facts *facts, ls_outcome *outcome)
{
    struct noting noting = {facts, outcome};
    bool more = false; /* said once, by ls_beside_find() */
    return each_attribute(fd, note, &noting, &more);
}

static void find_files(ls_beside *beside, int folder, const char *file)
{
    const struct name name = parts_of(file);
    struct stat about;
    if (folder < 0 || name.size > NAME_MAX) /* no file system has such a name */
        return;
    if (!fstatat(folder, file, &about, 0))
        seen(beside, &about);
    find_xmp(beside, folder, &name);
    find_takeout(beside, folder, &name);
    find_aae(beside, folder, &name);
}

void ls_beside_find(ls_beside *beside, int folder, const char *file, int fd)
{
    struct stat about;
    bool more = false;
    if (!fstat(fd, &about))
        seen(beside, &about);
    find_files(beside, folder, file);
    if (each_attribute(fd, find_list, beside, &more) || more)
        beside->more = true;
}

ls_status ls_photo_beside(int folder, const char *file, ls_beside_callback *callback, void *user)
{
    ls_arena *arena = ls_arena_new(LS_PHOTO_MEMORY);
    ls_beside *beside = arena ? ls_arena_alloc(arena, sizeof *beside) : NULL;
    if (beside) {
        *beside = (ls_beside){.arena = arena};
        find_files(beside, folder, file);
    }
    for (size_t i = 0; beside && i < beside->count; i++)
        callback(beside->items[i].name, user);
    const ls_status status = beside ? LS_OK : LS_E_NOMEM;
    if (beside)
        ls_beside_drop(beside);
    ls_arena_free(arena);
    return status;
}
