"""How a source is printed: a table of Zotero's items and their words in both editions. *…* is italic."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import REPOSITORY
from drafts import everything
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder import citations
from briefbuilder.catalogues import read_catalogue
from briefbuilder.dates import PartialDate
from briefbuilder.library import Bilingual, Reference
from briefbuilder.tree import Element

WORDS = {language: read_catalogue(REPOSITORY / "locales", language) for language in ("ja", "en")}


def person(family: str, given: str) -> dict[str, str]:
    return {"family": family, "given": given}


def reference(
    item: dict[str, Any],
    *,
    title: dict[str, str] | None = None,
    short: Bilingual | None = None,
    archived: str = "",
    archived_on: str = "",
    yomi: str = "",
) -> Reference:
    when = PartialDate.parse(archived_on) if archived_on else None
    return Reference(item.get("id", "some"), item, "", title or {}, short, archived, when, yomi, "public", None)


def note(source: Reference, language: str, locator: str = "", *, anonymous: bool = False) -> str:
    return everything(citations.note(source, language=language, locator=locator, anonymous=anonymous))


def entry(source: Reference, language: str) -> str:
    def say(words: str) -> str:
        return WORDS[language].pgettext("page", words)

    return everything(citations.entry(source, language=language, say=say))


def again(source: Reference, language: str, locator: str = "") -> str:
    return everything(citations.again(source, language=language, locator=locator, first=3))


def on(*parts: int) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


TANAKA = person("田中", "花子")
BOOK = {
    "type": "book",
    "title": "給食のある町",
    "author": [TANAKA],
    "publisher": "みどり書房",
    "issued": on(2019),
    "language": "ja",
}
ALMANAC = {
    "type": "book",
    "title": "An Almanac of Rain",
    "author": [person("Wells", "Ada")],
    "publisher": "Cloud Press",
    "issued": on(2024),
    "language": "en",
}
# what it is: item, translated titles, printed in the Japanese edition, printed in the English edition
TABLE: dict[str, tuple[dict[str, Any], dict[str, str], str, str]] = {
    "Japanese book": (
        BOOK,
        {"en": "A Town with School Meals"},
        "田中花子『給食のある町』（みどり書房）、2019年。",
        "田中花子『給食のある町』（みどり書房）、2019年 (A Town with School Meals).",
    ),
    "Japanese article, two authors, volume, number, pages, brackets inside the title": (
        {
            "type": "article-journal",
            "title": "給食費はなぜ「据え置き」だったのか",
            "author": [person("鈴木", "一郎"), person("佐藤", "桜")],
            "container-title": "架空地域政策研究",
            "volume": "12",
            "issue": "3",
            "page": "45-62",
            "issued": on(2023, 6),
            "language": "ja-JP",
        },
        {"en": "Why were meal charges ‘frozen’?"},
        "鈴木一郎・佐藤桜「給食費はなぜ『据え置き』だったのか」『架空地域政策研究』第12巻第3号、2023年6月、45～62頁。",
        "鈴木一郎・佐藤桜「給食費はなぜ『据え置き』だったのか」『架空地域政策研究』第12巻第3号、2023年6月、45～62頁"
        " (Why were meal charges ‘frozen’?).",
    ),
    "Japanese, four authors": (
        {
            **BOOK,
            "author": [TANAKA, person("山田", "若葉"), person("鈴木", "一郎"), person("佐藤", "桜")],
        },
        {},
        "田中花子・山田若葉・鈴木一郎ほか『給食のある町』（みどり書房）、2019年。",
        "田中花子・山田若葉・鈴木一郎ほか『給食のある町』（みどり書房）、2019年。",
    ),
    "Japanese, foreign authors": (
        {**BOOK, "author": [person("ルッテ", "マルク"), person("Wells", "Ada"), TANAKA]},
        {},
        "マルク・ルッテ・Ada Wells・田中花子『給食のある町』（みどり書房）、2019年。",
        "マルク・ルッテ・Ada Wells・田中花子『給食のある町』（みどり書房）、2019年。",
    ),
    "Japanese newspaper, no author": (
        {
            "type": "article-newspaper",
            "title": "給食無償化、2,104人が署名",
            "container-title": "みどり日日新聞",
            "page": "3",
            "issued": on(2026, 3, 20),
            "language": "ja",
        },
        {"en": "2,104 sign for free school meals"},
        "「給食無償化、2,104人が署名」『みどり日日新聞』、2026年3月20日、3頁。",
        "「給食無償化、2,104人が署名」『みどり日日新聞』、2026年3月20日、3頁 (2,104 sign for free school meals).",
    ),
    "Japanese institution that publishes itself, with a number in words": (
        {
            "type": "report",
            "title": "学校給食の現状と費用",
            "author": [{"literal": "みどり町教育委員会"}],
            "publisher": "みどり町教育委員会",
            "number": "資料第4号",
            "issued": on(2026, 2),
            "language": "ja",
        },
        {},
        "みどり町教育委員会『学校給食の現状と費用』資料第4号、2026年2月。",
        "みどり町教育委員会『学校給食の現状と費用』資料第4号、2026年2月。",
    ),
    "English book": (
        ALMANAC,
        {"ja": "雨の暦"},
        "Ada Wells, *An Almanac of Rain*, Cloud Press, 2024（雨の暦）。",
        "Ada Wells, *An Almanac of Rain*, Cloud Press, 2024.",
    ),
    "English, two authors": (
        {**ALMANAC, "author": [person("Wells", "Ada"), person("Okafor", "Daniel")]},
        {},
        "Ada Wells and Daniel Okafor, *An Almanac of Rain*, Cloud Press, 2024.",
        "Ada Wells and Daniel Okafor, *An Almanac of Rain*, Cloud Press, 2024.",
    ),
    "English, three authors": (
        {**ALMANAC, "author": [person("Wells", "Ada"), person("Okafor", "Daniel"), person("Moreau", "Paul")]},
        {},
        "Ada Wells, Daniel Okafor and Paul Moreau, *An Almanac of Rain*, Cloud Press, 2024.",
        "Ada Wells, Daniel Okafor and Paul Moreau, *An Almanac of Rain*, Cloud Press, 2024.",
    ),
    "English article, four authors, volume, number, pages": (
        {
            "type": "article-journal",
            "title": "Does a free lunch reach those who need it?",
            "author": [
                person("Hartley", "Rose"),
                person("Okafor", "Daniel"),
                person("Lindqvist", "Eva"),
                person("Moreau", "Paul"),
            ],
            "container-title": "Journal of Fictional Social Policy",
            "volume": "8",
            "issue": "2",
            "page": "101-118",
            "issued": on(2021, 4),
            "language": "en",
        },
        {"ja": "無償の昼食は必要な子に届くか"},
        "Rose Hartley et al., ‘Does a free lunch reach those who need it?’, *Journal of Fictional Social Policy*, "
        "vol. 8, no. 2, April 2021, pp. 101–118（無償の昼食は必要な子に届くか）。",
        "Rose Hartley et al., ‘Does a free lunch reach those who need it?’, *Journal of Fictional Social Policy*, "
        "vol. 8, no. 2, April 2021, pp. 101–118.",
    ),
    "English newspaper, no author": (
        {
            "type": "article-newspaper",
            "title": "Rain stops play",
            "container-title": "The Hill Times",
            "page": "3",
            "issued": on(2026, 3, 20),
            "language": "en-GB",
        },
        {"ja": "雨で中止"},
        "‘Rain stops play’, *The Hill Times*, 20 March 2026, p. 3（雨で中止）。",
        "‘Rain stops play’, *The Hill Times*, 20 March 2026, p. 3.",
    ),
    "English institution that publishes itself": (
        {
            "type": "report",
            "title": "Feeding Every Child",
            "author": [{"literal": "Institute for Imagined Towns"}],
            "publisher": "Institute for Imagined Towns",
            "number": "Report 7",
            "issued": on(2022, 11),
            "language": "en",
        },
        {},
        "Institute for Imagined Towns, *Feeding Every Child*, Report 7, November 2022.",
        "Institute for Imagined Towns, *Feeding Every Child*, Report 7, November 2022.",
    ),
    "English title with quotation marks and an apostrophe": (
        {"type": "article", "title": "The town’s ‘frozen’ charges", "language": "en"},
        {},
        "‘The town’s “frozen” charges’.",
        "‘The town’s “frozen” charges’.",
    ),
    "English name with a particle": (
        {**ALMANAC, "author": [{"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}]},
        {},
        "Vincent van Gogh, *An Almanac of Rain*, Cloud Press, 2024.",
        "Vincent van Gogh, *An Almanac of Rain*, Cloud Press, 2024.",
    ),
    "Any other language, or none named: the English form": (
        {"type": "webpage", "title": "Pluie", "issued": {"raw": "2025-11"}, "language": "fr"},
        {"ja": "雨", "en": "Rain"},
        "‘Pluie’, November 2025（雨）。",
        "‘Pluie’, November 2025.",
    ),
    "No author, no publisher, no date": (
        {"type": "book", "title": "Rain"},
        {},
        "*Rain*.",
        "*Rain*.",
    ),
    "Japanese chapter in an edited book": (
        {
            "type": "chapter",
            "title": "給食の費用",
            "author": [TANAKA],
            "container-title": "学校の経済",
            "editor": [person("山田", "若葉"), person("鈴木", "一郎")],
            "publisher": "みどり書房",
            "publisher-place": "京都",
            "issued": on(2021),
            "page": "10-31",
            "language": "ja",
        },
        {},
        "田中花子「給食の費用」山田若葉・鈴木一郎編『学校の経済』（京都：みどり書房）、2021年、10～31頁。",
        "田中花子「給食の費用」山田若葉・鈴木一郎編『学校の経済』（京都：みどり書房）、2021年、10～31頁。",
    ),
    "English chapter in an edited book": (
        {
            "type": "chapter",
            "title": "What meals cost",
            "author": [person("Wells", "Ada")],
            "container-title": "On Money",
            "editor": [person("Okafor", "Daniel")],
            "publisher": "Cloud Press",
            "publisher-place": "Leeds",
            "issued": on(2021),
            "page": "10-31",
            "language": "en",
        },
        {},
        "Ada Wells, ‘What meals cost’, in Daniel Okafor (ed.), *On Money*, Leeds: Cloud Press, 2021, pp. 10–31.",
        "Ada Wells, ‘What meals cost’, in Daniel Okafor (ed.), *On Money*, Leeds: Cloud Press, 2021, pp. 10–31.",
    ),
    "Japanese book known by its editor, translated, second edition": (
        {
            "type": "book",
            "title": "雨の暦",
            "editor": [TANAKA],
            "translator": [person("山田", "若葉")],
            "edition": "2",
            "publisher": "みどり書房",
            "issued": on(2020),
            "language": "ja",
        },
        {},
        "田中花子編『雨の暦』第2版、山田若葉訳（みどり書房）、2020年。",
        "田中花子編『雨の暦』第2版、山田若葉訳（みどり書房）、2020年。",
    ),
    "English book known by its editors, translated, second edition": (
        {
            **ALMANAC,
            "author": [],
            "editor": [person("Wells", "Ada"), person("Okafor", "Daniel")],
            "translator": [person("Moreau", "Paul")],
            "edition": "2",
        },
        {},
        "Ada Wells and Daniel Okafor (eds), *An Almanac of Rain*, trans. Paul Moreau, 2nd edn, Cloud Press, 2024.",
        "Ada Wells and Daniel Okafor (eds), *An Almanac of Rain*, trans. Paul Moreau, 2nd edn, Cloud Press, 2024.",
    ),
    "Japanese law, by its number": (
        {
            "type": "legislation",
            "title": "学校給食法",
            "number": "昭和29年法律第160号",
            "issued": on(1954, 6, 3),
            "language": "ja",
        },
        {"en": "School Meals Act"},
        "学校給食法（昭和29年法律第160号）。",
        "学校給食法（昭和29年法律第160号） (School Meals Act).",
    ),
    "Treaty": (
        {
            "type": "treaty",
            "title": "Convention on Rain",
            "publisher": "Union of Hills",
            "issued": on(1949, 4, 4),
            "language": "en",
        },
        {"ja": "雨に関する条約"},
        "Convention on Rain, Union of Hills, 4 April 1949（雨に関する条約）。",
        "Convention on Rain, Union of Hills, 4 April 1949.",
    ),
    "Japanese speech": (
        {
            "type": "speech",
            "title": "町議会における演説",
            "author": [TANAKA],
            "event-title": "定例会",
            "publisher": "みどり町",
            "issued": on(2026, 3, 2),
            "language": "ja",
        },
        {},
        "田中花子「町議会における演説」（定例会、みどり町）、2026年3月2日。",
        "田中花子「町議会における演説」（定例会、みどり町）、2026年3月2日。",
    ),
    "English speech": (
        {
            "type": "speech",
            "title": "Rain and reason",
            "author": [person("Wells", "Ada")],
            "genre": "Speech",
            "event-title": "Rain Forum",
            "event-place": "Leeds",
            "issued": on(2026, 3, 2),
            "language": "en",
        },
        {},
        "Ada Wells, ‘Rain and reason’, Speech, Rain Forum, Leeds, 2 March 2026.",
        "Ada Wells, ‘Rain and reason’, Speech, Rain Forum, Leeds, 2 March 2026.",
    ),
    "Japanese press release: no author, so its publisher": (
        {
            "type": "webpage",
            "genre": "報道発表",
            "title": "給食費の改定について",
            "publisher": "みどり町",
            "issued": on(2026, 9),
            "language": "ja",
        },
        {"en": "New meal charges"},
        "みどり町「給食費の改定について」（報道発表）、2026年9月。",
        "みどり町「給食費の改定について」（報道発表）、2026年9月 (New meal charges).",
    ),
    "English press release, with a number": (
        {
            "type": "report",
            "genre": "Press release",
            "number": "12",
            "title": "Rain expected",
            "publisher": "Cloud Office",
            "issued": on(2026, 9, 3),
            "language": "en",
        },
        {},
        "Cloud Office, *Rain expected*, Press release 12, 3 September 2026.",
        "Cloud Office, *Rain expected*, Press release 12, 3 September 2026.",
    ),
    "News agency’s report in a newspaper": (
        {
            "type": "article-newspaper",
            "title": "Rain again",
            "container-title": "The Hill Times",
            "publisher": "Cloud News",
            "issued": on(2026, 3, 20),
            "language": "en",
        },
        {},
        "Cloud News, ‘Rain again’, *The Hill Times*, 20 March 2026.",
        "Cloud News, ‘Rain again’, *The Hill Times*, 20 March 2026.",
    ),
    "Japanese morning paper": (
        {
            "type": "article-newspaper",
            "title": "雨",
            "container-title": "みどり日日新聞",
            "edition": "朝刊",
            "page": "3",
            "issued": on(2026, 3, 20),
            "language": "ja",
        },
        {},
        "「雨」『みどり日日新聞』、2026年3月20日朝刊、3頁。",
        "「雨」『みどり日日新聞』、2026年3月20日朝刊、3頁。",
    ),
    "Weblog": (
        {
            "type": "post-weblog",
            "title": "Wet feet",
            "author": [person("Wells", "Ada")],
            "container-title": "Hill Notes",
            "issued": on(2025, 11, 2),
            "language": "en",
        },
        {"ja": "濡れた足"},
        "Ada Wells, ‘Wet feet’, *Hill Notes*, 2 November 2025（濡れた足）。",
        "Ada Wells, ‘Wet feet’, *Hill Notes*, 2 November 2025.",
    ),
    "Years from one to another": (
        {**ALMANAC, "issued": {"date-parts": [[2019], [2021]]}},
        {},
        "Ada Wells, *An Almanac of Rain*, Cloud Press, 2019–2021.",
        "Ada Wells, *An Almanac of Rain*, Cloud Press, 2019–2021.",
    ),
    "A date in words that no calendar knows is left out": (
        {**ALMANAC, "issued": {"raw": "spring 2024"}},
        {},
        "Ada Wells, *An Almanac of Rain*, Cloud Press.",
        "Ada Wells, *An Almanac of Rain*, Cloud Press.",
    ),
    "A month that no calendar knows leaves the date out": (
        {**ALMANAC, "issued": on(2024, 13)},
        {},
        "Ada Wells, *An Almanac of Rain*, Cloud Press.",
        "Ada Wells, *An Almanac of Rain*, Cloud Press.",
    ),
}


@pytest.mark.parametrize("item, title, in_japanese, in_english", TABLE.values(), ids=TABLE)
def test_a_source_keeps_the_form_of_its_own_language_in_either_edition(
    item: dict[str, Any], title: dict[str, str], in_japanese: str, in_english: str
) -> None:
    source = reference(item, title=title)
    assert note(source, "ja") == in_japanese
    assert note(source, "en") == in_english
    assert entry(source, "ja") == in_japanese  # without an address an entry says what the note says
    assert entry(source, "en") == in_english


def test_a_page_on_the_web_has_its_address_the_day_of_access_and_the_archived_copy_in_the_list_only() -> None:
    page = reference(
        {
            "type": "webpage",
            "title": "みどり町の学校給食",
            "author": [{"literal": "みどり町教育委員会"}],
            "URL": "https://midori.example/kyushoku",
            "accessed": on(2026, 9, 30),
            "issued": on(2026, 9, 1),
            "language": "ja",
        },
        title={"en": "School meals in Midori"},
        archived="https://archive.example/1",
    )
    assert entry(page, "ja") == (
        "みどり町教育委員会「みどり町の学校給食」、2026年9月1日。 https://midori.example/kyushoku"
        "（2026年9月30日閲覧）（保存版：https://archive.example/1）"
    )
    assert entry(page, "en") == (
        "みどり町教育委員会「みどり町の学校給食」、2026年9月1日 (School meals in Midori). "
        "https://midori.example/kyushoku (accessed 30 September 2026) (archived: https://archive.example/1)"
    )
    assert note(page, "ja") == "みどり町教育委員会「みどり町の学校給食」、2026年9月1日。"


@pytest.mark.parametrize(
    "archived, on_the, in_japanese, in_english",
    [
        (
            "https://archive.example/1",
            "2026-09-30",
            "（2026年9月30日保存：https://archive.example/1）",
            " (archived 30 September 2026: https://archive.example/1)",
        ),
        (
            "https://archive.example/1",
            "",
            "（保存版：https://archive.example/1）",
            " (archived: https://archive.example/1)",
        ),
        (
            "国立国会図書館WARP",
            "2026-09",
            "（2026年9月保存：国立国会図書館WARP）",
            " (archived September 2026: 国立国会図書館WARP)",
        ),
    ],
)
def test_the_archived_copy_is_given_with_its_day(archived: str, on_the: str, in_japanese: str, in_english: str) -> None:
    source = reference(ALMANAC, archived=archived, archived_on=on_the)
    assert entry(source, "ja") == note(source, "ja") + in_japanese
    assert entry(source, "en") == note(source, "en") + in_english
    links = [node.get("href") for node in citations.entry(source, language="en", say=str) if isinstance(node, Element)]
    assert [link for link in links if link] == ([archived] if archived.startswith("https") else [])


def test_a_doi_is_an_address() -> None:
    assert entry(reference({**ALMANAC, "DOI": "10.1000/rain.1"}), "en").endswith(" https://doi.org/10.1000/rain.1")
    assert entry(reference({**ALMANAC, "DOI": "rain"}), "en") == note(reference(ALMANAC), "en")


def test_the_authors_words_follow_the_place() -> None:
    book, almanac = reference(BOOK), reference(ALMANAC)
    assert note(almanac, "en", "p. 3, and elsewhere").endswith("2024, p. 3, and elsewhere.")
    assert note(almanac, "en", "p. 3 and elsewhere.").endswith("2024, p. 3 and elsewhere.")
    assert note(book, "ja", "3頁、特に表").endswith("2019年、3頁、特に表。")
    assert again(book, "ja", "3頁、特に表") == "田中花子・前掲注（3）、3頁、特に表。"
    assert again(almanac, "en", "and elsewhere") == "Ada Wells, note 3 above, and elsewhere."


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "midori.example"])
def test_an_address_that_is_not_of_the_web_is_no_link(address: str) -> None:
    source = reference({**ALMANAC, "URL": address})
    assert entry(source, "en") == note(source, "en")


@pytest.mark.parametrize(
    "locator, in_japanese, in_english",
    [
        ("p. 12", "12頁", "p. 12"),
        ("12頁", "12頁", "p. 12"),
        ("12", "12頁", "p. 12"),
        ("pp. 12-14", "12～14頁", "pp. 12–14"),
        ("12～14頁", "12～14頁", "pp. 12–14"),
        ("12、14頁", "12、14頁", "pp. 12, 14"),
        ("pp. 12, 14", "12、14頁", "pp. 12, 14"),
        ("第3章", "第3章", "chap. 3"),
        ("art. 5(2), fig. 1", "第5条第2項、図1", "art. 5, para. 2, fig. 1"),
    ],
)
def test_a_place_is_named_as_the_edition_names_it(locator: str, in_japanese: str, in_english: str) -> None:
    assert note(reference(BOOK), "ja", locator).endswith(f"2019年、{in_japanese}。")
    assert note(reference(BOOK), "en", locator).endswith(f"2019年、{in_english}。")
    assert note(reference(ALMANAC), "ja", locator).endswith(f"2024, {in_japanese}.")
    assert note(reference(ALMANAC), "en", locator).endswith(f"2024, {in_english}.")
    assert again(reference(ALMANAC), "ja", locator) == f"Ada Wells・前掲注（3）、{in_japanese}。"
    assert again(reference(ALMANAC), "en", locator) == f"Ada Wells, note 3 above, {in_english}."


def test_the_place_cited_stands_for_the_pages_of_the_whole_article() -> None:
    article = reference({**ALMANAC, "type": "article-journal", "page": "101-118"})
    assert note(article, "en").endswith("2024, pp. 101–118.")
    assert note(article, "en", "p. 110").endswith("2024, p. 110.")


def test_an_author_named_in_the_text_is_not_named_again() -> None:
    assert note(reference(BOOK), "ja", anonymous=True) == "『給食のある町』（みどり書房）、2019年。"
    assert note(reference(ALMANAC), "en", "p. 3", anonymous=True) == "*An Almanac of Rain*, Cloud Press, 2024, p. 3."


@pytest.mark.parametrize(
    "source, in_japanese, in_english",
    [
        (reference(BOOK), "田中花子・前掲注（3）。", "田中花子, note 3 above."),
        (
            reference(BOOK, short=Bilingual("田中", "Tanaka")),
            "田中・前掲注（3）。",
            "Tanaka, note 3 above.",
        ),
        (
            reference({"type": "article-newspaper", "title": "雨", "container-title": "日日新聞", "language": "ja"}),
            "日日新聞・前掲注（3）。",
            "日日新聞, note 3 above.",
        ),
        (
            reference({"type": "webpage", "title": "雨の日", "language": "ja"}, title={"en": "A rainy day"}),
            "「雨の日」・前掲注（3）。",
            "‘A rainy day’, note 3 above.",
        ),
        (
            reference({"type": "webpage", "title": "A Very Long Title", "title-short": "Long", "language": "en"}),
            "‘Long’・前掲注（3）。",
            "‘Long’, note 3 above.",
        ),
    ],
    ids=["its author", "its short name", "its newspaper", "its translated title", "its short title"],
)
def test_a_later_note_calls_a_source_by(source: Reference, in_japanese: str, in_english: str) -> None:
    assert again(source, "ja") == in_japanese
    assert again(source, "en") == in_english


def test_sources_are_listed_in_the_language_of_the_edition_first_then_by_author() -> None:
    sources = [
        reference({**ALMANAC, "id": "wells"}),
        reference({**ALMANAC, "id": "adams", "author": [person("Adams", "abe")]}),
        reference({**BOOK, "id": "yamada", "author": [person("山田", "若葉")], "author-yomi": "やまだ わかば"}),
        reference({**BOOK, "id": "tanaka", "author-yomi": "たなか はなこ"}),
    ]

    def order(language: str) -> list[str]:
        return [source.id for source in sorted(sources, key=lambda one: citations.sort_key(one, language))]

    assert order("ja") == ["tanaka", "yamada", "adams", "wells"]
    assert order("en") == ["adams", "wells", "tanaka", "yamada"]


def test_japanese_sources_are_listed_by_their_reading_and_english_titles_without_their_article() -> None:
    bare = {"type": "webpage", "language": "en"}
    sources = [
        reference({**BOOK, "id": "akita", "author": [{"literal": "秋田町"}]}, yomi="アキタちょう"),
        reference({**BOOK, "id": "kawa", "author": [{"literal": "川の会"}]}, yomi="かわのかい"),
        reference({**BOOK, "id": "office", "author": [], "publisher": "雨庁"}, yomi="あめちょう"),
        reference({**bare, "id": "the-hill", "title": "The hill"}),
        reference({**bare, "id": "ice", "title": "Ice"}),
        reference({**bare, "id": "gale", "title": "A gale"}),
    ]
    ordered = sorted(sources, key=lambda one: citations.sort_key(one, "ja"))
    assert [source.id for source in ordered] == ["akita", "office", "kawa", "gale", "the-hill", "ice"]


def test_readings_are_listed_in_the_order_of_the_kana() -> None:
    ordered = [
        "あべ",
        "えーえふぴー",
        "えーぴー",
        "えぬえいちけい",
        "エン",
        "がいむ",
        "かんじ",
        "キョウ",
        "きよく",
        "ロイター",
        "ろん",
    ]
    sources = [reference({**BOOK, "id": yomi}, yomi=yomi) for yomi in sorted(ordered)]
    assert [one.id for one in sorted(sources, key=lambda one: citations.sort_key(one, "ja"))] == ordered


def test_a_reading_may_stand_in_the_field_extra_of_zotero() -> None:
    extra = reference({**BOOK, "id": "extra", "note": "tex: 1\nauthor-yomi: あべ"})
    overlay = reference({**BOOK, "id": "overlay", "note": "author-yomi: わに"}, yomi="いぬ")
    assert [one.id for one in sorted([overlay, extra], key=lambda one: citations.sort_key(one, "ja"))] == [
        "extra",
        "overlay",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    *("type", "title", "container-title", "publisher", "publisher-place", "volume", "issue", "number", "page"),
    *("edition", "genre", "event-title", "URL", "DOI", "language", "title-short", "note", "author-yomi"),
]
DATES = JSON | st.fixed_dictionaries({"date-parts": JSON}) | st.fixed_dictionaries({"raw": JSON})


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), DATES, DATES, st.sampled_from(["ja", "en"]))
def test_whatever_an_export_holds_is_printed_or_left_out(
    item: dict[str, Any], one: Any, two: Any, language: str
) -> None:
    source = reference({**item, "id": "some", "issued": one, "accessed": two})
    entry(source, language)
    again(source, language, "p. 3")
    citations.sort_key(source, language)
