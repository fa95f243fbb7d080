# The project's own reports: what they say is true, and the checks hold wrong data back.
load helper

root=$BATS_TEST_DIRNAME/../..

# A copy of the project that may be broken, without its output.
copy_project() {
    copy=$BATS_TEST_TMPDIR/copy
    mkdir "$copy"
    cp -r "$root/input" "$root/lua" "$root/templates" "$copy"
}

# The check must fail and name the rule.
refused_by() {
    run "$NQI" check "$copy" --lang en
    [ "$status" -eq 1 ] || fail "exit $status: $output"
    has_line "$1"
}

# No rule of wording found anything in what was built.
well_worded() {
    if echo "$output" | grep -B 1 'hint: as in:'; then fail "worded as no bureau would"; fi
}

@test "the dialogue is quoted as it was said, and every report has its parts" {
    run "$NQI" build "$root" --out "$out" --format md --quiet --lang en
    [ "$status" -eq 0 ] || fail "$output"
    well_worded
    cd "$root"
    run python3 tests/e2e/report_facts.py "$out/current"
    [ "$status" -eq 0 ] || fail "$output"
}

@test "a template has no require and no local, and the guide tells of each name it takes from its model" {
    run python3 "$BATS_TEST_DIRNAME/template_names.py" "$root"
    [[ "$output" =~ ^[1-9][0-9][0-9]+\ names\ in\ [0-9]+\ templates$ ]] || fail "$output"
}

@test "a third of a province's lines is the same in all, and each closes with its own notes" {
    run "$NQI" build "$root" --report province --out "$out" --format md --quiet --lang en
    [ "$status" -eq 0 ] || fail "$output"
    cd "$out/current/province/2023"
    total=$(cat *.md | grep -c .)
    same=$(for file in *.md; do grep . "$file"; done | LC_ALL=C sort | LC_ALL=C uniq -c | LC_ALL=C awk '$1 >= 25 { n += $1 } END { print n }')
    [ "$((same * 100))" -le "$((total * 50))" ] || fail "$same of $total lines are the same"
    grep -q '技术市场成交额为1,787.71亿元，是上年的2.71倍' 2023-340000.md
    ! grep -q '是上年的' 2023-110000.md || fail "found what must not be there"
    [ "$(grep -l '是上年的' *.md | wc -l)" -lt 20 ]
}

@test "a model gives names to its templates, none that every report has" {
    copy_project
    printf 'local m = {}\nfunction m.model(job) return { greeting = "你好" .. job.area.short, "" } end\nreturn m\n' >"$copy/lua/greeting.lua"
    printf '{{ greeting }}\n' >"$copy/templates/forum.md"
    edit "$copy/lua/reports.lua" 's/model = "forum"/model = "greeting"/'
    build_forum() { run "$NQI" build "$copy" --report forum --out "$out" --format md --lang en; }
    build_forum
    [ "$status" -eq 1 ] && has_line "a model gives a field that has no name"
    sed -i 's/, "" }/ }/' "$copy/lua/greeting.lua"
    build_forum
    [ "$status" -eq 0 ] || fail "$output"
    grep -q 你好全国 "$out"/current/forum/2023-09/2023-09.md
    sed -i 's/{ greeting =/{ area = 1, greeting =/' "$copy/lua/greeting.lua"
    build_forum
    [ "$status" -eq 1 ] && has_line 'a model gives "area", which is a name that the report has'
    sed -i 's/function m.model/function m.other/' "$copy/lua/greeting.lua"
    build_forum
    [ "$status" -eq 1 ] && has_line 'the module "greeting" has no function model'
    printf 'return { model = function() return 1 end }\n' >"$copy/lua/greeting.lua"
    build_forum
    [ "$status" -eq 1 ] && has_line 'the function model of "greeting" gives'
}

@test "the starter builds, and every report says that it is a demonstration" {
    run "$NQI" build "$root/templates/starter" --out "$out" --format md,csv --quiet --lang en
    [ "$status" -eq 0 ] || fail "$output"
    well_worded
    for file in "$out"/current/monthly*/*/*.md "$out"/current/monthly*/*/*.csv; do
        grep -q 演示数据 "$file" || fail "$file"
    done
    [ "$(ls "$out"/current/monthly-province/2024-12/*.md | wc -l)" -eq 31 ]
}

@test "a GFM reader finds in every report's Markdown what its page says" {
    for project in "$root" "$root/templates/starter"; do
        run "$NQI" build "$project" --out "$out" --format md,html --quiet
        [ "$status" -eq 0 ] || fail "$output"
        run python3 "$root/tests/e2e/gfm_reader.py" "$out/current"
        [ "$status" -eq 0 ] || fail "$output"
        rm -rf "$out"
    done
}

@test "a GFM reader finds in every notation's Markdown what its page says" {
    project=$BATS_TEST_TMPDIR/notation
    cp -r "$BATS_TEST_DIRNAME/fixture" "$project"
    cp "$BATS_TEST_DIRNAME/notation.md" "$project/templates/national.md"
    echo 'return { page_height = 1000 }' >"$project/templates/theme.lua" # for all on one page
    run "$NQI" build "$project" --report national --out "$out" --lang en --quiet
    [ "$status" -eq 0 ] || fail "$output"
    run python3 "$root/tests/e2e/gfm_reader.py" "$out/current"
    [ "$status" -eq 0 ] || fail "$output"
    # The notes' paragraphs, lists, code and table stand at the foot of the page, in order.
    pdftotext -raw "$out"/current/national/2023/2023.pdf - | tr -d ' \f' >"$BATS_TEST_TMPDIR/page"
    run sed -n '/^2第一段$/,/^5一段/p' "$BATS_TEST_TMPDIR/page"
    [ "$(echo "$output" | tr '\n' '/')" = \
        "2第一段/换行。/第二段，含链接。/•项一/•项二/项二续/代码|~~x~~/3•只有/•列表/4引：/注中引文/注表/12/5一段~~注~~/" ] ||
        fail "$output"
}

@test "every issued edition builds, whatever its month lacks" {
    for period in $(sed -n 's/^certification,\([^,]*\),.*/\1/p' "$root/input/issues.csv"); do
        run "$NQI" build "$root" --report certification --period "$period" --out "$out" --format md --quiet
        [ "$status" -eq 0 ] || fail "$period: $output"
    done
    [ "$(ls -d "$out"/current/certification/*/ | wc -l)" -eq 9 ]
    # The first month of the starter has nothing to compare with.
    run "$NQI" build "$root/templates/starter" --period 2022-01 --out "$out/demo" --format md --quiet
    [ "$status" -eq 0 ] || fail "$output"
}

@test "a part that does not make up its total is held back" {
    copy_project
    edit "$copy/input/certification/certificates-by-field.csv" '/^质量管理体系认证,/s/978795/978796/'
    refused_by "parts"
    has_line "January 2025"
}

@test "a part above its whole is held back" {
    copy_project
    file=$copy/input/panel/export-inventions-granted.csv
    head=$(grep -n '^北京市' "$file" | cut -d: -f1)
    edit "$file" "${head}s/107875/907875/"
    refused_by "其中项不大于总项"
}

@test "a published rank that contradicts the values is held back" {
    copy_project
    edit "$copy/input/certification/province-2022-09.csv" '/^北京市,/s/126883/26883/'
    refused_by "published_rank"
}

@test "an index that is no index is held back" {
    copy_project
    edit "$copy/input/panel/economy-2016-2024.csv" '/地区生产总值指数.*北京市.*2023/s/,10[0-9.]*/,5.2/'
    refused_by "指数以上年为100"
}

@test "a province that is missing is held back" {
    copy_project
    edit "$copy/input/panel/population-2015-2024.csv" '/^西藏/d'
    refused_by "31个省（区、市）数据齐全"
}

@test "templates stay short" {
    for file in "$root"/templates/*.md "$root"/lua/nqi/partials/*.md "$root"/templates/starter/templates/*.md \
        "$root"/templates/starter/templates/partials/*.md; do
        case $file in */README.md) continue ;; esac
        [ "$(wc -l <"$file")" -le 250 ] || fail "$file"
    done
    # What comes with nqi stands once.
    for file in "$root"/lua/nqi/partials/*.md; do
        for project in "$root/templates" "$root/templates/starter/templates"; do
            [ ! -e "$project/partials/${file##*/}" ] || fail "$project has ${file##*/}"
        done
    done
}

@test "an area may be named in any of its ways" {
    for name in 34 340000 340000000000 CN-AH 皖 安徽 安徽省 Anhui; do
        "$NQI" build "$BATS_TEST_DIRNAME/../.." --report province --area "$name" \
            --format md --out "$BATS_TEST_TMPDIR/$name" --quiet
        [ -f "$BATS_TEST_TMPDIR/$name/current/province/2023/2023-340000.md" ]
    done
}

@test "a partial comes with nqi, and a project may have its own" {
    echo '{% include "partials/definitions.md" { codes = { "CERT" } } %}' >>"$project/templates/national.md"
    build --report national --format md
    [ "$status" -eq 0 ] || fail "$output"
    grep -q '指标解释' "$out/current/national/2023/2023.md"
    receipt=$out/current/receipt.json
    sum=$(sha256sum <"$BATS_TEST_DIRNAME/../../lua/nqi/partials/definitions.md" | cut -d' ' -f1)
    jq -e --arg sum "$sum" '[.. | objects | select(.path? == "nqi/partials/definitions.md") | .sha256] == [$sum]' "$receipt"
    jq -e '[.. | objects | select(.path? == "nqi/partials/data-quality.md")] == []' "$receipt"
    mkdir "$project/templates/partials"
    echo '自己的说明：{{ codes[1] }}' >"$project/templates/partials/definitions.md"
    build --report national --format md
    [ "$status" -eq 0 ] || fail "$output"
    grep -q '自己的说明：CERT' "$out/current/national/2023/2023.md"
    jq -e '[.. | objects | .path? // empty | select(test("partials/"))] == ["templates/partials/definitions.md"]' "$receipt"
}

@test "an error in a partial names it and what includes it" {
    echo '{% include "partials/definitions.md" { codes = { "CRET" } } %}' >>"$project/templates/national.md"
    echo '{% include "partials/definitons.md" %}' >>"$project/templates/province.md"
    build
    [ "$status" -eq 1 ]
    has_line 'nqi/partials/definitions.md:8: error: no indicator "CRET" [全国 2023, included at templates/national.md:'
    has_line 'did you mean "partials/definitions.md"?'
}

@test "every indicator that a report prints has its line in 指标解释" {
    for project in "$root" "$root/templates/starter"; do
        run "$NQI" build "$project" --out "$out" --format md,json --quiet --lang en
        [ "$status" -eq 0 ] || fail "$output"
        run python3 "$BATS_TEST_DIRNAME/definitions.py" "$project" "$out/current"
        [ "$status" -eq 0 ] && [[ "$output" =~ ^[1-9][0-9][0-9]+\ indicators\ in\ [0-9]+\ reports$ ]] || fail "$output"
        rm -rf "$out"
    done
    # and so has every indicator of the index, which is a ratio that no dictionary has
    run "$NQI" dump markdown "$root" --report province --area 安徽
    has_line '**人均第三产业增加值**　与年末常住人口之比'
}
