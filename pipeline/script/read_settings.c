/* Entries of lua/checks.lua that set a rule of the program (rules/rules.h):
   { builtin = "jump", of = { "CERT" }, severity = "accepted", limit = 20, reason = "…"
   } */
#include "script/read_settings.h"

#include <stddef.h>

static const char *const severities[] = {"default",  "error", "warning",
                                         "accepted", "off",   NULL};

static const struct field setting_fields[] = {
    {"builtin", FIELD_KIND, offsetof(struct rule_setting, rule), 0, rule_kinds},
    {"severity", FIELD_CHOICE, offsetof(struct rule_setting, severity), 0, severities},
    {"of", FIELD_TEXTS, offsetof(struct rule_setting, of),
     offsetof(struct rule_setting, of_count), NULL},
    {"limit", FIELD_TEXT, offsetof(struct rule_setting, limit), 0, NULL},
    {"reason", FIELD_TEXT, offsetof(struct rule_setting, reason), 0, NULL},
    {"reason_en", FIELD_TEXT, offsetof(struct rule_setting, reason_en), 0, NULL},
};

static bool read_limit(struct spec *spec, struct rule_setting *setting) {
    struct decimal limit;
    if (setting->limit.n == 0)
        return true;
    if (!decimal_parse(setting->limit, &limit) || limit.coefficient <= 0) {
        diag_error(script_diag(spec->script), spec_place(spec, STR("limit")),
                   "limit = \"%.*s\" is no number above 0", STR_ARG(setting->limit));
        return false;
    }
    setting->limit_number = decimal_to_double(limit);
    return true;
}

bool setting_read(struct spec *spec, struct rule_setting *setting) {
    struct diag *diag = script_diag(spec->script);
    spec_locate(spec, "builtin");
    if (!spec_read(spec, -1, setting_fields,
                   sizeof setting_fields / sizeof setting_fields[0], setting))
        return false;
    setting->place = spec_place(spec, (struct str){NULL, 0});
    bool silences = setting->severity == RULE_SEVERITY_OFF ||
                    setting->severity == RULE_SEVERITY_ACCEPTED;
    if (silences && setting->reason.n == 0) {
        diag_error(diag, setting->place,
                   "the rule \"%s\" is accepted or off without a reason",
                   setting->rule->name);
        diag_hint(diag, "reason = \"…\": what makes these data right");
        return false;
    }
    return read_limit(spec, setting);
}
