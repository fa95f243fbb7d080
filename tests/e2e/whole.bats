# Whatever happens while a build runs, readers have a whole release.
load helper

# A changed project beside the first release, so that a build has to publish.
new_data() {
    edit "$project/input/certificates.csv" 's/363/365/; s/720/722/'
}

@test "a second build in the same folder exits with 75" {
    mkdir -p "$out"
    exec 9>"$out/.lock"
    flock 9
    build
    [ "$status" -eq 75 ]
    has_line "another build is running"
    exec 9>&-
    build
    [ "$status" -eq 0 ] || fail "$output"
}

@test "killed at any moment, the old release stands whole" {
    build
    [ "$status" -eq 0 ] || fail "$output"
    before=$(current)
    new_data
    swapped=0
    for moment in 0 .01 .02 .03 .05 .07 .09 .11 .13 .15 .17 .19 .21 .23 .25 .28 .31 .35 .4 .5; do
        "$NQI" build "$project" --out "$out" --quiet &
        pid=$!
        sleep "$moment"
        kill -9 "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
        whole_release || fail "killed after $moment s: the release is torn"
        if [ "$(current)" != "$before" ]; then
            swapped=$((swapped + 1))
            break
        fi
    done
    # What the killed builds left behind is no trouble; their workers are gone at once.
    for try in 1 2 3 4 5; do
        build
        [ "$status" -eq 75 ] || break
        sleep .2
    done
    [ "$status" -eq 0 ] || fail "$output"
    [ "$(current)" != "$before" ]
    whole_release
    [ ! -e "$out/.stage" ]
}

@test "interrupted, it takes its stage away" {
    build
    before=$(current)
    echo '{% while true do end %}' >>"$project/templates/national.md"
    "$NQI" build "$project" --out "$out" --quiet &
    pid=$!
    for try in $(seq 50); do
        [ ! -d "$out/.stage" ] || break
        sleep .02
    done
    [ -d "$out/.stage" ]
    kill -TERM "$pid"
    code=0
    wait "$pid" || code=$?
    [ "$code" -eq 143 ]
    [ ! -e "$out/.stage" ]
    [ "$(current)" = "$before" ]
    whole_release
}

@test "a caller that ignores hang-ups and ended children gets its build" {
    for ignored in HUP INT; do
        (
            trap '' "$ignored"
            exec "$NQI" build "$project" --out "$out.$ignored" --quiet
        ) &
        pid=$!
        for try in $(seq 100); do
            [ ! -d "$out.$ignored/.stage" ] || break
            sleep .01
        done
        kill -"$ignored" "$pid"
        wait "$pid" || fail "ended by $ignored: $?"
        [ -e "$out.$ignored/current" ]
    done
    run perl -e '$SIG{CHLD} = "IGNORE"; exec @ARGV' "$NQI" build "$project" --out "$out" --quiet
    [ "$status" -eq 0 ] || fail "$status: $output"
    whole_release
}

@test "a limit on the size of files leaves the old release" {
    build
    before=$(current)
    new_data
    for blocks in 1 4 8; do
        run bash -c 'ulimit -f "$1"; exec "$2" build "$3" --out "$4" --lang en' \
            - "$blocks" "$NQI" "$project" "$out"
        [ "$status" -ne 0 ] || fail "$blocks: $output"
        [ "$(current)" = "$before" ]
        whole_release
    done
    has_line "cannot write the output file"
}

# Builds one report anew over the old release, again and again; each time another call
# that changes the disk fails, or kills its process: every_call fail|kill.
every_call() {
    [ -z "${NQI_SANITIZED:-}" ] || skip "the shim and the sanitizers do not go together"
    shim=$BATS_TEST_TMPDIR/fail.so
    "${CC:-cc}" -shared -fPIC -O1 -o "$shim" "$BATS_TEST_DIRNAME/../faults/fail.c"
    [ "$1" = fail ] || export FAIL_HOW=$1
    build --format csv
    old=$(current)
    new_data
    spoilt=0
    for ((n = 1; ; n++)); do
        printf '\0\0\0\0' >"$BATS_TEST_TMPDIR/count"
        run env LD_PRELOAD="$shim" FAIL_AT="$n" FAIL_COUNT="$BATS_TEST_TMPDIR/count" \
            "$NQI" build "$project" --out "$out" --report national \
            --format csv --quiet --lang en -j1
        whole_release || fail "call $n: the release is torn; $output"
        if [ "$status" -eq 0 ]; then
            [ "$(current)" != "$old" ] || fail "call $n: nothing was published; $output"
            calls=$(od -An -tu4 "$BATS_TEST_TMPDIR/count")
            [ "$calls" -ge "$n" ] || break
        else
            spoilt=$((spoilt + 1))
        fi
        # Back to the old release, for the next call; orphans end at once.
        flock "$out/.lock" ln -sfn "$old" "$out/current"
    done
    [ "$spoilt" -ge 20 ] || fail "only $spoilt of $n calls did harm"
}

@test "with any one call failing, the release is the old one or the new one" {
    every_call fail
}

@test "killed at any one call, the release is the old one or the new one" {
    every_call kill
}

# Each call of a worker that changes the disk fails, or kills it, in turn, under
# --keep-going: the report that it made keeps its last edition, the others are anew.
every_call_of_a_worker() {
    [ -z "${NQI_SANITIZED:-}" ] || skip "the shim and the sanitizers do not go together"
    shim=$BATS_TEST_TMPDIR/fail.so
    "${CC:-cc}" -shared -fPIC -O1 -o "$shim" "$BATS_TEST_DIRNAME/../faults/fail.c"
    [ "$1" = fail ] || export FAIL_HOW=$1
    all=4
    [ "$2" = failed ] || build
    export FAIL_DEPTH=2
    mkdir -p "$out"
    cp -a "$out" "$out.old"
    edit "$project/templates/province.md" '$a 改动之后。'
    edit "$project/templates/national.md" '$a 改动之后。'
    spoilt=0
    for ((n = 1; ; n += 3)); do
        printf '\0\0\0\0' >"$BATS_TEST_TMPDIR/count"
        run env LD_PRELOAD="$shim" FAIL_AT="$n" FAIL_COUNT="$BATS_TEST_TMPDIR/count" \
            "$NQI" build "$project" --out "$out" --keep-going --quiet --lang en -j1
        whole_release || fail "call $n: the release is torn; $output"
        states=$(jq -r '[.reports[].status] | group_by(.) | map("\(.[0]) \(length)") | join(" ")' "$out/current/receipt.json")
        [ "$status" -ne 0 ] || break
        [ "$status" -eq 1 ] || fail "call $n: exit $status; $output"
        [ "$states" = "built $((all - 1)) $2 1" ] || fail "call $n: $states; $output"
        grep -q 'stale-mark">未更新' "$out/current/index.html" || fail "call $n: not marked"
        spoilt=$((spoilt + 1))
        rm -rf "$out"
        cp -a "$out.old" "$out"
    done
    [ "$states" = "built $all" ] || fail "call $n: $states; $output"
    [ "$spoilt" -ge 20 ] || fail "only $spoilt calls did harm"
}

@test "with a call of a worker failing, its report keeps its last edition" {
    every_call_of_a_worker fail stale
}

@test "killed at a call, a worker costs its report only" {
    every_call_of_a_worker kill stale
}

@test "the same for the first release" {
    every_call_of_a_worker fail failed
}
