# nqi dump: what each stage made, as text.
load helper

dump() {
    run "$NQI" dump "$@" "$project" --lang en
}

@test "the dataset is dumped, also what could be read after an error" {
    dump dataset
    [ "$status" -eq 0 ]
    has_line $'observation\tPASS\t360000\t2023\tvalue=89.95\tunit=%\tat=input/quality.csv:7:5'
    echo "安徽省,x" >>"$project/input/quality.csv"
    dump dataset
    [ "$status" -eq 1 ]
    has_line "input/quality.csv:8"
    has_line $'area\t340000\t安徽省'
}

@test "the template of a report and what it includes" {
    cat >"$project/templates/province.md" <<'END'
# 题 {#sec-a}
{% for i = 1, 2 do %}
{% include "partials/definitions.md" { codes = { "CERT" } } %}
{% end %}
```table id=tbl-{{ i }} caption={{ area }}的表
rows = {}
```
```summary title=摘要
文\t
```
END
    dump template --report province
    [ "$status" -eq 0 ]
    [ "$(printf '%s\n' "$output" | head -n 10)" = "$(printf '%s\n' $'template\ttemplates/province.md' \
        $'1:1\ttext\t# 题 {#sec-a}\\n' $'2:1\tstatement\t for i = 1, 2 do ' \
        $'3:1\tinclude\tnqi/partials/definitions.md\t{ codes = { "CERT" } }' \
        $'4:1\tstatement\t end ' $'5:1\tblock\ttable\tid=tbl-{{ i }}\tcaption={{ area }}的表' \
        $'6\tlua\trows = {}' $'8:1\tblock\tsummary\ttitle=摘要' $'9:1\ttext\t文\\\\t\\n' $'10:1\tend\t')" ] ||
        fail "$output"
    has_line $'template\tnqi/partials/definitions.md'
    has_line $'statement\t for _, code in ipairs(codes) do '
}

@test "every template that a report includes is dumped" {
    mkdir "$project/templates/parts"
    for i in $(seq 1 300); do
        echo "$i" >"$project/templates/parts/$i.md"
        echo "{% include \"parts/$i.md\" %}"
    done >"$project/templates/province.md"
    dump template --report province
    [ "$status" -eq 0 ]
    [ "$(printf '%s\n' "$output" | grep -c '^template')" -eq 301 ]
}

@test "the dataset is dumped whole" {
    for option in "--report national" "--area 安徽" "--period 2022"; do
        # shellcheck disable=SC2086 # an option and its value
        run "$NQI" dump dataset "$project" --lang en $option
        [ "$status" -eq 2 ]
        [[ $output == *"the dataset is shown whole"* ]]
    done
}

@test "the document of a job, with each printed figure" {
    dump document --report province --area 安徽
    [ "$status" -eq 0 ]
    has_line "title: 安徽省认证认可概览"
    has_line "heading 1 label=一 id=sec-certification: 认证认可"
    printf '%s\n' "$output" | grep -qE '^paragraph: \[printed: 2023年\]末，\[printed: 安徽省\]有效认证证书\[f-[a-z0-9]+: 363张\]，监督抽查合格率为\[f-[a-z0-9]+: 92.50\]%。$'
    has_line "table label=表1 id=tbl-own caption=安徽主要指标"
    printf '%s\n' "$output" | grep -qE '^figure f-[a-z0-9]+: 330 number=330 unit=张 status=normal series=CERT area=340000 period=2022 cells=input/certificates.csv:3:3$'
    first=$output
    dump document --report province --area 340000
    [ "$output" = "$first" ]
    dump document --report province --area 安徽 --period 2022
    [ "$status" -eq 0 ]
    has_line "stem: 2022-340000"
    [ ! -e "$project/output" ]
}

@test "the pages of a job" {
    dump layout --report national
    [ "$status" -eq 0 ]
    has_line "page 1 595.3 841.9"
    printf '%s\n' "$output" | grep -qE '^text [0-9.]+ [0-9.]+ H1 16 总体情况$'
    has_line "anchor tbl-rank page="
    has_line "bookmark 1 page="
    has_line "      tag TH scope=column"
}

@test "without a choice it lists what there is" {
    dump document
    [ "$status" -eq 2 ]
    has_line "nqi dump: of which report?"
    has_line "--report with one of national, province"
    dump layout --report province
    [ "$status" -eq 2 ]
    has_line "340000 安徽, 350000 福建, 360000 江西"
    dump template --report province
    [ "$status" -eq 0 ]
    dump template
    [ "$status" -eq 2 ]
    dump document --report nope
    [ "$status" -eq 2 ]
    run "$NQI" dump --lang en
    [ "$status" -eq 2 ]
    has_line "dataset, template, document, layout or markdown"
    run "$NQI" dump documnet "$project" --lang en
    [ "$status" -eq 2 ]
    has_line 'did you mean "document"?'
}

@test "errors are those of a build" {
    echo '{{ v.CRET }}' >>"$project/templates/national.md"
    dump document --report national
    [ "$status" -eq 1 ]
    has_line 'no indicator "CRET"'
    echo '{{ v.CERT' >>"$project/templates/national.md"
    dump template --report national
    [ "$status" -eq 1 ]
    has_line "{{ is not closed"
    run sh -c '"$1" dump dataset "$2" >/dev/full' - "$NQI" "$project"
    [ "$status" -eq 3 ]
}

@test "what is wrong with the pages is told, and the status says so" {
    printf '\n\xf4\x8f\xbf\xbd\n' >>"$project/templates/national.md"
    dump layout --report national
    [ "$status" -eq 1 ]
    has_line "no font has the character"
}

@test "an internal report is printed and never published" {
    cat >"$project/templates/inside.md" <<'END'
# 内部 {#sec-a}
{{ area.short }}不发布。
END
    edit "$project/lua/reports.lua" 's/^return {/return { { name = "inside", template = "inside.md", title = "内部", period = "2023", internal = true, for_each = { area_of "安徽" } },/'
    dump markdown --report inside --area 340000
    [ "$status" -eq 0 ] || fail "$output"
    has_line "安徽不发布。"
    run "$NQI" build "$project" --report inside --out "$out" --lang en
    [ "$status" -eq 2 ] || fail "exit $status: $output"
    has_line "is internal: it is not published"
    has_line "nqi dump markdown --report inside"
    run "$NQI" build "$project" --out "$out" --format md --lang en
    [ ! -e "$out/current/inside" ]
    [ -z "$(find "$out" -name "*inside*")" ] || fail "it is published"
}
