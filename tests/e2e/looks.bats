#!/usr/bin/env bats
# What templates/theme.lua changes in a PDF.

load helper.bash

theme() { printf '%s\n' "$@" >"$project/templates/theme.lua"; }
first_pdf() { find -L "$out/current" -name '*.pdf' | LC_ALL=C sort | head -n 1; }

@test "the preset gongwen: 156 × 225 mm, numbers at the outer edge" {
    theme 'return require "nqi.gongwen"'
    build --format pdf
    [ "$status" -eq 0 ] || fail "$output"
    pdf=$(first_pdf)
    pdfinfo "$pdf" | grep -q 'Page size: *595.276 x 841.89 pts'
    pages=$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')
    pdftotext -f "$pages" -l "$pages" "$pdf" - | grep -Eq '^— ?[0-9]+ ?—$'
    qpdf --check "$pdf"
}

@test "an office's own faces and colours over a preset" {
    theme 'local theme = require "nqi.gongwen"' \
        'theme.fonts.serif = { family = "LXGW WenKai", style = "Regular" }' \
        'return theme'
    build --format pdf
    [ "$status" -eq 0 ] || fail "$output"
    pdffonts "$(first_pdf)" | grep -q 'LXGWWenKai-Regular'
    ! pdffonts "$(first_pdf)" | grep -q 'NotoSerifCJKsc-Regular' || fail "found what must not be there"
}

@test "a PDF/A-1b has no object streams and no tags" {
    theme 'return { pdf_standard = "1b" }'
    build --format pdf
    [ "$status" -eq 0 ] || fail "$output"
    pdf=$(first_pdf)
    [ "$(head -c 8 "$pdf")" = "%PDF-1.4" ]
    pdfinfo "$pdf" | grep -q 'Tagged: *no'
    ! grep -aq '/ObjStm' "$pdf" || fail "found what must not be there"
}

@test "each table is a CSV of records with one head and plain numbers if it is asked for" {
    build --format tidy --report national
    [ "$status" -eq 0 ] || fail "$output"
    folder=$out/current/national/2023/
    [ "$(find "$folder" -type f | wc -l)" -eq "$(find "$folder" -name '2023-0*-tbl-*.tidy.csv' | wc -l)" ]
    python3 - "$folder" <<'PY' || fail "not tidy"
import csv, glob, sys
files = sorted(glob.glob(sys.argv[1] + "2023-0*.csv"))
assert files
for path in files:
    rows = list(csv.DictReader(open(path, encoding="utf-8-sig")))
    assert rows and all(set(row) == set(rows[0]) for row in rows)
    numbers = [row["number"] for row in rows if row["number"]]
    assert numbers and all(float(n) is not None for n in numbers)
PY
    build --format md --report national
    [ -z "$(find "$folder" -name '2023-0*.csv')" ] || fail "an old one is carried"
}

@test "a PDF/A-3a carries its tables and what went into it" {
    theme 'return { pdf_standard = "3a+ua" }'
    build --format pdf
    [ "$status" -eq 0 ] || fail "$output"
    pdf=$(first_pdf)
    pdfdetach -saveall -o "$BATS_TEST_TMPDIR" "$pdf"
    ls "$BATS_TEST_TMPDIR" | grep -q '^0001-.*\.csv$'
    json="$BATS_TEST_TMPDIR/inputs.json"
    # Every input of the receipt, with the hash of the file as it stands.
    find "$project/input" -name '*.csv' >"$BATS_TEST_TMPDIR/inputs"
    [ -s "$BATS_TEST_TMPDIR/inputs" ]
    while read -r file; do
        grep -q "\"sha256\": \"$(sha256sum "$file" | cut -d' ' -f1)\"" "$json" || fail "$file"
    done <"$BATS_TEST_TMPDIR/inputs"
    for key in scripts templates fonts libraries; do
        grep -q "\"$key\": \[" "$json" || fail "$key"
    done
    # What else is built or printed has no part in its bytes.
    cp "$pdf" "$BATS_TEST_TMPDIR/first.pdf"
    rm -rf "$out"
    build -j 1
    [ "$status" -eq 0 ] || fail "$output"
    cmp "$pdf" "$BATS_TEST_TMPDIR/first.pdf"
}

@test "a family that is not installed is named, with what to do" {
    theme 'return { fonts = { kai = { family = "No Such Kai", style = "Regular" } } }'
    build --format pdf
    [ "$status" -ne 0 ]
    [[ "$output" == *'the font "No Such Kai" Regular is not installed'* ]] || fail "$output"
    [ ! -e "$out/current" ]
}

@test "an unknown standard and a page without room are errors" {
    theme 'return { pdf_standard = "x" }'
    build --format pdf
    [ "$status" -eq 1 ] || fail "$status $output"
    [[ "$output" == *'no PDF standard'* ]] || fail "$output"
    theme 'return { page_width = 180, page_height = 180, margin_left = 60, margin_right = 60,' \
        '  margin_top = 60, margin_bottom = 60 }'
    build --format pdf
    [ "$status" -eq 1 ] || fail "$status $output"
    [[ "$output" == *'of room for text'* || "$output" == *'pt for text'* ]] || fail "$output"
}

@test "a preset by its name is the preset, and fields beside it change it" {
    theme 'return require "nqi.gongwen"'
    build --format pdf
    [ "$status" -eq 0 ] || fail "$output"
    required=$(sha256sum "$(first_pdf)" | cut -d ' ' -f 1)
    theme 'return { preset = "gongwen" }'
    build --format pdf
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(sha256sum "$(first_pdf)" | cut -d ' ' -f 1)" = "$required" ]
    theme 'return { preset = "gongwen", page_width = 500 }'
    build --format pdf
    [ "$status" -eq 0 ] || fail "$output"
    pdfinfo "$(first_pdf)" | grep -q 'Page size: *500 x 841.89 pts'
    theme '-- the office' 'return { preset = "gongwan" }'
    build --format pdf
    [ "$status" -eq 1 ]
    [[ "$output" == *'templates/theme.lua:2: error: theme: no preset is called "gongwan"'* ]] || fail "$output"
    [[ "$output" == *'one of: yearbook, gongwen'* ]] || fail "$output"
}

@test "what cannot be printed is told where it stands" {
    page="$project/templates/national.md"
    printf '\n\n第一段。\n\n第二段 ☑ 已核。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 3 | ☑☑ |\n' >>"$page"
    paragraph=$(grep -n '第二段' "$page" | cut -d: -f1)
    cell=$(grep -n '☑☑' "$page" | cut -d: -f1)
    build --report national --format pdf
    [ "$status" -eq 1 ] || fail "$status $output"
    [[ "$output" == *"templates/national.md:$paragraph: error: no font has"*"“第二段 ☑ 已核。” [national 2023]"* ]] || fail "$output"
    [[ "$output" == *"templates/national.md:$cell: error: no font has"*"“☑☑” [national 2023]"* ]] || fail "$output"
}

@test "a character that comes from data is told with its cell" {
    echo 'GRADE,考核等级,Grade,环境,,,,+,grade,none,,none,,,,0,,0,考核等级。,样例,' \
        >>"$project/input/indicators.csv"
    echo '考核等级,,安徽,2023,A☑' >>"$project/input/quality.csv"
    line=$(wc -l <"$project/input/quality.csv")
    printf '\n\n考核为{{ v.GRADE }}级。\n' >>"$project/templates/province.md"
    build --report province --format pdf
    [ "$status" -eq 1 ] || fail "$status $output"
    [[ "$output" == *"input/quality.csv:$line:5: error: no font has"*"“A☑” (E$line)"* ]] || fail "$output"
    # A name: the row of the dictionary.
    sed -i 's/A☑/A/' "$project/input/quality.csv"
    sed -i 's/安徽省,安徽,/安徽☑省,安徽,/' "$project/input/areas.csv"
    sed -i 's/安徽省/安徽/' "$project/input/certificates.csv"
    printf '\n\n本省即{{ area.name }}。\n' >>"$project/templates/province.md"
    build --report province --format pdf
    [ "$status" -eq 1 ] || fail "$status $output"
    [[ "$output" == *"input/areas.csv:3:1: error: no font has"* ]] || fail "$output"
}

@test "what is too tall or too wide is told where it stands" {
    page="$project/templates/national.md"
    printf '\n\n# 很大的标题 {#sec-large}\n' >>"$page"
    heading=$(grep -n '很大的' "$page" | cut -d: -f1)
    theme 'return { heading = { { role = "sans_bold", size = 16, leading = 900 } } }'
    build --report national --format pdf
    [ "$status" -eq 1 ] || fail "$status $output"
    [[ "$output" == *"templates/national.md:"*"error: a block of "* ]] || fail "$output"
    theme 'return { masthead = false, cover_small = { role = "sans", size = 180, leading = 190 } }'
    build --report national --format pdf
    [ "$status" -eq 1 ] || fail "$status $output"
    [[ "$output" == *"lua/reports.lua:"*"would be cut off"* || "$output" == *"lua/reports.lua:"*"does not fit"* ]] || fail "$output"
}

# A chart of 500 items made by a template, in whatever format.
many_bars() {
    cat >"$project/templates/national.md" <<'EOF'
# 一

```chart id=fig-a caption=500个县（2023年）
kind = "bars"
unit = "分"
items = (function()
  local items = {}
  for i = 1, 500 do
    items[i] = { label = "县" .. i, value = 600 - i, text = tostring(600 - i), highlight = i == 147 }
  end
  return items
end)()
alt = "共500个县。"
```
EOF
}

@test "a chart of 500 bars draws the ends and what is highlighted, and says so in every format" {
    many_bars
    build --report national --format pdf,html,md
    [ "$status" -eq 0 ] || fail "$output"
    note="共500项，图中只列前10项、末5项以及突出显示的项和前后各2项，略去480项。上方细线为全部500项，浅色带为居中的一半。"
    folder="$out/current/national/2023"
    pdftotext "$folder/2023.pdf" - | tr -d '\n ' | grep -qF "$note"
    grep -qF "$note" "$folder/2023.html"
    grep -qF "$note" "$folder/2023.md"
    for picture in "$folder/2023.html" "$folder/2023-fig-a.svg"; do
        grep -qF '>县149<' "$picture"
        ! grep -qF '>县150<' "$picture" || fail "found what must not be there"
        grep -qF '略去第11—144项' "$picture"
        grep -qF '共500个县。上方细线表示全部各项，居中的一半在224至475之间。' "$picture"
        grep -qF '>全部500项<' "$picture"
    done
    grep -qF '共500个县。上方细线表示全部各项' "$folder/2023.md"
    sed -i 's/name = "national",/& lang = "en",/' "$project/lua/reports.lua"
    build --report national --format html
    [ "$status" -eq 0 ] || fail "$output"
    grep -qF 'Of 500 items only the first 10, the last 5 and the highlighted ones with 2 on either side are drawn; 480 are left out.' \
        "$folder/2023.html"
}

# A PNG of 12 × 8 pixels with a transparent edge, or so many times as wide: png FILE TIMES.
png() {
    python3 - "$1" "${2:-1}" <<'EOF'
import struct, sys, zlib
def part(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
times = int(sys.argv[2])
row = b"\0" + (bytes((0, 0, 0, 0)) * 2 + bytes((184, 64, 42, 255)) * 10) * times
with open(sys.argv[1], "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", 12 * times, 8, 8, 6, 0, 0, 0))
               + part(b"IDAT", zlib.compress(row * 8)) + part(b"IEND", b""))
EOF
}

@test "a logo and a seal stand in PDF and HTML with their words, and are inputs" {
    png "$project/templates/logo.png"
    build --report national --format pdf,html
    page="$out/current/national/2023"
    pdftoppm -jpeg -r 20 -f 1 -l 1 -singlefile "$page/2023.pdf" "$project/templates/seal"
    printf '\n```signoff\n```\n' >>"$project/templates/national.md"
    theme 'return { organisation = "某某局", logo = "logo.png", logo_alt = "局徽", seal = "seal.jpg" }'
    build --report national --format pdf,html
    [ "$status" -eq 0 ] || fail "$output"
    pdfimages -list "$page/2023.pdf" | tail -n +3 >"$BATS_TEST_TMPDIR/images"
    # No soft mask: archives of the oldest kind have no transparency.
    [ "$(awk '{ print $3, $9 }' "$BATS_TEST_TMPDIR/images")" = "$(printf 'image image\nimage jpeg')" ]
    qpdf --check "$page/2023.pdf"
    run "$NQI" dump layout "$project" --report national
    has_line "tag Figure alt=局徽"
    has_line "tag Figure alt=某某局"
    grep -q '<img class="logo" alt="局徽" style="height:40pt" src="data:image/png;base64,' "$page/2023.html"
    grep -q '<img class="seal" alt="某某局" [^>]*src="data:image/jpeg;base64,/9j/' "$page/2023.html"
    # Another picture is another edition.
    before=$(current)
    cp "$project/templates/seal.jpg" "$project/templates/logo.png"
    build --report national --format pdf,html
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(current)" != "$before" ]
}

@test "where no one signs, a seal stands alone, not below an empty line between rules" {
    paragraphs() { # THEME
        theme "return { organisation = \"某某局\", $1 }"
        "$NQI" dump layout "$project" --report national | grep -c 'tag P$'
    }
    png "$project/templates/seal.png"
    printf '\n```signoff\n```\n' >>"$project/templates/national.md"
    sed -i '2,$d' "$project/input/issues.csv"
    without=$(paragraphs 'sign_by_hand = false')
    [ "$(paragraphs 'seal = "seal.png"')" -eq "$without" ]
    [ "$(paragraphs 'seal = "seal.png", sign_by_hand = true')" -eq $((without + 1)) ]
}

@test "a picture that is not there, broken or of no use is told with its file and what to do" {
    png "$project/templates/logo.png"
    no_picture() { # THEME MESSAGE
        theme "return { organisation = \"某某局\", $1 }"
        build --report national --format pdf
        [ "$status" -eq 1 ] || fail "$status $output"
        has_line "$2"
        has_line "hint: "
    }
    no_picture 'logo = "no.png"' "templates/theme.lua:1: error: theme: there is no picture templates/no.png"
    no_picture 'logo = "../input/a.png"' "theme: logo must be the name of a file below templates/"
    head -c 60 "$project/templates/logo.png" >"$project/templates/cut.png"
    no_picture 'seal = "cut.png"' "the picture templates/cut.png is damaged or ends early"
    no_picture 'seal = "theme.lua"' "the picture templates/theme.lua is neither PNG nor JPEG"
    # Beside a wide logo there is no room for a title, and a wide seal would be cut off.
    png "$project/templates/wide.png" 4
    png "$project/templates/line.png" 40
    no_picture 'logo = "wide.png"' "theme: logo is wider or higher than half of the text of a page: 240 × 40 points"
    has_line "hint: logo_height = 36 has room"
    no_picture 'seal = "line.png"' "theme: seal is wider or higher than half of the text of a page: 5100 × 85 points"
    has_line "hint: cut off what is blank around it, or choose another picture"
    no_picture 'page_height = 300, seal = "logo.png", seal_height = 100' "theme: seal is wider or higher than half"
    theme 'return { logo = "logo.png" }'
    build --report national --format pdf
    [ "$status" -eq 1 ]
    has_line "theme: logo has no words for those who cannot see it"
}

@test "an office's own cover, running heads and feet print what the report is called" {
    printf '\n```page\n```\n\n下一页。\n' >>"$project/templates/national.md"
    theme 'return { organisation = "某某局", masthead = false, cover_head = "{organisation}内部资料{issue}",' \
        '  cover_foot = "{organisation}编 {date}", running_left = "{title}（{period}）", running_right = "〔{section}〕",' \
        '  running_foot = "页{page}／{pages}" }'
    build --report national --format pdf,html
    [ "$status" -eq 0 ] || fail "$output"
    pdf="$out/current/national/2023/2023.pdf"
    pdftotext -f 1 -l 1 "$pdf" - >"$BATS_TEST_TMPDIR/cover"
    grep -q '^某某局内部资料第2期（总第2期）$' "$BATS_TEST_TMPDIR/cover"
    grep -q '^某某局编 2024年3月15日$' "$BATS_TEST_TMPDIR/cover"
    ! grep -q '审核' "$BATS_TEST_TMPDIR/cover" || fail "found what must not be there"
    pdftotext -f 3 -l 3 "$pdf" - >"$BATS_TEST_TMPDIR/page"
    grep -q '认证认可年度概览（2023年）' "$BATS_TEST_TMPDIR/page"
    grep -q '〔一　总体情况〕' "$BATS_TEST_TMPDIR/page"
    grep -q '页2／2' "$BATS_TEST_TMPDIR/page"
    grep -q '<p class="kicker">某某局内部资料第2期' "${pdf%.pdf}.html"
    theme 'return {' '  running_foot = "{sheet}" }'
    build --report national --format pdf
    [ "$status" -eq 1 ]
    has_line "templates/theme.lua:2: error: theme: running_foot prints no {sheet}"
    has_line "hint: it may have {title}, {period},"
    has_line "{section}, {page}, {pages}"
    # A cover is no page with a number, and a watermark is one for all.
    theme 'return {' '  watermark = "第{page}页", cover_foot = "{organisation} {date}" }'
    build --report national --format pdf
    [ "$status" -eq 1 ]
    has_line "templates/theme.lua:2: error: theme: watermark prints no {page}"
    has_line "hint: it may have {title}, {period}, {organisation}, {series}, {issue}, {date}"
    # Nothing in the place of a head is no head.
    theme 'return { masthead = false, running_left = "", running_right = "" }'
    build --report national --format pdf
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(pdftotext -f 3 -l 3 "$pdf" - | grep -c '认证认可年度概览')" -eq 0 ]
}

@test "a watermark lies under the text of every page and is no part of what is read aloud" {
    theme 'return { watermark = "内部{period}" }'
    printf '\n```page\n```\n\n下一页。\n' >>"$project/templates/national.md"
    build --report national --format pdf
    [ "$status" -eq 0 ] || fail "$output"
    pdf="$out/current/national/2023/2023.pdf"
    pages=$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')
    # Nor of what is copied: its letters would stand among the text over them.
    ! pdftotext "$pdf" - | grep -q '内\|部' || fail "found what must not be there"
    ! pdfinfo -struct-text "$pdf" | grep -q '内部' || fail "found what must not be there"
    qpdf --qdf --object-streams=disable "$pdf" "$BATS_TEST_TMPDIR/q.pdf"
    # First of all that a page draws.
    [ "$(grep -a -A1 '^stream' "$BATS_TEST_TMPDIR/q.pdf" | grep -ac 'Subtype/Watermark')" -eq "$pages" ]
}
