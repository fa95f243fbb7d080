load helper

break_province() {
    edit "$project/templates/province.md" 's/{{ v.PASS:fixed(2) }}/{{ area.code == "350000" and error("broken here") or "" }}/'
}

@test "a failed report publishes nothing" {
    build
    before=$(current)
    break_province
    build
    [ "$status" -eq 1 ]
    has_line "templates/province.md:3:"
    has_line "broken here"
    [ "$(current)" = "$before" ]
    [ ! -e "$out/.stage" ]
    whole_release
}

@test "--keep-going publishes the rest and marks what is not updated" {
    build
    first=$(basename "$(current)")
    break_province
    edit "$project/input/certificates.csv" 's/363/365/; s/720/722/'
    build --keep-going
    [ "$status" -eq 1 ]
    whole_release
    receipt=$out/current/receipt.json
    jq -e '.reports[] | select(.stem == "2023-350000") | .status == "stale" and .marks.stale == "未更新"' "$receipt"
    jq -e '.reports[] | select(.stem == "2023-340000") | .status == "built"' "$receipt"
    grep -q "stale-mark\">未更新" "$out/current/index.html"
    [ "$out/current/province/2023/2023-350000.pdf" -ef "$out/releases/$first/province/2023/2023-350000.pdf" ]
    grep -q 365张 "$out/current/province/2023/2023-340000.md"
    # Mended, the mark goes.
    cp "$fixture/templates/province.md" "$project/templates/province.md"
    build
    [ "$status" -eq 0 ] || fail "$output"
    ! grep -q "stale-mark\">未更新" "$out/current/index.html" || fail "still marked"
}

@test "--keep-going without a last edition says what is not there" {
    break_province
    build --keep-going
    [ "$status" -eq 1 ]
    whole_release
    [ ! -e "$out/current/province/2023/2023-350000.pdf" ]
    jq -e '.reports[] | select(.stem == "2023-350000") | .status == "failed"' "$out/current/receipt.json"
    # Named without a link, and marked; the group has its title.
    grep -q '<span class="name">福建 <span[^>]*stale-mark">未更新' "$out/current/index.html"
    grep -q '>认证认可概览</h2>' "$out/current/index.html"
}

# What no font has is found when the PDF is made, after other files of the report.
@test "a report that fails while its PDF is made costs itself, first edition or not" {
    before=$project/templates/province.md
    cp "$before" "$BATS_TEST_TMPDIR/sound.md"
    printf '\n{%% if area.code == "350000" then %%}\xf3\xb0\x80\x80{%% end %%}\n' >>"$before"
    build --keep-going
    [ "$status" -eq 1 ] || fail "$status: $output"
    whole_release
    jq -e '[.reports[].status] == ["built", "built", "failed", "built"]' "$out/current/receipt.json"
    [ ! -e "$out/current/province/2023/2023-350000.html" ]
    cp "$BATS_TEST_TMPDIR/sound.md" "$before"
    build
    [ "$status" -eq 0 ] || fail "$output"
    sum=$(sha256sum <"$out/current/province/2023/2023-350000.html")
    printf '\n改动。{%% if area.code == "350000" then %%}\xf3\xb0\x80\x80{%% end %%}\n' >>"$before"
    build --keep-going
    [ "$status" -eq 1 ] || fail "$status: $output"
    whole_release
    jq -e '[.reports[].status] == ["built", "built", "stale", "built"]' "$out/current/receipt.json"
    [ "$(sha256sum <"$out/current/province/2023/2023-350000.html")" = "$sum" ]
    grep -q 改动 "$out/current/province/2023/2023-340000.html"
}

@test "the same error in many areas is one message with their number" {
    edit "$project/templates/province.md" 's/{{ v.PASS:fixed(2) }}/{{ v.PAS }}/'
    build
    [ "$status" -eq 1 ]
    has_line "×3"
    [ "$(printf '%s\n' "$output" | grep -c 'error:')" -eq 1 ]
}

@test "errors in the data publish nothing even with --keep-going" {
    build
    before=$(current)
    edit "$project/input/certificates.csv" 's/363/36x/'
    build --keep-going
    [ "$status" -eq 1 ]
    [ "$(current)" = "$before" ]
}

@test "a template without an end costs its report only" {
    echo '{% while true do end %}' >>"$project/templates/national.md"
    build --keep-going --limit-cpu 2
    [ "$status" -eq 1 ]
    has_line "templates/national.md"
    whole_release
    [ -f "$out/current/province/2023/2023-340000.pdf" ]
}

@test "a template that takes all memory costs its report only" {
    echo '{% local t = {} for i = 1, 1e9 do t[i] = ("x"):rep(1000) .. i end %}' >>"$project/templates/national.md"
    build --keep-going --limit-memory 200
    [ "$status" -eq 1 ]
    has_line "templates/national.md"
    whole_release
    [ -f "$out/current/province/2023/2023-340000.pdf" ]
}

@test "names from the project never leave the output folder" {
    touch "$BATS_TEST_TMPDIR/marker"
    for name in ../escaped /tmp/escaped receipt.json .hidden 'a/b'; do
        sed "s|name = \"national\"|name = \"$name\"|" "$fixture/lua/reports.lua" >"$project/lua/reports.lua"
        build
        [ "$status" -eq 1 ] || fail "$name: $status $output"
        has_line "lua/reports.lua"
        [ ! -e "$out/current" ]
    done
    cp "$fixture/lua/reports.lua" "$project/lua/reports.lua"
    edit "$project/templates/national.md" 's|id=fig-rank|id=../../../../escaped|'
    build
    [ "$status" -eq 1 ] || fail "$output"
    edit "$project/input/areas.csv" 's|^350000|../../../x|'
    build
    [ "$status" -eq 1 ]
    [ ! -e "$out/current" ]
    run find "$BATS_TEST_TMPDIR" -newer "$BATS_TEST_TMPDIR/marker" -name '*escaped*'
    [ -z "$output" ]
}

@test "an area that is listed twice is a mistake in reports.lua" {
    edit "$project/lua/reports.lua" 's/for_each = areas { ranked = true }/for_each = { "340000", "350000", "340000" }/'
    build
    [ "$status" -eq 1 ] || fail "$status: $output"
    has_line "for_each holds 安徽省 twice"
    [ ! -e "$out/current" ]
}

@test "links in the output folder lead nowhere" {
    mkdir -p "$out" "$BATS_TEST_TMPDIR/elsewhere"
    ln -s "$BATS_TEST_TMPDIR/elsewhere" "$out/.stage"
    build
    [ "$status" -eq 0 ] || fail "$output"
    [ -z "$(ls -A "$BATS_TEST_TMPDIR/elsewhere")" ]
    rm "$out/current"
    ln -s "$BATS_TEST_TMPDIR/elsewhere" "$out/current"
    build
    [ "$status" -eq 3 ]
    [ -z "$(ls -A "$BATS_TEST_TMPDIR/elsewhere")" ]
}

@test "numbers of sources without a list of sources behind them are a warning" {
    edit "$project/input/sources.lua" 's/source = "\([^"]*\)"/source = "\1", publisher = "认监委"/'
    build --report national --format md
    [ "$status" -eq 0 ] || fail "$output"
    has_line 'templates/national.md:1: warning: sources are printed by numbers, [1], that no list of the report tells of'
    printf '\n{%% include "partials/source-list.md" %%}\n' >>"$project/templates/national.md"
    build --report national --format md
    [ "$status" -eq 0 ] || fail "$output"
    [[ "$output" != *"sources are printed by numbers"* ]] || fail "$output"
}

@test "what a project names stays below the project, unless its user allows more" {
    elsewhere=$BATS_TEST_TMPDIR/elsewhere
    mkdir -p "$elsewhere/below" "$elsewhere-not"
    cp "$project/input/certificates.csv" "$elsewhere/below/certificates.csv"
    cp "$project/input/certificates.csv" "$elsewhere-not/certificates.csv"
    sources=$project/input/sources.lua
    for path in "$elsewhere/below/certificates.csv" "../elsewhere/below/certificates.csv" \
        "input/link/below/certificates.csv" "input/link/below/*.csv" "input/file.csv"; do
        rm -f "$project/input/link" "$project/input/file.csv"
        ln -s "$elsewhere" "$project/input/link"
        ln -s "$elsewhere/below/certificates.csv" "$project/input/file.csv"
        sed "s|input/certificates.csv|$path|" "$fixture/input/sources.lua" >"$sources"
        build
        [ "$status" -eq 1 ] || fail "$path: $status: $output"
        has_line "this leads out of the project"
        has_line "allow its folder with --read"
        build --read "$elsewhere-not"
        [ "$status" -eq 1 ] || fail "$path: $status: $output"
        build --read "$elsewhere"
        [ "$status" -eq 0 ] || fail "$path: $status: $output"
    done
    # A link that stays inside is a way like any other, absolute or not.
    rm "$project/input/link" "$project/input/file.csv"
    sed "s|input/certificates.csv|input/file.csv|" "$fixture/input/sources.lua" >"$sources"
    for target in certificates.csv "$project/input/certificates.csv" ../../project/input/certificates.csv; do
        ln -sf "$target" "$project/input/file.csv"
        build
        [ "$status" -eq 0 ] || fail "$target: $output"
    done
    # All of input/ may be elsewhere, with what it does not hold.
    rm "$project/input/file.csv"
    cp "$fixture/input/sources.lua" "$sources"
    mv "$project/input" "$elsewhere/input"
    ln -s "$elsewhere/input" "$project/input"
    build
    [ "$status" -eq 1 ] || fail "$output"
    build --read "$elsewhere"
    [ "$status" -eq 0 ] || fail "$output"
    rm "$project/input"
    mv "$elsewhere/input" "$project/input"
    cp "$fixture/input/sources.lua" "$sources"
    for name in templates/more.md lua/more.lua input/dimensions.csv; do
        ln -sf /etc/passwd "$project/$name"
        build
        [ "$status" -eq 1 ] || fail "$name: $status: $output"
        has_line "$name: error: this leads out of the project"
        rm "$project/$name"
    done
    build --read "$elsewhere/nothing"
    [ "$status" -eq 2 ] || fail "$status: $output"
}

@test "no command outlasts its time, and the lock is free again" {
    build
    before=$(current)
    # Four reports, and each loops up to its own limit of instructions.
    for name in national province; do
        echo '{% while true do end %}' >>"$project/templates/$name.md"
    done
    run timeout 20 "$NQI" build "$project" --out "$out" --lang en -j1 --limit-time 1
    [ "$status" -eq 3 ] || fail "$status: $output"
    has_line "this took more than 1 seconds"
    has_line "raise --limit-time"
    [ ! -e "$out/.stage" ]
    cp "$fixture/templates/national.md" "$fixture/templates/province.md" "$project/templates/"
    build
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(current)" = "$before" ]
}
