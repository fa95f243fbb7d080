/* The dataset: what the input files said. Dictionaries (indicators, areas,
   dimensions with their items), series (an indicator, narrowed by items or not),
   observations (series × area × period × vintage → exact value with its source
   cell), statements (quoted figures), records (small plain tables such as an
   agenda) and issues (published editions). Built by ingest in one arena, sealed,
   then read-only for the rest of the run and in every worker. Everything reached
   from a dataset lives as long as its arena. What has a code or a key is interned
   to a dense id: indicator i is dataset_indicator(ds, i). */
#ifndef NQI_DATASET_DATASET_H
#define NQI_DATASET_DATASET_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "dataset/period.h"

#define DATASET_NONE UINT32_MAX
/* More dimensions than any published table has. */
#define DATASET_ITEMS_MAX 16

enum direction { DIRECTION_NONE, DIRECTION_POSITIVE, DIRECTION_NEGATIVE };
enum indicator_kind {
    KIND_STOCK,
    KIND_FLOW,
    KIND_RATIO,
    KIND_INDEX,
    KIND_GRADE,
    KIND_RANK
};
enum growth_rule {
    GROWTH_NONE,
    GROWTH_RATIO,      /* (v / v₀ − 1) × 100, % */
    GROWTH_INDEX,      /* v − 100, %: 上年=100 */
    GROWTH_DIFFERENCE, /* v − v₀, 百分点 for %, else the unit */
    GROWTH_PUBLISHED   /* the value of the indicator named in growth_source */
};
enum aggregation { AGGREGATION_NONE, AGGREGATION_SUM, AGGREGATION_RATIO };

struct indicator {
    struct str code;
    struct str name, name_en;
    struct str element; /* 计量 标准 认证认可 检验检测 综合 环境 */
    struct str group;   /* a heading inside the element, or empty */
    struct str parent;  /* code of the total that this is a part of, or empty */
    struct str unit;    /* as printed; may be empty (an index) */
    enum direction direction;
    enum indicator_kind kind;
    enum growth_rule growth;
    struct str growth_source; /* code, for GROWTH_PUBLISHED; else empty */
    enum aggregation aggregation;
    struct str numerator, denominator; /* codes, for AGGREGATION_RATIO */
    struct str rank_of; /* for KIND_RANK and published shares: the indicator's code */
    int decimals;       /* digits to print */
    int break_year; /* 0, or the first year of a new definition: no growth across it */
    bool demo;
    struct str definition, definition_en, source, source_en;
    struct str brief, brief_en; /* the definition in one line, or empty */
    struct str aliases;         /* ; between names that a file may use */
    struct place place;         /* its row in indicators.csv */
};

struct area {
    struct str code; /* GB/T 2260 six digits; 000000 全国; ALL 全部 (incl. abroad) */
    struct str name, short_name, abbreviation;
    struct str name_en;
    struct str level; /* nation, total, province, prefecture, county, city, economy */
    uint32_t parent;  /* id, or DATASET_NONE */
    struct str regions; /* "region4=东部;region3=东部;region6=华北", empty if none */
    struct str groups; /* "长三角;长江经济带" */
    struct str aliases;
    bool ranked;               /* one of the 31 (or of the demonstration areas) */
    int tile_row, tile_column; /* from 0; −1 if not on the map */
    bool demo;
    struct place place;
};

/* A breakdown: 领域, sex, industry. */
struct dimension {
    struct str code, name, name_en;
    struct str total_names; /* ; between what files call its total: T;总体 */
    struct place place;
};

/* One of its items: 管理体系, F, C. */
struct dimension_item {
    struct str code; /* unique within the dimension */
    struct str name, name_en;
    struct str aliases; /* ; between names that a file may use */
    struct str definition, definition_en;
    struct str brief, brief_en; /* the definition in one line, or empty */
    uint32_t dimension;
    uint32_t parent; /* id of an item of the same dimension, or DATASET_NONE */
    struct place place;
};

/* What is counted: an indicator, narrowed to at most one item of each dimension.
   No item of a dimension means its total. */
struct series {
    uint32_t indicator;
    uint32_t item_count;
    const uint32_t *items; /* ids, by dimension */
};

/* One of several readings of the same thing: first release, revision. Older and
   newer go by `order`, then by day, and those without a day by name (V2 before V10);
   what says none of them is oldest. Those of one day are one vintage, however each
   file spells it. */
struct vintage {
    struct str name; /* as the file gives it: 2024-01-15, 2023年终审; may be empty */
    uint32_t known;  /* the day from which it was known (dataset/period.h), or 0 */
    uint32_t order;  /* of arrival, where that is known; else 0 */
};

/* The vintage of an observation whose file says nothing of it. */
#define VINTAGE_NONE 0

/* SDMX CL_OBS_STATUS where it has a letter. */
enum observation_status {
    STATUS_NORMAL,      /* A */
    STATUS_PROVISIONAL, /* P 初步数 */
    STATUS_REVISED,     /* R 修订数 */
    STATUS_ESTIMATED,   /* E */
    STATUS_MISSING,     /* M */
    STATUS_SUPPRESSED,  /* Q confidential */
    STATUS_NEGLIGIBLE,  /* N less than half of the smallest unit: counts as 0 and prints
                           …, unless the file has a number other than 0 */
    STATUS_ABSENT       /* no such item: prints — */
};
enum qualifier {
    QUALIFIER_NONE,
    QUALIFIER_ABOUT,     /* 约 */
    QUALIFIER_MORE_THAN, /* 超, 多, 以上: a lower bound */
    QUALIFIER_LESS_THAN, /* 不足, 近: an upper bound */
    QUALIFIER_REACHED    /* 达 */
};

/* Where a value stands: a source file and its cell. */
struct source_cell {
    uint32_t file;   /* index for dataset_file() */
    uint32_t line;   /* physical line, from 1 */
    uint16_t column; /* cell of the row, from 1 */
    uint16_t joined; /* line breaks inside quoted cells above it: a spreadsheet's
                        row is line − joined */
};

/* Its unit is that of its indicator (dataset_unit()): ingest converts into it,
   exactly, or refuses. */
struct observation {
    uint32_t series, area; /* ids */
    struct period period;
    uint32_t vintage; /* id */
    struct decimal value;
    struct source_cell source;
    uint32_t text;     /* id of a grade and the like (dataset_text()); 0: a number */
    uint32_t next;     /* the dataset's own: 1 + index of the next older one, or 0 */
    uint8_t status;    /* enum observation_status */
    uint8_t qualifier; /* enum qualifier */
    bool contrary;  /* it has a number although its status has none (0.0 beside N), or
                       none although it has one: too unreliable to be shown */
    bool elsewhere; /* the dataset's own: another file says the same */
};
_Static_assert(sizeof(struct observation) <= 64, "an observation fits a cache line");

struct statement {
    struct str id, speaker, organisation, section;
    struct str indicator, indicator_en; /* in the speaker's words */
    struct str subject;                 /* area, firm or economy, as said */
    struct str period;    /* as said; empty or 未注明… when not stated */
    struct str value;     /* as said: 3.6, 十, ISO、IEC、ITU */
    struct str unit;      /* as said */
    struct str qualifier; /* as said: 超(下限) */
    struct str element, kind, note;
    bool has_number;
    struct decimal number; /* value in base_unit */
    struct str base_unit;
    struct source_cell source;
};

/* A small table of text with named columns: agenda, initiative, … */
struct record_table {
    struct str name;
    struct str *columns;
    size_t column_count;
    struct str *cells;           /* row after row */
    struct source_cell *sources; /* one a row */
    size_t row_count, capacity;
};

/* What became of the filled cells of a file; the others add up to `filled`. */
struct cell_sums {
    size_t filled;
    size_t values;
    size_t heads;    /* what values are called: titles, heads, keys, units */
    size_t notes;    /* 注 lines, columns of notes */
    size_t skipped;  /* left out: declared, or a total or group that was recognised */
    size_t findings; /* of which an error tells */
};

/* What is believed of a file's values, and which of its places say so. */
enum belief_fact {
    BELIEF_UNIT,
    BELIEF_INDICATOR,
    BELIEF_PERIOD,
    BELIEF_AREA,
    BELIEF_FACTS
};
enum belief_witness {
    WITNESS_PROFILE,    /* the entry in sources.lua */
    WITNESS_FILE_NAME,  /* {period}, or a part of the name that can be read */
    WITNESS_PREAMBLE,   /* 指标：… */
    WITNESS_TITLE,      /* a line above the head */
    WITNESS_HEADS,      /* of columns, a row of units */
    WITNESS_ROWS,       /* a column of the rows */
    WITNESS_DICTIONARY, /* indicators.csv: nothing else says the unit */
};
struct belief {
    enum belief_fact fact;
    enum belief_witness witness;
    struct str value; /* as it stands there, or what its texts come to: 2006 … 2024 */
    size_t line;      /* where it stands, of the file or of sources.lua; 0: no line */
};

/* A file that was read. */
struct input_file {
    struct str path; /* relative to the project folder */
    struct str
        source; /* the provenance that its profile gives: 国家统计局（转引自 …） */
    struct str source_en;
    struct str publisher, publisher_en; /* its short name, or empty */
    struct str cited, cited_en; /* as the list at a report's end tells it, or empty */
    struct str family; /* `file` of the entry that reads it, as input/a-{period}.csv;
                          empty for a dictionary */
    char sha256[65];
    size_t bytes, rows; /* rows of data */
    size_t observations, skipped;
    size_t missing; /* of the observations: cells that say that there is no value */
    struct cell_sums cells;
    const char *guessed; /* its encoding, if nothing says that it is this; else NULL */
    bool ignored;        /* declared as not to be read */
    struct str *notes;   /* 注 and 数据来源 lines kept as metadata */
    size_t note_count;
    struct belief *beliefs; /* by fact; what holds first, then what agrees with it */
    size_t belief_count;
};

struct issue {
    struct str report;
    struct period period;
    struct str number;                                /* 第1期（总第1期） */
    struct str compiled_by, reviewed_by, approved_by; /* 制表 审核 签发; may be empty */
    struct str date;                                  /* as written, or empty */
    uint32_t day; /* of `date`, YYYYMMDD; 0 without one */
};

/* When an issue is to be published, not before: a row of input/calendar.csv. */
struct appointment {
    struct str report;
    struct period period;
    uint32_t day;      /* YYYYMMDD */
    int minute;        /* of that day */
    int zone;          /* minutes that its clock is before UTC */
    struct str reason; /* of a postponement; may be empty */
    struct str said;   /* day, hour and zone, to be told */
    struct place place;
};

struct dataset;

/* `arena` must outlive the dataset. */
struct dataset *dataset_open(struct arena *arena);
/* No more additions: builds the indices. The arena may then be sealed. */
void dataset_seal(struct dataset *ds);

/* Additions copy the struct, borrow its strings (which must live in the same
   arena) and return the new id. A repeated code is an error: DATASET_NONE. */
uint32_t dataset_add_indicator(struct dataset *ds, const struct indicator *indicator,
                               struct diag *diag);
uint32_t dataset_add_area(struct dataset *ds, const struct area *area,
                          struct diag *diag);
/* An area's parent may be defined after it. */
void dataset_set_parent(struct dataset *ds, uint32_t area, uint32_t parent);
uint32_t dataset_add_dimension(struct dataset *ds, const struct dimension *dimension,
                               struct diag *diag);
uint32_t dataset_add_item(struct dataset *ds, const struct dimension_item *item,
                          struct diag *diag);
/* An item's parent may be defined after it. */
void dataset_set_item_parent(struct dataset *ds, uint32_t item, uint32_t parent);
/* The series of the indicator with these items in any order, made at first use.
   DATASET_NONE if two of them are of one dimension: nothing is both. */
uint32_t dataset_intern_series(struct dataset *ds, uint32_t indicator,
                               const uint32_t *items, size_t count);
/* Reads the code of a series, CERT or CERT[field=QMS;sex=F], into its indicator and
   items (room for DATASET_ITEMS_MAX). The part that is unknown, or empty. */
struct str dataset_read_code(const struct dataset *ds, struct str code,
                             uint32_t *indicator, uint32_t *items, size_t *count);
/* The same of its items alone: [field=QMS;sex=F]. */
struct str dataset_read_items(const struct dataset *ds, struct str code,
                              uint32_t *items, size_t *count);
/* The id of an equal vintage, made at first use; its name is copied. Another spelling
   of the same day has another id. */
uint32_t dataset_intern_vintage(struct dataset *ds, const struct vintage *vintage);
/* Only the first `count` stay; no observation may have one of the others. */
void dataset_forget_vintages(struct dataset *ds, size_t count);
/* The id of an equal text, copied at first use; 0 for the empty one. */
uint32_t dataset_intern_text(struct dataset *ds, struct str text);
uint32_t dataset_add_file(struct dataset *ds, const struct input_file *file);
/* Makes room for so many more observations at once. */
void dataset_expect(struct dataset *ds, size_t count);
/* What has the key of `o` will be looked for soon: it is fetched into the caches. */
void dataset_await(const struct dataset *ds, const struct observation *o);
/* Other vintages of a value stand beside it. Under the same vintage an equal value
   is dropped with a note; a value takes the place of "missing"; another value is an
   error that names both places. */
bool dataset_add_observation(struct dataset *ds, const struct observation *o,
                             struct diag *diag);
/* The observation under the same key as `o`, its vintage too; NULL if there is none. */
const struct observation *dataset_find_same(const struct dataset *ds,
                                            const struct observation *o);
/* As dataset_add_observation(), but what stood under the same key is replaced. */
bool dataset_put_observation(struct dataset *ds, const struct observation *o,
                             struct diag *diag);
/* Once all observations are there: judges each without a vintage against all vintages
   that other files give of its value, in whatever order they came, for nothing says
   which is newer. An equal one is dropped with a note, another is an error; what is
   missing gives way. False after errors. */
bool dataset_settle_vintages(struct dataset *ds, struct diag *diag);
void dataset_add_statement(struct dataset *ds, const struct statement *s);
/* Rows may be added to what it returns until other records are added. */
struct record_table *dataset_add_records(struct dataset *ds,
                                         const struct record_table *table);
void dataset_add_issue(struct dataset *ds, const struct issue *issue);
void dataset_add_appointment(struct dataset *ds, const struct appointment *appointment);

size_t dataset_indicator_count(const struct dataset *ds);
const struct indicator *dataset_indicator(const struct dataset *ds, uint32_t id);
uint32_t dataset_find_indicator(const struct dataset *ds, struct str code);
size_t dataset_area_count(const struct dataset *ds);
const struct area *dataset_area(const struct dataset *ds, uint32_t id);
uint32_t dataset_find_area(const struct dataset *ds, struct str code);
/* The value of a region scheme for an area ("东部"), or empty. */
struct str area_region(const struct area *area, struct str scheme);
/* Whether the area belongs to a group ("长三角"). */
bool area_in_group(const struct area *area, struct str group);
/* Whether `name` is its code, a name (in full, short, abbreviated, English) or one
   of its aliases. */
bool area_is_called(const struct area *area, struct str name);
size_t dataset_file_count(const struct dataset *ds);
const struct input_file *dataset_file(const struct dataset *ds, uint32_t id);
struct input_file *dataset_file_mutable(struct dataset *ds, uint32_t id);

size_t dataset_dimension_count(const struct dataset *ds);
const struct dimension *dataset_dimension(const struct dataset *ds, uint32_t id);
uint32_t dataset_find_dimension(const struct dataset *ds, struct str code);
/* Of all dimensions, each in the order of definition. */
size_t dataset_item_count(const struct dataset *ds);
const struct dimension_item *dataset_item(const struct dataset *ds, uint32_t id);
uint32_t dataset_find_item(const struct dataset *ds, uint32_t dimension,
                           struct str code);

size_t dataset_series_count(const struct dataset *ds);
const struct series *dataset_series(const struct dataset *ds, uint32_t id);
/* The series of the indicator without items: every indicator has it. */
uint32_t dataset_total(const struct dataset *ds, uint32_t indicator);
/* DATASET_NONE if there is none. */
uint32_t dataset_find_series(const struct dataset *ds, uint32_t indicator,
                             const uint32_t *items, size_t count);
/* Its code: CERT, or with its items CERT[field=QMS;sex=F]. */
void dataset_put_series(const struct dataset *ds, uint32_t series, struct buf *out);
struct str dataset_series_code(const struct dataset *ds, uint32_t series,
                               struct arena *arena);
/* The same of a series that the dataset need not have. */
void dataset_put_code(const struct dataset *ds, const struct series *series,
                      struct buf *out);
/* Brings items into the order of a series. False if two are of one dimension. */
bool dataset_sort_items(const struct dataset *ds, uint32_t *items, size_t count);
/* The series of another indicator with the same items, or DATASET_NONE. */
uint32_t dataset_sibling(const struct dataset *ds, uint32_t series, uint32_t indicator);
/* Ids of the series of an indicator once sealed: the total, then by items. */
const uint32_t *dataset_series_of(const struct dataset *ds, uint32_t indicator,
                                  size_t *count);
const struct vintage *dataset_vintage(const struct dataset *ds, uint32_t id);
size_t dataset_vintage_count(const struct dataset *ds);

/* O(1): the newest; NULL if the files say nothing of it. */
const struct observation *dataset_find(const struct dataset *ds, uint32_t series,
                                       uint32_t area, struct period period);
/* For who asks for one period area by area: where the last value stood, and how far
   behind the one before it. Zeros at first. */
struct dataset_trail {
    const struct observation *last;
    ptrdiff_t step;
};
/* The same as dataset_find(). Once sealed, the value of the next area mostly stands as
   far behind as the last one did; only where it does not it is looked up. */
const struct observation *dataset_find_along(const struct dataset *ds,
                                             struct dataset_trail *trail,
                                             uint32_t series, uint32_t area,
                                             struct period period);
/* What of the newest observation `o` (or NULL) and its older vintages the as-of
   shows: the newest that was known then, or NULL. Once sealed. */
const struct observation *dataset_seen(const struct dataset *ds,
                                       const struct observation *o,
                                       const struct as_of *as_of);
/* The next older vintage of the same value, or NULL. Once sealed. */
const struct observation *dataset_older(const struct dataset *ds,
                                        const struct observation *o);
/* Whether a number may stand beside it: not missing, suppressed, absent or negligible.
 */
bool status_has_number(enum observation_status status);
/* The same of one that is no text, and in fact. */
bool observation_has_number(const struct observation *o);
/* What it counts as: its number, or 0. */
struct decimal observation_number(const struct observation *o);
/* A number, a text, or too small a number to be given: neither missing, nor suppressed
   or absent. */
bool observation_has_value(const struct observation *o);
/* "1706", the text of a grade, or the status that says why there is none of these. */
struct str observation_text(const struct dataset *ds, const struct observation *o,
                            struct arena *arena);
/* Whether two observations say the same: number with qualifier, text, or why there
   is none. */
bool observation_equal(const struct observation *a, const struct observation *b);
/* Whether an older vintage said something else. Once sealed. */
bool dataset_is_revised(const struct dataset *ds, const struct observation *o);
/* The newest of each key, ordered by series (as dataset_series_of() does), area and
   period once sealed. */
const struct observation *dataset_observations(const struct dataset *ds, size_t *count);
/* Those of one series (contiguous in that order); of the total of an indicator. */
const struct observation *dataset_of_series(const struct dataset *ds, uint32_t series,
                                            size_t *count);
const struct observation *dataset_of_indicator(const struct dataset *ds,
                                               uint32_t indicator, size_t *count);
/* Things that are counted one by one: stocks and flows in 张 or 家, but not in 万人 or
   元. */
bool indicator_is_counted(const struct indicator *indicator);
const struct indicator *observation_indicator(const struct dataset *ds,
                                              const struct observation *o);
struct str dataset_unit(const struct dataset *ds, const struct observation *o);
/* A grade and the like ("A"); empty for a number. */
struct str dataset_text(const struct dataset *ds, const struct observation *o);

const struct statement *dataset_statements(const struct dataset *ds, size_t *count);
const struct record_table *dataset_records(const struct dataset *ds, struct str name);
const struct issue *dataset_issues(const struct dataset *ds, size_t *count);
/* NULL if the calendar has none. */
const struct appointment *dataset_find_appointment(const struct dataset *ds,
                                                   struct str report,
                                                   struct period period);
const struct issue *dataset_find_issue(const struct dataset *ds, struct str report,
                                       struct period period);

/* "input/a.csv:12:4" with the spreadsheet cell (D12): borrowed strings. */
struct place dataset_place(const struct dataset *ds, struct source_cell source,
                           struct arena *arena);
/* D17 for row 17, column 4. */
struct str dataset_cell_name(size_t line, size_t column, struct arena *arena);

/* All of a sealed dataset as text, a line a thing, in a fixed order: for people and
   for tests. Tabs part the fields; an empty named field is left out. */
void dataset_dump(const struct dataset *ds, struct buf *out);

#endif
