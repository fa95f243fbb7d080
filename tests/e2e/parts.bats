#!/usr/bin/env bats
# Reports for each of a list, and the parameters of a report.
load helper

setup_parts() {
    cat >"$project/lua/reports.lua" <<'END'
return { {
  name = "element", template = "element.md", model = "element", period = "2023",
  title = "{{ each }}统计（{{ department }}）", title_en = "Statistics",
  parameters = { department = "统计处", limit = 200, peers = { area_of "福建", area_of "安徽" } },
  for_each = { "计量", "标准" },
} }
END
    cat >"$project/lua/element.lua" <<'END'
local element = { parameters = { department = "a text", limit = "a number", peers = "a list" } }
function element.model(job)
  return { over = fmt.pick(rank { indicator = "CERT" }, function(row) return row.figure.value > job.limit end) }
end
return element
END
    cat >"$project/templates/element.md" <<'END'
# 概况

{{ each }}由{{ department }}编制，{{ #over }}个地区超过{{ limit }}张；另有{{ peers[2].name }}。{{ area }}{{ v.CERT }}张。
END
}

list_edition() { jq -r '.reports[] | "\(.stem) \(.each // "-") \(.each_name // "-") \(.area // "-") \(.group)"' "$out/current/receipt.json"; }

@test "each of a list of texts has a report, with its name and the report's parameters in it" {
    setup_parts
    build
    [ "$status" -eq 0 ] || fail "$output"
    grep -q '^标准由统计处编制，2个地区超过200张；另有安徽省。全国720张。$' "$out/current/element/2023/2023-标准.md" || fail "$(cat "$out"/current/element/2023/*.md)"
    grep -q '^# 计量统计（统计处）$' "$out/current/element/2023/2023-计量.md"
    [ "$(list_edition)" = "2023-标准 标准 标准 - 统计（统计处）
2023-计量 计量 计量 - 统计（统计处）" ] || fail "$(list_edition)"
    grep -q '>标准</a>' "$out/current/index.html"
    whole_release
}

@test "texts that look like names are texts if the list says so" {
    setup_parts
    edit "$project/lua/reports.lua" 's/{ "计量", "标准" }/{ texts = { "安徽", "福健" } }/'
    build --format md
    [ "$status" -eq 0 ] || fail "$output"
    grep -q '^福健由.*全国720张。$' "$out/current/element/2023/2023-福健.md" || fail "$(cat "$out"/current/element/2023/*.md)"
    grep -q '^安徽由.*全国720张。$' "$out/current/element/2023/2023-安徽.md"
}

@test "items, indicators and tables with a key have reports; a table's area is the report's" {
    setup_parts
    edit "$project/lua/reports.lua" 's/for_each = .*/for_each = { indicator "CERT", { key = "ah", name = "皖", area = "安徽", since = 2020 }, area_of "福建" },/'
    edit "$project/lua/reports.lua" "s/title = .{{ each }}/title = \"{{ kind_of(each) == 'table' and each.since or each }}/"
    edit "$project/templates/element.md" 's/^{{ each }}/{{ kind_of(each) }}/'
    build --format md
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(list_edition)" = "2023-350000 - - 350000 统计（统计处）
2023-CERT CERT 有效认证证书 - 统计（统计处）
2023-ah ah 皖 - 2020统计（统计处）" ] || fail "$(list_edition)"
    grep -q '^table由.*安徽363张。$' "$out/current/element/2023/2023-ah.md" || fail "$(cat "$out"/current/element/2023/2023-ah.md)"
    grep -q '^indicator由.*全国720张。$' "$out/current/element/2023/2023-CERT.md"
}

@test "one of a list is chosen by its key or name, with --report or without" {
    setup_parts
    build --format md --each 标准
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(list_edition)" = "2023-标准 标准 标准 - 统计（统计处）" ] || fail "$(list_edition)"
    [ "$(jq -r '.options.each' "$out/current/receipt.json")" = 标准 ] || jq .options "$out/current/receipt.json"
    build --format md --report element --each 标进
    [ "$status" -eq 2 ]
    has_line '--each: error: no report is made for "标进"'
    has_line 'did you mean "标准"?'
    run "$NQI" dump markdown "$project" --lang en --report element
    [ "$status" -eq 2 ]
    has_line "--each with one of 计量, 标准"
    run "$NQI" dump markdown "$project" --lang en --each 计量
    [ "$status" -eq 0 ]
    has_line "# 计量统计（统计处）"
}

# is_refused SED MESSAGE [HINT]: on reports.lua as setup_parts leaves it
is_refused() {
    setup_parts
    edit "$project/lua/reports.lua" "$1"
    build
    [ "$status" -eq 1 ] || fail "$status: $output"
    has_line "$2" && has_line "${3:-}"
}

@test "what cannot be a part of a report is told at for_each" {
    is_refused 's/"计量", "标准"/"a", "A"/' 'lua/reports.lua:5: error: report "element": two of for_each have the key "A", and one path: element/2023/2023-A'
    is_refused 's/"计量", "标准"/{ key = "x" }, "x"/' 'two of for_each have the key "x"'
    is_refused 's/"计量", "标准"/"b", "z", "a", "A", "B"/' 'two of for_each have the key "A"'
    is_refused 's/"计量", "标准"/{ name = "计量" }/' 'report "element": number 1 of for_each is a table without a key' 'key = "metrology"'
    is_refused 's/"计量", "标准"/"安徽", "福健"/' 'lua/reports.lua:5: error: no area "福健"' 'did you mean "福建"?'
    is_refused 's/"计量", "标准"/{ key = "x", area = "福健" }/' 'no area "福健"'
    is_refused 's/"计量", "标准"/"计量", true/' 'lua/reports.lua:5: error: report "element": number 2 of for_each is a boolean, and no area, item'
    is_refused 's/"计量", "标准"/"安微", "福健"/' 'lua/reports.lua:5: error: report "element": for_each: "安微" is no area, item or indicator' 'did you mean "安徽"? Texts that only look like names: for_each = { texts = { … } }'
    is_refused 's/{ "计量", "标准" }/{ texts = "计量" }/' 'for_each must be a list'
    is_refused 's/limit = 200, /limit = 200 }, organ = { 1, /' 'lua/reports.lua:4: error: report: no field "organ"' 'a name for the templates of the report stands in parameters = { organ = … }'
    is_refused 's|"计量"|"../x"|' '"../x" cannot be a key of for_each'
    is_refused 's/{ "计量", "标准" }/{}/' 'for_each is empty'
}

@test "a parameter that is not declared, lacks, or is something else is told at the report" {
    is_refused 's/department = "统计处"/departmnt = "统计处"/' 'lua/reports.lua:2: error: the model of "element" declares no parameter "departmnt"' 'did you mean "department"?'
    is_refused 's/limit = 200, //' 'the report "element" lacks the parameter "limit"'
    is_refused 's/limit = 200/limit = "many"/' 'the parameter "limit" of "element" must be a number, not a string'
    is_refused 's/limit = 200/limit = 200, area = 1/; s/model = "element", //' 'the parameter "area" has a name that every report has'
    # of several the same one each time
    for _ in 1 2 3 4; do
        is_refused 's/limit = 200/limit = 200, period = 1, get = 2, area = 3, fmt = 4/; s/model = "element", //' 'the parameter "area" has a name that every report has'
    done
    is_refused 's/limit = 200/["two words"] = 500/' 'names are Latin letters'
    is_refused 's/limit = 200/limit = function() end/' 'a parameter is a text, a number'
    is_refused 's/"统计处"/"{{ area }}"/' 'department is printed as it stands'
    is_refused 's/parameters = {.*/parameters = 3,/' 'parameters must be a table of name = value'
    setup_parts
    edit "$project/lua/element.lua" 's/parameters = {.*} }/parameters = 5 }/'
    build
    [ "$status" -eq 1 ]
    has_line 'lua/reports.lua:2: error: the module "element" declares parameters by a table, not a number'
    # a name that this report does not have is an error in its template
    setup_parts
    edit "$project/templates/element.md" 's/{{ limit }}/{{ limits }}/'
    build
    [ "$status" -eq 1 ]
    has_line 'limits'
}

@test "a link to what the release will not hold is told at its line, also one of a cell" {
    setup_parts
    cat >>"$project/templates/element.md" <<'MD'

见[另一份](2023-%E6%A0%87%E5%87%86.html#x)、[全部](../../index.html)、[站点](../../../x.html)、[地址](https://example.org/x)。

见[方法](../../methods/2023/2023.html#sec)。

```table id=tbl-x caption=各地区
rows = { 1 }
columns = { { head = "名称", get = function() return { text = "甲", href = "2023-其他.pdf" } end } }
```
MD
    build --format html
    [ "$status" -eq 0 ] || fail "$output"
    has_line "templates/element.md:7: warning: this link leads to a file that the release will not hold: methods/2023/2023.html [×2, first for 计量 2023]"
    has_line "hint: build the report that it belongs to into the same output, or take the link out"
    has_line "templates/element.md:9:1: warning: this link leads to a file that the release will not hold: element/2023/2023-其他.pdf"
    [ "$(grep -c 'will not hold' <<<"$output")" -eq 2 ] || fail "$output"
    build --format md --each 计量
    [ "$(grep -c 'will not hold' <<<"$output")" -eq 2 ] || fail "the other part is carried: $output"
    rm -rf "$out"
    build --format html --each 计量
    has_line "templates/element.md:5: warning: this link leads to a file that the release will not hold: element/2023/2023-标准.html [计量 2023]"
    has_line "its report is built for another period or part"
    edit "$project/templates/element.md" 's|href = "2023-其他.pdf"|href = "JavaScript:x()"|'
    build --format html
    [ "$status" -eq 1 ] && has_line 'body 1: cell 1: this link is not allowed: "JavaScript:x()"'
}

@test "a page leads to the parts beside it that are built with it" {
    setup_parts
    build --format html,pdf
    [ "$status" -eq 0 ] || fail "$output"
    page="$out/current/element/2023/2023-标准.html"
    grep -q '^<a href="../../index.html#element">全部报告</a>$' "$page"
    grep -q '^<a href="2023-%E6%A0%87%E5%87%86.pdf">PDF</a>$' "$page"
    grep -q '^<a rel="prev" href="2023-%E8%AE%A1%E9%87%8F.html">上一份：计量</a>$' "$page"
    ! grep -q 'rel="next"' "$page" || fail "the last has a next"
    grep -q 'id="element"' "$out/current/index.html"
    build --format html --each 标准
    ! grep -q 'rel="prev"\|PDF</a>' "$page" || fail "it leads to what is not built"
}
