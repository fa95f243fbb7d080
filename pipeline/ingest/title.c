#include "ingest/title.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/periods.h"
#include "ingest/title_english.h"
#include <string.h>

/* The longest period, in bytes: “十四五”时期, 2021年7月—2025年1月. */
enum { PERIOD_BYTES = 40, NAME_BYTES = 48 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t length_at(struct str s, size_t at) {
    uint32_t cp;
    return utf8_decode(s, at, &cp);
}

/* Blank, bracket, punctuation: where a phrase ends. */
static bool ends_phrase(struct str s, size_t at) {
    static const char *const marks[] = {" ", "(",  ")",  "（", "）", "，", ",", "；",
                                        ";", "。", "：", ":",  "《", "》", NULL};
    return at >= s.n || clean_starts_any(str_slice(s, at, s.n), marks);
}

/* ---- periods ---- */

/* 2024年统计年鉴, 2024年版, 比2022年, 《年鉴2024》, 2015年以来, 2015年=100,
   国统制〔2023〕 12号: not of the data. */
static bool is_of_data(struct str s, size_t from, size_t to) {
    static const char *const books[] = {
        "年鉴", "公报", "资料",     "手册",     "摘要",     "提要",     "皮书",
        "汇编", "年刊", "调查制度", "报表制度", "统计制度", "调查方案", NULL};
    static const char *const next[] = {
        "版",   "发布", "公布", "出版", "印发", "更新", "制表", "填报", "报送", "修订",
        "调整", "以来", "起",   "价",   "为基", "不变", "=",    "〕",   "]",    NULL};
    static const char *const before[] = {
        "比",   "较",    "以",    "按",    "据",    "与", "同", "对",
        "年鉴", "年鉴—", "年鉴-", "年鉴(", "公报(", "〔", "[",  NULL};
    if (title_english_aside(str_slice(s, 0, from), str_slice(s, to, s.n)) ||
        clean_ends_any(clean_trim(str_slice(s, 0, from)), before) ||
        clean_starts_any(clean_trim(str_slice(s, to, s.n)), next)) {
        return false;
    }
    /* 2024年鉴 is 2024 年鉴. */
    size_t next_word = to - (str_ends(str_slice(s, from, to), STR("年")) ? 3 : 0);
    for (size_t at = next_word; !ends_phrase(s, at); at += length_at(s, at)) {
        if (clean_starts_any(str_slice(s, at, s.n), books)) {
            return false;
        }
    }
    return true;
}

/* 2000家 is a count. */
static bool counts_at(struct str s, size_t at) {
    size_t first = length_at(s, at), second = first + length_at(s, at + first);
    return at < s.n && (unit_known(str_slice(s, at, at + first)) ||
                        unit_known(str_slice(s, at, at + second)));
}

/* GB/T 19001—2016: the dash goes on with a number. */
static bool goes_on_from(struct str s, size_t from) {
    static const char *const dashes[] = {"—", "–", "-", ":", "/"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        struct str before = str_slice(s, 0, from), dash = str_from(dashes[i]);
        size_t at = str_ends(before, dash) ? from - dash.n : 0;
        if (at > 0 && is_digit(s.p[at - 1])) {
            return true;
        }
    }
    return false;
}

/* A year alone, 2023, stands by itself or beside Chinese; so does 202309. */
static bool stands_alone(struct str s, size_t from, size_t to) {
    char before = from > 0 ? s.p[from - 1] : ' ', after = to < s.n ? s.p[to] : ' ';
    return (strchr(" (_-", before) != NULL || (unsigned char)before >= 0x80) &&
           (strchr(" )_-", after) != NULL || (unsigned char)after >= 0x80) &&
           !counts_at(s, to) && !goes_on_from(s, from);
}

/* More of a number or a date follows: 2023-01-15, 2024年1月15日. */
static bool goes_on(struct str s, size_t to) {
    bool mark = to < s.n && strchr("-./_", s.p[to]) != NULL;
    return (to < s.n && is_digit(s.p[to])) ||
           (mark && to + 1 < s.n && is_digit(s.p[to + 1]));
}

/* Where a period may begin: a figure, a numeral, 上半年, 前三季度. The one of 统一 or
   每一 is no numeral. */
static bool may_begin(struct str s, size_t at) {
    static const char *const starts[] = {"〇",   "零",   "一", "二", "三", "四",
                                         "五",   "六",   "七", "八", "九", "十",
                                         "上半", "下半", "前", "第", "“",  NULL};
    static const char *const words[] = {"统", "同", "单", "唯", "之",
                                        "专", "每", "逐", NULL};
    return is_digit(s.p[at]) || (clean_starts_any(str_slice(s, at, s.n), starts) &&
                                 !clean_ends_any(str_slice(s, 0, at), words));
}

/* The period that begins at `from`; returns where it ends, or `from`. */
static size_t period_at(struct str s, size_t from, struct arena *arena,
                        struct period *out) {
    static const struct source_profile none = {0};
    static const char *const parts[] = {"年",   "月",   "季", "末",   "底",
                                        "年度", "季度", "份", "时期", NULL};
    size_t english = title_english_period(s, from, arena, out);
    if (english > from) {
        return english;
    }
    size_t to = from + PERIOD_BYTES < s.n ? from + PERIOD_BYTES : s.n;
    for (to = may_begin(s, from) ? to : from; to > from; to--) {
        struct str text = str_slice(s, from, to);
        bool named = clean_ends_any(text, parts);
        if ((to < s.n && ((unsigned char)s.p[to] & 0xC0) == 0x80) || goes_on(s, to) ||
            (!named && !stands_alone(s, from, to))) {
            continue;
        }
        enum period_reading reading = period_read(text, 0, &none, arena, out);
        if (reading == PERIOD_READ || (reading == PERIOD_NO_YEAR && named)) {
            return to;
        }
    }
    return from;
}

/* Behind a number, with the marks and further numbers that belong to it. */
static size_t skip_number(struct str s, size_t at) {
    while (at < s.n && (is_digit(s.p[at]) || goes_on(s, at))) {
        at++;
    }
    return at;
}

static bool is_one_of(struct str s, const char *const *words) {
    s = clean_trim(s);
    for (size_t i = 0; words[i] != NULL; i++) {
        if (str_equal(s, str_from(words[i]))) {
            return true;
        }
    }
    return false;
}

static bool joins(struct str between) {
    static const char *const marks[] = {"-", "—", "——", "–", "~", "至", "到", NULL};
    return is_one_of(between, marks);
}

/* 2022年与2023年对比: both are of the data; 比 and 较 name a base. */
static bool adds(struct str between) {
    static const char *const words[] = {"与", "同", "对", NULL};
    return is_one_of(between, words);
}

/* 表1-2, 附表3: what stands before the title itself. */
static size_t skip_number_of_table(struct str s) {
    size_t at = str_starts(s, STR("附表")) ? 6 : str_starts(s, STR("表")) ? 3 : 0;
    size_t end = at;
    while (at > 0 && end < s.n && (is_digit(s.p[end]) || strchr("-.", s.p[end]))) {
        end++;
    }
    return end > at ? end : 0;
}

size_t title_periods(struct str text, struct arena *arena,
                     struct title_period out[TITLE_PERIODS]) {
    struct str s = clean_width(text, arena);
    size_t count = 0, behind = STR_NOT_FOUND;
    for (size_t at = skip_number_of_table(s); at < s.n && count < TITLE_PERIODS;) {
        struct period p;
        size_t to = period_at(s, at, arena, &p);
        if (to == at) {
            at = is_digit(s.p[at]) ? skip_number(s, at) : at + length_at(s, at);
            continue;
        }
        struct title_period *last = count > 0 ? &out[count - 1] : NULL;
        if (last != NULL && p.year == 0) {
            p.year = last->last.year; /* 2023年9月和1—9月 */
        }
        if (last != NULL && joins(str_slice(s, behind, at))) {
            last->last = p;
            last->text.n = (size_t)(s.p + to - last->text.p);
        } else if (is_of_data(s, at, to) ||
                   (last != NULL && adds(str_slice(s, behind, at)) &&
                    is_of_data(str_slice(s, at, s.n), 0, to - at))) {
            out[count++] = (struct title_period){p, p, str_slice(s, at, to)};
        }
        behind = at = to;
    }
    return count;
}

bool title_begins(struct str text, struct arena *arena, struct period *out) {
    struct str s = clean_width(text, arena);
    size_t to = s.n > 0 ? period_at(s, 0, arena, out) : 0;
    return to > 0 && out->year != 0 && is_of_data(s, 0, to);
}

bool title_until(struct str text, struct arena *arena, uint32_t *day) {
    static const char *const words[] = {"截至", "截止", NULL};
    static const char *const joints[] = {"日期", "时间", "时点", "到", "至",
                                         "于",   "：",   ":",    NULL};
    struct str s = clean_width(text, arena);
    size_t at = 0;
    while (at < s.n && !clean_starts_any(str_slice(s, at, s.n), words)) {
        at += length_at(s, at);
    }
    struct str rest = str_slice(s, at, s.n);
    clean_cut_all(&rest, words);
    clean_cut_all(&rest, joints);
    for (size_t to = rest.n < PERIOD_BYTES ? rest.n : PERIOD_BYTES; to > 0; to--) {
        bool whole = to == rest.n || ((unsigned char)rest.p[to] & 0xC0) != 0x80;
        if (whole && !goes_on(rest, to) &&
            day_read(str_slice(rest, 0, to), arena, day)) {
            return true;
        }
    }
    return false;
}

/* ---- units ---- */

/* What stands behind the last of the marks; empty without one. */
static struct str behind_last(struct str text, const char *const *marks) {
    for (size_t at = text.n; at-- > 1;) {
        struct str rest = str_slice(text, at, text.n);
        for (size_t i = 0; marks[i] != NULL; i++) {
            if (str_starts(rest, str_from(marks[i]))) {
                return clean_trim(str_slice(rest, strlen(marks[i]), rest.n));
            }
        }
    }
    return (struct str){"", 0};
}

/* 万张 of 各省证书数 万张; empty where the text is spaced out: 分 项. */
static struct str behind_blank(struct str text) {
    static const char *const blanks[] = {" ", "　", NULL};
    struct str unit = behind_last(text, blanks);
    struct str before = clean_trim(str_slice(text, 0, text.n - unit.n));
    struct str word = behind_last(before, blanks);
    word = word.n > 0 ? word : before;
    return unit.n > 0 && utf8_length(word) > 1 ? unit : (struct str){"", 0};
}

/* …证书数，万张 and …证书数/万张; behind a stroke only with a multiplier: 机构/人 is no
   unit. */
static bool unit_at_end(struct str text, struct str *unit) {
    static const char *const commas[] = {"，", ",", NULL}, *const all[] = {"，", ",",
                                                                           "/", "／",
                                                                           NULL};
    *unit = behind_last(text, commas);
    if (!unit_known(*unit)) {
        *unit = behind_last(text, all);
    }
    bool stroke = behind_last(text, commas).n != unit->n;
    *unit = unit->n > 0 ? *unit : behind_blank(text);
    return unit->n > 0 && (unsigned char)unit->p[0] >= 0x80 && unit_known(*unit) &&
           !unit_is_word(*unit) && (!stroke || unit_scale(*unit) > 0);
}

bool title_corner_unit(struct str head, struct str *unit) {
    static const char *const strokes[] = {"\\", "/", "＼", "／", NULL};
    *unit = behind_last(head, strokes);
    return unit->n > 0 && unit_list_known(*unit) && !unit_is_word(*unit);
}

/* 万元 of 测试指标（按当年价格计算，万元）: the last of several remarks. */
static bool last_remark(struct str text, struct str *unit) {
    static const char *const closing[] = {"）", ")", NULL}, *const opening[] = {
                                                                "（", "(", NULL};
    if (!clean_ends_any(text, closing)) {
        return false;
    }
    text = str_slice(text, 0, text.n - (str_ends(text, STR(")")) ? 1 : 3));
    return unit_at_end(behind_last(text, opening), unit);
}

bool title_unit(struct str text, struct arena *arena, struct str *unit) {
    *unit = (struct str){"", 0};
    for (size_t at = text.n; at > 0; at--) {
        struct str head = str_slice(text, 0, at), name, own;
        bool tail =
            at == text.n && (unit_at_end(text, &own) || last_remark(text, &own));
        if (tail) {
            *unit = own;
            return true;
        }
        if (!name_split_unit(head, &name, &own) || unit_is_word(own)) {
            continue;
        }
        *unit = unit->n == 0
                    ? own
                    : arena_printf(arena, "%.*s、%.*s", STR_ARG(own), STR_ARG(*unit));
        at = name.n + 1; /* and not what stands within these brackets */
    }
    return unit->n > 0;
}

/* 以万张为单位, 均以“万张”计 */
static bool unit_by_which(struct str text, struct str *unit) {
    static const char *const tails[] = {"为单位", "为计量单位", "计", "计算", NULL};
    static const char *const open[] = {"“", "\"", NULL}, *const close[] = {"”", "\"",
                                                                           NULL};
    static const char *const ends[] = {"。", "；", ";", ".", NULL};
    for (size_t i = 0; ends[i] != NULL; i++) {
        bool end = str_ends(text, str_from(ends[i]));
        text = end ? str_slice(text, 0, text.n - strlen(ends[i])) : text;
    }
    for (size_t i = 0; tails[i] != NULL; i++) {
        if (!str_ends(text, str_from(tails[i]))) {
            continue;
        }
        *unit = clean_trim(str_slice(text, 0, text.n - strlen(tails[i])));
        clean_cut_any(unit, open);
        for (size_t k = 0; close[k] != NULL; k++) {
            bool quoted = str_ends(*unit, str_from(close[k]));
            *unit = quoted ? str_slice(*unit, 0, unit->n - strlen(close[k])) : *unit;
        }
        if (unit_list_known(*unit)) {
            return true;
        }
    }
    return false;
}

bool title_note_unit(struct str note, struct str *unit) {
    static const char *const heads[] = {"注", "：", ":", "1", ".", "、", NULL};
    static const char *const subjects[] = {"以上", "上述", "本表", "上表", "表中",
                                           "表内", "数据", "数字", "各项", "指标",
                                           "计量", "的",   "均",   NULL};
    static const char *const verbs[] = {"：", ":", "均为", "为", "是", NULL};
    static const char *const ends[] = {"。", "；", ";", ".", NULL};
    clean_cut_all(&note, heads);
    clean_cut_all(&note, subjects);
    struct str rest = note;
    if (clean_cut(&rest, "以")) {
        return unit_by_which(rest, unit);
    }
    if (!clean_cut(&rest, "单位")) {
        return false;
    }
    clean_cut_all(&rest, verbs);
    size_t end = rest.n;
    for (size_t i = 0; ends[i] != NULL; i++) {
        size_t at = str_find(rest, str_from(ends[i]), 0);
        end = at < end ? at : end;
    }
    *unit = clean_trim(str_slice(rest, 0, end));
    return unit_list_known(*unit) && !unit_is_word(*unit);
}

/* ---- areas ---- */

/* 安徽省统计局, 安徽省人民政府办公厅 */
static bool is_office(struct str s, size_t at) {
    static const char *const offices[] = {"局", "厅", "委", "政府", "办公室", NULL};
    for (size_t n = 0; n < 12 && !ends_phrase(s, at); n++, at += length_at(s, at)) {
        if (clean_starts_any(str_slice(s, at, s.n), offices)) {
            return true;
        }
    }
    return false;
}

/* 海南 of 海南藏族自治州: another area, which the dictionary does not have. */
static bool goes_on_as_name(struct str s, size_t at) {
    static const char *const more[] = {"市",   "州",   "县", "区",   "盟", "旗",
                                       "藏族", "回族", "路", "大学", NULL};
    return clean_starts_any(str_slice(s, at, s.n), more);
}

static bool is_place(const struct dataset *ds, uint32_t id) {
    static const char *const levels[] = {"nation", "province", "prefecture", "city",
                                         "county"};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (str_equal(dataset_area(ds, id)->level, str_from(levels[i]))) {
            return true;
        }
    }
    return false;
}

/* How far a name may reach from here: letters are one word, Chinese any part of it. */
static size_t name_end(struct str s, size_t from, bool word) {
    size_t to = from;
    while (to < s.n && to - from < NAME_BYTES &&
           (word ? is_letter(s.p[to]) : (unsigned char)s.p[to] >= 0x80)) {
        to += length_at(s, to);
    }
    return to;
}

/* The longest name of an area that begins at `from`; returns where it ends, or
   `from`. */
static size_t area_at(const struct names *areas, const struct dataset *ds, struct str s,
                      size_t from, struct arena *arena, uint32_t *id) {
    static const struct source_profile none = {0};
    bool word = from < s.n && is_letter(s.p[from]);
    size_t to = name_end(s, from, word), least = from + (word ? 4 : 6);
    for (uint32_t other; to >= least; to--) {
        bool whole = to == s.n || ((unsigned char)s.p[to] & 0xC0) != 0x80;
        if (whole &&
            area_read(areas, str_slice(s, from, to), 0, &none, arena, id, &other) ==
                NAME_FOUND &&
            is_place(ds, *id)) {
            return is_office(s, to) || (!word && goes_on_as_name(s, to)) ? from : to;
        }
        to = word ? least : to; /* and no part of it */
    }
    return from;
}

/* Where the title's own words begin, behind number, period and area. */
static size_t skip_front(const struct names *areas, const struct dataset *ds,
                         struct str s, struct arena *arena, uint32_t *id) {
    struct period unused;
    size_t at = skip_number_of_table(s), before;
    *id = DATASET_NONE;
    do {
        before = at;
        while (at < s.n && strchr(" -_", s.p[at]) != NULL) {
            at++;
        }
        at = at < s.n ? period_at(s, at, arena, &unused) : at;
        /* 安徽省合肥市: the last one. */
        uint32_t found;
        size_t to = area_at(areas, ds, s, at, arena, &found);
        if (to > at) {
            *id = found;
            at = to;
        }
    } while (at > before);
    return at;
}

/* The area that a pair of brackets holds and nothing else: 主要指标（江苏）. */
static uint32_t area_in_brackets(const struct names *areas, const struct dataset *ds,
                                 struct str s, struct arena *arena) {
    uint32_t id = DATASET_NONE;
    for (size_t at = 0; (at = str_find(s, STR("("), at)) != STR_NOT_FOUND; at++) {
        struct str inside = str_slice(s, at + 1, str_find(s, STR(")"), at));
        if (inside.n > 0 && area_at(areas, ds, inside, 0, arena, &id) == inside.n) {
            return id;
        }
    }
    return DATASET_NONE;
}

uint32_t title_area(const struct names *areas, const struct dataset *ds,
                    struct str text, bool anywhere, struct arena *arena) {
    struct str s = clean_width(text, arena);
    uint32_t id = DATASET_NONE, found;
    if (!anywhere) {
        skip_front(areas, ds, s, arena, &id);
        return id != DATASET_NONE ? id : area_in_brackets(areas, ds, s, arena);
    }
    for (size_t at = 0; at < s.n;) {
        size_t to = area_at(areas, ds, s, at, arena, &found);
        if (to > at && id != DATASET_NONE && id != found &&
            dataset_area(ds, found)->parent != id) {
            return DATASET_NONE;
        }
        id = to > at ? found : id;
        bool word = to == at && is_letter(s.p[at]);
        at = to > at ? to : at + length_at(s, at);
        while (word && at < s.n && is_letter(s.p[at])) {
            at++;
        }
    }
    return id;
}

/* ---- the topic ---- */

static struct str without_brackets(struct str s, struct arena *arena) {
    struct buf out = buf_open(s.n + 1);
    size_t depth = 0;
    for (size_t at = 0, n = 0; at < s.n; at += n) {
        n = length_at(s, at);
        depth += s.p[at] == '(';
        if (depth == 0) {
            buf_put(&out, str_slice(s, at, at + n));
        }
        depth -= s.p[at] == ')' && depth > 0;
    }
    struct str text = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return text;
}

static bool cut_back(struct str *s, const char *word) {
    bool cut = str_ends(*s, str_from(word)) && s->n > strlen(word);
    *s = cut ? clean_trim(str_slice(*s, 0, s->n - strlen(word))) : *s;
    return cut;
}

struct str title_topic(const struct names *areas, const struct dataset *ds,
                       struct str text, struct arena *arena) {
    static const char *const fronts[] = {"各省区市", "各省市", "各省",   "各市", "各县",
                                         "各地区",   "各地",   "分地区", "分省", "分市",
                                         "全省",     "全市",   "历年",   "主要", "年度",
                                         "月度",     "季度",   "的",     "、",   NULL};
    static const char *const backs[] = {"情况", "一览", "统计", "汇总", "明细",
                                        "数据", "表",   "图",   "csv",  NULL};
    struct str s = without_brackets(clean_width(text, arena), arena);
    uint32_t unused;
    s = str_slice(s, skip_front(areas, ds, s, arena, &unused), s.n);
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; fronts[i] != NULL; i++) {
            again |= clean_cut(&s, fronts[i]);
        }
        for (size_t i = 0; backs[i] != NULL; i++) {
            again |= cut_back(&s, backs[i]);
        }
    }
    return clean_trim(s);
}

struct str title_code(const struct names *areas, const struct dataset *ds,
                      struct str text, struct arena *arena) {
    static const struct source_profile none = {0};
    struct str code = {"", 0};
    for (size_t at = 0; at < text.n; at++) {
        size_t from = at;
        uint32_t id, other;
        while (at < text.n && strchr("-_. ()", text.p[at]) == NULL) {
            at++;
        }
        struct str part = str_slice(text, from, at);
        if (part.n == 0 || is_digit(part.p[0]) ||
            area_read(areas, part, 0, &none, arena, &id, &other) == NAME_FOUND) {
            continue;
        }
        if (code.n > 0) {
            return (struct str){"", 0};
        }
        code = part;
    }
    return dataset_find_indicator(ds, code) != DATASET_NONE ? code
                                                            : (struct str){"", 0};
}
