/* ingest_bench make DIR ROWS [FORM]: a project with one long file of that many rows (31
   areas × 100 indicators × 60 months, as often as it takes), the same every time.
   FORM: plain, quoted (all cells of text), crlf, titled (a title above; below a total
   and notes), dimension (a column of items more), sdmx (SDMX-CSV, by its format's
   name), vintage (a column of vintages more), columns (one of values and one of
   statuses for each item), genesis (a flat file, by its format's name). The keys are
   the same in all. Encodings are iconv's work. ingest_bench read DIR: ingests it, the
   rows of each key added up, and prints what came out. ingest_bench many DIR COUNT: as
   many files of 100 rows instead. */
#include "base/file.h"
#include "ingest/exports.h"
#include "ingest/ingest.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { AREAS = 31, INDICATORS = 100, MONTHS = 60, SMALL_ROWS = 100 };

static const char *const names[AREAS] = {
    "北京市",          "天津市", "河北省",   "山西省", "内蒙古自治区",
    "辽宁省",          "吉林省", "黑龙江省", "上海市", "江苏省",
    "浙江省",          "安徽省", "福建省",   "江西省", "山东省",
    "河南省",          "湖北省", "湖南省",   "广东省", "广西壮族自治区",
    "海南省",          "重庆市", "四川省",   "贵州省", "云南省",
    "西藏自治区",      "陕西省", "甘肃省",   "青海省", "宁夏回族自治区",
    "新疆维吾尔自治区"};

static FILE *create(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(3);
    }
    return file;
}

static void make_dictionaries(const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/input", folder);
    mkdir(path, 0777);
    FILE *areas = create(folder, "input/areas.csv");
    fputs("code,name,level,ranked\n", areas);
    for (int i = 0; i < AREAS; i++) {
        fprintf(areas, "%02d0000,%s,province,1\n", 11 + i, names[i]);
    }
    fclose(areas);
    FILE *indicators = create(folder, "input/indicators.csv");
    fputs("code,name,unit,kind,aggregation\n", indicators);
    for (int i = 0; i < INDICATORS; i++) {
        fprintf(indicators, "CERT%03d,有效认证证书%03d,张,ratio,sum\n", i, i);
    }
    fclose(indicators);
    FILE *dimensions = create(folder, "input/dimensions.csv");
    fputs("dimension,code,name\nSEX,,性别\nSEX,F,女\nSEX,M,男\n", dimensions);
    fclose(dimensions);
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A key and its value; each key is of one item. */
struct row {
    long area, indicator, year, month;
    int item; /* 0: all of them */
    unsigned whole, cents;
};

static struct row next_row(uint32_t *random) {
    long key = (long)(next_random(random) % (AREAS * INDICATORS * MONTHS));
    long months = key / (AREAS * INDICATORS);
    struct row row = {.area = key % AREAS,
                      .indicator = key / AREAS % INDICATORS,
                      .year = 2019 + months / 12,
                      .month = 1 + months % 12,
                      .item = (int)(key % 3),
                      .cents = next_random(random) % 100};
    row.whole = next_random(random) % 1000000;
    return row;
}

/* How the same rows are written. */
struct form {
    const char *name, *file;
    void (*put)(FILE *file, const struct form *form, const struct row *row);
    const char *quote, *line_end, *head, *below;
};

static void put_plain(FILE *file, const struct form *form, const struct row *r) {
    const char *q = form->quote;
    fprintf(file, "%s%s%s,%s有效认证证书%03ld%s,%s%ld-%02ld%s,%u.%02u,%s张%s%s", q,
            names[r->area], q, q, r->indicator, q, q, r->year, r->month, q, r->whole,
            r->cents, q, q, form->line_end);
}

static void put_item(FILE *file, const struct form *form, const struct row *r) {
    static const char *const items[] = {"合计", "女", "男"};
    fprintf(file, "%s,有效认证证书%03ld,%s,%ld-%02ld,%u.%02u,张%s", names[r->area],
            r->indicator, items[r->item], r->year, r->month, r->whole, r->cents,
            form->line_end);
}

static void put_sdmx(FILE *file, const struct form *form, const struct row *r) {
    static const char *const items[] = {"_T", "F", "M"};
    fprintf(file, "NQI:CERT(1.0),M,%02ld0000,CERT%03ld,%s,%ld-%02ld,%u.%02u,张,A%s",
            11 + r->area, r->indicator, items[r->item], r->year, r->month, r->whole,
            r->cents, form->line_end);
}

/* A vintage of each period. */
static void put_vintage(FILE *file, const struct form *form, const struct row *r) {
    fprintf(file, "%s,有效认证证书%03ld,%ld-%02ld,%u.%02u,张,%ld-%02ld-28%s",
            names[r->area], r->indicator, r->year, r->month, r->whole, r->cents,
            r->year + 1, r->month, form->line_end);
}

/* A column of values for each item, and statuses of them. */
static void put_columns(FILE *file, const struct form *form, const struct row *r) {
    static const char *const before[] = {"", ",,", ",,,,"};
    static const char *const behind[] = {",A,,,,", ",A,,", ",A"};
    fprintf(file, "%s,有效认证证书%03ld,%ld-%02ld,%s%u.%02u%s%s", names[r->area],
            r->indicator, r->year, r->month, before[r->item], r->whole, r->cents,
            behind[r->item], form->line_end);
}

/* GENESIS: groups of four columns for area, part of the year and sex. */
static void put_genesis(FILE *file, const struct form *form, const struct row *r) {
    static const char *const items[] = {";;;", "SEX;Sex;F;women", "SEX;Sex;M;men"};
    fprintf(file,
            "9;Labs;JAHR;Jahr;%ld;DLAND;Land;%02ld0000;x;MONAT;Monat;MONAT%02ld;y;%s;"
            "%u,%02u;张;CERT%03ld;words;%s",
            r->year, 11 + r->area, r->month, items[r->item], r->whole, r->cents,
            r->indicator, form->line_end);
}

#define HEAD "地区,指标,时间,数值,单位"
#define GROUP(N)                                                                       \
    N "_variable_code;" N "_variable_label;" N "_variable_attribute_code;" N           \
      "_variable_attribute_label;"

static const struct form forms[] = {
    {"plain", "long.csv", put_plain, "", "\n", HEAD "\n", ""},
    {"quoted", "long.csv", put_plain, "\"", "\n",
     "\"地区\",\"指标\",\"时间\",\"数值\",\"单位\"\n", ""},
    {"crlf", "long.csv", put_plain, "", "\r\n", HEAD "\r\n", ""},
    {"titled", "long.csv", put_plain, "", "\n",
     "各省有效认证证书（2019—2023年）,,,,\n数据库：认证认可,,,,\n" HEAD "\n",
     "合计,有效认证证书000,2019-01,1.00,张\n"
     "注：本表数据为快报数，以年鉴为准。,,,,\n数据来源：国家统计局,,,,\n"},
    {"dimension", "long.csv", put_item, "", "\n", "地区,指标,性别,时间,数值,单位\n",
     ""},
    {"sdmx", "sdmx.csv", put_sdmx, "", "\n",
     "DATAFLOW,FREQ,REF_AREA,INDICATOR,SEX,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,"
     "OBS_STATUS\n",
     ""},
    {"vintage", "long.csv", put_vintage, "", "\n", HEAD ",版本\n", ""},
    {"columns", "columns.csv", put_columns, "", "\n",
     "地区,指标,时间,合计,合计状态,女,女状态,男,男状态\n", ""},
    {"genesis", "genesis.csv", put_genesis, "", "\n",
     "statistics_code;statistics_label;time_code;time_label;time;" GROUP("1") GROUP("2")
         GROUP("3") "value;value_unit;value_variable_code;"
                    "value_variable_label;value_q\n",
     ""}};

static void put_rows(FILE *file, const struct form *form, long rows, uint32_t *random) {
    fputs(form->head, file);
    for (long i = 0; i < rows; i++) {
        struct row row = next_row(random);
        form->put(file, form, &row);
    }
    fputs(form->below, file);
}

static int make_long(const char *folder, long rows, const char *name) {
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(forms[i].name, name) == 0) {
            char path[64];
            snprintf(path, sizeof path, "input/%s", forms[i].file);
            make_dictionaries(folder);
            FILE *file = create(folder, path);
            uint32_t random = 20230922;
            put_rows(file, &forms[i], rows, &random);
            fclose(file);
            return 0;
        }
    }
    fprintf(stderr, "ingest_bench: no form %s\n", name);
    return 2;
}

static void make_many(const char *folder, long count) {
    make_dictionaries(folder);
    uint32_t random = 20230922;
    for (long k = 0; k < count; k++) {
        char name[64];
        snprintf(name, sizeof name, "input/small-%06ld.csv", k);
        FILE *file = create(folder, name);
        put_rows(file, &forms[0], SMALL_ROWS, &random);
        fclose(file);
    }
}

static int read_all(const char *folder) {
    int dir = open(folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    struct arena *arena = arena_open_shared((size_t)4 << 30);
    struct diag *diag = diag_open();
    struct dataset *ds = dataset_open(arena);
    struct profile_pair option = {STR("duplicates"), STR("sum")};
    struct profile_pair last = {STR("duplicates"), STR("last")};
    struct profile_pair columns[] = {
        {STR("合计"), STR("value")},    {STR("女"), STR("[SEX=F]")},
        {STR("男"), STR("[SEX=M]")},    {STR("合计状态"), STR("status")},
        {STR("女状态"), STR("status")}, {STR("男状态"), STR("status")}};
    struct source_profile profiles[] = {
        {.name = STR("long"),
         .file = STR("input/long.csv"),
         .layout = &layout_long,
         .options = &option,
         .option_count = 1,
         .optional = true},
        {.name = STR("sdmx"),
         .file = STR("input/sdmx.csv"),
         .layout = &layout_long,
         .format = &export_sdmx_csv,
         .area_level = STR("province"),
         .options = &option,
         .option_count = 1,
         .optional = true},
        {.name = STR("columns"),
         .file = STR("input/columns.csv"),
         .layout = &layout_long,
         .columns = columns,
         .column_count = sizeof columns / sizeof *columns,
         .options = &option,
         .option_count = 1,
         .optional = true},
        {.name = STR("genesis"),
         .file = STR("input/genesis.csv"),
         .layout = &layout_long,
         .format = &export_genesis,
         .area_level = STR("province"),
         .options = &option,
         .option_count = 1,
         .optional = true},
        {.name = STR("many"),
         .file = STR("input/small-*.csv"),
         .layout = &layout_long,
         .options = &last,
         .option_count = 1,
         .optional = true}};
    bool ok = dir >= 0 && ingest_dictionaries(dir, ds, arena, diag) &&
              ingest_sources(dir, profiles, sizeof profiles / sizeof *profiles, ds,
                             arena, diag);
    dataset_seal(ds);
    size_t count, rows = 0;
    const struct observation *all = dataset_observations(ds, &count);
    int64_t cents = 0;
    for (size_t i = 0; i < count; i++) {
        cents +=
            decimal_scale(all[i].value, 2).exponent == 0 ? all[i].value.coefficient : 0;
    }
    for (uint32_t i = 0; i < dataset_file_count(ds); i++) {
        rows += dataset_file(ds, i)->rows;
    }
    diag_print(diag, stderr);
    printf("%zu rows, %zu sums, total %lld.%02lld\n", rows, count,
           (long long)(cents / 100), (long long)(cents % 100));
    diag_close(diag);
    arena_close(arena);
    return ok ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc >= 4 && strcmp(argv[1], "make") == 0) {
        return make_long(argv[2], atol(argv[3]), argc > 4 ? argv[4] : "plain");
    }
    if (argc == 4 && strcmp(argv[1], "many") == 0) {
        make_many(argv[2], atol(argv[3]));
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "read") == 0) {
        return read_all(argv[2]);
    }
    fputs("usage: ingest_bench make DIR ROWS [FORM], many DIR COUNT, read DIR\n",
          stderr);
    return 2;
}
