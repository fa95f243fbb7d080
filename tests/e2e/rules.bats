# Rules that need no writing (lua/RULES.md): their examples, and what contradicts the data of
# this project, one change at a time on a copy of it, beside the release of the untouched one.
load helper
bats_require_minimum_version 1.5.0

root=$BATS_TEST_DIRNAME/../..

setup_file() {
    export released=$BATS_FILE_TMPDIR/released
    LC_ALL=C.UTF-8 "${NQI:-$BATS_TEST_DIRNAME/../../build/nqi}" build "$BATS_TEST_DIRNAME/../.." \
        --out "$released" --report forum --format md --quiet
}

# A copy of the project, and of its release.
copy_project() {
    copy=$BATS_TEST_TMPDIR/copy
    mkdir -p "$copy"
    cp -r "$root/input" "$root/lua" "$root/templates" "$copy"
    cp -r "$released" "$out"
}

# check fails, and says each of the texts.
refused() {
    run "$NQI" check "$copy" --out "$out" --lang zh
    [ "$status" -eq 1 ] || fail "exit $status: $output"
    for text in "$@"; do has_line "$text"; done
}

# check passes, with a warning that says each of the texts.
warned() {
    run "$NQI" check "$copy" --out "$out" --lang zh
    [ "$status" -eq 0 ] || fail "exit $status: $output"
    for text in "$@"; do has_line "$text"; done
}

@test "each rule has an example that finds what it says, in both languages" {
    run python3 "$BATS_TEST_DIRNAME/rules_examples.py" "$NQI" "$root"
    [ "$status" -eq 0 ] || fail "$output"
}

@test "40 corruptions of this project are named at their file, and the untouched one has none" {
    run python3 "$BATS_TEST_DIRNAME/corruptions.py" "$NQI" "$root" 40
    [ "$status" -eq 0 ] || fail "$output"
    has_line "untouched: 0 findings"
    has_line " of  40 named: "
}

@test "the untouched project passes beside its release, and says how many rules ran" {
    copy_project
    run "$NQI" check "$copy" --out "$out" --lang zh
    [ "$status" -eq 0 ] || fail "$output"
    [[ "$output" =~ '错误 0 条，警告 0 条，已接受 6 条；运行规则 4'[0-9]' 条：审核通过' ]] || fail "$output"
    grep -q '审核通过（运行规则4[0-9]条），可以发布。' "$out/check.html"
}

@test "a population that is said to be in 人, with the values kept, is of another magnitude" {
    copy_project
    edit "$copy/input/panel/population-2015-2024.csv" 's/万人/人/'
    edit "$copy/input/sources.lua" '/population-2015-2024/,/^  }/s/unit = "万人"/unit = "人"/'
    refused "input/panel/population-2015-2024.csv" "magnitude）：年末常住人口" "量级不同"
}

@test "two head columns of the population that changed places are named" {
    copy_project
    edit "$copy/input/panel/population-2015-2024.csv" '/^地区/s/2018年/X/;/^地区/s/2021年/2018年/;/^地区/s/X/2021年/'
    warned "input/panel/population-2015-2024.csv:" "changed）：年末常住人口：与上次发布的数值不同：2018年、2021年" \
        "order）：北京2018年年末常住人口不在文件中其他时期的次序里"
}

@test "a month that is saved under the next month's name" {
    copy_project
    sed 's/2022年8月各省/2022年9月各省/' "$copy/input/certification/province-2022-08.csv" \
        >"$copy/input/certification/province-2022-09.csv"
    refused "repeated）：" "与2022年8月逐格相同"
}

@test "a file that was cut to its head" {
    copy_project
    edit "$copy/input/quality/grades.csv" '2,$d'
    refused "input/quality/grades.csv"
    # Where a file may be empty the last release still knows what it gave.
    edit "$copy/input/sources.lua" 's|file = "input/quality/grades.csv",|& may_be_empty = true,|'
    refused "input/quality/grades.csv: 错误: 不符合规则“上次发布时有的文件和序列仍在”（gone）：省级政府质量工作考核等级：文件中没有它的数据；上次发布时有49个"
}

@test "a monthly file without its newest column" {
    copy_project
    edit "$copy/input/certification/certificates-by-field.csv" '3,$s/,[^,]*$//'
    refused "edition）：" "止于2024年12月；报告“certification”2025年1月这一期没有它的数据" \
        "ended）：" "止于2024年12月；上次发布时止于2025年1月"
    # Without any release, too.
    rm -r "$out"
    refused "edition）：" "报告“certification”2025年1月这一期没有它的数据"
}

@test "a month whose file is not there, or whose column is headed by another month" {
    copy_project
    rm -rf "$out"
    echo "certification,2025-02,第2期（总第14期）,,,," >>"$copy/input/issues.csv"
    for file in certificates organisations; do
        awk -v month=$([ $file = certificates ] && echo 3 || echo 2) \
            'NR == 2 { sub(/,/, ",,") } NR == 3 { $0 = $0 ",2025年" month "月" }
             NR > 3 && /,[0-9]+$/ { n = $0; sub(/.*,/, "", n); $0 = $0 "," n + 1 } { print }' \
            "$root/input/certification/$file-by-field.csv" \
            >"$copy/input/certification/$file-by-field.csv"
    done
    refused "certificates-by-field.csv: " "edition）：" \
        "有至2025年3月的数据，但报告“certification”2025年2月这一期没有它的数据" \
        "province-2025-01.csv: " "止于2025年1月；报告“certification”2025年2月这一期没有它的数据"
    [[ "$output" != *"organisations-by-field.csv: "*"edition"* ]]
    # The same files with the month's own: nothing is said of a year or month in another file.
    cp "$root/input/certification/province-2025-01.csv" \
        "$copy/input/certification/province-2025-02.csv"
    edit "$copy/input/certification/certificates-by-field.csv" '3s/2025年3月/2025年2月/'
    run "$NQI" check "$copy" --out "$out" --lang zh
    [ "$status" -le 1 ] || fail "exit $status: $output"
    [[ "$output" != *"这一期没有它的数据"* ]]
}

@test "the certificates of one province times ten, and below nothing" {
    copy_project
    file=$copy/input/certification/province-2024-12.csv
    edit "$file" '/^北京市,/s/156436/1564360/'
    refused "published_share）：北京2024年12月有效认证证书数占全国比重公布为3.85%，按数值计算为38.458" "changed）：有效认证证书数"
    edit "$file" '/^北京市,/s/1564360/-156436/'
    refused "negative）：北京2024年12月有效认证证书数为-156436张，小于0"
    # Its past and the other provinces say it without a share and a release.
    rm -r "$out"
    cp "$root/input/certification/province-2024-12.csv" "$file"
    edit "$copy/input/panel/export-patents-granted.csv" '/^安徽省,/s/,\([0-9]*\),/,\10,/4'
    warned "input/panel/export-patents-granted.csv:" "jump）：安徽" "倍"
}

@test "shares beyond 100 and below 0" {
    copy_project
    edit "$copy/input/certification/province-2024-12.csv" '/^北京市,/s/,3.85,/,250,/;/^河北省,/s/,\([0-9.]*\),\([0-9]*\),/,-5,\2,/'
    refused "share）：" "不在0到100之间"
}

@test "a file or series that is gone holds a build back until it is said to be meant" {
    copy_project
    rm "$copy/input/quality/gqii.csv"
    edit "$copy/input/sources.lua" 's|file = "input/quality/gqii.csv",|& optional = true,|'
    refused "input/quality/gqii.csv: 错误: 不符合规则“上次发布时有的文件和序列仍在”（gone）：" "上次发布时文件中有" "现在文件不在了" \
        'builtin = "gone"'
    run "$NQI" build "$copy" --out "$out" --report forum --format md --lang en
    [ "$status" -eq 1 ]
    edit "$copy/lua/checks.lua" 's|^return {|&\n  { builtin = "gone", of = { "input/quality/gqii.csv" }, severity = "off", reason = "不再刊印。" },|'
    run "$NQI" build "$copy" --out "$out" --report inspection --format md --lang en
    [ "$status" -eq 0 ] || fail "$output"
}

@test "no byte of a release depends on the one before" {
    copy_project
    edit "$copy/input/panel/population-2015-2024.csv" 's/,2184,/,2194,/'
    run "$NQI" build "$copy" --out "$out" --report forum --format md --lang en
    [ "$status" -eq 0 ] || fail "$output"
    has_line "changed: Year-end permanent population: other values than at the last release in"
    run "$NQI" build "$copy" --out "$BATS_TEST_TMPDIR/fresh" --report forum --format md --lang en
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(readlink "$out/current")" = "$(readlink "$BATS_TEST_TMPDIR/fresh/current")" ]
    diff -r "$out/current/" "$BATS_TEST_TMPDIR/fresh/current/"
    # Published, it is what the next one is compared with.
    run "$NQI" check "$copy" --out "$out" --lang en
    ! grep -q 'changed:' <<<"$output" || fail "$output"
}

@test "series.csv has a line for each series and file" {
    head -1 "$released/current/series.csv" | grep -q '^series,name,unit,file,first,last,areas,count,low,high,'
    grep -q '^POP,年末常住人口,万人,input/panel/population-2015-2024.csv,2015,2024,31,310,330,12780,2015:' \
        "$released/current/series.csv" || fail "$(grep ^POP, "$released/current/series.csv" | cut -c1-120)"
    [ "$(jq -r '.pages[1].path' "$released/current/receipt.json")" = series.csv ]
    # One that was written into is not believed, and nothing is compared.
    copy_project
    chmod u+w "$out"/current/series.csv
    echo >>"$out"/current/series.csv
    warned "current/series.csv: 警告: 文件与发布记录不符：本次不与上次发布的数据比较"
}

@test "what no rule looked at does not pass" {
    edit "$project/input/sources.lua" 's/layout = "[a-z_]*"/layout = "ignore"/'
    rm -f "$project/lua/checks.lua"
    run "$NQI" check "$project" --out "$out" --lang zh
    [ "$status" -eq 1 ] || fail "$output"
    has_line "没有一条规则有数据可查，不算审核通过"
}

@test "暂无公开数据 is printed only where input/unpublished.csv declares it" {
    copy_project
    run "$NQI" build "$copy" --out "$out" --report province --area 西藏 --format md --lang zh
    [ "$status" -eq 0 ] || fail "$output"
    grep -q '西藏的认证证书数暂无公开数据。' "$out"/current/province/2023/*540000.md
    # Grades that are missing, as in a file that was cut, are no grades that nobody published.
    edit "$copy/input/quality/grades.csv" '2,$d'
    edit "$copy/input/sources.lua" 's|file = "input/quality/grades.csv",|& may_be_empty = true,|'
    rm -r "$out"
    run "$NQI" build "$copy" --out "$out" --report province --area 安徽 --format md --lang zh
    [ "$status" -eq 1 ] || fail "$output"
    has_line "省级政府质量工作考核等级（安徽）没有数据，也没有声明为未公开"
    # What is declared and has a value is told.
    cp "$root/input/quality/grades.csv" "$copy/input/quality/grades.csv"
    edit "$copy/input/unpublished.csv" 's/^CERT,/CERT,340000;/'
    warned "声明未公开的指标没有数据：安徽2022年8月有效认证证书数声明为未公开，但有数据"
}

@test "what is accepted of a rule is printed in the report of methods, whatever the language of messages" {
    copy_project
    edit "$copy/input/panel/export-patents-granted.csv" '/^安徽省,/s/,\([0-9]*\),/,\10,/4'
    edit "$copy/lua/checks.lua" 's|^return {|&\n  { builtin = "jump", of = { "PAT_GRANT" }, severity = "accepted", reason = "口径扩大。" },|'
    for language in zh en; do
        run "$NQI" build "$copy" --out "$BATS_TEST_TMPDIR/$language" --report methods --format md --lang $language
        [ "$status" -eq 0 ] || fail "$output"
        grep -qE '安徽20[0-9]*年国内专利申请授权量为[0-9]+项，是相邻时期的.*口径扩大。' \
            "$BATS_TEST_TMPDIR/$language"/current/methods/2023/2023.md || fail "not in the annex"
    done
    diff -r "$BATS_TEST_TMPDIR/zh/current/" "$BATS_TEST_TMPDIR/en/current/"
}

@test "what is accepted of a built-in rule is told in the reports of the areas that it is about" {
    copy=$BATS_TEST_TMPDIR/starter
    cp -r "$root/templates/starter" "$copy"
    edit "$copy/lua/checks.lua" 's/builtin = "coverage", severity = "off", reason = "[^"]*"/builtin = "coverage", severity = "accepted", reason = "验收留缺。"/'
    run "$NQI" build "$copy" --out "$out" --format md --quiet --lang en
    [ "$status" -eq 0 ] || fail "$output"
    cd "$out/current/monthly-province/2024-12"
    [ "$(grep -l '验收留缺' *.md | tr '\n' ' ')" = "$(printf '2024-12-99%s.md ' 0300 0500 0900 1400 1700 1900 2200 2800 3100)" ] || fail "$(grep -l '验收留缺' *.md)"
    # each of its own area alone, of the indicators that it prints
    for file in $(grep -l '验收留缺' *.md); do
        name=演示${file:10:2}
        line=$(grep '验收留缺' "$file")
        [[ "$line" = *"缺$name的数据"* ]] || fail "$file: $line"
        ! grep -o '缺演示[0-9]*的数据' <<<"$line" | grep -v "$name" || fail "$file: $line"
    done
    # the nation's names them all
    grep '验收留缺' ../../monthly/2024-12/2024-12.md | grep -q '演示31.*演示05.*演示03'
}

@test "72 000 days of six areas take seconds: nothing goes through all days before each" {
    cat >"$project/input/sources.lua" <<'LUA'
return { { source = "甲局", file = "input/days.csv", layout = "long", options = { dates = "day" },
  columns = { ["地区"] = "area", ["指标"] = "indicator", ["日期"] = "period", ["数值"] = "value" } } }
LUA
    find "$project/input" -name '*.csv' ! -name indicators.csv -delete
    cp "$root/input/areas.csv" "$project/input"
    rm -f "$project/lua/checks.lua"
    python3 - >"$project/input/days.csv" <<'PY'
import datetime
print('地区,指标,日期,数值')
for i in range(72000):
    day = datetime.date(1901, 1, 1) + datetime.timedelta(i)
    said = 20000 if i == 60000 else i  # all that this day says, an old one said
    for area in range(1, 7):
        print(f'{310000 + 10000 * area},CERT,{day},{500001 + said * (7919 + area) % 399989}')
PY
    # Minutes of the processor where each day is held against all before it.
    run bash -c 'ulimit -t 15; "$0" check "$1" --out "$2" --lang en' "$NQI" "$project" "$out"
    [ "$status" -eq 1 ] || fail "exit $status: $output"
    has_line "values 432000"
    has_line "all 6 values of 10 April 2065 are equal to those of 5 October 1955, cell for cell"
    [ "$(grep -c "error: repeated" <<<"$output")" -eq 1 ] || fail "$output"
}
