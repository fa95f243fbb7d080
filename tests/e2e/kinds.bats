#!/usr/bin/env bats
# A kind of each table is added to a copy of the program by the files that the rule
# says: one new file in each language that it is written in, and one line of its table.
# The copy is built, what changed only, and each kind is used to the end.

load helper.bash

root=$BATS_TEST_DIRNAME/../..
toys=$BATS_TEST_DIRNAME/kinds

# Adds a line to a table behind the line that has LAST: add FILE LAST LINE.
add() {
    [ "$(grep -cE "$2" "$copy/$1")" -eq 1 ] || fail "$1: not one line has $2"
    line=$(grep -nE "$2" "$copy/$1" | cut -d: -f1)
    sed -i "${line}a\\
$3" "$copy/$1"
}

setup_file() {
    export LC_ALL=C.UTF-8
    copy=$BATS_FILE_TMPDIR/nqi
    build=${BUILD:-build}
    export copy build
    mkdir -p "$copy/$build"
    cd "$BATS_TEST_DIRNAME/../.."
    cp -a Makefile README.md .ci input lua templates pipeline tests "$copy"
    cp -a "$build"/pipeline "$build"/words "$build"/*.c "$build"/*.o "$build"/*.d "$copy/$build"
    toys=$BATS_TEST_DIRNAME/kinds
    # The program has such a layout: the copy begins without it.
    rm "$copy/pipeline/ingest/layout_period_by_area.c"
    sed -i '/KIND(period_by_area)/d' "$copy/pipeline/ingest/layouts.h"
    mkdir "$BATS_FILE_TMPDIR/before"
    cp -a "$copy/pipeline" "$copy/lua" "$BATS_FILE_TMPDIR/before"
    cp "$toys/dots.c" "$toys/ranges.c" "$copy/pipeline/draw"
    cp "$toys/charts_ranges.lua" "$copy/lua/nqi/charts/ranges.lua"
    cp "$toys/layout_period_by_area.c" "$copy/pipeline/ingest"
    cp "$toys/outline.c" "$copy/pipeline/render"
    cp "$toys/block_leaders.c" "$copy/pipeline/compose"
    cp "$toys/leaders.lua" "$copy/lua/nqi"
    cp "$toys/rules_even.lua" "$copy/lua/nqi/rules/even.lua"
    cp "$toys/presets_slides.lua" "$copy/lua/nqi/presets/slides.lua"
    cp "$toys/page_mark_embargo.c" "$copy/pipeline/document"
    add pipeline/document/chart.h 'KIND\(lines\)' '    KIND(dots) \\'
    add pipeline/document/chart.h 'KIND\(dots\)' '    KIND(ranges) \\'
    add pipeline/ingest/layouts.h 'KIND\(long\)' '    KIND(period_by_area) \\'
    add pipeline/document/format.h 'KIND\(csv\)' '    KIND(outline) \\'
    add pipeline/document/block.h 'KIND\(kpi\)' '    KIND(leaders) \\'
    add pipeline/document/page_mark.h 'KIND\(demo\)' '    KIND(embargo) \\'
    add lua/nqi/rules.lua '"range",' '  "even",'
    add lua/nqi/presets.lua 'name = "yearbook"' '  { name = "slides", english = "for a screen", chinese = "投影" },'
    make -C "$copy" -s -j"$(nproc)" OPT=-O0 BUILD="$build" WERROR=-Werror all "$build/tests/kinds_test" >"$BATS_FILE_TMPDIR/log" 2>&1 ||
        { cat "$BATS_FILE_TMPDIR/log"; false; }
}

# The copy's program, on a project that uses the new kinds.
setup() {
    project=$BATS_TEST_TMPDIR/project
    out=$BATS_TEST_TMPDIR/out
    cp -r "$fixture" "$project"
    NQI=$copy/$build/nqi
    cat >"$project/input/certificates.csv" <<'CSV'
时间,全国,安徽省,福建省,江西省
2021年,600,300,200,100
2022年,660,330,210,120
2023年,720,363,231,126
CSV
    cat >"$project/input/sources.lua" <<'LUA'
return {
  { name = "有效认证证书", file = "input/certificates.csv", source = "样例数据（证书）", layout = "period_by_area",
    indicator = "CERT", unit = "张" },
  { name = "监督抽查", file = "input/quality.csv", source = "样例数据（抽查）", layout = "long" },
}
LUA
    cat >"$project/lua/reports.lua" <<'LUA'
return { { name = "kinds", template = "kinds.md", period = "2023", title = "种类" } }
LUA
    cat >"$project/templates/kinds.md" <<'MD'
# 图

```chart id=fig-dots caption=点图
kind = "dots"
rows = rank { indicator = "CERT" }
```

```chart id=fig-ranges caption=区间图
kind = "ranges"
ranges = { { label = "皖", low = 300, high = 363 }, { label = "闽", low = 200, high = 231 } }
```

# 表

```leaders id=tbl-leaders caption=领先地区
indicator = "CERT"
count = 2
```
MD
}

@test "a kind is one new file and one line of its table" {
    cd "$BATS_FILE_TMPDIR"
    diff -rq before/pipeline "$copy/pipeline" >differing || true
    diff -rq before/lua "$copy/lua" >>differing || true
    cat differing
    [ "$(grep -c '^Only in .*/nqi/' differing)" -eq 10 ]
    [ "$(grep -c '^Files' differing)" -eq 7 ]
    [ "$(wc -l <differing)" -eq 17 ]
    diff -r before/pipeline "$copy/pipeline" >lines || true
    diff -r before/lua "$copy/lua" >>lines || true
    ! grep -E '^<' lines || fail "a line was changed"
    [ "$(grep -cE '^> ' lines)" -eq 8 ]
}

@test "every test of the tables covers what was added" {
    cd "$copy"
    run "$build/tests/kinds_test"
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "a line of a table without its file does not link" {
    cd "$copy"
    sed -i 's/^    KIND(ranges) \\$/&\n    KIND(ghost) \\/' pipeline/document/chart.h
    make -s OPT=-O0 BUILD="$build" "$build/pipeline/draw/chart.o"
    nm -u "$build/pipeline/draw/chart.o" | grep -q 'chart_ghost$'
    cc -o ghost "$build/pipeline/main.o" "$build/pipeline/draw/chart.o" "$build/libnqi.a" 2>errors && fail "it links"
    grep -q 'undefined reference to .chart_ghost' errors
    sed -i '/KIND(ghost)/d' pipeline/document/chart.h
}

@test "a new chart is drawn in HTML, PDF and SVG, with an alternative text" {
    build --format md,html,pdf
    [ "$status" -eq 0 ] || fail "$output"
    folder=$out/current/kinds/2023
    grep -q '<figure class="dots" id="fig-dots"' "$folder/2023.html"
    grep -q '<figure class="ranges" id="fig-ranges"' "$folder/2023.html"
    grep -q '共3项，最大的是安徽（363张），最小的是江西（126张）。' "$folder/2023.html"
    grep -q '共2个区间。' "$folder/2023.md"
    [ "$(grep -c '<path' "$folder/2023-fig-dots.svg")" -ge 3 ]
    grep -q '安徽' "$folder/2023-fig-dots.svg"
    grep -q '皖' "$folder/2023-fig-ranges.svg"
    pdftotext "$folder/2023.pdf" - | grep -q '点图'
    pdftotext "$folder/2023.pdf" - | grep -q '皖'
    qpdf --check "$folder/2023.pdf"
    whole_release
}

@test "what a new chart lacks is said where it is" {
    edit "$project/templates/kinds.md" 's/low = 300, //'
    build --format md
    [ "$status" -eq 1 ]
    has_line 'chart: range 1: it has no low'
    edit "$project/templates/kinds.md" 's/kind = "dots"/kind = "dot"/'
    build --format md
    has_line 'no chart is called "dot"'
    has_line 'did you mean "dots"?'
    edit "$project/templates/kinds.md" 's/kind = "dot"/kind = "radar"/'
    build --format md
    has_line 'one of: bars, lines, dots, ranges, tiles'
}

@test "a new layout is read, sniffed and listed" {
    run "$NQI" list sources "$project"
    has_line "$(printf 'input/certificates.csv\t12\t样例数据（证书）')"
    run "$NQI" sniff input/certificates.csv "$project"
    [ "$status" -eq 0 ]
    has_line 'layout = "period_by_area", -- the rows are periods, the columns areas'
    has_line 'indicator = "CODE", -- NOT SURE'
    [[ "$output" != *'area = "000000"'* ]] || fail "$output"
    edit "$project/input/sources.lua" 's/period_by_area/by_tarot/'
    run "$NQI" check "$project" --lang en
    has_line 'source: no layout is called "by_tarot"'
    has_line 'one of: long, period_by_area, area_by_period'
    edit "$project/input/sources.lua" 's/by_tarot/period_by_area/'
    edit "$project/input/certificates.csv" 's/江西省/江南省/'
    run "$NQI" check "$project" --lang en
    has_line 'input/certificates.csv:1:5'
    has_line 'unknown area "江南省"'
}

@test "a new format is built, linked, carried forward and listed" {
    build
    [ "$status" -eq 0 ] || fail "$output"
    folder=$out/current/kinds/2023
    [ "$(cat "$folder/2023.txt")" = "$(printf '1 图\n1 表')" ]
    grep -q '<a href="kinds/2023/2023.txt">提纲</a>' "$out/current/index.html"
    jq -e '.reports[0].files[] | select(.format == "outline")' "$out/current/receipt.json"
    [ "$(jq -r .options.format "$out/current/receipt.json")" = "md,html,pdf,csv,outline" ]
    edit "$project/templates/kinds.md" 's/^# 表/# 表格/'
    build --format md
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(cat "$folder/2023.txt")" = "$(printf '1 图\n1 表')" ]
    build --format outline
    [ "$(cat "$folder/2023.txt")" = "$(printf '1 图\n1 表格')" ]
    run "$NQI" --help
    has_line 'md,html,pdf,csv,outline'
    build --format odt
    has_line 'the formats are md, html, pdf, csv, outline, json'
}

@test "a new block, rule and preset are known by name" {
    cat >"$project/lua/checks.lua" <<'LUA'
local rules = require "nqi.rules"
return { { rule = "偶数", severity = "warning", check = function(report) rules.even(report, "CERT") end } }
LUA
    echo 'return { preset = "slides" }' >"$project/templates/theme.lua"
    build --format md,pdf
    [ "$status" -eq 0 ] || fail "$output"
    has_line '偶数: Anhui, 2023, Valid certificates ≠ 2n'
    grep -q '^| 1 | 安徽 | 363 |$' "$out/current/kinds/2023/2023.md"
    grep -q '^| 3 |' "$out/current/kinds/2023/2023.md" && fail "more than two"
    pdfinfo "$out/current/kinds/2023/2023.pdf" | grep -q 'Page size: *960 x 540 pts'
}

@test "the guides' lists are made of the tables" {
    cd "$root"
    NQI=$root/$build/nqi sh .ci/guides
    cd "$copy"
    NQI=$NQI sh .ci/guides >"$BATS_TEST_TMPDIR/stale" && fail "the lists have what was just added"
    for kind in dots ranges period_by_area outline leaders even slides 未到发布时间; do
        grep -q "^+.*$kind" "$BATS_TEST_TMPDIR/stale" || fail "no $kind"
    done
    NQI=$NQI sh .ci/guides write >/dev/null
    NQI=$NQI sh .ci/guides
}
