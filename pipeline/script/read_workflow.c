/* lua/workflow.lua: a table of named fields (document/workflow.h). */
#include "script/spec.h"

#include "base/file.h"
#include <stddef.h>

#define WORKFLOW "lua/workflow.lua"
#define AT(name) offsetof(struct workflow, name)

static const struct field workflow_fields[] = {
    {"archive", FIELD_TEXT, AT(archive), 0, NULL},
    {"ledger", FIELD_TEXT, AT(ledger), 0, NULL},
    {"drafts", FIELD_TEXT, AT(drafts), 0, NULL},
    {"roles", FIELD_TEXTS, AT(roles), AT(role_count), NULL},
    {"same_name", FIELD_FLAG, AT(same_name), 0, NULL},
    {"number", FIELD_TEXT, AT(number), 0, NULL},
};

struct reading {
    struct script *script;
    struct workflow *workflow;
    struct str text;
    bool ok;
};

static bool workflow_fault(struct spec *spec, struct str word, const char *text,
                           const char *hint) {
    struct diag *diag = script_diag(spec->script);
    diag_error(diag, spec_place(spec, word), "%s", diag_words(diag, text));
    diag_hint(diag, "%s", diag_words(diag, hint));
    return false;
}

static bool check_roles(struct spec *spec, const struct workflow *workflow) {
    if (workflow->role_count > WORKFLOW_ROLES_MAX)
        return workflow_fault(spec, STR("roles"), "more than eight roles sign",
                              "write those whose consent publishing needs");
    for (size_t i = 0; i < workflow->role_count; i++) {
        bool twice = workflow->roles[i].n == 0;
        for (size_t k = 0; k < i; k++)
            twice |= str_equal(workflow->roles[i], workflow->roles[k]);
        if (twice)
            return workflow_fault(spec, STR("roles"),
                                  "a role has no name, or that of another",
                                  "roles = { \"制表\", \"审核\", \"签发\" }");
    }
    return true;
}

/* Ledger and drafts are parts of the project; they are named in messages as written. */
static bool check_folder(struct spec *spec, const char *name, struct str folder) {
    return file_path_is_safe(folder) ||
           workflow_fault(
               spec, str_from(name), "this names no folder below the project",
               "write one or more names with slashes between, as in \"ledger\"");
}

static bool check(struct spec *spec, const struct workflow *workflow) {
    bool counted = str_find(workflow->number, STR("{n}"), 0) != STR_NOT_FOUND ||
                   str_find(workflow->number, STR("{total}"), 0) != STR_NOT_FOUND;
    if (workflow->archive.n == 0)
        return workflow_fault(
            spec, STR("archive"), "the archive is not named",
            "archive = \"../archive\": a folder that is kept and copied as "
            "the project is, and never tidied up");
    if (workflow->number.n > 0 && !counted)
        return workflow_fault(
            spec, STR("number"), "the number of an issue counts nothing",
            "number = \"第{n}期（总第{total}期）\": {n} counts the issues of a "
            "year, {total} all of them");
    if (str_equal(workflow->ledger, workflow->drafts))
        return workflow_fault(spec, STR("drafts"),
                              "ledger and drafts are the same folder",
                              "each has one of its own");
    return check_folder(spec, "ledger", workflow->ledger) &&
           check_folder(spec, "drafts", workflow->drafts) &&
           check_roles(spec, workflow);
}

/* [-1, +0, e] protected */
static int read_table(lua_State *L) {
    struct reading *reading = lua_touserdata(L, 2);
    struct spec spec = {reading->script, L,   STR(WORKFLOW), reading->text, 1,
                        "workflow",      NULL};
    reading->workflow->place = spec_place(&spec, (struct str){NULL, 0});
    if (!lua_istable(L, 1))
        reading->ok = workflow_fault(&spec, (struct str){NULL, 0},
                                     "this file must return a table",
                                     "return { archive = \"../archive\" }");
    else
        reading->ok = spec_read(&spec, 1, workflow_fields,
                                sizeof workflow_fields / sizeof workflow_fields[0],
                                reading->workflow) &&
                      check(&spec, reading->workflow);
    return 0;
}

bool script_read_workflow(struct script *script, struct workflow *out, bool *found) {
    static const char *const usual[] = {"制表", "审核", "签发"};
    struct reading reading = {.script = script, .workflow = out};
    *out = (struct workflow){.ledger = STR(WORKFLOW_LEDGER), .drafts = STR("drafts")};
    out->role_count = sizeof usual / sizeof *usual;
    out->roles = arena_array(script->arena, out->role_count, sizeof *out->roles);
    for (size_t i = 0; i < out->role_count; i++)
        out->roles[i] = str_from(usual[i]);
    if (!script_read_file(script, WORKFLOW, true, &reading.text))
        return false;
    *found = reading.text.n > 0;
    if (!*found)
        return true;
    if (!script_run_file(script, reading.text, STR(WORKFLOW)))
        return false;
    lua_State *L = sandbox_state(script->sandbox);
    lua_pushcfunction(L, read_table);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, &reading);
    return sandbox_call(script->sandbox, 2, 0) && reading.ok;
}
