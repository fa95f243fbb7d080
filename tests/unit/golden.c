#include "golden.h"

#include "base/file.h"
#include "unit.h"
#include <fcntl.h>
#include <stdlib.h>

void golden_compare(const char *folder, const char *name, const struct buf *out,
                    struct arena *arena) {
    struct diag *diag = diag_open();
    struct str path = arena_printf(arena, "%s%s", folder, name), golden;
    if (getenv("ACCEPT") != NULL) {
        assert_true(file_make_folders(AT_FDCWD, folder, diag));
        assert_true(file_write(AT_FDCWD, path.p, buf_str(out), diag));
    } else {
        assert_true(file_read(AT_FDCWD, path.p, 1 << 24, arena, &golden, NULL, diag));
        struct str seen = buf_str(out);
        size_t at = 0, line = 1;
        while (at < seen.n && at < golden.n && seen.p[at] == golden.p[at])
            line += seen.p[at++] == '\n' ? 1 : 0;
        if (!str_equal(seen, golden))
            fail_msg("%s differs from line %zu on: %.60s", name, line,
                     at < seen.n ? seen.p + at : "(ends)");
    }
    diag_close(diag);
}
