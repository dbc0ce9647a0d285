"""The shape of each authored YAML file: pydantic at the edge, and the JSON Schemas that editors complete from.

Values arrive as text (see `yamltext`), so `number: 1` is "1" here and becomes a number by its field. Unknown keys are
errors. Everything beyond shape (ids that exist, dates in order) is `read`'s business.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from briefbuilder.dates import PartialDate
from briefbuilder.library import ID_PATTERN, is_id
from briefbuilder.numbers import LARGEST_DIGITS


def _is_partial_date(text: str) -> str:
    PartialDate.parse(text)
    return text


def _is_any_date(text: str) -> str:
    PartialDate.parse_any(text)
    return text


def _is_operand(text: str) -> str:
    name, at, day = text.partition("@")
    if not is_id(name) or (at and not _is_whole_day(day)):
        raise PydanticCustomError("not_an_operand", "a fact's id is needed")
    return text


def _are_decimals(text: str) -> str:
    if not re.fullmatch("-?[0-9]{1,2}", text) or not -LARGEST_DIGITS <= int(text) <= 6:
        raise PydanticCustomError("not_decimals", "a number of decimals is needed")
    return text


def _is_whole_day(text: str) -> bool:
    try:
        return PartialDate.parse(text).day > 0
    except ValueError:
        return False


def _is_day(text: str) -> str:
    if not _is_whole_day(text):
        raise PydanticCustomError("not_a_day", "a whole day is needed")
    return text


Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=f"^{ID_PATTERN}$")]
Day = Annotated[
    str,
    AfterValidator(_is_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "2026-11-20"}),
]
EdtfDate = Annotated[
    str,
    AfterValidator(_is_partial_date),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
                {"type": "integer", "minimum": 1000, "maximum": 9999},
            ],
            "description": "2023, 2023-05 or 2023-05-23",
        }
    ),
]
EdtfAsOf = Annotated[
    str,
    AfterValidator(_is_any_date),
    WithJsonSchema({"type": ["string", "integer"], "description": "2025-06-30, 2025-06, 2025 or FY2025"}),
]
Operand = Annotated[
    str,
    AfterValidator(_is_operand),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^{ID_PATTERN}(@\d{{4}}-\d{{2}}-\d{{2}})?$",
            "description": "a fact's id, or its id @ a day: members@2024-03-07",
        }
    ),
]
Two = Annotated[list[Operand], Field(min_length=2, max_length=2)]
Decimals = Annotated[
    int,
    BeforeValidator(_are_decimals),
    WithJsonSchema({"type": "integer", "minimum": -LARGEST_DIGITS, "maximum": 6}),
]
Language = Literal["ja", "en"]
Kind = Literal[
    "question",
    "keypoint",
    "background",
    "facts",
    "position",
    "argument",
    "option",
    "assessment",
    "outlook",
    "timeline",
    "term",
]
Handling = Literal["public", "internal", "restricted"]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class BilingualShape(Shape):
    ja: Text = Field(description="日本語")
    en: Text = Field(description="English")


class PluralShape(Shape):
    one: Text | None = Field(default=None, description='for 1: "{value} member"')
    other: Text = Field(description='for the rest: "{value} members"')


class ModuleShape(Shape):
    title: BilingualShape
    line: BilingualShape = Field(description="the whole module in one sentence: its shortest form")
    kind: Kind
    side: Literal["for", "against", "neutral"] | None = Field(default=None, description="arguments only")
    by: BilingualShape | None = Field(default=None, description="arguments only: whose view it is")
    topics: list[Id] = Field(min_length=1)
    handling: Handling | None = Field(default=None, description="who may see it at all; the series' own if left out")
    figures: dict[Text, Handling] = Field(
        default_factory=dict, description="pictures that fewer may see than the text: file name → handling"
    )
    for_: dict[Id, Literal["core", "useful", "optional", "skip"]] = Field(
        alias="for", description="how much it matters to each audience"
    )
    needs: list[Id] = Field(default_factory=list, description="modules pulled in with it")
    lead: Language = Field(description="the language that was written first")
    reviewed: Day


class BudgetShape(Shape):
    pages: int | None = Field(default=None, gt=0)
    ja: int | None = Field(default=None, gt=0, description="字")
    en: int | None = Field(default=None, gt=0, description="words")


class AudienceShape(Shape):
    name: BilingualShape
    languages: list[Language] = Field(min_length=1)
    clearance: Handling = Field(description="the highest handling it may see")
    dates: Literal["gregorian", "era", "both", "gregorian-era"] = "gregorian"
    as_of: Literal["never", "first"] = Field(
        default="never", description="first: a figure that can change says its day where it is first read"
    )
    sources: Literal["any", "primary"] = Field(
        default="any", description="primary: a core fact needs a source graded primary or official"
    )
    knows: list[Id] = Field(default_factory=list, description="terms and modules that need no explanation")
    format: Id
    budget: BudgetShape = Field(default_factory=BudgetShape)
    order: list[Kind] = Field(default_factory=list, description="of kinds: how modules found by topic are ordered")
    weights: dict[Kind, int] = Field(
        default_factory=dict, description="kind → a small number: above 0 it is kept longer, below 0 shortened earlier"
    )


class ListShape(Shape):
    ja: list[Text] = Field(min_length=1, description="日本語")
    en: list[Text] = Field(min_length=1, description="English")


_ANY_VALUE = {
    "anyOf": [{"type": ["string", "number"]}, BilingualShape.model_json_schema(), ListShape.model_json_schema()]
}


class FactValueShape(Shape):
    value: Annotated[Any, WithJsonSchema(_ANY_VALUE)] = Field(description="in the form of the fact's type")
    from_: EdtfDate = Field(alias="from", description="the day since which it holds")
    to: EdtfDate | None = Field(default=None, description="the last day on which it holds")
    sources: list[Id] = Field(min_length=1)
    checked: EdtfDate | None = None
    as_of: EdtfAsOf | None = Field(default=None, description="the day to which the figure refers")
    gap: bool = Field(default=False, description="true: nothing holds between the value before it and this one")


class DerivedShape(Shape):
    """One of these, in place of values."""

    sum: Annotated[list[Operand], Field(min_length=2)] | None = None
    difference: Two | None = Field(default=None, description="a − b")
    share: Two | None = Field(default=None, description="a in b, percent")
    ratio: Two | None = Field(default=None, description="a ÷ b")
    change: Two | None = Field(default=None, description="from a to b, percent")


class ClaimShape(Shape):
    by: Id = Field(description="the source that says it")
    at: Text | None = Field(default=None, description="where in the source: line 9, p. 3")
    value: Annotated[Any, WithJsonSchema(_ANY_VALUE)]
    asserted: EdtfDate | None = None
    verdict: Literal["wrong", "outdated", "imprecise", "unverified", "opinion", "agrees"]
    note: BilingualShape | None = None


class SayShape(Shape):
    ja: Text
    en: Annotated[
        Any,
        WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1}, PluralShape.model_json_schema()]}),
    ]


class FactShape(Shape):
    label: BilingualShape
    type: Literal["count", "percent", "money", "date", "period", "text", "status", "list"]
    say: SayShape | None = Field(default=None, description="the wording, with {value} once in each language")
    currency: Literal["EUR", "USD", "JPY", "GBP"] | None = None
    use: Literal["plain", "dated", "attributed", "corrected", "never"] = "plain"
    attribute_to: BilingualShape | None = None
    handling: Handling | None = Field(default=None, description="who may see it at all; the series' own if left out")
    confidence: Literal["high", "medium", "low"] | None = Field(
        default=None, description="high: two independent sources or a primary one; medium: one good source; low: less"
    )
    round: Decimals | None = Field(default=None, description="decimals printed; -3: thousands")
    values: list[FactValueShape] = Field(default_factory=list)
    derived: DerivedShape | None = Field(default=None, description="computed from other facts, in place of values")
    claims: list[ClaimShape] = Field(default_factory=list)
    review: EdtfDate | None = None
    note: BilingualShape | None = None


class ArchivedShape(Shape):
    url: Text
    date: EdtfDate | None = Field(default=None, description="the day of the copy")


Archived = Annotated[
    ArchivedShape,
    BeforeValidator(lambda value: {"url": value} if isinstance(value, str) else value),
    WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1}, ArchivedShape.model_json_schema()]}),
]


class OverlayShape(Shape):
    grade: Literal["primary", "official", "press", "research", "commentary", "machine"] | None = None
    title: dict[Language, Text] = Field(default_factory=dict, description="the title in the other language")
    short: BilingualShape | None = Field(default=None, description="what later notes call it: Jiji Press")
    archived: Archived | None = Field(default=None, description="a copy that stays: an address, or url and date")
    yomi: Text | None = Field(default=None, description="かな：how the author's (or publisher's) name is read")
    handling: Handling | None = Field(default=None, description="who may see it at all; the series' own if left out")
    note: BilingualShape | None = None


class FormsShape(Shape):
    ja: list[Text] = Field(default_factory=list)
    en: list[Text] = Field(default_factory=list)


class TermShape(Shape):
    preferred: BilingualShape
    abbreviation: BilingualShape | None = None
    first: BilingualShape | None = Field(default=None, description="what {term:…} prints where it is first met")
    later: BilingualShape | None = Field(default=None, description="what {term:…} prints from then on")
    accepted: FormsShape = Field(default_factory=FormsShape)
    avoided: FormsShape = Field(default_factory=FormsShape)
    meaning: BilingualShape


class TopicsShape(Shape):
    all: list[Id] = Field(default_factory=list, description="modules on all of these")
    any: list[Id] = Field(default_factory=list, description="modules on any of these")
    kinds: list[Kind] = Field(default_factory=list, description="of these kinds only")
    most: int | None = Field(default=None, gt=0, description="at most so many, the most relevant ones")


_TOPICS = {
    "anyOf": [TypeAdapter(list[Id]).json_schema(), {**TopicsShape.model_json_schema(), "title": "TopicsShape"}],
    "default": [],
}


class SectionShape(Shape):
    title: BilingualShape | None = None
    modules: list[Id] = Field(default_factory=list)
    topics: Annotated[Any, WithJsonSchema(_TOPICS)] = Field(
        default=None, description="every further module on any of these, or {all, any, kinds, most}"
    )


class AuthorShape(Shape):
    name: BilingualShape


class OfFactShape(Shape):
    fact: Id = Field(description="what is right, and the notes of the claims that are wrong, from the ledger")


def _kind_of_correction(value: Any) -> str:
    return OF_FACT if isinstance(value, dict) and "fact" in value else IN_WORDS


IN_WORDS, OF_FACT = "[in words]", "[of a fact]"
CorrectionShape = Annotated[
    Annotated[BilingualShape, Tag(IN_WORDS)] | Annotated[OfFactShape, Tag(OF_FACT)], Discriminator(_kind_of_correction)
]

ALL_AUDIENCES = ""
# A format for all audiences is read as {ALL_AUDIENCES: format}.
FormatShape = Annotated[
    dict[str, Id],
    BeforeValidator(lambda value: {ALL_AUDIENCES: value} if isinstance(value, str) else value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^{ID_PATTERN}$"},
                {"type": "object", "additionalProperties": {"type": "string", "pattern": f"^{ID_PATTERN}$"}},
            ]
        }
    ),
]


class BriefShape(Shape):
    title: BilingualShape = Field(description="short: running head, list")
    question: BilingualShape
    answer: BilingualShape = Field(description="the bottom line")
    as_of: Day = Field(description="the facts are those of this day")
    issued: Day
    number: int = Field(gt=0)
    edition: int = Field(default=1, gt=0)
    authors: list[AuthorShape] = Field(default_factory=list)
    audiences: list[Id] = Field(min_length=1)
    format: FormatShape = Field(
        default_factory=dict, description="in place of the audiences' own: a format, or {audience: format}"
    )
    key_points: list[BilingualShape] = Field(default_factory=list)
    facts_box: list[Id] = Field(default_factory=list, description="the facts of the facts box, in its order")
    timeline: list[Id] = Field(default_factory=list, description="facts to be set out by date")
    sections: list[SectionShape] = Field(min_length=1)
    watch: list[BilingualShape] = Field(default_factory=list)
    corrections: list[CorrectionShape] = Field(default_factory=list)
    balance: bool = Field(default=False, description="print how many arguments each side has, and how long they are")
    left_out: bool = Field(default=False, description="print what this edition leaves out, and where it stands")


_AMOUNT = {
    "anyOf": [
        {"type": ["string", "number"]},
        {"type": "object", "properties": {"fact": {"type": "string"}}, "required": ["fact"]},
    ],
    "description": "a number, or {fact: its-id}",
}
_AT = {
    "anyOf": [{"type": ["string", "integer"]}, BilingualShape.model_json_schema()],
    "description": "a date (2023, 2023-05, 2023-05-23), or a category in words",
}
_WHEN = {
    "anyOf": [
        {"type": ["string", "integer"]},
        {"type": "object", "properties": {"fact": {"type": "string"}}, "required": ["fact"]},
    ],
    "description": "2023-05-23, 1991~ (about), 1995-08/1995-09, 1999/.. (goes on), or {fact: its-id}",
}
Amount = Annotated[Any, WithJsonSchema(_AMOUNT)]


class PointShape(Shape):
    at: Annotated[Any, WithJsonSchema(_AT)]
    value: Amount | None = Field(default=None, description="where there is one series")
    values: list[Amount] = Field(default_factory=list, description="one for each series, in order; “-” is not known")
    sources: list[Id] = Field(default_factory=list, description="of its numbers; the figure's own if left out")
    estimate: bool = Field(default=False, description="drawn hatched or open")


class EventShape(Shape):
    when: Annotated[Any, WithJsonSchema(_WHEN)]
    what: BilingualShape
    track: Id | None = None
    sources: list[Id] = Field(default_factory=list, description="the figure's own if left out")


class RowShape(Shape):
    what: BilingualShape
    in_: list[Id] = Field(alias="in", default_factory=list, description="the columns that it has")


class TileShape(Shape):
    what: BilingualShape
    row: int = Field(gt=0)
    column: int = Field(gt=0)
    group: Id | None = None


class AnswerShape(Shape):
    answer: BilingualShape
    then: BranchShape


class BranchShape(Shape):
    ask: BilingualShape | None = Field(default=None, description="a question, with its answers")
    answers: list[AnswerShape] = Field(default_factory=list)
    outcome: BilingualShape | None = Field(default=None, description="in place of a question: where it ends")


class FigureShape(Shape):
    kind: Literal[
        "timeline",
        "column",
        "line",
        "step",
        "stacked",
        "dots",
        "sides",
        "before-after",
        "gantt",
        "tiles",
        "tree",
    ]
    title: BilingualShape
    note: BilingualShape | None = None
    description: BilingualShape | None = Field(
        default=None, description="for those who do not see it; told from the data if left out"
    )
    handling: Handling | None = Field(default=None, description="who may see it at all; the series' own if left out")
    sources: list[Id] = Field(default_factory=list)
    unit: BilingualShape | None = Field(default=None, description="what is counted or measured")
    series: list[BilingualShape] = Field(default_factory=list)
    points: list[PointShape] = Field(default_factory=list)
    tracks: dict[Id, BilingualShape] = Field(default_factory=dict, description="of a timeline")
    events: list[EventShape] = Field(default_factory=list, description="of a timeline or Gantt chart")
    columns: dict[Id, BilingualShape] = Field(default_factory=dict, description="of a dot matrix")
    rows: list[RowShape] = Field(default_factory=list, description="of a dot matrix")
    groups: dict[Id, BilingualShape] = Field(default_factory=dict, description="of tiles")
    tiles: list[TileShape] = Field(default_factory=list)
    start: BranchShape | None = Field(default=None, description="of a tree: its first question")


class PublicationShape(Shape):
    series: BilingualShape
    publisher: BilingualShape
    disclaimer: BilingualShape
    licence: BilingualShape
    language: BilingualShape = Field(description="the language statement")
    handling: Handling | None = Field(
        default=None, description="of all that carries none of its own; restricted if left out"
    )
    theme: str = Field(default="standard", description="the name of a file in templates/themes")
    paper: str = Field(default="a4", description="a4 or letter: the name of a file in templates/papers")


SHAPES: Mapping[str, Any] = types.MappingProxyType(
    {
        "module": ModuleShape,
        "brief": BriefShape,
        "publication": PublicationShape,
        "audiences": dict[Id, AudienceShape],
        "facts": dict[Id, FactShape],
        "figures": dict[Id, FigureShape],
        "terms": dict[Id, TermShape],
        "overlay": dict[str, OverlayShape],
    }
)


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one kind of file, for editors."""
    made = TypeAdapter(SHAPES[kind]).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind, **made}
