/* The archive: what was published and what it was made of, each file under the SHA-256
   of its bytes, read-only, in a folder that the project declares:

     objects/3f/9a…   a file; never changed, never written twice
     head             what the ledger ended with when something was last published

   An object is written beside its place, brought to the disk and renamed, so that a
   name stands for all of its bytes or is not there; whoever puts the same object
   agrees. */
#ifndef NQI_ISSUE_ARCHIVE_H
#define NQI_ISSUE_ARCHIVE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"

struct archive;

/* Opens the folder; one that is not there is made if `make`, else an error. NULL after
   reporting. */
struct archive *archive_open(const char *path, bool make, struct diag *diag);
void archive_close(struct archive *archive);

/* Puts bytes, or the file `path` below the folder `dir`; `hex` gets the object's name.
   False after reporting. */
bool archive_put(struct archive *archive, struct str bytes, char hex[HASH_HEX_SIZE + 1],
                 struct diag *diag);
bool archive_put_file(struct archive *archive, int dir, const char *path,
                      char hex[HASH_HEX_SIZE + 1], struct diag *diag);

/* Whether there is an object of that name. */
bool archive_has(const struct archive *archive, const char *hex);
/* The bytes of an object, which must be those of its name; `what` it is, for messages.
 */
bool archive_get(const struct archive *archive, const char *hex, struct str what,
                 struct arena *arena, struct str *out, struct diag *diag);

/* The head: a short text, empty if nothing was published; replaced in one rename. */
bool archive_head(const struct archive *archive, struct arena *arena, struct str *out,
                  struct diag *diag);
bool archive_set_head(struct archive *archive, struct str text, struct diag *diag);

#endif
