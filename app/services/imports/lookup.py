"""Finding stored buildings by what people call them."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building
from geodata.text import normal


class BuildingIndex:
    """The buildings of a community by number and by address.

    Parameters
    ----------
    session : Session
    community_id : int
    """

    def __init__(self, session: Session, community_id: int) -> None:
        self._by_number: dict[str, list[int]] = defaultdict(list)
        self._by_address: dict[str, set[int]] = defaultdict(set)
        rows = session.execute(
            select(Building.id, Building.number, Building.name, Building.address)
            .where(Building.community_id == community_id, Building.vanished_on.is_(None))
            .order_by(Building.id)
        )
        for id_, number, name, address in rows:
            if number:
                self._by_number[normal(number)].append(id_)
            for text in {normal(name), normal(address)} - {""}:
                self._by_address[text].add(id_)

    def find(self, number: object, address: object = None) -> list[int]:
        """Find buildings.

        Parameters
        ----------
        number, address : object
            Text, or anything else for none; a name serves as an address.

        Returns
        -------
        list of int
            Ids: those with the number, narrowed by the address where several have it; without
            any, those with the address.
        """
        named = self._by_number.get(normal(number), []) if isinstance(number, str) else []
        if len(named) == 1 or not isinstance(address, str):
            return named
        placed = self._by_address.get(normal(address), set())
        return [id_ for id_ in named if id_ in placed] or named or sorted(placed)
