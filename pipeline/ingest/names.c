#include "ingest/names.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/marks.h"
#include <string.h>

struct entry {
    struct str key;
    uint32_t id;
    int since, until; /* years, 0: open */
    uint32_t next;    /* of the same slot, entry + 1 */
};

struct names {
    const struct dataset *ds;
    struct arena *arena;
    bool areas;
    struct entry *entries;
    size_t count, capacity;
    uint32_t *slots; /* entry + 1 */
    size_t slot_count;
    struct str *words; /* as written, for suggestions */
    size_t word_count, word_capacity;
    struct str *groups; /* keys of regions and groups */
    size_t group_count, group_capacity;
};

static void add_key(struct names *names, struct str key, uint32_t id, int since,
                    int until) {
    if (key.n == 0) {
        return;
    }
    /* The entries of an item stand together. */
    for (size_t i = names->count; i-- > 0 && names->entries[i].id == id;) {
        const struct entry *e = &names->entries[i];
        if (e->since == since && e->until == until && str_equal(e->key, key)) {
            return;
        }
    }
    names->entries = arena_grow(names->arena, names->entries, names->count,
                                &names->capacity, sizeof *names->entries);
    names->entries[names->count++] =
        (struct entry){.key = key, .id = id, .since = since, .until = until};
}

static void add_name(struct names *names, struct str name, uint32_t id) {
    if (name.n == 0) {
        return;
    }
    add_key(names, name_key(name, names->arena), id, 0, 0);
    names->words = arena_grow(names->arena, names->words, names->word_count,
                              &names->word_capacity, sizeof *names->words);
    names->words[names->word_count++] = name;
}

static int year_of(struct str s) {
    struct decimal d;
    return decimal_parse(s, &d) && d.exponent == 0 && d.coefficient > 0 &&
                   d.coefficient < 10000
               ? (int)d.coefficient
               : 0;
}

static void add_aliases(struct names *names, struct str aliases, uint32_t id) {
    size_t count;
    struct str *list = clean_list(aliases, names->arena, &count);
    for (size_t i = 0; i < count; i++) {
        size_t at = str_find(list[i], STR("@"), 0);
        if (at == STR_NOT_FOUND) {
            add_name(names, list[i], id);
            continue;
        }
        struct str span = str_slice(list[i], at + 1, list[i].n);
        size_t dash = str_find(span, STR("-"), 0);
        add_key(names, name_key(str_slice(list[i], 0, at), names->arena), id,
                year_of(str_slice(span, 0, dash)),
                dash == STR_NOT_FOUND ? year_of(span)
                                      : year_of(str_slice(span, dash + 1, span.n)));
    }
}

static void index_entries(struct names *names) {
    names->slot_count = 64;
    while (names->slot_count < names->count * 2) {
        names->slot_count *= 2;
    }
    names->slots = arena_array(names->arena, names->slot_count, sizeof *names->slots);
    /* Backwards, so that a chain is in dictionary order. */
    for (size_t i = names->count; i-- > 0;) {
        size_t slot = (size_t)str_hash(names->entries[i].key) & (names->slot_count - 1);
        names->entries[i].next = names->slots[slot];
        names->slots[slot] = (uint32_t)i + 1;
    }
}

static struct names *open_names(const struct dataset *ds, struct arena *arena,
                                bool areas) {
    struct names *names = arena_alloc(arena, sizeof *names);
    names->ds = ds;
    names->arena = arena;
    names->areas = areas;
    return names;
}

/* 340000 is also 34 and 340000000000; 340100 also 3401. */
static void add_code(struct names *names, struct str code, uint32_t id) {
    add_name(names, code, id);
    if (code.n != 6 || str_equal(code, STR("000000"))) {
        return;
    }
    add_key(names, arena_printf(names->arena, "%.*s000000", STR_ARG(code)), id, 0, 0);
    if (str_ends(code, STR("0000"))) {
        add_key(names, str_slice(code, 0, 2), id, 0, 0);
    }
    if (str_ends(code, STR("00"))) {
        add_key(names, str_slice(code, 0, 4), id, 0, 0);
    }
}

static void add_group(struct names *names, struct str group) {
    struct str key = clean_key(group, names->arena);
    for (size_t i = 0; i < names->group_count; i++) {
        if (str_equal(names->groups[i], key)) {
            return;
        }
    }
    names->groups = arena_grow(names->arena, names->groups, names->group_count,
                               &names->group_capacity, sizeof *names->groups);
    names->groups[names->group_count++] = key;
}

struct names *names_of_areas(const struct dataset *ds, struct arena *arena) {
    struct names *names = open_names(ds, arena, true);
    for (uint32_t id = 0; id < dataset_area_count(ds); id++) {
        const struct area *area = dataset_area(ds, id);
        add_code(names, area->code, id);
        add_name(names, area->name, id);
        add_name(names, area->short_name, id);
        add_name(names, area->abbreviation, id);
        add_name(names, area->name_en, id);
        add_aliases(names, area->aliases, id);
        size_t count;
        struct str *list = clean_list(area->regions, arena, &count);
        for (size_t i = 0; i < count; i++) {
            size_t equals = str_find(list[i], STR("="), 0);
            if (equals != STR_NOT_FOUND) {
                add_group(names, str_slice(list[i], equals + 1, list[i].n));
            }
        }
        list = clean_list(area->groups, arena, &count);
        for (size_t i = 0; i < count; i++) {
            add_group(names, list[i]);
        }
    }
    index_entries(names);
    return names;
}

struct names *names_of_indicators(const struct dataset *ds, struct arena *arena) {
    struct names *names = open_names(ds, arena, false);
    for (uint32_t id = 0; id < dataset_indicator_count(ds); id++) {
        const struct indicator *indicator = dataset_indicator(ds, id);
        add_name(names, indicator->code, id);
        add_name(names, indicator->name, id);
        add_name(names, indicator->name_en, id);
        add_aliases(names, indicator->aliases, id);
    }
    index_entries(names);
    return names;
}

/* The entries from dataset_item_count() on are the totals of dimensions. */
struct names *names_of_items(const struct dataset *ds, struct arena *arena) {
    struct names *names = open_names(ds, arena, false);
    uint32_t items = (uint32_t)dataset_item_count(ds);
    for (uint32_t id = 0; id < items; id++) {
        const struct dimension_item *item = dataset_item(ds, id);
        add_name(names, item->code, id);
        add_name(names, item->name, id);
        add_name(names, item->name_en, id);
        add_aliases(names, item->aliases, id);
    }
    for (uint32_t id = 0; id < dataset_dimension_count(ds); id++) {
        add_aliases(names, dataset_dimension(ds, id)->total_names, items + id);
    }
    index_entries(names);
    return names;
}

/* Candidates in turn; `at` starts at 0 and is moved on. NULL at the end. */
static const struct entry *candidate(const struct names *names, struct str key,
                                     uint32_t *at) {
    uint32_t next = *at == 0
                        ? names->slots[(size_t)str_hash(key) & (names->slot_count - 1)]
                        : names->entries[*at - 1].next;
    for (; next != 0; next = names->entries[next - 1].next) {
        if (str_equal(names->entries[next - 1].key, key)) {
            *at = next;
            return &names->entries[next - 1];
        }
    }
    return NULL;
}

/* What the profile maps the name to: by its text, or by its compared form. */
static struct str declared(const struct profile_pair *pairs, size_t count,
                           struct str text, struct arena *arena) {
    struct str value = profile_lookup(pairs, count, text);
    if (value.n > 0 || count == 0) {
        return value;
    }
    struct str key = clean_key(text, arena);
    for (size_t i = 0; i < count; i++) {
        if (str_equal(clean_key(pairs[i].key, arena), key)) {
            return pairs[i].value;
        }
    }
    return value;
}

bool indicator_is_declared(struct str name, const struct source_profile *profile,
                           struct arena *arena) {
    return declared(profile->indicators, profile->indicator_count, name, arena).n > 0;
}

static bool holds_all(const struct area *area) {
    return str_equal(area->level, STR("nation")) ||
           str_equal(area->level, STR("total"));
}

bool names_is_province(const struct names *areas, uint32_t id) {
    return str_equal(dataset_area(areas->ds, id)->level, STR("province"));
}

/* 07314 for 7314, if the profile says how many digits codes have; else empty. */
static struct str with_zeros(struct str text, const struct source_profile *profile,
                             struct arena *arena) {
    struct decimal wanted, number;
    struct str digits =
        profile_lookup(profile->options, profile->option_count, STR("area_digits"));
    if (digits.n == 0 || !decimal_parse(digits, &wanted) ||
        (int64_t)text.n >= wanted.coefficient || !decimal_parse(text, &number) ||
        number.exponent != 0 || number.coefficient < 0) {
        return (struct str){"", 0};
    }
    return arena_printf(arena, "%0*lld", (int)wanted.coefficient,
                        (long long)number.coefficient);
}

static bool lies_in(const struct dataset *ds, uint32_t id, uint32_t within) {
    while (within != DATASET_NONE && id != within && id != DATASET_NONE) {
        id = dataset_area(ds, id)->parent;
    }
    return id != DATASET_NONE;
}

/* The name without the number of its list, or either of two languages, which must not
   name two areas. */
static enum name_reading area_by_forms(const struct names *names, struct str text,
                                       int year, uint32_t within,
                                       const struct source_profile *profile,
                                       struct arena *arena, uint32_t *id,
                                       uint32_t *other) {
    struct str plain = name_number_off(text);
    struct bilingual both;
    uint32_t unused;
    if (plain.n < text.n) {
        return area_read_within(names, plain, year, within, profile, arena, id, other);
    }
    if (!name_is_translated(text, &both)) {
        return NAME_UNKNOWN;
    }
    enum name_reading chinese =
        area_read_within(names, both.chinese, year, within, profile, arena, id, other);
    uint32_t english_id = DATASET_NONE;
    enum name_reading english = area_read_within(names, both.english, year, within,
                                                 profile, arena, &english_id, &unused);
    if (chinese == NAME_FOUND && english == NAME_FOUND && *id != english_id) {
        *other = english_id;
        return NAME_AMBIGUOUS;
    }
    return both.english_first && english != NAME_FOUND ? NAME_UNKNOWN : chinese;
}

enum name_reading area_read_within(const struct names *names, struct str text, int year,
                                   uint32_t within,
                                   const struct source_profile *profile,
                                   struct arena *arena, uint32_t *id, uint32_t *other) {
    struct str mapped = declared(profile->areas, profile->area_count, text, arena);
    *id = *other = DATASET_NONE;
    if (mapped.n > 0) {
        if (str_equal(mapped, STR("skip"))) {
            return NAME_SKIP;
        }
        *id = dataset_find_area(names->ds, mapped);
        return *id == DATASET_NONE               ? NAME_UNKNOWN
               : lies_in(names->ds, *id, within) ? NAME_FOUND
                                                 : NAME_ELSEWHERE;
    }
    struct str padded = with_zeros(text, profile, arena);
    text = padded.n > 0 ? padded : text;
    /* 34① is 34, and not 341 as NFKC would have it. */
    struct str plain = marks_off(text);
    bool number =
        plain.n > 0 && plain.p[plain.n - 1] >= '0' && plain.p[plain.n - 1] <= '9';
    struct str key = name_key(number ? plain : text, arena);
    size_t best = 0, same = 0;
    uint32_t at = 0, elsewhere = DATASET_NONE, outside = DATASET_NONE;
    const struct entry *e;
    while ((e = candidate(names, key, &at)) != NULL) {
        if (year != 0 && ((e->since != 0 && year < e->since) ||
                          (e->until != 0 && year > e->until))) {
            continue;
        }
        const struct area *area = dataset_area(names->ds, e->id);
        bool level = str_equal(area->level, profile->area_level);
        if (profile->area_level.n > 0 && !level && !holds_all(area)) {
            elsewhere = e->id;
            continue;
        }
        if (!lies_in(names->ds, e->id, within)) {
            outside = e->id;
            continue;
        }
        /* 吉林 beside 吉林省 is the city; 北京 beside 北京市 is itself. */
        size_t rank = 1 + (size_t)level + (within != e->id ? 2 : 0);
        if (rank > best) {
            best = rank;
            same = 1;
            *id = e->id;
        } else if (rank == best && e->id != *id) {
            same++;
            *other = e->id;
        }
    }
    if (best == 0 && outside != DATASET_NONE) {
        *id = outside;
        return NAME_ELSEWHERE;
    }
    if (best == 0 && elsewhere != DATASET_NONE && !profile->foreign) {
        *id = elsewhere;
        return NAME_OTHER_LEVEL;
    }
    if (best == 0) {
        return number             ? NAME_UNKNOWN
               : plain.n < text.n ? area_read_within(names, plain, year, within,
                                                     profile, arena, id, other)
                                  : area_by_forms(names, text, year, within, profile,
                                                  arena, id, other);
    }
    return same > 1 ? NAME_AMBIGUOUS : NAME_FOUND;
}

enum name_reading area_read(const struct names *names, struct str text, int year,
                            const struct source_profile *profile, struct arena *arena,
                            uint32_t *id, uint32_t *other) {
    return area_read_within(names, text, year, DATASET_NONE, profile, arena, id, other);
}

bool area_may_be(const struct names *names, struct str text, uint32_t id,
                 struct arena *arena) {
    struct str forms[2] = {text, marks_off(text)};
    for (size_t i = 0; i < 2; i++) {
        struct str key = name_key(forms[i], arena);
        uint32_t at = 0;
        const struct entry *e;
        while ((e = candidate(names, key, &at)) != NULL) {
            if (e->id == id) {
                return true;
            }
        }
    }
    return false;
}

static enum name_reading indicator_by_key(const struct names *names, struct str text,
                                          struct str unit, struct arena *arena,
                                          uint32_t *id, uint32_t *other) {
    struct str key = name_key(text, arena);
    size_t found = 0, with_unit = 0;
    uint32_t at = 0, matching = DATASET_NONE;
    const struct entry *e;
    while ((e = candidate(names, key, &at)) != NULL) {
        struct unit_factor factor;
        if (unit.n > 0 &&
            unit_convertible(unit, dataset_indicator(names->ds, e->id)->unit,
                             &factor)) {
            with_unit += e->id != matching;
            matching = e->id;
        }
        if (found == 0) {
            *id = e->id;
        } else if (e->id != *id) {
            *other = e->id;
        }
        found += found == 0 || e->id != *id;
    }
    if (found > 1 && with_unit == 1) {
        *id = matching;
        return NAME_FOUND;
    }
    return found == 0 ? NAME_UNKNOWN : found == 1 ? NAME_FOUND : NAME_AMBIGUOUS;
}

/* What the profile maps one of the forms to, or empty. */
static struct str mapped_form(const struct name_forms *f,
                              const struct source_profile *profile, struct arena *arena,
                              struct str *unit) {
    struct str mapped = {"", 0};
    for (size_t i = 0; i < f->count && mapped.n == 0; i++) {
        mapped =
            declared(profile->indicators, profile->indicator_count, f->names[i], arena);
        *unit = f->units[i];
    }
    return mapped;
}

struct str indicator_rule(struct str text, const struct source_profile *profile,
                          struct arena *arena) {
    struct str unit, mapped = {"", 0};
    if (profile->indicator_count > 0) {
        struct name_forms f = name_forms_of(text, profile);
        mapped = mapped_form(&f, profile, arena, &unit);
    }
    size_t at = str_find(mapped, STR("@"), 0);
    return at == STR_NOT_FOUND ? (struct str){"", 0}
                               : str_slice(mapped, at + 1, mapped.n);
}

/* 年末常住人口 Population: the English is a name of the same indicator, or has a word
   of its English name. */
static enum name_reading indicator_by_halves(const struct names *names, struct str text,
                                             const struct source_profile *profile,
                                             struct arena *arena, uint32_t *id,
                                             uint32_t *other, struct str *unit,
                                             struct item_set *items) {
    struct bilingual both;
    struct item_set unused;
    struct str own = {"", 0};
    uint32_t english_id, third;
    if (!name_is_translated(text, &both)) {
        return NAME_UNKNOWN;
    }
    enum name_reading chinese =
        indicator_read(names, both.chinese, profile, arena, id, other, unit, items);
    if (chinese != NAME_FOUND) {
        return chinese;
    }
    enum name_reading english = indicator_read(names, both.english, profile, arena,
                                               &english_id, &third, &own, &unused);
    bool shares =
        !both.english_first &&
        name_shares_word(both.english, dataset_indicator(names->ds, *id)->name_en);
    if (english == NAME_FOUND && english_id != *id) {
        *other = english_id;
        return NAME_AMBIGUOUS;
    }
    struct str name, stated = {"", 0}, said = {"", 0};
    bool two = name_split_unit(both.chinese, &name, &stated) &&
               name_split_unit(both.english, &name, &said);
    *unit = unit->n == 0 ? own : *unit;
    return (!two || unit_equal(stated, said)) && (english == NAME_FOUND || shares)
               ? NAME_FOUND
               : NAME_UNKNOWN;
}

enum name_reading indicator_read(const struct names *names, struct str text,
                                 const struct source_profile *profile,
                                 struct arena *arena, uint32_t *id, uint32_t *other,
                                 struct str *unit, struct item_set *items) {
    *id = *other = DATASET_NONE;
    items->count = 0;
    struct name_forms f = name_forms_of(text, profile);
    struct str mapped = mapped_form(&f, profile, arena, unit);
    if (str_equal(mapped, STR("skip"))) {
        return NAME_SKIP;
    }
    if (mapped.n > 0) {
        mapped = str_slice(mapped, 0, str_find(mapped, STR("@"), 0));
        return dataset_read_code(names->ds, mapped, id, items->ids, &items->count).n > 0
                   ? NAME_UNKNOWN
                   : NAME_FOUND;
    }
    *unit = (struct str){"", 0};
    for (size_t i = 0; i < f.count; i++) {
        struct str hint = f.units[i].n > 0 ? f.units[i] : f.units[f.count - 1];
        enum name_reading reading =
            indicator_by_key(names, f.names[i], hint, arena, id, other);
        if (reading != NAME_UNKNOWN) {
            *unit = f.units[i];
            return reading;
        }
    }
    struct str plain = marks_off(text);
    return plain.n < text.n
               ? indicator_read(names, plain, profile, arena, id, other, unit, items)
               : indicator_by_halves(names, text, profile, arena, id, other, unit,
                                     items);
}

/* A declared code: of the dimension, or of the only one that has it. */
static enum name_reading declared_item(const struct dataset *ds, struct str code,
                                       uint32_t dimension, uint32_t *id,
                                       uint32_t *other) {
    for (uint32_t d = 0; d < dataset_dimension_count(ds); d++) {
        uint32_t found = dimension == DATASET_NONE || d == dimension
                             ? dataset_find_item(ds, d, code)
                             : DATASET_NONE;
        *other = *id != DATASET_NONE && found != DATASET_NONE ? found : *other;
        *id = *id == DATASET_NONE ? found : *id;
    }
    return *id == DATASET_NONE      ? NAME_UNKNOWN
           : *other == DATASET_NONE ? NAME_FOUND
                                    : NAME_AMBIGUOUS;
}

enum name_reading item_read(const struct names *names, struct str text,
                            uint32_t dimension, const struct source_profile *profile,
                            struct arena *arena, uint32_t *id, uint32_t *other) {
    const struct dataset *ds = names->ds;
    uint32_t items = (uint32_t)dataset_item_count(ds);
    struct str mapped = declared(profile->items, profile->item_count, text, arena);
    *id = *other = DATASET_NONE;
    if (mapped.n > 0) {
        return str_equal(mapped, STR("skip")) ? NAME_SKIP
               : str_equal(mapped, STR("total"))
                   ? NAME_FOUND
                   : declared_item(ds, mapped, dimension, id, other);
    }
    struct str forms[3] = {text, name_part_off(text), marks_off(text)};
    for (size_t i = 0; i < 3; i++) {
        struct str key = name_key(forms[i], arena);
        uint32_t at = 0, found = DATASET_NONE;
        const struct entry *e;
        while ((e = candidate(names, key, &at)) != NULL) {
            uint32_t of =
                e->id < items ? dataset_item(ds, e->id)->dimension : e->id - items;
            bool fits = dimension == DATASET_NONE ? e->id < items : of == dimension;
            *other = fits && found != DATASET_NONE && found != e->id ? e->id : *other;
            found = fits && found == DATASET_NONE ? e->id : found;
        }
        if (found != DATASET_NONE) {
            *id = found < items ? found : DATASET_NONE;
            return *other == DATASET_NONE ? NAME_FOUND : NAME_AMBIGUOUS;
        }
    }
    struct bilingual both;
    bool total = dimension != DATASET_NONE && name_is_total(text, profile, arena) &&
                 !name_is_subtotal(text, arena);
    if (!total && bilingual_split(text, &both) && !both.english_first &&
        item_read(names, both.chinese, dimension, profile, arena, id, other) ==
            NAME_FOUND &&
        (*id == DATASET_NONE ||
         name_shares_word(both.english, dataset_item(ds, *id)->name_en))) {
        return NAME_FOUND;
    }
    return total ? NAME_FOUND : NAME_UNKNOWN;
}

bool names_have_years(const struct names *names) {
    for (size_t i = 0; i < names->count; i++) {
        if (names->entries[i].since != 0 || names->entries[i].until != 0) {
            return true;
        }
    }
    return false;
}

struct str names_nearest(const struct names *names, struct str text) {
    return diag_nearest(clean_trim(text), names->words, names->word_count);
}

bool name_is_group(const struct names *areas, struct str text, struct arena *arena) {
    struct bilingual both;
    bool found = false;
    text = name_is_translated(text, &both) && !both.english_first ? both.chinese : text;
    for (size_t i = 0; i < areas->group_count && !found; i++) {
        found = name_is_of_group(text, areas->groups[i], arena);
    }
    return found;
}
