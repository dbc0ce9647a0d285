"""Nothing above its readers' clearance stands anywhere in a PDF, and whatever does is found, wherever it hides."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from conftest import Project
from drafts import draft
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.house import House
from briefbuilder.inspect import inspect
from briefbuilder.library import Look
from briefbuilder.proof.expected import normal
from briefbuilder.proof.secrecy import Leak, Thing, Withheld, leaks, runs, withheld
from briefbuilder.read import read
from briefbuilder.sources import Folder
from briefbuilder.workers import Press

FLOOD = "content/modules/weather/flood-plan"
ENGLISH = "If the upper dam fails, the mayor will close the eastern bridge before midnight."
JAPANESE = "上流の堰が切れたときは、町長が真夜中までに東の橋を閉じる。"
PLAN = Thing("module", "flood-plan", "restricted")


@pytest.fixture
def guarded(minimal: Project) -> Project:
    """The smallest project with a restricted module that its brief names."""
    minimal.write(
        f"{FLOOD}/module.yaml",
        "title: {ja: 洪水時の橋の扱いについて, en: What becomes of the bridge}\n"
        "line: {ja: 橋は閉じる。, en: The bridge is closed.}\n"
        "kind: background\ntopics: [weather]\nhandling: restricted\nfor: {readers: core, staff: core}\nlead: ja\n"
        "reviewed: 2026-11-20\n",
    )
    minimal.write(f"{FLOOD}/ja.md", f"{JAPANESE}雨の日は{{fact:rainy-days}}あった。\n")
    minimal.write(f"{FLOOD}/en.md", f"{ENGLISH} There were {{fact:rainy-days}}.\n")
    minimal.edit("briefs/umbrellas.yaml", "- modules: [rain]", "- modules: [rain]\n  - modules: [flood-plan]")
    return minimal


def secret_of(project: Project, clearance: str = "public") -> Withheld:
    return withheld(read(Folder(project.root))[0], clearance)


def found_in(press: Press, project: Project, language: str = "en") -> list[Leak]:
    """Print the edition for the public and search it."""
    made = draft(project, "umbrellas", "readers", language)
    pdf = press.print_pdf(made.html, made.assets)
    return list(leaks(pdf.data, secret_of(project)))


def restyle(project: Project, template: str, old: str, new: str) -> None:
    """Change a template of the house in the project's own folder."""
    house = (House(project.root).root / "templates" / template).read_text("utf-8")
    assert old in house
    project.write(f"templates/{template}", house.replace(old, new))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_restricted_module_is_nowhere_in_the_edition_for_the_public(
    press: Press, guarded: Project, language: str
) -> None:
    assert found_in(press, guarded, language) == []


def test_what_is_withheld_is_all_above_the_clearance(guarded: Project) -> None:
    assert secret_of(guarded).things == (PLAN,)
    assert secret_of(guarded, "internal").things == (PLAN,)
    assert secret_of(guarded, "restricted") == Withheld()


@pytest.mark.parametrize(
    "template, old, new, page",
    [
        ("parts/question.html", "</p>", f" {ENGLISH}</p>", 1),
        ("parts/question.html", "</p>", f" {JAPANESE}</p>", 1),
        (
            "base.html",
            '<meta name="generator" content="Briefbuilder">',
            f'<meta name="keywords" content="{ENGLISH}">',
            0,
        ),
        (
            "base.html",
            '<meta name="generator" content="Briefbuilder">',
            f'<meta name="keywords" content="{JAPANESE}">',
            0,
        ),
        ("base.html", "<title>{{ document.title }}", f"<title>{JAPANESE}", 0),
        ("parts/question.html", "</p>", f' <a href="https://example.org/{ENGLISH}">x</a></p>', 0),
        ("parts/question.html", "</p>", ' <a href="#sec-flood-plan" id="sec-flood-plan">x</a></p>', 0),
        ("parts/question.html", 'data-label="{{ document.question }}"', f'data-label="{JAPANESE}"', 0),
    ],
    ids=["text", "Japanese text", "keywords", "Japanese keywords", "title", "link", "anchor", "bookmark"],
)
def test_what_a_template_lets_slip_is_found(
    press: Press, guarded: Project, template: str, old: str, new: str, page: int
) -> None:
    restyle(guarded, template, old, new)
    assert found_in(press, guarded) == [Leak(PLAN, page)]


def test_words_in_the_margin_are_found(press: Press, guarded: Project) -> None:
    house = House(guarded.root)
    name = house.styles("brief.html", Look())[-1]
    rule = f'@page {{ @bottom-center {{ content: "{ENGLISH}"; font: 6pt "Brief Sans" }} }}'
    guarded.write(f"templates/{name}", house.read_style(name).decode() + rule)
    assert found_in(press, guarded) == [Leak(PLAN, 1)]


def test_an_attachment_is_searched(press: Press, guarded: Project) -> None:
    made = draft(guarded, "umbrellas", "readers", "en")
    with pikepdf.open(BytesIO(press.print_pdf(made.html, made.assets).data)) as pdf:
        pdf.attachments["plan.txt"] = pikepdf.AttachedFileSpec(pdf, JAPANESE.encode(), filename="plan.txt")
        changed = BytesIO()
        pdf.save(changed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert list(leaks(changed.getvalue(), secret_of(guarded))) == [Leak(PLAN, 0)]


def test_a_leak_fails_the_edition_and_does_not_repeat_the_words(press: Press, guarded: Project) -> None:
    restyle(guarded, "parts/question.html", "</p>", f" {ENGLISH}</p>")
    made = draft(guarded, "umbrellas", "readers", "en")
    pdf = press.print_pdf(made.html, made.assets)
    report = inspect(pdf, made.html, made.document, name="x.pdf", secret=secret_of(guarded))
    messages = [str(item) for item in report.findings]
    assert messages == [
        'x.pdf: error: words of the module "flood-plan" (restricted) stand on page 1: these readers may not see it\n'
        "    hint: nothing was published: somebody copied them into a text or a template"
    ]


def test_a_sentence_copied_into_a_public_text_is_a_leak(press: Press, guarded: Project) -> None:
    long = f"{ENGLISH} {ENGLISH.replace('eastern', 'western').replace('dam', 'weir')}"
    guarded.write(f"{FLOOD}/en.md", long + "\n")
    guarded.write("content/modules/weather/rain/en.md", f"It rained. {long}\n")
    assert found_in(press, guarded) == [Leak(PLAN, 1)]


def test_the_words_of_a_withheld_figure_in_a_public_text_are_a_leak(press: Press, guarded: Project) -> None:
    long = f"{ENGLISH} {ENGLISH.replace('eastern', 'western').replace('dam', 'weir')}".replace(",", "")
    guarded.write(
        "content/figures/floods.yaml",
        "floods:\n  kind: timeline\n  handling: internal\n  title: {ja: 洪水, en: Floods}\n  sources: [almanac-2024]\n"
        f"  note: {{ja: 注, en: {long}}}\n  events: [{{when: 1959, what: {{ja: 洪水, en: A flood}}}}]\n",
    )
    guarded.write(f"{FLOOD}/en.md", "The plan is kept in the town hall.\n")
    guarded.write("content/modules/weather/rain/en.md", f"It rained. {long}\n")
    assert found_in(press, guarded) == [Leak(Thing("figure", "floods", "internal"), 1)]


def test_a_name_that_a_public_text_has_too_is_none(press: Press, guarded: Project) -> None:
    guarded.write("content/modules/weather/rain/en.md", "The mayor will close the eastern bridge.\n")
    assert found_in(press, guarded) == []


def test_the_wording_of_a_public_fact_is_none(press: Press, guarded: Project) -> None:
    text = (guarded.root / "content/facts/weather.yaml").read_text("utf-8")
    rule = f"{ENGLISH} {ENGLISH.replace('eastern', 'northern')}"
    fact = (
        "the-rule:\n  label: {ja: 規則, en: The rule}\n  type: text\n  values:\n"
        f'    - {{value: {{ja: "{JAPANESE}", en: "{rule}"}}, from: 2020, sources: [almanac-2024]}}\n'
    )
    guarded.write("content/facts/weather.yaml", f"{text}\n{fact}")
    guarded.write(f"{FLOOD}/en.md", rule + "\n")
    guarded.write("content/modules/weather/rain/en.md", "It says: {fact:the-rule}\n")
    assert found_in(press, guarded) == []


# --- facts, sources and pictures have their own handling ---


def errors(project: Project) -> list[str]:
    return [message for message in project.messages() if "error" in message]


def test_a_fact_that_the_readers_may_not_see_is_an_error_where_it_stands(minimal: Project) -> None:
    minimal.edit("content/facts/weather.yaml", "rainy-days:\n", "rainy-days:\n  handling: internal\n")
    found = errors(minimal)
    assert any(
        message.startswith("briefs/umbrellas.yaml:")
        and '"readers" may not see the fact "rainy-days" (internal)' in message
        for message in found
    )
    assert not any('"staff" may not see' in message for message in found)


def test_what_carries_no_handling_counts_as_the_project_says(minimal: Project) -> None:
    minimal.edit("content/modules/weather/rain/module.yaml", "handling: public\n", "")
    library, _ = read(Folder(minimal.root))
    assert library.modules["rain"].handling == "public"
    minimal.edit("content/publication.yaml", "handling: public", "handling: internal")
    library, _ = read(Folder(minimal.root))
    assert library.modules["rain"].handling == "internal"
    assert {fact.handling for fact in library.facts.values()} == {"internal"}
    assert library.modules["snow"].handling == "public"


def test_a_project_that_says_nothing_of_handling_shows_nothing_unlabelled(minimal: Project) -> None:
    text = (minimal.root / "content/publication.yaml").read_text("utf-8")
    minimal.write("content/publication.yaml", text[: text.index("handling:")])
    library, findings = read(Folder(minimal.root))
    assert {source.handling for source in library.references.values()} == {"restricted"}
    assert library.modules["snow"].handling == "public"
    assert any("carries no handling" in str(item) for item in findings)


def test_the_check_counts_what_carries_no_handling(minimal: Project) -> None:
    library, _ = read(Folder(minimal.root))
    assert dict(library.unlabelled) == {"module": 0, "fact": len(library.facts), "source": len(library.references)}
    assert "count as public" in minimal.run("check").stdout


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_long_run_of_a_withheld_text_is_found_in_any_surroundings(before: str, after: str) -> None:
    page = normal(f"{before} {JAPANESE} {after}")
    found = [run for run in runs([JAPANESE], 1) if run in page]
    assert len(found) == len(normal(JAPANESE)) - 11


# --- in a build ---


def test_a_build_says_for_how_much_each_pdf_was_searched(guarded: Project) -> None:
    outcome = guarded.build("umbrellas", audiences=("readers",), languages=("en",))
    assert outcome.is_good
    assert [result.withheld for result in outcome.results] == [1]
    shown = guarded.run("build", "sledges", "--lang", "en").stdout
    assert "nothing of 1 withheld thing" in shown


def test_a_leak_stops_publication_and_the_former_pdf_stays(guarded: Project) -> None:
    assert guarded.build("umbrellas", audiences=("readers",), languages=("en",)).is_good
    former = guarded.pdf("umbrellas", "readers", "en").read_bytes()
    restyle(guarded, "parts/question.html", "</p>", f" {ENGLISH}</p>")
    outcome = guarded.build("umbrellas", audiences=("readers",), languages=("en",))
    assert [(result.state, result.kept) for result in outcome.results] == [("failed", True)]
    assert guarded.pdf("umbrellas", "readers", "en").read_bytes() == former


def test_what_becomes_restricted_is_searched_for_in_what_is_fresh_already(guarded: Project) -> None:
    long = f"{ENGLISH} {ENGLISH.replace('eastern', 'western').replace('dam', 'weir')}"
    guarded.edit("briefs/umbrellas.yaml", "\n  - modules: [flood-plan]", "")
    guarded.edit(f"{FLOOD}/module.yaml", "handling: restricted", "handling: public")
    guarded.write(f"{FLOOD}/en.md", long + "\n")
    guarded.write("content/modules/weather/rain/en.md", f"It rained. {long}\n")
    assert guarded.build("umbrellas", audiences=("readers",), languages=("en",)).is_good
    guarded.edit(f"{FLOOD}/module.yaml", "handling: public", "handling: restricted")
    outcome = guarded.build("umbrellas", audiences=("readers",), languages=("en",))
    assert not outcome.is_good
    assert ['"flood-plan" (restricted)' in str(item) for item in outcome.all_findings()] == [True]
