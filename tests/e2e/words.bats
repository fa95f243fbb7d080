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
    sed -i '/^msgid "rank.of"$/,+1 s/{whole}/all/; s/^msgid "rank.none"/msgid "rank.nobody"/' \
        "$words/vocabulary.en.po"
    edit "$words/vocabulary.en.po" '/^msgid "list.etc"$/,+1 s/{n|area|areas}/{off|area|areas}/'
    sed -i 's/^msgstr "Contents"/msgstr "目录"/' "$words/vocabulary.en.po"
    echo 'puts("目录");' >"$project/pipeline/render/a.c"
    cat >"$project/lua/nqi/a.lua" <<'LUA'
local head = text.word "rank.noone" -- 位次
return "位次"
LUA
    mkdir "$project/lua/nqi/partials"
    echo '{{ text.word "rank.none" }}位次' >"$project/lua/nqi/partials/a.md"
    run python3 "$root/tests/e2e/words.py" "$project"
    [ "$status" -eq 1 ]
    has_line "en has no rank.none"
    has_line "zh-CN has no rank.nobody"
    has_line "rank.of: other values in en and zh-CN"
    has_line "en: page.contents is Chinese"
    has_line "en: list.etc has forms for a value that it does not print"
    has_line "lua/nqi/a.lua: no vocabulary has rank.noone"
    has_line "printed nowhere: note.provisional"
    has_line "pipeline/render/a.c: Chinese text: 目录"
    has_line "lua/nqi/a.lua: Chinese text: 位次"
    has_line "lua/nqi/partials/a.md: Chinese text: "
}

english() { # a report in English of everything that a block can hold
    cp -r "$root/templates/starter/." "$project"
    sed -i 's/\(source\|publisher\) = "[^"]*"/\1 = "Generated"/' "$project/input/sources.lua"
    cp "$BATS_TEST_DIRNAME/english.md" "$project/templates/english.md"
    cat >"$project/lua/reports.lua" <<'LUA'
return {
  { name = "year", template = "english.md", lang = "en", series = "Monthly report", period = "2024-12",
    demo = true, title = "Verification", for_each = { area_of "990100", area_of "990200" } },
}
LUA
    echo 'return { sign_by_hand = true }' >"$project/templates/theme.lua"
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
        'Compiled by: \_\_\_\_\_\_\_\_  Reviewed by: \_\_\_\_\_\_\_\_'; do
        grep -qF -- "$line" $page.md || fail "no \"$line\" in: $(cat $page.md)"
    done
    grep -qF 'Numbers: 1 item, 2 items, decreased by 1 item, rose by 1.00 percentage points, 25.0 × 10,000 yuan, 3 million US dollars, 10,000 yuan, items.' $page.md
    grep -qF '1 item, the largest is One (1 item).' $page.html
    grep -qF '>3 items.<' $page.html # no number is printed that could be the largest
    grep -q 'From January 20[0-9][0-9] to December 2024; at the end: ' $page.html
    grep -q '25\.0.*× 10,000 yuan' $page.html
    grep -qF '48,100 sets, grew by 4.5% compared with the same period a year before, ranked 28th in the country' $page.md
    grep -qF '| Rank | Area | Instruments under compulsory verification<br>Value<br>(sets) |' $page.md
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
    grep -qE 'This report uses [0-9]+ data files? with [0-9,]+ values \(\[Table A1\]' "$page" || fail "$(cat "$page")"
    # What is left is the data's own: definitions, names of checks.
    grep -vF '**Instruments' "$page" | sed '/Findings of the checks/,$d' | han >"$BATS_TEST_TMPDIR/han" || true
    [ ! -s "$BATS_TEST_TMPDIR/han" ] || fail "$(cat "$BATS_TEST_TMPDIR/han")"
}

# Reports of an index, a grade and of what the checks found, in English, and first in Chinese.
indexed() {
    english
    sed -i 's/zone=演示北部/zone=东部/; s/zone=演示[^,;]*/zone=中部/' "$project/input/areas.csv"
    edit "$project/input/indicators.csv" 's/^STD_LOCAL,现行地方标准,[^,]*,/STD_LOCAL,现行地方标准,,/'
    edit "$project/lua/indices/nqi.lua" \
        's/treat = "auto"/treat = { method = "winsorise", skewness = 0.01, kurtosis = -5 }/'
    cat >"$project/lua/checks.lua" <<'LUA'
local rules = require "nqi.rules"
return { { rule = "数据齐全", rule_en = "Complete data", severity = "accepted", reason = "演示数据。",
  reason_en = "Demonstration data.", check = function(report)
    rules.coverage(report, "STD_LOCAL")
    rules.jumps(report, "CERT", 1.15)
    rules.range(report, "MET_PASS_RATE", 0, 99)
    rules.outliers(report, "CERT", { limit = 1.5 })
  end } }
LUA
    cat >"$project/templates/nation.md" <<'MD'
{% local index_report, index_spread_text, index_annex = require "nqi.index_report", require "nqi.index_spread_text", require "nqi.index_annex" %}
{% local q = index_report.open { definition = require "indices.nqi", period = period } %}
{% q.converging = index_report.converging(q, "CERT", period_of "2022-06") %}
{% q.outside = index_spread_text.outside(index_annex.outside(q, "CERT_NEW"), require("nqi.words").indicator(indicator "CERT_NEW")) %}
{% include "partials/index-ranking.md" { index = q } %}
{% local grade = require "nqi.grade" %}
{% local stars = grade.open { definition = require "indices.stars", period = period } %}
{{ grade.counts_text(stars) }} {{ grade.vetoes_text(stars) }} {{ grade.unit_text(stars, stars.rows[1]) }}

```table id=tbl-rules caption=Rules
rows = grade.rules(stars.definition)
groups = function(r) return r.group end
columns = { { head = "Name", get = function(r) return r.name end }, { head = "Rule", get = function(r) return r.rule end } }
```

```table id=tbl-stars caption=Stars
rows = stars.rows
columns = grade.columns(stars)
```

{% include "partials/data-quality.md" { inputs = { "month" } } %}
{% include "partials/index-method.md" { index = q } %}
{% include "partials/index-audit.md" { index = q } %}
{% include "partials/index-versions.md" { index = q } %}
MD
    cat >"$project/templates/one.md" <<'MD'
{% local q = require("nqi.index_report").open { definition = require "indices.nqi", period = period } %}
{% include "partials/index-profile.md" { index = q } %}
{% include "partials/index-sensitivity.md" { index = q } %}
MD
    cat >"$project/lua/reports.lua" <<'LUA'
local function prepare(period)
  require("nqi.index_report").open { definition = require "indices.nqi", period = period }
end
return {
  { name = "chinese", template = "nation.md", period = "2024-06", demo = true, title = "指数", prepare = prepare },
  { name = "nation", template = "nation.md", lang = "en", period = "2024-06", demo = true, title = "Index",
    prepare = prepare },
  { name = "one", template = "one.md", lang = "en", period = "2024-06", demo = true, title = "Index",
    for_each = { area_of "990100", areas()[28] } },
}
LUA
}

# The Chinese of the English reports, but the name that has no English one and the white
# that indents a row.
indexed_han() {
    for file in "$out"/current/nation/2024-06/* "$out"/current/one/2024-06/*; do
        case $file in
        *.pdf) pdftotext -layout "$file" - ;;
        *.html) grep -vF '.signoff dt::after' "$file" ;; # the first language's colon
        *) cat "$file" ;;
        esac | tr -d '\n' | sed 's/<wbr>//g; s/现 *行 *地 *方 *标 *准//g; s/　//g' | han
    done
}

@test "an index and what the checks found are in the report's language" {
    indexed
    build
    [ "$status" -eq 0 ] || fail "$output"
    [ -z "$(indexed_han)" ] || fail "$(indexed_han)"
    page=$out/current/nation/2024-06/2024-06.md
    cp "$page" "$BATS_TEST_TMPDIR/english.md"
    for line in 'combines 15 indicators under 4 pillars.' '[Annex 2](#sec-index-method)' \
        '## <a id="sec-index-method"></a>Annex 2  Method and robustness' \
        '**1. Theoretical framework.** The index has 4 pillars:' \
        '**Metrology**: Measurements that are uniform' 'In 10,000 simulations ranks move by' \
        'Winsorised values, June 2024**' 'Imputed values, June 2024**' '| Demo Province 03 | 现行地方标准 |' \
        'Random index RI' '| 　　Public measurement standards | positive |' \
        '| explained | Complete data | 现行地方标准, incomplete: Demo Province 03 (June 2024) | Demonstration data. |' \
        '| explained | Complete data | Valid certificates, large changes: ' \
        'which should be from 0 to 99 |' ', where the median of the areas is '; do
        grep -qF -- "$line" "$page" || fail "no \"$line\" in: $(cat "$page")"
    done
    grep -qF '| Failure rate of product sampling above 7.9% | at most 2 stars |' "$page" || fail "$(cat "$page")"
    # What a sentence prints stays a figure beside a reference.
    grep -q '<p>By region.*<data value=.*<a href="#tbl-index-regions">' "${page%.md}.html"
    # Sentences that follow one another are parted.
    run grep -nE '[a-z)][.;:][A-Z]' "$out"/current/*/2024-06/*.md
    [ "$status" -eq 1 ] || fail "$output"
    for line in '## 一　质量基础设施指数' '| 现行地方标准 |' '| 演示03 |' '**1．理论框架**　指数由四个分项构成：' \
        '现行地方标准缺数：演示03（2024年6月）' '10,000次模拟中，'; do
        grep -qF -- "$line" "$out/current/chinese/2024-06/2024-06.md" || fail "no \"$line\" in: $(cat "$out/current/chinese/2024-06/2024-06.md")"
    done
    # The log is in the language of messages, the report in its own.
    build
    has_line 'Complete data: 现行地方标准, incomplete: Demo Province 03 (June 2024)'
    run "$NQI" build "$project" --out "$out" --lang zh
    [ "$status" -eq 0 ] || fail "$output"
    has_line '数据齐全：现行地方标准缺数：演示03（2024年6月）'
    cmp "$page" "$BATS_TEST_TMPDIR/english.md"
}

@test "a Chinese word in a partial of the index is found in an English report" {
    indexed
    mkdir -p "$project/templates/partials"
    for name in index-ranking index-method index-profile index-audit index-versions index-sensitivity; do
        sed '$a\\\n说明' "$root/lua/nqi/partials/$name.md" >"$project/templates/partials/$name.md"
        build
        [ "$status" -eq 0 ] || fail "$output"
        indexed_han | grep -qx 说明 || fail "$name: $(indexed_han)"
        rm "$project/templates/partials/$name.md"
    done
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
    has_line 'text.word: "rank.of" wants a value for {whole}'
    sed -i 's/rank = 1 }/rank = 1, oof = 3 }/' "$project/templates/english.md"
    build --format md
    has_line 'text.word: "rank.of" wants a value for {whole}'
    has_line 'the text has no place for the given oof'
    sed -i 's/{{ text.word("rank.of", .*/{{ text.word "rank.of" }}/' "$project/templates/english.md"
    build --format md
    has_line 'text.word: "rank.of" wants a value for {rank}'
}

@test "a report in English has no Chinese of the dictionaries that have English, and tells of a unit without words" {
    python3 - "$project/input/indicators.csv" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8")))
more = [["definition_en", "source_en"], ["Valid at the end of the period.", "A sample"], ["", ""]]
rows = [row + extra for row, extra in zip(rows, more)]
csv.writer(open(sys.argv[1], "w", encoding="utf-8"), lineterminator="\n").writerows(rows)
PY
    sed -i '0,/source = "\([^"]*\)"/s//source = "\1", source_en = "An office"/' "$project/input/sources.lua"
    cat >"$project/lua/reports.lua" <<'LUA'
return { { name = "national", template = "national.md", period = "2023", title = "T", lang = "en" } }
LUA
    cat >"$project/templates/national.md" <<'MD'
{% include "partials/definitions.md" { codes = { "CERT" } } %}

{{ area }}, {{ indicator "CERT" }}, {{ v.CERT:source() }}, {{ v.CERT:with_unit() }}

{{ (v.CERT / v.CERT:at("2022")):source() }}; {{ (v.CERT / get { indicator = "PASS", area = "340000", period = "2022" }):source() }}

{{ require("nqi.sources").join { (v.CERT / get { indicator = "PASS", area = "340000", period = "2022" }):source(), "A；B" } }}

{{ text.unit("上年=100") }}, {{ text.unit("上年同月=100") }}, {{ text.unit("上年同期=100") }}, {{ text.unit("2020年=100") }}, {{ text.unit("光年") }}, {{ text.unit("光年") }}
MD
    build --format md
    [ "$status" -eq 0 ]
    has_line 'lua/reports.lua: warning: the unit "光年" has no words in the language "en"'
    has_line 'add msgid "unit.光年" to pipeline/words/vocabulary.en.po'
    output=$(cat "$out"/current/national/2023/*.md)
    has_line "**Valid certificates**: Valid at the end of the period."
    has_line "National, Valid certificates, An office, 720 items"
    has_line "An office; An office; 样例数据（抽查）"
    has_line "An office; 样例数据（抽查）; A; B"
    has_line "previous year = 100, same month of the previous year = 100, same period of the previous year = 100, 2020 = 100, 光年"
    sed -i 's/, lang = "en"//' "$project/lua/reports.lua"
    build --format md
    [ "$status" -eq 0 ]
    [[ $output != *"has no words"* ]] || fail "$output"
    output=$(cat "$out"/current/national/2023/*.md)
    has_line "全国, 有效认证证书, 样例数据（证书）, 720张"
}

@test "a warning of wording names the line of the template, and of the script that wrote it" {
    cp -r "$root/templates/starter/." "$project"
    cat >"$project/lua/said.lua" <<'LUA'
local said = {}

local function helper(n)
  return "全国" .. n .. "项预警0项"
end

function said.lights()
  return helper(3)
end

function said.place()
  return "居第" .. 3 .. "名，另" .. "有5个"
end

return said
LUA
    cat >"$project/templates/monthly.md" <<'MD'
{% local said = require "said" %}
# 甲

甲。{{ said.lights() }}。

{{ "关注20项，" ..
  "1 were normal and 0 raised a warning" }}

```table id=tbl-bad caption=乙
rows = areas { ranked = true }
columns = { { head = "甲", get = function(r) return r.short end },
  { head = "乙", get = function(r) return 5 end } }
notes = {
  "常住人口28个省增长",
  said.place(),
}
```

三次产业比重为6.9∶37.0∶56.1，居第5位。
MD
    build --report monthly
    [ "$status" -eq 0 ] || fail "$output"
    line_after() { echo "$output" | grep -A1 -F "$1" | tail -1; }
    has_line "templates/monthly.md:4:3: warning: “预警0项”"
    [[ "$(line_after 'monthly.md:4:3')" == *"written at lua/said.lua:4; as in: "* ]] || fail "$output"
    has_line "templates/monthly.md:7: warning: “0 raised”"
    [[ "$(line_after 'monthly.md:7:')" == *"hint: as in: "* ]] || fail "$output"
    has_line "templates/monthly.md:14: warning: “人口…个省增长”"
    has_line "templates/monthly.md:15: warning: “第…名”"
    [[ "$(line_after 'monthly.md:15:')" == *"written at lua/said.lua:12; as in: "* ]] || fail "$output"
    has_line "templates/monthly.md:19: warning: "
}
