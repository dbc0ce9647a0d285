"""Japanese lines are flush on both sides, and spread only where they may be: read from the positions of the letters."""

from __future__ import annotations

import inspect
import re

import pypdfium2
import pytest
from conftest import REPOSITORY

from briefbuilder.house import House
from briefbuilder.pages import Html
from briefbuilder.proof.japanese import GOALS, Setting, measure
from briefbuilder.proof.lines import paragraphs
from briefbuilder.proof.sheets import read_sheaf
from briefbuilder.typeset import typeset
from briefbuilder.workers import Press

SIZE, MEASURE = 10.0, 410.0  # pt: 41 letters a line, as the house sets them
TEXT = (
    "日本はNATOのパートナー国であり、加盟国ではない。北大西洋条約の権利と義務は、32か国の加盟国にしか及ばない。"
    "日本が攻撃されても、NATOに日本を守る義務はなく、加盟国が攻撃されても日本に参戦する義務はない（条約第5条）。"
    "協力は、条約ではなく、双方が合意した文書に基づいて行う。現行の文書は、2023年から2026年までを期間とする「国別適合パートナーシップ計画」"
    "（ITPP）である。「約束」、すなわち義務がないことの受け止め方は分かれる……相互防衛を約束していない以上、協力しても専守防衛には反しない、"
    "とみることができる。他方、『協力』の上限を定める条約も、ないため、歯止めは国内の手続――国会の承認など――にしかない、とみることもできる。"
)


def setting(press: Press, *, style: str = "", is_typeset: bool = True) -> Setting:
    """Print the text at many indents, and return how it is set."""
    sheet = (
        f"@page {{ size: 430pt 2000pt; margin: 10pt }} body {{ margin: 0; font: {SIZE}pt/16pt 'Brief Serif JP' }}"
        f"p {{ margin: 0; width: {MEASURE}pt; text-align: justify; {style} }}"
    ) + House(REPOSITORY).read_style("styles/setting.css").decode().replace("html:lang(ja) :is(p", ":is(x")
    body = "".join(f"<p>{TEXT[start:]}</p>" for start in range(0, 60, 3))
    html = Html(f'<html lang="ja"><head><title>T</title></head><body>{body}</body></html>', ("a.css",), (), "ja")
    pdf = press.print_pdf(typeset(html) if is_typeset else html, {"a.css": sheet.encode()})
    assert pdf.messages == ()
    return measure(paragraph for page in read_sheaf(pdf.data).sheets for paragraph in paragraphs(page))


@pytest.fixture(scope="module")
def good(press: Press) -> Setting:
    return setting(press)


def test_the_lines_are_read_as_they_were_set(good: Setting) -> None:
    assert good.size == SIZE
    assert good.measure == pytest.approx(MEASURE / SIZE, abs=0.1)
    assert good.flush.all > 80


@pytest.mark.parametrize("name", ["gaps", "pairs", "flush", "heads", "ends"])
def test_what_is_set_in_japanese_reaches_its_goal(good: Setting, name: str) -> None:
    tally = getattr(good, name)
    assert tally.all >= 5
    assert tally.share >= GOALS[name], tally.bad


def test_no_letter_is_far_from_its_neighbour(good: Setting) -> None:
    assert len(good.tracking) > 2000
    assert good.tracked(0.95) <= GOALS["tracking"]


def test_no_line_begins_or_ends_with_a_mark_that_may_not_stand_there(good: Setting) -> None:
    assert good.kinsoku == []
    assert good.lone == []


@pytest.fixture(scope="module")
def plain(press: Press) -> Setting:
    return setting(press, is_typeset=False, style="text-align: left")


@pytest.mark.parametrize("name", ["gaps", "pairs", "flush", "heads", "ends"])
def test_each_share_is_missed_by_what_weasyprint_sets_by_itself(plain: Setting, name: str) -> None:
    tally = getattr(plain, name)
    assert tally.all
    assert tally.share < 0.6
    page, words = tally.bad[0]
    assert page == 1
    assert words


def test_spread_letters_are_told(press: Press) -> None:
    assert setting(press, style="letter-spacing: .1em").tracked(0.95) > 0.09


def test_long_latin_words_are_hyphenated_in_their_language_and_found_again_whole(press: Press) -> None:
    sheet = f"@page {{ size: 430pt 3000pt }} body {{ font: {SIZE}pt/16pt 'Brief Serif JP' }} p {{ width: 200pt }}"
    phrase = "Individually Tailored Partnership Programme"
    body = "".join(f"<p>{'雪' * start}日本と北大西洋条約機構の{phrase}は四年間である。</p>" for start in range(12))
    html = typeset(Html(f'<html lang="ja"><head><title>T</title></head><body>{body}</body></html>', ("a",), (), "ja"))
    style = sheet + House(REPOSITORY).read_style("styles/setting.css").decode()
    pdf = press.print_pdf(html, {"a": style.encode()})
    assert pdf.messages == ()
    with pypdfium2.PdfDocument(pdf.data) as opened:
        text = "".join(page.get_textpage().get_text_range() for page in opened)
    hyphens = re.compile("(?:-|[\x02\ufffe])\\s*")  # PDFium has a sign of its own for one at the end of a line
    assert len(hyphens.findall(text)) >= 6
    assert re.sub(r"\s", "", hyphens.sub("", text)).count(phrase.replace(" ", "")) == 12


def test_a_number_at_the_head_of_an_inline_box_and_the_call_of_a_note_are_not_torn(press: Press) -> None:
    note = '<span class="note" data-note="128">雪。</span>'
    words = [f"{'雪' * start}。<span>2007年1月に</span>雪が降った{note}。" for start in range(40)]
    inline = '<p style="display: inline">'  # as in a glance, where the head of a part stands in its first line
    boxes = [f'<div style="width: {width}px">{inline}{text}</p></div>' for width in (203, 208) for text in words]
    body = "".join(boxes)
    names = ("themes/standard.css", "papers/a4.css", "styles/page.css", "styles/text.css", "styles/notes.css")
    sheets = {name: House(REPOSITORY).read_style(name) for name in (*names, "styles/setting.css")}
    page = f'<html lang="ja"><head><title>T</title></head><body>{body}</body></html>'
    pdf = press.print_pdf(typeset(Html(page, tuple(sheets), (), "ja")), sheets)
    with pypdfium2.PdfDocument(pdf.data) as opened:
        text = "".join(sheet.get_textpage().get_text_range() for sheet in opened)
    assert text.count("2007") == len(words) * 2
    assert text.count("128") == len(words) * 4  # at its call and at the foot


def test_weasyprint_still_spreads_lines_through_the_function_that_is_replaced() -> None:
    import weasyprint
    from weasyprint.layout import inline

    assert weasyprint.__version__ == "70.0"
    assert "justify_line(context, line, offset)" in inspect.getsource(inline.text_align)
