# What nqi says, it says in Chinese too.
load helper

root=$BATS_TEST_DIRNAME/../..

@test "every message has a Chinese form with the same conversions" {
    run python3 "$root/tests/e2e/messages.py" "$root"
    [ "$status" -eq 0 ] || fail "$output"
}

@test "a message without a Chinese form, or with other conversions, is found" {
    mkdir -p "$project/pipeline/words" "$project/lua/nqi"
    cp "$root"/pipeline/words/zh.po "$project/pipeline/words"
    for i in $(seq 100); do echo "diag_note(diag, place, \"note $i\");"; done >"$project/pipeline/a.c"
    run python3 "$root/tests/e2e/messages.py" "$project"
    [ "$status" -eq 1 ]
    has_line "pipeline/a.c: no Chinese form: note 100"
    has_line "said nowhere: cannot open: %s"
    echo 'diag_error(diag, place, "cannot " /* so */ "open: %s", why);' >>"$project/pipeline/a.c"
    echo 'luaL_error(L, "no such thing");' >>"$project/pipeline/a.c"
    cat >"$project/lua/nqi/a.lua" <<'LUA'
options.fail(nil, wrong and "said by %s" or "said by nobody", name)
error { message = "said " .. name }
options.check("a thing of %s", given, known, name)
options.check("thing", given, known)
LUA
    sed -i 's/^msgstr "无法打开：%s"/msgstr "无法打开：%d"/' "$project/pipeline/words/zh.po"
    run python3 "$root/tests/e2e/messages.py" "$project"
    has_line "pipeline/a.c: no Chinese form: no such thing"
    has_line "lua/nqi/a.lua: no Chinese form: said by %s"
    has_line "lua/nqi/a.lua: no Chinese form: said by nobody"
    has_line "lua/nqi/a.lua: no Chinese form: a thing of %s"
    [[ $output != *"no Chinese form: thing"* ]]
    has_line 'lua/nqi/a.lua: no Chinese form: not translatable: "said " .. name }'
    has_line "conversions differ: cannot open: %s | 无法打开：%d"
    [[ $output != *"said nowhere: cannot open: %s"* ]]
}

@test "the build refuses a translation that loses a value or stands twice" {
    po=$BATS_TEST_TMPDIR/zh.po
    sed 's/^msgstr "无法打开：%s"/msgstr "无法打开"/' "$root/pipeline/words/zh.po" >"$po"
    run msgfmt --check-format -o /dev/null "$po"
    [ "$status" -eq 1 ]
    printf '\nmsgid "no area"\nmsgstr "无"\n' | cat "$root/pipeline/words/zh.po" - >"$po"
    run msgfmt --check-format -o /dev/null "$po"
    [ "$status" -eq 1 ]
    run msgfmt --check-format --statistics -o /dev/null "$root/pipeline/words/zh.po"
    [ "$status" -eq 0 ]
    [[ $output != *fuzzy* && $output != *untranslated* ]] || fail "$output"
}

@test "the language is that of --lang, else of the environment" {
    echo "安徽省,x" >>"$project/input/quality.csv"
    for setting in LC_ALL LC_MESSAGES LANG; do
        run env -u LC_ALL -u LANG "$setting=zh_CN.UTF-8" "$NQI" check "$project"
        [ "$status" -eq 1 ]
        has_line "错误: "
        [[ $output != *error:* ]] || fail "$output"
    done
    run env LC_ALL=C LANG=zh_CN.UTF-8 "$NQI" check "$project"
    has_line "error: "
    run env LC_ALL=en_US.UTF-8 "$NQI" check "$project" --lang zh
    has_line "错误: "
    has_line "不能发布"
}

@test "a part of a table is named in the language of the message" {
    cp -r "$root/templates/starter/." "$project"
    cat >"$project/lua/reports.lua" <<'LUA'
return { { name = "year", template = "year.md", series = "月报", period = "2024-12", title = "检定",
           demo = true, for_each = { area_of "990100" } } }
LUA
    echo "report,period,number,compiled_by,reviewed_by,approved_by,date" >"$project/input/issues.csv"
    printf '# 一\n\n```table id=tbl-x caption=表\nrows = {}\ncolumns = { { hed = "甲" } }\n```\n' >"$project/templates/year.md"
    run "$NQI" build "$project" --format md --lang zh
    has_line '列 没有字段“hed”'
    run "$NQI" build "$project" --format md --lang en
    has_line 'a column has no field "hed"'
}

@test "what the system, Lua and the structure of a template refuse is said in Chinese" {
    mv "$project/lua/reports.lua" "$BATS_TEST_TMPDIR/reports.lua"
    run "$NQI" build "$project" --out "$out" --lang zh
    has_line 'lua/reports.lua: 错误: 无法打开：没有这个文件或文件夹'
    mv "$BATS_TEST_TMPDIR/reports.lua" "$project/lua/reports.lua"
    while IFS='|' read -r template message; do
        echo "$template" >"$project/templates/national.md"
        run "$NQI" build "$project" --out "$out" --format md --report national --lang zh
        [ "$status" -eq 1 ]
        has_line "$message"
    done <<'CASES'
{% goto x %}|goto 要去的标签 'x' 不存在（第 1 行）
{% break %}|第 1 行的 break 不在循环中
{% for i = "a", 2 do %}{% end %}|for 的初值应为数字，实为 文本
{{ 1 // 0 }}|整除（//）的除数为零
{{ 1 % 0 }}|求余（%）的除数为零
{% end %}|{% end %} 没有与之配对的开头
{% if area then %}|这个 if 没有结束
{{ v.CERT:growth { over = "x" } }}|over 是“x”，应为下列之一：year_ago, previous
{{ fmt.list(3) }}|fmt.list 接受列表，不能是 数字
{{ rank { indicator = "CERT", areas = 3 } }}|rank：areas 应为地区的列表，而不是 数字
{{ chart_of { kind = "bars", unit = v.CERT } }}|chart：unit 应为文本，而不是 数值（figure）
CASES
}

@test "a tag in a text that is printed as it stands is an error, in reports and the theme" {
    sed -i 's/series = "年度报告", period = "2023",$/series = "{{ area.name }}报告", period = "2023",/' "$project/lua/reports.lua"
    build --report national
    [ "$status" -eq 1 ]
    has_line "lua/reports.lua:3: error: report: series is printed as it stands: {{ is no tag there [×2, also 7]"
    cp "$fixture/lua/reports.lua" "$project/lua/reports.lua"
    echo 'return { organisation = "{% office %}", numbering = { "{{ n }}" } }' >"$project/templates/theme.lua"
    build --report national
    [ "$status" -eq 1 ]
    has_line "templates/theme.lua:1: error: theme: organisation is printed as it stands: {% is no tag there"
}
