# tests/conformance/pollock on a benchmark of three files: what it counts. The files of
# the real one, and its metrics, are not part of the project.
load helper

setup() {
    FOLDER=$BATS_TEST_TMPDIR/benchmark
    mkdir -p "$FOLDER/pollock" "$FOLDER/polluted_files/"{csv,clean,parameters}
    cat >"$FOLDER/pollock/metrics.py" <<'PY'
def header_record_cell_measures_csv(clean, loaded):
    return [float(open(clean).read() == open(loaded).read().replace("\r", ""))] * 9
PY
    touch "$FOLDER/pollock/__init__.py"
    add whole 'a,b
1,2
3,4' 'a,b
1,2
3,4'
    add more 'a,b
1,,2
3,4' 'a,b
1,2
3,4'
    echo '{"whole.csv": 3, "more.csv": 1, "other.csv": 0}' >"$FOLDER/pollock_weights.json"
}

# NAME POLLUTED CLEAN
add() {
    printf '%s\n' "$2" >"$FOLDER/polluted_files/csv/$1.csv"
    printf '%s\n' "$3" >"$FOLDER/polluted_files/clean/$1.csv"
    echo '{"delimiter": ",", "quotechar": "\"", "escapechar": "\"", "header_lines": 1,
           "preamble_lines": 0}' >"$FOLDER/polluted_files/parameters/$1.csv_parameters.json"
}

pollock() { NQI=$NQI run python3 "$BATS_TEST_DIRNAME/../conformance/pollock" "$FOLDER"; }

@test "a broken row that is left out with a warning is a reported difference" {
    pollock
    [[ "$output" == *"files 2, score 5.500 simple, 7.750 weighted; cells that differ 2, unreported 0 in 0 files" ]] || fail "$output"
    [ "$status" -eq 1 ] # below 9.6
}

@test "a cell that differs without a word is counted" {
    add other 'a,b
1,2' 'a,b
1,9'
    pollock
    [[ "$output" == *"cells that differ 6, unreported 4 in 1 files" ]] || fail "$output"
    [ "$status" -eq 1 ]
}

@test "all read right is good" {
    rm "$FOLDER"/polluted_files/*/more.csv*
    pollock
    [[ "$output" == *"files 1, score 10.000 simple, 10.000 weighted; cells that differ 0, unreported 0 in 0 files" ]] || fail "$output"
    [ "$status" -eq 0 ]
}
