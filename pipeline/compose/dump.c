/* A report's template and what it includes as text: a line a segment, fields apart by
   tabs; where it starts, what it is, what it holds. */
#include "compose/dump.h"
#include "document/block.h"

/* {{ }} again around what is a value. */
static void put_words(struct buf *out, const char *name, const struct words *words) {
    if (words->count > 0)
        buf_printf(out, "\t%s=", name);
    for (size_t i = 0; i < words->count; i++) {
        bool value = words->items[i].kind == SEGMENT_VALUE;
        buf_puts(out, value ? "{{" : "");
        buf_escaped(out, words->items[i].text);
        buf_puts(out, value ? "}}" : "");
    }
}

/* The Lua of a block, a line each with its number. */
static void put_body(struct buf *out, const struct segment *segment) {
    size_t line = segment->line;
    for (size_t at = 0; at < segment->text.n;) {
        size_t end = tags_next_line(segment->text, at);
        bool fed = segment->text.p[end - 1] == '\n';
        buf_printf(out, "%zu\tlua\t", ++line);
        buf_escaped(out, str_slice(segment->text, at, end - fed));
        buf_char(out, '\n');
        at = end;
    }
}

static void put_block(struct buf *out, const struct segment *segment) {
    const struct block *block = segment->block;
    buf_printf(out, "block\t%s", block->kind->kind.name);
    if (block->id.n > 0)
        buf_printf(out, "\tid=%.*s", STR_ARG(block->id));
    put_words(out, "id", &block->words[WORDS_ID]);
    if (block->lang.n > 0)
        buf_printf(out, "\tlang=%.*s", STR_ARG(block->lang));
    put_words(out, block->kind->required != NULL ? block->kind->required : "words",
              &block->words[WORDS_CAPTION]);
    buf_char(out, '\n');
    put_body(out, segment);
}

static void put_segment(struct buf *out, const struct template *template,
                        size_t index) {
    static const char *const names[] = {[SEGMENT_TEXT] = "text",
                                        [SEGMENT_VALUE] = "value",
                                        [SEGMENT_STATEMENT] = "statement",
                                        [SEGMENT_INCLUDE] = "include",
                                        [SEGMENT_END] = "end"};
    const struct segment *segment = &template->segments.items[index];
    buf_printf(out, "%zu:%zu\t", segment->line, segment->column);
    if (segment->kind == SEGMENT_BLOCK) {
        put_block(out, segment);
        return;
    }
    bool include = segment->kind == SEGMENT_INCLUDE;
    buf_printf(out, "%s\t", names[segment->kind]);
    buf_escaped(out, include ? template->includes[index]->file : segment->text);
    if (segment->parameters.n > 0) {
        buf_char(out, '\t');
        buf_escaped(out, segment->parameters);
    }
    buf_char(out, '\n');
}

/* Templates in the order in which they are first included, each once. */
struct seen {
    const struct template **items;
    size_t count, capacity;
};

static void note(struct seen *seen, const struct template *template,
                 struct arena *arena) {
    for (size_t i = 0; i < seen->count; i++)
        if (seen->items[i] == template)
            return;
    seen->items = arena_grow(arena, seen->items, seen->count, &seen->capacity,
                             sizeof(struct template *));
    seen->items[seen->count++] = template;
}

void dump_template(const struct template *template, struct arena *arena,
                   struct buf *out) {
    struct seen seen = {NULL, 0, 0};
    note(&seen, template, arena);
    for (size_t i = 0; i < seen.count; i++) {
        const struct template *t = seen.items[i];
        buf_printf(out, "template\t%.*s\n", STR_ARG(t->file));
        for (size_t k = 0; k < t->segments.count; k++) {
            put_segment(out, t, k);
            if (t->includes[k] != NULL)
                note(&seen, t->includes[k], arena);
        }
    }
}
