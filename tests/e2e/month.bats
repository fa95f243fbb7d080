# The month: what is published was drafted and signed, is kept, and never changes.
load helper

workflow() {
    cat >"$project/lua/workflow.lua" <<LUA
return { archive = "../archive", $* }
LUA
    out=$project/output
}

nqi() {
    run "$NQI" "$@" --lang en
}

good() {
    nqi "$@"
    [ "$status" -eq 0 ] || fail "$status: $output"
}

# Refused with this exit status, saying so: refused STATUS TEXT COMMAND…
refused() {
    local code=$1 text=$2
    shift 2
    nqi "$@"
    [ "$status" -eq "$code" ] || fail "$status: $output"
    has_line "$text"
}

draft() {
    good build "$project" "$@"
}

# The code of an issue's draft: code REPORT [PERIOD].
code() {
    "$NQI" status "$project" --json |
        jq -r --arg r "$1" --arg p "${2:-2023}" '.issues[] | select(.report == $r and .period == $p).draft'
}

# The state of an issue.
state() {
    "$NQI" status "$project" --json |
        jq -r --arg r "$1" --arg p "${2:-2023}" '.issues[] | select(.report == $r and .period == $p).state'
}

sign() { # REPORT [PERIOD]
    local role
    for role in 制表 审核 签发; do
        good sign "$1" "${2:-2023}" "$project" --role "$role" --by "签$role" --code "$(code "$@")"
    done
}

publish() { # REPORT [PERIOD]
    sign "$@"
    good publish "$1" "${2:-2023}" "$project"
}

# Other data than before.
revise() {
    edit "$project/input/certificates.csv" 's/363/365/; s/720/722/'
}

# What was published once is still there: in the archive, and as it was.
remember() {
    find "$BATS_TEST_TMPDIR/archive/objects" -type f -exec sha256sum {} + | LC_ALL=C sort >"$BATS_TEST_TMPDIR/objects"
}
nothing_lost() {
    sha256sum --quiet -c "$BATS_TEST_TMPDIR/objects" || fail "an object changed"
    nqi verify --lang en "$out/current" "$project"
    [ "$status" -eq 0 ] || fail "$output"
    whole_release
}

# Text of all pages of a report's files, formats in turn.
printed() { # FOLDER
    for file in "$1"/2023.md "$1"/2023.csv "$1"/*.svg; do cat "$file"; done
    pdftotext -layout "$1/2023.pdf" -
    sed 's/<[^>]*>/\n/g' "$1/2023.html" | grep -v '^ *$'
}

@test "with a workflow a build makes drafts, outside of what is served" {
    workflow
    refused 2 "drafts do not go where what is published lies" build "$project" --out "$project/output"
    [ ! -e "$project/output/current" ]
    draft
    has_line "drafted "
    [ ! -e "$project/output/current" ]
    drafts=$project/drafts/current
    grep -qF '**送审稿**' "$drafts/national/2023/2023.md"
    grep -qF '送审稿' "$drafts/province/2023/2023-340000.html"
    pdftotext "$drafts/national/2023/2023.pdf" - | grep -qF 送审稿
    # The code stands at the foot of each, in parts, and whole in the receipt.
    whole=$(jq -r '.reports[] | select(.report == "national").code' "$drafts/receipt.json")
    [ "${#whole}" -eq 64 ]
    [ "$whole" = "$(code national)" ]
    printed=内容码：$(echo "$whole" | sed 's/^\(....\)\(....\)\(....\)\(....\).*/\1-\2-\3-\4/')
    grep -qF "$printed" "$drafts/national/2023/2023.md"
    grep -qF "$printed" "$drafts/national/2023/2023.html"
    pdftotext "$drafts/national/2023/2023.pdf" - | grep -qF "$printed"
    # The same data, the same code, whatever formats are made; a province has its own.
    draft --format pdf
    [ "$whole" = "$(code national)" ]
    [ "$(jq -r '.reports[].code' "$drafts/receipt.json" | sort -u | wc -l)" -eq 4 ]
    refused 1 "the ledger names nothing that was published" restore "$project"
    refused 2 "drafts do not go where what is published lies" build "$project" --out "$project/../project/output"
    good build "$project" --out "$BATS_TEST_TMPDIR/elsewhere"
}

@test "without a workflow there is nothing to sign" {
    refused 2 "this project has no workflow" sign national 2023 "$project" --role 制表 --by 张三 --code 1234
    build
    [ "$status" -eq 0 ]
    grep -q 内容码 -r "$out/current/" && fail "a code without a workflow"
    [ "$(jq '[.reports[] | has("code")] | any' "$out/current/receipt.json")" = false ]
}

@test "roles sign in their order, each once, nobody twice, and only what is drafted" {
    workflow
    refused 1 "there is no draft of national 2023" sign national 2023 "$project" --role 制表 --by 张三 --code 1111-2222-3333-4444
    draft
    c=$(code national)
    refused 2 "the roles are 制表, 审核, 签发" sign national 2023 "$project" --role 校对 --by 张三 --code "$c"
    refused 1 "the draft of national 2023 is " sign national 2023 "$project" --role 制表 --by 张三 --code 1111-2222-3333-4444
    refused 1 "the draft of national 2023 is " sign national 2023 "$project" --role 制表 --by 张三 --code "${c:0:12}"
    refused 1 "制表 signs before 审核" sign national 2023 "$project" --role 审核 --by 张三 --code "$c"
    good sign national 2023 "$project" --role 制表 --by 张三 --code "${c:0:4}-${c:4:4} ${c:8:4}-${c:12:4}"
    has_line "next: 审核"
    refused 1 "制表 has signed this already: 张三" sign national 2023 "$project" --role 制表 --by 李四 --code "$c"
    for name in 张三 张　三 "张 三" "$(printf '张三\xe2\x80\x8b')"; do
        refused 1 " has signed as 制表" sign national 2023 "$project" --role 审核 --by "$name" --code "$c"
    done
    refused 1 "national 2023 is not signed: 审核 has not" publish national 2023 "$project"
    good sign national 2023 "$project" --role 审核 --by 李四 --code "$c"
    has_line "before: 制表 张三"
    [ "$(state national)" = signing ]
    good return national 2023 "$project" --reason 表1缺一省 --by 王五
    [ "$(state national)" = returned ]
    good status "$project"
    has_line "returned: 表1缺一省"
    refused 1 "national 2023 is not signed: 制表 has not" publish national 2023 "$project"
    [ ! -e "$project/output/current" ]
    workflow 'same_name = true, roles = { "审核", "签发" }'
    draft
    good sign national 2023 "$project" --role 审核 --by 张三 --code "$(code national)"
    good sign national 2023 "$project" --role 签发 --by 张三 --code "$(code national)"
    good publish national 2023 "$project"
}

@test "what changes the code unsigns, and status says what did" {
    workflow
    draft
    sign national
    [ "$(state national)" = signed ]
    revise
    refused 1 "this is not what was signed" publish national 2023 "$project"
    [ ! -e "$project/output/current" ]
    draft
    [ "$(state national)" = unsigned ]
    good status "$project"
    has_line "changed: input/certificates.csv"
    printf '%s\n' "$output" | grep -q 'changed: .*quality' && fail "$output"
    refused 1 "this is not what was signed" publish national 2023 "$project"
    # Signed by the first for what it is now, the others have to, too.
    good sign national 2023 "$project" --role 制表 --by 赵六 --code "$(code national)"
    refused 1 "审核 has not" publish national 2023 "$project"
    [ "$(state national)" = signing ]
}

@test "publishing changes the mark, the names and the date, and nothing else" {
    workflow
    edit "$project/input/issues.csv" 's/张三,李四,王五,2024-03-15/,,,/'
    printf '\n```signoff\n```\n' >>"$project/templates/national.md"
    draft
    printed "$project/drafts/current/national/2023" >"$BATS_TEST_TMPDIR/draft"
    publish national
    printed "$out/current/national/2023" >"$BATS_TEST_TMPDIR/published"
    diff "$BATS_TEST_TMPDIR/draft" "$BATS_TEST_TMPDIR/published" | grep '^[<>]' >"$BATS_TEST_TMPDIR/lines" || true
    [ -s "$BATS_TEST_TMPDIR/lines" ]
    today=$(date +%Y年%-m月%-d日)
    sed "s/送审稿//g; s/本稿供审签，尚未发布，内容可能改动。//; s/签制表\|签审核\|签签发//g; s/制表\|审核\|签发\|日期//g; s/$today//g; s/is-draft//
        s/[<>*|：#: 　-]//g" "$BATS_TEST_TMPDIR/lines" | sort | uniq -c >"$BATS_TEST_TMPDIR/rest"
    # Lines that the mark stood in are there twice, without it the same.
    awk '$2 != "" && $1 % 2 { print; bad = 1 } END { exit bad }' "$BATS_TEST_TMPDIR/rest" ||
        fail "$(cat "$BATS_TEST_TMPDIR/lines")"
    grep -qF "签制表" "$BATS_TEST_TMPDIR/published"
    grep -qF "$today" "$BATS_TEST_TMPDIR/published"
    grep -qF 送审稿 "$BATS_TEST_TMPDIR/published" && fail "still a draft"
    [ "$(jq -r '.reports[0].code' "$out/current/receipt.json")" = "$(code national)" ]
}

@test "a month: draft, sign, publish, refuse, correct, withdraw, restore" {
    workflow
    draft
    publish national
    whole_release
    [ "$(state national)" = published ]
    # Of the data of what is not published, the summary of all series, there is nothing.
    [ ! -e "$out/current/series.csv" ]
    [ -e "$project/drafts/current/series.csv" ]
    (cd "$out/current" && sha256sum --quiet --strict -c SHA256SUMS)
    [ "$(wc -l <"$out/current/SHA256SUMS")" -eq "$(find "$out/current/" -type f ! -name receipt.json ! -name SHA256SUMS | wc -l)" ]
    # The archive has all that went in and came out, read-only, the ledger each figure.
    ledger=$project/ledger/national/2023.txt
    for kind in output page receipt input script template font; do
        grep -qP "^object\t$kind\t" "$ledger" || fail "no $kind in the ledger"
    done
    grep -qP "^figure\t2023\tf-[^\t]*\t720张\t720\t\tinput/certificates.csv:2:4\t有效认证证书" "$ledger" || fail "$(grep ^figure "$ledger")"
    grep -P '^object\t' "$ledger" | cut -f4 | sort -u | while read -r hex; do
        file=$BATS_TEST_TMPDIR/archive/objects/${hex:0:2}/${hex:2}
        [ "$(stat -c %a "$file")" = 444 ] || fail "$file"
        [ "$(sha256sum <"$file" | cut -d' ' -f1)" = "$hex" ] || fail "$file"
    done
    remember
    hashes "$out/current/national/2023" >"$BATS_TEST_TMPDIR/first"

    # Again, with the same data: nothing to say; with others: refused, nothing changed.
    draft
    refused 1 "national 2023 is published already" publish national 2023 "$project"
    refused 1 "national 2023 is published already" sign national 2023 "$project" --role 制表 --by 张三 --code "$(code national)"
    before=$(current)
    echo >>"$project/input/quality.csv" # none of its figures comes from there
    good status "$project"
    printf '%s\n' "$output" | grep -F "older data" && fail "what is not printed"
    revise
    good status "$project"
    has_line "rests on older data: input/certificates.csv was changed since"
    refused 1 "national 2023 is published, and would print something else now" build "$project"
    has_line "nqi correct national 2023 --reason"
    refused 1 "national 2023 is published, and would print something else now" build "$project" --keep-going
    [ "$(jq -r '[.reports[] | select(.report == "province").status] | unique[0]' "$project/drafts/current/receipt.json")" = built ]
    [ "$(current)" = "$before" ]
    nothing_lost

    # A correction is drafted, signed and published as an issue is.
    refused 1 "is not published: there is nothing to correct" correct province 2023 "$project" --reason 无
    good correct national 2023 "$project" --reason 误录安徽数据
    refused 1 "was begun already" correct national 2023 "$project" --reason 再来
    [ "$(current)" = "$before" ]
    draft
    grep -qF '更正1：误录安徽数据' "$project/drafts/current/national/2023/2023.md"
    publish national
    page=$out/current/national/2023/2023.md
    grep -qF '**更正1**' "$page"
    grep -qF '| 有效认证证书（张），安徽省，2023 | 363 | 365 |' "$page" || fail "$(cat "$page")"
    grep -qF '第2期（总第2期）' "$page"
    # What was before is kept beside it, marked in the list.
    hashes "$out/current/national/2023.v1" | diff - "$BATS_TEST_TMPDIR/first"
    grep -qF '已由更正取代' "$out/current/index.html"
    grep -qF '更正1' "$out/current/index.html"
    [ "$(state national)" = corrected ]
    nothing_lost
    remember
    draft # prints what is published

    # Another issue leaves it as it is.
    publish province
    hashes "$out/current/national/2023.v1" | diff - "$BATS_TEST_TMPDIR/first"
    nothing_lost
    remember

    # Withdrawn: a page at each address says so.
    refused 1 "there is nothing to withdraw" withdraw forum 2023 "$project" --reason 无
    echo "no data" >"$project/input/quality.csv"
    good withdraw national 2023 "$project" --reason 方法有误
    for format in md html; do
        grep -qF 方法有误 "$out/current/national/2023/2023.$format"
        grep -qF 365 "$out/current/national/2023/2023.$format" && fail "still there"
    done
    pdftotext "$out/current/national/2023/2023.pdf" - | grep -qF 已撤回
    grep -qF 已撤回 "$out/current/index.html"
    refused 1 "national 2023 was withdrawn" withdraw national 2023 "$project" --reason 再次
    [ "$(state national)" = withdrawn ]
    hashes "$out/current/national/2023.v1" | diff - "$BATS_TEST_TMPDIR/first"
    nothing_lost

    # A fresh clone has ledger and archive only, and publishes the same bytes.
    clone=$BATS_TEST_TMPDIR/clone
    mkdir "$clone"
    cp -r "$project/lua" "$project/input" "$project/templates" "$project/ledger" "$clone"
    good restore "$clone"
    diff -r "$out/current/" "$clone/output/current/"
    [ "$(readlink "$clone/output/current")" = "$(current)" ]
    (cd "$clone" && "$NQI" verify --lang en)
}

@test "a file, a folder or a code is found in the ledger" {
    workflow
    draft
    publish national
    # Without the workflow nothing takes the place of what was signed.
    mv "$project/lua/workflow.lua" "$BATS_TEST_TMPDIR"
    refused 1 "the project has a ledger of signed issues, but no lua/workflow.lua" build "$project"
    refused 1 "but no lua/workflow.lua" withdraw national 2023 "$project" --reason 有误
    mv "$BATS_TEST_TMPDIR/workflow.lua" "$project/lua"
    good verify "$project" # a project is no copy of a release
    good verify "$out/current/national/2023/2023.pdf" "$project"
    has_line "is of national 2023"
    cp "$out/current/national/2023/2023.pdf" "$BATS_TEST_TMPDIR/lone.pdf"
    good verify "$BATS_TEST_TMPDIR/lone.pdf" "$project"
    printf x >>"$BATS_TEST_TMPDIR/lone.pdf"
    refused 1 "these bytes were not published" verify "$BATS_TEST_TMPDIR/lone.pdf" "$project"
    c=$(pdftotext "$BATS_TEST_TMPDIR/lone.pdf" - | grep -o '[0-9a-f-]\{19\}' | head -1)
    (cd "$project" && "$NQI" verify --code "$c" --lang en) | grep -F "national 2023"
    cp -r "$out/current/" "$BATS_TEST_TMPDIR/copy"
    good verify "$BATS_TEST_TMPDIR/copy" "$project"
    has_line "whole"
    sed -i s/720/721/ "$BATS_TEST_TMPDIR/copy/national/2023/2023.md"
    refused 1 "the file is not what its receipt says" verify "$BATS_TEST_TMPDIR/copy" "$project"
}

@test "a ledger that was rolled back or forked, and what is lost of the archive, is told" {
    workflow 'number = "第{n}期（总第{total}期）"'
    draft
    publish national
    cp -r "$project/ledger" "$BATS_TEST_TMPDIR/ledger.old"
    publish province
    cp -r "$project/ledger" "$BATS_TEST_TMPDIR/ledger.new"
    # Rolled back: the archive and what is published know more.
    rm -r "$project/ledger"
    cp -r "$BATS_TEST_TMPDIR/ledger.old" "$project/ledger"
    refused 1 "the ledger was rolled back: it lacks province 2023 (4, publish), and ends with national 2023 (4, publish)" \
        correct national 2023 "$project" --reason 无
    rm "$BATS_TEST_TMPDIR/archive/head"
    refused 1 "the ledger was rolled back: it lacks the release " correct national 2023 "$project" --reason 无
    rm -r "$project/ledger"
    # Forked: two copies went on.
    cp -r "$BATS_TEST_TMPDIR/ledger.new" "$project/ledger"
    good correct national 2023 "$project" --reason 甲
    cp "$project/ledger/national/2023.txt" "$BATS_TEST_TMPDIR/fork.txt"
    rm -r "$project/ledger"
    cp -r "$BATS_TEST_TMPDIR/ledger.new" "$project/ledger"
    good correct province 2023 "$project" --reason 乙
    cp "$BATS_TEST_TMPDIR/fork.txt" "$project/ledger/national/2023.txt"
    refused 1 "the ledger is forked: " status "$project"
    has_line "national 2023 (5, correct)"
    has_line "province 2023 (5, correct)"
    # An object is gone: nothing is published on top of it.
    rm -r "$project/ledger"
    cp -r "$BATS_TEST_TMPDIR/ledger.new" "$project/ledger"
    good correct national 2023 "$project" --reason 丙
    draft
    sign national
    hex=$(grep -P '^object\toutput\tprovince/2023/2023-340000.pdf' "$project/ledger/province/2023.txt" | cut -f4)
    mv "$BATS_TEST_TMPDIR/archive/objects/${hex:0:2}/${hex:2}" "$BATS_TEST_TMPDIR/gone"
    before=$(current)
    refused 1 "province/2023/2023-340000.pdf of province 2023" publish national 2023 "$project"
    [ "$(current)" = "$before" ]
    mv "$BATS_TEST_TMPDIR/gone" "$BATS_TEST_TMPDIR/archive/objects/${hex:0:2}/${hex:2}"
    good publish national 2023 "$project"
}

@test "numbers are taken when an issue is published" {
    workflow 'roles = {}, number = "第{n}期（总第{total}期）"'
    cat >"$project/input/issues.csv" <<'CSV'
report,period,number,compiled_by,reviewed_by,approved_by,date
national,2023,,,,,
national,2022,,,,,
national,2021,第1期（总第7期）,,,,
CSV
    draft --report national --period 2023
    draft --report national --period 2022
    for period in 2023 2022; do
        grep -qF '第1期（总第2期）' "$project/drafts/current/national/$period/$period.md"
    done
    good publish national 2022 "$project"
    good publish national 2023 "$project"
    grep -qF '第1期（总第2期）' "$out/current/national/2022/2022.md"
    grep -qF '第1期（总第3期）' "$out/current/national/2023/2023.md"
    draft --report national --period 2023
    # A correction uses no number.
    good correct national 2022 "$project" --reason 措辞
    draft --report national --period 2022
    good publish national 2022 "$project"
    grep -qF '第1期（总第2期）' "$out/current/national/2022/2022.md"
}

@test "nothing is published before its hour" {
    workflow 'roles = {}'
    draft
    tomorrow=$(TZ=UTC date -d '+1 day' +%F)
    echo "report,period,day,hour,zone,reason" >"$project/input/calendar.csv"
    cp "$project/input/calendar.csv" "$BATS_TEST_TMPDIR/head"
    echo "national,2023,$tomorrow,23:59,+00:00,数据推迟报送" >>"$project/input/calendar.csv"
    refused 1 "is published at $tomorrow 23:59 +00:00, not before" publish national 2023 "$project"
    has_line "input/calendar.csv:2"
    [ ! -e "$out/current" ]
    draft # of drafts there is no hour
    good publish province 2023 "$project"
    # An hour from now by one zone was some hours ago by another; +08:00 is the usual one.
    soon=$(TZ=UTC date -d '+1 hour' '+%F,%H:%M')
    for zone in +00:00 Z -03:30; do
        { cat "$BATS_TEST_TMPDIR/head"; echo "national,2023,$soon,$zone,"; } >"$project/input/calendar.csv"
        refused 1 "not before" publish national 2023 "$project"
    done
    { cat "$BATS_TEST_TMPDIR/head"; echo "national,2023,$soon,+02:00,"; } >"$project/input/calendar.csv"
    mkdir "$BATS_TEST_TMPDIR/again"
    cp -r "$project" "$BATS_TEST_TMPDIR/archive" "$BATS_TEST_TMPDIR/again"
    good publish national 2023 "$project"
    project=$BATS_TEST_TMPDIR/again/project
    { cat "$BATS_TEST_TMPDIR/head"; echo "national,2023,$soon,,"; } >"$project/input/calendar.csv"
    good publish national 2023 "$project"
    "$NQI" dump dataset "$project" | grep -qP "^appointment\tnational\t2023\tat=$(echo "$soon" | tr , ' ') \+08:00"
    for row in '2023-13,2024-01-15,09:30,,|is no period' '2023,2024-02-30,09:30,,|is no day' '2023,2024-01-15,24:00,,|is no time of day' \
        '2023,2024-01-15,0930,,|is no time of day' '2023,2024-01-15,09:30,CST,|is no time zone' '2023,2024-01-15,09:30,+15:00,|is no time zone'; do
        { cat "$BATS_TEST_TMPDIR/head"; echo "national,${row%%|*}"; } >"$project/input/calendar.csv"
        refused 1 "${row##*|}" check "$project"
        has_line "input/calendar.csv:2:"
    done
}

@test "two issues of a year have two numbers" {
    workflow 'roles = {}'
    cat >"$project/input/issues.csv" <<'CSV'
report,period,number,compiled_by,reviewed_by,approved_by,date
national,2023-H1,第9期,,,,
national,2023-H2,第9期,,,,
CSV
    cat >"$project/templates/national.md" <<'MD'
# 总体情况

各省情况见下期。
MD
    printf '监督抽查合格率,%%,安徽,2023-H%d,92.50\n' 1 2 >>"$project/input/quality.csv"
    edit "$project/lua/reports.lua" 's/period = "2023"/period = "2023-H1"/'
    draft --report national
    good publish national 2023-H1 "$project"
    refused 1 "第9期 is the number of national 2023-H1 already" build "$project" --report national --period 2023-H2
    refused 1 "第9期 is the number of national 2023-H1 already" publish national 2023-H2 "$project"
    # In a ledger that two copies wrote.
    mkdir "$BATS_TEST_TMPDIR/other"
    cp -r "$project/input" "$project/lua" "$project/templates" "$BATS_TEST_TMPDIR/other"
    sed -i 's/"\.\.\/archive"/"..\/archive2"/' "$BATS_TEST_TMPDIR/other/lua/workflow.lua"
    good build "$BATS_TEST_TMPDIR/other" --report national --period 2023-H2
    good publish national 2023-H2 "$BATS_TEST_TMPDIR/other"
    # Chained by hand, so that only the numbers tell.
    python3 - "$project/ledger/national" "$BATS_TEST_TMPDIR/other/ledger/national/2023-H2.txt" <<'PY'
import hashlib, re, sys
folder, other = sys.argv[1:]
head = re.findall(r"^hash\t(\w+)", open(folder + "/2023-H1.txt", encoding="utf-8").read(), re.M)[-1]
text = open(other, encoding="utf-8").read().replace("after\tnone", "after\t" + head)
start = text.index("entry\t"); end = text.index("hash\t")
digest = hashlib.sha256(("national/2023-H2\n" + text[start:end]).encode()).hexdigest()
open(folder + "/2023-H2.txt", "w", encoding="utf-8").write(text[:end] + "hash\t" + digest + "\n")
PY
    refused 1 "two issues are 第9期: national 2023-H1" status "$project"
    has_line "national 2023-H2 (1, publish)"
}

@test "an act waits for no other: 75" {
    workflow
    draft
    sign national
    mkdir -p "$out"
    exec 9>"$out/.lock"
    flock 9
    for act in "publish national 2023" "correct national 2023 --reason 无" "restore"; do
        # shellcheck disable=SC2086 # the words of a command
        (cd "$project" && run "$NQI" $act --lang en && [ "$status" -eq 75 ]) || fail "$act: $status $output"
    done
    exec 9>&-
    good publish national 2023 "$project"
}

@test "what a workflow says wrong is told" {
    echo 'while true do end' >"$project/lua/workflow.lua"
    refused 1 "lua/workflow.lua:1: error: " build "$project"
    for pair in 'archive = ""|the archive is not named' 'archive = "../a", ledger = "../b"|this names no folder below the project' \
        'archive = "../a", ledger = "x", drafts = "x"|are the same folder' 'archive = "../a", number = "第期"|counts nothing' \
        'archive = "../a", roles = { "甲", "甲" }|that of another' 'archive = "../a", archve = "b"|no field'; do
        echo "return { ${pair%%|*} }" >"$project/lua/workflow.lua"
        refused 1 "${pair##*|}" build "$project"
        has_line "lua/workflow.lua:1"
    done
}

@test "the code is another one exactly when what is printed is: random edits" {
    run python3 "$BATS_TEST_DIRNAME/code_edits.py" "$NQI" "$fixture" "$BATS_TEST_TMPDIR/edits" 60 3
    echo "$output"
    [ "$status" -eq 0 ]
}
