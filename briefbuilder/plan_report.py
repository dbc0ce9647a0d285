"""Plans in words: the account of an edition, what two audiences read apart, why, and the matrices. Returns text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from gettext import NullTranslations
from typing import Any

from briefbuilder.diagnostics import Message
from briefbuilder.explain import Account, Difference, Row
from briefbuilder.library import Library
from briefbuilder.matrix import Matrix
from briefbuilder.plan import Target
from briefbuilder.report import say, table


def account(made: Account, words: NullTranslations) -> str:
    """Return the plan of an edition as a table, and what it comes to."""
    target, heads = made.target, ("module", "form", made.unit, "total", "reason")
    title = f"{target.brief} · {target.audience} · {target.language}"
    rows = [_row(row, words) for row in made.rows if row.module or row.cost]
    text = table(rows, tuple(words.gettext(head) for head in heads), right=(2, 3))
    return "\n".join([title, text, *_sums(made, words)])


def _row(row: Row, words: NullTranslations) -> tuple[str, ...]:
    name, form = row.title or f"({words.gettext('answer and key points, what to watch')})", ""
    if row.module:
        name, form = f"  {row.module}", words.gettext(row.length) if row.length else "–"
    reason = say(row.reason, words) if row.reason else ""
    if any(row.passages):
        template = words.gettext("passages for some audiences only: {shown} in, {hidden} out")
        reason += "; " + template.format(shown=row.passages[0], hidden=row.passages[1])
    return name, form, f"{row.cost:,}" if row.cost else "", f"{row.total:,}" if row.cost else "", reason


def _sums(made: Account, words: NullTranslations) -> Iterator[str]:
    """Yield what a plan comes to: text and pages against the budget, prints, and the balance of arguments."""
    unit = words.gettext(made.unit)
    text = f"{made.text:,} {unit}"
    if made.text_limit is not None:
        text = words.gettext("{text} of {limit}").format(text=text, limit=f"{made.text_limit:,}")
    count = words.ngettext("{pages} page", "{pages} pages", made.pages).format(pages=made.pages)
    if made.page_limit is not None:
        count = words.gettext("{text} of {limit}").format(text=count, limit=made.page_limit)
    pages = words.gettext("{pages} (printed)") if made.is_printed else words.gettext("about {pages} (estimated)")
    prints = words.ngettext("{n} print", "{n} prints", made.prints).format(n=made.prints)
    yield " · ".join([text, pages.format(pages=count), *([prints] if made.prints else [])])
    for side in made.sides:
        template = words.gettext("against: {n}, {text} {unit} ({by})")
        if side.side == "for":
            template = words.gettext("for: {n}, {text} {unit} ({by})")
        yield template.format(n=side.count, text=f"{side.text:,}", unit=unit, by="; ".join(side.by))


def account_as_json(made: Account, words: NullTranslations) -> Mapping[str, Any]:
    """Return the plan of an edition as plain values."""
    return {
        "brief": made.target.brief,
        "audience": made.target.audience,
        "language": made.target.language,
        "unit": made.unit,
        "modules": [
            {
                "module": row.module,
                "title": row.title,
                "is_in": bool(row.length),
                "length": row.length or None,
                "cost": row.cost,
                "total": row.total,
                "conditional_passages": {"in": row.passages[0], "out": row.passages[1]},
                "reason": say(row.reason, words) if row.reason else "",
            }
            for row in made.rows
            if row.module
        ],
        "text": made.text,
        "text_limit": made.text_limit,
        "pages": made.pages,
        "page_limit": made.page_limit,
        "is_printed": made.is_printed,
        "prints": made.prints,
        "balance": [{"side": side.side, "count": side.count, "text": side.text, "by": side.by} for side in made.sides],
    }


def differences(target: Target, other: str, rows: Iterable[Difference], words: NullTranslations) -> str:
    """Return what two audiences read apart as a table."""
    shown = [
        (
            row.module,
            words.gettext(row.one) if row.one else "–",
            words.gettext(row.other) if row.other else "–",
            row.title,
        )
        for row in rows
    ]
    head = (words.gettext("module"), target.audience, other, words.gettext("title"))
    title = f"{target.brief} · {target.audience} / {other} · {target.language}"
    return f"{title}\n{table(shown, head)}" if shown else f"{title}\n{words.gettext('both read the same')}"


def why(module: str, target: Target, length: str, reason: Message, words: NullTranslations) -> str:
    """Return in one sentence why a module stands in an edition, or does not."""
    template = (
        words.gettext("{edition}: {module} is in ({form}): {reason}")
        if length
        else words.gettext("{edition}: {module} is not in: {reason}")
    )
    form = words.gettext(length) if length else ""
    return template.format(edition=target, module=module, form=form, reason=say(reason, words))


def why_as_json(target: Target, length: str, reason: Message, words: NullTranslations) -> Mapping[str, Any]:
    """Return the same as plain values."""
    return {
        "brief": target.brief,
        "audience": target.audience,
        "language": target.language,
        "is_in": bool(length),
        "length": length or None,
        "reason": say(reason, words),
    }


def matrix(made: Matrix, head: str, library: Library, words: NullTranslations) -> str:
    """Return a matrix as a table, and how many holes it has."""
    columns = [f"{name} ({', '.join(library.audiences[name].languages)})" for name in made.audiences]
    rows = [(name, *(words.gettext(cell) for cell in cells)) for name, cells in made.rows]
    holes = words.ngettext("{n} hole", "{n} holes", made.holes).format(n=made.holes)
    return f"{table(rows, (head, *columns))}\n{holes}"
