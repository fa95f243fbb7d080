/* Everything that is printed as text can be read on what it stands on: WCAG 2.2, 1.4.3.
 */
#include "unit.h"

#include "document/theme.h"
#include "draw/marks.h"
#include "script_project.h"
#include <stddef.h>
#include <stdio.h>

static void check(const char *preset, const char *name, uint32_t colour,
                  uint32_t ground) {
    float ratio = mark_contrast(colour, ground);
    if (ratio < 4.5f)
        fail_msg("%s: %s #%06x on #%06x is %.2f : 1", preset, name, (unsigned)colour,
                 (unsigned)ground, (double)ratio);
}

static void check_theme(const char *preset, const struct theme *theme) {
    /* body is the first of the texts, kpi_value the last. */
    const struct theme_text *text = &theme->body;
    for (; text <= &theme->kpi_value; text++)
        check(preset, "a text", text->colour, 0xFFFFFF);
    const struct {
        const char *name;
        uint32_t colour;
    } words[] = {{"ink", theme->ink},     {"accent", theme->accent},
                 {"alert", theme->alert}, {"grey", theme->grey},
                 {"good", theme->good},   {"watch", theme->watch},
                 {"bad", theme->bad}};
    const uint32_t grounds[] = {0xFFFFFF, theme->tint, theme->panel};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t k = 0; k < sizeof grounds / sizeof *grounds; k++)
            check(preset, words[i].name, words[i].colour, grounds[k]);
    for (size_t i = 0; i < theme->series_count; i++)
        check(preset, "series", theme->series[i], 0xFFFFFF);
    for (size_t i = 0; i < sizeof theme->ramp / sizeof *theme->ramp; i++)
        check(preset, "ramp", mark_ink_on(theme->ramp[i], theme->ink), theme->ramp[i]);
}

static void presets_can_be_read(void **state) {
    (void)state;
    static const char *const presets[] = {"yearbook", "gongwen"};
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++) {
        const struct theme *theme;
        char text[64];
        snprintf(text, sizeof text, "return { preset = \"%s\" }", presets[i]);
        script_project_open(NULL);
        script_project_write("templates/theme.lua", text);
        assert_true(script_read_theme(script_shared.script, &theme));
        assert_str(theme->name, presets[i]);
        check_theme(presets[i], theme);
        script_project_close();
    }
    /* And what this project changes. */
    const struct theme *theme;
    script_project_open(".");
    assert_true(script_read_theme(script_shared.script, &theme));
    check_theme("templates/theme.lua", theme);
    script_project_close();
}

/* Whatever colour an office chooses for a field, the words on it can be read. */
static void words_on_any_fill_can_be_read(void **state) {
    (void)state;
    for (uint32_t fill = 0; fill <= 0xFFFFFF; fill += 0x010309)
        check("a fill", "its words", mark_ink_on(fill, 0x20262E), fill);
    /* The values of W3C's own example: #767676 is the lightest grey on white. */
    assert_float_equal(mark_contrast(0x767676, 0xFFFFFF), 4.54f, 0.01f);
    assert_float_equal(mark_contrast(0, 0xFFFFFF), 21, 0.01f);
    assert_int_equal(mark_ink_on(0x1D5B79, 0x20262E), 0xFFFFFF);
    assert_int_equal(mark_ink_on(0xE3ECF1, 0x20262E), 0x20262E);
    assert_int_equal(mark_ink_on(0x5389A6, 0x20262E), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_can_be_read),
        cmocka_unit_test(words_on_any_fill_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
