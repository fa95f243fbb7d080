# Loaded by every file of this folder: each test has its own copy of the small
# project in fixture/, and its own output folder.

: "${NQI:=$BATS_TEST_DIRNAME/../../build/nqi}"
fixture=$BATS_TEST_DIRNAME/fixture

setup() {
    project=$BATS_TEST_TMPDIR/project
    out=$BATS_TEST_TMPDIR/out
    cp -r "$fixture" "$project"
    unset SOURCE_DATE_EPOCH
    export LC_ALL=C.UTF-8
}

# nqi build of the copy, into $out.
build() {
    run "$NQI" build "$project" --out "$out" --lang en "$@"
}

# The release that is published.
current() {
    readlink "$out/current"
}

# Replaces a line of a file: edit FILE SED-EXPRESSION. Fails if nothing changed.
edit() {
    cp "$1" "$1.before"
    sed -i "$2" "$1"
    ! cmp -s "$1" "$1.before" || fail "edit changes nothing: $2"
    rm "$1.before"
}

# The hashes of a folder's files.
hashes() {
    (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}

fail() {
    echo "$*"
    return 1
}

has_line() {
    printf '%s\n' "$output" | grep -qF -- "$1" || fail "no \"$1\" in: $output"
}

# Fails unless the published release is exactly what its receipt says.
whole_release() {
    local release=$out/current receipt=$out/current/receipt.json
    [ -f "$receipt" ] || fail "no release" || return 1
    jq -r '(.pages[], .reports[].files[]) | "\(.sha256)  \(.path)"' "$receipt" \
        >"$BATS_TEST_TMPDIR/sums"
    (cd "$release" && sha256sum --quiet --strict -c "$BATS_TEST_TMPDIR/sums") || return 1
    diff <(jq -r '(.pages[].path, .reports[].files[].path, "receipt.json",
                   (.earlier[] | "earlier/\(.).json"))' "$receipt" | LC_ALL=C sort) \
        <(cd "$release/" && find . -type f | sed 's/^..//' | LC_ALL=C sort) || return 1
    [ "$(jq -r .release "$receipt")" = "$(basename "$(readlink "$release")")" ]
}
