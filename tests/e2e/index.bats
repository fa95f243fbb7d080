# The indices in the reports: nothing about them is silent. Their numbers: tests/recompute.
load helper

root=$BATS_TEST_DIRNAME/../..

@test "the seed in the annex is the one in the receipt" {
    run "$NQI" build "$root" --report methods --out "$out" --format md --quiet
    [ "$status" -eq 0 ] || fail "$output"
    seed=$(jq .seed "$out/current/receipt.json")
    grep -q "种子$seed" "$out/current/methods/2023/2023.md"
}

@test "a definition that is wrong names the field and what is meant" {
    copy=$BATS_TEST_TMPDIR/copy
    mkdir "$copy"
    cp -r "$root/input" "$root/lua" "$root/templates" "$copy"
    edit "$copy/lua/indices/environment.lua" '/code = "FUNDING"/s/weight = 1/wieght = 1/'
    run "$NQI" build "$copy" --report environment --out "$out" --format md --lang en
    [ "$status" -eq 1 ] || fail "exit $status: $output"
    echo "$output" | grep -q 'has no field "wieght"' || fail "$output"
    echo "$output" | grep -q 'did you mean "weight"' || fail "$output"
}
