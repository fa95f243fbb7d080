# Days as periods: stocks of 31 December, through all stages.
load helper

# Certificates of 31 December 2015 to 2023, and of one day in 2020 less with DROP.
days() {
    {
        echo "地区,$(seq -s, -f '%g-12-31' 2015 2023)"
        echo "全国,600,610,620,630,640,650,660,670,720"
        echo "安徽省,300,305,310,315,320,325,330,335,363"
        echo "福建省,200,203,206,210,213,216,220,223,231"
        echo "江西省,100,102,104,105,107,109,110,112,126"
    } >"$project/input/certificates.csv"
    edit "$project/input/sources.lua" 's/indicator = "CERT",/&\n    options = { dates = "day" },/'
}

report_of_a_day() {
    cat >"$project/lua/reports.lua" <<'END'
return {
  {
    name = "stock", template = "stock.md", series = "年度报告", period = "2023-12-31",
    title = "时点", title_en = "Stocks", lang = LANGUAGE,
  },
}
END
    sed -i "s/LANGUAGE/\"$1\"/" "$project/lua/reports.lua"
    cat >"$project/templates/stock.md" <<'END'
# T {#sec-t}

{{ period.label }}: {{ v.CERT }}; {{ period.kind }} {{ period.index }}; {{ v.CERT:growth():fixed(1) }}%;
{{ v.CERT:previous() }}; {{ period:year_ago().code }}; {{ period:previous().label }}; {{ period:shift(1).code }};
{{ #series { indicator = "CERT", area = "000000" } }};
{{ #periods { indicator = "CERT", from = "2020-12-31", to = "2022" } }};
{{ period_of "2023-12-31" == period and period_of "2023" < period and period_of "2024-01" > period and "in order" or "not" }}.

```table id=tbl-s caption=T
rows = areas { ranked = true }
columns = { "地区", { head = "P", get = function() return period.label end }, "CERT", "CERT:growth" }
unit = "张"
source = v.CERT:source()
```

```chart id=fig-s caption=T
kind = "lines"
unit = "张"
series = { series { indicator = "CERT", area = "000000", from = "2021-12-31" } }
```
END
    sed -i '/^national/d' "$project/input/issues.csv"
}

@test "a report of a day: words, growth on the same date, series, table, chart" {
    days
    report_of_a_day en
    build
    [ "$status" -eq 0 ] || fail "$output"
    [ -f "$out/current/stock/2023-12-31/2023-12-31.md" ] || fail "$(find "$out/current/")"
    output=$(tr '\n' ' ' <"$out/current/stock/2023-12-31/2023-12-31.md")
    has_line "31 December 2023: 720; day 365; 7.5%; …; 2022-12-31; 30 December 2023; 2024-01-01; 9; 2; in order."
    has_line "| Anhui | 31 December 2023 | 363 | +8.4 |"
    has_line "From 31 December 2021 to 31 December 2023; at the end: National 720 items."
    grep -q "Anhui,31 December 2023,363," "$out"/current/stock/2023-12-31/*.csv || fail "no day in the CSV"
    build --period 2022-12-31
    [ "$status" -eq 0 ] || fail "$output"
    output=$(tr '\n' ' ' <"$out/current/stock/2022-12-31/2022-12-31.md")
    has_line "31 December 2022: 670; day 365; 1.5%; …; 2021-12-31;"
    build --period 2022-12-30
    [ "$status" -ne 0 ] || fail "a period that the data do not know"
    has_line "the data have nothing for the period 2022-12-30"
    report_of_a_day zh-CN
    build
    [ "$status" -eq 0 ] || fail "$output"
    output=$(cat "$out/current/stock/2023-12-31/2023-12-31.md")
    has_line "2023年12月31日: 720"
}

@test "a day is not its year: a report of the year has no value of it" {
    days
    run "$NQI" dump dataset "$project" --lang en
    has_line $'observation\tCERT\t000000\t2023-12-31\tvalue=720'
    build --report national
    [ "$status" -eq 1 ] || fail "$output"
    edit "$project/input/sources.lua" 's/dates = "day"/dates = "year"/'
    run "$NQI" dump dataset "$project" --lang en
    has_line $'observation\tCERT\t000000\t2023\tvalue=720'
}

@test "check: days have a table, a day that is left out and one that is ten times are told" {
    days
    run "$NQI" check "$project" --out "$out" --lang en
    [ "$status" -eq 0 ] || fail "$output"
    grep -q "<h3>Days</h3>\|>Days<" "$project/output/check.html" "$out/check.html" 2>/dev/null ||
        fail "no table of days"
    edit "$project/input/certificates.csv" 's/,215,/,2150,/; s/,216,/,2160,/'
    run "$NQI" check "$project" --out "$out" --lang en
    has_line "jump: Fujian 31 December 2020 Valid certificates is 2160"
    # 2020 taken out of all rows
    edit "$project/input/certificates.csv" 's/^\(\([^,]*,\)\{6\}\)[^,]*,/\1/'
    run "$NQI" check "$project" --out "$out" --lang en
    has_line "gap: Valid certificates: no value at all in 31 December 2020"
}

@test "a release keeps series of days, and a day that is gone is an error" {
    days
    report_of_a_day zh-CN
    build
    [ "$status" -eq 0 ] || fail "$output"
    grep -q '^CERT,有效认证证书,张,input/certificates.csv,2015-12-31,2023-12-31,4,36,' \
        "$out/current/series.csv" || fail "$(cat "$out/current/series.csv")"
    build
    [ "$status" -eq 0 ] || fail "$output"
    edit "$project/input/certificates.csv" 's/,[^,]*$//'
    edit "$project/lua/reports.lua" 's/2023-12-31/2022-12-31/'
    build
    [ "$status" -eq 1 ] || fail "$output"
    has_line "ends with 31 December 2022; at the last release with 31 December 2023"
}
