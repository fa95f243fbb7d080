/* What names of totals and of cities that stand beside their province are like. */
#include "ingest/clean.h"
#include "ingest/marks.h"
#include "ingest/names.h"
#include "ingest/title.h"
#include "words/words.h"
#include <string.h>

static bool one_of(struct str key, const char *const *words) {
    for (; *words != NULL; words++) {
        if (str_equal(key, str_from(*words))) {
            return true;
        }
    }
    return false;
}

/* 各市合计, 全省（市）合计, 31省合计: before the word stand only numbers and what areas
   are called in general. */
static bool totals_some(struct str key) {
    static const char *const tails[] = {"合计", "总计", "总和", "合計", "總計", "總和"};
    static const char *const general[] = {
        "各", "全", "本", "共", "省", "市",   "区",   "县", "州", "盟", "旗",
        "地", "个", "等", "及", "和", "自治", "直辖", "(",  ")",  "、", "以上"};
    size_t end = 0, at = 0;
    for (size_t i = 0; i < sizeof tails / sizeof *tails && end == 0; i++) {
        end = str_ends(key, str_from(tails[i])) ? key.n - strlen(tails[i]) : 0;
    }
    while (at < end) {
        size_t length = key.p[at] >= '0' && key.p[at] <= '9';
        for (size_t i = 0; i < sizeof general / sizeof *general && length == 0; i++) {
            struct str word = str_from(general[i]);
            length = str_starts(str_slice(key, at, end), word) ? word.n : 0;
        }
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return end > 0;
}

static bool is_declared(struct str text, const struct source_profile *profile,
                        struct arena *arena) {
    struct str key = clean_key(text, arena);
    for (size_t i = 0; i < profile->total_count; i++) {
        if (str_equal(clean_key(profile->totals[i], arena), key)) {
            return true;
        }
    }
    return false;
}

bool name_is_total(struct str text, const struct source_profile *profile,
                   struct arena *arena) {
    if (is_declared(text, profile, arena)) {
        return true;
    }
    struct str key = clean_key(marks_off(text), arena);
    if (words_listed("total.names", key) || totals_some(key)) {
        return true;
    }
    struct bilingual both; /* 合计 Total */
    return name_is_translated(text, &both) &&
           name_is_total(both.chinese, profile, arena) &&
           (name_shares_word(both.english, STR("total Total sum Sum")) ||
            words_listed("total.names", clean_key(both.english, arena)));
}

bool name_is_subtotal(struct str text, struct arena *arena) {
    return words_listed("total.groups", clean_key(marks_off(text), arena));
}

uint32_t name_total_area(struct str text, const struct source_profile *profile,
                         const struct dataset *ds, struct arena *arena) {
    return name_is_subtotal(text, arena) && !is_declared(text, profile, arena)
               ? DATASET_NONE
               : dataset_find_area(ds, profile->total_area);
}

bool name_is_rest(struct str text, struct arena *arena) {
    return str_equal(clean_key(marks_off(text), arena), STR("未分组"));
}

/* 东部, 东部地区, 东部小计, 东部地区合计 */
bool name_is_of_group(struct str text, struct str group, struct arena *arena) {
    static const char *const sums[] = {"合计", "小计", "总计", ""};
    static const char *const nouns[] = {"地区", "区域", "各省", "省份", ""};
    struct str key = clean_key(marks_off(text), arena);
    if (!str_starts(key, group)) {
        return false;
    }
    key = str_slice(key, group.n, key.n);
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        for (size_t k = 0; k < sizeof nouns / sizeof *nouns; k++) {
            size_t noun = strlen(nouns[k]);
            if (str_starts(key, str_from(nouns[k])) &&
                str_equal(str_slice(key, noun, key.n), str_from(sums[i]))) {
                return true;
            }
        }
    }
    return false;
}

bool name_is_planning_city(struct str text, struct arena *arena) {
    static const char *const cities[] = {"大连", "大连市", "宁波", "宁波市",
                                         "厦门", "厦门市", "青岛", "青岛市",
                                         "深圳", "深圳市", NULL};
    return one_of(clean_key(marks_off(text), arena), cities);
}

struct str indicator_cumulated(const struct names *names, const struct dataset *ds,
                               struct str text, const struct source_profile *profile,
                               struct arena *arena) {
    struct str what, unit;
    struct item_set items;
    uint32_t id, other;
    if (!title_split_cumulated(text, &what) ||
        indicator_read(names, what, profile, arena, &id, &other, &unit, &items) !=
            NAME_FOUND ||
        dataset_indicator(ds, id)->kind != KIND_FLOW) {
        return (struct str){"", 0};
    }
    return arena_printf(arena, "%.*s@ytd", STR_ARG(dataset_indicator(ds, id)->code));
}
