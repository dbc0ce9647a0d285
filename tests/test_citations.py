"""How a source is printed: a table of Zotero's items and their words in both editions. *…* is italic."""

from __future__ import annotations

from typing import Any

import pytest
from drafts import everything

from briefbuilder import citations
from briefbuilder.library import Bilingual, Reference

ACCESSED = {"ja": "{}閲覧", "en": "accessed {}"}
ARCHIVED = {"ja": "保存版：{}", "en": "archived: {}"}


def person(family: str, given: str) -> dict[str, str]:
    return {"family": family, "given": given}


def reference(
    item: dict[str, Any], *, title: dict[str, str] | None = None, short: Bilingual | None = None, archived: str = ""
) -> Reference:
    return Reference(item.get("id", "some"), item, "", title or {}, short, archived, "public", None)


def note(source: Reference, language: str, locator: str = "", *, anonymous: bool = False) -> str:
    return everything(citations.note(source, language=language, locator=locator, anonymous=anonymous))


def entry(source: Reference, language: str) -> str:
    labels = {"accessed_label": ACCESSED[language], "archived_label": ARCHIVED[language]}
    return everything(citations.entry(source, language=language, **labels))


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
        ("第3章", "第3章", "第3章"),  # other places stay as they are written
        ("chap. 3", "chap. 3", "chap. 3"),
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
