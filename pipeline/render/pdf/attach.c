#include "render/pdf/attach.h"
#include "base/arena.h"
#include "base/hash.h"

#define TABLE_CAP ((size_t)64 << 20)
#define NAME_MOST 40 /* characters of a table's id in the name of its file */

static const char *table_name(const struct doc_table *table, size_t i,
                              struct arena *arena) {
    struct str id = table->id.n > 0 ? table->id : STR("table");
    for (size_t k = 0; k < id.n; k++)
        if ((unsigned char)id.p[k] <= ' ' || (unsigned char)id.p[k] >= 0x7F ||
            id.p[k] == '/' || id.n > NAME_MOST)
            id = STR("table");
    /* As many digits as keep the names in the order of the tables. */
    return arena_printf(arena, "%04zu-%.*s.csv", i + 1, STR_ARG(id)).p;
}

static bool table_file(const struct document *doc, const struct rendering *rendering,
                       size_t i, struct arena *arena, struct attachment *file,
                       struct diag *diag) {
    const struct doc_table *table = doc->tables[i];
    struct str caption = printed_caption(doc, table->label, table->caption, arena);
    if (table->unit.n > 0) {
        struct doc_part unit = printed_unit(doc, table->unit);
        caption = arena_printf(arena, "%.*s%.*s%.*s%.*s", STR_ARG(caption),
                               STR_ARG(doc->words.gap), STR_ARG(unit.label),
                               STR_ARG(unit.text));
    }
    struct buf out = buf_open(TABLE_CAP);
    bool good = render_tidy(doc, table, rendering->dataset, arena, &out);
    *file = (struct attachment){.name = table_name(table, i, arena),
                                .media_type = "text/csv",
                                .description = caption,
                                .bytes = arena_copy(arena, buf_str(&out))};
    buf_close(&out);
    return good ||
           diag_error(diag, table->object.place,
                      "the table is larger than %zu bytes as an attachment", TABLE_CAP);
}

const struct attachment *attach_list(const struct document *doc,
                                     const struct rendering *rendering,
                                     struct arena *arena, size_t *count,
                                     struct diag *diag) {
    struct attachment *files = arena_array(arena, doc->table_count + 1, sizeof *files);
    *count = 0;
    for (size_t i = 0; i < doc->table_count; i++)
        if (!table_file(doc, rendering, i, arena, &files[(*count)++], diag))
            return NULL;
    if (rendering->inputs.n > 0)
        files[(*count)++] = (struct attachment){.name = "inputs.json",
                                                .media_type = "application/json",
                                                .bytes = rendering->inputs};
    return files;
}

static HPDF_Dict embedded(struct haru *haru, const struct attachment *file,
                          const char *date) {
    unsigned char sum[HASH_MD5_SIZE]; /* what ISO 32000-1, table 46 asks for */
    hash_md5(file->bytes, sum);
    HPDF_Dict stream = haru_stream(haru, file->bytes, SQUEEZE_WELL);
    haru_name(haru, stream, "Type", "EmbeddedFile");
    haru_name(haru, stream, "Subtype", file->media_type);
    HPDF_Dict params = haru_dict(haru);
    haru_number(haru, params, "Size", (int)file->bytes.n);
    haru_ascii(haru, params, "ModDate", date);
    haru_binary(haru, params, "CheckSum", (struct str){(const char *)sum, sizeof sum});
    haru_add(haru, stream, "Params", params);
    return stream;
}

static HPDF_Dict specification(struct haru *haru, const struct attachment *file,
                               const char *date) {
    HPDF_Dict spec = haru_dict(haru), streams = haru_dict(haru);
    HPDF_Dict stream = embedded(haru, file, date);
    haru_indirect(haru, spec);
    haru_name(haru, spec, "Type", "Filespec");
    haru_ascii(haru, spec, "F", file->name);
    haru_text(haru, spec, "UF", str_from(file->name));
    if (file->description.n > 0)
        haru_text(haru, spec, "Desc", file->description);
    haru_name(haru, spec, "AFRelationship", "Data");
    haru_add(haru, streams, "F", stream);
    haru_add(haru, streams, "UF", stream);
    haru_add(haru, spec, "EF", streams);
    return spec;
}

void attach_write(struct haru *haru, const struct attachment *files, size_t count,
                  const char *date) {
    if (count == 0)
        return;
    HPDF_Array associated = haru_array(haru), names = haru_array(haru);
    for (size_t i = 0; i < count; i++) {
        HPDF_Dict spec = specification(haru, &files[i], date);
        haru_push(haru, associated, spec);
        haru_push_binary(haru, names, str_from(files[i].name));
        haru_push(haru, names, spec);
    }
    HPDF_Dict tree = haru_dict(haru), all = haru_dict(haru);
    haru_add(haru, tree, "Names", names);
    haru_add(haru, all, "EmbeddedFiles", tree);
    haru_add(haru, haru->doc->catalog, "Names", all);
    haru_add(haru, haru->doc->catalog, "AF", associated);
}
