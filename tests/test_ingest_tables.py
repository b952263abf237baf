"""Tables as rows: which rows name the columns, and what stands for itself."""

from ingest.readers.tables import Header, read_table, table_rows


def test_a_title_over_the_whole_width_is_no_header() -> None:
    grid = [["一般预算表（虚构）", None, None], ["项目", "2020", "2021"], ["差旅费", "12", "15"]]
    assert table_rows(grid) == ["一般预算表（虚构）", "项目：差旅费；2020：12；2021：15"]


def test_a_part_of_a_form_may_name_its_columns_anew() -> None:
    grid = [
        ["第一项", None, None],
        ["内容", "制发件数", "废止件数"],
        ["规章", "1", "2"],
        ["第二项", None, None],
        ["内容", "处理数量", None],
        ["许可", "550", None],
        ["第三项", None, None],
        ["强制", "195", None],
    ]
    assert table_rows(grid) == [
        "第一项",
        "内容：规章；制发件数：1；废止件数：2",
        "第二项",
        "内容：许可；处理数量：550",
        "第三项",
        "内容：强制；处理数量：195",
    ]


def test_a_form_has_no_columns() -> None:
    grid = [
        ["项目名称", "社区服务中心（虚构）", None, "项目性质", "阶段性"],
        ["主管部门", "虚构街道办事处", None, None, None],
        ["资金", "总额", "410元", "年度", "300元"],
        ["负责人", "某甲", None, None, None],
    ]
    assert table_rows(grid)[0] == "项目名称；社区服务中心（虚构）；项目性质；阶段性"
    assert table_rows(grid)[2] == "资金；总额；410元；年度；300元"


def test_a_table_set_in_two_halves_keeps_its_header() -> None:
    grid = [["科目", "金额", "科目", "金额"], ["办公费", "8", "水费", "9"]]
    assert table_rows(grid) == ["科目：办公费；金额：8；科目：水费；金额：9"]


def test_a_header_of_four_rows_names_each_column() -> None:
    grid = [
        ["收入", "支出", None, None],
        ["收入", "项目", "预算数", None],
        ["收入", "项目", "基本支出", None],
        ["收入", "项目", "人员", "公用"],
        ["拨款", "教育", "1", "2"],
    ]
    assert table_rows(grid) == [
        "收入：拨款；支出·项目：教育；支出·预算数·基本支出·人员：1；支出·预算数·基本支出·公用：2"
    ]


def test_a_note_in_the_corner_stands_once() -> None:
    note = "（本列数据的关系为：第一项加第二项之和，等于第三项加第四项之和）"
    grid = [[note, "件数", "占比"], ["新收", "21", "70%"], ["结转", "9", "30%"]]
    assert table_rows(grid) == [note, "新收；件数：21；占比：70%", "结转；件数：9；占比：30%"]


def test_a_table_that_goes_on_stands_under_the_header_before() -> None:
    rows, header = read_table([["项目", "金额"], ["水费", "9"]])
    assert rows == ["项目：水费；金额：9"]
    assert header == Header((("项目", "金额"),), ("项目", "金额"))
    assert read_table([["项目", "金额"], ["电费", "8"]], header)[0] == ["项目：电费；金额：8"]
    assert read_table([["电费", "8"]], header) == (["项目：电费；金额：8"], header)
    assert read_table([["甲", "乙"], ["丙", "1"]], Header())[0] == ["甲；乙", "丙；1"]
