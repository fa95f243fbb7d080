# The examples of input/README.md give what stands there.
load helper

@test "each example of input/README.md reads as it says" {
    root=$BATS_TEST_DIRNAME/../..
    run python3 "$BATS_TEST_DIRNAME/input_examples.py" "$NQI" "$root"
    [ "$status" -eq 0 ] || fail "$output"
    [[ "$output" =~ ^([0-9]+)\ examples$ ]] || fail "$output"
    [ "${BASH_REMATCH[1]}" -ge 3 ]
}
