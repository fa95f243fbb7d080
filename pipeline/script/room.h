/* What the files of the script room share. Not for other rooms. */
#ifndef NQI_SCRIPT_ROOM_H
#define NQI_SCRIPT_ROOM_H

#include "script/negatives.h"
#include "script/ranks.h"
#include "script/script.h"
#include "script/totals.h"
#include <lauxlib.h>

/* Bytes of a printed figure: FIGURE_MAX_LIMBS give 9 864 digits, and every third has a
   comma. */
#define SCRIPT_PRINTED_CAP 16384

/* A report's function `prepare`, kept in the registry. */
struct preparation {
    const struct report_definition *report;
    int function;
};

/* A text of lua/checks.lua in its own language, and in English or empty. */
struct either {
    struct str own, english;
};

struct finding {
    struct str severity; /* error, warning, accepted */
    struct either rule, reason;
    struct either text; /* as the rule gave it, or empty */
    int saying;         /* or its function that gives the text, kept in the registry */
    struct str kind;    /* missing, partial, inexact, or empty */
    struct place place;
    uint32_t indicator;    /* of its figure, or DATASET_NONE */
    uint32_t area;         /* of its figure, or the only one; or DATASET_NONE */
    const uint32_t *areas; /* those that it is about, if there are several */
    size_t area_count;
    bool has_period;
    struct period period;
};

struct script {
    struct sandbox *sandbox;
    int dir;
    struct arena *arena; /* what other stages keep: profiles, theme, reports */
    struct arena *own;   /* the rest: never sealed, closed with the sandbox */
    struct script_file *files;
    struct str *texts; /* of the files, by index: to find lines in */
    size_t file_count, file_capacity;
    size_t text_capacity;
    bool (*read_day)(struct str text, struct arena *arena, uint32_t *day);
    const struct dataset *ds;
    const struct report_job *job; /* NULL outside of a job */
    struct as_of as_of;           /* the job's: every look-up of a figure obeys it */
    struct catalogue words;       /* the vocabulary of the report in hand */
    bool classify_exact;          /* classes are taken from unrounded numbers */
    bool demo_allowed;            /* the job's report is declared demo */
    struct preparation *preparations;
    size_t preparation_count, preparation_capacity;
    struct finding *findings;
    size_t finding_count, finding_capacity;
    struct running *checking;   /* while lua/checks.lua runs */
    bool quoting;               /* while a report words what a check found */
    struct figure_log figures;  /* the figures that were printed */
    struct buf printed, marked; /* a figure's text on its way to Lua: kept here, since
                                   what raises would leave a local one behind */
    struct series *wanted; /* asked for, though the dataset has no value of them: their
                              ids follow the dataset's */
    size_t wanted_count, wanted_capacity;
    struct id_table wanted_keys; /* of `wanted` */
    struct common common;        /* of the dataset: what its reports share */
    struct ranks ranks;
    struct totals totals;
    struct negatives negatives;
};

/* The script behind a state; its dataset must be bound before bindings run. */
struct script *script_of(lua_State *L);
/* Where the sandbox reports now: a worker has a diag of its own. */
static inline struct diag *script_diag(const struct script *script) {
    return sandbox_diag(script->sandbox);
}
/* The one for the vocabulary in hand. */
struct str script_either(const struct script *script, struct either text);
/* Where the figures of a file come from, in that language. */
struct str file_source(lua_State *L, uint32_t file);
/* [-0, +0|1, e] What a finding says, in the words in hand and without marks of figures;
   for the readers of the report of the area at index `area` (0: for whoever checks the
   data), false if it does not concern them. */
bool finding_say(lua_State *L, const struct finding *finding, int area);
/* Reads a Lua file of the project and remembers it for the receipt. An absent
   file gives an empty text and true if `optional`. */
bool script_read_file(struct script *script, const char *path, bool optional,
                      struct str *text);
/* The same of a file that is no text: a picture. */
bool script_read_bytes(struct script *script, const char *path, struct str *bytes);
/* What works over all the data may take more instructions the more data there are,
   until script_allow(script, false). */
void script_allow(struct script *script, bool more);
/* Reads and compiles all modules of lua/ and of the library: the receipt names them
   whichever worker uses them, and an error in one is found once, before the fork. */
bool script_read_modules(struct script *script);
/* Runs the file and leaves its result on the stack; false after reporting. */
bool script_run_file(struct script *script, struct str text, struct str path);

/* The kinds of userdata. Their metatables lie in the registry under an address, not
   a name: a check is asked for some hundred thousand times in a build. */
enum value_type {
    VALUE_FIGURE,
    VALUE_AREA,
    VALUE_INDICATOR,
    VALUE_PERIOD,
    VALUE_ITEM,
    VALUE_COUNT
};
/* [-0, +1, m] a new metatable of that kind, with its __name */
void value_new_type(lua_State *L, enum value_type type);
/* Gives the userdata on the top its metatable. */
void value_set_type(lua_State *L, enum value_type type);
/* The block of a value that is only an id; one such value for each id is pushed, kept
   in the table that stands at the key in the registry. */
struct value_reference {
    uint32_t id;
};
void value_push_id(lua_State *L, const void *cache_key, enum value_type type,
                   uint32_t id);
void *value_test(lua_State *L, int index, enum value_type type); /* NULL if not */
/* figure, area, indicator, period, item, or the name of Lua's type. */
const char *value_type_name(lua_State *L, int index);
void *value_check(lua_State *L, int index, enum value_type type);

/* Makes the functions global, past the guard of the globals. */
void bind_functions(lua_State *L, const luaL_Reg *functions);

/* Each adds its functions to the globals. */
void bind_figure(lua_State *L);
void bind_area(lua_State *L);
void bind_indicator(lua_State *L);
void bind_period(lua_State *L);
void bind_dimension(lua_State *L);
void bind_data(lua_State *L);
void bind_records(lua_State *L);
void bind_text(lua_State *L);
void bind_stats(lua_State *L);
void bind_kinds(lua_State *L);

#endif
