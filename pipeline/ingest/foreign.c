#include "ingest/foreign.h"
#include "ingest/clean.h"
#include <string.h>

enum { ALIGNED_LINES = 20 }; /* that are looked at for columns of spaces */

static const char save_sheet[] =
    "save the sheet as CSV UTF-8, or run: soffice --headless --convert-to csv FILE";
static const char unpack[] = "unpack it and put the CSV file here";
static const char ask[] = "ask its office for the table as CSV or as a workbook";
static const char download[] =
    "a server may have sent a page in place of the file: download it again; a table in "
    "it can be opened with a spreadsheet and saved as CSV UTF-8";
static const char export_csv[] = "export it as CSV UTF-8 where it comes from";

static const struct foreign workbook = {"an Excel workbook (.xlsx)", save_sheet};
static const struct foreign old_workbook = {"an Excel workbook of the old form (.xls)",
                                            save_sheet};
static const struct foreign xml_workbook = {"an Excel workbook in XML", save_sheet};
static const struct foreign spreadsheet = {"an OpenDocument spreadsheet (.ods)",
                                           save_sheet};
static const struct foreign office = {"an Office document", ask};
static const struct foreign zip = {"a ZIP archive", unpack};
static const struct foreign page = {"an HTML page", download};
static const struct foreign sdmx = {"an SDMX-ML file", export_csv};
static const struct foreign xml = {"an XML file", export_csv};
static const struct foreign json = {"a JSON file", export_csv};
static const struct foreign dbase = {"a dBASE file (.dbf)", save_sheet};
static const struct foreign server = {"what a server answered", download};
static const struct foreign annexed = {
    "the mark of a file that git-annex keeps elsewhere",
    "fetch the file itself with: git annex get FILE"};
static const struct foreign aligned = {
    "a text whose columns are set by spaces",
    "open it with a spreadsheet as text of fixed width and save it as CSV UTF-8"};

/* Those that their first bytes alone tell. */
static const struct {
    const char *bytes;
    size_t n;
    struct foreign kind;
} signs[] = {
    {"\x1F\x8B", 2, {"a gzip archive", unpack}},
    {"BZh", 3, {"a bzip2 archive", unpack}},
    {"\xFD"
     "7zXZ",
     5,
     {"an xz archive", unpack}},
    {"\x28\xB5\x2F\xFD", 4, {"a Zstandard archive", unpack}},
    {"7z\xBC\xAF\x27\x1C", 6, {"a 7z archive", unpack}},
    {"Rar!\x1A\x07", 6, {"a RAR archive", unpack}},
    {"%PDF-", 5, {"a PDF file", ask}},
    {"\x89PNG\r\n", 6, {"a picture", ask}},
    {"\xFF\xD8\xFF", 3, {"a picture", ask}},
    {"GIF8", 4, {"a picture", ask}},
    {"{\\rtf", 5, {"an Office document", ask}},
    {"PAR1", 4, {"a Parquet file", export_csv}},
    {"ARROW1", 6, {"an Arrow file", export_csv}},
    {"SQLite format 3", 15, {"an SQLite database", export_csv}},
    {"$FL2", 4, {"an SPSS file", export_csv}},
    {"<stata_dta>", 11, {"a Stata file", export_csv}},
    {"\x09\x08\x10\0", 4, {"an Excel workbook of the old form (.xls)", save_sheet}},
    {"\x09\x08\x08\0", 4, {"an Excel workbook of the old form (.xls)", save_sheet}},
    {"\x09\x04\x06\0", 4, {"an Excel workbook of the old form (.xls)", save_sheet}},
    {"\x09\x02\x06\0", 4, {"an Excel workbook of the old form (.xls)", save_sheet}},
    {"\x09\0\x04\0", 4, {"an Excel workbook of the old form (.xls)", save_sheet}},
    {"MIME-Version:", 13, {"a web archive (.mht)", save_sheet}},
    {"From: <Saved by", 15, {"a web archive (.mht)", save_sheet}},
    {"ID;PWXL;", 8, {"a SYLK file (.slk)", save_sheet}},
    {"ID;PSCALC", 9, {"a SYLK file (.slk)", save_sheet}},
    {"TABLE\n0,1\n", 10, {"a DIF file (.dif)", save_sheet}},
    {"TABLE\r\n0,1\r\n", 12, {"a DIF file (.dif)", save_sheet}},
    {"%!PS-", 5, {"a PostScript file", ask}},
    {"\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81\x60", 16, {"a SAS file", export_csv}},
    {"version https://git-lfs.github.com/",
     35,
     {"the mark of a file that Git LFS keeps elsewhere",
      "fetch the file itself with: git lfs pull"}},
    {"CHARSET=\"", 9, {"a PC-Axis file (.px)", export_csv}},
    {"AXIS-VERSION=\"", 14, {"a PC-Axis file (.px)", export_csv}},
};

static bool has(struct str bytes, const char *text) {
    return str_find(bytes, str_from(text), 0) != STR_NOT_FOUND;
}

/* The names of what is packed stand in the open. */
static const struct foreign *packed(struct str bytes) {
    if (has(bytes, "xl/w") || has(bytes, "xl/s")) {
        return &workbook;
    }
    if (has(bytes, "opendocument.spreadsheet")) {
        return &spreadsheet;
    }
    if (has(bytes, "mimetype") && has(bytes, "content.xml") &&
        !has(bytes, "opendocument")) {
        return &spreadsheet; /* whose kind is packed, too */
    }
    return has(bytes, "[Content_Types].xml") || has(bytes, "opendocument") ||
                   has(bytes, "docProps/")
               ? &office
               : &zip;
}

/* Excel's stream is called Workbook or Book, in UTF-16. */
static const struct foreign *compound(struct str bytes, struct str path) {
    struct str name = {"B\0o\0o\0k\0", 8}, workbook_name = {"W\0o\0r\0k\0b\0", 10};
    bool excel = str_find(bytes, name, 0) != STR_NOT_FOUND ||
                 str_find(bytes, workbook_name, 0) != STR_NOT_FOUND ||
                 str_ends(path, STR(".xls")) || str_ends(path, STR(".XLS"));
    return excel ? &old_workbook : &office;
}

/* True if the text begins with the word, in whatever case. */
static bool begins(struct str text, const char *word) {
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++) {
        char c = i < text.n ? text.p[i] : '\0';
        if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != word[i]) {
            return false;
        }
    }
    return true;
}

/* <message:Generic …> with an end somewhere; <5岁 is the name of a group. */
static bool is_element(struct str text) {
    size_t at = 1;
    while (at < text.n && (unsigned char)text.p[at] > ' ' && text.p[at] != '>' &&
           text.p[at] != '/') {
        bool letter = (text.p[at] >= 'a' && text.p[at] <= 'z') ||
                      (text.p[at] >= 'A' && text.p[at] <= 'Z') ||
                      (at > 1 && strchr("0123456789:_-.", text.p[at]) != NULL);
        if (!letter) {
            return false;
        }
        at++;
    }
    return at > 1 && (has(text, "</") || has(text, "/>"));
}

static const struct foreign *marked_up(struct str text) {
    static const char *const tags[] = {"<!doctype html", "<html",  "<head",  "<body",
                                       "<meta",          "<div",   "<table", "<script",
                                       "<title",         "<style", "<p>",    "<br"};
    if (begins(text, "<?xml")) {
        return has(text, "Excel.Sheet")              ? &xml_workbook
               : has(text, "<html")                  ? &page
               : has(text, "www.sdmx.org/resources") ? &sdmx
                                                     : &xml;
    }
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        if (begins(text, tags[i])) {
            return &page;
        }
    }
    if (begins(text, "<!--")) {
        return has(text, "<html") ? &page : &xml;
    }
    return !is_element(text)                     ? NULL
           : has(text, "www.sdmx.org/resources") ? &sdmx
                                                 : &xml;
}

/* Version, date of the last change, how long its head is: 32 bytes a field. */
static bool is_dbase(struct str bytes) {
    const unsigned char *b = (const unsigned char *)bytes.p;
    return bytes.n >= 32 &&
           (b[0] == 0x03 || b[0] == 0x30 || b[0] == 0x83 || b[0] == 0x8B ||
            b[0] == 0xF5) &&
           b[2] >= 1 && b[2] <= 12 && b[3] >= 1 && b[3] <= 31 && b[12] == 0 &&
           b[13] == 0 && b[8] + b[9] * 256 >= 65;
}

/* Its head, or a few words of an error alone. */
static bool is_answer(struct str text) {
    static const char *const words[] = {"error ",       "404 ",        "403 ",
                                        "502 bad",      "503 serv",    "not found",
                                        "forbidden",    "bad gateway", "access denied",
                                        "unauthorized", "service unav"};
    if (str_starts(text, STR("HTTP/1.")) || str_starts(text, STR("HTTP/2 "))) {
        return true;
    }
    bool few = text.n < 200 && !has(text, ",") && !has(text, ";") && !has(text, "\t");
    for (size_t i = 0; i < sizeof words / sizeof *words && few; i++) {
        if (begins(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* callback({"…, besides what follows. */
static struct str without_call(struct str text) {
    size_t at = 0;
    while (at < text.n && ((text.p[at] >= 'a' && text.p[at] <= 'z') ||
                           (text.p[at] >= 'A' && text.p[at] <= 'Z') ||
                           text.p[at] == '_' || text.p[at] == '.')) {
        at++;
    }
    bool call = at > 0 && at + 1 < text.n && text.p[at] == '(' &&
                (text.p[at + 1] == '{' || text.p[at + 1] == '[');
    return call ? str_slice(text, at + 1, text.n) : text;
}

/* {"…, [{…, [[…: a name in brackets may begin a CSV, too. */
static bool is_json(struct str text) {
    if (text.n == 0 || (text.p[0] != '{' && text.p[0] != '[')) {
        return false;
    }
    struct str inner = clean_trim(str_slice(text, 1, text.n));
    bool list = text.p[0] == '[';
    return str_starts(inner, STR("\"")) ||
           (list && (str_starts(inner, STR("{")) || str_starts(inner, STR("[")))) ||
           (!list && str_starts(inner, STR("}")));
}

static bool has_separator(struct str line) {
    static const char *const all[] = {",", ";", "\t", "|", "，", "；"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (has(line, all[i])) {
            return true;
        }
    }
    return false;
}

/* No separator anywhere, and words with two spaces or more between them. */
static bool is_aligned(struct str text) {
    size_t lines = 0, spaced = 0;
    for (size_t at = 0; at < text.n && lines < ALIGNED_LINES;) {
        size_t feed = str_find(text, STR("\n"), at);
        size_t end = feed == STR_NOT_FOUND ? text.n : feed;
        struct str line = clean_trim(str_slice(text, at, end));
        at = end + 1;
        if (line.n == 0) {
            continue;
        }
        if (has_separator(line)) {
            return false;
        }
        lines++;
        spaced += has(line, "  ");
    }
    return lines > 1 && spaced > 1 && spaced * 2 > lines;
}

static const struct foreign *by_sign(struct str text) {
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (str_starts(text, (struct str){signs[i].bytes, signs[i].n})) {
            return &signs[i].kind;
        }
    }
    return NULL;
}

static struct str without_space(struct str text) {
    size_t at = 0;
    while (at < text.n && (unsigned char)text.p[at] <= ' ') {
        at++;
    }
    return str_slice(text, at, text.n);
}

/* UTF-16 with its mark: what ASCII characters it begins with. */
static struct str narrow(struct str bytes, char *room, size_t most) {
    size_t low = str_starts(bytes, STR("\xFF\xFE"))   ? 0
                 : str_starts(bytes, STR("\xFE\xFF")) ? 1
                                                      : bytes.n;
    size_t n = 0;
    for (size_t at = 2; at + 1 < bytes.n && n < most && low < 2; at += 2) {
        room[n++] = bytes.p[at + 1 - low] == '\0' ? bytes.p[at + low] : '?';
    }
    return (struct str){room, n};
}

const struct foreign *foreign_find(struct str bytes, struct str path) {
    bytes = str_slice(bytes, 0, FOREIGN_BYTES);
    if (str_starts(bytes, STR("PK\x03\x04")) || str_starts(bytes, STR("PK\x05\x06"))) {
        return packed(bytes);
    }
    if (str_starts(bytes, STR("\xD0\xCF\x11\xE0"))) {
        return compound(bytes, path);
    }
    struct str mark = STR("\xEF\xBB\xBF");
    struct str text = str_slice(bytes, str_starts(bytes, mark) ? mark.n : 0, bytes.n);
    const struct foreign *found = by_sign(text);
    text = without_space(text);
    found = found == NULL && str_starts(text, STR("%PDF-")) ? by_sign(text) : found;
    if (found != NULL) {
        return found;
    }
    char room[1024];
    struct str wide = without_space(narrow(bytes, room, sizeof room));
    if (wide.n > 0) {
        return str_starts(wide, STR("<")) ? marked_up(wide)
               : is_json(wide)            ? &json
                                          : NULL;
    }
    if (str_starts(text, STR("<"))) {
        return marked_up(text);
    }
    if (is_dbase(bytes)) {
        return &dbase;
    }
    return is_json(without_call(text))                         ? &json
           : is_answer(text)                                   ? &server
           : text.n < 1000 && has(text, ".git/annex/objects/") ? &annexed
           : is_aligned(text)                                  ? &aligned
                                                               : NULL;
}

bool foreign_refuse(struct str bytes, struct str path, bool any_text,
                    struct diag *diag) {
    const struct foreign *kind = foreign_find(bytes, path);
    if (kind == NULL || (kind == &aligned && any_text)) {
        return true;
    }
    diag_error(diag, (struct place){.file = path}, "this is %s, not a CSV file",
               diag_words(diag, kind->what));
    diag_hint(diag, "%s", diag_words(diag, kind->remedy));
    return false;
}
