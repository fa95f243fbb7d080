#include "render/pdf/metadata.h"
#include "base/arena.h"
#include "render/pdf/icc.h"
#include <time.h>

#define OUTLINE_DEPTH 4
#define ABOVE 14.0f /* points: a destination shows a little of what stands above it */

static struct tm utc_of(int64_t epoch) {
    time_t seconds = (time_t)epoch;
    struct tm utc;
    if (!gmtime_r(&seconds, &utc))
        utc = (struct tm){.tm_year = 70, .tm_mday = 1};
    return utc;
}

const struct pdf_standard *pdf_standard_named(struct str name) {
    static const struct pdf_standard standards[] = {
        {.name = "2a+ua", .part = "2", .conformance = "A", .tagged = true},
        {.name = "3a+ua",
         .part = "3",
         .conformance = "A",
         .tagged = true,
         .attaches = true},
        {.name = "1b", .part = "1", .conformance = "B", .old = true},
        {.name = "none"}};
    if (name.n == 0)
        return &standards[0];
    for (size_t i = 0; i < sizeof standards / sizeof *standards; i++)
        if (str_equal(name, str_from(standards[i].name)))
            return &standards[i];
    return NULL;
}

struct pdf_date metadata_date(int64_t epoch) {
    struct pdf_date date;
    struct tm utc = utc_of(epoch);
    strftime(date.text, sizeof date.text, "D:%Y%m%d%H%M%S+00'00'", &utc);
    return date;
}

static struct pdf_date xmp_date(int64_t epoch) {
    struct pdf_date date;
    struct tm utc = utc_of(epoch);
    strftime(date.text, sizeof date.text, "%Y-%m-%dT%H:%M:%S+00:00", &utc);
    return date;
}

static void put_escaped(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '<')
            buf_puts(out, "&lt;");
        else if (c == '>')
            buf_puts(out, "&gt;");
        else if (c == '&')
            buf_puts(out, "&amp;");
        else if ((unsigned char)c >= 0x20)
            buf_char(out, c);
    }
}

static struct str title_of(const struct document *doc, struct arena *arena) {
    struct str title = doc->title;
    if (doc->period_label.n > 0 &&
        str_find(title, doc->period_label, 0) == STR_NOT_FOUND)
        title = arena_printf(arena, "%.*s%.*s%.*s%.*s", STR_ARG(title),
                             STR_ARG(doc->words.open), STR_ARG(doc->period_label),
                             STR_ARG(doc->words.close));
    struct str mark = page_marks_text(&doc->marks, true, doc->words.gap, arena);
    return mark.n > 0
               ? arena_printf(arena, "%.*s [%.*s]", STR_ARG(title), STR_ARG(mark))
               : title;
}

static void put_xmp(struct buf *out, const struct document *doc, struct str title,
                    const struct pdf_standard *standard) {
    struct pdf_date date = xmp_date(doc->epoch);
    buf_puts(out, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
                  "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                  "<rdf:Description rdf:about=\"\" "
                  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                  "<dc:format>application/pdf</dc:format><dc:title><rdf:Alt>"
                  "<rdf:li xml:lang=\"x-default\">");
    put_escaped(out, title);
    buf_puts(out, "</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>");
    put_escaped(out, doc->organisation.n > 0 ? doc->organisation : STR("nqi"));
    buf_puts(out, "</rdf:li></rdf:Seq></dc:creator></rdf:Description>\n"
                  "<rdf:Description rdf:about=\"\" "
                  "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"><pdf:Producer>nqi "
                  "(libharu)</pdf:Producer></rdf:Description>\n"
                  "<rdf:Description rdf:about=\"\" "
                  "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"><xmp:CreatorTool>nqi"
                  "</xmp:CreatorTool><xmp:CreateDate>");
    buf_puts(out, date.text);
    buf_puts(out, "</xmp:CreateDate><xmp:ModifyDate>");
    buf_puts(out, date.text);
    buf_puts(out, "</xmp:ModifyDate></rdf:Description>\n");
    if (standard->part != NULL)
        buf_printf(out,
                   "<rdf:Description rdf:about=\"\" "
                   "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"><pdfaid:part>%s"
                   "</pdfaid:part><pdfaid:conformance>%s</pdfaid:conformance>"
                   "</rdf:Description>\n",
                   standard->part, standard->conformance);
    if (standard->tagged)
        buf_puts(
            out,
            "<rdf:Description rdf:about=\"\" "
            "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"><pdfuaid:part>1"
            "</pdfuaid:part></rdf:Description>\n"
            "<rdf:Description rdf:about=\"\" "
            "xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
            "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
            "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">"
            "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
            "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema"
            "</pdfaSchema:schema><pdfaSchema:namespaceURI>"
            "http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
            "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property>"
            "<rdf:Seq><rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>part"
            "</pdfaProperty:name><pdfaProperty:valueType>Integer"
            "</pdfaProperty:valueType><pdfaProperty:category>internal"
            "</pdfaProperty:category><pdfaProperty:description>Indicates, which part "
            "of ISO 14289 standard is followed</pdfaProperty:description></rdf:li>"
            "</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>"
            "</pdfaExtension:schemas></rdf:Description>\n");
    buf_puts(out, "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>");
}

static void add_intent(struct haru *haru, bool version4) {
    struct buf profile = buf_open(8192);
    icc_srgb(version4, &profile);
    HPDF_Dict stream = haru_stream(haru, buf_str(&profile), SQUEEZE_WELL);
    buf_close(&profile);
    haru_number(haru, stream, "N", 3);
    HPDF_Dict intent = haru_dict(haru);
    haru_name(haru, intent, "Type", "OutputIntent");
    haru_name(haru, intent, "S", "GTS_PDFA1");
    haru_ascii(haru, intent, "OutputConditionIdentifier", "sRGB IEC61966-2.1");
    haru_ascii(haru, intent, "Info", "sRGB IEC61966-2.1");
    haru_add(haru, intent, "DestOutputProfile", stream);
    HPDF_Array intents = haru_array(haru);
    haru_push(haru, intents, intent);
    haru_add(haru, haru->doc->catalog, "OutputIntents", intents);
}

void metadata_write(struct haru *haru, const struct document *doc,
                    const struct pdf_standard *standard, struct arena *arena) {
    HPDF_Dict catalog = haru->doc->catalog, info = haru->doc->info;
    struct pdf_date date = metadata_date(doc->epoch);
    struct str title = title_of(doc, arena);
    haru_text(haru, info, "Title", title);
    haru_text(haru, info, "Author",
              doc->organisation.n > 0 ? doc->organisation : STR("nqi"));
    haru_ascii(haru, info, "Creator", "nqi");
    haru_ascii(haru, info, "Producer", "nqi (libharu)");
    haru_ascii(haru, info, "CreationDate", date.text);
    haru_ascii(haru, info, "ModDate", date.text);
    haru_ascii(haru, catalog, "Lang",
               arena_copy(arena, doc->lang.n > 0 ? doc->lang : STR("zh-CN")).p);
    HPDF_Dict view = haru_dict(haru);
    haru_bool(haru, view, "DisplayDocTitle", true);
    haru_add(haru, catalog, "ViewerPreferences", view);
    struct buf xmp = buf_open(1 << 20);
    put_xmp(&xmp, doc, title, standard);
    /* Never compressed: programs look for it without reading the file's objects. */
    HPDF_Dict metadata = haru_stream(haru, buf_str(&xmp), SQUEEZE_NOT);
    buf_close(&xmp);
    haru_name(haru, metadata, "Type", "Metadata");
    haru_name(haru, metadata, "Subtype", "XML");
    haru_add(haru, catalog, "Metadata", metadata);
    if (standard->part != NULL)
        add_intent(haru, !standard->old);
}

HPDF_Array metadata_destination(struct haru *haru, HPDF_Page page, float height,
                                float y) {
    float top = height - y + ABOVE;
    HPDF_Array dest = haru_array(haru);
    haru_push(haru, dest, page);
    haru_push_name(haru, dest, "XYZ");
    haru_push_number(haru, dest, 0);
    haru_push_number(haru, dest, (int)(top < height ? top : height));
    haru_push_number(haru, dest, 0);
    return dest;
}

void metadata_outline(struct haru *haru, const struct display *display,
                      const HPDF_Page *pages) {
    HPDF_Outline open[OUTLINE_DEPTH + 1] = {0};
    if (display->bookmark_count == 0)
        return;
    for (size_t i = 0; i < display->bookmark_count; i++) {
        const struct bookmark *mark = &display->bookmarks[i];
        int level = mark->level < 1               ? 1
                    : mark->level > OUTLINE_DEPTH ? OUTLINE_DEPTH
                                                  : mark->level;
        HPDF_Outline parent = NULL;
        for (int k = level - 1; k > 0 && !parent; k--)
            parent = open[k];
        open[level] = haru_outline(
            haru, parent, mark->title,
            metadata_destination(haru, pages[mark->page],
                                 display->pages[mark->page].height, mark->y));
        for (int k = level + 1; k <= OUTLINE_DEPTH; k++)
            open[k] = NULL;
    }
    haru_name(haru, haru->doc->catalog, "PageMode", "UseOutlines");
}

void metadata_labels(struct haru *haru, const struct display *display) {
    haru_page_label(haru, 0, display->front_count > 0, 1);
    if (display->front_count > 0 && display->front_count < display->page_count)
        haru_page_label(haru, display->front_count, false, 1);
}
