# Whatever happens while an act on an issue is done, ledger, archive and what is published
# are of before it or of after it, and the next act finds them agreeing.
load helper

setup_month() {
    [ -z "${NQI_SANITIZED:-}" ] || skip "the shim and the sanitizers do not go together"
    shim=$BATS_TEST_TMPDIR/fail.so
    "${CC:-cc}" -shared -fPIC -O1 -o "$shim" "$BATS_TEST_DIRNAME/../faults/fail.c"
    state=$BATS_TEST_TMPDIR/state
    mkdir "$state"
    mv "$project" "$state/project"
    project=$state/project
    out=$project/output
    echo 'return { archive = "../archive", roles = { "签发" } }' >"$project/lua/workflow.lua"
    echo 'return { { name = "national", template = "national.md", period = "2023", title = "概览" } }' >"$project/lua/reports.lua"
    act build "$project" --format md,csv
}

act() {
    run "$NQI" "$@" --quiet --lang en
    [ "$status" -eq 0 ] || fail "$*: $output"
}

code() {
    "$NQI" status "$project" --json | jq -r '.issues[0].draft'
}

sign() {
    act sign national 2023 "$project" --role 签发 --by 张三 --code "$(code)"
}

publish() {
    sign
    act publish national 2023 "$project" --format md,csv
}

correct() {
    act correct national 2023 "$project" --reason 误录
    edit "$project/input/certificates.csv" 's/363/365/; s/720/722/'
    act build "$project" --format md,csv
    sign
}

entries() {
    cat "$project"/ledger/*/*.txt 2>/dev/null | grep -c '^entry' || true
}

# Of each entry with a release all objects are in the archive, with their bytes; what is
# published is whole and the ledger knows it.
agrees() {
    "$NQI" status "$project" --lang en >"$BATS_TEST_TMPDIR/said" 2>&1 || fail "status: $(cat "$BATS_TEST_TMPDIR/said")" || return 1
    cat "$project"/ledger/*/*.txt 2>/dev/null | grep -P '^object\t' | cut -f4 | sort -u |
        while read -r hex; do echo "$hex  $state/archive/objects/${hex:0:2}/${hex:2}"; done >"$BATS_TEST_TMPDIR/kept"
    [ ! -s "$BATS_TEST_TMPDIR/kept" ] || sha256sum --quiet --strict -c "$BATS_TEST_TMPDIR/kept" || return 1
    [ ! -e "$out/current" ] || whole_release || return 1
    [ ! -e "$out/current" ] || grep -qP "^release\t$(basename "$(current)")" "$project"/ledger/*/*.txt
}

# Each STEP-th call of an act that changes the disk fails, or kills it; what is done, is
# done wholly, and the act can be done after it: every_call fail|kill STEP COMMAND…
every_call() {
    local how=$1 step=$2 n calls spoilt=0 forwarded=0 before after
    shift 2
    before=$(entries)
    rm -rf "$BATS_TEST_TMPDIR/saved"
    cp -a "$state" "$BATS_TEST_TMPDIR/saved"
    old=$(current 2>/dev/null || true)
    for ((n = 1; ; n += step)); do
        printf '\0\0\0\0' >"$BATS_TEST_TMPDIR/count"
        [ "$how" = fail ] || export FAIL_HOW=$how
        run env LD_PRELOAD="$shim" FAIL_AT="$n" FAIL_COUNT="$BATS_TEST_TMPDIR/count" \
            "$NQI" "$@" --quiet --lang en -j1
        unset FAIL_HOW
        local said=$output code=$status
        agrees || fail "call $n: $code $said; torn: $output"
        after=$(entries)
        calls=$(od -An -tu4 "$BATS_TEST_TMPDIR/count")
        [ "$after" -eq "$before" ] || [ "$after" -eq $((before + 1)) ] || fail "call $n: $after entries"
        if [ "$after" -eq "$before" ]; then
            [ "$code" -ne 0 ] || fail "call $n: good, and nothing done"
            [ "$(current 2>/dev/null || true)" = "$old" ] || fail "call $n: published, and not in the ledger"
            act "$@"
            spoilt=$((spoilt + 1))
        elif grep -q '^release' "$project"/ledger/*/*.txt; then
            [ "$(current 2>/dev/null || true)" != "$old" ] || forwarded=$((forwarded + 1))
            act restore "$project"
            (cd "$project" && "$NQI" verify --quiet --lang en) || fail "call $n: not as the ledger says"
        fi
        [ "$(entries)" -eq $((before + 1)) ]
        agrees || fail "call $n: torn afterwards: $output"
        [ "$calls" -ge "$n" ] || break
        rm -rf "$state"
        cp -a "$BATS_TEST_TMPDIR/saved" "$state"
    done
    [ "$spoilt" -ge "${LEAST:-3}" ] || fail "only $spoilt of $n calls did harm"
    [ "$forwarded" -ge "${FORWARDED:-0}" ] || fail "only $forwarded were rolled forward"
}

@test "signing: any one call fails" {
    setup_month
    every_call fail 1 sign national 2023 "$project" --role 签发 --by 张三 --code "$(code)"
}

@test "signing: killed at any one call" {
    setup_month
    every_call kill 1 sign national 2023 "$project" --role 签发 --by 张三 --code "$(code)"
}

@test "publishing the first issue: calls fail" {
    setup_month
    sign
    every_call fail 61 publish national 2023 "$project" --format md,csv
}

@test "publishing the first issue: killed at calls" {
    setup_month
    sign
    every_call kill 61 publish national 2023 "$project" --format md,csv
}

@test "publishing a correction: calls fail" {
    setup_month
    publish
    correct
    LEAST=10 every_call fail 7 publish national 2023 "$project" --format md,csv
}

@test "publishing a correction: killed at calls" {
    setup_month
    publish
    correct
    LEAST=10 FORWARDED=1 every_call kill 5 publish national 2023 "$project" --format md,csv
}

@test "withdrawing: killed at calls" {
    setup_month
    publish
    LEAST=6 every_call kill 7 withdraw national 2023 "$project" --reason 方法有误
}

@test "restoring: killed at calls" {
    setup_month
    publish
    for ((n = 1; ; n += 2)); do
        rm -rf "$out"
        printf '\0\0\0\0' >"$BATS_TEST_TMPDIR/count"
        run env LD_PRELOAD="$shim" FAIL_HOW=kill FAIL_AT="$n" FAIL_COUNT="$BATS_TEST_TMPDIR/count" \
            "$NQI" restore "$project" --quiet --lang en
        agrees || fail "call $n: $output"
        calls=$(od -An -tu4 "$BATS_TEST_TMPDIR/count")
        act restore "$project"
        whole_release
        [ "$calls" -ge "$n" ] || break
    done
    [ "$n" -ge 20 ]
}
