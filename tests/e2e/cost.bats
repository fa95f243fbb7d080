# What a report costs, counted and not timed: the steps of its scripts (--stats) are the
# same in each build.

bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    load helper
}

# steps AREAS: of the first twenty province reports of the starter with so many areas.
steps() {
    project="$BATS_TEST_TMPDIR/$1"
    cp -r templates/starter "$project"
    lua5.4 templates/starter/generate.lua "$project/input" "$1"
    # shellcheck disable=SC2046 # an option and a code each
    "$NQI" build "$project" --quiet --stats --format md --report monthly-province \
        --out "$project/out" $(sed -n '3,22s/^\([^,]*\),.*/--area \1/p' "$project/input/areas.csv") \
        2>&1 | sed -n 's/^steps\t0\.000000\t//p'
}

@test "a report takes no more steps for areas that it does not print" {
    few=$(steps 250)
    many=$(steps 500)
    echo "$few steps with 250 areas, $many with 500"
    [ "$few" -gt 1000000 ]
    # What reports say differs a little, and the loops in C that count a step for each
    # area take ten together; a walk of a script over the areas takes ten more, and more.
    difference=$((many > few ? many - few : few - many))
    [ "$difference" -lt $((20 * 250 * 15)) ]
}

# What is looked up and laid out once for many reports (from 100 on) changes none of them.
@test "a report among many is the report alone, byte for byte" {
    project="$BATS_TEST_TMPDIR/many"
    cp -r templates/starter "$project"
    lua5.4 templates/starter/generate.lua "$project/input" 101
    build() { "$NQI" build "$project" --quiet --report monthly-province "$@"; }
    build --out "$BATS_TEST_TMPDIR/all" -j 2
    # shellcheck disable=SC2046 # three codes
    set -- $(sed -n '4p;60p;102p' "$project/input/areas.csv" | cut -d , -f 1)
    build --out "$BATS_TEST_TMPDIR/alone" --area "$1" --area "$2" --area "$3"
    all="$BATS_TEST_TMPDIR/all/current/monthly-province/2024-12"
    cd "$BATS_TEST_TMPDIR/alone/current/monthly-province/2024-12"
    [ "$(find . -name '*.pdf' | wc -l)" -eq 3 ]
    for file in *.pdf *.csv *.md; do
        cmp "$file" "$all/$file"
    done
}
