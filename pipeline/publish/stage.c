#define _GNU_SOURCE
#include "publish/stage.h"

#include "base/file.h"
#include "publish/tree.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAGE_PATH_MAX 512

int stage_open(int output, struct diag *diag) {
    struct place place = {.file = STR(STAGE_NAME)};
    if (!tree_remove(output, STAGE_NAME)) {
        diag_error(diag, place, "cannot remove the stage of an earlier build: %s",
                   diag_reason(diag, errno));
        return -1;
    }
    if (mkdirat(output, STAGE_NAME, 0777) != 0) {
        diag_error(diag, place, "cannot make the folder: %s", diag_reason(diag, errno));
        return -1;
    }
    int stage =
        openat(output, STAGE_NAME, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (stage < 0)
        diag_error(diag, place, "cannot open the folder: %s", diag_reason(diag, errno));
    return stage;
}

int stage_part_open(int stage, size_t job, struct diag *diag) {
    char path[64];
    snprintf(path, sizeof path, STAGE_PARTS "/%zu", job);
    bool made = (mkdirat(stage, STAGE_PARTS, 0777) == 0 || errno == EEXIST) &&
                mkdirat(stage, path, 0777) == 0;
    int part =
        made ? openat(stage, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
             : -1;
    if (part < 0)
        diag_error(diag, (struct place){.file = STR(STAGE_NAME)},
                   "cannot make the folder: %s", diag_reason(diag, errno));
    return part;
}

/* Makes the folders of `path`, whose parts are safe names, one by one. */
static bool make_folders(int stage, char *path) {
    for (char *slash = strchr(path, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdirat(stage, path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return false;
    }
    return true;
}

bool stage_write(int stage, struct str path, struct str bytes, struct diag *diag) {
    struct place place = {.file = path};
    if (path.n >= STAGE_PATH_MAX || !file_path_is_safe(path))
        return diag_error(diag, place, "not a safe name for an output file");
    char name[STAGE_PATH_MAX];
    memcpy(name, path.p, path.n);
    name[path.n] = '\0';
    if (!make_folders(stage, name))
        return diag_error(diag, place, "cannot make the folder of the output file: %s",
                          diag_reason(diag, errno));
    int fd =
        file_open_beneath(stage, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST)
        return diag_error(diag, place, "two reports write the same output file");
    if (fd < 0)
        return diag_error(diag, place, "cannot create the output file: %s",
                          diag_reason(diag, errno));
    bool ok = file_write_all(fd, bytes);
    int reason = errno;
    /* close() is where a network file system tells that the disk is full. */
    if (close(fd) != 0 && ok) {
        ok = false;
        reason = errno;
    }
    if (!ok)
        return diag_error(diag, place, "cannot write the output file: %s",
                          diag_reason(diag, reason));
    return true;
}

bool stage_sync(int stage, struct diag *diag) {
    if (syncfs(stage) == 0)
        return true;
    return diag_error(diag, (struct place){.file = STR(STAGE_NAME)},
                      "cannot bring the release to the disk: %s",
                      diag_reason(diag, errno));
}

void stage_remove(int output) {
    /* What stays behind is removed by the next build, before it starts. */
    (void)tree_remove(output, STAGE_NAME);
}
