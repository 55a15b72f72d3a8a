"""Documents on pages and in PDFs: nothing is lost, headings come again, rows stay whole."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pypdf
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.domain.errors import Refused
from desktop.reports.documents import (
    Document,
    Grid,
    Group,
    Line,
    Page,
    Row,
    centred,
    label,
    prose,
    texts_of,
    value,
)
from desktop.reports.forms import FORMS, Case, ListedIssue, issue_list
from desktop.ui.printing.faces import UNITS, Face, Faces
from desktop.ui.printing.paging import Sheet, lay_out
from desktop.ui.printing.painting import pdf_of, picture, set_documents
from desktop.ui.printing.setting import POINTS_PER_MM

pytestmark = pytest.mark.usefixtures("qapp")

LONGEST_VILLAGE = "大化瑶族自治县板升乡弄勇村民委员会弄雷弄法弄勇弄顶弄占联合网格村"
COLUMNS = (1.0, 3.0)


def text_of(sheet: Sheet) -> str:
    """All text of a page, from the top down."""
    return "".join(mark.text for mark in sorted(sheet.texts, key=lambda mark: (mark.y, mark.x)))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def bare(rows: Sequence[Row], heading: Row | None = None, **kept: bool) -> Document:
    """A document of a grid of two columns."""
    return Document("表", "一张表", Grid(COLUMNS, (Group(tuple(rows), heading=heading),), **kept))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, as another program reads it."""
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_a_list_of_200_rows_has_its_heading_on_every_page_and_every_row_once() -> None:
    issues = [
        ListedIssue(f"A-{number}", "东沟村", f"第{number}件：" + "渠道漏水。" * (number % 7 + 1), owner="周江")
        for number in range(1, 201)
    ]
    sheets = lay_out([issue_list(issues, "清水镇", "2026-04-30")])
    assert len(sheets) > 5
    for number, sheet in enumerate(sheets, start=1):
        texts = [mark.text for mark in sheet.texts]
        for heading in ("序号", "问题", "措施", "责任领导", "时限", "备注"):
            assert texts.count(heading) == 1
        assert f"第 {number} 页　共 {len(sheets)} 页" in texts
    whole = squeezed("".join(text_of(sheet) for sheet in sheets))
    assert [whole.count(f"第{number}件") for number in range(1, 201)] == [1] * 200
    assert "共200件" in squeezed(text_of(sheets[0]))
    pdf = pages_of(pdf_of(sheets, "问题清单"))
    assert len(pdf) == len(sheets)
    assert all("责任领导" in page for page in pdf)
    assert sum(page.count("周江") for page in pdf) == 200
    assert "负责人（签字）" in pdf[-1]


def test_rows_of_a_list_stay_whole() -> None:
    rows = [Row((centred(str(number)), value(f"甲{number}" + "字" * 150 + f"乙{number}。"))) for number in range(40)]
    sheets = lay_out([bare(rows, keeps_rows=True)])
    assert len(sheets) > 1
    pages = [squeezed(text_of(sheet)) for sheet in sheets]
    for number in range(40):
        [page] = [page for page in pages if f"甲{number}字" in page]
        assert f"乙{number}。" in page


def test_a_text_of_three_thousand_characters_goes_on_to_the_next_pages() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(3000))
    form = next(form for form in FORMS if form.name == "assignment")
    sheets = lay_out([form.shape(Case({"description": text, "code": "A-1"}))])
    assert len(sheets) > 1
    printed = squeezed("".join(text_of(sheet) for sheet in sheets))
    assert all(character in printed for character in text)
    bottom = 297 * POINTS_PER_MM * UNITS
    assert all(0 < mark.y < bottom for sheet in sheets for mark in sheet.texts)
    assert "办理结果" in squeezed(text_of(sheets[-1]))


@pytest.mark.parametrize("size", [20_000, 32_000])
def test_the_longest_text_a_field_takes_ends(size: int) -> None:
    rows = [Row((label("问题"), prose("水" * size + "完", foot=("签字：",))))]
    sheets = lay_out([bare(rows, keeps_rows=True)])
    printed = "".join(text_of(sheet) for sheet in sheets)
    assert printed.count("水") == size and "完" in printed and printed.count("签字：") == 1


def test_a_foot_higher_than_the_rest_of_the_page_goes_to_the_next() -> None:
    page = Page(top=30, bottom=200)
    rows = (Row((label("意见"), prose("同意" * 10, foot=tuple(f"第{number}行" for number in range(12))))),)
    document = Document("表", "表", Grid(COLUMNS, (Group(rows),)), page=page)
    sheets = lay_out([document])
    assert squeezed("".join(text_of(sheet) for sheet in sheets)).count("行") == 12


def test_a_group_and_its_heading_go_on_over_pages() -> None:
    rows = tuple(Row((centred(str(number)), value("做了一件事")), 12) for number in range(40))
    group = Group(rows, label="工作情况", heading=Row((label("日期"), label("内容"))))
    sheets = lay_out([Document("卡", "卡", Grid(COLUMNS, (group,), label_width=10))])
    assert len(sheets) > 1
    for sheet in sheets:
        texts = [mark.text for mark in sheet.texts]
        assert texts.count("日期") == 1 and [texts.count(character) for character in "作情况"] == [1, 1, 1]


def test_the_signatures_are_never_alone_on_a_page() -> None:
    for count in range(15, 40):
        rows = [Row((centred(str(number)), value("事"))) for number in range(count)]
        document = Document("表", "表", Grid(COLUMNS, (Group(tuple(rows)),)), tail=(Line("签字："), Line("日期：")))
        last = lay_out([document])[-1]
        texts = [mark.text for mark in last.texts]
        assert "签字：" in texts and str(count - 1) in texts


def test_a_form_fills_its_sheet_and_no_more() -> None:
    for form in FORMS:
        [sheet] = lay_out([form.shape(Case({"description": "渠道漏水", "code": "A-1"}))])
        lowest = max(rule.y2 for rule in sheet.rules) / UNITS / POINTS_PER_MM
        assert 255 < lowest < 280, form.name


def test_long_names_stay_within_their_cells() -> None:
    values = {"description": "渠道漏水", "code": "A-1", "lead_unit": LONGEST_VILLAGE, "owner": "欧阳" * 10}
    case = Case(values, office=LONGEST_VILLAGE, village=LONGEST_VILLAGE, town=LONGEST_VILLAGE)
    faces = Faces()
    for form in FORMS:
        for sheet in lay_out([form.shape(case)]):
            right = max(rule.x2 for rule in sheet.rules) + 1
            for mark in sheet.texts:
                width = faces.metrics(mark.face, mark.points).horizontalAdvance(mark.text.rstrip())
                assert mark.x + width <= right, (form.name, mark.text)
    title = lay_out([issue_list([ListedIssue("A-1")], LONGEST_VILLAGE, "2026-04-30")])[0]
    assert LONGEST_VILLAGE[:10] in text_of(title)


def test_days_and_numbers_are_not_broken() -> None:
    texts = [
        mark.text for mark in lay_out([issue_list([ListedIssue(due_on="2026-12-01")], "镇", "2026-04-30")])[0].texts
    ]
    assert "2026-12-01" in texts


def test_rules_meet_at_the_edges() -> None:
    [sheet] = lay_out([bare([Row((label("甲"), value("乙"))), Row((label("丙"), value("丁")))])])
    across = [rule for rule in sheet.rules if rule.y1 == rule.y2]
    down = [rule for rule in sheet.rules if rule.x1 == rule.x2]
    heights, sides = {rule.y1 for rule in across}, {rule.x1 for rule in down}
    assert (len(heights), len(sides)) == (3, 3)
    assert {(rule.x1, rule.x2) for rule in across} == {(min(sides), max(sides))}
    assert {rule.y1 for rule in down} | {rule.y2 for rule in down} == heights


def ink(image: QImage) -> int:
    """How many of the dots looked at are dark."""
    return sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def test_a_picture_shows_letters_and_rules_black_on_white() -> None:
    document = bare([Row((label("问题"), value("渠道漏水")))])
    [sheet] = lay_out([document])
    [empty] = lay_out([bare([Row((label(""), value("")))])])
    shown = picture(sheet, 800, Faces())
    assert (shown.width(), shown.height()) == (800, 1131)
    assert ink(shown) > ink(picture(empty, 800, Faces())) > 100
    assert shown.pixelColor(2, 2).name() == "#ffffff"
    # The rules are one dot wide and quite black, all of them.
    rules = [rule for rule in sheet.rules if rule.y1 == rule.y2]
    scale = 800 / (210 * POINTS_PER_MM * UNITS)
    x = round((rules[0].x1 + 5) * scale)
    column = [shown.pixelColor(x, y).lightness() for y in range(shown.height())]
    assert sum(one < 40 for one in column) == len({round(rule.y1 * scale) for rule in rules})


def test_a_character_no_font_has_is_named() -> None:
    document = bare([Row((label("姓名"), value("王\U000f0123")))])
    made = set_documents([document])
    assert made.undrawable == "\U000f0123"
    assert set_documents([bare([Row((label("姓名"), value("王三，A-1（2026）□■—〔〕")))])]).undrawable == ""


def test_a_pdf_is_a4_and_says_its_title() -> None:
    upright = bare([Row((label("甲"), value("乙")))])
    wide = issue_list([ListedIssue("A-1", description="漏水")], "镇", "2026-04-30")
    told: list[tuple[int, int]] = []
    pdf = pdf_of(lay_out([upright, wide]), "两份", tell=lambda *numbers: told.append(numbers))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    sizes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages]
    assert sizes == [(595, 842), (842, 595)]
    assert reader.metadata is not None and reader.metadata.title == "两份"
    assert told == [(1, 2), (2, 2)]
    with pytest.raises(Refused):
        pdf_of(lay_out([upright]), "一份", cancelled=lambda: True)


def test_every_text_of_a_form_is_in_its_pdf(qapp: QApplication) -> None:
    values = {"description": "东沟渠道漏水", "code": "105201-2026-0007", "measures": "更换涵管", "owner": "周江"}
    for form in FORMS:
        document = form.shape(Case(values, village="东沟村"))
        [page] = pages_of(pdf_of(lay_out([document]), document.title))
        missing = [text for text in texts_of(document) for part in text.split("\n") if squeezed(part) not in page]
        # Letters written downwards come one by one.
        assert [text for text in missing if len(squeezed(text)) > 6] == [], form.name


def test_fonts_are_asked_for_in_the_order_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.ui.printing import faces

    present = frozenset({"FangSong", "仿宋_GB2312", "SimSun", "方正小标宋简体", "SimHei"})
    monkeypatch.setattr(faces, "_present", lambda: present)
    assert faces.families(Face.TEXT)[:3] == ["仿宋_GB2312", "FangSong", "SimSun"]
    assert faces.families(Face.TITLE)[0] == "方正小标宋简体"
    assert not Faces().font(Face.TITLE, 22).bold()
    monkeypatch.setattr(faces, "_present", lambda: present - {"方正小标宋简体"})
    assert Faces().font(Face.TITLE, 22).bold()
    assert not Faces().font(Face.TEXT, 16).bold()
