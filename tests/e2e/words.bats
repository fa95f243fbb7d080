# Reports print the words of their language, and no word stands beside the vocabulary.
load helper

root=$BATS_TEST_DIRNAME/../..

# The Chinese that a text on standard input holds.
han() {
    LC_ALL=C.UTF-8 grep -oP '[\x{2E80}-\x{9FFF}\x{FF00}-\x{FFEF}\x{3000}-\x{303F}]+' | sort -u
}

@test "the vocabularies agree, and nothing is printed beside them" {
    run python3 "$root/tests/e2e/words.py" "$root"
    [ "$status" -eq 0 ] || fail "$output"
}

@test "a word that is missing, lost or written beside the vocabulary is found" {
    mkdir -p "$project/lua/nqi" "$project/pipeline/render"
    cp -r "$root/pipeline/words" "$project/pipeline"
    cp "$root"/pipeline/document/printed.c "$project/pipeline/words"
    words=$project/pipeline/words
    sed -i 's/^msgstr "{rank} of {of}"/msgstr "{rank}"/; s/^msgid "rank.none"/msgid "rank.nobody"/' \
        "$words/vocabulary.en.po"
    sed -i 's/{of|area|areas}/{off|area|areas}/' "$words/vocabulary.en.po"
    sed -i 's/^msgstr "Contents"/msgstr "目录"/' "$words/vocabulary.en.po"
    echo 'puts("目录");' >"$project/pipeline/render/a.c"
    cat >"$project/lua/nqi/a.lua" <<'LUA'
local head = text.word "rank.noone" -- 位次
return "位次"
LUA
    run python3 "$root/tests/e2e/words.py" "$project"
    [ "$status" -eq 1 ]
    has_line "en has no rank.none"
    has_line "zh-CN has no rank.nobody"
    has_line "rank.of: other values in en and zh-CN"
    has_line "en: page.contents is Chinese"
    has_line "en: index.in_region has forms for a value that it does not print"
    has_line "lua/nqi/a.lua: no vocabulary has rank.noone"
    has_line "printed nowhere: note.provisional"
    has_line "pipeline/render/a.c: Chinese text: 目录"
    has_line "lua/nqi/a.lua: Chinese text: 位次"
}

english() { # a report in English of everything that a block can hold
    cp -r "$root/templates/starter/." "$project"
    sed -i 's/source = "[^"]*"/source = "Generated"/' "$project/input/sources.lua"
    cp "$BATS_TEST_DIRNAME/english.md" "$project/templates/english.md"
    cat >"$project/lua/reports.lua" <<'LUA'
return {
  { name = "year", template = "english.md", lang = "en", series = "Monthly report", period = "2024-12",
    demo = true, title = "Verification", for_each = { area_of "990100", area_of "990200" } },
}
LUA
    rm -rf "$project/input/issues.csv"
    echo "report,period,number,compiled_by,reviewed_by,approved_by,date" >"$project/input/issues.csv"
}

@test "a report in English prints no Chinese word, in any format" {
    english
    build
    [ "$status" -eq 0 ] || fail "$output"
    cd "$out/current"
    for file in index.html year/2024-12/*; do
        case $file in
        *.pdf) pdftotext -layout "$file" - | han ;;
        *.html) grep -vF '.signoff dt::after' "$file" | han ;; # the first language's colon
        *) han <"$file" ;;
        esac >"$BATS_TEST_TMPDIR/han" || true
        [ ! -s "$BATS_TEST_TMPDIR/han" ] || fail "$file: $(cat "$BATS_TEST_TMPDIR/han")"
    done
    page=year/2024-12/2024-12-990100
    grep -q '<html lang="en">' $page.html
    grep -q '<html lang="en">' index.html
    grep -q 'lang="en"' $page-fig-bars.svg
    grep -qF 'dt::after{content:": "}' $page.html
    qpdf --qdf --object-streams=disable $page.pdf - | grep -aq '/Lang (en)'
    # Markdown, by its literal lines
    for line in '**Demonstration data**' 'December 2024  Monthly report' '## 1. Overview' \
        'See [Table 1](#tbl-rank), [Figure 1](#fig-bars) and [“(1) Part”](#sec-part).' \
        '**Table 1. Instruments**  (Demonstration data)' 'Note: 1. By hand.\' '2\. Includes provisional figures.\' \
        'Source: Generated' '## Annex 1  Method' \
        'Issued by: \_\_\_\_\_\_\_\_ Bureau of Statistics  Compiled by: \_\_\_\_\_\_\_\_'; do
        grep -qF -- "$line" $page.md || fail "no \"$line\" in: $(cat $page.md)"
    done
    grep -qF 'Numbers: 1 item, 2 items, decreased by 1 item, rose by 1.00 percentage point, 25.0 × 10,000 yuan, 3 million US dollars, 10,000 yuan, item.' $page.md
    grep -qF '1 item, the largest is One (1 item).' $page.html
    grep -qF '3 items, the largest is Most, the smallest Least.' $page.html
    grep -q '25\.0.*× 10,000 yuan' $page.html
    grep -qF '48,100 sets, grew by 4.5% compared with the same period a year before, ranked 28 in the country' $page.md
    grep -qF '| Rank | Area | Instruments under compulsory verification<br>(sets) |' $page.md
    grep -qF 'Demo Province 01' index.html
    pdftotext -layout $page.pdf - | grep -q 'Page 1 of'
    grep -qF 'Table 1. Instruments,Demonstration data' $page.csv
}

@test "the annexes that come with nqi, and the names of regions, follow the language" {
    english
    cat >"$project/templates/english.md" <<'MD'
# Regions

```table id=tbl-regions caption=Regions
rows = group { by = "region4", indicator = "MET_VERIFIED" }
columns = { { head = "Region", get = function(r) return r.name end }, { head = "Key", get = function(r) return r.region == "东部" and "east" or "other" end } }
```

```table id=tbl-areas caption=Areas
rows = rank { indicator = "MET_VERIFIED" }
columns = { "地区", "MET_VERIFIED" }
groups = function(r) return r.area:region("region4") end
```

{% include "partials/definitions.md" { codes = { "MET_VERIFIED" } } %}
{% include "partials/data-quality.md" { inputs = { "input/" } } %}
MD
    sed -i 's/zone=演示北部/region4=东部/; s/zone=[^,;]*/region4=中部/' "$project/input/areas.csv"
    build --format md
    [ "$status" -eq 0 ] || fail "$output"
    page=$out/current/year/2024-12/2024-12-990100.md
    grep -qF '**Instruments under compulsory verification**: ' "$page" || fail "$(cat "$page")"
    for line in '## Annex 1  Definitions of indicators' '## Annex 2  Quality of the data' '| East | east |' \
        '| **East** |' 'Data files and their sources**' '| File | Files | Rows | Values | Rows not used | Source |' \
        'nothing is estimated or imputed.'; do
        grep -qF -- "$line" "$page" || fail "no \"$line\" in: $(cat "$page")"
    done
    grep -qE 'This report uses [0-9]+ data files? with [0-9,]+ values \(\[Table 3\]' "$page" || fail "$(cat "$page")"
    # What is left is the data's own: definitions, texts of checks.
    grep -vF '**Instruments' "$page" | sed '/Findings of the checks/,$d' | han >"$BATS_TEST_TMPDIR/han" || true
    [ ! -s "$BATS_TEST_TMPDIR/han" ] || fail "$(cat "$BATS_TEST_TMPDIR/han")"
}

@test "a theme's own words go before those of the language" {
    english
    cat >"$project/templates/theme.lua" <<'LUA'
return { table_label = "Tab. ", source_prefix = "From: ", organisation = "Demo Office", numbering = { "" } }
LUA
    build --format md
    [ "$status" -eq 0 ] || fail "$output"
    page=$out/current/year/2024-12/2024-12-990100.md
    grep -qF '**Tab. 1. Instruments**' "$page"
    grep -qF 'From: Generated' "$page"
    grep -qF 'Issued by: Demo Office' "$page"
    grep -qF '## Overview' "$page"
    grep -qF 'Figure 1. ' "$page"
}

@test "a language without words is an error that names those there are" {
    english
    sed -i 's/lang = "en"/lang = "fr"/' "$project/lua/reports.lua"
    build
    [ "$status" -eq 1 ]
    has_line 'lua/reports.lua:2:'
    has_line 'report "year": there are no words in the language "fr"'
    has_line 'the languages are: en, zh-CN'
}

@test "text.word tells a key that is not there, and a value that is not given" {
    english
    echo '{{ text.word "rank.on" }}' >>"$project/templates/english.md"
    build --format md
    has_line 'the vocabulary has no word "rank.on"'
    has_line 'did you mean "rank.of"?'
    sed -i 's/{{ text.word "rank.on" }}/{{ text.word("rank.of", { rank = 1 }) }}/' "$project/templates/english.md"
    build --format md
    has_line 'text.word: "rank.of" wants a value for {of}'
    sed -i 's/rank = 1 }/rank = 1, oof = 3 }/' "$project/templates/english.md"
    build --format md
    has_line 'text.word: "rank.of" wants a value for {of}'
    has_line 'the text has no place for the given oof'
    sed -i 's/{{ text.word("rank.of", .*/{{ text.word "rank.of" }}/' "$project/templates/english.md"
    build --format md
    has_line 'text.word: "rank.of" wants a value for {rank}'
}
