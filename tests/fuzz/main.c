/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target once over each file of the folders given, for builds without libFuzzer. */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    static unsigned char room[1 << 20];
    size_t size = fread(room, 1, sizeof room, file);
    fclose(file);
    uint8_t *exact = malloc(size ? size : 1); /* so that a sanitizer sees a read beyond the end */
    if (!exact)
        return -1;
    for (size_t i = 0; i < size; i++)
        exact[i] = room[i];
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

static int run_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    int count = 0;
    if (!directory)
        return 0;
    for (struct dirent *entry; (entry = readdir(directory));) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && run_file(path) == 0)
            count++;
    }
    closedir(directory);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++)
        count += run_folder(argv[i]);
    printf("%d seeds\n", count);
    return count ? 0 : 1; /* a target that was run on nothing has tested nothing */
}
