"""Text that is drawn and yet cut off (`overflow: hidden`, `clip`): it is in the text of a PDF, but nobody sees it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

_SLACK = 3.0  # pt: accents and descenders may stand out of their line a little


def clipped(page: Any) -> Iterator[str]:
    """Yield each stretch of text, usually a line, of which a part lies outside what its clip leaves visible."""
    words = page.get_textpage()
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], textpage=words):
        left, bottom, right, top = drawn.get_bounds()
        for visible in _clips(drawn):
            if (
                left < visible[0] - _SLACK
                or bottom < visible[1] - _SLACK
                or right > visible[2] + _SLACK
                or top > visible[3] + _SLACK
            ):
                yield drawn.extract()
                break
    words.close()


def _clips(drawn: Any) -> Iterator[tuple[float, float, float, float]]:
    """Yield the box around each path that clips an object, in pt from the page's lower left corner."""
    clip = raw.FPDFPageObj_GetClipPath(drawn.raw)
    for path in range(raw.FPDFClipPath_CountPaths(clip) if clip else 0):
        points = [
            _point(raw.FPDFClipPath_GetPathSegment(clip, path, segment))
            for segment in range(raw.FPDFClipPath_CountPathSegments(clip, path))
        ]
        if points:
            across, up = zip(*points, strict=True)
            yield min(across), min(up), max(across), max(up)


def _point(segment: Any) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value
