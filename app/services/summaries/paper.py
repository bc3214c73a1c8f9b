"""A summary on paper: a PDF with Chinese type, maps and charts in it, fetched from nowhere."""

from __future__ import annotations

from typing import Literal

from jinja2 import Environment, FileSystemLoader

from app.services.summaries.document import Document
from app.settings import ROOT

_STYLE = ROOT / "app" / "static" / "css" / "summary_paper.css"


def render_pdf(document: Document, language: Literal["zh-CN", "en"]) -> bytes:
    """Set a document on A4.

    Parameters
    ----------
    document : Document
    language : {"zh-CN", "en"}
        Decides the shapes of signs and where lines break.

    Returns
    -------
    bytes
        A PDF.
    """
    # WeasyPrint takes half a second to import, and few ever print.
    from weasyprint import CSS, HTML, URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",))
    style = CSS(string=_STYLE.read_text(encoding="utf-8"), url_fetcher=fetcher)
    page = HTML(string=render_html(document, language), url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(stylesheets=[style])
    return pdf


def render_html(document: Document, language: str) -> str:
    """Write the page of which the PDF is made.

    Parameters
    ----------
    document : Document
    language : str
        Tag of the language.
    """
    templates = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("summaries/paper.html").render(
        document=document, language=language
    )
