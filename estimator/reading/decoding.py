"""From the bytes of a file to its text, or a sentence about what it is instead."""

import codecs

from estimator.errors import EstimatorError, Problem

_KINDS = (
    (b"%PDF", "a PDF; save its text, with pdftotext for instance, and read that"),
    (b"PK\x03\x04", "a Word file, a spreadsheet or an archive; save it as text, and read that"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; save it as text, and read that"),
    (b"\x89PNG", "a picture; type what it says"),
    (b"\xff\xd8\xff", "a picture; type what it says"),
    (b"GIF8", "a picture; type what it says"),
    (b"\x1f\x8b", "compressed; unpack it first"),
)
_TOLD = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(raw: bytes, name: str = "") -> str:
    """The text of bytes in UTF-8, in UTF-16 with its mark, or in Windows-1252.

    Raises:
        EstimatorError: what they are instead, and what to do; or which encodings were tried.
    """
    for mark, advice in _KINDS:
        if raw.startswith(mark):
            raise EstimatorError([Problem(f"is {advice}", name)])
    encodings = [encoding for mark, encoding in _MARKS if raw.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    tried = " and ".join(_TOLD[encoding] for encoding in encodings)
    raise EstimatorError([Problem(f"is no text ({tried} tried); save it as UTF-8", name)])
