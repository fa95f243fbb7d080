#include "words/words.h"

#include "base/embedded.h"
#include <stdio.h>

static bool find_catalogue(const char *name, struct str language,
                           struct catalogue *out) {
    for (const struct embedded_file *file = embedded_files; file->name != NULL; file++)
        if (str_equal(str_from(file->name), str_from(name))) {
            *out = (struct catalogue){language, {file->text, file->size}};
            return true;
        }
    return false;
}

bool words_messages(struct str language, struct catalogue *out) {
    *out = (struct catalogue){.language = STR("en")};
    if (str_equal(language, STR("en")))
        return true;
    return str_equal(language, STR("zh")) &&
           find_catalogue("words/zh.mo", STR("zh-CN"), out);
}
