/* The Lua host that profiles, scripts, theme and templates all run in: no io, os,
   debug, loaders, bytecode or __gc; memory capped by the allocator; instructions
   by a hook that stays armed; C loops bounded. Knows nothing of the project. A
   process has one; a forked worker inherits it. */
#ifndef NQI_SANDBOX_SANDBOX_H
#define NQI_SANDBOX_SANDBOX_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/diag.h"
#include <lua.h>

struct sandbox;

struct sandbox_limits {
    size_t memory;         /* bytes; 0: 256 MiB */
    uint64_t instructions; /* for one sandbox_call; 0: 500 million */
    uint64_t seed;         /* of math.random */
};

/* NULL after reporting. */
struct sandbox *sandbox_open(const struct sandbox_limits *limits, struct diag *diag);
void sandbox_close(struct sandbox *sandbox);
/* In a process that was forked, so that it writes to few of the pages that it shares.
 */
void sandbox_part(struct sandbox *sandbox);
/* The last use of Lua in a process that goes on: its small blocks go at once, without a
   walk through them, which would write to all the pages that a fork shares. */
void sandbox_abandon(struct sandbox *sandbox);
lua_State *sandbox_state(struct sandbox *sandbox);
struct diag *sandbox_diag(struct sandbox *sandbox);
void sandbox_set_diag(struct sandbox *sandbox, struct diag *diag);
/* Printed with every error as its context: "安徽 2023". Borrowed. */
void sandbox_set_context(struct sandbox *sandbox, struct str context);
struct str sandbox_context(const struct sandbox *sandbox);

/* Compiles text (never bytecode); `name` is the file for messages, whose line 1
   is `first_line`. On success pushes the function, its _ENV set to the table at
   `environment` (0: the globals). Otherwise reports and pushes nothing. */
bool sandbox_load(struct sandbox *sandbox, struct str text, struct str name,
                  size_t first_line, int environment);
/* Later calls may take so many instructions more (0: no more): those that work over all
   the data once, not for one report. */
void sandbox_allow(struct sandbox *sandbox, uint64_t more);
/* lua_pcall under the limits. On error: reports file:line: error: message (and
   the hint, which a script gives as error{message=…, hint=…}) and pops all. */
bool sandbox_call(struct sandbox *sandbox, int arguments, int results);
/* After a sandbox_call inside another has failed: it met a limit, which was reported,
   and there is no going on. The caller raises; nothing more is reported. */
bool sandbox_is_spent(const struct sandbox *sandbox);
/* For bindings: raises a Lua error that carries a hint. Does not return. */
int sandbox_raise(lua_State *L, const char *hint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* `require "nqi.rank"` and the project's own modules resolve through this, and
   through nothing else: source text by module name, borrowed for the sandbox's
   life. Empty text: no such module. `file` is the name for messages. */
typedef struct str sandbox_finder(void *context, struct str module, struct str *file);
void sandbox_set_finder(struct sandbox *sandbox, sandbox_finder *finder, void *context);
/* Looks at the text of every file that sandbox_load and require compile; false
   after reporting keeps it from being compiled. */
typedef bool sandbox_linter(struct str text, struct str file, size_t first_line,
                            struct diag *diag);
void sandbox_set_linter(struct sandbox *sandbox, sandbox_linter *linter);
/* Files whose name starts and ends so are a library: an error raised there is
   reported at the line that called it. Borrowed. */
void sandbox_set_library(struct sandbox *sandbox, struct str prefix, struct str suffix);
/* For bindings that read what a script gave: an error that no line of Lua raises from
   here on belongs to this place. */
void sandbox_set_place(struct sandbox *sandbox, struct place place);
/* For bindings with loops that no instruction hook sees: counts `steps` against
   the running call's limit, and raises once it is used up. */
void sandbox_charge(lua_State *L, uint64_t steps);
/* The steps that calls have taken until now, to about a thousand each: the same for the
   same scripts and data, unlike time. */
uint64_t sandbox_steps(const struct sandbox *sandbox);
/* How numbers are rounded when they are printed, by string.format too: 四舍五入 unless
   it is set. */
void sandbox_set_rounding(lua_State *L, enum rounding rounding);
enum rounding sandbox_rounding(lua_State *L);
/* The run's seed: for bindings with generators of their own. The receipt has it. */
uint64_t sandbox_seed(lua_State *L);
/* What messages call the value: the __name of its metatable, else Lua's name of its
   type, in the language of messages. */
const char *sandbox_type_name(lua_State *L, int index);
/* Pushes the printable form of a value, as the global `tostring` gives it: by
   __tostring where there is one, and never an address. */
void sandbox_push_text(lua_State *L, int index);
/* [-0, +0, m] Marks a text as MARKED_RAW (base/marked.h), without marks inside it. */
void sandbox_mark_raw(lua_State *L, int index);
/* Pushes an array of the keys of the table at `index` in the order of the global
   `pairs`: numbers, texts, booleans. Raises for keys of other types. */
void sandbox_push_keys(lua_State *L, int index);
/* Asked for a hint when a name is unknown, before one is looked for among the known
   ones, and, if none of them is near, again with `last`. NULL: none. The hint may lie
   on the stack. The accessing code is at level 1. */
typedef const char *sandbox_adviser(void *context, lua_State *L, struct str name,
                                    bool last);
void sandbox_set_adviser(struct sandbox *sandbox, sandbox_adviser *adviser,
                         void *context);
/* The environment table that templates are expanded in; the script stage sets
   it for each job, compose uses it. Pushes it. */
void sandbox_push_environment(struct sandbox *sandbox);
/* Pops a table from the stack and makes it the environment. math.random starts
   anew, so that a job's output does not depend on the jobs before it. */
void sandbox_set_environment(struct sandbox *sandbox);

#endif
