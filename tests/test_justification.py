"""Japanese lines are flush on both sides, and spread only where they may be: read from the positions of the letters."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
import pytest
from conftest import REPOSITORY

from briefbuilder.house import House
from briefbuilder.pages import Html
from briefbuilder.typeset import CLOSING, OPENING, typeset
from briefbuilder.workers import Press

SIZE, MEASURE = 10.0, 410.0  # pt: 41 letters a line, as the house sets them
TEXT = (
    "日本はNATOのパートナー国であり、加盟国ではない。北大西洋条約の権利と義務は、32か国の加盟国にしか及ばない。"
    "日本が攻撃されても、NATOに日本を守る義務はなく、加盟国が攻撃されても日本に参戦する義務はない（条約第5条）。"
    "協力は、条約ではなく、双方が合意した文書に基づいて行う。現行の文書は、2023年から2026年までを期間とする「国別適合パートナーシップ計画」"
    "（ITPP）である。「約束」、すなわち義務がないことの受け止め方は分かれる……相互防衛を約束していない以上、協力しても専守防衛には反しない、"
    "とみることができる。他方、『協力』の上限を定める条約も、ないため、歯止めは国内の手続――国会の承認など――にしかない、とみることもできる。"
)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    folder = tmp_path_factory.mktemp("press")
    house = House(folder)
    conf = folder / "fonts.conf"
    conf.write_text(house.fonts_conf(folder / "cache"), encoding="utf-8")
    with Press(fonts_conf=conf, families=house.families) as running:
        yield running


Glyph = tuple[str, float, float]  # the letter, its left and its right edge in pt from the text's left edge


def lines(press: Press, *, spread: str = "justify") -> list[list[Glyph]]:
    """Print the text at many indents, and return the letters of each line that is not the last of its paragraph."""
    sheet = (
        f"@page {{ size: 430pt 2000pt; margin: 10pt }} body {{ margin: 0; font: {SIZE}pt/16pt 'Brief Serif JP' }}"
        f"p {{ margin: 0; width: {MEASURE}pt; text-align: {spread} }}"
    ) + House(REPOSITORY).read_style("styles/setting.css").decode().replace("html:lang(ja) :is(p", ":is(x")
    body = "".join(f"<p>{TEXT[start:]}</p>" for start in range(0, 60, 3))
    html = typeset(
        Html(f'<html lang="ja"><head><title>T</title></head><body>{body}</body></html>', ("a.css",), (), "ja")
    )
    pdf = press.print_pdf(html, {"a.css": sheet.encode()})
    assert pdf.messages == ()
    return list(_lines(pdf.data))


def _lines(data: bytes) -> Iterator[list[Glyph]]:
    rows: dict[tuple[int, int], list[Glyph]] = {}
    with pypdfium2.PdfDocument(data) as opened:
        for number, page in enumerate(opened):
            text = page.get_textpage()
            for index in range(text.count_chars()):
                letter = text.get_text_range(index, 1)
                if letter.strip():
                    left, bottom, right, _ = text.get_charbox(index, loose=True)
                    rows.setdefault((number, round(bottom / 4)), []).append((letter, left - 10, right - 10))
    for row in rows.values():
        if not TEXT.endswith("".join(letter for letter, _, _ in row)):  # the last line of a paragraph
            yield sorted(row, key=lambda glyph: glyph[1])


def edge(row: list[Glyph]) -> float:
    """Return where a line ends to the eye: a closing mark has its ink in the left half of its square."""
    letter, left, right = row[-1]
    return left + SIZE / 2 if letter in CLOSING else right


def test_lines_are_flush(press: Press) -> None:
    found = lines(press)
    flush = [row for row in found if abs(edge(row) - MEASURE) < 0.6]
    assert len(found) > 80
    assert len(flush) / len(found) >= 0.98


def test_ragged_setting_shows_that_the_measure_can_fail(press: Press) -> None:
    found = lines(press, spread="left")
    assert len([row for row in found if abs(edge(row) - MEASURE) < 0.6]) / len(found) < 0.6


def test_a_bracket_at_the_head_of_a_line_loses_its_white_half(press: Press) -> None:
    heads = [row[0] for row in lines(press) if row[0][0] in OPENING]
    assert heads
    assert all(left == pytest.approx(-SIZE / 2, abs=0.3) for _, left, _ in heads)


def test_between_japanese_and_latin_stands_a_quarter_of_an_em(press: Press) -> None:
    gaps = [
        (second[1] - first[2]) / SIZE
        for row in lines(press)
        for first, second in pairwise(row)
        if (first[0].isascii() != second[0].isascii()) and not {first[0], second[0]} & (CLOSING | OPENING)
    ]
    assert len(gaps) > 50
    assert sum(0.15 <= gap <= 0.35 for gap in gaps) / len(gaps) >= 0.95


def test_marks_that_touch_are_closed_up(press: Press) -> None:
    marks = CLOSING | OPENING
    pairs = [
        (second[2] - first[1]) / SIZE
        for row in lines(press)
        for first, second in pairwise(row)
        if first[0] in marks and second[0] in marks
    ]
    assert pairs
    assert all(width <= 1.6 for width in pairs)


def test_no_letter_is_far_from_its_neighbour(press: Press) -> None:
    tracking = sorted(
        (second[1] - first[2]) / SIZE
        for row in lines(press)
        for first, second in pairwise(row)
        if not first[0].isascii() and not second[0].isascii() and not {first[0], second[0]} & (CLOSING | OPENING)
    )
    assert tracking[int(len(tracking) * 0.95)] <= 0.06


def test_weasyprint_still_spreads_lines_through_the_function_that_is_replaced() -> None:
    import weasyprint
    from weasyprint.layout import inline

    assert weasyprint.__version__ == "70.0"
    assert "justify_line(context, line, offset)" in inspect.getsource(inline.text_align)
