"""What the typeset and the tag pass cost, as ratios against plain printing of the same editions in the same run.

    tags  : lay out the page as it came from the templates, write with our tag tree and metadata
    both  : typeset it too, and lay out with our justification
    plain : lay out the page as it came from the templates, write with WeasyPrint's own tags (PDF/UA-1)

Rounds alternate in one process with warm fonts, and its processor time is taken: this machine may be busy. The medians
of the ratios tags : plain and both : plain are printed for each edition, then the median and the greatest of all, which
is not to be more than 2.

    .venv/bin/python bench/passes.py [ROUNDS [BRIEF …]]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.layout import inline

from briefbuilder import draft as drafting
from briefbuilder.diagnostics import Findings
from briefbuilder.draft import Draft
from briefbuilder.fitting import Fitting
from briefbuilder.house import House
from briefbuilder.plan import Wish, targets
from briefbuilder.read import read
from briefbuilder.sources import Folder
from briefbuilder.typeset import typeset

STOCK = inline.justify_line  # before `printing` puts ours in its place
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    house = House(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        conf = Path(folder) / "fonts.conf"
        conf.write_text(house.fonts_conf(Path(folder) / "cache"))
        os.environ["FONTCONFIG_FILE"] = str(conf)
        from briefbuilder.printing import warm

        fonts = warm(house.families)
        found = []
        for draft in drafts(house, tuple(sys.argv[2:])):
            found.append(ratios(draft, rounds, fonts))
            print(f"{draft.target}  tags {found[-1][0]:.2f}  both {found[-1][1]:.2f}", flush=True)
    for name, column in zip(("tags", "both"), zip(*found, strict=True), strict=True):
        print(f"{name} : plain, {len(found)} editions = {statistics.median(column):.2f}, at most {max(column):.2f}")
    return 0


def drafts(house: House, briefs: tuple[str, ...]) -> Iterator[Draft]:
    """Yield each edition as it comes from the templates, before the typeset stage."""
    library, findings = read(Folder(ROOT))
    setattr(drafting, "typeset", lambda html: html)  # noqa: B010 - it is imported there, not exported
    for target in targets(library, Wish(briefs), Findings()):
        draft = Fitting(library, findings, target, house).search(lambda _: None).draft
        assert draft is not None
        yield draft


def ratios(draft: Draft, rounds: int, fonts: Any) -> tuple[float, float]:
    from briefbuilder import justification, printing

    def tags() -> None:
        inline.justify_line = STOCK
        assert not printing.print_pdf(draft.html, draft.assets, fonts).messages

    def both() -> None:
        inline.justify_line = justification.spread
        assert not printing.print_pdf(typeset(draft.html), draft.assets, fonts).messages

    def plain() -> None:
        inline.justify_line = STOCK
        print_plain(draft, fonts)

    tags()
    plain()
    taken = [(seconds(tags), seconds(both), seconds(plain)) for _ in range(rounds)]
    one, two = ([times[at] / times[2] for times in taken] for at in (0, 1))
    return statistics.median(one), statistics.median(two)


def print_plain(draft: Draft, fonts: Any) -> None:
    fetcher = Closed(draft.assets)
    styles = [
        weasyprint.CSS(string=draft.assets[name].decode(), font_config=fonts, url_fetcher=fetcher)
        for name in draft.html.styles
    ]
    page = weasyprint.HTML(string=draft.html.text, base_url="brief://page/", url_fetcher=fetcher)
    page.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=True)


class Closed(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type information
    """Answers from the assets of an edition."""

    def __init__(self, assets: Any) -> None:
        super().__init__()
        self.assets = assets

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
        return weasyprint.urls.URLFetcherResponse(url, self.assets[url.removeprefix("asset:")], {})


def seconds(action: Callable[[], None]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
