# A printed figure is the same figure in every format and in every build.

load helper

# The ids in the HTML of the national report, once each.
html_ids() {
    grep -o 'data-figure="[^"]*"' "$out/current/national/2023/2023.html" |
        cut -d '"' -f 2 | LC_ALL=C sort -u
}

@test "the figures of a page are those that dump lists, with their numbers" {
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    "$NQI" dump document "$project" --report national >"$BATS_TEST_TMPDIR/dump"
    html_ids >"$BATS_TEST_TMPDIR/ids"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/ids")" -gt 5 ]
    while read -r id; do
        [ "$(grep -c "^figure $id: " "$BATS_TEST_TMPDIR/dump")" -eq 1 ] || fail "$id"
    done <"$BATS_TEST_TMPDIR/ids"
    # 全国有效认证证书720张 is the cell of the nation's row.
    id=$(grep -o '<data value="720" data-figure="[^"]*"' "$out/current/national/2023/2023.html" | head -n 1 | cut -d '"' -f 4)
    grep "^figure $id: 720张 number=720 unit=张 status=normal series=CERT area=000000 period=2023 cells=input/certificates.csv:" "$BATS_TEST_TMPDIR/dump"
}

@test "ids are the same in another build, and after a template grew" {
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    before=$(html_ids)
    sed -i '1i {{ v.PASS:at("2022") }}\n' "$project/templates/national.md"
    build --report national
    [ "$status" -eq 0 ] || fail "$output"
    after=$(html_ids)
    [ "$before" != "$after" ]
    [ -z "$(comm -23 <(echo "$before") <(echo "$after"))" ]
}

@test "the structure of the PDF has the ids if the theme wants them" {
    build --report national --format html,pdf
    [ "$status" -eq 0 ] || fail "$output"
    qpdf --qdf --object-streams=disable "$out/current/national/2023/2023.pdf" "$BATS_TEST_TMPDIR/plain.pdf"
    [ "$(grep -ac UserProperties "$BATS_TEST_TMPDIR/plain.pdf")" -eq 0 ]
    echo 'return { pdf_figures = true }' >"$project/templates/theme.lua"
    build --report national --format html,pdf
    [ "$status" -eq 0 ] || fail "$output"
    qpdf --check "$out/current/national/2023/2023.pdf"
    qpdf --qdf --object-streams=disable "$out/current/national/2023/2023.pdf" "$BATS_TEST_TMPDIR/plain.pdf"
    grep -a "/UserProperties true" "$BATS_TEST_TMPDIR/plain.pdf"
    grep -aoE 'V \(f-[a-z0-9-]+\)' "$BATS_TEST_TMPDIR/plain.pdf" | sed 's/.*(//; s/)//' | LC_ALL=C sort -u >"$BATS_TEST_TMPDIR/pdf-ids"
    # Every figure of a sentence or a cell; captions and key figures have no element.
    [ -z "$(comm -23 "$BATS_TEST_TMPDIR/pdf-ids" <(html_ids))" ]
    [ "$(wc -l <"$BATS_TEST_TMPDIR/pdf-ids")" -gt 5 ]
}
