load helper

@test "a build publishes every report in every format" {
    build
    [ "$status" -eq 0 ] || fail "$output"
    whole_release
    for stem in national/2023/2023 province/2023/2023-{340000,350000,360000}; do
        for format in md html pdf csv; do
            [ -s "$out/current/$stem.$format" ] || fail "no $stem.$format"
        done
    done
    [ -s "$out/current/national/2023/2023-fig-rank.svg" ]
    [ "$(current)" = "releases/$(jq -r .release "$out/current/receipt.json")" ]
    [ ! -e "$out/.stage" ]
}

@test "the figures of the data stand in every format" {
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    cd "$out/current/national/2023"
    grep -q '全国有效认证证书720张，比上年增长9.1%' 2023.md
    sed 's/<[^>]*>//g' 2023.html | grep -q '全国有效认证证书720张，比上年增长9.1%'
    pdftotext -layout 2023.pdf - | tr -d '\n ' | grep -q '全国有效认证证书720张，比上年增长9.1%'
    tr -d '\r' <2023.csv | grep -q '安徽.*363.*10.0'
}

@test "every link of the index leads to a file" {
    build
    [ "$status" -eq 0 ] || fail "$output"
    cd "$out/current"
    grep -o 'href="[^"#]*"' index.html | sed 's/href="//; s/"$//' >"$BATS_TEST_TMPDIR/links"
    [ "$(grep -c . "$BATS_TEST_TMPDIR/links")" -ge 16 ]
    while read -r link; do
        [ -f "$link" ] || fail "index.html links to $link"
    done <"$BATS_TEST_TMPDIR/links"
    grep -q 认证认可年度概览 index.html
}

@test "pictures that the Markdown report shows are there" {
    build --report national --format md
    [ "$status" -eq 0 ] || fail "$output"
    cd "$out/current/national/2023"
    picture=$(grep -o '](2023-[^)]*\.svg' 2023.md | sed 's/](//')
    [ -n "$picture" ]
    for file in $picture; do [ -s "$file" ]; done
}

@test "two builds are byte-identical whatever the zone, language, place or -j" {
    build -j1
    [ "$status" -eq 0 ] || fail "$output"
    first=$out
    mkdir -p "$BATS_TEST_TMPDIR/another place/深"
    mv "$project" "$BATS_TEST_TMPDIR/another place/深/项目"
    out="$BATS_TEST_TMPDIR/another place/发布"
    cd "$BATS_TEST_TMPDIR/another place/深"
    run env TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 HOME=/nonexistent \
        "$NQI" build 项目 --out "$out" -j7 --quiet
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(hashes "$first/current/")" = "$(hashes "$out/current/")" ]
    [ "$(readlink "$first/current")" = "$(readlink "$out/current")" ]
}

@test "a second build of the same says that nothing changed" {
    build
    before=$(current)
    build
    [ "$status" -eq 0 ]
    has_line "unchanged"
    [ "$(current)" = "$before" ]
    whole_release
    [ "$(find "$out/releases" -mindepth 1 -maxdepth 1 -type d | grep -c .)" -eq 1 ]
}

@test "the clock comes in by SOURCE_DATE_EPOCH or --date only" {
    build --report national
    plain=$(current)
    SOURCE_DATE_EPOCH=86400 build --report national
    [ "$status" -eq 0 ]
    dated=$(current)
    [ "$plain" != "$dated" ]
    build --report national --date 1970-01-02
    [ "$status" -eq 0 ]
    SOURCE_DATE_EPOCH=x build
    [ "$status" -eq 2 ]
    cd "$out/$dated/national/2023" && pdfinfo -isodates 2023.pdf | grep -q '^CreationDate: *1970-01-02'
    cd "$out/$plain/national/2023" && pdfinfo -isodates 2023.pdf | grep -q '^CreationDate: *2024-03-15'
}

@test "the receipt names all that went in" {
    echo 'return { word = "概览" }' >"$project/lua/words.lua"
    mkdir "$project/templates/partials"
    echo '{{ require("words").word }}' >"$project/templates/partials/end.md"
    echo '{% include "partials/end.md" %}' >>"$project/templates/national.md"
    build
    [ "$status" -eq 0 ] || fail "$output"
    receipt=$out/current/receipt.json
    cd "$project"
    jq -r '.inputs[], (.scripts[], .templates[] | select(.path | startswith("nqi/") | not)) |
        "\(.sha256)  \(.path)"' "$receipt" >"$BATS_TEST_TMPDIR/inputs"
    for path in input/areas.csv input/indicators.csv input/certificates.csv input/quality.csv \
        input/sources.lua lua/reports.lua templates/national.md templates/province.md \
        templates/partials/end.md lua/words.lua; do
        sum=$(sha256sum "$path" | cut -d' ' -f1)
        grep -qF "$sum  $path" "$BATS_TEST_TMPDIR/inputs" || fail "the receipt has no $path"
    done
    jq -e '.fonts | length >= 2 and all(.sha256 | test("^[0-9a-f]{64}$"))' "$receipt"
    jq -e '[.built_with[] | select(.version | test("^[0-9]")) | .package] | contains(["libcsv-dev", "libhpdf-dev", "liblua5.4-dev"])' "$receipt"
    # The ID is the hash of the receipt without it.
    [ "$(jq -c '.release = ""' "$receipt" | tr -d '\n' | sha256sum | cut -c1-16)" = "$(jq -r .release "$receipt")" ]
    jq -e '[.libraries[].file] | map(select(test("csv|cmark|hpdf|lua|harfbuzz|icu"))) | length >= 6' "$receipt"
    jq -e '.seed and .confinement.no_new_privileges' "$receipt"
    jq -e '.reports | length == 4 and all(.status == "built")' "$receipt"
}

@test "a partial build carries the rest forward" {
    build
    first=$(basename "$(current)")
    edit "$project/input/certificates.csv" 's/363/365/; s/720/722/'
    build --report national --format md,csv
    [ "$status" -eq 0 ] || fail "$output"
    whole_release
    grep -q 722张 "$out/current/national/2023/2023.md"
    [ "$out/current/national/2023/2023.pdf" -ef "$out/releases/$first/national/2023/2023.pdf" ]
    [ "$out/current/province/2023/2023-340000.md" -ef "$out/releases/$first/province/2023/2023-340000.md" ]
    jq -e '[.reports[] | select(.status == "carried")] | length == 3' "$out/current/receipt.json"
    [ -f "$out/current/earlier/$first.json" ]
}

@test "a new period keeps the old one" {
    build --period 2022
    [ "$status" -eq 0 ] || fail "$output"
    build
    [ "$status" -eq 0 ] || fail "$output"
    whole_release
    [ -f "$out/current/national/2022/2022.pdf" ]
    [ -f "$out/current/national/2023/2023.pdf" ]
    [ -f "$out/current/province/2022/2022-340000.html" ]
    # Newest first.
    [ "$(grep -bo 'national/2023/2023.html' "$out/current/index.html" | head -n 1 | cut -d: -f1)" -lt \
        "$(grep -bo 'national/2022/2022.html' "$out/current/index.html" | head -n 1 | cut -d: -f1)" ]
}

@test "one area, by code or by name" {
    build --area 350000
    [ "$status" -eq 0 ] || fail "$output"
    [ -f "$out/current/province/2023/2023-350000.pdf" ]
    [ ! -e "$out/current/province/2023/2023-340000.pdf" ]
    [ ! -e "$out/current/national" ]
    build --area 安徽
    [ "$status" -eq 0 ]
    [ -f "$out/current/province/2023/2023-340000.pdf" ]
    [ -f "$out/current/province/2023/2023-350000.pdf" ]
}

@test "three releases are kept" {
    for n in 361 362 363 364 365; do
        sed -i "2,3s/^安徽省,300,330,.*/安徽省,300,330,$n/" "$project/input/certificates.csv"
        sed -i "s/^全国,600,660,.*/全国,600,660,$((n + 357))/" "$project/input/certificates.csv"
        build --report national --format csv
        [ "$status" -eq 0 ] || fail "$output"
    done
    [ "$(find "$out/releases" -mindepth 1 -maxdepth 1 -type d | grep -c .)" -eq 3 ]
    whole_release
}

@test "dimensions are listed, checked and dumped" {
    printf 'dimension,code,name,parent\nsex,,性别,\nsex,M,男,\nsex,F,女,\n' >"$project/input/dimensions.csv"
    printf '地区,性别,年份,数值\n安徽,男,2022,3\n安徽,女,2022,4\n' >"$project/input/sex.csv"
    sed -i '0,/return {/s//return { { name = "sex", file = "input\/sex.csv", layout = "long", indicator = "CERT" },/' \
        "$project/input/sources.lua"
    run "$NQI" list dimensions "$project"
    [ "$status" -eq 0 ] || fail "$output"
    [ "$output" = "$(printf 'sex\t\t性别\t\nsex\tM\t男\t\nsex\tF\t女\t')" ] || fail "$output"
    run "$NQI" check "$project" --lang en
    has_line "dimension sex (性别): items 2, series 2"
    grep -q 'CERT\[sex=M\]' "$project/output/check.html"
    run "$NQI" dump dataset "$project"
    has_line "$(printf 'observation\tCERT[sex=F]\t340000\t2022\tvalue=4')"
}

@test "check and list publish nothing" {
    run "$NQI" check "$project" --lang en
    [ "$status" -eq 0 ] || fail "$output"
    has_line "read: files 5, indicators 2, areas 4, values 18; left out: rows 0, files 0"
    [ "$(ls "$project/output")" = check.html ]
    rm -r "$project/output"
    run "$NQI" list indicators "$project"
    [ "$output" = "$(printf 'CERT\t有效认证证书\t张\t认证认可\nPASS\t监督抽查合格率\t%%\t环境')" ] || fail "$output"
    run "$NQI" list areas "$project"
    [ "${#lines[@]}" -eq 4 ]
    run "$NQI" list reports "$project"
    [ "${lines[1]%%$'\t'*}" = province ]
    run "$NQI" list sources "$project"
    has_line "样例数据（证书）"
    [ ! -e "$project/output" ]
}

@test "sniff prints an entry that reads the file" {
    cd "$project"
    run "$NQI" sniff input/quality.csv --lang en
    [ "$status" -eq 0 ] || fail "$output"
    {
        sed '/监督抽查/,$d' input/sources.lua | sed '$d'
        printf '%s\n}\n' "$output"
    } >sources.new
    mv sources.new input/sources.lua
    run "$NQI" check . --lang en
    [ "$status" -eq 0 ] || fail "$output $(cat input/sources.lua)"
    has_line "input/quality.csv: rows 6, observations 6"
    run "$NQI" sniff input/nothing.csv --lang en
    [ "$status" -eq 1 ]
    cp input/quality.csv ../beside.csv
    mkdir -p input/sub
    mv input/quality.csv input/sub
    cd input/sub
    run "$NQI" sniff quality.csv ../..
    has_line '  file = "input/sub/quality.csv",'
    run "$NQI" sniff "$project/input/sub/quality.csv" "$project"
    has_line '  file = "input/sub/quality.csv",'
    run "$NQI" sniff input/sub/quality.csv ../..
    has_line '  file = "input/sub/quality.csv",'
    run "$NQI" sniff ../../../beside.csv ../..
    has_line '  file = "input/beside.csv", -- NOT SURE: the file is outside of the project, copy it there'
    run "$NQI" sniff --lang en
    [ "$status" -eq 2 ]
}

@test "progress is plain lines in a pipe, nothing with --quiet, JSON if asked" {
    build
    has_line "built national/2023/2023"
    has_line "published $out/releases/"
    rm -r "$out"
    build --quiet
    [ -z "$output" ] || fail "$output"
    rm -r "$out"
    build --quiet --log-json
    [ -z "$output" ] || fail "$output"
    rm -r "$out"
    build --log-json
    [ "$status" -eq 0 ]
    printf '%s\n' "$output" | jq -e . >/dev/null
    printf '%s\n' "$output" | jq -es 'map(select(.event == "report")) | length == 4'
    printf '%s\n' "$output" | jq -es 'last | .event == "published" and .built == 4'
    echo '{% error("here") %}' >>"$project/templates/national.md"
    build --log-json
    [ "$status" -eq 1 ]
    printf '%s\n' "$output" | jq -es 'map(select(.severity == "error")) | .[0].file == "templates/national.md"'
}

@test "on a terminal there is a bar, which goes away" {
    script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal can be had here"
    run script -qec "'$NQI' build '$project' --out '$out' --lang en" /dev/null
    [ "$status" -eq 0 ] || fail "$output"
    has_line "######################## 4/4 "
    last=$(printf '%s' "$output" | tail -n 1)
    case $last in *$'\r\033[K'"published $out/releases/"*) ;; *) fail "$last" ;; esac
}

@test "a build changes nothing in the project" {
    before=$(hashes "$project")
    build
    [ "$status" -eq 0 ]
    [ "$(hashes "$project")" = "$before" ]
}

@test "messages come in Chinese, too" {
    run "$NQI" build "$project" --out "$out" --lang zh
    [ "$status" -eq 0 ] || fail "$output"
    has_line "已编制 national/2023/2023"
    run env LC_ALL=zh_CN.UTF-8 "$NQI" --help
    has_line "用法：nqi build"
    run "$NQI" build "$project" --out "$out" --lang zh --report nation
    [ "$status" -eq 2 ]
    has_line "提示："
}

@test "many periods in one build are each what it is alone" {
    build --report national --periods 2021..2023 --format md,csv
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(ls "$out/current/national")" = "$(printf '2021\n2022\n2023')" ]
    [ "$(jq -r '.options.period' "$out/current/receipt.json")" = 2021..2023 ]
    for year in 2021 2022 2023; do
        "$NQI" build "$project" --out "$BATS_TEST_TMPDIR/one" --report national --quiet \
            --period "$year" --format md,csv
        diff -r "$out/current/national/$year" "$BATS_TEST_TMPDIR/one/current/national/$year"
    done
    # The same by the entry of the report, and a first period that cannot be.
    edit "$project/lua/reports.lua" '0,/period = "2023"/s//period = "2023", since = "2021"/'
    rm -r "$out"
    build --report national --format md,csv
    [ "$(ls "$out/current/national")" = "$(printf '2021\n2022\n2023')" ]
    edit "$project/lua/reports.lua" 's/since = "2021"/since = "2024"/'
    build
    [ "$status" -eq 1 ]
    has_line 'lua/reports.lua:'
    has_line 'since = "2024" of the report "national" is not before its period 2023'
}
