# What is wrong with the input, said at its cell; every message is kept as a golden
# file in tests/golden/messages. ACCEPT=1 writes them anew.
load helper

messages=$BATS_TEST_DIRNAME/../golden/messages

# The build must fail with 1, publish nothing, and say exactly what NAME.txt says.
says() {
    cd "$project"
    run "$NQI" build . --out "$out" --lang en --quiet
    [ "$status" -eq 1 ] || fail "status $status: $output"
    [ ! -e "$out/current" ] || fail "something was published"
    if [ -n "${ACCEPT:-}" ]; then
        mkdir -p "$messages"
        printf '%s\n' "$output" >"$messages/$1.txt"
    fi
    diff -u "$messages/$1.txt" <(printf '%s\n' "$output")
}

@test "a missing file" {
    rm "$project/input/quality.csv"
    says missing-file
}

@test "an unknown area" {
    edit "$project/input/certificates.csv" 's/^安徽省/安微省/'
    says unknown-area
}

@test "an unknown indicator" {
    edit "$project/input/quality.csv" '3s/监督抽查合格率/监督抽检合格率/'
    says unknown-indicator
}

@test "bad numbers" {
    edit "$project/input/certificates.csv" 's/363/36O/; s/,210,/,#REF!,/; s/,126/,1.2.6/'
    says bad-number
}

@test "ragged rows" {
    edit "$project/input/certificates.csv" 's/^安徽省.*/安徽省,300,330/; s/^江西省.*/&,127,,/'
    says ragged-row
}

@test "the same key with another value" {
    echo '监督抽查合格率,%,安徽,2023,92.60' >>"$project/input/quality.csv"
    says duplicate-key
}

@test "the same key with the same value is no error" {
    echo '监督抽查合格率,%,安徽,2023,92.50' >>"$project/input/quality.csv"
    build --quiet
    [ "$status" -eq 0 ] || fail "$output"
}

@test "another unit than the indicator's" {
    edit "$project/input/quality.csv" '4s/,%,/,万张,/'
    says unit-mismatch
}

@test "a stray quote" {
    edit "$project/input/quality.csv" '3s/安徽/安"徽/'
    says stray-quote
}

@test "a quote that is never closed" {
    edit "$project/input/quality.csv" '3s/安徽/"安徽/'
    says open-quote
}

@test "a byte that no encoding knows" {
    edit "$project/input/quality.csv" '3s/安徽/安\xFF徽/'
    says undecodable-byte
}

@test "a NUL" {
    edit "$project/input/quality.csv" '3s/安徽/安\x00徽/'
    says nul
}

@test "an empty file" {
    : >"$project/input/quality.csv"
    says empty-file
}

@test "a folder, and a pipe, in place of a file" {
    rm "$project/input/quality.csv" "$project/input/certificates.csv"
    mkdir "$project/input/quality.csv"
    mkfifo "$project/input/certificates.csv"
    says not-a-file
}

@test "everything wrong at once is said in one run" {
    edit "$project/input/certificates.csv" 's/^安徽省/安微省/; s/231/31x/; s/126/—?/'
    edit "$project/input/quality.csv" '2s/91.25/abc/; 5s/福建/福健/'
    says all-at-once
}

@test "an indicator twice in the dictionary" {
    tail -n 1 "$project/input/indicators.csv" >>"$project/input/indicators.csv.new"
    cat "$project/input/indicators.csv.new" >>"$project/input/indicators.csv"
    says indicator-twice
}

@test "a short definition that is wider than its line is a warning" {
    python3 - "$project/input/indicators.csv" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8")))
more = [["brief", "brief_en"], ["二" * 26, "e" * 53]] + [["三" * 27, "e" * 52]] * (len(rows) - 2)
csv.writer(open(sys.argv[1], "w", encoding="utf-8"), lineterminator="\n").writerows(
    row + extra for row, extra in zip(rows, more))
PY
    run "$NQI" check "$project"
    [ "$status" -eq 0 ]
    has_line "input/indicators.csv:2:23: warning: the short definition is 27 characters wide; 26 fit on its line (W2) [×2, also 3:22]"
}

@test "no sources.lua" {
    rm "$project/input/sources.lua"
    says no-sources
}

@test "a mistake in Lua" {
    edit "$project/lua/reports.lua" 's/^return {/return {{/'
    says lua-syntax
}

@test "a template that is not there" {
    rm "$project/templates/national.md"
    says no-template
}

@test "mistakes in a template" {
    edit "$project/templates/national.md" 's/v.CERT:growth()/v.CERTS:growth()/'
    says template-indicator
}

@test "a report that is not for demonstration shows no demonstration figure" {
    edit "$project/input/indicators.csv" '/^CERT/s/,0,,0,期末/,0,,1,期末/'
    says demo-taint
}

# A rule of the project: a pass rate above 92.9 is reported as SEVERITY.
with_rule() {
    cat >"$project/lua/checks.lua" <<END
return {
  {
    rule = "合格率不超过92.9%", severity = "$1",
    check = function(report)
      for _, area in ipairs(areas()) do
        local f = get { indicator = "PASS", area = area, period = "2023" }
        if f.value > 92.9 then report(area.short .. "合格率过高", f) end
      end
    end,
  },
}
END
}

@test "a rule of the project that the data break" {
    with_rule error
    says check-error
}

@test "a rule that only warns lets the reports out" {
    with_rule warning
    build --quiet
    [ "$status" -eq 0 ] || fail "$output"
    has_line "input/quality.csv:5:5: warning: "
    [ "$(jq .warnings "$out/current/receipt.json")" -eq 1 ]
}

@test "a character that no font has is told at the line of its paragraph" {
    printf '# 一\n\n段落。\n\n# 二\n\n第一段。\n\n- 项\n- 第二项 ☑ 已核。\n\n```\n☑\n```\n' >"$project/templates/national.md"
    build --report national
    [ "$status" -eq 1 ]
    printf '%s\n' "$output" | grep -F 'templates/national.md:10: error: no font has the character “☑” (U+2611) in “第二项 ☑ 已核。”'
    printf '%s\n' "$output" | grep -F 'templates/national.md:12: error: no font has the character “☑” (U+2611) in “☑”'
}
