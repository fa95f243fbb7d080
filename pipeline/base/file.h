/* Files, read and written whole or in pieces, with every error reported. Reads
   use bounded buffers: a mapped file that shrinks would end the process.

   What is read below a folder `dir` stays below it: `..`, absolute paths and links that
   lead out are refused, unless they lead below a folder that file_allow() named. With
   AT_FDCWD for `dir`, which is for what a user names himself, every path is good. */
#ifndef NQI_BASE_FILE_H
#define NQI_BASE_FILE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include <sys/stat.h>

/* The regular file `path` (relative to directory descriptor `dir`, or AT_FDCWD)
   into the arena; *hex, if not NULL, gets its SHA-256. Refuses what is not a
   regular file, what is larger than `limit`, and what changes its size while
   it is read. `path` is the name that messages use. */
bool file_read(int dir, const char *path, size_t limit, struct arena *arena,
               struct str *out, char *hex, struct diag *diag);
/* Lets reads below any folder lead below this one, too, for the whole process and those
   that it forks. False after reporting. */
bool file_allow(const char *folder, struct diag *diag);
/* Opens a file or folder to read, never blocking: -1 with errno set, EXDEV if the path
   leads out. */
int file_open(int dir, const char *path, int flags);
/* What the path leads to; false with errno set. */
bool file_status(int dir, const char *path, struct stat *out);
/* The size and the SHA-256 of such a file, whatever its size. */
bool file_digest(int dir, const char *path, size_t *size, char *hex, struct diag *diag);
/* Creates or replaces `path`: written, flushed and closed with every return
   value checked. Not atomic: publishing renames whole folders. */
bool file_write(int dir, const char *path, struct str bytes, struct diag *diag);
/* The file `name` of the folder becomes these bytes, on the disk when it returns:
   whoever reads it, after a crash too, has the old ones or the new ones, whole. At most
   one process writes into the folder. False with errno set. */
bool file_replace(int folder, const char *name, struct str bytes, unsigned mode);
/* All of the bytes, however often the system stops early; false with errno set. */
bool file_write_all(int fd, struct str bytes);
/* mkdir -p; existing folders are fine. */
bool file_make_folders(int dir, const char *path, struct diag *diag);
/* The names in a folder, in byte order, without . and .. and dot files; in the
   arena. An absent folder is an error. */
bool file_list(int dir, const char *path, struct arena *arena, struct str **names,
               size_t *count, struct diag *diag);
/* Opens `path` strictly below `dir`, following no symlink out of it
   (openat2 RESOLVE_BENEATH|RESOLVE_NO_SYMLINKS): -1 with errno set. */
int file_open_beneath(int dir, const char *path, int flags, unsigned mode);
/* True if `name` may be one component of an output name: no separators,
   control or bidi characters, leading - or ., trailing dot or space, reserved
   names; at most 200 bytes. */
bool file_name_is_safe(struct str name);
/* True if each part of the path between slashes is such a name. */
bool file_path_is_safe(struct str path);

#endif
