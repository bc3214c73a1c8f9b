"""What the communities published is met exactly."""

from __future__ import annotations

import tomllib
from pathlib import Path

import geopandas as gpd

from demo import NAMES, DemoCommunity
from demo.figures import read_figures


def test_sums_are_exact(community: DemoCommunity) -> None:
    figures, buildings = community.figures, community.buildings
    assert buildings.households.sum() == figures.households
    assert buildings.population.sum() == figures.population
    assert buildings.kind.value_counts().to_dict() == figures.buildings
    assert len(community.cells) == figures.cells
    assert community.people.is_member.sum() == figures.members


def test_area_is_met(community: DemoCommunity, metric: dict[str, gpd.GeoDataFrame]) -> None:
    area_m2 = metric["boundary"].area.sum()
    assert abs(area_m2 / community.figures.area_m2 - 1) < 0.001


def test_households_of_stairwells_add_up_to_their_building(community: DemoCommunity) -> None:
    flats = community.buildings[community.buildings.kind == "apartment"].set_index("key")
    by_door = community.entrances.groupby("building_key")
    assert (by_door.households.sum() == flats.households.loc[by_door.size().index]).all()
    assert (by_door.size() == flats.entrance_count.loc[by_door.size().index]).all()
    assert set(by_door.size().index) == set(flats.index)


def test_kangle_has_its_branches_groups_and_building_41(kangle: DemoCommunity) -> None:
    assert kangle.organisations.level.value_counts().to_dict() == {
        "党总支": 1,
        "党支部": 3,
        "党小组": 8,
    }
    building = kangle.buildings[kangle.buildings.number == "41"].iloc[0]
    assert (building.kind, building.entrance_count) == ("apartment", 5)
    assert set(kangle.teams.name) >= {"宣传组", "环境组", "治安巡逻组"}


def test_villas_hold_one_household(kangle: DemoCommunity) -> None:
    assert set(kangle.buildings[kangle.buildings.kind == "villa"].households) == {1}


def test_dongshan_lives_in_blocks_and_bungalows_as_published(dongshan: DemoCommunity) -> None:
    by_kind = dongshan.buildings.groupby("kind").households.sum()
    assert by_kind["apartment"] == 5_834
    assert len(dongshan.cells) == 0
    assert (dongshan.teams.kind == "patrol").sum() == 21
    assert (dongshan.duties.role == "supervisor").sum() == 15


def test_sanyuan_has_a_branch_and_a_committee_in_every_unit(sanyuan: DemoCommunity) -> None:
    duties = sanyuan.duties
    for role in ("branch", "property_committee"):
        assert set(duties[duties.role == role].place_key) == set(sanyuan.cells.code)
    assert sanyuan.teams.name.str.endswith("物业服务企业").sum() == 3
    assert len(sanyuan.estates) == 20


def test_renhe_has_four_levels_and_its_points_and_groups(renhe: DemoCommunity) -> None:
    assert list(renhe.organisations.level.unique()) == list(renhe.figures.organisation)
    assert renhe.teams.name.str.endswith("议事点").sum() == 10
    assert renhe.teams.name.str.endswith("居民小组").sum() == 65


def test_figures_agree_with_what_was_published(shared_data: Path) -> None:
    text = (shared_data / "communities.toml").read_text(encoding="utf-8")
    published = {table["key"]: table for table in tomllib.loads(text)["community"]}
    assert set(published) == set(NAMES)
    names = ("name", "code", "area_m2", "households", "population", "branches", "cells")
    names += ("cell_term", "baseline_issues_solved")
    for key, table in published.items():
        ours = read_figures(key)
        for name in names:
            assert name not in table or getattr(ours, name) == table[name], (key, name)
            assert name in table or name in ours.assumed or not getattr(ours, name), (key, name)
