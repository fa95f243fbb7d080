/* What a free text says of the values below it: the title of a table (2023年1—9月安徽省
   有效认证证书数（万张）), the name of a file (安徽-2023-09). Only what can be told for
   sure; nothing else is taken from it. */
#ifndef NQI_INGEST_TITLE_H
#define NQI_INGEST_TITLE_H

#include "ingest/names.h"

/* From the first to the last: 2021年7月至2025年1月. Mostly both are the same; the year
   0 stands for a text that leaves it out (1—9月). */
struct title_period {
    struct period first, last;
    struct str text; /* as it stands there */
};

enum { TITLE_PERIODS = 8 };

/* The periods that are named, at most TITLE_PERIODS; how many. A year before 年鉴, 公报
   or 资料, a day, and what the data are compared with (比2022年) is none. */
size_t title_periods(struct str text, struct arena *arena,
                     struct title_period out[TITLE_PERIODS]);
/* The same of the first year that is written with two digits, 22年9月, in a text that
   names no other; `text` in the form of clean_width(). None where it may be a stretch
   of time: 近22年, 20年来, 95年. */
size_t title_short_year(struct str text, struct arena *arena,
                        struct title_period out[TITLE_PERIODS]);
/* The day up to which the data go: 数据截至2022年12月31日, 截止到2022年底. False if the
   text names none. */
bool title_until(struct str text, struct arena *arena, uint32_t *day);
/* The period that a title begins with (2023年9月全省…情况表), if it does. */
bool title_begins(struct str text, struct arena *arena, struct period *out);
/* The unit in brackets, （万张）, or the list of several: 证书(张)和组织(家); or that
   at the end, …，万张. False if there is none. */
bool title_unit(struct str text, struct arena *arena, struct str *unit);
/* The unit that the name of a file has in brackets, 证书数（万张）, or, with a
   multiplier, between its marks: GDP_亿元_2023. False if there is none. */
bool title_file_unit(struct str name, struct arena *arena, struct str *unit);
/* The unit in the corner of a head, 地区\万张. False if there is none. */
bool title_corner_unit(struct str head, struct str *unit);
/* The unit that a note gives all values: 注：本表单位为万张。
   数据以万张为单位。 False if it says nothing of it, or of some values only. */
bool title_note_unit(struct str note, struct str *unit);
/* The country, province, city or county that a title begins with (its period may stand
   before it) or has in brackets, or that is named anywhere in it. DATASET_NONE: none,
   or more than one would do. An office (安徽省统计局) is none. */
uint32_t title_area(const struct names *areas, const struct dataset *ds,
                    struct str text, bool anywhere, struct arena *arena);
/* What is counted: without brackets, periods, the area and what titles have in common
   (各省, 情况表). May be empty. */
struct str title_topic(const struct names *areas, const struct dataset *ds,
                       struct str text, struct arena *arena);

/* The code of an indicator that a file is called by, GDP-2022 or anhui_CPI: as it
   stands in the dictionary, and all that is left without areas and what begins with a
   digit. May be empty. */
struct str title_code(const struct names *areas, const struct dataset *ds,
                      struct str text, struct arena *arena);

enum title_kind { TITLE_PLAIN, TITLE_GROWTH, TITLE_SHARE };
/* By how a topic ends, 增长速度, 占比, or its words: growth rate, share of. Plain where
   the rates stand beside the figures: 证书数及增长速度. */
enum title_kind title_kind(struct str topic);
/* The words for the part that a topic begins with, 女性 and 女 of 女性就业人员, up to
   NULL; false if it names none. */
bool title_part_word(struct str topic, const char *const **words);
/* 人均, 每万人, if the topic begins so; else empty. */
struct str title_per_head(struct str topic);
/* The same of what stands in brackets at its end, 证书数（同比增长）, behind words that
   name no rate. */
enum title_kind title_bracket_kind(struct str text);
/* 累计, cumulative */
bool title_is_cumulated(struct str text);
/* What is cumulated: 地区生产总值 of 地区生产总值_累计值. False if the text says
   nothing of it, or nothing besides. */
bool title_split_cumulated(struct str text, struct str *what);
/* True for a head that names a rate in whatever way: 比上年增长(%), 占全国比重. */
bool title_names_rate(struct str head);

#endif
