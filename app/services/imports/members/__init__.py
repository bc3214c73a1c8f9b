"""People, their organisations and teams, and what they answer for."""

from app.services.imports.members.store import store_members

__all__ = ["store_members"]
