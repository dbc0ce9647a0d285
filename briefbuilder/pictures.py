"""Pictures: PNG and JPEG only, whole, and no larger than a page can use. Looks at bytes, touches no disk."""

from __future__ import annotations

from io import BytesIO

PIXEL_LIMIT = 40_000_000


def picture_fault(data: bytes) -> str | None:
    """Return why a picture cannot be printed, or None. Decodes it fully, so that a truncated one is found."""
    from PIL import Image, UnidentifiedImageError  # imported late: most briefs have no picture

    Image.MAX_IMAGE_PIXELS = None  # our own limit, below, is lower and has its own words
    try:
        with Image.open(BytesIO(data), formats=["PNG", "JPEG"]) as image:
            width, height = image.size
            if width * height > PIXEL_LIMIT:
                return f"{width} × {height} pixels are too many ({PIXEL_LIMIT:,} are the limit)"
            image.load()
    except UnidentifiedImageError:
        return "it is neither PNG nor JPEG"
    except (OSError, SyntaxError, ValueError) as fault:
        return f"it is damaged ({fault})"
    return None
