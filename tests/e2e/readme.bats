#!/usr/bin/env bats
# The commands and the first change that README.md shows, carried out on a copy.

root=$BATS_TEST_DIRNAME/../..

setup_file() {
    export LC_ALL=C.UTF-8
    copy=$BATS_FILE_TMPDIR/nqi
    mkdir -p "$copy/build"
    (cd "$BATS_TEST_DIRNAME/../.." && cp -r Makefile README.md .ci input lua templates pipeline tests "$copy")
    cp "${NQI:-$BATS_TEST_DIRNAME/../../build/nqi}" "$copy/build/nqi"
    export copy
}

# The lines of the fenced blocks of a language in a guide.
blocks() { # FILE LANGUAGE
    awk -v open="\`\`\`$2" '$0 == open { on = 1; next } /^```/ { on = 0 } on' "$1"
}

@test "each command of README.md works" {
    cd "$copy"
    count=0
    while read -r command; do
        case $command in
        "make "*) make -n "${command#make }" >/dev/null ;; # the suite itself runs them
        build/nqi*) sh -c "$command" >"$BATS_TEST_TMPDIR/log" 2>&1 || { cat "$BATS_TEST_TMPDIR/log"; false; } ;;
        *) echo "what is $command?"; false ;;
        esac
        count=$((count + 1))
    done < <(blocks README.md sh)
    [ "$count" -ge 8 ]
    [ -f output/current/certification/2024-12/2024-12.pdf ]
    [ -f output/current/province/2023/2023-340000.pdf ]
}

@test "the first change of README.md does what it says" {
    cd "$copy"
    blocks README.md markdown >"$BATS_TEST_TMPDIR/sentence"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/sentence")" -eq 1 ]
    sed -i "0,/^# /{/^# /{
        a\\

        r $BATS_TEST_TMPDIR/sentence
    }}" templates/province.md
    build/nqi build --report province --area 安徽 --out "$BATS_TEST_TMPDIR/out" >/dev/null 2>&1
    grep -q '安徽省2023年年末常住人口6,121万人。' "$BATS_TEST_TMPDIR"/out/current/province/2023/2023-340000.md
    sed -i 's/v\.POP:/v.POPP:/' templates/province.md
    line=$(grep -n 'v\.POPP' templates/province.md | cut -d: -f1)
    run build/nqi build --report province --area 安徽 --out "$BATS_TEST_TMPDIR/out" --lang en
    [ "$status" -eq 1 ]
    echo "$output"
    echo "$output" | grep -q "^templates/province.md:$line:.*POPP"
    echo "$output" | grep -q 'did you mean "POP"'
    grep -q '6,121万人' "$BATS_TEST_TMPDIR"/out/current/province/2023/2023-340000.md
}

@test "every picture and link of the guides is there" {
    cd "$root"
    for guide in README.md */README.md; do
        awk '/^(```|~~~)/ { code = !code; next } !code' "$guide" | sed 's/`[^`]*`//g' |
            grep -oE '\]\([^)#:]+\)' | sed 's/](//; s/)$//' | while read -r link; do
            [ -e "$(dirname "$guide")/$link" ] || { echo "$guide: no $link"; exit 1; }
        done
    done
}
