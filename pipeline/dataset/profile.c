#include "dataset/profile.h"

struct str profile_lookup(const struct profile_pair *pairs, size_t count,
                          struct str key) {
    for (size_t i = 0; i < count; i++) {
        if (str_equal(pairs[i].key, key)) {
            return pairs[i].value;
        }
    }
    return (struct str){"", 0};
}

struct str profile_unit(const struct source_profile *profile, struct str text) {
    struct str unit = profile_lookup(profile->units, profile->unit_count, text);
    return unit.n > 0 ? unit : text;
}

bool profile_option(const struct source_profile *profile, struct str key) {
    return str_equal(profile_lookup(profile->options, profile->option_count, key),
                     STR("true"));
}

bool profile_trusts(const struct source_profile *profile, struct str fact) {
    for (size_t i = 0; i < profile->trust_count; i++) {
        if (str_equal(profile->trust[i], fact)) {
            return true;
        }
    }
    return false;
}
