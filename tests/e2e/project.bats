#!/usr/bin/env bats
# The project itself, as `make report` builds it: every format of every report, read
# by programs that are not ours.

setup_file() {
    export LC_ALL=C.UTF-8
    export NQI=${NQI:-$BATS_TEST_DIRNAME/../../build/nqi}
    root=$BATS_TEST_DIRNAME/../..
    "$NQI" build "$root" --out "$BATS_FILE_TMPDIR/real" --quiet
    "$NQI" build "$root/templates/starter" --out "$BATS_FILE_TMPDIR/demo" --quiet
}

setup() {
    real=$BATS_FILE_TMPDIR/real/current
    demo=$BATS_FILE_TMPDIR/demo/current
}

# Every PDF of both releases, one a line.
pdfs() {
    find -L "$real" "$demo" -name '*.pdf' | LC_ALL=C sort
}

chrome() {
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$BATS_TEST_TMPDIR/profile" "$@" 2>"$BATS_TEST_TMPDIR/chrome.log"
}

@test "all reports are there, in four formats" {
    for format in md html pdf csv; do
        [ "$(find -L "$real" -name "*.$format" -path '*/*/*' | grep -c '/20')" -eq 36 ]
        [ "$(find -L "$demo" -name "*.$format" -path '*/*/*' | grep -c '/20')" -eq 33 ]
    done
}

@test "every table cell of every report is found again in md, html, pdf and csv" {
    run /usr/bin/python3 "$BATS_TEST_DIRNAME/cells.py" "$real"
    echo "$output" | grep -v '^ok'
    [ "$status" -eq 0 ]
    run /usr/bin/python3 "$BATS_TEST_DIRNAME/cells.py" "$demo"
    echo "$output" | grep -v '^ok'
    [ "$status" -eq 0 ]
}

@test "qpdf finds nothing wrong with any PDF" {
    pdfs | while read -r pdf; do
        qpdf --check "$pdf" >"$BATS_TEST_TMPDIR/qpdf" 2>&1 ||
            { cat "$BATS_TEST_TMPDIR/qpdf"; exit 1; }
        ! grep -i warning "$BATS_TEST_TMPDIR/qpdf" || fail "found what must not be there"
    done
}

@test "every font is embedded with ToUnicode, and poppler has no warning" {
    pdfs | while read -r pdf; do
        pdffonts "$pdf" 2>"$BATS_TEST_TMPDIR/warnings" | tail -n +3 >"$BATS_TEST_TMPDIR/fonts"
        [ -s "$BATS_TEST_TMPDIR/fonts" ]
        ! grep -vE ' yes yes yes +[0-9]+ +[0-9]+$' "$BATS_TEST_TMPDIR/fonts" || fail "found what must not be there"
        pdftotext "$pdf" /dev/null 2>>"$BATS_TEST_TMPDIR/warnings"
        [ ! -s "$BATS_TEST_TMPDIR/warnings" ] || { cat "$BATS_TEST_TMPDIR/warnings"; exit 1; }
    done
}

@test "each page, table, CSV, SVG and title of the demonstration says so" {
    find -L "$demo" -path '*/20*' -name '*.csv' | while read -r file; do
        tables=$(sed 's/^\xEF\xBB\xBF//' "$file" | grep -cE '^附?表[0-9]')
        marks=$(sed 's/^\xEF\xBB\xBF//' "$file" | grep -cE '^附?表[0-9].*演示数据')
        [ "$tables" -gt 0 ] && [ "$tables" -eq "$marks" ] || { echo "$file: $marks of $tables"; exit 1; }
    done
    find -L "$demo" -name '*.svg' | while read -r file; do
        grep -q 演示数据 "$file" || { echo "$file"; exit 1; }
    done
    find -L "$demo" -name '*.html' | while read -r file; do
        grep -q '<title>[^<]*演示数据' "$file" || { echo "$file"; exit 1; }
    done
    find -L "$demo" -name '*.pdf' | while read -r file; do
        pdfinfo "$file" | grep -q '^Title:.*演示数据' || { echo "$file title"; exit 1; }
        for page in $(seq "$(pdfinfo "$file" | sed -n 's/^Pages: *//p')"); do
            pdftotext -f "$page" -l "$page" "$file" - | grep -q 演示数据 ||
                { echo "$file page $page"; exit 1; }
        done
    done
}

@test "nothing real says demonstration" {
    ! grep -rl 演示数据 "$real/" --include='*.html' --include='*.csv' --include='*.md' --include='*.svg' || fail "found what must not be there"
    find -L "$real" -name '*.pdf' | while read -r file; do
        ! pdftotext "$file" - | grep -q 演示数据 || fail "found what must not be there"
    done
}

@test "the front page opens from file:// with every link leading somewhere and no console error" {
    page=$(readlink -f "$real")/index.html
    chrome --enable-logging=stderr --v=0 --dump-dom "file://$page" >"$BATS_TEST_TMPDIR/dom"
    ! grep -E 'CONSOLE|ERR_FILE' "$BATS_TEST_TMPDIR/chrome.log" || fail "found what must not be there"
    grep -o 'href="[^"#]*"' "$BATS_TEST_TMPDIR/dom" | sed 's/href="//; s/"$//' | sort -u >"$BATS_TEST_TMPDIR/links"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/links")" -ge 140 ]
    while read -r link; do
        [ -f "$(dirname "$page")/$link" ] || { echo "no $link"; false; }
    done <"$BATS_TEST_TMPDIR/links"
}

@test "a report opens in a browser without console errors, and its inner links have targets" {
    for page in "$real"/environment/*/*.html "$real"/province/2023/2023-340000.html; do
        chrome --enable-logging=stderr --v=0 --dump-dom "file://$(readlink -f "$page")" >"$BATS_TEST_TMPDIR/dom"
        ! grep -E 'CONSOLE|ERR_FILE' "$BATS_TEST_TMPDIR/chrome.log" || fail "found what must not be there"
        grep -o 'href="#[^"]*"' "$BATS_TEST_TMPDIR/dom" | sed 's/href="#//; s/"$//' | sort -u |
            while read -r id; do
                grep -q "id=\"$id\"" "$BATS_TEST_TMPDIR/dom" || { echo "$page: no id $id"; exit 1; }
            done
    done
}

@test "a real report that uses a demonstration figure does not build" {
    copy=$BATS_TEST_TMPDIR/copy
    cp -r "$BATS_TEST_DIRNAME/../../templates/starter" "$copy"
    sed -i 's/demo = true/demo = false/' "$copy/lua/reports.lua"
    run "$NQI" build "$copy" --out "$BATS_TEST_TMPDIR/out" --lang en --report monthly
    [ "$status" -eq 1 ]
    echo "$output" | grep -qi 'demo'
    [ ! -e "$BATS_TEST_TMPDIR/out/current" ]
}
