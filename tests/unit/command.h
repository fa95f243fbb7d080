/* Runs a command of the shell for a test. */
#ifndef NQI_TESTS_COMMAND_H
#define NQI_TESTS_COMMAND_H

#include "base/arena.h"
#include "base/buf.h"

/* Adds what the command prints; the test fails, showing it, unless its exit status
   is 0. */
void command_read(const char *line, struct buf *out);

/* The same as a text that lives as long as the arena. */
struct str command_text(const char *line, struct arena *arena);

#endif
