/* Names → areas and indicators. A name is looked up in the form of clean_key();
   several entries may share one, and the level of an area, the unit of an
   indicator or the year of a code decides. */
#ifndef NQI_INGEST_NAMES_H
#define NQI_INGEST_NAMES_H

#include "dataset/dataset.h"
#include "dataset/profile.h"
#include "ingest/name_forms.h"

struct names; /* of areas, of indicators, or of the items of dimensions */

struct names *names_of_areas(const struct dataset *ds, struct arena *arena);
struct names *names_of_indicators(const struct dataset *ds, struct arena *arena);
struct names *names_of_items(const struct dataset *ds, struct arena *arena);

/* Items of distinct dimensions, in no order. */
struct item_set {
    uint32_t ids[DATASET_ITEMS_MAX];
    size_t count;
};

enum name_reading {
    NAME_FOUND,
    NAME_UNKNOWN,
    NAME_AMBIGUOUS,   /* *id and *other are two of the candidates */
    NAME_ELSEWHERE,   /* *id is an area, but not in the one it is to lie in */
    NAME_OTHER_LEVEL, /* *id is an area, but not of the level that is declared */
    NAME_COUNTRY,     /* *id is a province whose letters are a country's code, too */
    NAME_SKIP         /* the profile says to leave it out */
};

/* With a declared area_level only areas of that level are found, and those that hold
   all of them (levels nation and total). Marks of notes behind a name are taken off if
   it is not known with them. `year` (0: not known) picks among codes that changed
   hands: an alias written "341400@-2011" holds up to 2011, "341400@2012-" from 2012. */
enum name_reading area_read(const struct names *names, struct str text, int year,
                            const struct source_profile *profile, struct arena *arena,
                            uint32_t *id, uint32_t *other);
/* The same, of an area that lies in `within` (DATASET_NONE: anywhere) or is it. */
enum name_reading area_read_within(const struct names *names, struct str text, int year,
                                   uint32_t within,
                                   const struct source_profile *profile,
                                   struct arena *arena, uint32_t *id, uint32_t *other);
/* True if the area is one of those that are called so. */
bool area_may_be(const struct names *names, struct str text, uint32_t id,
                 struct arena *arena);
/* *unit gets the unit that stands in brackets behind the name, or empty; *items what
   the profile says of it besides: ["男"] = "POP[sex=M]". */
enum name_reading indicator_read(const struct names *names, struct str text,
                                 const struct source_profile *profile,
                                 struct arena *arena, uint32_t *id, uint32_t *other,
                                 struct str *unit, struct item_set *items);
/* True if the profile's indicators have the name, as it stands. */
bool indicator_is_declared(struct str name, const struct source_profile *profile,
                           struct arena *arena);
/* "ytd" if the profile's indicators say ["…累计"] = "CODE@ytd" of the name, or empty.
 */
struct str indicator_rule(struct str text, const struct source_profile *profile,
                          struct arena *arena);
/* "GDP@ytd" for a name such as 地区生产总值_累计值, whose indicator is a flow; or
 * empty.
 */
struct str indicator_cumulated(const struct names *names, const struct dataset *ds,
                               struct str text, const struct source_profile *profile,
                               struct arena *arena);
/* An item of the dimension, or of any (DATASET_NONE). *id is DATASET_NONE if the name
   is one of the total's: 合计, or what the dimension or the profile calls it. */
enum name_reading item_read(const struct names *names, struct str text,
                            uint32_t dimension, const struct source_profile *profile,
                            struct arena *arena, uint32_t *id, uint32_t *other);
bool names_is_province(const struct names *areas, uint32_t id);
/* True if a name may mean something else in another year. */
bool names_have_years(const struct names *names);
/* The nearest name of the dictionary, or empty. */
struct str names_nearest(const struct names *names, struct str text);
/* True for 合计, 总计, 小计 …, and what the profile adds. */
bool name_is_total(struct str text, const struct source_profile *profile,
                   struct arena *arena);
/* True for a total of some rows only (小计), or of rows that belong nowhere. */
bool name_is_subtotal(struct str text, struct arena *arena);
/* The area that a total stands for, as the profile says; DATASET_NONE without one, and
   for a 小计 that the profile does not list as a total, for it is of some rows only. */
uint32_t name_total_area(struct str text, const struct source_profile *profile,
                         const struct dataset *ds, struct arena *arena);
/* True for 未分组: it adds nothing up. */
bool name_is_rest(struct str text, struct arena *arena);
/* True for the name of a region or group of areas (东部地区, 长三角, 东部小计). */
bool name_is_group(const struct names *areas, struct str text, struct arena *arena);
/* The same of one group, which is given in the form of clean_key(). */
bool name_is_of_group(struct str text, struct str group, struct arena *arena);
/* True for 大连 宁波 厦门 青岛 深圳, which some tables list beside the provinces. */
bool name_is_planning_city(struct str text, struct arena *arena);

#endif
