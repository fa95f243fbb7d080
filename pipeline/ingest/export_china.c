/* China: the database of 国家统计局, the certification platform as it is re-published,
   and open-data platforms. */
#include "ingest/exports.h"
#include <string.h>

/* ---- tables with titles, notes and totals: found as in any file ---- */

static bool find_table(struct shape *shape) {
    const struct reading_context *context = shape->context;
    struct table found;
    bool whole = table_find(shape->sheet, context->profile, context->scratch,
                            context->diag, &found);
    if (found.head == NULL) {
        return false;
    }
    shape->table = found;
    shape->table.body = NULL;
    shape->table.body_count = 0;
    shape->found = found.body;
    shape->found_count = found.body_count;
    shape->width = found.width;
    shape->ok &= whole;
    return true;
}

static void take_rows(struct shape *shape) {
    for (size_t i = 0; i < shape->found_count; i++) {
        shape_row(shape, shape->found[i]);
    }
}

/* Name and unit of 检验业增加值_当季值(亿元), 人造认证证书数(万张); an index is called
   by its base, 指数(上年同期=100)_当季值. */
static struct str name_of(struct str text, struct str *unit) {
    struct str name;
    *unit = (struct str){"", 0};
    bool index = str_find(text, STR("=100"), 0) != STR_NOT_FOUND;
    return !index && shape_split_unit(text, &name, unit) ? name : text;
}

static struct str name(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    struct str unit;
    (void)shape;
    return name_of(sheet_text(row, column->from), &unit);
}

static struct str unit(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    struct str unit;
    (void)shape;
    name_of(sheet_text(row, column->from), &unit);
    return unit;
}

static const char *knows_nbs(const struct export_head *head) {
    return export_starts(head, 0, "数据库：") ? "" : NULL;
}

static bool shape_nbs(struct shape *shape) {
    if (!find_table(shape)) {
        return false;
    }
    const struct table *t = &shape->table;
    size_t left = t->left;
    enum role stub = columns_usual_role(t->heads[left], shape->context->scratch);
    bool periods = left + 1 < t->width && shape_is_period(shape, t->heads[left + 1]);
    const char *role = stub == ROLE_AREA     ? "area"
                       : stub == ROLE_PERIOD ? "period"
                                             : "indicator";
    struct str said = table_metadata(t, "指标"), of = {"", 0};
    struct shape_column *key = shape_column(shape, t->heads[left], role, left);
    if (strcmp(role, "indicator") == 0) {
        key->cell = name;
        shape_column(shape, STR("单位"), "unit", left)->cell = unit;
    }
    for (size_t i = left + 1; i < t->width; i++) {
        struct str head = t->heads[i];
        struct str text = periods ? head : name_of(head, &of);
        if (head.n > 0) {
            shape_column(shape, text, NULL, i)->unit =
                periods ? (struct str){"", 0} : of;
        }
    }
    if (stub == ROLE_AREA && periods && said.n > 0) {
        shape->profile.indicator = name_of(said, &of);
        shape->profile.unit = of;
    }
    if (stub != ROLE_AREA && table_metadata(t, "地区").n == 0) {
        shape->profile.area = STR("000000");
    }
    shape->profile.layout = stub == ROLE_PERIOD ? &layout_period_by_indicator
                            : stub != ROLE_AREA ? &layout_indicator_by_period
                            : periods           ? &layout_area_by_period
                                                : &layout_area_by_indicator;
    shape->profile.decimal = STR(".");
    take_rows(shape);
    return true;
}

const struct export_kind export_nbs = {
    .kind = {"nbs", "China's National Bureau of Statistics: its database",
             "国家统计局数据库"},
    .knows = knows_nbs,
    .encoding = "GB18030",
    .notes = true,
    .shape = shape_nbs,
};

/* ---- 认证认可 ---- */

static const char *knows_cnca(const struct export_head *head) {
    for (size_t i = 0; i < 3 && i < head->count; i++) {
        if (export_starts(head, i, "地区,证书数,") ||
            export_starts(head, i, "认证项目,")) {
            return ",";
        }
    }
    return NULL;
}

/* No unit stands in these tables; ranks and shares belong to the column before. */
static struct str usual_unit(struct str head) {
    static const char *const units[][2] = {
        {"排名", "位"}, {"比重", "%"},  {"占比", "%"}, {"增长", "%"},
        {"证书", "张"}, {"组织", "家"}, {"机构", "家"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (str_find(head, str_from(units[i][0]), 0) != STR_NOT_FOUND) {
            return str_from(units[i][1]);
        }
    }
    return (struct str){"", 0};
}

/* The unit that the title tells, if it counts one thing. */
static struct str title_unit_of(const struct table *t) {
    struct str title = table_metadata(t, ""), organisations = STR("组织");
    bool both = str_find(title, STR("证书"), 0) != STR_NOT_FOUND &&
                str_find(title, organisations, 0) != STR_NOT_FOUND;
    return both ? (struct str){"", 0} : usual_unit(title);
}

/* 合计 and 小计 in the second column of words are the sum of what the first names. */
static bool is_sum(struct str text) {
    return str_equal(text, STR("合计")) || str_equal(text, STR("小计")) ||
           str_equal(text, STR("总计"));
}

/* The field of a row whose fields stand in two columns, the larger ones once. */
static struct str field(const struct shape *shape, const struct sheet_row *row,
                        const struct shape_column *column) {
    struct str own = sheet_text(row, column->from + 1);
    if (own.n > 0 && !is_sum(own)) {
        return own;
    }
    struct str group = shape_filled(shape, row);
    return group.n > 0 ? group : own;
}

/* 全国排名 and 占全国比重 are of the column before them. */
static bool is_of_another(struct str head) {
    return str_find(head, STR("排名"), 0) != STR_NOT_FOUND ||
           str_find(head, STR("比重"), 0) != STR_NOT_FOUND;
}

/* 证书数/全国排名: where the table has it once, table_find() has not joined it. */
static struct str full_head(const struct shape *shape, size_t at) {
    const struct table *t = &shape->table;
    struct str head = t->heads[at];
    size_t parent = at;
    bool joined = str_find(head, STR("/"), 0) != STR_NOT_FOUND;
    while (!joined && parent > t->left + 1 && is_of_another(t->heads[parent])) {
        parent--;
    }
    head = str_ends(head, STR("%")) ? str_slice(head, 0, head.n - 1) : head;
    return parent == at ? head
                        : arena_printf(shape->context->scratch, "%.*s/%.*s",
                                       STR_ARG(t->heads[parent]), STR_ARG(head));
}

static bool is_words(const struct shape *shape, size_t column) {
    struct decimal d;
    for (size_t k = 0; k < shape->found_count; k++) {
        struct str text = sheet_text(shape->found[k], column);
        if (text.n > 0) {
            return !decimal_parse(text, &d) && !str_equal(text, STR("-"));
        }
    }
    return false;
}

static bool shape_cnca(struct shape *shape) {
    if (!find_table(shape)) {
        return false;
    }
    const struct table *t = &shape->table;
    bool area = str_equal(t->heads[t->left], STR("地区")), periods = false;
    bool two = !area && t->width > t->left + 1 && is_words(shape, t->left + 1);
    struct shape_column *key =
        shape_column(shape, t->heads[t->left], area ? "area" : "dimension", t->left);
    if (two) {
        key->cell = field;
        shape->fills = t->left + 1;
        shape_column(shape, STR("小类"), "note", t->left + 1);
    }
    for (size_t i = t->left + 1 + two; i < t->width; i++) {
        bool period = shape_is_period(shape, t->heads[i]);
        struct str head = period ? t->heads[i] : full_head(shape, i);
        periods |= period;
        if (head.n > 0) {
            shape_column(shape, head, NULL, i)->unit =
                period ? title_unit_of(t) : usual_unit(head);
        }
    }
    shape->profile.layout =
        periods ? &layout_area_by_period : &layout_area_by_indicator;
    shape->profile.area = area ? (struct str){"", 0} : STR("000000");
    shape->profile.decimal = STR(".");
    shape_symbol(shape, "-", "absent"); /* does not apply */
    shape_symbol(shape, "—", "absent");
    take_rows(shape);
    return true;
}

const struct export_kind export_cnca = {
    .kind = {"cnca", "China's certification platform, as re-published",
             "全国认证认可信息公共服务平台（转引）"},
    .knows = knows_cnca,
    .encoding = "GB18030",
    .notes = true,
    .shape = shape_cnca,
};

/* ---- open-data platforms: heads are the first letters of their words' pinyin ---- */

static const char *knows_open(const struct export_head *head) {
    struct str line = head->lines[0];
    size_t heads = 1, letters = 0;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (!plain && c != ',' && c != '\r') {
            return NULL;
        }
        heads += c == ',';
        letters += c >= 'A' && c <= 'Z';
    }
    return heads >= 4 && letters >= heads ? "," : NULL;
}

/* 2023 of NF with 09 of YF. */
static struct str year_month(const struct shape *shape, const struct sheet_row *row,
                             const struct shape_column *column) {
    struct str year = sheet_text(row, column->from), month = {"", 0};
    if (column->part > 0) {
        month = sheet_text(row, column->part - 1);
    }
    return month.n == 0 ? year
                        : arena_printf(shape->context->scratch, "%.*sM%.*s",
                                       STR_ARG(year), STR_ARG(month));
}

static bool shape_open(struct shape *shape) {
    static const struct {
        const char *head, *role, *words;
    } columns[] = {
        {"XZQHDM", "area", "XZQHMC"}, {"ZBMC", "indicator", NULL},
        {"NF", "period", NULL},       {"TJSJ", "period", NULL},
        {"ND", "period", NULL},       {"TJRQ", "period", NULL},
        {"NY", "period", NULL},       {"TJNY", "period", NULL},
        {"ZBZ", "value", NULL},       {"SZ", "value", NULL},
        {"JLDW", "unit", NULL},       {"DW", "unit", NULL},
        {"SJGXSJ", "vintage", NULL},  {"XH", "note", NULL},
        {"SJLY", "note", NULL},       {"BZ", "note", NULL},
        {"XZQHMC", "area", NULL},     {"YF", "note", NULL},
    };
    const struct sheet_row *head = &shape->sheet->rows[0];
    bool area = false;
    shape_head(shape, 0, 1);
    size_t month = shape_find(head, "YF");
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i);
        const char *role = "dimension", *words = NULL;
        for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
            if (str_equal(text, str_from(columns[k].head))) {
                role = columns[k].role;
                words = columns[k].words;
            }
        }
        bool here = role != NULL && strcmp(role, "area") == 0;
        if (role == NULL ||
            (here && (area || (words == NULL &&
                               shape_find(head, "XZQHDM") != STR_NOT_FOUND)))) {
            continue;
        }
        area |= here;
        struct shape_column *c = shape_column(shape, text, role, i);
        if (words != NULL && shape_find(head, words) != STR_NOT_FOUND) {
            c->label = shape_beside;
            c->label_from = shape_find(head, words);
        }
        if (strcmp(role, "period") == 0) {
            shape_cell_of(c, year_month, shape_bit(month));
            c->part = month != STR_NOT_FOUND ? month + 1 : 0;
        }
    }
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(".");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_cn_open_data = {
    .kind = {"cn-open-data", "China's open-data platforms: heads in pinyin",
             "政府数据开放平台：拼音字头"},
    .knows = knows_open,
    .weak = true,
    .encoding = "GB18030",
    .shape = shape_open,
};
