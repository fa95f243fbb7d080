#include "compose/templates.h"
#include "base/file.h"
#include "base/hash.h"
#include "compose/ends.h"
#include "compose/parts.h"
#include "document/block.h"
#include "sandbox/lexer.h"
#include <fcntl.h>
#include <lauxlib.h>
#include <string.h>
#include <sys/stat.h>

#define TEMPLATE_LIMIT ((size_t)1 << 20)
#define CHUNK_LIMIT ((size_t)16 << 20)
#define INCLUDE_DEPTH 16

/* A chunk being written; `line` is the line that it has reached. */
struct chunk {
    struct buf text;
    size_t line;
};

/* Line feeds only, no control characters, a line feed at the end. */
static bool normalise(struct template *template, struct arena *arena,
                      struct diag *diag) {
    struct str in = template->text;
    size_t bad = utf8_invalid(in), line = 1, line_start = 0;
    if (str_starts(in, STR("\xEF\xBB\xBF")))
        in = str_slice(in, 3, in.n);
    struct buf out = buf_open(TEMPLATE_LIMIT + 2);
    for (size_t i = 0; i < in.n && bad == STR_NOT_FOUND; i++) {
        unsigned char c = (unsigned char)in.p[i];
        if (c == '\r' && i + 1 < in.n && in.p[i + 1] == '\n')
            continue;
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
            struct place place = {.file = template->file, .line = line};
            place.column = utf8_length(str_slice(in, line_start, i)) + 1;
            buf_close(&out);
            return diag_error(diag, place, "control character U+%04X", (unsigned)c);
        }
        buf_char(&out, (char)c);
        if (c == '\n') {
            line++;
            line_start = i + 1;
        }
    }
    if (bad != STR_NOT_FOUND) {
        struct place place = {.file = template->file, .line = 1};
        for (size_t i = 0; i < bad; i++)
            place.line += template->text.p[i] == '\n';
        buf_close(&out);
        return diag_error(diag, place, "this is not UTF-8");
    }
    if (out.n > 0 && out.p[out.n - 1] != '\n')
        buf_char(&out, '\n');
    template->text = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return true;
}

static void add_template(struct template_set *set, struct template *template,
                         const char hash[HASH_HEX_SIZE + 1]) {
    template->source = source_open(template->text, set->arena);
    set->items = arena_grow(set->arena, set->items, set->count, &set->capacity,
                            sizeof(struct template *));
    set->files = arena_grow(set->arena, set->files, set->count, &set->file_capacity,
                            sizeof *set->files);
    struct template_file *file = &set->files[set->count];
    file->path = template->file;
    memcpy(file->sha256, hash, sizeof file->sha256);
    set->items[set->count++] = template;
}

static bool read_template(struct template_set *set, int dir, struct str path,
                          struct diag *diag) {
    struct template *template = arena_alloc(set->arena, sizeof *template);
    template->path = path;
    template->file = arena_printf(set->arena, "templates/%.*s", STR_ARG(path));
    template->function = LUA_NOREF;
    char hash[HASH_HEX_SIZE + 1];
    if (!file_read(dir, template->file.p, TEMPLATE_LIMIT, set->arena, &template->text,
                   hash, diag))
        return false;
    add_template(set, template, hash);
    return normalise(template, set->arena, diag);
}

static bool is_folder(int dir, struct arena *arena, struct str path) {
    struct stat status;
    struct str full = arena_printf(arena, "templates/%.*s", STR_ARG(path));
    return file_status(dir, full.p, &status) && S_ISDIR(status.st_mode);
}

/* The *.md of one folder below templates/ ("" is templates/ itself). */
static bool read_folder(struct template_set *set, int dir, struct str folder,
                        struct diag *diag) {
    struct str *names;
    size_t count;
    struct str full = arena_printf(
        set->arena, folder.n > 0 ? "templates/%.*s" : "templates", STR_ARG(folder));
    if (!file_list(dir, full.p, set->arena, &names, &count, diag))
        return false;
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        struct str path = folder.n > 0
                              ? arena_printf(set->arena, "%.*s/%.*s", STR_ARG(folder),
                                             STR_ARG(names[i]))
                              : names[i];
        if (str_ends(names[i], STR(".md")) && !str_equal(names[i], STR("README.md")))
            good = read_template(set, dir, path, diag) && good;
        else if (folder.n == 0 && is_folder(dir, set->arena, path))
            good = read_folder(set, dir, path, diag) && good;
    }
    return good;
}

static void chunk_put(struct chunk *chunk, struct str code) {
    buf_put(&chunk->text, code);
    for (size_t i = 0; i < code.n; i++)
        chunk->line += code.p[i] == '\n';
}

static void chunk_reach(struct chunk *chunk, size_t line) {
    for (; chunk->line < line; chunk->line++)
        buf_char(&chunk->text, '\n');
}

/* Loads a piece of Lua by itself and forgets it, so that its errors are its own:
   an unbalanced piece could otherwise change the meaning of what follows. */
static bool check_piece(struct template_set *set, const struct template *template,
                        const char *before, struct str code, size_t line) {
    struct buf piece = buf_open(CHUNK_LIMIT);
    buf_puts(&piece, before);
    buf_put(&piece, code);
    bool good = sandbox_load(set->sandbox, buf_str(&piece), template->file, line, 0);
    buf_close(&piece);
    if (good)
        lua_pop(sandbox_state(set->sandbox), 1);
    return good;
}

/* A {{ }} over several lines that is no Lua was left open, more likely than not: it
   is told of where it opens. */
static bool check_value(struct template_set *set, const struct template *template,
                        const struct segment *segment) {
    struct str code = segment->text;
    if (memchr(code.p, '\n', code.n) == NULL)
        return check_piece(set, template, "return ", code, segment->line);
    struct diag *diag = sandbox_diag(set->sandbox), *own = diag_open_like(diag);
    sandbox_set_diag(set->sandbox, own);
    bool good = check_piece(set, template, "return ", code, segment->line);
    sandbox_set_diag(set->sandbox, diag);
    size_t count;
    const struct diag_entry *entries = diag_entries(own, &count);
    for (size_t i = 0; i < count; i++) {
        struct place place = entries[i].place;
        size_t line = place.line;
        place.line = segment->line;
        place.column = segment->column;
        diag_error(diag, place, "{{ is closed too late, or is no Lua: line %zu: %.*s",
                   line, STR_ARG(entries[i].text));
        diag_hint(diag, "it ends with %s", "}}");
    }
    diag_close(own);
    return good;
}

/* A function's name on `line`, which errors of the call are told with; a statement
   that is not complete fails at the semicolon, still in its own tag. */
static void put_call(struct chunk *chunk, const char *name, size_t line) {
    buf_puts(&chunk->text, " ;");
    chunk_reach(chunk, line);
    buf_puts(&chunk->text, name);
}

/* A value is a function, so that an error in it is told and the next ones are, too;
   the brackets make its call no tail call, which would lose its line. */
static void put_function(struct chunk *chunk, struct str code) {
    buf_puts(&chunk->text, "function()return(");
    chunk_put(chunk, code);
    buf_puts(&chunk->text, ")end");
}

/* the_words(segment, which, part[, expression]) for each part of a caption, an id or
   a title (segment −1). */
static bool put_words(struct template_set *set, const struct template *template,
                      struct chunk *chunk, const struct words *words, long segment,
                      int which) {
    for (size_t i = 0; i < words->count; i++) {
        const struct segment *part = &words->items[i];
        bool value = part->kind == SEGMENT_VALUE;
        if (value && !check_value(set, template, part))
            return false;
        put_call(chunk, "the_words", part->line);
        buf_printf(&chunk->text, "(%ld,%d,%zu%s", segment, which, i, value ? "," : "");
        if (value)
            put_function(chunk, part->text);
        buf_char(&chunk->text, ')');
    }
    return true;
}

static bool put_block(struct template_set *set, const struct template *template,
                      struct chunk *chunk, const struct segment *segment,
                      size_t index) {
    const struct block *block = segment->block;
    for (int i = 0; i < WORDS_COUNT; i++)
        if (!put_words(set, template, chunk, &block->words[i], (long)index, i))
            return false;
    put_call(chunk, "the_block", segment->line);
    if (block->kind->body != BLOCK_LUA) {
        buf_printf(&chunk->text, "(%zu)", index);
        return true;
    }
    if (!check_piece(set, template, "", segment->text, segment->line + 1))
        return false;
    /* The body sees the template's locals; what it assigns are the fields. */
    buf_printf(&chunk->text, "(%zu,function(_ENV)", index);
    chunk_reach(chunk, segment->line + 1);
    chunk_put(chunk, segment->text);
    buf_puts(&chunk->text, " end)");
    return true;
}

static bool put_segment(struct template_set *set, const struct template *template,
                        struct chunk *chunk, size_t index) {
    const struct segment *segment = &template->segments.items[index];
    switch (segment->kind) {
    case SEGMENT_TEXT:
        buf_printf(&chunk->text, " the_text(%zu)", index); /* raises nothing */
        return true;
    case SEGMENT_VALUE:
        if (!check_value(set, template, segment))
            return false;
        put_call(chunk, "the_value", segment->line);
        buf_printf(&chunk->text, "(%zu,", index);
        put_function(chunk, segment->text);
        buf_char(&chunk->text, ')');
        return true;
    case SEGMENT_STATEMENT:
        chunk_reach(chunk, segment->line);
        buf_char(&chunk->text, ' ');
        chunk_put(chunk, segment->text);
        buf_char(&chunk->text, ' ');
        return true;
    case SEGMENT_INCLUDE:
        if (segment->parameters.n > 0 &&
            !check_piece(set, template, "return ", segment->parameters, segment->line))
            return false;
        put_call(chunk, "the_file", segment->line);
        buf_printf(&chunk->text, "(%zu%s", index, segment->parameters.n > 0 ? "," : "");
        chunk_put(chunk, segment->parameters);
        buf_char(&chunk->text, ')');
        return true;
    case SEGMENT_BLOCK:
        return put_block(set, template, chunk, segment, index);
    case SEGMENT_END:
        buf_printf(&chunk->text, " the_end(%zu)", index);
        return true;
    }
    return false;
}

/* The tag {% else if … %}, which opens an if of its own: its line, or 0. */
static size_t else_if_line(const struct template *template) {
    for (size_t i = 0; i < template->segments.count; i++) {
        const struct segment *segment = &template->segments.items[i];
        struct lexer lexer = lexer_open(segment->text, 0, 1);
        if (segment->kind != SEGMENT_STATEMENT)
            continue;
        struct token first = lexer_next_code(&lexer), second = lexer_next_code(&lexer);
        if (token_is(&first, TOKEN_NAME, "else") && token_is(&second, TOKEN_NAME, "if"))
            return segment->line;
    }
    return 0;
}

/* Lua says what it stood before, which may be a name that only the chunk has. */
static struct str without_own_name(struct str text, const struct diag *diag,
                                   struct arena *arena) {
    size_t at = str_find(text, STR("'the_"), 0);
    if (at == STR_NOT_FOUND)
        at = str_find(text, STR("';'"), 0);
    size_t end = at != STR_NOT_FOUND ? str_find(text, STR("'"), at + 1) : at;
    if (end == STR_NOT_FOUND)
        return text;
    struct str before = str_slice(text, 0, at), near = STR(" near ");
    bool english = str_ends(before, near);
    if (english)
        before = str_slice(before, 0, before.n - near.n);
    return arena_printf(arena, "%.*s%s%.*s", STR_ARG(before),
                        english ? " at the end of this tag"
                                : diag_words(diag, "the end of this tag"),
                        STR_ARG(str_slice(text, end + 1, text.n)));
}

static bool load_whole(struct template_set *set, const struct template *template,
                       struct str chunk, size_t first_line) {
    struct diag *diag = sandbox_diag(set->sandbox), *own = diag_open_like(diag);
    sandbox_set_diag(set->sandbox, own);
    bool good = sandbox_load(set->sandbox, chunk, template->file, first_line, 0);
    sandbox_set_diag(set->sandbox, diag);
    size_t count, line = else_if_line(template);
    const struct diag_entry *entries = diag_entries(own, &count);
    bool closed = good || ends_check(&template->segments, template->file, diag);
    for (size_t i = 0; i < count && closed; i++) {
        struct diag_entry entry = entries[i];
        entry.text = without_own_name(entry.text, diag, set->arena);
        diag_add(diag, &entry);
    }
    if (!closed && line > 0)
        diag_hint(diag,
                  "else if on line %zu opens an if that wants an end of its "
                  "own: write {%% elseif … then %%}",
                  line);
    diag_close(own);
    return good;
}

/* The whole chunk, loaded; its function goes to the registry. */
static bool load_chunk(struct template_set *set, struct template *template,
                       size_t first_line) {
    struct chunk chunk = {.text = buf_open(CHUNK_LIMIT), .line = first_line};
    buf_puts(&chunk.text, "local the_text,the_value,the_words,the_block,the_end,"
                          "the_file=...;");
    bool good = put_words(set, template, &chunk, &template->words, -1, WORDS_CAPTION);
    for (size_t i = 0; good && i < template->segments.count; i++)
        good = put_segment(set, template, &chunk, i);
    good = good && load_whole(set, template, buf_str(&chunk.text), first_line);
    buf_close(&chunk.text);
    if (good)
        template->function = luaL_ref(sandbox_state(set->sandbox), LUA_REGISTRYINDEX);
    return good;
}

static bool compile(struct template_set *set, struct template *template, size_t depth,
                    struct diag *diag);

static bool compile_include(struct template_set *set, struct template *template,
                            size_t index, size_t depth, struct diag *diag) {
    const struct segment *segment = &template->segments.items[index];
    struct place place = {
        .file = template->file, .line = segment->line, .column = segment->column};
    struct template *included = templates_include(set, segment->text);
    if (included == NULL) {
        diag_error(diag, place, "no template \"%.*s\" to include",
                   STR_ARG(segment->text));
        struct str nearest = templates_nearest(set, segment->text);
        if (nearest.n > 0)
            diag_hint(diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
        else
            diag_hint(diag, "paths start at templates/: include \"partials/x.md\"");
        return false;
    }
    if (included->state == TEMPLATE_COMPILING)
        return diag_error(diag, place, "\"%.*s\" includes itself, in the end",
                          STR_ARG(segment->text));
    if (depth == INCLUDE_DEPTH)
        return diag_error(diag, place, "templates include each other more than %d deep",
                          INCLUDE_DEPTH);
    template->includes[index] = included;
    struct diag *own = diag_open_like(diag);
    sandbox_set_diag(set->sandbox, own);
    bool good = compile(set, included, depth + 1, own);
    sandbox_set_diag(set->sandbox, diag);
    size_t count;
    const struct diag_entry *entries = diag_entries(own, &count);
    for (size_t i = 0; i < count; i++) {
        struct diag_entry entry = entries[i];
        entry.place.context =
            parts_included(entry.place.context, place, diag, set->arena);
        diag_add(diag, &entry);
    }
    diag_close(own);
    return good;
}

static bool compile(struct template_set *set, struct template *template, size_t depth,
                    struct diag *diag) {
    if (template->state == TEMPLATE_GOOD)
        return true;
    template->state = TEMPLATE_COMPILING;
    bool good = tags_scan(template->text, template->file, set->arena,
                          &template->segments, diag);
    size_t count = good ? template->segments.count : 0;
    template->includes = arena_array(set->arena, count + 1, sizeof(struct template *));
    for (size_t i = 0; i < count; i++)
        if (template->segments.items[i].kind == SEGMENT_INCLUDE)
            good = compile_include(set, template, i, depth, diag) && good;
    good = good && load_chunk(set, template, 1);
    template->state = good ? TEMPLATE_GOOD : TEMPLATE_BAD;
    return good;
}

bool templates_open(struct template_set *set, int dir, struct diag *diag) {
    return read_folder(set, dir, (struct str){"", 0}, diag);
}

struct template *templates_find(const struct template_set *set, struct str path) {
    for (size_t i = 0; i < set->count; i++)
        if (str_equal(set->items[i]->path, path))
            return set->items[i];
    return NULL;
}

/* The path of a library's file as an include names it, or empty. */
static struct str library_path(const struct embedded_file *file) {
    struct str name = str_from(file->name);
    return str_starts(name, STR("nqi/")) && str_ends(name, STR(".md"))
               ? str_slice(name, 4, name.n)
               : (struct str){"", 0};
}

struct template *templates_include(struct template_set *set, struct str path) {
    struct template *template = templates_find(set, path);
    const struct embedded_file *file = set->library;
    while (template == NULL && file->name != NULL &&
           (path.n == 0 || !str_equal(library_path(file), path)))
        file++;
    if (template != NULL || file->name == NULL)
        return template;
    char hash[HASH_HEX_SIZE + 1];
    template = arena_alloc(set->arena, sizeof *template);
    *template = (struct template){.path = path,
                                  .file = str_from(file->name),
                                  .text = {file->text, file->size},
                                  .function = LUA_NOREF};
    hash_of(template->text, hash);
    add_template(set, template, hash);
    return template;
}

struct str templates_nearest(const struct template_set *set, struct str path) {
    struct str *names = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < set->count; i++) {
        names = arena_grow(set->arena, names, count, &capacity, sizeof *names);
        names[count++] = set->items[i]->path;
    }
    for (const struct embedded_file *file = set->library; file->name != NULL; file++)
        if (library_path(file).n > 0) {
            names = arena_grow(set->arena, names, count, &capacity, sizeof *names);
            names[count++] = library_path(file);
        }
    return diag_nearest(path, names, count);
}

struct str templates_with_id(const struct template_set *set, struct str id) {
    static const char *const before[] = {"{#", " id="};
    for (const struct embedded_file *file = set->library; file->name != NULL; file++) {
        struct str path = library_path(file), text = {file->text, file->size};
        size_t marks =
            text.p != NULL && path.n > 0 ? sizeof before / sizeof *before : 0;
        for (size_t i = 0; i < marks; i++) {
            struct str mark = str_from(before[i]);
            for (size_t at = 0; (at = str_find(text, mark, at)) != STR_NOT_FOUND;) {
                at += mark.n;
                struct str rest = str_slice(text, at, text.n);
                if (str_starts(rest, id) &&
                    (rest.n == id.n || strchr(" }\n", rest.p[id.n]) != NULL))
                    return path;
            }
        }
    }
    return (struct str){"", 0};
}

bool templates_compile(struct template_set *set, struct template *template,
                       struct diag *diag) {
    struct diag *before = sandbox_diag(set->sandbox);
    sandbox_set_diag(set->sandbox, diag);
    bool good = compile(set, template, 0, diag);
    sandbox_set_diag(set->sandbox, before);
    return good;
}

struct template *templates_words(struct template_set *set, struct str text,
                                 struct place place, struct diag *diag) {
    struct template *template = arena_alloc(set->arena, sizeof *template);
    struct segments words;
    template->file = arena_copy(set->arena, place.file);
    template->text = arena_copy(set->arena, text);
    place.file = template->file;
    place.column = 0;
    if (place.line == 0)
        place.line = 1;
    if (!tags_scan_words(template->text, place, set->arena, &words, diag))
        return NULL;
    for (size_t i = 0; i < words.count; i++)
        if (words.items[i].kind != SEGMENT_TEXT &&
            words.items[i].kind != SEGMENT_VALUE) {
            diag_error(diag, place, "a title holds text and {{ }} only");
            return NULL;
        }
    template->words = (struct words){words.items, words.count};
    struct diag *before = sandbox_diag(set->sandbox);
    sandbox_set_diag(set->sandbox, diag);
    bool good = load_chunk(set, template, place.line);
    sandbox_set_diag(set->sandbox, before);
    template->state = good ? TEMPLATE_GOOD : TEMPLATE_BAD;
    return good ? template : NULL;
}
