/* The rules of wording: one entry each. The words are those of China's statistical
   communiqués. */
#include "compose/wording.h"

#define PROVINCES "省（区、市）"
#define AREAS "(" PROVINCES "|省份|省|地区|市|县)"
/* What the number of a count stands before, but not 百分点. */
#define COUNTED                                                                        \
    "(项|张|家|件|人|名|台|套|份|次|户|批|种|元|个(，|。|；|、|（|省|市|县|地区|$))"

static const struct wording_rule rule_ratio_total = {
    .kind = {"ratio_total", "a ratio has no total", "比率没有合计，应为平均"},
    .patterns = {"合计水平", "合计(为|是|)@(项|张|家|件|个|人|台|套|份|次|户|批)",
                 "(每万人|每百人|每千人|每百户|人均|平均每)(拥有量|授权量|产量|收入|"
                 "支出|)合计",
                 "(率|指数|均值|平均水平)合计(为|是|达|达到|)#"},
    .wrong = "31个省（区、市）合计为5.77项，高于合计水平的有6个",
    .right = "31个省（区、市）平均为5.77项，高于平均水平的省（区、市）有6个"};

static const struct wording_rule rule_missing_amount = {
    .kind = {"missing_amount", "a sentence has no number where there is none",
             "没有数据的，句中不写“…”加单位，应写明没有公开数据"},
    .patterns = {"…(万亿|万|亿|)" COUNTED, "…(%|个百分点)"},
    .wrong = "森林认证有效认证证书…张",
    .right = "森林认证的有效认证证书数没有公开数据"};

static const struct wording_rule rule_rank_word = {
    .kind = {"rank_word", "one report has one word for a rank, 位 or 名",
             "同一报告中表示位次的“位”和“名”应当统一"},
    .forms = true,
    .patterns = {"第#位", "第#名"},
    .wrong = "居全国第7位，在中部第2名",
    .right = "居全国第7位，在中部第2位"};

static const struct wording_rule rule_rank_of = {
    .kind = {"rank_of", "a rank is said with the areas that are ranked",
             "位次应写明在哪些地区中排列"},
    .patterns = {"第#名(/|／)共#名", "第#位(/|／)共#"},
    .wrong = "第7名/共31名（5%—95%范围第5—8名）",
    .right = "居31个省（区、市）第7位（90%模拟区间为第5—8位）"};

static const struct wording_rule rule_rank_among = {
    .kind = {"rank_among", "a rank among areas is said with 居 or 列, without 在…中",
             "地区之中的位次写“居……第几位”，居第一的写“首位”"},
    .patterns = {"#个" AREAS "中(列|排|居)第#(名|位)"},
    .wrong = "在中部6个地区中列第1名",
    .right = "居中部六省首位"};

static const struct wording_rule rule_rate_word = {
    .kind = {"rate_word",
             "a number of things 增加 or 减少, a rate of change is 增长 or 下降",
             "绝对数用“增加”“减少”，变动幅度用“增长”“下降”"},
    .patterns = {("(增长|下降)(了|)#(万|亿|万亿|)" COUNTED), "(增加|减少)(了|)#%",
                 "(上年|上月|上季度|同期|同比|环比|年均|，)增长(了|)#个百分点",
                 "(率|比重|占比|份额)增长(了|)#个百分点",
                 "(率|比重|占比|份额)(提高|降低|上升)(了|)#%",
                 "(增长|下降)(基本|)持平"},
    .wrong = "机构增长12家，证书增加5.2%",
    .right = "机构增加12家，证书增长5.2%"};

static const struct wording_rule rule_count_word = {
    .kind = {"count_word", "a count without a rate 增加 or 减少",
             "人口等总数没有写出增长率的，用“增加”“减少”"},
    .patterns = {"(人口|人数|人员数|机构数|家数|户数)(#个" AREAS
                 "|)(全部|均|)(增长|下降)(，|。|；|、|（|$)"},
    .wrong = "28个省（区、市）常住人口增长，3个下降",
    .right = "28个省（区、市）常住人口增加，3个减少"};

static const struct wording_rule rule_subject_order = {
    .kind = {"subject_order", "the areas stand before what grows in them",
             "语序应为“几个地区……增长”"},
    .patterns =
        {"(量|额|数|值|人口|率|收入|支出|利润|比重|面积|人员|证书|机构)#个" AREAS
         "(全部|均|)(增长|下降|增加|减少|提高|降低|上升|持平)"},
    .wrong = "发明专利授权量28个省（区、市）增长",
    .right = "28个省（区、市）发明专利授权量增长"};

static const struct wording_rule rule_areas_form = {
    .kind = {"areas_form", "one report has one form of 31个省（区、市）",
             "同一报告中“31个省（区、市）”的写法应当统一"},
    .forms = true,
    .patterns = {"31个" PROVINCES, "31" PROVINCES, "31个省(合计|平均|中|的|，|。|；|$)",
                 "31省(合计|平均|总计|，|。|中|的|$)", "31(个|)省(市区|区市|市)",
                 "31(个|)省、自治区、直辖市"},
    .wrong = "31个省（区、市）合计81.3万项，占31省合计的一半",
    .right = "31个省（区、市）合计81.3万项"};

static const struct wording_rule rule_areas_name = {
    .kind = {"areas_name", "31 areas are not all provinces",
             "31个地区含自治区和直辖市，不都是“省份”"},
    .patterns = {"31个省份", "31省份"},
    .wrong = "31个省份中有5个增长",
    .right = "31个省（区、市）中有5个增长"};

static const struct wording_rule rule_zero_count = {
    .kind = {"zero_count", "none is said as 无, not as 0",
             "一个也没有的写“无”，不写“0项”"},
    .patterns =
        {"(正常|关注|预警|异常|超标|报警|未评|失败|缩尾|缺数|错误)0(项|个|家|次|点|"
         "例|起|批)",
         "(，|；|、|。|有|中|的|：|（|和|及)0个" AREAS},
    .wrong = "正常18项、关注6项、预警0项",
    .right = "正常18项、关注6项，无预警指标"};

static const struct wording_rule rule_signed_change = {
    .kind = {"signed_change", "增长 or 下降 says which way, and takes no sign",
             "“增长”“下降”已说明方向，后面的数不带负号"},
    .patterns = {"(增长|下降|增加|减少|提高|降低|上升|升高)(了|)(−|-)#"},
    .wrong = "产值增长−5.0%，利润下降-1.0%",
    .right = "产值下降5.0%，利润下降1.0%"};

static const struct wording_rule rule_times_less = {
    .kind = {"times_less", "what became less is told in %, not in times",
             "减少的不用倍数，用百分数或比上年下降百分之几"},
    .patterns = {"(是|为|相当于|只有|仅为)(上年|上年同期|上年同月|上年末|上月|上季度|"
                 "上期|同期|去年|去年同期|前一年)的&倍",
                 "(下降|减少|降低|缩小|缩减)(了|到|至|)#倍"},
    .wrong = "证书数是上年的0.8倍，机构减少2倍",
    .right = "证书数为上年的80%，机构减少三分之二"};

static const struct wording_rule rule_undeclared = {
    .kind = {"undeclared", "that there are no public data is declared, not written",
             "没有公开数据的，应当作声明，不能写在模板中"},
    .own_words = "公开",
    .patterns =
        {"(数|量|率|额|值|比|人口|面积|收入|支出|利润|证书|机构|数据|指标|情况)"
         "(均|都|仍|目前|)(暂|尚|还)(无|没有|未有)公开(的|)数据(，|。|；|、|（|$)"},
    .wrong = "安徽省的认证证书数暂无公开数据。",
    .right = "安徽省的认证证书数{{ unpublished.words(\"CERT\", area) }}。"};

static const struct wording_rule rule_ratio_of_three = {
    .kind = {"ratio_of_three", "a ratio of several parts is no share",
             "几个部分之间的比不是比重，应为“……之比”"},
    .patterns = {"(比重|占比|比例)(为|是|)#(∶|:|：)#(∶|:|：)#"},
    .wrong = "三次产业比重为6.9∶37.0∶56.1",
    .right = "三次产业增加值之比为6.9∶37.0∶56.1"};

static const struct wording_rule rule_title_period = {
    .kind = {"title_period", "the period of a title stands in brackets",
             "标题中的时期写在括号内"},
    .caption = true,
    .patterns =
        {"，(#—|#年—|)#年(#月|一季度|二季度|三季度|四季度|上半年|下半年|)(末|版|)$",
         "，#年#—#月$"},
    .wrong = "各地区主要指标，2023年",
    .right = "各地区主要指标（2023年）"};

static const struct wording_rule rule_reviewed = {
    .kind = {"reviewed",
             "a sentence that cannot be read: what was reviewed, what came of it",
             "语句不通，应写明经审核的结果"},
    .patterns = {"的经审核"},
    .wrong = "“已说明”的经审核按所列理由接受",
    .right = "标为“已说明”的，经审核，理由成立，数据保留"};

static const struct wording_rule rule_earlier_year = {
    .kind = {"earlier_year", "the year comes first, what it is in brackets behind it",
             "语序应为“某年（此前最近的公开年份）”"},
    .patterns = {"此前最近有公开数据的#年"},
    .wrong = "此前最近有公开数据的2022年为4275.84亿元",
    .right = "2022年（此前最近的公开年份）为4275.84亿元"};

static const struct wording_rule rule_doubled = {
    .kind = {"doubled", "a sign or a unit stands there twice", "标点或单位重复"},
    .patterns =
        {"(，|。|、|；)(，|。|、|；)",
         "(批次批次|人次人次|亿元亿元|万元万元|万张万张|批次#批次|人次#人次)",
         "(%%|％％|亿元元|万元元)", "百分点(个|%)",
         "#(万|亿|)(张张|家家|项项|件件|个个|人人|次次|元元|种种)(，|。|；|、|（|$)"},
    .wrong = "产品质量监督抽查批次2,837批次，，同比增长3.6%",
    .right = "产品质量监督抽查2,837批次，同比增长3.6%"};

static const struct wording_rule rule_ordinal = {
    .kind = {"ordinal", "a rank is an ordinal: ranks 31st",
             "英文位次用序数词：ranks 31st"},
    .patterns = {"rank(s|ed|ing|)(ed| joint|) No. #", "(is|was|came|comes) No. #"},
    .wrong = "Anhui ranks No. 31 among the provinces",
    .right = "Anhui ranks 31st among the provinces"};

static const struct wording_rule rule_none = {
    .kind = {"none", "nothing is none, not 0", "英文一个也没有的写none，不写0"},
    .patterns = {" 0 "
                 "(raised|needed|were|was|had|have|has|are|fell|rose|grew|failed|"
                 "passed|showed)",
                 " 0 (provinces|areas|regions|cities|items|indicators)"},
    .wrong = "18 were normal and 0 raised a warning",
    .right = "18 were normal and none raised a warning"};

#define ENTRY(NAME) &rule_##NAME.kind,
const struct kind *const wording_rules[] = {WORDING_RULES(ENTRY) NULL};
