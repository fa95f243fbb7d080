load helper

@test "wrong command lines exit with 2 and say what was meant" {
    run "$NQI" --lang en
    [ "$status" -eq 2 ]
    has_line "no command given"
    run "$NQI" biuld --lang en
    [ "$status" -eq 2 ]
    has_line 'did you mean "build"?'
    run "$NQI" build --reprot x --lang en
    [ "$status" -eq 2 ]
    has_line "did you mean --report?"
    run "$NQI" build --formt=pdf --lang en
    [ "$status" -eq 2 ]
    has_line "there is no option --formt"
    has_line "did you mean --format?"
    run "$NQI" build -report x --lang en
    [ "$status" -eq 2 ]
    has_line "there is no option -report"
    has_line "did you mean --report?"
    [ "$(grep -c error <<<"$output")" -eq 1 ]
    run "$NQI" build --limit 3 --lang en
    [ "$status" -eq 2 ]
    has_line "one of: --limit-cpu, --limit-memory"
    run "$NQI" build --quiet -中 --lang en
    [ "$status" -eq 2 ]
    has_line "there is no option -中"
    [ "$(grep -c error <<<"$output")" -eq 1 ]
    run "$NQI" build --quiet=yes --lang en
    [ "$status" -eq 2 ]
    has_line "the option --quiet takes no value"
    run "$NQI" build --lang en --jobs
    [ "$status" -eq 2 ]
    has_line "the option --jobs needs a value"
    run "$NQI" build --jobs --lang en # of a variable that is empty
    [ "$status" -eq 2 ]
    has_line "the option --jobs needs a value"
    run "$NQI" build /nonexistent --lang en
    [ "$status" -eq 2 ]
    run "$NQI" build "$project" --format doc --lang en
    [ "$status" -eq 2 ]
    has_line 'there is no format "doc"'
    run "$NQI" build "$project" --period 2023-13 --lang en
    [ "$status" -eq 2 ]
    [ ! -e "$project/output" ]
}

@test "what is not there exits with 2, suggests, and publishes nothing" {
    build --report nationl
    [ "$status" -eq 2 ]
    has_line 'there is no report "nationl"'
    has_line 'did you mean "national"?'
    build --area 安薇省
    [ "$status" -eq 2 ]
    has_line 'did you mean "安徽省"?'
    build --period 2031
    [ "$status" -eq 2 ]
    has_line "they reach from 2021 to 2023"
    build --report national --area 340000
    [ "$status" -eq 2 ]
    has_line "there is nothing to build"
    [ ! -e "$out/current" ]
}

@test "--help and --version" {
    run "$NQI" --help --lang en
    [ "$status" -eq 0 ]
    has_line "usage: nqi build"
    run "$NQI" --version
    [ "$status" -eq 0 ]
    [[ $output == "nqi "[0-9]* ]]
}

@test "a full standard output is an error of the system" {
    run sh -c '"$1" list areas "$2" >/dev/full' - "$NQI" "$project"
    [ "$status" -eq 3 ]
}

@test "an output folder that cannot be made is an error of the system" {
    echo text >"$out"
    build
    [ "$status" -eq 3 ]
}

@test "the project's own output folder is the default" {
    run "$NQI" build "$project" --report national --format csv
    [ "$status" -eq 0 ] || fail "$output"
    [ -f "$project/output/current/national/2023/2023.csv" ]
}

@test "a folder whose name is not UTF-8 is no trouble, in JSON neither" {
    for options in "" --log-json; do
        for command in build check; do
            run "$NQI" $command "$project" --out "$out/"$'\xd6\xd0' --lang en $options
            [ "$status" -eq 0 ] || fail "$command $options: $status $output"
            has_line 'xD6'
        done
    done
}

@test "with closed standard streams no file gets their text" {
    "$NQI" build "$project" --out "$out" <&- >&- 2>&-
    [ ! -s "$out/.lock" ] || fail "$(cat "$out/.lock")"
    whole_release
    run bash -c '"$1" list areas "$2" >&-' - "$NQI" "$project"
    [ "$status" -eq 3 ]
}

@test "a --lang behind a mistake is the language in which the mistake is told" {
    run env -u LC_ALL -u LC_MESSAGES -u LANG "$NQI" build --wrong "$project" --lang zh
    [ "$status" -eq 2 ]
    chinese=$output
    run env -u LC_ALL -u LC_MESSAGES -u LANG "$NQI" build --wrong "$project" --lang=en
    [ "$status" -eq 2 ]
    [ "$chinese" != "$output" ]
    LC_ALL=C grep -q '[^ -~]' <<<"$chinese"
    ! LC_ALL=C grep -q '[^ -~]' <<<"$output" || fail "found what must not be there"
    # The environment says it where the command line does not.
    run env -u LC_ALL -u LC_MESSAGES LANG=zh_CN.UTF-8 "$NQI" build --wrong "$project"
    [ "$output" = "$chinese" ]
}

@test "a timer's run says a line, or a page that a mail can show" {
    run "$NQI" build "$project" --out "$out" --lang en --mail
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 1 ] || fail "$output"
    case $output in "published $out/releases/"*": 4 built, 0 carried forward, 0 not updated") ;; *) fail "$output" ;; esac
    run "$NQI" check "$project" --out "$out" --lang en --mail
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 1 ] || fail "$output"
    has_line ": the data pass"
    echo '{% error("这里有一个很长的说明，说明这个模板为什么在这里停下来，并且长得一行放不下") %}' \
        >>"$project/templates/national.md"
    run "$NQI" build "$project" --out "$out" --lang zh --mail
    [ "$status" -eq 1 ]
    [ "${lines[0]}" = "nqi 没有成功，退出码 1：数据、脚本或模板有错" ] || fail "$output"
    [ "${lines[1]}" = "项目：$project" ]
    has_line "没有发布任何内容"
    has_line "templates/national.md:"
    echo "$output" | python3 -c '
import sys, unicodedata
wide = max(sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line.rstrip("\n"))
           for line in sys.stdin if "/" not in line)
assert wide <= 72, wide'
    # What was published nevertheless is said.
    run "$NQI" build "$project" --out "$out" --lang en --mail --keep-going
    [ "$status" -eq 1 ]
    output=$(tr -s '\n ' ' ' <<<"$output")
    has_line ": 3 built, 0 carried forward, 1 not updated"
    ! grep -q "Nothing was published" <<<"$output" || fail "$output"
    # Nothing goes to standard error, and what a command was asked for is said as ever.
    "$NQI" build "$project" --out "$out" --lang en --mail 2>"$BATS_TEST_TMPDIR/error" || true
    [ ! -s "$BATS_TEST_TMPDIR/error" ]
    run "$NQI" list reports "$project" --mail
    [ "$status" -eq 0 ]
    has_line "national"
}
