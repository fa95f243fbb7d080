# The examples of input/README.md give what stands there.
load helper

@test "each example of input/README.md reads as it says" {
    root=$BATS_TEST_DIRNAME/../..
    run python3 "$BATS_TEST_DIRNAME/input_examples.py" "$NQI" "$root"
    [ "$status" -eq 0 ] || fail "$output"
    [[ "$output" =~ ^([0-9]+)\ examples$ ]] || fail "$output"
    [ "${BASH_REMATCH[1]}" -ge 3 ]
}

@test "each option of a source has an example there, and a row in its tables" {
    root=$BATS_TEST_DIRNAME/../..
    run python3 "$BATS_TEST_DIRNAME/input_options.py" "$root"
    [ "$status" -eq 0 ] || fail "$output"
    [[ "$output" =~ ^([0-9]+)\ names$ ]] || fail "$output"
    [ "${BASH_REMATCH[1]}" -ge 50 ]
}

@test "an option without an example is found" {
    copy=$BATS_TEST_TMPDIR/copy
    mkdir -p "$copy/pipeline/script" "$copy/pipeline/ingest" "$copy/input"
    cp "$BATS_TEST_DIRNAME/../../pipeline/script/read_sources.c" "$copy/pipeline/script"
    sed 's/{"dates",/{"weeks", NULL}, {"dates",/' \
        "$BATS_TEST_DIRNAME/../../pipeline/ingest/declared.c" >"$copy/pipeline/ingest/declared.c"
    cp "$BATS_TEST_DIRNAME/../../input/README.md" "$copy/input"
    run python3 "$BATS_TEST_DIRNAME/input_options.py" "$copy"
    [[ "$output" == *"input/README.md has no example with weeks"* ]] || fail "$output"
    [[ "$output" == *"no table of input/README.md has weeks"* ]] || fail "$output"
}
