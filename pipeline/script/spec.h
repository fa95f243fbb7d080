/* Reads a Lua table of named fields into a C struct, by a list that says which
   fields there are. An unknown field is an error with a suggestion; so is a value
   of the wrong type. Lua tables carry no line, so the line is found in the text
   of the file. */
#ifndef NQI_SCRIPT_SPEC_H
#define NQI_SCRIPT_SPEC_H

#include "base/kind.h"
#include "script/room.h"

enum field_kind {
    FIELD_TEXT,   /* struct str; a number is taken as its digits */
    FIELD_TITLE,  /* the same, and it may hold tags */
    FIELD_FLAG,   /* bool */
    FIELD_COUNT,  /* size_t */
    FIELD_LENGTH, /* float */
    FIELD_COLOUR, /* uint32_t: 0xRRGGBB or "#rrggbb" */
    FIELD_CHOICE, /* an enum: its value is the place in `choices` */
    FIELD_KIND,   /* an entry of the table `choices` */
    FIELD_TEXTS,  /* struct str *; its length at `count` */
    FIELD_PAIRS,  /* struct profile_pair *, by key; its length at `count` */
    FIELD_PERIOD, /* struct period */
    FIELD_OTHER   /* allowed; the caller reads it */
};

struct theme_picture;

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    size_t count;        /* offset of the size_t that counts */
    const void *choices; /* FIELD_CHOICE: const char *const *, ended by NULL;
                            FIELD_KIND: a table of kinds */
};

/* Which table of which file. */
struct spec {
    struct script *script;
    lua_State *L;
    struct str file, text;
    size_t line;      /* where the entry starts, from 1; 0: not known */
    const char *what; /* "source", "report": for messages */
    /* Gives the hint for a field that is near to none; NULL: there is none. */
    void (*other)(struct diag *diag, struct str name);
};

/* Fills `out` from the table at `table`. Leaves what the table leaves out. */
bool spec_read(struct spec *spec, int table, const struct field *list, size_t count,
               void *out);
/* False after reporting: the text of the field `name` holds a tag, which nobody reads.
 */
bool spec_is_plain(struct spec *spec, const char *name, struct str text);
/* The place of `word` at or after the entry's line, else of the entry. */
struct place spec_place(const struct spec *spec, struct str word);
/* Finds the entry's line by the text of its field `name`, which is written in quotes
   there; the table is on the stack's top. Leaves the line that is known already. */
void spec_locate(struct spec *spec, const char *name);
/* Reads the file that the theme's field `name` names, if it does; false after
   reporting. */
bool script_read_picture(struct spec *spec, const char *name,
                         struct theme_picture *picture);
/* The string at `index`, copied into the script's arena; a number is written out. */
struct str spec_text(struct script *script, lua_State *L, int index);

#endif
