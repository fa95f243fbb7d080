/* The look, as templates/theme.lua gives it: page, faces, sizes, colours, rules,
   words. Lengths in points (1/72 inch), colours 0xRRGGBB. Lives in the run's
   arena; read-only. */
#ifndef NQI_DOCUMENT_THEME_H
#define NQI_DOCUMENT_THEME_H

#include "base/str.h"

enum font_role {
    FONT_SERIF, /* body */
    FONT_SERIF_BOLD,
    FONT_SANS,        /* tables, captions, charts */
    FONT_SANS_MEDIUM, /* table heads */
    FONT_SANS_BOLD,   /* headings */
    FONT_KAI,         /* Chinese emphasis */
    FONT_MONO,
    FONT_ROLE_COUNT
};

/* Where a table stands that needs little of the measure; full: it is stretched. */
enum theme_place { PLACE_CENTRE, PLACE_LEFT, PLACE_FULL };

/* A face by fontconfig family and style ("Noto Serif CJK SC", "Bold"). */
struct theme_font {
    struct str family, style;
};

struct theme_text {
    enum font_role role;
    float size, leading;
    uint32_t colour;
};

struct picture;

/* Heights of a picture, in points. */
enum { THEME_PICTURE_LEAST = 8, THEME_PICTURE_MOST = 300 };

/* A picture of the office: `file` below templates/; no file: there is none. Neither
   wider nor higher than half of the text of a page. */
struct theme_picture {
    struct str file, alt;
    float height;            /* points */
    struct picture *picture; /* document/picture.h */
};

struct theme {
    struct str name; /* yearbook, gongwen */
    float page_width, page_height;
    float margin_top, margin_bottom, margin_left, margin_right;
    struct theme_font fonts[FONT_ROLE_COUNT];
    struct theme_font fallback[4]; /* tried in order for a missing glyph */
    size_t fallback_count;
    struct theme_text body, heading[4], caption, unit, table, table_head, note, running,
        cover_title, cover_subtitle, cover_small, toc, chart_label, chart_tick,
        masthead_title, summary, summary_other, kpi_label, kpi_value;
    float paragraph_indent_em, paragraph_gap;
    uint32_t ink, accent, alert, grey, hairline,
        tint,                  /* tint: the reported area's row */
        panel;                 /* behind the summary */
    uint32_t good, watch, bad; /* traffic lights */
    uint32_t series[8];
    size_t series_count;
    uint32_t ramp[5]; /* tiles, light to dark */
    float rule_heavy, rule_head, rule_light;
    float rule_inner;  /* between columns; 0: none. The sides stay open */
    size_t rule_every; /* a hairline every n rows of a table; 0 = none */
    enum theme_place table_place;
    /* Words in the place of the vocabulary's (printed.h); NULL where it has none. */
    struct str numbering[4]; /* heading labels: "一" "（一）" "1." "（1）" */
    struct str table_label, figure_label;               /* 表 图 */
    struct str continued;                               /* （续） */
    struct str contents_title;                          /* 目　录 */
    struct str page_label;                              /* "第 %d 页　共 %d 页" */
    struct str unit_prefix, note_prefix, source_prefix; /* 单位： 注： 数据来源： */
    struct str demo_mark;                               /* 演示数据 */
    struct str organisation;
    /* In the place of what is printed there, with {title} and others (printed.h); NULL:
       the usual. */
    struct str cover_head, cover_foot, running_left, running_right, running_foot;
    struct str watermark;      /* under the text of every page; the same */
    struct theme_picture logo; /* on the cover or the masthead */
    struct theme_picture seal; /* below the sign-off */
    struct str pdf_standard;   /* 2a+ua, 1b, none */
    bool pdf_figures;          /* the structure of the PDF has the ids of figures */
    bool csv_figures;          /* the CSV has columns with the ids of figures */
    /* What an official document (gongwen) does otherwise; 0 is the yearbook's way. */
    float grid_advance;      /* of a body character: a grid of lines and columns, no
                                white between paragraphs and around headings */
    float heading_indent_em; /* of levels 2 to 4 */
    bool chapter_new_page;   /* a first-level heading begins a page */
    bool masthead;           /* a short report begins with one, not with a cover */
    bool sign_by_hand;       /* names that are not known are lines to sign on */
    bool line_grid;          /* text is on one grid again below what is not text */
    bool plain_pages;        /* no running heads, page numbers at the outer edge, the
                                cover's title centred */
};

#endif
