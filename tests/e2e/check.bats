# nqi check: the summary, check.html and the JSON lines of the small project.
load helper
bats_require_minimum_version 1.5.0

golden=$BATS_TEST_DIRNAME/../golden/check

# Compares a file with the golden one; ACCEPT=1 takes it.
same() {
    if [ -n "${ACCEPT:-}" ]; then
        mkdir -p "$golden" && cp "$1" "$golden/$2"
    fi
    diff -u "$golden/$2" "$1" || fail "$2 differs"
}

# The page without its style sheets, which are not what is tested.
body() {
    sed '/<style>/,/<\/style>/d' "$1"
}

# Rules that find something, a total row, notes, and a file that is not read.
trouble() {
    cat >"$project/lua/checks.lua" <<'LUA'
local rules = require "nqi.rules"
return {
  { rule = "合格率不低于90", severity = "warning", check = function(report) rules.range(report, "PASS", 90, 100) end },
  { rule = "全国数等于各地区之和", check = function(report) rules.area_totals(report, "CERT") end },
  { rule = "年度间变动", severity = "accepted", reason = "统计口径扩大。",
    check = function(report) rules.jumps(report, "CERT", 1.09) end },
}
LUA
    edit "$project/input/sources.lua" 's/areas = { \["全国"\]/areas = { ["合肥市"] = "skip", ["全国"]/'
    printf '合肥市,1,2,3\n注：2023年为初步数。\n' >>"$project/input/certificates.csv"
    edit "$project/input/certificates.csv" 's/江西省,100,120,126/江西省,100,120,127/'
    echo "地区,数" >"$project/input/unused.csv"
}

@test "the summary and check.html of good data" {
    cd "$project"
    run --separate-stderr "$NQI" check . --lang zh
    [ "$status" -eq 0 ] || fail "$output $stderr"
    echo "$output" >"$BATS_TEST_TMPDIR/summary"
    same "$BATS_TEST_TMPDIR/summary" good.txt
    body output/check.html >"$BATS_TEST_TMPDIR/page"
    same "$BATS_TEST_TMPDIR/page" good.html
}

@test "the summary and check.html of data with faults; an error blocks publishing" {
    trouble
    cd "$project"
    run "$NQI" check . --lang zh --out "$out"
    [ "$status" -eq 1 ] || fail "$output"
    echo "${output//$out/OUT}" >"$BATS_TEST_TMPDIR/summary"
    same "$BATS_TEST_TMPDIR/summary" faults.txt
    body "$out/check.html" >"$BATS_TEST_TMPDIR/page"
    same "$BATS_TEST_TMPDIR/page" faults.html
    run "$NQI" build . --lang zh --out "$out"
    [ "$status" -eq 1 ]
    [ ! -e "$out/current" ]
}

@test "every filled cell is accounted for: this project, the starter, files with faults" {
    sums() {
        "$NQI" check "$1" --lang en --out "$BATS_TEST_TMPDIR/sums" 2>/dev/null |
            python3 "$BATS_TEST_DIRNAME/filled_cells.py" "$1"
    }
    run sums "$BATS_TEST_DIRNAME/../.."
    [[ "$output" =~ ^[4-9][0-9]' files, '[0-9]+' filled cells'$ ]] || fail "$output"
    run sums "$BATS_TEST_DIRNAME/../../templates/starter"
    [[ "$output" =~ ^[0-9]+' files, '[0-9]+' filled cells'$ ]] || fail "$output"
    trouble
    echo "一、地区合计,,," >>"$project/input/certificates.csv"
    printf '甲省,1,2,x\n乙省,1,2\n' >>"$project/input/certificates.csv"
    run sums "$project"
    [[ "$output" =~ ^[0-9]+' files, '[0-9]+' filled cells'$ ]] || fail "$output"
    "$NQI" check "$project" --lang en --out "$BATS_TEST_TMPDIR/sums" 2>/dev/null |
        grep -q 'certificates.csv:.* with findings [1-9]' || fail "no findings"
}

@test "check.html is one well-formed page that needs nothing else, and the same twice" {
    trouble
    run "$NQI" check "$project" --lang en --out "$out"
    cp "$out/check.html" "$BATS_TEST_TMPDIR/first"
    run "$NQI" check "$project" --lang en --out "$out"
    cmp "$out/check.html" "$BATS_TEST_TMPDIR/first"
    ! grep -qiE '<script|<link|src=|url\(|https?://' "$out/check.html" || fail "not self-contained"
    run python3 -c '
import sys, html.parser
stack = []
class Page(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"): stack.append(tag)
    def handle_endtag(self, tag):
        assert stack and stack.pop() == tag, (tag, self.getpos())
Page().feed(open(sys.argv[1], encoding="utf-8").read())
assert not stack, stack
' "$out/check.html"
    [ "$status" -eq 0 ] || fail "$output"
}

@test "--log-json gives one object a line for every finding and the summary" {
    trouble
    run "$NQI" check "$project" --lang zh --out "$out" --log-json
    [ "$status" -eq 1 ]
    echo "$output" | jq -es 'length > 6' >/dev/null || fail "$output"
    lines=$(echo "$output" | jq -s 'length')
    [ "$lines" -eq "$(echo "$output" | wc -l)" ]
    finding() { echo "$output" | jq -es "map(select(.severity == \"$1\" and .rule == \"$2\")) | length == 1 and (.[0] | $3)"; }
    finding error 全国数等于各地区之和 '.file == "input/certificates.csv" and .line == 2 and .column == 4 and .cell == "D2"'
    finding warning 合格率不低于90 '.cell == "E7"'
    finding accepted 年度间变动 '.hint == "统计口径扩大。"'
    echo "$output" | jq -es 'any(.severity == "note" and (.text | contains("合肥市")))'
    echo "$output" | jq -es '.[-1] | .event == "summary" and .good == false and .errors == 2
        and .warnings == 2 and .accepted == 1 and .values == 18 and .rows_left_out == 1
        and (.page | endswith("/check.html"))'
}

@test "many findings of one cause are folded on the terminal, and all on the page" {
    for i in $(seq 30); do echo "监督抽查合格率,%,甲$i,2023,90" >>"$project/input/quality.csv"; done
    run "$NQI" check "$project" --lang en --out "$out"
    [ "$status" -eq 1 ]
    [ "$(echo "$output" | grep -c 'unknown area')" -eq 20 ] || fail "$output"
    has_line "input/quality.csv: error: 10 more like this; --log-json lists them all"
    grep -q 甲30 "$out/check.html"
    [ "$(grep -c 'class="mark error"' "$out/check.html")" -eq 1 ]
    run "$NQI" check "$project" --lang en --out "$out" --log-json
    [ "$(echo "$output" | jq -s 'map(select(.severity == "error")) | length')" -eq 30 ]
}

@test "indices of which lua/checks.lua says nothing are audited" {
    root=$BATS_TEST_DIRNAME/../..
    cp -r "$root/templates/starter/." "$project"
    rm "$project/lua/checks.lua"
    run "$NQI" check "$project"
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(echo "$output" | grep -c "warning: indicators of an index that are dead, double or opposed: ")" -eq 2 ] || fail "$output"
    has_line "lua/indices/nqi.lua: warning: "
    has_line "Almost the same (r > 0.92)"
    has_line "Working against their pillar or the index"
    # a rule of the project takes its place, and nothing is told twice
    cat >"$project/lua/checks.lua" <<'LUA'
return { { rule = "甲", severity = "accepted", reason = "乙",
  check = function(report) require("nqi.rules").index_audit(report, require "indices.nqi") end } }
LUA
    run "$NQI" check "$project"
    [ "$(echo "$output" | grep -c "Almost the same")" -eq 1 ] || fail "$output"
    has_line "accepted: 甲: "
    # another index with the code of one that the project looks at is looked at, too
    sed 's/^return/local definition =/' "$project/lua/indices/nqi.lua" >"$project/lua/indices/other.lua"
    echo 'return definition' >>"$project/lua/indices/other.lua"
    run "$NQI" check "$project"
    [ "$(echo "$output" | grep -c "Almost the same")" -eq 2 ] || fail "$output"
    rm "$project/lua/indices/other.lua"
    # what is no index is left to its report
    rm "$project/lua/checks.lua" "$project/lua/indices/nqi.lua"
    echo 'return 5 +' >"$project/lua/indices/b.lua"
    rm "$project/lua/reports.lua"
    run "$NQI" check "$project"
    case $output in *"of an index that"* | *lua/indices*) fail "$output" ;; esac
    # a definition with a fault is an error of its file
    echo 'return { code = "Q", { indicator = "NONE" } }' >"$project/lua/indices/a.lua"
    echo 'return { code = "R", { indicator = "CERT", direction = "-" } }' >"$project/lua/indices/c.lua"
    run "$NQI" check "$project"
    [ "$status" -eq 1 ] || fail "$output"
    has_line 'lua/indices/a.lua: error: no indicator "NONE"'
    has_line 'lua/indices/c.lua: error: index CERT: direction is "-", but that of CERT in the dictionary is "+"'
    echo 'return { code = "R", { indicator = "CERT", direction = "-", reversed = " " } }' >"$project/lua/indices/c.lua"
    run "$NQI" check "$project"
    has_line 'lua/indices/c.lua: error: index CERT: reversed gives no reason'
}
