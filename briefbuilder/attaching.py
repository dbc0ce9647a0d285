"""A step of printing: files inside the PDF (ISO 32000-2, 7.11; PDF/A-3 and 4 want each tied to what it belongs to)."""

from __future__ import annotations

import hashlib
from typing import Any

import pydyf


def attach_text(pdf: Any, name: str, text: str, *, description: str, day: str) -> None:
    """Attach the words of the document to a PDF in the making, as another form of it. `day` is an ISO date."""
    data, date = text.encode(), f"D:{day.replace('-', '')}"
    stream = pydyf.Stream(
        [data],
        {
            "Type": "/EmbeddedFile",
            "Subtype": "/text#2fplain",
            "Params": pydyf.Dictionary(
                {
                    "Size": len(data),
                    "CheckSum": f"<{hashlib.md5(data, usedforsecurity=False).hexdigest()}>",
                    "CreationDate": pydyf.String(date),
                    "ModDate": pydyf.String(date),
                }
            ),
        },
        compress=True,
    )
    pdf.add_object(stream)
    file = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(name),
            "UF": pydyf.String(name),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "Desc": pydyf.String(description),
            "AFRelationship": "/Alternative",
        }
    )
    pdf.add_object(file)


def list_files(pdf: Any) -> None:
    """List every file of a PDF in the making, once each and by name. WeasyPrint 70 lists them twice, and unsorted."""
    files = [item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Filespec"]
    files.sort(key=lambda file: str(file["UF"].string))
    if files:
        names = [part for file in files for part in (file["F"], file.reference)]
        pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = pydyf.Dictionary(
            {"Names": pydyf.Array(names)}
        )
        pdf.catalog["AF"] = pydyf.Array(file.reference for file in files)
