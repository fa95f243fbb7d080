/* What the files of the sandbox share: the struct behind a lua_State and the
   replaced parts of the standard library. Not for other rooms. */
#ifndef NQI_SANDBOX_HOST_H
#define NQI_SANDBOX_HOST_H

#include "sandbox/pool.h"
#include "sandbox/sandbox.h"

struct buf;

/* Instructions between two calls of the hook. */
#define SANDBOX_STEP 2000
/* The longest string that one library call may make, in bytes. */
#define SANDBOX_STRING_CAP ((size_t)64 << 20)
/* The longest sequence that one library call walks. */
#define SANDBOX_SEQUENCE_CAP 10000000

/* Where Lua code stands. Fixed room: it must be writable when memory is out. */
struct sandbox_position {
    char file[512];
    size_t line;
};

struct sandbox_failure {
    struct sandbox_position position;
    char text[4096];
    char hint[1024];
};

struct sandbox {
    lua_State *state;
    struct diag *diag;
    struct sandbox_limits limits;
    uint64_t more; /* instructions that a call may take besides */
    size_t memory_used;
    struct pool pool;
    uint64_t left;  /* instructions of the running call */
    uint64_t steps; /* that earlier calls took */
    bool tripped;   /* the limit is reached: every further instruction raises */
    bool spent;     /* a nested call has met a limit, and said so */
    unsigned depth; /* of nested sandbox_call */
    struct sandbox_position last;
    struct sandbox_failure failure;
    struct str context;
    struct str library_prefix, library_suffix;
    sandbox_finder *finder;
    void *finder_context;
    sandbox_linter *linter;
    sandbox_adviser *adviser;
    void *adviser_context;
    enum rounding rounding;
    int environment; /* registry references */
    int randomseed;
};

struct sandbox *sandbox_of(lua_State *L);
/* pcall and xpcall have no way to swallow the instruction limit: the hook is
   armed at every instruction from here on. */
_Noreturn void sandbox_trip(lua_State *L);

/* Lua's own message ("attempt to index a nil value (local 'x')") in the language of
   `diag`; any other text as it is, or as the catalogue has it. */
void sandbox_translate(const struct diag *diag, const char *text, struct buf *out);
/* What the compiler says of `source`: line, text and hint of *out. */
void sandbox_explain_syntax(const struct diag *diag, struct str source,
                            size_t first_line, const char *message,
                            struct sandbox_failure *out);
/* `out` has room for `size` bytes: a longer text is cut between two characters. */
void sandbox_copy_text(char *out, size_t size, struct str text);
/* From now on an unknown global raises, and none can be made by an assignment. */
void sandbox_guard_globals(lua_State *L);

/* The string at `index` loses its marks (base/marked.h): what looks into a text sees
   what is printed. Another value stays. Returns whether it was marked as MARKED_RAW. */
bool sandbox_unmark(lua_State *L, int index);
/* [-0, +0, m] Puts a text, or what a number is as a text, in its place: of a fraction,
   NaN and infinity it is marked as MARKED_RAW, which no report prints. */
void sandbox_write_number(lua_State *L, int index);

/* lua_CFunctions: each leaves one table on the stack or fills the globals. */
int sandbox_open_base(lua_State *L);
int sandbox_open_string(lua_State *L);
int sandbox_open_utf8(lua_State *L);
int sandbox_open_table(lua_State *L);
/* `source` with each a .. b as a call that writes fractions, NaN and infinity as
   sandbox_write_number does; lines stay. False: there is nothing to write, or the text
   is no Lua, and `out` has no use. */
bool sandbox_write_joins(struct str source, struct buf *out);
/* Gives `string`, on the top of the stack, what such a call calls. */
void sandbox_open_joins(lua_State *L);
/* Compiles a text as lua_load does, `first_line` of it being its first: its joins
   written as above. */
int sandbox_compile(lua_State *L, struct str text, const char *name, size_t first_line);
/* Adds find, match, gmatch and gsub to the table on the top of the stack. */
void sandbox_open_patterns(lua_State *L);

#endif
