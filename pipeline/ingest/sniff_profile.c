/* The profile of a file that nobody has declared yet, and what reading by it gives. */
#include "ingest/clean.h"
#include "ingest/ingest.h"
#include "ingest/items.h"
#include "ingest/sniff.h"
#include "ingest/title.h"

/* "text" as a Lua string. */
static void put_quoted(struct buf *out, struct str text) {
    buf_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '"' || c == '\\') {
            buf_char(out, '\\');
            buf_char(out, (char)c);
        } else if (c < 0x20 || c == 0x7F) {
            buf_printf(out, "\\%03d", c);
        } else {
            buf_char(out, (char)c);
        }
    }
    buf_char(out, '"');
}

/* Comments are in the language of the messages. */
static const char *say(const struct sniffer *s, const char *format)
    __attribute__((format_arg(2)));
static const char *say(const struct sniffer *s, const char *format) {
    return diag_words(s->diag, format);
}

static void put_field(struct sniffer *s, const char *key, struct str value,
                      const char *why) {
    buf_printf(s->out, "  %s = ", key);
    put_quoted(s->out, value);
    buf_printf(s->out, ",%s%s\n", why[0] != '\0' ? " -- " : "",
               why[0] != '\0' ? diag_words(s->diag, why) : "");
}

bool sniff_must_declare(const struct sniffer *s, enum role key) {
    const struct layout_kind *layout = s->profile.layout;
    for (size_t i = 0; i < s->table.width; i++) {
        if (s->roles[i] == key && (layout->named || i > s->table.left)) {
            return false;
        }
    }
    bool observations = layout->named || layout->rows != ROLE_SKIP;
    return observations && sniff_rows_are(s) != key && layout->heads != key &&
           !(key == ROLE_PERIOD && s->heads_dated);
}

static void put_indicator(struct sniffer *s) {
    struct str said = table_metadata(&s->table, "指标"), unit;
    struct item_set items;
    uint32_t id, other;
    if (!sniff_must_declare(s, ROLE_INDICATOR)) {
        return;
    }
    if (said.n == 0) {
        s->lacks_indicator = true;
        buf_printf(s->out, "  -- indicator = \"CODE\", -- %s\n",
                   say(s, "NOT SURE: nothing in the file says which one"));
    } else if (indicator_read(s->indicators, said, &s->profile, s->arena, &id, &other,
                              &unit, &items) == NAME_FOUND) {
        s->profile.indicator = dataset_indicator(s->ds, id)->code;
        put_field(s, "indicator", s->profile.indicator, "by the line 指标：");
    } else if (sniff_rows_find(&s->rows.indicators, said, 0) != NULL) {
        s->profile.indicator = sniff_rows_find(&s->rows.indicators, said, 0)->code;
        put_field(s, "indicator", s->profile.indicator, "by the line 指标：");
    } else {
        s->lacks_indicator = true;
        buf_puts(s->out, "  -- indicator = \"CODE\", -- ");
        buf_printf(s->out, say(s, "NOT SURE: indicators.csv does not have %.*s\n"),
                   STR_ARG(clean_excerpt(said)));
    }
}

static void put_constants(struct sniffer *s) {
    const struct table *t = &s->table;
    put_indicator(s);
    if (sniff_must_declare(s, ROLE_AREA) && table_metadata(t, "地区").n == 0) {
        s->profile.area = STR("000000");
        put_field(s, "area", s->profile.area,
                  "NOT SURE: nothing in the file says which area");
    }
    struct period period;
    struct str time = table_metadata(t, "时间");
    bool said = period_read(time, 0, &s->profile, s->arena, &period) == PERIOD_READ ||
                title_begins(table_metadata(t, ""), s->arena, &period);
    if (sniff_must_declare(s, ROLE_PERIOD) && !said) {
        s->lacks_period = true;
        buf_printf(s->out, "  -- period = \"2023\", -- %s\n",
                   say(s, "NOT SURE: nothing in the file says which one; or put "
                          "{period} into `file`"));
    }
    bool one = s->level.n > 0 && !str_equal(s->level, STR("mixed"));
    if (one && doubt_holds(&s->codes)) {
        buf_printf(s->out, "  -- area_level = \"%.*s\", -- ", STR_ARG(s->level));
        buf_printf(s->out, say(s, "NOT SURE: %.*s may be the code of a country\n"),
                   STR_ARG(s->code));
    } else if (one) {
        s->profile.area_level = s->level;
        put_field(s, "area_level", s->level, "all areas of the file are of this level");
    }
}

/* What a sign mostly means: 统计年鉴 print … for what is below half of a unit. */
static const char *usual_meaning(struct str sign) {
    return str_equal(sign, STR("…")) || str_equal(sign, STR("……")) ? "negligible"
                                                                   : "missing";
}

/* What the signs of the file mean, somebody must decide: with what they mostly mean the
   file is read. */
static void put_symbols(struct sniffer *s) {
    struct profile_pair *pairs = arena_array(s->arena, s->symbol_count, sizeof *pairs);
    for (size_t i = 0; i < s->symbol_count; i++) {
        pairs[i] = (struct profile_pair){s->symbols[i],
                                         str_from(usual_meaning(s->symbols[i]))};
        buf_puts(s->out, i == 0 ? "  symbols = { [" : ", [");
        put_quoted(s->out, pairs[i].key);
        buf_printf(s->out, "] = \"%.*s\"", STR_ARG(pairs[i].value));
    }
    s->profile.symbols = pairs;
    s->profile.symbol_count = s->symbol_count;
    if (s->symbol_count > 0) {
        buf_printf(s->out, " }, -- %s\n",
                   say(s, "NOT SURE: missing, negligible, absent, suppressed, "
                          "unreliable or zero"));
    }
}

static void put_pairs(struct sniffer *s, const struct profile_pair *pairs,
                      size_t count) {
    for (size_t i = 0; i < count; i++) {
        buf_puts(s->out, "    [");
        put_quoted(s->out, pairs[i].key);
        buf_printf(s->out, "] = \"%.*s\",\n", STR_ARG(pairs[i].value));
    }
    buf_puts(s->out, "  },\n");
}

/* "@2023": of the newest period in the heads. */
static struct str newest_period(struct sniffer *s) {
    struct period newest = {0}, p;
    for (size_t i = 0; i < s->table.width; i++) {
        if (period_read(s->table.heads[i], 0, &s->profile, s->arena, &p) ==
                PERIOD_READ &&
            period_compare(p, newest) > 0) {
            newest = p;
        }
    }
    struct str code = period_code(newest, s->arena);
    return arena_printf(s->arena, "@%.*s", STR_ARG(code));
}

/* CODE@2022 of 2022年证书数. */
static struct str dated_value(struct sniffer *s, const struct dated_head *head) {
    struct new_row *added = sniff_rows_find(&s->rows.indicators, head->name, 0);
    struct str code = added != NULL ? added->code : STR(""), unit;
    struct item_set items;
    uint32_t id, other;
    if (added == NULL &&
        indicator_read(s->indicators, head->name, &s->profile, s->arena, &id, &other,
                       &unit, &items) == NAME_FOUND) {
        code = dataset_indicator(s->ds, id)->code;
    }
    return code.n == 0 ? (struct str){"", 0}
                       : arena_printf(s->arena, "%.*s@%.*s", STR_ARG(code),
                                      STR_ARG(period_code(head->period, s->arena)));
}

/* What the profile must say of a column that is none of the code and name before it;
   empty: nothing. */
static struct str column_value(struct sniffer *s, size_t i) {
    const struct table *t = &s->table;
    const struct layout_kind *layout = s->profile.layout;
    const struct tally *c = &s->tallies[i];
    bool words = c->filled > 0 && c->numbers == 0;
    if (t->heads[i].n == 0 || s->dimension[i] ||
        items_dimension(s->ds, t->heads[i], s->arena) != DATASET_NONE) {
        return (struct str){"", 0};
    }
    if (sniff_is_said(s, i)) {
        return str_from(columns_role_name(s->roles[i]));
    }
    if (layout->named) {
        return s->roles[i] == ROLE_SKIP ? STR("skip") : (struct str){"", 0};
    }
    struct dated_head head;
    if (sniff_dated_head(s, i, &head) && !head.levels) {
        return dated_value(s, &head);
    }
    if (i == t->left || s->roles[i] != ROLE_SKIP) {
        return (struct str){"", 0};
    }
    if (layout->heads == ROLE_PERIOD && !sniff_is_period(s, t->heads[i])) {
        return sniff_is_crossing(s, i) ? newest_period(s) : STR("skip");
    }
    return layout->heads == ROLE_INDICATOR && words &&
                   !sniff_is_indicator(s, t->heads[i])
               ? STR("skip")
               : (struct str){"", 0};
}

/* Columns whose names say nothing, and a code beside a name. */
static void put_columns(struct sniffer *s) {
    const struct table *t = &s->table;
    struct profile_pair *pairs = arena_array(s->arena, t->width + 1, sizeof *pairs);
    const struct layout_kind *layout = s->profile.layout;
    size_t count = 0;
    bool crossed = false;
    bool coded = s->has_code && !layout->named && layout->rows != ROLE_SKIP;
    if (coded) {
        pairs[count++] = (struct profile_pair){t->heads[t->left - 1], STR("skip")};
        pairs[count++] = (struct profile_pair){
            t->heads[t->left], str_from(columns_role_name(layout->rows))};
    }
    size_t beside = coded ? t->left + 1 : t->left;
    bool observations = layout->named || layout->rows != ROLE_SKIP;
    for (size_t i = layout->named ? 0 : beside; i < t->width && observations; i++) {
        struct str value = column_value(s, i);
        crossed |= str_starts(value, STR("@"));
        if (value.n > 0) {
            pairs[count++] = (struct profile_pair){t->heads[i], value};
        }
    }
    if (count == 0) {
        return;
    }
    buf_printf(s->out, "  columns = { -- %s\n",
               crossed
                   ? say(s, "NOT SURE: of which period these are, and what is left out")
                   : say(s, "NOT SURE: what these are, and what is left out"));
    put_pairs(s, pairs, count);
    s->profile.columns = pairs;
    s->profile.column_count = count;
}

/* Only what a number of the file proves, and only where it changes how one is read. */
static void put_decimal(struct sniffer *s) {
    bool comma = s->comma.n > 0, point = s->point.n > 0;
    if (comma != point && (comma || s->doubtful.n > 0)) {
        s->profile.decimal = comma ? STR(",") : STR(".");
        struct str proof = comma ? s->comma : s->point;
        buf_printf(s->out, "  decimal = \"%.*s\", -- ", STR_ARG(s->profile.decimal));
        buf_printf(s->out, say(s, "by the number %.*s\n"), STR_ARG(proof));
    } else if (s->doubtful.n > 0) {
        buf_puts(s->out, "  -- decimal = \".\", -- ");
        buf_printf(s->out, say(s, "NOT SURE: %.*s may have decimals or thousands\n"),
                   STR_ARG(s->doubtful));
    }
}

static void put_encoding(struct sniffer *s) {
    if (s->encoding.guessed) {
        s->profile.encoding = str_from(s->encoding.name);
        put_field(
            s, "encoding", s->profile.encoding,
            "NOT SURE: it is no UTF-8, and nothing says what it is; are all names "
            "right?");
    }
}

/* By the name of the format: what the file does not say, and the rows that the
   dictionaries need. */
static void put_format(struct sniffer *s, int dir) {
    const struct export_rows *u = &s->form;
    put_field(s, "format", str_from(s->profile.format->kind.name),
              s->profile.format->weak ? "NOT SURE: nothing in the file says so"
                                      : "by its first lines");
    put_encoding(s);
    if (u->needs_indicator) {
        s->profile.indicator = u->indicator;
        put_field(s, "indicator", u->indicator,
                  "NOT SURE: nothing in the file says which one");
    }
    if (u->needs_area) {
        s->profile.area = STR("000000");
        put_field(s, "area", s->profile.area,
                  "NOT SURE: nothing in the file says which area");
    }
    if (u->column_count > 0) {
        buf_printf(s->out, "  columns = { -- %s\n",
                   say(s, "values of one indicator have several units: together they "
                          "are the key"));
        put_pairs(s, u->columns, u->column_count);
        s->profile.columns = u->columns;
        s->profile.column_count = u->column_count;
    }
    buf_puts(s->out, "},\n");
    sniff_rows_print(&s->rows, dir, s->ds, s->arena, s->diag, s->out);
    sniff_try(s, dir);
}

void sniff_put_profile(struct sniffer *s, int dir, struct str path, const char *why) {
    size_t slash = path.n, dot;
    while (slash > 0 && path.p[slash - 1] != '/') {
        slash--;
    }
    struct str name = str_slice(path, slash, path.n);
    dot = str_find(name, STR(".csv"), 0);
    s->profile.name = str_slice(name, 0, dot);
    buf_puts(s->out, "{\n");
    put_field(s, "name", s->profile.name, "");
    if (str_starts(path, STR("/"))) {
        put_field(s, "file", arena_printf(s->arena, "input/%.*s", STR_ARG(name)),
                  "NOT SURE: the file is outside of the project, copy it there");
    } else {
        put_field(s, "file", path, "");
    }
    put_field(s, "source", s->profile.source, "NOT SURE: whose figures they are");
    if (s->profile.format != NULL) {
        put_format(s, dir);
        return;
    }
    put_field(s, "layout", str_from(s->profile.layout->kind.name), why);
    put_encoding(s);
    if (!str_equal(s->sheet.separator, STR(","))) {
        put_field(s, "separator",
                  str_equal(s->sheet.separator, STR("\t")) ? STR("\t")
                                                           : s->sheet.separator,
                  "");
        s->profile.separator = s->sheet.separator;
    }
    put_decimal(s);
    put_constants(s);
    put_columns(s);
    if (s->profile.indicator_count > 0) {
        buf_printf(s->out, "  indicators = { -- %s\n",
                   say(s, "by their names: counted from January on"));
        put_pairs(s, s->profile.indicators, s->profile.indicator_count);
    }
    put_symbols(s);
    buf_puts(s->out, "},\n");
    sniff_rows_print(&s->rows, dir, s->ds, s->arena, s->diag, s->out);
    sniff_try(s, dir);
}
