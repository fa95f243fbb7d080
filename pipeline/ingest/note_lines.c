#include "ingest/note_lines.h"
#include "ingest/clean.h"
#include "ingest/marks.h"

static bool is_digit(struct str s, size_t at) {
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* 1. and 2、, （3）, ④, *; the point of 1.5 is none. */
static bool cut_number(struct str *s) {
    static const char *const open[] = {"（", "(", NULL}, *const close[] = {"）", ")",
                                                                           NULL};
    static const char *const marks[] = {".", "．", "、", "）", ")", "：", ":", NULL};
    struct str rest = *s;
    size_t mark = marks_front(rest);
    if (mark > 0) {
        *s = clean_trim(str_slice(rest, mark, rest.n));
        return true;
    }
    bool opened = clean_cut_any(&rest, open);
    size_t digits = 0;
    while (digits < 2 && is_digit(rest, digits)) {
        digits++;
    }
    bool point = digits < rest.n && rest.p[digits] == '.';
    rest = str_slice(rest, digits, rest.n);
    /* 2.2023年: a year may follow; 1.5万: nothing is numbered. */
    bool decimal = point && is_digit(rest, 1) && !is_digit(rest, 4);
    if (digits == 0 || decimal || !clean_cut_any(&rest, opened ? close : marks)) {
        return false;
    }
    *s = rest;
    return true;
}

struct str note_line_body(struct str line) {
    static const char *const heads[] = {"附注", "备注", "注释", "说明", "注", NULL};
    static const char *const marks[] = {":", "：", NULL};
    line = clean_trim(line);
    for (size_t i = 0; heads[i] != NULL; i++) {
        struct str head = str_from(heads[i]);
        struct str rest = str_slice(line, head.n, line.n), text = clean_trim(rest);
        bool apart =
            str_starts(line, head) &&
            (text.n < rest.n || clean_cut_any(&text, marks) || cut_number(&text));
        if (apart) {
            clean_cut_any(&text, marks);
            line = text;
            break;
        }
    }
    cut_number(&line);
    return line;
}

static const char *const sentence_ends[] = {"\n", "\r", "。", "；", ";"};
enum { SENTENCE_ENDS = sizeof sentence_ends / sizeof *sentence_ends };

struct str note_line_mark(struct str note, struct str line) {
    size_t end = (size_t)(line.p - note.p), from = 0;
    for (size_t i = 0; i < SENTENCE_ENDS; i++) {
        struct str mark = str_from(sentence_ends[i]);
        for (size_t at = 0; (at = str_find(note, mark, at)) < end; at += mark.n) {
            from = at + mark.n > from ? at + mark.n : from;
        }
    }
    return clean_trim(str_slice(note, from, end));
}

bool note_line_next(struct str note, size_t *at, struct str *line) {
    while (*at < note.n) {
        size_t to = note.n, next = note.n;
        for (size_t i = 0; i < SENTENCE_ENDS; i++) {
            struct str end = str_from(sentence_ends[i]);
            size_t found = str_find(note, end, *at);
            if (found < to) {
                to = found;
                next = found + end.n;
            }
        }
        *line = note_line_body(str_slice(note, *at, to));
        *at = next;
        if (line->n > 0) {
            return true;
        }
    }
    return false;
}

bool note_line_is_numbered(struct str line) {
    static const char *const words[] = {"为",   "系",     "本表", "口径",
                                        "不含", "不包括", "来源"};
    struct str body = clean_trim(line);
    bool numbered = cut_number(&body), found = str_ends(body, STR("。"));
    for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++) {
        found = str_find(body, str_from(words[i]), 0) != STR_NOT_FOUND;
    }
    return numbered && found;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* a: preliminary, (p) provisional, e = estimated; b) is a heading's, too. */
static bool marks_by_letter(struct str line) {
    static const char *const marks[] = {":", "：", "=", "＝", NULL};
    bool opened = line.n > 0 && line.p[0] == '(';
    struct str rest = str_slice(line, opened, line.n);
    if (rest.n < 3 || !is_letter(rest.p[0])) {
        return false;
    }
    rest = clean_trim(str_slice(rest, 1, rest.n));
    return (opened ? clean_cut(&rest, ")") : clean_cut_any(&rest, marks)) && rest.n > 2;
}

bool note_line_is_foot(struct str line) {
    static const char *const begins[] = {
        "本表",         "上表",      "表中",           "以上数据",     "数据截至",
        "数据截止",     "数据更新",  "统计截至",       "资料截至",     "Last update",
        "Last Update",  "Updated ",  "Data extracted", "Extracted on", "Extracted:",
        "Downloaded ",  "Copyright", "(c) ",           "Generated on", "Retrieved",
        "Stand: ",      "Erstellt ", "Abgerufen ",     "Mise à jour",  "Dernière mise",
        "Gewijzigd op", NULL};
    static const char *const ends[] = {"。", NULL};
    line = clean_trim(line);
    return clean_starts_any(line, begins) || clean_ends_any(line, ends) ||
           marks_by_letter(line);
}

bool note_line_is_signature(struct str line) {
    static const char *const heads[] = {
        "单位负责人", "统计负责人", "填表人",   "制表人",       "审核人",
        "联系电话",   "报出日期",   "制表",     "制表单位",     "制表日期",
        "制表时间",   "填报单位",   "填报日期", "填表日期",     "审核",
        "复核",       "校对",       "联系人",   "经办人",       "负责人",
        "最后更新",   "更新时间",   "更新日期", "最后更新时间", "发布时间",
        "发布日期",   "发布机构",   "发布单位", "导出时间",     "导出日期",
        "下载时间",   "下载日期",   "打印时间", "打印日期",     "查询时间",
        "生成时间",   "最近更新",   "数据更新", "数据更新时间"};
    static const char *const marks[] = {":", "：", NULL};
    line = clean_trim(line);
    for (size_t i = 0; i < sizeof heads / sizeof *heads && line.n > 3; i++) {
        struct str rest = line;
        if (line.p[0] == heads[i][0] && line.p[2] == heads[i][2] &&
            clean_cut(&rest, heads[i]) && clean_cut_any(&rest, marks)) {
            return true;
        }
    }
    return false;
}
