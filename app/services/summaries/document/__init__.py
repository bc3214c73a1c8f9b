"""A summary as a document: the same sections, tables and pictures for page, PDF and Excel."""

from app.services.summaries.document.parts import Card, Column, Document, Form, Section, Table
from app.services.summaries.document.write import write_document

__all__ = ["Card", "Column", "Document", "Form", "Section", "Table", "write_document"]
