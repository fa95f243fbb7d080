/* Years of two digits in titles: 22年各省证书数. 22年 may be how long something takes,
   so what stands beside it decides; what may be either is nothing. And units in the
   names of files. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/title.h"
#include <string.h>

/* 40年, 95年: too long ago, or how long; 12年, 15年: the length of schools */
enum { FIRST_YEAR = 16, LAST_YEAR = 35 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool at_any(struct str s, const char *const *words) {
    bool found = false;
    for (; *words != NULL && !found; words++) {
        found = str_starts(s, str_from(*words));
    }
    return found;
}

static bool behind_any(struct str s, const char *const *words) {
    bool found = false;
    for (; *words != NULL && !found; words++) {
        found = str_ends(s, str_from(*words));
    }
    return found;
}

/* 22年末, 22年9月, 22年度: no stretch of time is followed by these. */
static bool is_dated(struct str next) {
    static const char *const words[] = {"末",     "底", "度", "上半年",
                                        "下半年", "第", NULL};
    size_t digits = 0;
    while (digits < next.n && (is_digit(next.p[digits]) || next.p[digits] == '-')) {
        digits++;
    }
    return at_any(next, words) ||
           (digits > 0 && str_starts(str_slice(next, digits, next.n), STR("月")));
}

/* Whether 22年 with these texts around it is a year. */
static bool is_year(struct str before, struct str next, int year) {
    static const char *const opens[] = {" ", "(", ":", "、", "《", "_", NULL};
    static const char *const joints[] = {"截至", "截止", "截止到", "至", NULL};
    static const char *const closes[] = {" ", ")", "》", ",", "、", ".", "_", NULL};
    static const char *const lasts[] = {"来", "间", "期", "以", "内", "后", "前", "规",
                                        "累", "龄", "增", "平", "历", "回", "发", "成",
                                        "大", "总", "制", "级", "多", "余", NULL};
    static const char *const spans[] = {
        "近", "续", "第", "满", "时", "历", "立", "放", "去", "后", "前", "超",
        "达", "逾", "每", "隔", "施", "展", "计", "均", "过", "来", "整", "共",
        "约", "期", "国", "十", "百", "千", "万", "几", "的", "于", "长", NULL};
    bool opened =
        before.n == 0 || behind_any(before, opens) || behind_any(before, joints);
    bool closed = next.n == 0 || at_any(next, closes);
    if (is_dated(next)) {
        return opened || !behind_any(before, spans);
    }
    if (year % 10 == 0 || year < FIRST_YEAR) {
        return false; /* 20年 */
    }
    return opened ? closed || !at_any(next, lasts)
                  : closed && !behind_any(before, spans);
}

size_t title_short_year(struct str text, struct arena *arena,
                        struct title_period out[TITLE_PERIODS]) {
    for (size_t at = 0; at + 5 <= text.n; at++) {
        struct str s = str_slice(text, at, text.n), before = str_slice(text, 0, at);
        bool two = is_digit(s.p[0]) && is_digit(s.p[1]) &&
                   str_starts(str_slice(s, 2, s.n), STR("年")) &&
                   (at == 0 || (!is_digit(text.p[at - 1]) && text.p[at - 1] != '.' &&
                                text.p[at - 1] != '-'));
        int year = two ? (s.p[0] - '0') * 10 + s.p[1] - '0' : LAST_YEAR + 1;
        if (year <= LAST_YEAR && is_year(before, str_slice(s, 5, s.n), year)) {
            return title_periods(arena_printf(arena, "20%.*s", STR_ARG(s)), arena, out);
        }
    }
    return 0;
}

/* From a bracket that holds a unit on, nothing in brackets is more than it. */
static bool unit_in_brackets(struct str name, struct str *unit) {
    for (size_t at = name.n; at > 0; at--) {
        struct str head = str_slice(name, 0, at), before;
        if (name_split_unit(head, &before, unit) && !unit_is_word(*unit)) {
            return true;
        }
    }
    return false;
}

bool title_file_unit(struct str name, struct arena *arena, struct str *unit) {
    struct str s = clean_width(name, arena);
    if (unit_in_brackets(s, unit)) {
        return true;
    }
    for (size_t from = 0, at = 0; at <= s.n; at++) {
        if (at < s.n && strchr("_-. ", s.p[at]) == NULL) {
            continue;
        }
        *unit = str_slice(s, from, at);
        if (unit->n > 0 && unit_known(*unit) && unit_scale(*unit) > 0) {
            return true;
        }
        from = at + 1;
    }
    return false;
}
