# What a file says of itself against what is believed of it: each contradiction on a
# copy of this project, with the message that its clerk reads.
bats_require_minimum_version 1.5.0
load helper

setup() {
    root=$BATS_TEST_DIRNAME/../..
    project=$BATS_TEST_TMPDIR/project
    mkdir "$project"
    cp -r "$root/input" "$root/lua" "$root/templates" "$project"
    panel=$project/input/panel
    fields=$project/input/certification/certificates-by-field.csv
    export LC_ALL=C.UTF-8
}

check() {
    run "$NQI" check "$project" --lang "${1:-en}" --out "$BATS_TEST_TMPDIR/out"
    # The entry of a source may stand on another line tomorrow.
    output=$(printf '%s\n' "$output" | sed 's/sources.lua:[0-9]*/sources.lua:N/g')
}

# The check fails, says each of these lines, and no more errors.
refuses() { # LINE…
    check
    [ "$status" -eq 1 ] || fail "status $status: $output"
    for line in "$@"; do has_line "$line"; done
    [ "$(printf '%s\n' "$output" | grep -c ': error: ')" -eq $# ] || fail "other errors: $output"
}

@test "the project as it is has no error, and each file its beliefs" {
    check zh
    [ "$status" -eq 0 ] || fail "$output"
    page=$BATS_TEST_TMPDIR/out/check.html
    [ "$(grep -c '<td class="l" data-name="单位">' "$page")" -eq "$(grep -c '<th class="l file" scope="row">input/[a-z]*/[^<]*</th><td class="l" data-name' "$page")" ]
    grep -q 'input/panel/population-2015-2024.csv</th>.*万人<br><span class="also">sources.lua:[0-9]* · 第 2 行</span>' "$page"
    grep -q 'province-2024-12.csv</th>.*2024-12<br><span class="also">文件名 · 标题，第 1 行</span>' "$page"
    grep -q 'gdp-2006-2024.csv</th>.*2006 … 2024<br><span class="also">表头，第 3 行 · 标题，第 1 行 · 文件名</span>' "$page"
}

@test "the line 指标 says 人, the entry 万人" {
    edit "$panel/population-2015-2024.csv" 's/年末常住人口(万人)/年末常住人口(人)/'
    refuses 'input/panel/population-2015-2024.csv:2:1: error: the unit is 人 by the line "指标" (line 2), but 万人 by the entry (input/sources.lua:N) (A2)'
    check zh
    has_line '单位不一致：“人”见于“指标”行（第 2 行），“万人”见于数据源条目（input/sources.lua:N）'
    has_line '请改正有误的一处；文件不能改动时，在条目中写明以什么为准，并声明 trust = { "unit" }'
}

@test "the same, settled by trust: the values are those of the entry, with a note" {
    edit "$panel/population-2015-2024.csv" 's/年末常住人口(万人)/年末常住人口(人)/'
    edit "$project/input/sources.lua" 's/    unit = "万人",/&\n    trust = { "unit" },/'
    check
    [ "$status" -eq 0 ] || fail "$output"
    run --separate-stderr "$NQI" dump dataset "$project"
    printf '%s\n' "$output" | grep -qP 'POP\t110000\t2024\tvalue=2183\t'
    "$NQI" check "$project" --lang en --out "$BATS_TEST_TMPDIR/out" >/dev/null
    grep -q 'settled by trust = { &quot;unit&quot; } of the entry' "$BATS_TEST_TMPDIR/out/check.html"
}

@test "another indicator above the certificates" {
    edit "$fields" '1i指标：人均地区生产总值(元/人)'
    refuses 'certificates-by-field.csv:1:1: error: the indicator is 人均地区生产总值(元/人) by the line "指标" (line 1), but 有效认证证书数 by the entry (input/sources.lua:N) (A1)'
}

@test "a name that no dictionary knows above the certificates" {
    edit "$fields" '1i指标：监督抽查合格率(%)'
    check
    [ "$status" -eq 1 ]
    has_line 'the unit is % by the line "指标" (line 1), but 张 by the entry'
    has_line 'error: the file calls its indicator "监督抽查合格率(%)", which no dictionary knows; it is 有效认证证书数 by the entry'
}

@test "the unit line with blanks, 单 位 ： 万张" {
    edit "$fields" 's/单位：张/单 位 ： 万张/'
    refuses 'certificates-by-field.csv:2:9: error: the unit is 万张 by the line "单位" (line 2), but 张 by the entry (input/sources.lua:N) (I2)'
}

@test "the unit in the title, （万张）" {
    edit "$fields" '1s/.*/有效认证证书数（万张）/'
    refuses 'certificates-by-field.csv:1:1: error: the unit is 万张 by the title (line 1), but 张 by the entry (input/sources.lua:N) (A1)'
}

@test "two unit lines that differ" {
    edit "$fields" '2s/.*/&\n,,,,,,,,单位：万张/'
    refuses 'certificates-by-field.csv:3:9: error: the unit is 万张 by the line "单位" (line 3), but 张 by the entry (input/sources.lua:N) (I3)'
}

@test "a title of nine months above annual values" {
    edit "$panel/value-added-2023.csv" '1s/.*/2023年1—9月各省分行业增加值/'
    refuses 'value-added-2023.csv:1:1: error: the period is 2023年1—9月 by the title (line 1), but 2023 by the file'"'"'s name (A1)'
}

@test "a title of growth above counts" {
    edit "$fields" '1s/.*/有效认证证书数增长速度/'
    refuses 'certificates-by-field.csv:1:1: error: the figures are rates (有效认证证书数增长速度) by the title (line 1), but CERT is in 张 (A1)'
}

@test "a title of growth in % above counts" {
    edit "$fields" '1s/.*/有效认证证书数增长速度（%）/'
    refuses 'certificates-by-field.csv:1:1: error: the figures are rates (有效认证证书数增长速度) by the title (line 1), but CERT is in 张 (A1)' \
        'certificates-by-field.csv:1:1: error: the unit is % by the title (line 1), but 张 by the entry (input/sources.lua:N) (A1)'
}

@test "a title of shares above counts" {
    edit "$panel/value-added-2023.csv" '1s/.*/2023年各省行业增加值占比/'
    refuses 'value-added-2023.csv:1:1: error: the figures are rates (行业增加值占比) by the title (line 1), but GDP_PC is in 元/人 (A1)'
}

@test "a title of 2022 in the file of 2023" {
    edit "$panel/value-added-2023.csv" '1s/2023年/2022年/'
    refuses 'value-added-2023.csv:1:1: error: the period is 2022年 by the title (line 1), but 2023 by the file'"'"'s name (A1)'
}

@test "December's file under January's name" {
    cp "$project/input/certification/province-2024-12.csv" "$project/input/certification/province-2025-01.csv"
    refuses 'province-2025-01.csv:1:1: error: the period is 2024年12月 by the title (line 1), but 2025-01 by the file'"'"'s name (A1)'
}

@test "a head 202412 is December 2024" {
    run --separate-stderr "$NQI" dump dataset "$project"
    good=$(printf '%s\n' "$output" | grep '^observation')
    edit "$fields" 's/2024年12月/202412/; s/2022年9月/202209/'
    run --separate-stderr "$NQI" dump dataset "$project"
    [ "$(printf '%s\n' "$output" | grep '^observation')" = "$good" ] || fail "other values"
}

@test "填报单位 and 制表单位 are no units" {
    run --separate-stderr "$NQI" dump dataset "$project"
    good=$(printf '%s\n' "$output" | grep '^observation' | sed 's/at=.*//')
    edit "$panel/population-2015-2024.csv" '1i填报单位：某某局'
    edit "$fields" '1s/.*/&\n制表单位：某省市场监督管理局/'
    check
    [ "$status" -eq 0 ] || fail "$output"
    run --separate-stderr "$NQI" dump dataset "$project"
    [ "$(printf '%s\n' "$output" | grep '^observation' | sed 's/at=.*//')" = "$good" ] || fail "other values"
}

@test "a yearbook's year is no period of the data" {
    edit "$project/input/inspection/institutions-2013.csv" '1s/.*/2014年统计年鉴 检验检测机构数居前十位的省/'
    check
    [ "$status" -eq 0 ] || fail "$output"
    edit "$project/input/sources.lua" '/institutions-2013/{n;s/period = "2013",//}'
    refuses 'institutions-2013.csv:2:1: error: nothing says which period this is (A2)'
}

@test "a note that figures of a year are preliminary" {
    echo '注：2024年为快报数。' >>"$panel/population-2015-2024.csv"
    run --separate-stderr "$NQI" dump dataset "$project"
    [ "$(printf '%s\n' "$output" | grep -P 'POP\t.*\t2024\t' | grep -c 'status=provisional\|status=P')" -eq 31 ] || fail "$output"
    [ "$(printf '%s\n' "$output" | grep -P 'POP\t.*\t2023\t' | grep -c 'status=')" -eq 0 ]
}

@test "36³ and 0,363 have two readings" {
    edit "$project/input/certification/province-2023-12.csv" '4s/^\([^,]*\),[0-9]*/\1,36³/'
    edit "$panel/economy-2016-2024.csv" '2s/107.0/"0,363"/'
    refuses 'province-2023-12.csv:4:2: error: "36³" may be a number with the mark of a note, or a power (B4)' \
        'economy-2016-2024.csv:2:5: error: bad number "0,363": its digits are not grouped by three (E2)'
}

@test "the title's province against the entry's" {
    edit "$project/input/quality/anhui-industry-2024.csv" '1i江苏省质量基础设施,,,,'
    refuses 'anhui-industry-2024.csv:1:1: error: the area is 江苏省 by the title (line 1), but 安徽省 by the entry'
}

@test "the file's name against what is read" {
    mv "$project/input/quality/anhui-industry-2024.csv" "$project/input/quality/江苏.csv"
    edit "$project/input/sources.lua" 's|quality/anhui-industry-2024.csv|quality/江苏.csv|'
    mv "$project/input/inspection/institutions-2013.csv" "$project/input/inspection/institutions-2015.csv"
    edit "$project/input/sources.lua" 's|institutions-2013.csv|institutions-2015.csv|'
    check
    [ "$status" -eq 1 ]
    has_line "江苏.csv: error: the area is 江苏省 by the file's name, but 安徽省 by the entry"
    has_line "institutions-2015.csv: error: the period is 2015 by the file's name, but 2013 by the entry"
}

@test "a code and a name in one row" {
    edit "$panel/economy-2016-2024.csv" '1s/地区/地区代码,地区/; 2s/北京市/110000,北京市/; 3s/北京市/120000,北京市/; 3q'
    edit "$project/input/sources.lua" 's/      \["年份"\] = "period",/&\n      ["地区代码"] = "area",/'
    check
    [ "$status" -eq 1 ]
    has_line 'economy-2016-2024.csv:3:4: error: "北京市" is another area than "120000" in column "地区代码" of the same row (天津市) (D3)'
}

@test "the unit in a name and the unit of its row" {
    edit "$panel/economy-2016-2024.csv" 's/^社会消费品零售总额,亿元,北京市,2016年/社会消费品零售总额(万元),亿元,北京市,2016年/'
    check
    [ "$status" -eq 1 ]
    has_line "error: the name says that the unit is 万元, the row's column of units says 亿元"
}

@test "the population of another kind in the line 指标" {
    edit "$panel/population-2015-2024.csv" 's/年末常住人口(万人)/年末户籍人口(万人)/'
    refuses 'population-2015-2024.csv:2:1: error: the file calls its indicator "年末户籍人口(万人)", which no dictionary knows; it is 年末常住人口 by the entry'
}

@test "years below 分省月度数据" {
    edit "$panel/population-2015-2024.csv" 's/分省年度数据/分省月度数据/'
    refuses 'population-2015-2024.csv:1:1: error: the period is 分省月度数据 by the line "数据库" (line 1), but 2015 … 2024 by the head'
}

@test "the unit alone in brackets, for 单位：张" {
    edit "$fields" 's/单位：张/（万张）/'
    refuses 'certificates-by-field.csv:2:9: error: the unit is 万张 by the line "单位" (line 2), but 张 by the entry (input/sources.lua:N) (I2)'
}

@test "growth in the title above twelve columns of levels" {
    edit "$project/input/inspection/national-2013-2024.csv" '1s/主要指标/主要指标增长速度（%）/'
    refuses 'national-2013-2024.csv:1:1: error: the figures are rates (检验检测服务业主要指标增长速度) by the title (line 1), but INSP_ORG is in 家'
}
