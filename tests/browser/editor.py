"""The editor of a draft, as somebody uses it by eye, pointer and keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from app.models import Division
from app.services.drafts import take_step
from app.services.drafts.steps import Turn
from geodata.errors import WanggeError
from tests.browser.visit import Live, MapPage, Place
from tests.visitors import NOON


@dataclass(frozen=True)
class Drafted:
    """What a draft consists of.

    Attributes
    ----------
    cells : dict
        Outline by key, degrees.
    houses : dict
        Cell and footprint by key.
    """

    cells: dict[int, BaseGeometry]
    houses: dict[int, tuple[int | None, BaseGeometry]]

    def houses_in(self, cell_id: int) -> set[int]:
        """Give the keys of the houses of a cell."""
        return {key for key, (cell, _) in self.houses.items() if cell == cell_id}


class Editor(MapPage):
    """A draft on its page."""

    def __init__(self, page: Page, live: Live, division_id: int) -> None:
        self.division_id = division_id
        self.path = f"/c/{live.code}/divisions/{division_id}"
        page.goto(self.path)
        expect(page.locator(".cell-row").first).to_be_visible()
        super().__init__(page, live)

    def open(self, query: str) -> None:
        """Go to a view of the draft by its address."""
        self.page.goto(f"{self.path}?{query}")
        expect(self.page.locator(".cell-row").first).to_be_visible()
        self.settle()

    def show_all(self) -> None:
        """Look at the whole community."""
        self.page.locator(".icon-all").click()
        self.settle()

    def state(self) -> dict[str, Any]:
        """Ask the server how the draft stands."""
        answer: dict[str, Any] = self.page.request.get(f"{self.path}/state").json()
        return answer

    def drafted(self) -> Drafted:
        """Ask the server for the ground of the draft."""
        features = self.state()["cells_geojson"]["features"]
        cells = {one["properties"]["id"]: shape(one["geometry"]) for one in features}
        answer = self.page.request.get(f"{self.path}/buildings.geojson").json()
        facts = [(one["properties"], shape(one["geometry"])) for one in answer["features"]]
        return Drafted(cells, {fact["id"]: (fact["cell_id"], shape) for fact, shape in facts})

    def is_possible(self, turn: type[Turn], **step: Any) -> bool:
        """Tell whether a step could be taken; nothing is."""
        with self.live.store.sessions() as session, session.begin() as trial:
            possible = self._try(session, turn, step)
            trial.rollback()
        return possible

    def _try(self, session: Session, turn: type[Turn], step: dict[str, Any]) -> bool:
        draft = session.get_one(Division, self.division_id)
        asked = turn.model_validate({"revision": draft.revision, **step})
        try:
            take_step(session, draft, asked, at=NOON, by=None)
        except WanggeError:
            return False
        return True

    def tool(self, words: str) -> None:
        """Take a tool by its word."""
        self.page.get_by_role("toolbar").get_by_role("button", name=words).click()

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Give where on the screen a place is."""
        return self.spot(Place(0, lon, lat))

    def drag(self, *places: tuple[float, float]) -> None:
        """Move the pointer over places on the screen with its button held down."""
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*place)
        self.page.mouse.up()

    def row(self, cell_id: int) -> Locator:
        """Give the line of a cell in the list."""
        return self.page.locator(f".cell-row[data-cell='{cell_id}']")

    def stores(self, path: str = "steps") -> Any:
        """Expect that something is sent; its answer can be asked for afterwards."""
        return self.page.expect_response(lambda answer: answer.url.endswith(f"/{path}"))

    def name_cell(self, cell_id: int, name: str, status: int = 200) -> None:
        """Give a cell a name in the card beside the map."""
        self.row(cell_id).click()
        self.page.get_by_label("名称").fill(name)
        with self.stores() as answer:
            self.page.get_by_role("button", name="保存").click()
        assert answer.value.status == status, answer.value.text()
