/* libFuzzer over the whole of ingest: the first bytes choose how the source is
   declared, the rest is its file. Nothing may crash, hang or grow without bounds;
   what is accepted must be complete: a value for every observation counted. What is
   read in blocks is blocks_fuzz.c's. */
#include "base/file.h"
#include "ingest/ingest.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEAD_BYTES = 2 };

static int folder = -1;
static char name[] = "/tmp/nqi-fuzz-XXXXXX";

static void remove_folder(void) {
    unlinkat(folder, "t.csv", 0);
    rmdir(name);
}

static void open_folder(void) {
    if (mkdtemp(name) == NULL) {
        abort();
    }
    folder = open(name, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    if (atexit(remove_folder) != 0) {
        abort();
    }
}

static void add_dictionary(struct dataset *ds, struct diag *diag) {
    const struct area areas[] = {
        {.code = STR("000000"), .name = STR("全国"), .level = STR("nation")},
        {.code = STR("340000"),
         .name = STR("安徽省"),
         .short_name = STR("安徽"),
         .name_en = STR("Anhui"),
         .level = STR("province"),
         .regions = STR("region4=中部"),
         .ranked = true},
        {.code = STR("110000"),
         .name = STR("北京市"),
         .short_name = STR("北京"),
         .level = STR("province"),
         .aliases = STR("京;BJ"),
         .ranked = true}};
    const struct indicator indicators[] = {
        {.code = STR("GDP"),
         .name = STR("地区生产总值"),
         .unit = STR("亿元"),
         .kind = KIND_FLOW,
         .aggregation = AGGREGATION_SUM},
        {.code = STR("RATE"),
         .name = STR("合格率"),
         .unit = STR("%"),
         .kind = KIND_RATIO},
        {.code = STR("RANK"), .name = STR("位次"), .kind = KIND_RANK},
        {.code = STR("GRADE"), .name = STR("等级"), .kind = KIND_GRADE}};
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        dataset_add_area(ds, &areas[i], diag);
    }
    for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i++) {
        dataset_add_indicator(ds, &indicators[i], diag);
    }
}

static struct source_profile choose(const uint8_t *head, struct arena *arena) {
    const struct profile_pair pairs[] = {
        {STR("…"), STR("negligible")},          {STR("-"), STR("zero")},
        {STR("month_names"), STR("true")},      {STR("serial_dates"), STR("true")},
        {STR("chinese_numerals"), STR("true")}, {STR("ranges"), STR("low")},
        {STR("duplicates"), STR("last")}};
    struct profile_pair *copy = arena_alloc(arena, sizeof pairs);
    memcpy(copy, pairs, sizeof pairs);
    struct source_profile p = {.name = STR("t"), .file = STR("t.csv")};
    p.layout = (const void *)layout_kinds[head[0] & 7];
    p.lenient = (head[0] & 8) != 0;
    p.fill_down = (head[0] & 16) != 0;
    if ((head[0] & 32) != 0) {
        p.indicator = STR("GDP");
    }
    if ((head[0] & 64) != 0) {
        p.area = STR("000000");
        p.area_level = STR("province");
    }
    if ((head[0] & 128) != 0) {
        p.period = STR("2023");
        p.total_area = STR("000000");
    }
    p.head_rows = head[1] & 3;
    p.symbols = copy;
    p.symbol_count = (head[1] & 4) != 0 ? 2 : 0;
    p.options = copy + 2;
    p.option_count = (head[1] & 8) != 0 ? 5 : 0;
    if ((head[1] & 16) != 0) {
        p.encoding = STR("gb18030");
    }
    if ((head[1] & 32) != 0) {
        p.separator = (head[1] & 64) != 0 ? STR("，") : STR(",");
    }
    p.first_line = (head[1] & 128) != 0 ? 2 : 0;
    return p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < HEAD_BYTES) {
        return 0;
    }
    if (folder < 0) {
        open_folder();
    }
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct dataset *ds = dataset_open(arena);
    struct source_profile profile = choose(data, arena);
    struct str bytes = {(const char *)data + HEAD_BYTES, size - HEAD_BYTES};
    add_dictionary(ds, diag);
    if (!file_write(folder, "t.csv", bytes, diag)) {
        abort();
    }
    bool ok = ingest_sources(folder, &profile, 1, ds, arena, diag);
    if (ok != (diag_count(diag, DIAG_ERROR) == 0)) {
        abort();
    }
    dataset_seal(ds);
    size_t count, sum = 0;
    const struct observation *all = dataset_observations(ds, &count);
    for (size_t i = 0; i < count; i++) {
        const struct observation *o =
            dataset_find(ds, all[i].series, all[i].area, all[i].period);
        if (o != &all[i] || o->source.line == 0 || o->source.column == 0) {
            abort();
        }
        size_t chained = 0;
        while ((o = dataset_older(ds, o)) != NULL) {
            if (o->series != all[i].series || o->area != all[i].area ||
                !period_equal(o->period, all[i].period) || ++chained > size) {
                abort();
            }
        }
    }
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++) {
        size_t n;
        dataset_of_indicator(ds, i, &n);
        sum += n;
    }
    if (sum != count) {
        abort();
    }
    size_t entries;
    const struct diag_entry *e = diag_entries(diag, &entries);
    for (size_t i = 0; i < entries; i++) {
        if (utf8_invalid(e[i].text) != STR_NOT_FOUND) {
            abort();
        }
    }
    diag_close(diag);
    arena_close(arena);
    return 0;
}
