/* Reading fields of plain Lua tables, with messages that say where in the table
   the wrong one is: table: row 3, cell 2: shade is 3, not between 0 and 1. All
   functions raise; texts are cleaned and copied into the composition's arena. */
#ifndef NQI_COMPOSE_FIELDS_H
#define NQI_COMPOSE_FIELDS_H

#include "base/kind.h"
#include "compose/objects.h"

#define FIELDS_DEPTH 4
#define FIELDS_NOTES 10000

struct fields {
    lua_State *L;
    struct composition *composition;
    struct place place;
    const char *what; /* table, chart, kpi */
    struct {
        const char *name;
        size_t number;
    } path[FIELDS_DEPTH];
    size_t depth;
};

struct fields fields_open(const struct objects_reader *reader);
/* Steps into item `number` of `name`, and out again: for messages. */
void fields_enter(struct fields *f, const char *name, size_t number);
void fields_leave(struct fields *f);
_Noreturn void fields_fail(struct fields *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A string; empty if it is absent. */
struct str fields_string(struct fields *f, int index, const char *name);
/* The same, but integers and what has __tostring (a figure) go too. */
struct str fields_words(struct fields *f, int index, const char *name);
/* Markdown as a string or as raw() gives it; false if absent. */
bool fields_markdown(struct fields *f, int index, const char *name, struct str *out);
bool fields_flag(struct fields *f, int index, const char *name, bool fallback);
/* A finite number, or `fallback` if absent or false. */
double fields_number(struct fields *f, int index, const char *name, double fallback);
/* Item `number` of an array: NAN for false. */
double fields_number_item(struct fields *f, int index, size_t number);
/* A whole number in [least, most]. A fallback outside of that: it is required. */
long fields_integer(struct fields *f, int index, const char *name, long fallback,
                    long least, long most);
/* The place of a word in `names`, which ends with NULL; fallback −1: required. */
int fields_choice(struct fields *f, int index, const char *name,
                  const char *const *names, int fallback);
int fields_choice_item(struct fields *f, int index, size_t number,
                       const char *const *names);
/* tone = "good"; none if it is absent. */
enum doc_tone fields_tone(struct fields *f, int index);
/* The entry of a table that a required word names. */
const struct kind *fields_kind(struct fields *f, int index, const char *name,
                               const struct kind *const *table);
/* Pushes a field or an item that must be a table, and returns its index. */
int fields_table(struct fields *f, int index, const char *name);
int fields_item(struct fields *f, int index, size_t number);
/* The length of an array, at most `most`. */
size_t fields_length(struct fields *f, int index, size_t most);
/* An array of strings; absent is empty. */
struct str *fields_strings(struct fields *f, int index, const char *name, size_t most,
                           size_t *count);
/* notes= and source=, which tables and charts share. */
void fields_notes(struct fields *f, int index, struct str **notes, size_t *count,
                  struct str *source);

#endif
