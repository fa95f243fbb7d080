/* nqi list kinds: every table of kinds, with how each is written. The guides' lists are
   made of it (.ci/guides). */
#include "build.h"

#include "compose/wording.h"
#include "dataset/rule_setting.h"
#include "document/block.h"
#include "document/chart.h"
#include "document/format.h"
#include "document/page_mark.h"
#include "run.h"
#include "words/words.h"
#include <stdio.h>

/* A line: table, name, how it is written, what it is. */
static void print_kind(const struct run *run, const char *table,
                       const struct kind *kind, const char *usage) {
    bool chinese = words_is_chinese(run->options->messages);
    printf("%s\t%s\t%s\t%s\n", table, kind->name, usage,
           chinese ? kind->chinese : kind->english);
}

/* How it is written: the name between `before` and `after`. */
static void print_table(const struct run *run, const char *table,
                        const struct kind *const *kinds, const char *before,
                        const char *after) {
    for (; *kinds != NULL; kinds++)
        print_kind(run, table, *kinds,
                   arena_printf(run->arena, "%s%s%s", before, (*kinds)->name, after).p);
}

static void print_blocks(const struct run *run) {
    for (size_t i = 0; block_kinds[i] != NULL; i++) {
        const struct block_kind *block = (const void *)block_kinds[i];
        print_kind(run, "block", &block->kind,
                   arena_printf(run->arena, "```%s", block->example).p);
    }
}

static void print_formats(const struct run *run) {
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        const struct format_kind *format = format_at(i);
        const struct format_kind *asked = format->with != NULL ? format->with : format;
        print_kind(run, format->with != NULL ? "attached" : "format", &format->kind,
                   arena_printf(run->arena, "--format %s", asked->kind.name).p);
    }
}

static void print_marks(const struct run *run) {
    for (size_t i = 0; i < PAGE_MARK_COUNT; i++) {
        const struct page_mark_kind *mark = (const void *)page_mark_kinds[i];
        print_kind(run, "mark", &mark->kind,
                   words_text((struct catalogue){0}, mark->words).p);
    }
}

/* An example, wrong and right. */
static void print_wording(const struct run *run) {
    for (size_t i = 0; wording_rules[i] != NULL; i++) {
        const struct wording_rule *rule = (const void *)wording_rules[i];
        print_kind(run, "wording", &rule->kind,
                   arena_printf(run->arena, "%s → %s", rule->wrong, rule->right).p);
    }
}

static bool print_module(const struct run *run, const char *table, const char *module) {
    size_t count;
    const struct script_kind *kinds = script_kinds(run->tools.script, module, &count);
    for (size_t i = 0; kinds != NULL && i < count; i++)
        print_kind(run, table, &kinds[i].kind, kinds[i].usage);
    return kinds != NULL;
}

bool run_print_kinds(struct run *run) {
    print_table(run, "chart", chart_kinds, "kind = \"", "\"");
    print_blocks(run);
    print_table(run, "layout", layout_kinds, "layout = \"", "\"");
    print_table(run, "export", export_kinds, "format = \"", "\"");
    print_formats(run);
    print_table(run, "builtin", rule_kinds, "{ builtin = \"", "\" }");
    print_marks(run);
    print_wording(run);
    return print_module(run, "rule", "nqi.rules") &&
           print_module(run, "preset", "nqi.presets");
}
