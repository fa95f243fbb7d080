/* Line breaks, white space, shaping and paragraphs, with the faces of the theme. */
#include "unit.h"

#include "base/buf.h"
#include "sample_document.h"
#include "text/breaks.h"
#include "text/paragraph.h"
#include "text/shape.h"
#include "text/spacing.h"
#include "text/subset.h"
#include <math.h>
#include <string.h>

static struct fonts *fonts;
static struct arena *arena;
static struct diag *diag;

static int open_fonts(void **state) {
    (void)state;
    arena = arena_open();
    diag = diag_open();
    fonts = fonts_open(sample_theme(), diag);
    diag_print(diag, stderr);
    return fonts == NULL;
}

static int close_fonts(void **state) {
    (void)state;
    fonts_close(fonts);
    diag_close(diag);
    arena_close(arena);
    return 0;
}

typedef uint8_t *breaks_function(struct breaker *, struct str, struct arena *);

static uint8_t at_least = BREAK_WITHIN; /* breaks of a lower level are none */

/* `marked` is a text with | wherever a line may start, and nowhere else. */
static void assert_breaks(struct breaker *breaker, breaks_function *find,
                          const char *marked) {
    struct buf plain = buf_open(4096), seen = buf_open(4096);
    for (const char *p = marked; *p; p++)
        if (*p != '|')
            buf_char(&plain, *p);
    struct str text = arena_copy(arena, buf_str(&plain));
    const uint8_t *breaks = find(breaker, text, arena);
    for (size_t i = 0; i < text.n; i++) {
        if (breaks[i] >= at_least)
            buf_char(&seen, '|');
        buf_char(&seen, text.p[i]);
    }
    assert_str(buf_str(&seen), marked);
    buf_close(&plain);
    buf_close(&seen);
}

static void absolute_values_stay_whole(void **state) {
    (void)state;
    static const char text[] = "高度相关（|r|≥0.7）的有";
    struct breaker *breaker = breaker_open(diag);
    assert_non_null(breaker);
    const uint8_t *breaks = breaks_find(breaker, str_from(text), arena);
    size_t bar = (size_t)(strchr(text, '|') - text);
    assert_true(breaks[bar - strlen("（")]);
    for (size_t i = bar; i <= bar + 2; i++)
        assert_false(breaks[i]);
    /* Bars that are no pair do not bind. */
    breaks = breaks_find(breaker, STR("甲|乙"), arena);
    assert_true(breaks[strlen("甲|")]);
    breaker_close(breaker);
}

static void lines_break_where_they_may(void **state) {
    (void)state;
    static const char *const marked[] = {
        /* numbers with sign, unit, magnitude, percent */
        "为|139.6亿元，|比",
        "增|长|+5.2%；|其",
        "为|-1.5%|左|右",
        "共|1,234,567家，|居",
        "约|3.6万件。|此",
        "高|1.2个百分点。|此",
        "低|0.4个千分点。|此",
        "达|12‰，",
        "￥35.5元|起",
        "2023年|末，|全|国",
        /* ordinals, labels, ranges */
        "居|第9位。|此",
        "第三位|的|是",
        "见|图1、|表12|和|附|录",
        "1—9月|完|成",
        "2015—2023年|间",
        "63%～68%|之|间",
        "21.5∶36.1∶42.4",
        /* marks */
        "“质|量|强|国”|（NQI）|说：|《纲|要》",
        "完|成……|与|——|后",
        "C++|与|C#|语|言",
        "阿|卜|杜|拉·|买|买|提",
        /* Latin words */
        "the |quality |infra-|structure |(NQI) |system",
        "ISO |9001|标|准",
    };
    struct breaker *breaker = breaker_open(diag);
    assert_non_null(breaker);
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++)
        assert_breaks(breaker, breaks_find, marked[i]);
    breaker_close(breaker);
}

static void heads_break_between_words(void **state) {
    (void)state;
    static const char *const marked[] = {
        /* heads that were divided within words and brackets */
        "获证|组织|（同比 %）", "注册|计量师",
        "企业|标准|领跑者占比", "新发布|团体|标准",
        "社会|公用|计量|标准",  "科技|支出占|财政支出|（%）",
        "占GDP|比重",           "每万人|（项）",
        "会议|2023年9月26日",   "制造业|高质量|发展",
        "（每 1,000 人，项）",  "Valid |certificates |(thousand units)",
    };
    struct breaker *breaker = breaker_open(diag);
    assert_non_null(breaker);
    at_least = BREAK_BETWEEN;
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++)
        assert_breaks(breaker, breaks_between_words, marked[i]);
    /* Where the width does not hold a piece: its words, then any place. */
    at_least = BREAK_INSIDE;
    assert_breaks(breaker, breaks_between_words, "注册|计量师|（同比 |%）");
    assert_breaks(breaker, breaks_between_words, "2023年|9月|26日");
    at_least = BREAK_WITHIN;
    assert_breaks(breaker, breaks_between_words, "注|册|计|量|师|（同|比 |%）");
    breaker_close(breaker);
}

static void the_last_bracket_is_found(void **state) {
    (void)state;
    static const char *const heads[][2] = {
        {"获证组织（同比 %）", "（同比 %）"},
        {"面积(km(2))", "(km(2))"},
        {"（项）", "（项）"},
        {"其中（甲）：占比", ""},
        {"占比）", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct str text = str_from(heads[i][0]);
        size_t at = breaks_last_bracket(text, arena);
        assert_str(str_slice(text, at, text.n), heads[i][1]);
    }
}

static float em(const char *text) {
    return fonts_width(fonts, FONT_SERIF, 1, str_from(text));
}

/* How many lines a head is set on in a width. */
static size_t lines_in(struct str text, float width, bool words) {
    struct span span = {.text = text, .role = FONT_SANS, .size = 8};
    struct paragraph_style style = {.width = width, .align = TEXT_LEFT, .words = words};
    struct paragraph out;
    assert_true(
        paragraph_set(fonts, &span, 1, &style, arena, (struct place){0}, diag, &out));
    return out.count;
}

static void steps_are_where_lines_are_added(void **state) {
    (void)state;
    static const char *const texts[] = {
        "建立计量、标准、认证认可、检验检测协同服务的“一站式”平台，2023年达143个",
        "企业标准自我声明公开数\n（同比 %）",
        "Valid certificates of management systems (thousand)",
        "质量",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int words = 0; words < 2; words++) {
            struct str text = str_from(texts[i]);
            struct span span = {.text = text, .role = FONT_SANS, .size = 8};
            struct paragraph_style style = {.align = TEXT_LEFT, .words = words == 1};
            struct paragraph_steps steps;
            assert_true(
                paragraph_measure(fonts, &span, 1, &style, 0, 1e6F, arena, &steps));
            assert_true(steps.count > 0);
            for (size_t k = 0; k < steps.count; k++) {
                const struct paragraph_step *step = &steps.steps[k];
                assert_int_equal(lines_in(text, step->width, words), step->lines);
                if (k + 1 < steps.count) {
                    assert_true(steps.steps[k + 1].width < step->width);
                    assert_int_equal(lines_in(text, step->width - 0.2F, words),
                                     steps.steps[k + 1].lines);
                }
            }
            float last = steps.steps[steps.count - 1].width;
            assert_true(last >= steps.least && last < steps.least + 0.2F);
        }
}

static void white_space_is_squeezed(void **state) {
    (void)state;
    const struct {
        const char *text;
        double width; /* em */
    } cases[] = {
        {"国家", 2},       {"国，家", 3}, {"国（家", 3},
        {"国」，家", 3.5}, /* two closing marks share an em and a half */
        {"国）（家", 3.5}, /* closing before opening: one half between them */
        {"国《（家", 3.5}, /* two opening marks */
        {"国家。", 2.5},   /* a closing mark at the edge */
        {"（国家", 2.5},   /* an opening mark at the edge */
        {"国……家", 4},     {"国——家", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (fabs((double)em(cases[i].text) - cases[i].width) > 0.01)
            fail_msg("%s is %.3f em wide, not %.3f", cases[i].text,
                     (double)em(cases[i].text), cases[i].width);
    /* A tenth of an em at most on each side of a Latin word, or other programs extract
       a space there; none beside marks. */
    float word = em("GDP");
    assert_float_equal(em("国GDP家"), 2 + 0.18f + word, 0.001);
    assert_float_equal(em("国，GDP家"), 3 + 0.09f + word, 0.001);
    assert_float_equal(em("国 GDP"), 1 + em(" ") + word, 0.01);
    assert_int_equal(spacing_class('%'), CLASS_LATIN);
    assert_int_equal(spacing_class(0x20BB7), CLASS_HAN);
}

static void glyphs_account_for_their_text(void **state) {
    (void)state;
    static const char *const texts[] = {
        "office fi ffl AVATAR", "é = e\xCC\x81", "𠮷𬭎⼀一㐂龘",
        "x\xCC\x81z",           "——“中”……",      "1,234.5 (−0.8)%",
        "葛\xF3\xA0\x84\x80城", "CO₂ 10³ m²"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct str text = str_from(texts[i]);
        struct glyph_list list = {0};
        size_t missing, bytes = 0;
        if (!text_shape(fonts, FONT_SERIF, text, arena, &list, &missing))
            fail_msg("%s: no glyph at byte %zu", texts[i], missing);
        for (size_t g = 0; g < list.count; g++) {
            assert_int_not_equal(list.items[g].id, 0);
            bytes += list.items[g].bytes;
        }
        assert_int_equal(bytes, text.n);
        assert_int_not_equal(list.items[0].bytes, 0);
    }
}

static void figures_need_no_shaper(void **state) {
    (void)state;
    /* The short way for numbers gives what the shaper gives. */
    struct glyph_list plain = {0}, word = {0};
    size_t missing;
    assert_true(text_shape(fonts, FONT_SANS, STR("1,234.5"), arena, &plain, &missing));
    assert_true(text_shape(fonts, FONT_SANS, STR("x1,234.5"), arena, &word, &missing));
    assert_int_equal(plain.count + 1, word.count);
    for (size_t i = 0; i < plain.count; i++) {
        assert_int_equal(plain.items[i].id, word.items[i + 1].id);
        assert_float_equal(plain.items[i].advance, word.items[i + 1].advance, 1e-4);
    }
}

static struct paragraph set(const char *text, float width, enum text_align align) {
    struct span span = {.text = str_from(text), .role = FONT_SERIF, .size = 10};
    struct paragraph_style style = {.width = width, .align = align};
    struct paragraph out;
    assert_true(
        paragraph_set(fonts, &span, 1, &style, arena, (struct place){0}, diag, &out));
    return out;
}

static const char prose[] =
    "2023年，31个省（区、市）每万人发明专利授权量差距仍然较大：最高的北京为49.35件，"
    "最低的西藏为0.82件。“十四五”规划提出，2015—2023年完成投资139.6亿元，同比增长+5.2%"
    "，"
    "比上年提高1.2个百分点，安徽居全国第9位（见图1、表1）。";

static bool is_full(struct str text, size_t at) {
    uint32_t cp;
    utf8_decode(text, at, &cp);
    enum text_class class = spacing_class(cp);
    return class == CLASS_HAN || class == CLASS_OPEN || class == CLASS_CLOSE;
}

/* Between runs never as much white as a tenth of an em, and a quarter of one at most
   between Han in a run; a run with nearly a tenth is known. Returns how many places
   between Han there are. */
static size_t check_white(const struct text_line *line) {
    size_t pairs = 0;
    for (size_t r = 0; r < line->count; r++) {
        const struct text_run *run = &line->runs[r];
        float widest = 0, end = run->x;
        for (size_t g = 0, at = 0; g < run->count; at += run->glyphs[g++].bytes) {
            end += run->glyphs[g].advance;
            if (g + 1 == run->count || !is_full(run->text, at) ||
                !is_full(run->text, at + run->glyphs[g].bytes))
                continue;
            widest = fmaxf(widest, run->glyphs[g].advance - 10);
            pairs++;
        }
        assert_true(widest <= 2.51f);
        assert_int_equal(run->spaced, widest > 10 * SPACING_WORD);
        if (r + 1 < line->count)
            assert_true(line->runs[r + 1].x - end <= 1);
    }
    return pairs;
}

static void paragraphs_fill_their_lines(void **state) {
    (void)state;
    for (float width = 60; width < 400; width += 7) {
        struct paragraph p = set(prose, width, TEXT_JUSTIFY);
        size_t at = 0;
        assert_true(p.count > 1);
        for (size_t i = 0; i < p.count; i++) {
            const struct text_line *line = &p.lines[i];
            uint32_t first;
            utf8_decode(p.text, line->from, &first);
            assert_int_equal(line->from, at);
            at = line->to;
            assert_true(line->width <= width + 0.02f);
            if (i > 0)
                assert_int_not_equal(spacing_class(first), CLASS_CLOSE);
            struct str words = str_slice(p.text, line->from, line->to);
            assert_false(str_ends(words, STR("（")) || str_ends(words, STR("“")));
            /* Even lines, unless that took too much white; the last one natural. */
            size_t pairs = check_white(line);
            if (i + 1 < p.count && width - line->width > 0.05f)
                assert_true(width - line->width > 2.0f * (float)pairs);
        }
        assert_int_equal(at, p.text.n);
        const struct text_line *last = &p.lines[p.count - 1];
        assert_true(utf8_length(str_slice(p.text, last->from, last->to)) > 2);
    }
}

/* The most white between two characters of a line, in em. */
static float stretch_of(const struct text_line *line, float size) {
    float widest = 0;
    for (size_t r = 0; r < line->count; r++) {
        const struct text_run *run = &line->runs[r];
        for (size_t g = 0, at = 0; g + 1 < run->count; at += run->glyphs[g++].bytes)
            if (is_full(run->text, at) && is_full(run->text, at + run->glyphs[g].bytes))
                widest = fmaxf(widest, run->glyphs[g].advance / size - 1);
    }
    return widest;
}

/* Of several ways the one in which no line is stretched much, with no more lines; what
   no line needs stays as it was filled. */
static void stretched_lines_are_evened(void **state) {
    (void)state;
    static const char *const texts[] = {
        "6项指标中，正常3项、关注3项，无预警指标。同比增速最高的是注册计量师（7.5%"
        "），最"
        "低的是法定计量检定机构（0.8%）；强制检定合格率96.97%，同比降低0.03个百分点。",
        "6项指标中，关注6项，无正常和预警指标。同比增速最高的是现行团体标准（16.1%"
        "），最"
        "低的是现行地方标准（7.3%）；企业标准领跑者占比2.42%，同比提高0.04个百分点。"};
    for (size_t t = 0; t < 2; t++) {
        struct span span = {.text = str_from(texts[t]), .role = FONT_SERIF, .size = 10};
        struct paragraph_style style = {
            .width = 421.2f, .indent = 54, .align = TEXT_JUSTIFY};
        struct paragraph out;
        assert_true(paragraph_set(fonts, &span, 1, &style, arena, (struct place){0},
                                  diag, &out));
        assert_int_equal(out.count, 3);
        for (size_t i = 0; i + 1 < out.count; i++) {
            assert_true(stretch_of(&out.lines[i], 10) < 0.18f);
            assert_true(out.lines[i].width > style.width - (i == 0 ? 54.1f : 0.1f));
        }
    }
    struct paragraph even =
        set("一二三四五六七八九十一二三四五六七八九十一二三", 100, TEXT_JUSTIFY);
    assert_int_equal(even.count, 3);
    assert_int_equal(even.lines[0].to, 10 * 3);
    assert_int_equal(even.lines[1].to, 20 * 3);
}

static void lines_stand_where_they_should(void **state) {
    (void)state;
    struct paragraph left = set("国家", 100, TEXT_LEFT),
                     right = set("国家", 100, TEXT_RIGHT),
                     centre = set("国家", 100, TEXT_CENTRE);
    assert_float_equal(left.lines[0].runs[0].x, 0, 0.01);
    assert_float_equal(right.lines[0].runs[0].x, 80, 0.01);
    assert_float_equal(centre.lines[0].runs[0].x, 40, 0.01);
    /* A mark at the edge hangs its white half out. */
    assert_float_equal(set("（国家", 100, TEXT_LEFT).lines[0].runs[0].x, -5, 0.01);
    assert_float_equal(set("国家）", 100, TEXT_RIGHT).lines[0].runs[0].x, 75, 0.01);
    assert_int_equal(set("一\n二\n三", 100, TEXT_LEFT).count, 3);
}

static void titles_are_balanced(void **state) {
    (void)state;
    struct span span = {
        .text = STR("各省、自治区、直辖市每万人发明专利授权量及位次变化情况"),
        .role = FONT_SANS_BOLD,
        .size = 10};
    struct paragraph_style style = {
        .width = 220, .align = TEXT_CENTRE, .balance = true};
    struct paragraph out;
    assert_true(
        paragraph_set(fonts, &span, 1, &style, arena, (struct place){0}, diag, &out));
    assert_int_equal(out.count, 2);
    assert_true(fabsf(out.lines[0].width - out.lines[1].width) < 25);
}

static struct str last_error(struct diag *from) {
    size_t count;
    const struct diag_entry *entries = diag_entries(from, &count);
    assert_true(count > 0);
    return entries[count - 1].text;
}

static void what_cannot_be_set_is_an_error(void **state) {
    (void)state;
    struct diag *own = diag_open();
    struct span span = {
        .text = STR("古文字\xF0\x93\x80\x80在此"), .role = FONT_SERIF, .size = 10};
    struct paragraph_style style = {.width = 100, .align = TEXT_LEFT};
    struct paragraph out;
    struct place place = {.file = STR("a.md"), .line = 7};
    assert_false(paragraph_set(fonts, &span, 1, &style, arena, place, own, &out));
    assert_str(last_error(own),
               "no font has the character “\xF0\x93\x80\x80” (U+13000) in "
               "“古文字\xF0\x93\x80\x80在此”");
    span.text = STR("国家");
    style.width = 6;
    assert_false(paragraph_set(fonts, &span, 1, &style, arena, place, own, &out));
    assert_str(last_error(own), "“国家” does not fit in a width of 6.0 pt");
    diag_close(own);
}

static void an_uninstalled_family_is_named(void **state) {
    (void)state;
    struct diag *own = diag_open();
    struct theme theme = *sample_theme();
    theme.fonts[FONT_KAI] = (struct theme_font){STR("No Such Family"), STR("Regular")};
    assert_null(fonts_open(&theme, own));
    assert_str(last_error(own), "the font \"No Such Family\" Regular is not installed");
    diag_close(own);
}

static void font_files_are_hashed(void **state) {
    (void)state;
    const struct font_file *files;
    size_t count = fonts_files(fonts, &files);
    assert_true(count >= 5);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(strlen(files[i].sha256), 64);
        assert_true(files[i].family.n > 0 && files[i].version.n > 0);
        for (size_t k = 0; k < i; k++)
            assert_false(str_equal(files[i].path, files[k].path));
    }
}

static void subsets_are_small_and_whole(void **state) {
    (void)state;
    struct glyph_list list = {0};
    size_t missing;
    assert_true(
        text_shape(fonts, FONT_SERIF, STR("质量发展环境"), arena, &list, &missing));
    assert_true(
        text_shape(fonts, FONT_KAI, STR("质量发展环境"), arena, &list, &missing));
    for (size_t face = 0; face < 2; face++) {
        uint16_t ids[6];
        for (size_t i = 0; i < 6; i++)
            ids[i] = list.items[face * 6 + i].id;
        struct subset subset;
        assert_true(subset_make(fonts, list.items[face * 6].face, ids, 6, arena, diag,
                                &subset));
        assert_true(subset.program.n > 500 && subset.program.n < 8000);
        for (size_t i = 0; i < 6; i++) {
            assert_int_not_equal(subset.cids[i], 0);
            for (size_t k = 0; k < i; k++)
                assert_int_not_equal(subset.cids[i], subset.cids[k]);
        }
    }
}

/* Of what was looked up before, of some of it and of none of it. */
static void expected_glyphs_change_no_byte(void **state) {
    (void)state;
    static const enum font_role roles[] = {FONT_SERIF, FONT_SANS, FONT_KAI};
    enum { ROLES = sizeof roles / sizeof *roles };
    const struct str text = STR("质量发展（2024）环境ABC，12.5%；“广西”"),
                     expected[] = {STR("质量环\xFF、\xE8\xB4"), STR("2024年西部%")};
    struct subset made[2][ROLES];
    for (int round = 0; round < 2; round++) {
        for (size_t r = 0; r < ROLES; r++) {
            struct glyph_list list = {0};
            size_t missing, count = 0;
            uint16_t ids[64];
            assert_true(text_shape(fonts, roles[r], text, arena, &list, &missing));
            for (size_t i = 0; i < list.count && count < 64; i++) {
                bool again =
                    list.items[i].id == 0 || list.items[i].face != list.items[0].face;
                for (size_t k = 0; k < count; k++)
                    again = again || ids[k] == list.items[i].id;
                if (!again)
                    ids[count++] = list.items[i].id;
            }
            assert_true(count > 10);
            assert_true(subset_make(fonts, list.items[0].face, ids, count, arena, diag,
                                    &made[round][r]));
        }
        fonts_expect(fonts, expected, 2);
    }
    for (size_t r = 0; r < ROLES; r++) {
        assert_true(made[0][r].program.n > 500);
        assert_true(str_equal(made[0][r].program, made[1][r].program));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absolute_values_stay_whole),
        cmocka_unit_test(lines_break_where_they_may),
        cmocka_unit_test(heads_break_between_words),
        cmocka_unit_test(the_last_bracket_is_found),
        cmocka_unit_test(steps_are_where_lines_are_added),
        cmocka_unit_test(white_space_is_squeezed),
        cmocka_unit_test(glyphs_account_for_their_text),
        cmocka_unit_test(figures_need_no_shaper),
        cmocka_unit_test(paragraphs_fill_their_lines),
        cmocka_unit_test(stretched_lines_are_evened),
        cmocka_unit_test(lines_stand_where_they_should),
        cmocka_unit_test(titles_are_balanced),
        cmocka_unit_test(what_cannot_be_set_is_an_error),
        cmocka_unit_test(an_uninstalled_family_is_named),
        cmocka_unit_test(font_files_are_hashed),
        cmocka_unit_test(subsets_are_small_and_whole),
        cmocka_unit_test(expected_glyphs_change_no_byte),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
