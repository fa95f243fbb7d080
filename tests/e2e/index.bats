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

@test "an index of one indicator and without a name has its ranking and its method" {
    copy=$BATS_TEST_TMPDIR/copy
    mkdir "$copy"
    cp -r "$root/input" "$root/lua" "$root/templates" "$copy"
    echo 'return { code = "ONE", uncertainty = { replications = 20, samples = 0 }, { indicator = "GDP" } }' \
        >"$copy/lua/indices/one.lua"
    echo 'return { { name = "one", template = "one.md", title = "一", period = "2023" } }' >"$copy/lua/reports.lua"
    cat >"$copy/templates/one.md" <<'MD'
{% local q = require("nqi.index_report").open { definition = require "indices.one", period = period } %}
{% include "partials/index-ranking.md" { index = q } %}
{% include "partials/index-method.md" { index = q } %}
MD
    run "$NQI" build "$copy" --report one --out "$out" --format md --lang en
    [ "$status" -eq 0 ] || fail "exit $status: $output"
    grep -q 'ONE排名' "$out/current/one/2023/2023.md"
    run grep -q 'tbl-index-consistency' "$out/current/one/2023/2023.md"
    [ "$status" -eq 1 ]
}
