# The project's data, without the program: sums, counts, names, codes.

bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
}

check() {
    lua5.4 tests/e2e/data_checks.lua "$1"
}

@test "dictionaries: each name means one thing, each code exists" { check dictionaries; }
@test "panel: 27 indicators of 31 provinces, 7310 figures" { check panel_is_complete; }
@test "panel: industries add up to GDP, 合计 to its rows" { check gdp_is_the_sum_of_its_industries; }
@test "certification: fields add up, organisations overlap" { check certificates_add_up; }
@test "certification: published ranks and shares fit the values" { check published_ranks_and_shares_fit; }
@test "inspection: types of bodies add up" { check inspection_adds_up; }
@test "quality and forum: rows as published" { check quality_and_forum; }
@test "each data file is read by one source entry" { check every_file_has_a_profile; }
@test "starter: dictionaries marked as demonstration" { check starter_dictionaries; }
@test "starter: ratios are those of their parts" { check starter_panel; }

@test "starter: the generator makes the same bytes again" {
    lua5.4 templates/starter/generate.lua "$BATS_TEST_TMPDIR"
    made=0
    for file in "$BATS_TEST_TMPDIR"/*.csv; do
        cmp "$file" "templates/starter/input/${file##*/}"
        made=$((made + 1))
    done
    [ "$made" -eq 38 ]
}

@test "the annual panel has a file as offices send it" {
    file=input/panel/gdp-2006-2024.csv
    run ! iconv -f UTF-8 -t UTF-8 "$file"
    [ "$(iconv -f GB18030 -t UTF-8 "$file" | grep -c $'\r$')" -eq "$(wc -l <"$file")" ]
}
