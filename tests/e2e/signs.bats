# Signs in the place of numbers: each for one thing, explained under the table that uses it.

load helper

@test "what is missing, not applicable, confidential, negligible or unchanged has a sign of its own" {
    edit "$project/input/sources.lua" 's/    areas = { \["全国"\] = "000000" },/&\n    symbols = { ["x"] = "suppressed", ["无"] = "absent", ["极少"] = "negligible", ["未报"] = "missing" },/'
    sed -i -E '/^安徽/s/.*/安徽省,300,330,x/; /^福建/s/.*/福建省,200,无,极少/; /^江西/s/.*/江西省,100,120,未报/' "$project/input/certificates.csv"
    cat >"$project/templates/national.md" <<'END'
```table id=tbl-a caption=甲
rows = areas { ranked = true }
columns = { "地区", { head = "证书", get = function(a) return get { indicator = "CERT", area = a } end },
  { head = "上年", get = function(a) return get { indicator = "CERT", area = a, period = "2022" } end },
  { head = "增长", get = function(a) return get { indicator = "CERT", area = a }:growth() end },
  { head = "位次变化", get = function(a) return fmt.arrow(a.short == "安徽" and 0 or nil) end } }
```

```table id=tbl-b caption=乙
rows = { { } }
columns = { { head = "甲", get = function() return v.CERT:at("1999") end } }
notes = { "“…”表示没有统计。" }
```

```table id=tbl-c caption=丙
rows = { { } }
columns = { { head = "甲", get = function() return -3.25 end }, { head = "乙", get = function() return figure { value = "-1234.5", decimals = 1 } end },
  { head = "丙", get = function() return "2019-2023年" end }, { head = "丁", get = function() return "▼" .. figure { value = "-2", decimals = 0 } end } }
```
END
    build --report national --format md,html,csv,pdf
    [ "$status" -eq 0 ] || fail "$output"
    md="$out/current/national/2023/2023.md"
    for line in '| 安徽 | × | 330 | × | ＝ |' '| 福建 | 不足0.5 | — | … | … |' '| 江西 | … | 120 | … | … |' \
        '注：“…”表示没有公开数据或没有对比期数据；“—”表示无此项；“×”表示按规定不予公布，或须由此类数据计算得出；“＝”表示没有变化。\' \
        '注：“…”表示没有统计。' '| −3.25 | −1,234.5 | 2019-2023年 | ▼−2 |'; do
        grep -qxF -- "$line" "$md" || fail "no \"$line\" in: $(cat "$md")"
    done
    grep -qF '>−1,234.5<' "$out/current/national/2023/2023.html"
    pdftotext -layout "$out/current/national/2023/2023.pdf" - | grep -q -- '−1,234.5'
    grep -qF -- '-3.25,"-1,234.5",2019-2023年,▼-2' "$out/current/national/2023/2023.csv" || fail "$(cat "$out/current/national/2023/2023.csv")"
    [ "$(grep -c 没有公开数据 "$md")" -eq 1 ]
}
