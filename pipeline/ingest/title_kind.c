/* What the words of a title or head say of the kind of figures: growth, shares, sums.
 */
#include "ingest/clean.h"
#include "ingest/title.h"
#include "ingest/title_english.h"
#include <string.h>

/* What stands before the longest of the words that the topic ends with; empty without
   one, all of it if it is no more than the word. */
static struct str before_end(struct str topic, const char *const *words, bool *found) {
    size_t length = 0;
    for (; *words != NULL; words++) {
        size_t n = strlen(*words);
        length = str_ends(topic, str_from(*words)) && n > length ? n : length;
    }
    *found = length > 0;
    return clean_trim(str_slice(topic, 0, topic.n - length));
}

/* 证书数及增长速度, 占比和增速: the rates stand beside the figures. */
static bool stands_beside(struct str before) {
    static const char *const joints[] = {"及",   "和",   "与", "、", "/",
                                         "以及", "及其", "其", NULL};
    static const char *const bases[] = {"上年同期", "去年同期", "上年", "去年", NULL};
    bool found;
    return clean_ends_any(before_end(before, bases, &found), joints);
}

enum title_kind title_kind(struct str topic) {
    static const char *const growth[] = {"增长速度",
                                         "增速",
                                         "增长率",
                                         "增幅",
                                         "同比",
                                         "环比",
                                         "同比增长",
                                         "环比增长",
                                         "累计增长",
                                         "比上年增长",
                                         "比上年同期增长",
                                         "比上月增长",
                                         "比去年同期增长",
                                         "比上年增减",
                                         "比上年同期增减",
                                         "比上月增减",
                                         "同比增减",
                                         "较上年增长",
                                         NULL};
    static const char *const share[] = {"占比", "比重", "份额", NULL};
    static const char *const percent[] = {"%", "％", NULL};
    bool found;
    topic = before_end(topic, percent, &found);
    struct str before = before_end(topic, growth, &found);
    if (found) {
        return stands_beside(before) ? TITLE_PLAIN : TITLE_GROWTH;
    }
    before = before_end(topic, share, &found);
    if (found) {
        return stands_beside(before) ? TITLE_PLAIN : TITLE_SHARE;
    }
    static const char *const several[] = {"及", "和", "与", "、", "/", "以及"};
    for (size_t i = 0; i < sizeof several / sizeof *several; i++) {
        if (str_find(topic, str_from(several[i]), 0) != STR_NOT_FOUND) {
            return TITLE_PLAIN;
        }
    }
    return title_english_kind(topic);
}

/* 农村、城镇, 人均及总量: one of several things. */
static bool goes_on_with_another(struct str topic, struct str word) {
    static const char *const joints[] = {"、", "和", "与", "及", "以及", "/", NULL};
    return clean_starts_any(str_slice(topic, word.n, topic.n), joints);
}

/* The first of the words that the topic begins with; empty without one. */
static struct str begins_with(struct str topic, const char *const *words) {
    for (; *words != NULL; words++) {
        if (str_starts(topic, str_from(*words))) {
            return str_from(*words);
        }
    }
    return (struct str){"", 0};
}

bool title_part_word(struct str topic, const char *const **words) {
    static const char *const women[] = {"女性", "女职工", "女生", "女", NULL},
                             *const men[] = {"男性", "男职工", "男生", "男", NULL},
                             *const towns[] = {"城镇", "城市", NULL},
                             *const villages[] = {"农村", "乡村", "农民", NULL};
    static const char *const *const all[] = {women, men, towns, villages};
    static const char *const others[] = {"城镇化", "城市化", "农民工", "城市", NULL};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *words = all[i];
        struct str word = begins_with(topic, all[i]);
        if (word.n > 0 && !clean_starts_any(topic, others)) {
            return !goes_on_with_another(topic, word);
        }
    }
    return false;
}

struct str title_per_head(struct str topic) {
    static const char *const words[] = {"人均",     "户均",     "地均",     "每万人",
                                        "每百人",   "每千人",   "每十万人", "每百万人",
                                        "平均每人", "平均每户", NULL};
    struct str word = begins_with(topic, words);
    return goes_on_with_another(topic, word) ? (struct str){"", 0} : word;
}

bool title_is_cumulated(struct str text) {
    return str_find(text, STR("累计"), 0) != STR_NOT_FOUND ||
           title_english_cumulated(text);
}

bool title_split_cumulated(struct str text, struct str *what) {
    static const char *const words[] = {"本年累计值", "本年累计", "累计值", "累计",
                                        NULL};
    static const char *const joints[] = {"_", "-", "—", "/", "（", "(", " ", NULL};
    static const char *const close[] = {"）", ")", NULL};
    *what = clean_trim(text);
    if (clean_ends_any(*what, close)) {
        what->n -= str_ends(*what, STR(")")) ? 1 : 3;
    }
    size_t n = what->n;
    clean_cut_all(what, words);
    bool cut = what->n < n;
    for (size_t i = 0; words[i] != NULL && !cut; i++) {
        cut = str_ends(*what, str_from(words[i]));
        what->n -= cut ? strlen(words[i]) : 0;
    }
    for (size_t i = 0; joints[i] != NULL && cut; i++) {
        what->n -= str_ends(*what, str_from(joints[i])) ? strlen(joints[i]) : 0;
    }
    *what = clean_trim(*what);
    return cut && what->n > 0;
}

bool title_names_rate(struct str head) {
    static const char *const words[] = {"增长", "增速", "同比", "环比",
                                        "占比", "比重", "%"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_find(head, str_from(words[i]), 0) != STR_NOT_FOUND) {
            return true;
        }
    }
    return title_english_kind(head) != TITLE_PLAIN;
}

enum title_kind title_bracket_kind(struct str text) {
    static const char *const with[] = {"含", "包括", "及", "不含", NULL};
    struct str open = STR("("), close = STR(")");
    bool wide = str_ends(text, STR("）"));
    open = wide ? STR("（") : open;
    close = wide ? STR("）") : close;
    size_t from = STR_NOT_FOUND;
    for (size_t at = 0; (at = str_find(text, open, at)) != STR_NOT_FOUND; at++) {
        from = at + open.n;
    }
    struct str inside = from == STR_NOT_FOUND || !str_ends(text, close)
                            ? (struct str){"", 0}
                            : clean_trim(str_slice(text, from, text.n - close.n));
    bool rates = from != STR_NOT_FOUND && title_names_rate(str_slice(text, 0, from));
    return rates || clean_starts_any(inside, with) ? TITLE_PLAIN : title_kind(inside);
}
