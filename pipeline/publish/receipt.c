#include "publish/receipt.h"

#include "base/file.h"
#include "base/json_out.h"
#include "publish/libraries.h"
#include <stdlib.h>
#include <string.h>

#define RECEIPT_LIMIT ((size_t)256 << 20)
#define RECEIPT_FORMAT 1

static const char *const status_names[] = {
    [EDITION_BUILT] = "built",
    [EDITION_CARRIED] = "carried",
    [EDITION_STALE] = "stale",
    [EDITION_FAILED] = "failed",
};

/* Writing. */

static json_t *json_of_items(const struct receipt_item *items, size_t count) {
    json_t *array = json_out_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_out_object();
        json_out_put_str(object, "path", items[i].path);
        json_out_put_str(object, "sha256", str_from(items[i].sha256));
        json_out_append(array, object);
    }
    return array;
}

static json_t *json_of_inputs(const struct dataset *dataset, const size_t *figures) {
    json_t *array = json_out_array();
    for (uint32_t i = 0; i < dataset_file_count(dataset); i++) {
        const struct input_file *file = dataset_file(dataset, i);
        json_t *object = json_out_object();
        json_out_put_str(object, "path", file->path);
        json_out_put_str(object, "sha256", str_from(file->sha256));
        json_out_put_size(object, "bytes", file->bytes);
        json_out_put_size(object, "rows", file->rows);
        json_out_put_size(object, "observations", file->observations);
        json_out_put_size(object, "skipped", file->skipped);
        json_out_put_known(object, "source", file->source);
        if (figures != NULL)
            json_out_put_size(object, "figures", figures[i]);
        json_out_append(array, object);
    }
    return array;
}

static struct str base_name(struct str path) {
    size_t from = 0;
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] == '/')
            from = i + 1;
    return str_slice(path, from, path.n);
}

static json_t *json_of_fonts(const struct fonts *fonts) {
    const struct font_file *files = NULL;
    size_t count = fonts != NULL ? fonts_files(fonts, &files) : 0;
    json_t *array = json_out_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_out_object();
        json_out_put_str(object, "file", base_name(files[i].path));
        json_out_put_str(object, "family", files[i].family);
        json_out_put_known(object, "version", files[i].version);
        json_out_put_known(object, "licence", files[i].licence);
        json_out_put_str(object, "sha256", str_from(files[i].sha256));
        json_out_append(array, object);
    }
    return array;
}

static json_t *json_of_packages(void) {
    struct arena *scratch = arena_open();
    struct library_package *packages;
    size_t count;
    libraries_packages(scratch, &packages, &count);
    json_t *array = json_out_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_out_object();
        json_out_put_str(object, "package", packages[i].name);
        json_out_put_str(object, "version", packages[i].version);
        json_out_append(array, object);
    }
    arena_close(scratch);
    return array;
}

static json_t *json_of_libraries(void) {
    struct arena *scratch = arena_open();
    struct library *libraries;
    size_t count;
    libraries_list(scratch, &libraries, &count);
    json_t *array = json_out_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_out_object();
        json_out_put_str(object, "file", libraries[i].file);
        json_out_put_known(object, "build_id", libraries[i].build_id);
        json_out_append(array, object);
    }
    arena_close(scratch);
    return array;
}

static json_t *json_of_options(const struct receipt *receipt) {
    json_t *object = json_out_object();
    for (size_t i = 0; i < receipt->option_count; i++)
        json_out_put_str(object, receipt->options[i].name, receipt->options[i].value);
    return object;
}

static json_t *json_of_confinement(struct confinement confinement) {
    json_t *object = json_out_object();
    json_out_put(object, "no_new_privileges",
                 json_boolean(confinement.no_new_privileges));
    json_out_put(object, "landlock", json_boolean(confinement.landlock));
    json_out_put(object, "seccomp", json_boolean(confinement.seccomp));
    return object;
}

/* The words of each mark by its kind's name. */
static void put_marks(json_t *object, const struct page_marks *marks) {
    json_t *words = NULL;
    for (size_t i = 0; i < PAGE_MARK_COUNT; i++) {
        if (marks->items[i].kind == NULL)
            continue;
        if (words == NULL)
            words = json_out_object();
        json_out_put_str(words, marks->items[i].kind->kind.name, marks->items[i].words);
    }
    if (words != NULL)
        json_out_put(object, "marks", words);
}

/* area and area_name, or each and each_name. */
static void put_part(json_t *object, const struct edition *edition) {
    bool area = edition->of_area;
    json_out_put_known(object, area ? "area" : "each", edition->part);
    json_out_put_known(object, area ? "area_name" : "each_name", edition->part_name);
}

static json_t *json_of_edition(const struct edition *edition) {
    json_t *object = json_out_object();
    json_out_put_str(object, "report", edition->report);
    json_out_put_str(object, "period", edition->period);
    json_out_put_str(object, "stem", edition->stem);
    put_part(object, edition);
    json_out_put_str(object, "title", edition->title);
    json_out_put_known(object, "title_en", edition->title_en);
    json_out_put_known(object, "group", edition->group);
    json_out_put_known(object, "group_en", edition->group_en);
    json_out_put_known(object, "series", edition->series);
    json_out_put_known(object, "period_label", edition->period_label);
    json_out_put_known(object, "issue", edition->issue);
    json_out_put_str(object, "status", str_from(status_names[edition->status]));
    put_marks(object, &edition->marks);
    json_out_put_known(object, "code", str_from(edition->code));
    json_t *files = json_out_array();
    for (size_t i = 0; i < edition->file_count; i++) {
        const struct edition_file *file = &edition->files[i];
        json_t *entry = json_out_object();
        json_out_put_str(entry, "path", file->path);
        json_out_put_str(entry, "format", str_from(file->format->kind.name));
        json_out_put_str(entry, "sha256", str_from(file->sha256));
        json_out_put_size(entry, "bytes", file->bytes);
        json_out_put_known(entry, "release", file->release);
        json_out_append(files, entry);
    }
    json_out_put(object, "files", files);
    return object;
}

static json_t *json_of_pages(const struct receipt *receipt) {
    json_t *array = json_out_array();
    for (size_t i = 0; i < receipt->page_count; i++) {
        json_t *object = json_out_object();
        json_out_put_str(object, "path", receipt->pages[i].path);
        json_out_put_str(object, "sha256", str_from(receipt->pages[i].sha256));
        json_out_put_size(object, "bytes", receipt->page_bytes[i]);
        json_out_append(array, object);
    }
    return array;
}

/* The distinct releases that carried files come from, in order of first use. */
static json_t *json_of_earlier(const struct receipt *receipt) {
    json_t *array = json_out_array();
    json_t *seen = json_out_object();
    for (size_t i = 0; i < receipt->edition_count; i++)
        for (size_t k = 0; k < receipt->editions[i].file_count; k++) {
            struct str id = receipt->editions[i].files[k].release;
            char key[RECEIPT_ID_SIZE + 1] = {0};
            if (!receipt_id_is_valid(id))
                continue;
            memcpy(key, id.p, RECEIPT_ID_SIZE);
            if (json_object_get(seen, key) != NULL)
                continue;
            json_out_put(seen, key, json_true());
            json_out_append(array, json_stringn_nocheck(id.p, id.n));
        }
    json_decref(seen);
    return array;
}

static void put_program(json_t *root) {
    json_out_put_str(root, "program", STR("nqi"));
    json_out_put_str(root, "version", STR(NQI_VERSION));
}

/* `figures` by file, or NULL. */
static void put_what_went_in(json_t *root, const struct receipt *receipt,
                             const size_t *figures) {
    json_out_put(root, "inputs", json_of_inputs(receipt->dataset, figures));
    json_out_put(root, "scripts",
                 json_of_items(receipt->scripts, receipt->script_count));
    json_out_put(root, "templates",
                 json_of_items(receipt->templates, receipt->template_count));
    json_out_put(root, "fonts", json_of_fonts(receipt->fonts));
    json_out_put(root, "built_with", json_of_packages());
    json_out_put(root, "libraries", json_of_libraries());
}

void receipt_write_inputs(const struct receipt *receipt, const struct edition *edition,
                          const size_t *figures, struct buf *out) {
    json_t *root = json_out_object();
    json_out_put_size(root, "format", RECEIPT_FORMAT);
    put_program(root);
    json_out_put_str(root, "report", edition->report);
    json_out_put_str(root, "period", edition->period);
    json_out_put_known(root, edition->of_area ? "area" : "each", edition->part);
    json_out_put_size(root, "seed", (size_t)receipt->seed);
    put_what_went_in(root, receipt, figures);
    json_out_write(root, JSON_INDENT(1), out);
    buf_char(out, '\n');
    json_decref(root);
}

bool receipt_write(const struct receipt *receipt, struct buf *out,
                   char id[RECEIPT_ID_SIZE + 1], struct diag *diag) {
    json_t *root = json_out_object();
    json_out_put_size(root, "format", RECEIPT_FORMAT);
    /* Held first in the file; its value is known only when all else is. */
    json_out_put_str(root, "release", (struct str){0});
    put_program(root);
    json_out_put(root, "options", json_of_options(receipt));
    json_out_put_size(root, "seed", (size_t)receipt->seed);
    json_out_put(root, "confinement", json_of_confinement(receipt->confinement));
    json_out_put_size(root, "warnings", receipt->warnings);
    put_what_went_in(root, receipt, NULL);
    json_t *editions = json_out_array();
    for (size_t i = 0; i < receipt->edition_count; i++)
        json_out_append(editions, json_of_edition(&receipt->editions[i]));
    json_out_put(root, "reports", editions);
    json_out_put(root, "pages", json_of_pages(receipt));
    json_out_put(root, "earlier", json_of_earlier(receipt));

    struct buf text = buf_open(RECEIPT_LIMIT);
    char hex[HASH_HEX_SIZE + 1];
    json_out_write(root, JSON_COMPACT, &text);
    hash_of(buf_str(&text), hex);
    memcpy(id, hex, RECEIPT_ID_SIZE);
    id[RECEIPT_ID_SIZE] = '\0';
    bool ok = buf_ok(&text);
    buf_close(&text);
    json_out_put_str(root, "release", str_from(id));
    json_out_write(root, JSON_INDENT(1), out);
    buf_char(out, '\n');
    json_decref(root);
    if (!ok || !buf_ok(out))
        return diag_error(diag, (struct place){.file = STR(RECEIPT_NAME)},
                          "the receipt is larger than %zu bytes", RECEIPT_LIMIT);
    return true;
}

void receipt_write_edition(const struct edition *edition, struct buf *out) {
    json_t *object = json_of_edition(edition);
    json_out_put_known(object, "figures", edition->figures);
    json_out_write(object, JSON_COMPACT, out);
    json_decref(object);
}

/* Reading. A receipt comes from the disk: every field is checked. */

bool receipt_id_is_valid(struct str id) {
    if (id.n != RECEIPT_ID_SIZE)
        return false;
    for (size_t i = 0; i < id.n; i++)
        if (!((id.p[i] >= '0' && id.p[i] <= '9') || (id.p[i] >= 'a' && id.p[i] <= 'f')))
            return false;
    return true;
}

static struct str get_str(const json_t *object, const char *key, struct arena *arena) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return (struct str){0};
    return arena_copy(
        arena, (struct str){json_string_value(value), json_string_length(value)});
}

static bool get_size(const json_t *object, const char *key, size_t *out) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return false;
    *out = (size_t)json_integer_value(value);
    return true;
}

static bool read_file_entry(const json_t *json, struct arena *arena,
                            struct edition_file *out) {
    *out = (struct edition_file){
        .path = get_str(json, "path", arena),
        .release = get_str(json, "release", arena),
    };
    struct str format = get_str(json, "format", arena);
    struct str sha256 = get_str(json, "sha256", arena);
    out->format = format_named(format);
    if (!file_path_is_safe(out->path) || sha256.n != HASH_HEX_SIZE ||
        !get_size(json, "bytes", &out->bytes) ||
        (out->release.n > 0 && !receipt_id_is_valid(out->release)) ||
        (format.n > 0) != (out->format != NULL))
        return false;
    memcpy(out->sha256, sha256.p, HASH_HEX_SIZE);
    return true;
}

static bool read_status(struct str name, enum edition_status *out) {
    for (size_t i = 0; i < sizeof status_names / sizeof *status_names; i++)
        if (str_equal(name, str_from(status_names[i]))) {
            *out = (enum edition_status)i;
            return true;
        }
    return false;
}

static bool read_files(const json_t *array, struct arena *arena,
                       struct edition_file **files, size_t *count) {
    if (!json_is_array(array))
        return false;
    *count = json_array_size(array);
    *files = arena_array(arena, *count, sizeof **files);
    for (size_t i = 0; i < *count; i++)
        if (!read_file_entry(json_array_get(array, i), arena, &(*files)[i]))
            return false;
    return true;
}

/* 0.1.0 wrote only that an edition is a demonstration: its words are the kind's. */
static bool read_marks(const json_t *json, struct arena *arena,
                       struct page_marks *marks) {
    const json_t *words = json_object_get(json, "marks");
    size_t known = 0;
    if (json_is_true(json_object_get(json, "demo")))
        page_marks_add(marks, &page_mark_demo, (struct str){0});
    for (size_t i = 0; page_mark_kinds[i] != NULL; i++) {
        const char *name = page_mark_kinds[i]->name;
        if (!json_is_string(json_object_get(words, name)))
            continue;
        page_marks_add(marks, (const void *)page_mark_kinds[i],
                       get_str(words, name, arena));
        known++;
    }
    return known == json_object_size(words);
}

/* A file of an edition has a format, a page around them has none. */
static bool have_formats(const struct edition *edition) {
    for (size_t i = 0; i < edition->file_count; i++)
        if (edition->files[i].format == NULL)
            return false;
    return true;
}

static bool read_edition(const json_t *json, struct arena *arena, struct edition *out) {
    *out = (struct edition){
        .report = get_str(json, "report", arena),
        .period = get_str(json, "period", arena),
        .stem = get_str(json, "stem", arena),
        .of_area = json_object_get(json, "area") != NULL,
        .title = get_str(json, "title", arena),
        .title_en = get_str(json, "title_en", arena),
        .group = get_str(json, "group", arena),
        .group_en = get_str(json, "group_en", arena),
        .series = get_str(json, "series", arena),
        .period_label = get_str(json, "period_label", arena),
        .issue = get_str(json, "issue", arena),
        .figures = get_str(json, "figures", arena),
    };
    struct str code = get_str(json, "code", arena);
    if (code.n == HASH_HEX_SIZE)
        memcpy(out->code, code.p, HASH_HEX_SIZE);
    out->part = get_str(json, out->of_area ? "area" : "each", arena);
    out->part_name = get_str(json, out->of_area ? "area_name" : "each_name", arena);
    return file_name_is_safe(out->report) && file_name_is_safe(out->period) &&
           file_name_is_safe(out->stem) &&
           read_status(get_str(json, "status", arena), &out->status) &&
           read_marks(json, arena, &out->marks) &&
           read_files(json_object_get(json, "files"), arena, &out->files,
                      &out->file_count) &&
           have_formats(out);
}

static bool read_root(const json_t *root, struct arena *arena,
                      struct receipt_summary *out) {
    size_t format;
    out->id = get_str(root, "release", arena);
    const json_t *editions = json_object_get(root, "reports");
    const json_t *earlier = json_object_get(root, "earlier");
    if (!get_size(root, "format", &format) || format != RECEIPT_FORMAT ||
        !receipt_id_is_valid(out->id) || !json_is_array(editions) ||
        !json_is_array(earlier) ||
        !read_files(json_object_get(root, "pages"), arena, &out->pages,
                    &out->page_count))
        return false;
    out->edition_count = json_array_size(editions);
    out->editions = arena_array(arena, out->edition_count, sizeof *out->editions);
    for (size_t i = 0; i < out->edition_count; i++)
        if (!read_edition(json_array_get(editions, i), arena, &out->editions[i]))
            return false;
    out->earlier_count = json_array_size(earlier);
    out->earlier = arena_array(arena, out->earlier_count, sizeof *out->earlier);
    for (size_t i = 0; i < out->earlier_count; i++) {
        const json_t *id = json_array_get(earlier, i);
        if (!json_is_string(id))
            return false;
        out->earlier[i] = arena_copy(
            arena, (struct str){json_string_value(id), json_string_length(id)});
        if (!receipt_id_is_valid(out->earlier[i]))
            return false;
    }
    return true;
}

bool receipt_read(int folder, struct arena *arena, struct receipt_summary *out,
                  struct diag *diag) {
    struct str text;
    if (!file_read(folder, RECEIPT_NAME, RECEIPT_LIMIT, arena, &text, NULL, diag))
        return false;
    json_error_t error;
    json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &error);
    *out = (struct receipt_summary){0};
    bool ok = root != NULL && read_root(root, arena, out);
    if (!ok)
        diag_error(diag, (struct place){.file = STR(RECEIPT_NAME)},
                   "this is not a receipt that this version of nqi can read");
    json_decref(root);
    return ok;
}

bool receipt_read_edition(struct str text, struct arena *arena, struct edition *out) {
    json_error_t error;
    json_t *json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &error);
    bool ok = json != NULL && read_edition(json, arena, out);
    json_decref(json);
    return ok;
}
