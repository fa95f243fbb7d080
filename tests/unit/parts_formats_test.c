/* Formats by name whose rows say something together (steps between days, codes in the
   row below, a year above, a second table), read in parts and at once. What a part does
   not see stands far away: hundreds of rows between. */
#include "unit.h"

#include "two_ways.h"

#include "ingest/exports.h"
#include "ingest/parts.h"
#include <string.h>
#include <unistd.h>

static struct buf text;

/* Read in blocks of many sizes as at once, which is to give so many observations. */
static void agrees(const struct source_profile *p, size_t observations) {
    two_ways_write(buf_str(&text));
    struct outcome outcome = two_ways_ingest(*p, NULL, NULL);
    if (!outcome.ok || outcome.file.observations != observations) {
        fail_msg("%s: %zu of %zu values\n%.*s", p->format->kind.name,
                 outcome.file.observations, observations, 3000,
                 strstr(buf_z(&outcome.text), "t.csv"));
    }
    buf_close(&outcome.text);
    for (size_t n = 1; n < 20000; n = n * 3 / 2 + 7) {
        const struct bulk_options options = {.block_bytes = n,
                                             .sample_rows = 1 + n % 3};
        if (!two_ways_agree(p, parts_read, &options)) {
            fail_msg("%s: declined in blocks of %zu", p->format->kind.name, n);
        }
    }
    buf_clear(&text);
}

static struct source_profile of(const struct export_kind *format) {
    return (struct source_profile){.format = format, .area_level = STR("province")};
}

/* Quarters but for one month between them, far down: then all are months. Days of one
   row, far up: then all are days. */
static void fred(void **state) {
    (void)state;
    struct source_profile p = of(&export_fred);
    p.area = STR("110000");
    for (int odd = -1; odd < 400; odd += odd < 0 ? 3 : 397) {
        buf_puts(&text, "observation_date,CERT000,CERT001\n");
        for (int i = 0; i < 400; i++) {
            buf_printf(&text, "%d-%02d-01,%d.5,%s\n", 1900 + i / 4, 1 + i % 4 * 3, i,
                       i % 7 == 3 ? "." : "7");
            if (i == odd) {
                buf_printf(&text, "%d-%02d-%s,8.5,7\n", 1900 + i / 4, 2 + i % 4 * 3,
                           odd == 2 ? "01" : "07");
            }
        }
        agrees(&p, odd < 0 ? 800 : 802);
    }
}

/* The areas of the first rows have codes. */
static void ine_rows(int coded) {
    buf_puts(&text, "Zona;Indicador;Periodo;Total\n");
    for (int i = 0; i < 600; i++) {
        int area = coded < 600 && i < coded ? i % 2
                   : coded < 600            ? 2 + i % 29
                   : i % 5 > 0              ? 0
                                            : i % TWO_WAYS_AREAS;
        if (i < coded) {
            buf_printf(&text, "%02d0000 ", 11 + area);
        }
        buf_printf(&text, "第%02d省;CERT%03d;%dM%02d;%d.125,5\n", area, i % 20,
                   1900 + i / 12, 1 + i % 12, i + 1);
    }
}

/* Areas without a known head, by what stands in the column; in the scanner, too, which
   must see all rows for it. */
static void ine(void **state) {
    (void)state;
    struct source_profile p = of(&export_ine);
    ine_rows(600);
    agrees(&p, 600);
    for (int coded = 120; coded <= 600; coded += 480) {
        ine_rows(coded);
        two_ways_write(buf_str(&text));
        for (size_t n = 100; n < 20000; n *= 3) {
            const struct bulk_options options = {.block_bytes = n, .sample_rows = 40};
            assert_int_equal(two_ways_agree(&p, bulk_read, &options), coded == 600);
        }
        buf_clear(&text);
    }
}

/* The codes of a series stand in the row below it. */
static void insee(void **state) {
    (void)state;
    struct source_profile p = of(&export_insee);
    p.area = STR("110000");
    p.options = (struct profile_pair[]){{STR("duplicates"), STR("last")}};
    p.option_count = 1;
    buf_puts(&text, "Libellé;idBank;Dernière mise à jour;Période");
    for (int i = 0; i < 24; i++) {
        buf_printf(&text, ";%d-%02d", 2020 + i / 12, 1 + i % 12);
    }
    for (int row = 0; row < 200; row++) {
        buf_printf(&text, "\n\"Série;\n%d\";CERT%03d;x;", row, row % 20);
        for (int i = 0; i < 24; i++) {
            buf_printf(&text, ";%d.%d", row, i);
        }
        buf_puts(&text, "\nCodes;;;");
        for (int i = 0; i < 24; i++) {
            buf_printf(&text, ";%s", i == row % 19 ? "P" : i == row % 23 ? "E" : "A");
        }
        buf_puts(&text, row % 3 == 0 ? "\n" : "");
    }
    agrees(&p, 4800);
}

/* A second table tells the footnotes of the first; it does not begin in a cell. */
static void undata(void **state) {
    (void)state;
    struct source_profile p = of(&export_undata);
    p.indicator = STR("CERT000");
    buf_puts(&text, "\"Country or Area\",\"Year\",\"Reliability\",\"Value\",\"Value "
                    "Footnotes\"\n");
    for (int i = 0; i < 300; i++) {
        buf_printf(&text, "\"第%02d省\",\"%d\",\"%s\",\"%d\",\"%d%s\"\n",
                   i % TWO_WAYS_AREAS, 1900 + i / TWO_WAYS_AREAS,
                   i % 9 == 5 ? "Provisional figure" : "x", i, i % 3,
                   i == 100 ? "\nfootnoteSeqID 3" : "");
    }
    buf_puts(&text, "\n\"footnoteSeqID\",\"Footnote\"\n");
    for (int i = 0; i < 50; i++) {
        buf_printf(&text, "\"%d\",\"a \"\"note\"\", of\nthe %d\"\n", i, i);
    }
    agrees(&p, 300);
}

static void singstat(void **state) {
    (void)state;
    struct source_profile p = of(&export_singstat);
    p.area = STR("110000");
    buf_puts(&text, "Theme: Industry\nTable Title: M1 - Laboratories\n\nData Series,");
    for (int i = 0; i < 30; i++) {
        buf_printf(&text, " %d ,", 1990 + i);
    }
    for (int row = 0; row < 20; row++) {
        buf_printf(&text, "\n CERT%03d (%s),", row, row % 2 ? "万元" : "张");
        for (int i = 0; i < 30; i++) {
            buf_printf(&text, " %s ,", i == row ? "na" : i == 7 ? "-" : "12.5");
        }
    }
    buf_puts(&text, "\n\nFootnotes:\nCERT000 : of all.\n");
    for (int i = 0; i < 60; i++) {
        buf_printf(&text, "\"CERT001 : %d, and so on\"\n", i);
    }
    buf_puts(&text, "Generated by: SingStat Table Builder\n");
    agrees(&p, 600);
}

/* The year stands once for its months, the comma in one cell. */
static void genesis_table(void **state) {
    static const char *const months[] = {"Januar", "Februar", "März", "April"};
    (void)state;
    struct source_profile p = of(&export_genesis_table);
    p.areas = (struct profile_pair[]){{STR("Deutschland"), STR("110000")}};
    p.area_count = 1;
    buf_puts(&text, "GENESIS-Tabelle: 99-0002\nLabore: Deutschland, Monate\n"
                    "Laborstatistik\nDeutschland\n;;CERT000;CERT001\n;;张;万元\n");
    for (int i = 0; i < 400; i++) {
        if (i % 4 == 0) {
            buf_printf(&text, "%d", 1900 + i / 4);
        }
        buf_printf(&text, ";%s;%d;%s\n", months[i % 4], i, i == 333 ? "7,5" : "...");
    }
    buf_puts(&text, "__________;;;\n\"Bis 1989: altes Gebiet\n\nAb 2011: neu.\"\n"
                    "© Destatis, 2024;;;\n");
    agrees(&p, 800);
}

static void chinese_tables(void **state) {
    (void)state;
    struct source_profile nbs = of(&export_nbs), cnca = of(&export_cnca);
    cnca.columns = (struct profile_pair[]){{STR("认证项目"), STR("field")},
                                           {STR("证书"), STR("CERT000")},
                                           {STR("收入"), STR("CERT001")}};
    cnca.column_count = 3;
    cnca.period = STR("2023");
    cnca.options = (struct profile_pair[]){{STR("duplicates"), STR("sum")}};
    cnca.option_count = 1;
    cnca.area = STR("110000");
    cnca.items =
        (struct profile_pair[]){{STR("甲"), STR("Q")}, {STR("乙"), STR("total")}};
    cnca.item_count = 2;
    nbs.area_level = (struct str){"", 0};
    buf_puts(&text, "数据库：分省月度数据\n指标：很长的指标名称之000(张)\n地区");
    for (int i = 0; i < 40; i++) {
        buf_printf(&text, ",%d年%d月", 2020 + i / 12, 1 + i % 12);
    }
    for (int row = 0; row < TWO_WAYS_AREAS; row++) {
        buf_printf(&text, "\n第%02d省", row);
        for (int i = 0; i < 40; i++) {
            buf_printf(&text, ",%s", i == row ? "" : "12.5");
        }
    }
    buf_puts(&text, "\n注：2023年为快报数。\n  2. 其余为\"修订数\"，\n");
    agrees(&nbs, 39 * TWO_WAYS_AREAS);
    buf_puts(&text, "认证项目,小类,证书,收入\n");
    for (int i = 0; i < 300; i++) {
        buf_printf(&text, "%s,%s,%d,7\n",
                   i % 60 == 0    ? "甲"
                   : i % 60 == 30 ? "乙"
                                  : "",
                   i % 30 == 0 ? "合计" : "甲", i);
    }
    agrees(&cnca, 600);
}

/* The last text above is known for each row, however far above it stands: with a walk
   up from each row this takes minutes. */
static void texts_far_above(void **state) {
    (void)state;
    struct source_profile genesis = of(&export_genesis_table), cnca = of(&export_cnca);
    struct profile_pair columns[] = {{STR("认证项目"), STR("field")},
                                     {STR("证书"), STR("CERT000")}},
                        item = {STR("甲"), STR("Q")},
                        area = {STR("Deutschland"), STR("110000")},
                        last = {STR("duplicates"), STR("last")};
    genesis.areas = &area;
    genesis.area_count = 1;
    genesis.options = cnca.options = &last;
    genesis.option_count = cnca.option_count = 1;
    cnca.columns = columns;
    cnca.column_count = 2;
    cnca.items = &item;
    cnca.item_count = 1;
    cnca.period = STR("2023");
    cnca.area = STR("110000");
    enum { ROWS = 400000 };
    for (int table = 0; table < 2; table++) {
        struct outcome outcome;
        buf_clear(&text);
        buf_puts(&text, table == 0
                            ? "认证项目,小类,证书\n"
                            : "GENESIS-Tabelle: 99-0002\nLabore\nLaborstatistik\n"
                              "Deutschland\n;;CERT000\n;;张\n");
        for (int i = 0; i < ROWS; i++) {
            const char *first = i > 0 ? "" : table == 0 ? "甲" : "2023";
            buf_printf(&text, table == 0 ? "%s,合计,%d\n" : "%s;Januar;%d\n", first, i);
        }
        buf_puts(&text, table == 0 ? "" : "__________;;;\n");
        two_ways_write(buf_str(&text));
        alarm(100);
        outcome = two_ways_ingest(table == 0 ? cnca : genesis, NULL, NULL);
        alarm(0);
        assert_true(outcome.ok);
        assert_int_equal(outcome.file.observations, ROWS);
        buf_close(&outcome.text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fred),           cmocka_unit_test(ine),
        cmocka_unit_test(insee),          cmocka_unit_test(undata),
        cmocka_unit_test(singstat),       cmocka_unit_test(genesis_table),
        cmocka_unit_test(chinese_tables), cmocka_unit_test(texts_far_above),
    };
    text = buf_open(1 << 24);
    int result = cmocka_run_group_tests(tests, two_ways_set_up, two_ways_tear_down);
    buf_close(&text);
    return result;
}
