"""Steps of printing: the tag tree of a PDF (ISO 32000, 14.7–14.8), built from the page and its boxes in our own way.

    build       puts the tree in the place of WeasyPrint's own
    reading     boxes of WeasyPrint, page by page → one tree (`tree`), element by element of the HTML
    elements    what becomes of each element, and where; `roles` has the names
    headers     which cells of a table head which
    gaps        the spaces that line breaking dropped, the hyphens that it put in
    links       one annotation for each line of a link
    writing     the tree → objects of the PDF
    aloud       the tree → plain text

WeasyPrint 70's own tags know no languages and no notes, cut each element at the page's end, and leave running heads
unmarked. What is used here of WeasyPrint's private parts is named in tests/test_tagging.py, which fails when one
goes.
"""
