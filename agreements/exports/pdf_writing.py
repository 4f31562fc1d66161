"""From HTML to an accessible, archivable PDF (PDF/A-3a, tagged for PDF/UA)."""

from agreements.exports.pdf_accessibility import make_accessible
from agreements.exports.pdf_fetcher import static_fetcher


def html_to_pdf(html: str) -> bytes:
    """The HTML as PDF; equal HTML gives equal bytes.

    The HTML names its language and title and skips no heading level; its stylesheets and fonts have static: addresses.
    """
    from weasyprint import HTML

    return HTML(string=html, url_fetcher=static_fetcher()).write_pdf(pdf_variant="pdf/a-3a", finisher=make_accessible)
