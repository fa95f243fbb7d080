/* What many reports will print is looked up in the fonts once, before they part. Which
   characters that are need not be known exactly: those of all texts that they are made
   of. What is missed each report finds for itself. */
#include "run.h"

#include "base/embedded.h"
#include "text/subset.h"

struct texts {
    struct arena *arena;
    struct str *items;
    size_t count, capacity;
};

static void add(struct texts *texts, struct str text) {
    texts->items = arena_grow(texts->arena, texts->items, texts->count,
                              &texts->capacity, sizeof *texts->items);
    texts->items[texts->count++] = text;
}

/* Of the program: the library, and the vocabularies. */
static void add_embedded(struct texts *texts) {
    for (const struct embedded_file *file = embedded_files; file->name != NULL; file++)
        add(texts, (struct str){file->text, file->size});
}

static void add_project(struct texts *texts, const struct job_tools *tools) {
    const struct script_file *scripts;
    const struct template_file *templates;
    size_t count = script_files(tools->script, &scripts);
    for (size_t i = 0; i < count; i++)
        add(texts, script_text(tools->script, i));
    count = composer_files(tools->composer, &templates);
    for (size_t i = 0; i < count; i++)
        add(texts, composer_text(tools->composer, i));
}

static void add_dictionaries(struct texts *texts, const struct dataset *ds) {
    for (uint32_t i = 0; i < dataset_area_count(ds); i++) {
        add(texts, dataset_area(ds, i)->name);
        add(texts, dataset_area(ds, i)->name_en);
    }
    for (uint32_t i = 0; i < dataset_indicator_count(ds); i++) {
        add(texts, dataset_indicator(ds, i)->name);
        add(texts, dataset_indicator(ds, i)->name_en);
        add(texts, dataset_indicator(ds, i)->unit);
    }
}

void run_expect(struct run *run) {
    struct texts texts = {.arena = arena_open()};
    add_embedded(&texts);
    add_project(&texts, &run->tools);
    add_dictionaries(&texts, run->dataset);
    fonts_expect(run->tools.fonts, texts.items, texts.count);
    arena_close(texts.arena);
}
