/* The templates of a project: read once, compiled at first use. A template becomes
   one Lua chunk whose line numbers are its own, so Lua's messages need no
   translation. */
#ifndef NQI_COMPOSE_TEMPLATES_H
#define NQI_COMPOSE_TEMPLATES_H

#include "base/embedded.h"
#include "compose/compose.h"
#include "compose/source.h"
#include "compose/tags.h"

enum template_state { TEMPLATE_READ, TEMPLATE_COMPILING, TEMPLATE_GOOD, TEMPLATE_BAD };

struct template {
    struct str path; /* below templates/: partials/method.md */
    struct str file; /* for messages: templates/partials/method.md, nqi/partials/… */
    struct str text;
    struct source source; /* the lines of the text */
    enum template_state state;
    struct segments segments;
    struct words words;         /* of a title; then there are no segments */
    struct template **includes; /* by segment; NULL where there is none */
    int function;               /* registry reference */
};

struct template_set {
    struct sandbox *sandbox;
    struct arena *arena;
    const struct embedded_file *library;
    struct template **items;
    size_t count, capacity;
    struct template_file *files; /* by item */
    size_t file_capacity;
};

/* Reads templates/ and the folders right below it. False after reporting. */
bool templates_open(struct template_set *set, int dir, struct diag *diag);
struct template *templates_find(const struct template_set *set, struct str path);
/* What an include means: the project's file, else the library's, which joins the set;
   NULL if there is neither. */
struct template *templates_include(struct template_set *set, struct str path);
/* The path that is nearest to a wrong one, or empty; the library's count, too. */
struct str templates_nearest(const struct template_set *set, struct str path);
/* The path of the library's file that has a heading, table or chart with the id; empty
   if none has. */
struct str templates_with_id(const struct template_set *set, struct str id);
/* Compiles it and all that it includes. False after reporting. */
bool templates_compile(struct template_set *set, struct template *template,
                       struct diag *diag);
/* A text with {{ }} that stands at `place` (a title), compiled; NULL after
   reporting. */
struct template *templates_words(struct template_set *set, struct str text,
                                 struct place place, struct diag *diag);

#endif
