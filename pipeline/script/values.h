/* The other userdata of a script: areas, indicators and periods, and how a
   binding reads them from its arguments. */
#ifndef NQI_SCRIPT_VALUES_H
#define NQI_SCRIPT_VALUES_H

#include "script/room.h"

/* One object for each id, so that a == b holds. */
void area_push(lua_State *L, uint32_t id);
void indicator_push(lua_State *L, uint32_t id);
void item_push(lua_State *L, uint32_t id);
void period_push(lua_State *L, struct period period);

/* The value at `index` as an id or period; codes and names are taken too. Raises
   with a suggestion. */
uint32_t area_check(lua_State *L, int index);
uint32_t indicator_check(lua_State *L, int index);
struct period period_check(lua_State *L, int index);

/* The field `name` of the table at `table`, or the job's own (area, period); a
   missing indicator raises. */
uint32_t area_field(lua_State *L, int table, const char *name);
uint32_t indicator_field(lua_State *L, int table, const char *name);
struct period period_field(lua_State *L, int table, const char *name);
/* The series with this id, which may be one that the dataset has no value of. */
const struct series *series_of(const struct script *script, uint32_t id);
/* Its code: CERT[field=QMS]. */
void series_put(const struct script *script, uint32_t id, struct buf *out);
/* The series of another indicator with the same items. */
uint32_t series_sibling(lua_State *L, uint32_t series, uint32_t indicator);
/* The series that the value at `index` names: an indicator, its code, or a code with
   items, CERT[field=QMS]. Raises with a suggestion. */
uint32_t series_check(lua_State *L, int index);
/* The same of the field `indicator` of the table at `table`, narrowed by its field
   `where`, { field = "QMS" }; "total" takes the items of a dimension away. */
uint32_t series_field(lua_State *L, int table);
/* The series narrowed by the table at `index`. */
uint32_t series_narrow(lua_State *L, uint32_t series, int index);
/* The series with the item of the dimension in place of its own (DATASET_NONE: none).
 */
uint32_t series_with(lua_State *L, uint32_t series, uint32_t dimension, uint32_t item);
/* The series' own item of the dimension, or DATASET_NONE. */
uint32_t series_item(lua_State *L, uint32_t series, uint32_t dimension);
/* A dimension by its code or name. */
uint32_t dimension_check(lua_State *L, int index);
/* [-0, +1, e] { field = item } of the series (DATASET_NONE: none) */
void items_push(lua_State *L, uint32_t series);
/* Raises on a field of the table at `table` that is not in `names` (NULL ends):
   a misspelt option must not be ignored. */
void options_check(lua_State *L, int table, const char *what, const char *const *names);
/* A text field, or empty. Borrowed: it lives as long as the table holds it. */
struct str text_field(lua_State *L, int table, const char *name);
/* The place of the field's word in `choices` (NULL ends); the first if it is absent. */
int choice_field(lua_State *L, int table, const char *name, const char *const *choices);
/* 1, 0, or −1 if the field is absent. */
int flag_field(lua_State *L, int table, const char *name);

/* The set of the areas in the field `areas` of the table at `table`, which is all
   ranked ones if there is no such field or table. */
const struct area_set *set_field(lua_State *L, int table);

/* v: the figures of the job by indicator code. */
void push_values(lua_State *L);
void push_str(lua_State *L, struct str s);
struct str check_str(lua_State *L, int index);
/* Raises with "did you mean" from `names`. */
int raise_unknown(lua_State *L, const char *what, struct str wanted,
                  const struct str *names, size_t count);
/* Ids of the array of areas at `index`: in scratch userdata left on the stack. */
const uint32_t *area_list(lua_State *L, int index, size_t *count);

#endif
