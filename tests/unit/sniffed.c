#include "sniffed.h"

#include "unit.h"

#include "base/file.h"
#include "ingest/ingest.h"
#include "words/words.h"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void sniffed_in(const char *language, bool letters, struct str text, struct buf *out) {
    char folder[] = "/tmp/nqi-sniff-XXXXXX";
    assert_non_null(mkdtemp(folder));
    int dir = open(folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct catalogue messages;
    assert_true(words_messages(str_from(language), &messages));
    diag_set_messages(diag, messages);
    struct dataset *ds = dataset_open(arena);
    const struct area areas[] = {
        {.code = STR("340000"),
         .name = STR("安徽省"),
         .short_name = STR("安徽"),
         .level = STR("province")},
        {.code = STR("110000"),
         .name = STR("北京市"),
         .short_name = STR("北京"),
         .aliases = letters ? STR("BJ") : (struct str){0},
         .level = STR("province")},
        {.code = STR("120000"),
         .name = STR("天津市"),
         .aliases = letters ? STR("TJ") : (struct str){0},
         .level = STR("province")},
        {.code = STR("340100"), .name = STR("合肥市"), .level = STR("city")},
        {.code = STR("DEU"), .name = STR("Germany"), .level = STR("country")},
        {.code = STR("000000"), .name = STR("全国"), .level = STR("nation")}};
    const struct indicator indicators[] = {
        {.code = STR("GDP"), .name = STR("地区生产总值"), .unit = STR("亿元")},
        {.code = STR("POP"), .name = STR("年末常住人口"), .unit = STR("万人")}};
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        dataset_add_area(ds, &areas[i], diag);
    }
    for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i++) {
        dataset_add_indicator(ds, &indicators[i], diag);
    }
    assert_true(file_write(dir, "t.csv", text, diag));
    assert_true(ingest_sniff(dir, "t.csv", ds, out, diag));
    diag_close(diag);
    arena_close(arena);
    unlinkat(dir, "t.csv", 0);
    close(dir);
    rmdir(folder);
}
