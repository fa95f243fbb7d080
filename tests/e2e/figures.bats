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
unit = "张" .. v.CERT
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
    ! grep -q 'u000e' "$BATS_TEST_TMPDIR/log"
    printf '<div title="{{ v.CERT }}">\n' >"$project/templates/national.md"
    build --report national
    [ "$status" -eq 1 ]
    printf '%s\n' "$output" | grep -F 'HTML is not printed: <div title="720">'
}
