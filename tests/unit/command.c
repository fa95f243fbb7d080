#include "command.h"

#include "unit.h"
#include <stdio.h>

void command_read(const char *line, struct buf *out) {
    FILE *pipe = popen(line, "r");
    char bytes[4096];
    assert_non_null(pipe);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, pipe)) > 0;)
        buf_bytes(out, bytes, n);
    int status = pclose(pipe);
    struct str said = buf_str(out);
    if (status != 0)
        fail_msg("%s: status %d: %.*s", line, status, STR_ARG(said));
}

struct str command_text(const char *line, struct arena *arena) {
    struct buf out = buf_open(1 << 26);
    command_read(line, &out);
    struct str text = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return text;
}
