"""One-page PDF files for the demo's deals: plainly marked as invented, small, and the same bytes for the same words."""

from collections.abc import Sequence

from itvf import files
from itvf.models import File

PDF = "application/pdf"
MARK = "Demonstration only: invented by the demo programme."


def paper(title: str, lines: Sequence[str], *, name: str, by) -> File:
    """This function will store a one-page PDF with a title and some lines, handed in by a person."""
    return files.store(pdf(title, (*lines, "", MARK)), name=f"{name}.pdf", content_type=PDF, by=by)


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """A PDF 1.4 of one A4 page: the title, then the lines, in a font that every reader has; Latin letters only."""
    shown = [f"BT /F1 16 Tf 60 780 Td ({_escaped(title)}) Tj ET"]
    shown += [f"BT /F1 11 Tf 60 {745 - 18 * row} Td ({_escaped(line)}) Tj ET" for row, line in enumerate(lines)]
    page = "\n".join(shown).encode("latin-1")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return written + end % (size, table, size, len(written))


def _escaped(text: str) -> str:
    plain = text.encode("latin-1", "replace").decode("latin-1")
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
