# What lua/MONTH.md shows, carried out on the demonstration project.
load helper

root=$BATS_TEST_DIRNAME/../..

# The lines of the fenced blocks of a language in the guide.
blocks() {
    awk -v open="\`\`\`$1" '$0 == open { on = 1; next } /^```/ { on = 0 } on' "$root/lua/MONTH.md"
}

@test "the commands of the guide of the month work, in their order" {
    project=$BATS_TEST_TMPDIR/starter
    cp -r "$root/templates/starter" "$project"
    blocks lua >"$project/lua/workflow.lua"
    mkdir "$BATS_TEST_TMPDIR/bin"
    cp "$NQI" "$BATS_TEST_TMPDIR/bin/nqi"
    PATH=$BATS_TEST_TMPDIR/bin:$PATH
    cd "$project"
    count=0
    while read -r command; do
        CODE=$(nqi status --json | jq -r '.issues[] | select(.report == "monthly" and .period == "2024-11").draft')
        export CODE
        bash -c "$command --lang en" >"$BATS_TEST_TMPDIR/log" 2>&1 ||
            fail "$command: $(cat "$BATS_TEST_TMPDIR/log")"
        count=$((count + 1))
    done < <(blocks sh)
    [ "$count" -eq 8 ]
    grep -qF "correction 1: 误录一个地区的数据" <(nqi status --lang en)
    page=output/current/monthly/2024-11/2024-11.md
    grep -q '第.*期' "$page"
    grep -qF 演示数据 "$page"
    grep -qF 送审稿 "$page" && fail "still a draft"
    grep -qF '更正1' drafts/current/monthly/2024-11/2024-11.md
    for word in restore verify; do nqi $word --lang en || fail "$word"; done
}

@test "each field that the guide names is one of the workflow's" {
    for name in archive roles same_name number ledger drafts; do
        grep -qF "\`$name" "$root/lua/MONTH.md" || fail "no $name"
        grep -qF "{\"$name\", FIELD" "$root/pipeline/script/read_workflow.c" || fail "$name is no field"
    done
    [ "$(grep -c '", FIELD_' "$root/pipeline/script/read_workflow.c")" -eq 6 ]
}
