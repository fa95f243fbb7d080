#include "render/pdf/pdf.h"
#include "base/timing.h"
#include "document/format.h"
#include "render/pdf/attach.h"
#include "render/pdf/content.h"
#include "render/pdf/metadata.h"
#include "render/pdf/structure.h"
#include "render/pdf/writer.h"
#include "render/render.h"

#define PAGE_BYTES ((size_t)64 << 20) /* of one page's content */

enum mark_kind { MARK_NONE, MARK_ARTIFACT, MARK_RUNNING, MARK_TAG };

#define PICTURES_MOST 4 /* a theme has a logo and a seal */

struct made_picture {
    const struct picture *picture;
    HPDF_Dict object;
};

/* The page being drawn, and the marked content that is open on it. */
struct drawing {
    struct content content;
    struct structure *structure;
    struct arena *arena;
    size_t page;
    bool tagged;
    enum mark_kind mark;
    struct tag *tag;
    bool mark_in_text;             /* the mark was opened inside BT … ET */
    bool said;                     /* it says its text, so nothing more belongs to it */
    struct made_picture *pictures; /* PICTURES_MOST, ended by none */
};

static void close_mark(struct drawing *d) {
    if (d->mark == MARK_NONE)
        return;
    if (!d->mark_in_text)
        content_end_text(&d->content);
    buf_puts(d->content.out, "EMC\n");
    d->mark = MARK_NONE;
    d->tag = NULL;
}

/* `words`, if not NULL, is what the content says. Then it is a Span, for that is where
   readers look for it; to which element it belongs is said by the parent tree. */
static void open_tag(struct drawing *d, struct tag *tag, const struct str *words) {
    struct parent_list *parents = &d->structure->contents[d->page];
    struct tag_kid *kid = tag_add_kid(d->arena, tag);
    kid->page = d->page;
    kid->mcid = (unsigned)parents->count;
    parent_add(d->arena, parents, tag);
    buf_printf(d->content.out, "/%s<</MCID %u",
               words ? tag_name(TAG_SPAN) : tag_name(tag->kind), kid->mcid);
    if (words)
        content_say(&d->content, *words);
    buf_puts(d->content.out, ">>BDC\n");
}

/* Marked content and text objects must nest: a picture's mark goes around its text
   objects, other marks stand inside one. */
static void set_mark(struct drawing *d, const struct item *item) {
    if (!d->tagged)
        return;
    enum mark_kind kind = item->tag       ? MARK_TAG
                          : item->running ? MARK_RUNNING
                                          : MARK_ARTIFACT;
    bool is_text = item->kind == ITEM_TEXT;
    bool inside = is_text && kind == MARK_TAG && item->tag->kind != TAG_FIGURE;
    bool same = d->mark == kind && d->tag == item->tag && (is_text || !d->mark_in_text);
    bool says = inside && item->run->spaced;
    if (same && !says && !d->said)
        return;
    close_mark(d);
    if (inside)
        content_begin_text(&d->content);
    else
        content_end_text(&d->content);
    d->mark = kind;
    d->tag = item->tag;
    d->mark_in_text = inside;
    d->said = says;
    if (kind == MARK_TAG)
        open_tag(d, item->tag, says ? &item->run->text : NULL);
    else
        buf_puts(d->content.out, kind == MARK_RUNNING
                                     ? "/Artifact<</Type/Pagination>>BDC\n"
                                     : "/Artifact BMC\n");
}

/* A run with white that looks like spaces says its text, or programs would extract
   spaces that nobody wrote. */
static void draw_text(struct drawing *d, const struct item *item) {
    set_mark(d, item);
    bool within = item->run->spaced && !(d->tagged && d->said);
    if (within) {
        content_begin_text(&d->content);
        buf_puts(d->content.out, "/Span<<");
        content_say(&d->content, item->run->text);
        buf_puts(d->content.out, ">>BDC\n");
    }
    content_run(&d->content, item->run, item->x, item->y);
    if (within)
        buf_puts(d->content.out, "EMC\n");
}

/* The page's name for a picture, whose stream is made once. */
static const char *picture_name(struct drawing *d, const struct picture *picture) {
    struct made_picture *made = d->pictures;
    while (made->picture != NULL && made->picture != picture)
        made++;
    if (made->picture == NULL) {
        made->picture = picture;
        made->object = haru_picture(d->content.haru, picture);
    }
    return haru_picture_name(d->content.haru, d->content.page, made->object);
}

static void draw_item(struct drawing *d, const struct item *item) {
    switch (item->kind) {
    case ITEM_TEXT:
        draw_text(d, item);
        break;
    case ITEM_RECT:
        set_mark(d, item);
        content_rect(&d->content, item);
        break;
    case ITEM_PATH:
        set_mark(d, item);
        content_path(&d->content, item);
        break;
    case ITEM_PICTURE:
        set_mark(d, item);
        content_picture(&d->content, item, picture_name(d, item->picture.picture));
        break;
    case ITEM_LINK: /* no content: an annotation */
        break;
    }
}

struct emitter {
    struct haru haru;
    const struct display *display;
    struct arena *arena;
    struct diag *diag;
    struct font_book *book;
    struct structure structure;
    struct made_picture pictures[PICTURES_MOST];
    const struct pdf_standard *standard;
    const struct attachment *attachments;
    size_t attachment_count;
};

static void use_fonts(struct emitter *e) {
    for (size_t p = 0; p < e->display->page_count; p++) {
        const struct page *page = &e->display->pages[p];
        for (size_t i = 0; i < page->count; i++) {
            if (page->items[i].kind != ITEM_TEXT)
                continue;
            const struct text_run *run = page->items[i].run;
            struct str text = {0};
            for (size_t g = 0, at = 0; g < run->count; g++) {
                size_t bytes = run->glyphs[g].bytes;
                if (bytes > 0)
                    text = str_slice(run->text, at, at + bytes);
                at += bytes;
                font_book_use(e->book, run->face, run->glyphs[g].id, text);
            }
        }
    }
}

/* What lies under the page's text; returns how many items that are. It says nothing, or
   its letters would be extracted among the text over it. The state of the content
   begins anew behind it. */
static size_t draw_watermark(struct drawing *d, const struct page *page) {
    size_t count = 0;
    struct content turned = d->content;
    while (count < page->count && page->items[count].under)
        count++;
    if (count == 0)
        return 0;
    if (d->tagged)
        buf_puts(turned.out, "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n");
    content_turn(&turned, page->width, page->height);
    buf_puts(turned.out, "/Span<<");
    content_say(&turned, STR(""));
    buf_puts(turned.out, ">>BDC\n");
    for (size_t i = 0; i < count; i++)
        content_run(&turned, page->items[i].run, page->items[i].x, page->items[i].y);
    content_end_text(&turned);
    buf_puts(turned.out, d->tagged ? "EMC\nQ\nEMC\n" : "EMC\nQ\n");
    d->content.bad = d->content.bad || turned.bad;
    return count;
}

static bool draw_page(struct emitter *e, size_t index, struct buf *out) {
    const struct page *page = &e->display->pages[index];
    struct drawing d = {.structure = &e->structure,
                        .arena = e->arena,
                        .page = index,
                        .tagged = e->standard->tagged,
                        .pictures = e->pictures};
    buf_clear(out);
    content_open(&d.content, out, &e->haru, e->structure.pages[index], e->book,
                 page->height);
    size_t first = draw_watermark(&d, page);
    for (size_t i = first; i < page->count; i++)
        draw_item(&d, &page->items[i]);
    if (d.mark_in_text)
        close_mark(&d);
    content_end_text(&d.content);
    close_mark(&d);
    if (d.content.bad || !buf_ok(out))
        return diag_error(e->diag, (struct place){0},
                          "page %zu: a place on the page is no number", index + 1);
    haru_page_content(&e->haru, e->structure.pages[index], buf_str(out));
    return true;
}

static HPDF_Dict link_annotation(struct emitter *e, const struct page *page,
                                 const struct item *item) {
    struct haru *haru = &e->haru;
    const struct anchor *anchor =
        item->link.external ? NULL : display_anchor(e->display, item->link.target);
    if (!item->link.external && !anchor)
        return NULL; /* compose has refused references to nothing */
    HPDF_Dict link = haru_dict(haru);
    haru_indirect(haru, link);
    haru_name(haru, link, "Type", "Annot");
    haru_name(haru, link, "Subtype", "Link");
    HPDF_Array rect = haru_array(haru);
    haru_push_real(haru, rect, item->x);
    haru_push_real(haru, rect, page->height - item->y - item->link.height);
    haru_push_real(haru, rect, item->x + item->link.width);
    haru_push_real(haru, rect, page->height - item->y);
    haru_add(haru, link, "Rect", rect);
    HPDF_Array border = haru_array(haru);
    for (int i = 0; i < 3; i++)
        haru_push_number(haru, border, 0);
    haru_add(haru, link, "Border", border);
    haru_number(haru, link, "F", 4); /* printed */
    if (anchor) {
        haru_add(haru, link, "Dest",
                 metadata_destination(haru, e->structure.pages[anchor->page],
                                      e->display->pages[anchor->page].height,
                                      anchor->y));
    } else {
        HPDF_Dict action = haru_dict(haru);
        haru_name(haru, action, "S", "URI");
        haru_ascii(haru, action, "URI", arena_copy(e->arena, item->link.target).p);
        haru_add(haru, link, "A", action);
    }
    haru_text(haru, link, "Contents",
              item->tag && item->tag->extra && item->tag->extra->alt.n > 0
                  ? item->tag->extra->alt
                  : item->link.target);
    return link;
}

static void add_links(struct emitter *e, size_t index) {
    const struct page *page = &e->display->pages[index];
    HPDF_Array annotations = NULL;
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        HPDF_Dict link =
            item->kind == ITEM_LINK ? link_annotation(e, page, item) : NULL;
        if (!link)
            continue;
        if (!annotations) {
            annotations = haru_array(&e->haru);
            haru_add(&e->haru, e->structure.pages[index], "Annots", annotations);
        }
        haru_push(&e->haru, annotations, link);
        if (!e->standard->tagged || !item->tag)
            continue;
        struct tag_kid *kid = tag_add_kid(e->arena, item->tag);
        kid->page = index;
        kid->annotation = haru_id(link);
        haru_number(&e->haru, link, "StructParent",
                    (int)(e->display->page_count + e->structure.annotations.count));
        parent_add(e->arena, &e->structure.annotations, item->tag);
    }
}

static bool draw_pages(struct emitter *e) {
    struct buf out = buf_open(PAGE_BYTES);
    bool good = true;
    for (size_t i = 0; i < e->display->page_count && good; i++)
        good = draw_page(e, i, &out);
    buf_close(&out);
    for (size_t i = 0; i < e->display->page_count && good; i++)
        add_links(e, i);
    return good && haru_ok(&e->haru, e->diag);
}

static void make_pages(struct emitter *e) {
    size_t count = e->display->page_count;
    e->structure = (struct structure){.arena = e->arena, .display = e->display};
    e->structure.pages = arena_array(e->arena, count, sizeof *e->structure.pages);
    e->structure.contents = arena_array(e->arena, count, sizeof *e->structure.contents);
    for (size_t i = 0; i < count; i++) {
        const struct page *page = &e->display->pages[i];
        e->structure.pages[i] = haru_page(&e->haru, page->width, page->height);
        if (!e->standard->tagged)
            continue;
        haru_number(&e->haru, e->structure.pages[i], "StructParents", (int)i);
        haru_name(&e->haru, e->structure.pages[i], "Tabs", "S");
    }
}

static bool save(struct emitter *e, const struct document *doc, struct buf *out) {
    struct raw_objects raw = {.arena = e->arena};
    struct buf extra = buf_open(256);
    metadata_write(&e->haru, doc, e->standard, e->arena);
    metadata_outline(&e->haru, e->display, e->structure.pages);
    metadata_labels(&e->haru, e->display);
    attach_write(&e->haru, e->attachments, e->attachment_count,
                 metadata_date(doc->epoch).text);
    if (!haru_ok(&e->haru, e->diag)) {
        buf_close(&extra);
        return false;
    }
    raw.text = buf_open(SIZE_MAX / 2);
    if (e->standard->tagged) {
        raw.first = (unsigned)e->haru.doc->xref->entries->count;
        structure_write(&e->structure, &raw);
        buf_printf(&extra, "/StructTreeRoot %u 0 R\n/MarkInfo<</Marked true%s>>\n",
                   raw.first, doc->theme->pdf_figures ? "/UserProperties true" : "");
        haru_extra(&e->haru, e->haru.doc->catalog, &extra);
    }
    bool good = writer_save(&e->haru, &raw, !e->standard->old, e->arena, out, e->diag);
    buf_close(&raw.text);
    buf_close(&extra);
    return good;
}

static const struct pdf_standard *standard_of(const struct document *doc,
                                              struct diag *diag) {
    struct str name = doc->theme->pdf_standard;
    const struct pdf_standard *standard = pdf_standard_named(name);
    if (standard != NULL)
        return standard;
    diag_error(diag, (struct place){.file = STR("templates/theme.lua")},
               "no PDF standard “%.*s”", STR_ARG(name));
    diag_hint(diag, "2a+ua, 3a+ua, 1b or none");
    return NULL;
}

bool write_pdf(const struct document *doc, const struct rendering *rendering,
               const struct display *display, struct buf *out, struct diag *diag) {
    struct emitter e = {.display = display, .arena = rendering->scratch, .diag = diag};
    e.standard = standard_of(doc, diag);
    if (e.standard == NULL)
        return false;
    if (e.standard->attaches) {
        e.attachments = attach_list(doc, rendering, e.arena, &e.attachment_count, diag);
        if (e.attachments == NULL)
            return false;
    }
    bool good = haru_open(&e.haru, diag);
    e.book = font_book_open(rendering->fonts, e.arena);
    if (good) {
        make_pages(&e);
        use_fonts(&e);
        good = haru_ok(&e.haru, diag) &&
               font_book_make(e.book, &e.haru, e.standard->old, diag) &&
               draw_pages(&e) && save(&e, doc, out);
    }
    font_book_close(e.book);
    haru_close(&e.haru);
    return good;
}

bool render_pdf(const struct document *doc, const struct rendering *rendering,
                struct buf *out, struct diag *diag) {
    timing_enter("layout");
    const struct display *display =
        layout_document(doc, rendering->fonts, rendering->scratch, diag);
    timing_leave();
    return display && write_pdf(doc, rendering, display, out, diag);
}

bool render_pdf_attaches(const struct document *doc) {
    const struct pdf_standard *standard = pdf_standard_named(doc->theme->pdf_standard);
    return standard != NULL && standard->attaches;
}

static bool render(const struct document *doc, size_t i,
                   const struct rendering *rendering, struct buf *out,
                   struct diag *diag) {
    (void)i;
    return render_pdf(doc, rendering, out, diag);
}

const struct format_kind format_pdf = {
    .kind = {"pdf", "a PDF for print and archive", "用于印发和存档的 PDF"},
    .extension = "pdf",
    .place = 2,
    .label = "PDF",
    .short_label = "PDF",
    .render = render,
};
