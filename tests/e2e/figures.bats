# A printed figure is the same figure in every format and in every build.

load helper

# The ids in the HTML of the national report, once each.
html_ids() {
    grep -o 'data-figure="[^"]*"' "$out/current/national/2023/2023.html" |
        cut -d '"' -f 2 | LC_ALL=C sort -u
}

@test "the figures of a page are those that dump lists, with their numbers" {
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    "$NQI" dump document "$project" --report national >"$BATS_TEST_TMPDIR/dump"
    html_ids >"$BATS_TEST_TMPDIR/ids"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/ids")" -gt 5 ]
    while read -r id; do
        [ "$(grep -c "^figure $id: " "$BATS_TEST_TMPDIR/dump")" -eq 1 ] || fail "$id"
    done <"$BATS_TEST_TMPDIR/ids"
    # 全国有效认证证书720张 is the cell of the nation's row.
    id=$(grep -o '<data value="720" data-figure="[^"]*"' "$out/current/national/2023/2023.html" | head -n 1 | cut -d '"' -f 4)
    grep "^figure $id: 720张 number=720 unit=张 status=normal series=CERT area=000000 period=2023 cells=input/certificates.csv:" "$BATS_TEST_TMPDIR/dump"
}

@test "a figure has its id wherever it stands, and nothing typed looks like one" {
    cat >"$project/templates/national.md" <<'END'
[f-xeb7rmdz: 1] [printed: \\\\] `[strong: {{ v.CERT }}]` {{ "a]b" }}

| 甲 | {{ v.CERT }} |
|---|---|
| 乙 | 丙 |

```table id=tbl-x caption=甲
rows = { { } }
columns = { { head = "甲", get = function() return "乙" end } }
source = "据" .. v.CERT
```
END
    edit "$project/lua/reports.lua" '0,/title = "认证认可年度概览"/s//title = "{{ v.CERT }}张"/'
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    page="$out/current/national/2023/2023.html"
    id=$(html_ids)
    [ "$(wc -w <<<"$id")" -eq 1 ]
    figure="<data value=\"720\" data-figure=\"$id\">720</data>"
    grep -qF "<h1>${figure}张</h1>" "$page"
    grep -qF "<code>[strong: $figure]</code>" "$page"
    grep -qF " data-figure=\"$id\">720</th>" "$page"
    grep -qF "据$figure</p>" "$page"
    "$NQI" dump document "$project" --report national >"$BATS_TEST_TMPDIR/dump"
    grep -qF "title: [$id: 720]张" "$BATS_TEST_TMPDIR/dump"
    grep -qF "paragraph: \\[f-xeb7rmdz: 1\\] \\[printed: \\\\\\\\\\] [code: \\[strong: [$id: 720]\\]] [printed: a\\]b]" "$BATS_TEST_TMPDIR/dump" ||
        fail "$(cat "$BATS_TEST_TMPDIR/dump")"
    grep -qF "source: 据[$id: 720]" "$BATS_TEST_TMPDIR/dump"
}

@test "ids are the same in another build, and after a template grew" {
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    before=$(html_ids)
    sed -i '1i {{ v.PASS:at("2022") }}\n' "$project/templates/national.md"
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    after=$(html_ids)
    [ "$before" != "$after" ]
    [ -z "$(comm -23 <(echo "$before") <(echo "$after"))" ]
}

@test "the structure of the PDF has the ids if the theme wants them" {
    build --report national --format html,pdf
    [ "$status" -eq 0 ] || fail "$output"
    qpdf --qdf --object-streams=disable "$out/current/national/2023/2023.pdf" "$BATS_TEST_TMPDIR/plain.pdf"
    [ "$(grep -ac UserProperties "$BATS_TEST_TMPDIR/plain.pdf")" -eq 0 ]
    echo 'return { pdf_figures = true }' >"$project/templates/theme.lua"
    printf '\n```table id=tbl-x caption=甲\nrows = { { } }\ncolumns = { { head = "甲", get = function() return "约" .. v.PASS:fixed(1) .. "%%" end } }\n```\n\n| 甲 | 乙 |\n|---|---|\n| {{ v.PASS:year_ago() }} | 乙 |\n' >>"$project/templates/national.md"
    build --report national --format html,pdf
    [ "$status" -eq 0 ] || fail "$output"
    qpdf --check "$out/current/national/2023/2023.pdf"
    qpdf --qdf --object-streams=disable "$out/current/national/2023/2023.pdf" "$BATS_TEST_TMPDIR/plain.pdf"
    grep -a "/UserProperties true" "$BATS_TEST_TMPDIR/plain.pdf"
    grep -aoE 'V \(f-[a-z0-9-]+\)' "$BATS_TEST_TMPDIR/plain.pdf" | sed 's/.*(//; s/)//' | LC_ALL=C sort -u >"$BATS_TEST_TMPDIR/pdf-ids"
    # Every figure of a sentence or a cell, wherever it stands in it.
    [ "$(cat "$BATS_TEST_TMPDIR/pdf-ids")" = "$(html_ids)" ]
    [ "$(wc -l <"$BATS_TEST_TMPDIR/pdf-ids")" -gt 5 ]
}

@test "a break in a cell is a line break inside of quotes in the CSV" {
    printf '\n| 甲<br>乙 | 丙 |\n|---|---|\n| {{ v.PASS:fixed(1) }}<br/>丁 | 10<sup>4</sup><br>戊 |\n| 一 | 二 |\n' >>"$project/templates/national.md"
    build --report national --format csv
    [ "$status" -eq 0 ] || fail "$output"
    python3 - "$out/current/national/2023/2023.csv" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))
at = rows.index(["甲\n乙", "丙"])
assert rows[at + 1][0].endswith("\n丁") and rows[at + 1][1] == "10^4\n戊", rows[at + 1]
assert rows[at + 2] == ["一", "二"], rows[at + 2]
PY
}

@test "the CSV has the ids beside the table if the theme wants them" {
    printf '\n| 甲 | 乙 |\n|---|---|\n| 丙 | {{ v.PASS }}和{{ v.PASS }}、{{ v.CERT }} |\n| 丁 | 10<sup>4</sup> |\n\n| {{ v.CERT:at("2022") }} |\n|---|\n| 戊 |\n\n```table id=tbl-h caption=己\nrows = { { } }\ncolumns = { { head = "p" .. v.CERT:at("2021"), group = "g" .. v.CERT:growth():fixed(3), get = function() return "庚" end },\n  { head = "q", group = "g" .. v.CERT:growth():fixed(3), get = function() return "辛" end } }\n```\n' >>"$project/templates/national.md"
    edit "$project/templates/national.md" 's/^rows = /source = "据" .. v.CERT; rows = /'
    build --report national --format html,csv
    [ "$status" -eq 0 ] || fail "$output"
    csv="$out/current/national/2023/2023.csv"
    cp "$csv" "$BATS_TEST_TMPDIR/usual.csv"
    [ "$(grep -c 'f-[0-9a-z]' "$csv")" -eq 0 ]
    echo 'return { csv_figures = true }' >"$project/templates/theme.lua"
    build --report national --format html,csv
    [ "$status" -eq 0 ] || fail "$output"
    python3 "$BATS_TEST_DIRNAME/figures_beside.py" "$BATS_TEST_TMPDIR/usual.csv" "$csv" \
        "$out/current/national/2023/2023.html" || fail "$(cat "$csv")"
    grep -q '（%）（数字标识）' "$csv"
    grep -q '^丁,10^4' "$csv"
    edit "$project/lua/reports.lua" '0,/title = /s//lang = "en", title = /'
    build --report national --format csv
    [ "$status" -eq 0 ] || fail "$output"
    grep -q '乙 (figure id)' "$csv"
}

@test "the JSON of a report has its words, its tables and its figures, and is built if named" {
    printf '\n> - `{{ v.CERT }}`[^1]\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | **{{ v.PASS }}** |\n\n10<sup>4</sup>和H<sub>2</sub>O[^s]，[乙](https://a.cn/)\n\n3. 甲\n\n- 乙\n\n[^1]: 注{{ v.CERT:at("2022") }}\n[^s]: 说明\n' >>"$project/templates/national.md"
    printf '\n```chart id=fig-x caption=图\nkind = "bars"\nrows = rank { indicator = "CERT" }\n```\n\n```kpi\nitems = { { label = "证书", value = v.CERT } }\n```\n\n```signoff\n```\n' >>"$project/templates/national.md"
    echo 'return { sign_by_hand = true }' >"$project/templates/theme.lua"
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    json="$out/current/national/2023/2023.json"
    [ ! -e "$json" ]
    [ "$(jq -r .options.format "$out/current/receipt.json")" = md,html,pdf,csv ]
    build --report national --format html,csv,json
    [ "$status" -eq 0 ] || fail "$output"
    # Every figure that the page has is printed in it, and the other way round.
    jq -r '.. | objects | .figure // empty' "$json" | LC_ALL=C sort -u >"$BATS_TEST_TMPDIR/printed"
    html_ids | diff - "$BATS_TEST_TMPDIR/printed"
    jq -r '.figures | keys[]' "$json" | LC_ALL=C sort -u | diff - "$BATS_TEST_TMPDIR/printed"
    # What is known of them is what dump knows.
    "$NQI" dump document "$project" --report national | sed -n 's/^figure //p' | LC_ALL=C sort >"$BATS_TEST_TMPDIR/dump"
    jq -r '.figures | to_entries[] | "\(.key): \(.value.text)\(if .value.number == null then "" else " number=\(.value.number)" end)" +
      ([["unit", "status", "series", "area", "period", "vintage"][] as $f | select(.value[$f]) | " \($f)=\(.value[$f])"] | join("")) +
      if .value.cells then " cells=" + ([.value.cells[] | "\(.file):\(.line):\(.column)"] | join(",")) else "" end' "$json" |
        LC_ALL=C sort >"$BATS_TEST_TMPDIR/json"
    # jq and dump write a fraction with another number of digits.
    sed -E 's/(number=[0-9-]+\.[0-9]{6})[0-9]*/\1/' -i "$BATS_TEST_TMPDIR/dump" "$BATS_TEST_TMPDIR/json"
    diff "$BATS_TEST_TMPDIR/dump" "$BATS_TEST_TMPDIR/json"
    words='def words: if type == "array" then map(words) | join("") elif type == "object" then (.text // .parts // .sup // .sub // "" | words) else . end;'
    [ "$(jq -r "$words"' .blocks[] | select(.kind == "heading") | "\(.level) \(.label) \(.text | words)"' "$json" | head -n 1)" = "1 一 总体情况" ]
    jq -r "$words"' .blocks[] | select(.kind == "paragraph") | .text | words' "$json" | grep -qx '2023年末，全国有效认证证书720张，各省见表1。'
    [ "$(jq -c "$words"' [.blocks[] | select(.kind == "table")] | last | .head[], (.body[] | .cells) | map(words)' "$json" | tr -d '\n')" = '["甲","乙"]["丙","…"]' ] ||
        fail "$(jq -c "$words"' [.blocks[] | select(.kind == "table")] | last | .head, (.body[] | .cells)' "$json")"
    [ "$(jq -r "$words"' .blocks[] | select(.kind == "block_quote") | .blocks[0].blocks[0].blocks[0].text | words' "$json")" = 720 ]
    # Marks of notes, links, raised text and the start of a list.
    [ "$(jq -c '[.blocks[] | select(.kind == "paragraph") | .text[] | objects | select(.note or .href)]' "$json" | head -n 1)" = '[{"note":1},{"href":"#tbl-rank","parts":["表1"]},{"note":3},{"href":"https://a.cn/","parts":["乙"]}]' ] ||
        fail "$(jq -c '.blocks[] | select(.kind == "paragraph") | .text' "$json")"
    [ "$(jq -c '[.blocks[] | select(.kind == "paragraph")] | last | .text' "$json")" = '["10",{"sup":["4"]},"和H",{"sub":["2"]},"O",{"note":3},"，",{"href":"https://a.cn/","parts":["乙"]}]' ] ||
        fail "$(jq -c '[.blocks[] | select(.kind == "paragraph")] | last | .text' "$json")"
    [ "$(jq -c '[.blocks[] | select(.kind == "list") | .start]' "$json")" = '[3,null]' ]
    [ "$(jq -r "$words"' .footnotes[-2].blocks[0].text | words' "$json")" = 注660 ]
    [ "$(jq -r '[.blocks[] | select(.kind == "chart")] | last | "\(.chart) \(.items | length) \(.items[0].value) \(.items[0].text[0].text)"' "$json")" = "bars 3 363 363" ]
    [ "$(jq -r "$words"' .blocks[] | select(.kind == "kpi") | .items[0] | "\(.label | words) \(.value | words) \(.unit | words)"' "$json")" = "证书 720 张" ]
    [ "$(jq -r '.blocks[] | select(.kind == "signoff") | .parts | length' "$json")" = 4 ]
    grep -qF '2023.json' "$out/current/index.html"
    # It stays while its report does, and never beside newer pages.
    build --report province
    [ "$status" -eq 0 ] || fail "$output"
    [ -e "$json" ]
    build --report national
    [ ! -e "$json" ]
    ! grep -qF '2023.json' "$out/current/index.html" || fail "found what must not be there"
}

# No file and no message has a character of a mark, wherever a printed text went.
@test "marks of printed texts stay inside" {
    cat >"$project/templates/national.md" <<'END'
# 甲{{ v.CERT }} {#sec-{{ area.code }}}

[甲](http://a.cn/{{ v.CERT }} "共{{ v.CERT }}张")，见{{ ref("tbl-" .. v.CERT:plain(0)) }}{{ note("注" .. v.CERT) }}，`{{ v.CERT }}`，{{ raw("**" .. v.CERT:fixed(1) .. "**") }}。

```table id=tbl-{{ v.CERT:plain(0) }} caption=表{{ v.CERT }}
rows = { { g = v.CERT:with_unit() }, { g = v.CERT:with_unit() } }
groups = "g"
columns = { { head = "p" .. v.CERT, group = "组" .. v.CERT, get = function() return v.CERT end },
  { head = "q", group = "组" .. v.CERT, get = function() return "=" .. v.CERT end } }
notes = { "共" .. v.CERT:with_unit() }
unit = "张、" .. v.CERT
source = "来源" .. v.CERT
```

```kpi
items = { { label = "证书" .. v.CERT, value = v.CERT, note = "注" .. v.CERT } }
```

```chart id=fig-x caption=图{{ v.CERT }}
kind = "bars"
rows = rank { indicator = "CERT" }
notes = { "注" .. v.CERT }
```
END
    edit "$project/lua/reports.lua" '0,/series = "年度报告"/s//series = "年" .. get { indicator = "CERT", area = "000000", period = "2023" }/'
    cat >"$project/lua/checks.lua" <<'END'
return { { rule = "规则" .. get { indicator = "CERT", area = "000000", period = "2023" }, severity = "warning",
  check = function(report) report("合计" .. get { indicator = "CERT", area = "000000", period = "2023" }) end } }
END
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(printf '%s' "$output" | tr -cd '\003\016\017\032' | wc -c)" -eq 0 ]
    for file in "$out"/current/national/2023/*.{md,html,csv,svg} "$out"/current/{receipt.json,index.html}; do
        [ "$(tr -cd '\003\016\017\032' <"$file" | wc -c)" -eq 0 ] || fail "$file"
    done
    grep -q '年720' "$out/current/national/2023/2023.md"
    grep -q 'href="http://a.cn/720" title="共720张"' "$out/current/national/2023/2023.html"
    [ "$(grep -c '<tr class="[^"]*group' "$out/current/national/2023/2023.html")" -le 1 ]
    pdftotext "$out/current/national/2023/2023.pdf" - | tr -d '\f\n' | tr -cd '\003\016\017\032' | wc -c | grep -qx 0
    "$NQI" check "$project" --log-json >"$BATS_TEST_TMPDIR/log" 2>&1 || true
    grep -q '规则720' "$BATS_TEST_TMPDIR/log"
    [ "$(tr -cd '\003\016\017\032' <"$BATS_TEST_TMPDIR/log" | wc -c)" -eq 0 ]
    ! grep -q 'u000e' "$BATS_TEST_TMPDIR/log" || fail "found what must not be there"
    printf '<div title="{{ v.CERT }}">\n' >"$project/templates/national.md"
    build --report national
    [ "$status" -eq 1 ]
    printf '%s\n' "$output" | grep -F 'HTML is not printed: <div title="720">'
}
