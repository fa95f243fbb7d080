/* templates/theme.lua over a preset (nqi/presets.lua) → struct theme. */
#include "base/embedded.h"
#include "document/picture.h"
#include "document/printed.h"
#include "script/spec.h"
#include <math.h>
#include <stddef.h>

#define THEME "templates/theme.lua"
#define PRESETS "nqi/presets.lua"
#define NAMED "return require(\"nqi.presets\").named(...)"

static const char *const roles[] = {"serif",     "serif_bold", "sans", "sans_medium",
                                    "sans_bold", "kai",        "mono", NULL};

static const char *const places[] = {"centre", "left", "full", NULL};

#define AT(member) offsetof(struct theme, member)
#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

static const struct field font_fields[] = {
    {"family", FIELD_TEXT, offsetof(struct theme_font, family), 0, NULL},
    {"style", FIELD_TEXT, offsetof(struct theme_font, style), 0, NULL},
};

static const struct field text_fields[] = {
    {"role", FIELD_CHOICE, offsetof(struct theme_text, role), 0, roles},
    {"size", FIELD_LENGTH, offsetof(struct theme_text, size), 0, NULL},
    {"leading", FIELD_LENGTH, offsetof(struct theme_text, leading), 0, NULL},
    {"colour", FIELD_COLOUR, offsetof(struct theme_text, colour), 0, NULL},
};

/* The tables of role, size, leading and colour. */
static const struct {
    const char *name;
    size_t offset;
} text_styles[] = {
    {"body", AT(body)},
    {"caption", AT(caption)},
    {"unit", AT(unit)},
    {"table", AT(table)},
    {"table_head", AT(table_head)},
    {"note", AT(note)},
    {"running", AT(running)},
    {"cover_title", AT(cover_title)},
    {"cover_subtitle", AT(cover_subtitle)},
    {"cover_small", AT(cover_small)},
    {"toc", AT(toc)},
    {"chart_label", AT(chart_label)},
    {"chart_tick", AT(chart_tick)},
    {"kpi_label", AT(kpi_label)},
    {"kpi_value", AT(kpi_value)},
    {"masthead_title", AT(masthead_title)},
    {"summary", AT(summary)},
    {"summary_other", AT(summary_other)},
};

static const struct field theme_fields[] = {
    {"preset", FIELD_OTHER, 0, 0, NULL},
    {"name", FIELD_TEXT, AT(name), 0, NULL},
    {"page_width", FIELD_LENGTH, AT(page_width), 0, NULL},
    {"page_height", FIELD_LENGTH, AT(page_height), 0, NULL},
    {"margin_top", FIELD_LENGTH, AT(margin_top), 0, NULL},
    {"margin_bottom", FIELD_LENGTH, AT(margin_bottom), 0, NULL},
    {"margin_left", FIELD_LENGTH, AT(margin_left), 0, NULL},
    {"margin_right", FIELD_LENGTH, AT(margin_right), 0, NULL},
    {"paragraph_indent_em", FIELD_LENGTH, AT(paragraph_indent_em), 0, NULL},
    {"paragraph_gap", FIELD_LENGTH, AT(paragraph_gap), 0, NULL},
    {"ink", FIELD_COLOUR, AT(ink), 0, NULL},
    {"accent", FIELD_COLOUR, AT(accent), 0, NULL},
    {"alert", FIELD_COLOUR, AT(alert), 0, NULL},
    {"grey", FIELD_COLOUR, AT(grey), 0, NULL},
    {"hairline", FIELD_COLOUR, AT(hairline), 0, NULL},
    {"tint", FIELD_COLOUR, AT(tint), 0, NULL},
    {"panel", FIELD_COLOUR, AT(panel), 0, NULL},
    {"good", FIELD_COLOUR, AT(good), 0, NULL},
    {"watch", FIELD_COLOUR, AT(watch), 0, NULL},
    {"bad", FIELD_COLOUR, AT(bad), 0, NULL},
    {"rule_heavy", FIELD_LENGTH, AT(rule_heavy), 0, NULL},
    {"rule_head", FIELD_LENGTH, AT(rule_head), 0, NULL},
    {"rule_light", FIELD_LENGTH, AT(rule_light), 0, NULL},
    {"rule_inner", FIELD_LENGTH, AT(rule_inner), 0, NULL},
    {"rule_every", FIELD_COUNT, AT(rule_every), 0, NULL},
    {"table_place", FIELD_CHOICE, AT(table_place), 0, places},
    {"table_label", FIELD_TEXT, AT(table_label), 0, NULL},
    {"figure_label", FIELD_TEXT, AT(figure_label), 0, NULL},
    {"continued", FIELD_TEXT, AT(continued), 0, NULL},
    {"contents_title", FIELD_TEXT, AT(contents_title), 0, NULL},
    {"page_label", FIELD_TEXT, AT(page_label), 0, NULL},
    {"unit_prefix", FIELD_TEXT, AT(unit_prefix), 0, NULL},
    {"note_prefix", FIELD_TEXT, AT(note_prefix), 0, NULL},
    {"source_prefix", FIELD_TEXT, AT(source_prefix), 0, NULL},
    {"demo_mark", FIELD_TEXT, AT(demo_mark), 0, NULL},
    {"organisation", FIELD_TEXT, AT(organisation), 0, NULL},
    {"cover_head", FIELD_TEXT, AT(cover_head), 0, NULL},
    {"cover_foot", FIELD_TEXT, AT(cover_foot), 0, NULL},
    {"running_left", FIELD_TEXT, AT(running_left), 0, NULL},
    {"running_right", FIELD_TEXT, AT(running_right), 0, NULL},
    {"running_foot", FIELD_TEXT, AT(running_foot), 0, NULL},
    {"watermark", FIELD_TEXT, AT(watermark), 0, NULL},
    {"logo", FIELD_TEXT, AT(logo.file), 0, NULL},
    {"logo_alt", FIELD_TEXT, AT(logo.alt), 0, NULL},
    {"logo_height", FIELD_LENGTH, AT(logo.height), 0, NULL},
    {"seal", FIELD_TEXT, AT(seal.file), 0, NULL},
    {"seal_alt", FIELD_TEXT, AT(seal.alt), 0, NULL},
    {"seal_height", FIELD_LENGTH, AT(seal.height), 0, NULL},
    {"pdf_standard", FIELD_TEXT, AT(pdf_standard), 0, NULL},
    {"pdf_figures", FIELD_FLAG, AT(pdf_figures), 0, NULL},
    {"csv_figures", FIELD_FLAG, AT(csv_figures), 0, NULL},
    {"grid_advance", FIELD_LENGTH, AT(grid_advance), 0, NULL},
    {"heading_indent_em", FIELD_LENGTH, AT(heading_indent_em), 0, NULL},
    {"plain_pages", FIELD_FLAG, AT(plain_pages), 0, NULL},
    {"chapter_new_page", FIELD_FLAG, AT(chapter_new_page), 0, NULL},
    {"masthead", FIELD_FLAG, AT(masthead), 0, NULL},
    {"sign_by_hand", FIELD_FLAG, AT(sign_by_hand), 0, NULL},
    {"line_grid", FIELD_FLAG, AT(line_grid), 0, NULL},
    /* read below */
    {"fonts", FIELD_OTHER, 0, 0, NULL},
    {"fallback", FIELD_OTHER, 0, 0, NULL},
    {"heading", FIELD_OTHER, 0, 0, NULL},
    {"series", FIELD_OTHER, 0, 0, NULL},
    {"ramp", FIELD_OTHER, 0, 0, NULL},
    {"numbering", FIELD_OTHER, 0, 0, NULL},
};

struct reading {
    struct script *script;
    struct theme *theme;
    struct str file, text;
    bool ok;
};

/* A list of at most `room` colours at field `name`: how many, or 0 if absent. */
static size_t read_colours(struct spec *spec, int table, const char *name,
                           uint32_t *out, size_t room, bool *ok) {
    lua_State *L = spec->L;
    lua_getfield(L, table, name);
    size_t n = lua_istable(L, -1) ? lua_rawlen(L, -1) : 0;
    if (!lua_isnil(L, -1) && (n == 0 || n > room)) {
        *ok = diag_error(script_diag(spec->script), spec_place(spec, str_from(name)),
                         "theme: %s must list 1 to %zu colours", name, room);
        n = 0;
    }
    for (size_t i = 0; i < n; i++) {
        const struct field colour = {name, FIELD_COLOUR, i * sizeof *out, 0, NULL};
        lua_createtable(L, 0, 1);
        lua_rawgeti(L, -2, (lua_Integer)i + 1);
        lua_setfield(L, -2, name);
        *ok = spec_read(spec, -1, &colour, 1, out) && *ok;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return n;
}

/* One text style at field `name` of `table`, or at place `i` of it. */
static bool read_style(struct spec *spec, int table, const char *name, lua_Integer i,
                       struct theme_text *out) {
    if (name != NULL)
        lua_getfield(spec->L, table, name);
    else
        lua_rawgeti(spec->L, table, i);
    bool ok = lua_isnil(spec->L, -1) ||
              spec_read(spec, -1, text_fields, COUNT_OF(text_fields), out);
    lua_pop(spec->L, 1);
    return ok;
}

static bool read_fonts(struct spec *spec, int table, struct theme *theme) {
    lua_State *L = spec->L;
    bool ok = true;
    lua_getfield(L, table, "fonts");
    if (!lua_isnil(L, -1)) {
        struct field list[FONT_ROLE_COUNT];
        for (size_t i = 0; i < FONT_ROLE_COUNT; i++)
            list[i] = (struct field){roles[i], FIELD_OTHER, 0, 0, NULL};
        ok = spec_read(spec, -1, list, FONT_ROLE_COUNT, theme->fonts);
        for (size_t i = 0; ok && i < FONT_ROLE_COUNT; i++) {
            if (lua_getfield(L, -1, roles[i]) != LUA_TNIL)
                ok = spec_read(spec, -1, font_fields, COUNT_OF(font_fields),
                               &theme->fonts[i]);
            lua_pop(L, 1);
        }
    }
    lua_pop(L, 1);
    lua_getfield(L, table, "fallback");
    if (lua_istable(L, -1)) {
        size_t n = lua_rawlen(L, -1), room = COUNT_OF(theme->fallback);
        if (n > room)
            ok =
                diag_error(script_diag(spec->script), spec_place(spec, STR("fallback")),
                           "theme: at most %zu fallback fonts", room);
        theme->fallback_count = n < room ? n : room;
        for (size_t i = 0; i < theme->fallback_count; i++) {
            lua_rawgeti(L, -1, (lua_Integer)i + 1);
            ok = spec_read(spec, -1, font_fields, COUNT_OF(font_fields),
                           &theme->fallback[i]) &&
                 ok;
            lua_pop(L, 1);
        }
    }
    lua_pop(L, 1);
    return ok;
}

static bool read_numbering(struct spec *spec, int table, struct theme *theme) {
    lua_State *L = spec->L;
    bool ok = true;
    lua_getfield(L, table, "numbering");
    for (size_t i = 0; lua_istable(L, -1) && i < COUNT_OF(theme->numbering); i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            theme->numbering[i] = spec_text(spec->script, L, -1);
            ok = spec_is_plain(spec, "numbering", theme->numbering[i]) && ok;
        } else if (!lua_isnil(L, -1))
            ok = diag_error(script_diag(spec->script),
                            spec_place(spec, STR("numbering")),
                            "theme: numbering must be a list of texts");
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return ok;
}

/* Lengths that no page can be made of. */
static bool check_theme(struct spec *spec, const struct theme *theme) {
    struct diag *diag = script_diag(spec->script);
    bool ok = true;
    if (!(theme->page_width >= 72 && theme->page_width <= 14400 &&
          theme->page_height >= 72 && theme->page_height <= 14400))
        ok = diag_error(diag, spec_place(spec, STR("page_width")),
                        "theme: a page must measure 72 to 14400 points");
    if (theme->margin_left + theme->margin_right >= theme->page_width ||
        theme->margin_top + theme->margin_bottom >= theme->page_height)
        ok = diag_error(diag, spec_place(spec, STR("margin_left")),
                        "theme: the margins leave no room on the page");
    const char *base = (const char *)theme;
    for (size_t i = 0; i < COUNT_OF(text_styles); i++) {
        const struct theme_text *style = (const void *)(base + text_styles[i].offset);
        if (!(style->size >= 3 && style->size <= 200 && style->leading >= style->size))
            ok = diag_error(diag, spec_place(spec, str_from(text_styles[i].name)),
                            "theme: %s needs a size of 3 to 200 points and a leading "
                            "not below it",
                            text_styles[i].name);
    }
    return ok;
}

/* The texts that print what a report is called, and where a page is. */
static bool check_forms(struct spec *spec, const struct theme *theme) {
    const struct {
        const char *name;
        struct str form;
        bool on_page; /* with a number: not a cover, nor what all pages have alike */
    } forms[] = {{"cover_head", theme->cover_head, false},
                 {"cover_foot", theme->cover_foot, false},
                 {"running_left", theme->running_left, true},
                 {"running_right", theme->running_right, true},
                 {"running_foot", theme->running_foot, true},
                 {"watermark", theme->watermark, false}};
    bool ok = true;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct str name = printed_form_fault(forms[i].form, forms[i].on_page);
        if (name.p == NULL)
            continue;
        ok = diag_error(script_diag(spec->script),
                        spec_place(spec, str_from(forms[i].name)),
                        "theme: %s prints no {%.*s}", forms[i].name, STR_ARG(name));
        struct str names = printed_form_names(forms[i].on_page, spec->script->arena);
        diag_hint(script_diag(spec->script), "it may have %.*s", STR_ARG(names));
    }
    return ok;
}

/* The title stands beside the logo, and both stand on a page. */
static bool check_picture(struct spec *spec, const struct theme *theme,
                          const char *name, const struct theme_picture *picture) {
    struct diag *diag = script_diag(spec->script);
    if (picture->picture == NULL)
        return true;
    float wide = (theme->page_width - theme->margin_left - theme->margin_right) / 2;
    float high = (theme->page_height - theme->margin_top - theme->margin_bottom) / 2;
    float shape = (float)picture->picture->width / (float)picture->picture->height;
    if (picture->height * shape <= wide && picture->height <= high)
        return true;
    diag_error(diag, spec_place(spec, str_from(name)),
               "theme: %s is wider or higher than half of the text of a page: %.0f × "
               "%.0f points",
               name, (double)(picture->height * shape), (double)picture->height);
    double room = floor((double)fminf(wide / shape, high));
    if (room >= THEME_PICTURE_LEAST)
        diag_hint(diag, "%s_height = %.0f has room", name, room);
    else
        diag_hint(diag, "cut off what is blank around it, or choose another picture");
    return false;
}

/* A picture without words of its own is the office's. */
static bool read_pictures(struct spec *spec, struct theme *theme) {
    const char *const names[] = {"logo", "seal"};
    struct theme_picture *pictures[] = {&theme->logo, &theme->seal};
    bool ok = true;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (pictures[i]->alt.n == 0)
            pictures[i]->alt = theme->organisation;
        ok = script_read_picture(spec, names[i], pictures[i]) &&
             check_picture(spec, theme, names[i], pictures[i]) && ok;
    }
    return ok;
}

/* [-1, +0, e] protected */
static int read_table(lua_State *L) {
    struct reading *reading = lua_touserdata(L, 2);
    struct theme *theme = reading->theme;
    struct spec spec = {reading->script, L,   reading->file, reading->text, 1,
                        "theme",         NULL};
    struct field list[COUNT_OF(theme_fields) + COUNT_OF(text_styles)];
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(theme_fields); i++)
        list[n++] = theme_fields[i];
    for (size_t i = 0; i < COUNT_OF(text_styles); i++)
        list[n++] = (struct field){text_styles[i].name, FIELD_OTHER, 0, 0, NULL};
    bool ok = spec_read(&spec, 1, list, n, theme);
    if (ok) {
        char *base = (char *)theme;
        for (size_t i = 0; i < COUNT_OF(text_styles); i++)
            ok = read_style(&spec, 1, text_styles[i].name, 0,
                            (void *)(base + text_styles[i].offset)) &&
                 ok;
        lua_getfield(L, 1, "heading");
        for (size_t i = 0; lua_istable(L, -1) && i < COUNT_OF(theme->heading); i++)
            ok = read_style(&spec, lua_gettop(L), NULL, (lua_Integer)i + 1,
                            &theme->heading[i]) &&
                 ok;
        lua_pop(L, 1);
        ok = read_fonts(&spec, 1, theme) && ok;
        ok = read_numbering(&spec, 1, theme) && ok;
        size_t series = read_colours(&spec, 1, "series", theme->series,
                                     COUNT_OF(theme->series), &ok);
        if (series > 0)
            theme->series_count = series;
        read_colours(&spec, 1, "ramp", theme->ramp, COUNT_OF(theme->ramp), &ok);
        ok = ok && check_theme(&spec, theme) && check_forms(&spec, theme) &&
             read_pictures(&spec, theme);
    }
    reading->ok = ok;
    return 0;
}

/* The table on the stack's top, over what the theme holds already. */
static bool read_from(struct script *script, struct reading *reading) {
    lua_State *L = sandbox_state(script->sandbox);
    lua_pushcfunction(L, read_table);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, reading);
    return sandbox_call(script->sandbox, 2, 0) && reading->ok;
}

/* Reads the preset that the project's table on the stack's top names; `project` is the
   reading of that table. True if it names none. */
static bool read_named_preset(struct script *script, const struct reading *project) {
    lua_State *L = sandbox_state(script->sandbox);
    struct spec spec = {script, L, project->file, project->text, 1, "theme", NULL};
    struct reading preset = {script, project->theme, STR(PRESETS), {NULL, 0}, false};
    if (!lua_istable(L, -1))
        return true;
    lua_pushliteral(L, "preset");
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pop(L, 1);
        return true;
    }
    struct str name = lua_type(L, -1) == LUA_TSTRING
                          ? spec_text(script, L, -1)
                          : str_from(sandbox_type_name(L, -1));
    if (!sandbox_load(script->sandbox, STR(NAMED), STR(PRESETS), 1, 0))
        return false;
    lua_insert(L, -2);
    if (!sandbox_call(script->sandbox, 1, 2))
        return false;
    if (lua_isnil(L, -2)) {
        diag_error(script_diag(script), spec_place(&spec, name),
                   "%s: no %s is called \"%.*s\"", "theme", "preset", STR_ARG(name));
        diag_hint(script_diag(script), "one of: %s", lua_tostring(L, -1));
        lua_pop(L, 2);
        return false;
    }
    lua_pop(L, 1);
    return read_from(script, &preset);
}

bool script_read_theme(struct script *script, const struct theme **theme) {
    struct theme *out = arena_alloc(script->arena, sizeof *out);
    struct reading reading = {script, out, STR(PRESETS), {NULL, 0}, false};
    if (!sandbox_load(script->sandbox, STR(NAMED), STR(PRESETS), 1, 0) ||
        !sandbox_call(script->sandbox, 0, 1) || !read_from(script, &reading))
        return false;
    reading.file = STR(THEME);
    if (!script_read_file(script, THEME, true, &reading.text))
        return false;
    if (reading.text.n > 0 &&
        (!script_run_file(script, reading.text, STR(THEME)) ||
         !read_named_preset(script, &reading) || !read_from(script, &reading)))
        return false;
    *theme = out;
    return true;
}
