"""Records refer to what exists, tell possible stories, and are the same for the same seed."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest

from app.models import ISSUE_MOVES, IssueState
from demo import DemoCommunity, generate
from demo.records.steps import ENDS

TODAY = dt.date(2026, 11, 22)
NOW = pd.Timestamp("2026-11-21T16:00Z")


def test_same_seed_same_bytes(community: DemoCommunity) -> None:
    first, again = vars(community), vars(generate(community.key, seed=1, today=TODAY))
    frames = [key for key, value in first.items() if isinstance(value, pd.DataFrame)]
    assert len(frames) == 17
    for key in frames:
        assert _text(first[key]) == _text(again[key]), key


def _text(frame: pd.DataFrame) -> str:
    flat = frame.to_wkb(hex=True) if isinstance(frame, gpd.GeoDataFrame) else frame
    return str(flat.to_csv())


def test_another_seed_is_another_community(kangle: DemoCommunity) -> None:
    other = generate("kangle", seed=2, today=TODAY)
    assert not other.people.name.equals(kangle.people.name)
    assert other.buildings.population.sum() == kangle.buildings.population.sum()


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        generate("atlantis", today=TODAY)


def test_people_are_evidently_invented(community: DemoCommunity) -> None:
    people = community.people
    assert people.name.is_unique
    assert people.name.str.fullmatch(r".[一二三四五六七八九]{2}").all()
    assert people.phone.is_unique
    assert people.phone.str.fullmatch(r"100\d{8}").all()
    assert set(people.home_building_key) <= set(community.buildings.key)
    assert set(people.home_entrance_key.dropna()) <= set(community.entrances.key)
    assert set(people.organisation_key.dropna()) <= set(community.organisations.key)
    assert (people.organisation_key.notna() == people.is_member).all()


def test_organisations_are_one_tree_parents_first(community: DemoCommunity) -> None:
    seen: set[str] = set()
    for row in community.organisations.itertuples():
        assert (row.parent_key in seen) if seen else pd.isna(row.parent_key)
        seen.add(row.key)


def test_duties_join_existing_holders_and_places(community: DemoCommunity) -> None:
    duties = community.duties
    holders = {
        "person_key": community.people.key,
        "team_key": community.teams.key,
        "organisation_key": community.organisations.key,
    }
    assert (duties[list(holders)].notna().sum(axis=1) == 1).all()
    for column, keys in holders.items():
        assert set(duties[column].dropna()) <= set(keys)
    places = {
        "cell": community.cells.code,
        "building": community.buildings.key,
        "entrance": community.entrances.key,
        "estate": community.estates.key,
    }
    for kind, group in duties.groupby("place_kind"):
        assert set(group.place_key) <= set(places[str(kind)])
    assert (duties.since < TODAY).all()


def test_kangle_leaves_a_few_places_vacant(kangle: DemoCommunity) -> None:
    held = kangle.duties.groupby("role").place_key.nunique()
    assert held["building_lead"] == 209 - 3
    assert held["entrance_lead"] == len(kangle.entrances) - 6
    assert held["model_family"] == len(kangle.entrances)
    assert held["member_contact"] == 209 - 3
    assert held["group_leader"] == held["grid_administrator"] == 8


def test_leads_live_where_they_lead(kangle: DemoCommunity) -> None:
    homes = kangle.people.set_index("key").home_entrance_key
    duties = kangle.duties[kangle.duties.place_kind == "entrance"]
    assert (homes.loc[duties.person_key].to_numpy() == duties.place_key.to_numpy()).all()


def test_issues_tell_possible_stories(community: DemoCommunity) -> None:
    """Each verb leads on by the application's own table of moves, in order, before today."""
    events = community.issue_events
    assert (events["at"] < NOW).all()
    issues = community.issues.set_index("source_ref")
    for ref, story in events.groupby("source_ref"):
        verbs, issue = list(story.kind), issues.loc[ref]
        assert verbs[0] == "report"
        assert story["at"].iloc[0] == issue.reported_at
        assert story["at"].is_monotonic_increasing
        state = IssueState.REPORTED
        for verb in verbs[1:]:
            assert state in ISSUE_MOVES[verb].sources, verbs
            state = ISSUE_MOVES[verb].target or state
        assert state == issue.status
        assert (story.kind == "dispatch").sum() == (
            story.to_person_key.notna() | story.to_unit_key.notna()
        ).sum()
    assert set(events.source_ref) == set(issues.index)


def test_the_verbs_of_the_demo_lead_where_the_table_says() -> None:
    """The demo knows no model: what it says of states is compared here."""
    assert {verb: ISSUE_MOVES[verb].target for verb in ENDS if verb != "report"} == {
        verb: IssueState(state) for verb, state in ENDS.items() if verb != "report"
    }


def test_all_states_are_there(community: DemoCommunity) -> None:
    """Whoever opens the demo finds an issue in every state, mostly ended, some open."""
    issues = community.issues
    assert set(issues.status) == {state.value for state in IssueState}
    recent = issues.reported_at > NOW - pd.Timedelta(days=92)
    assert 180 <= recent.sum() <= 245
    assert 35 <= issues.closed_at.isna().sum() <= 45
    assert issues.reported_at.min() > NOW - pd.Timedelta(days=175)


def test_there_is_a_period_before_to_compare_with(community: DemoCommunity) -> None:
    """About as much happened in it, all of it is over, and it had no cluster yet."""
    issues = community.issues
    before = issues[issues.reported_at < NOW - pd.Timedelta(days=90)]
    assert 85 <= len(before) <= 130
    assert before.closed_at.notna().all()
    assert (before.category == "电动车充电").sum() < 20


def test_doubles_go_on_in_issues_that_were_there_before(community: DemoCommunity) -> None:
    issues = community.issues.set_index("source_ref")
    merged = issues[issues.status == "merged"]
    assert len(merged) == 5
    for _, double in merged.iterrows():
        other = issues.loc[double.merged_into]
        assert other.category == double.category
        assert other.reported_at < double.reported_at


def test_deliberations_are_told_in_order(kangle: DemoCommunity, sanyuan: DemoCommunity) -> None:
    for community in (kangle, sanyuan):
        ((ref, told),) = community.deliberations.items()
        assert ref in set(community.issues.source_ref)
        assert [one.at for one in told] == sorted(one.at for one in told)
        assert {one.by_account for one in told} <= set(community.accounts.username)
        steps = [one.verb for one in told if one.present and one.verb != "meet"]
        assert steps == ["raise", "discuss", "answer", "judge"]


def test_only_open_issues_have_reporters(community: DemoCommunity) -> None:
    issues = community.issues
    named = issues[issues.reporter_name != ""]
    assert len(named) >= 3
    assert named.closed_at.isna().all()
    assert set(named.reporter_name) <= set(community.people.name)


def test_issues_lie_inside_and_at_existing_buildings(community: DemoCommunity) -> None:
    west, south, east, north = community.boundary.total_bounds
    assert community.issues.lon.between(west, east).all()
    assert community.issues.lat.between(south, north).all()
    known = set(community.buildings.key)
    assert set(community.issues.building_key.dropna()) <= known
    assert set(community.issues.affected_building_keys.explode().dropna()) <= known


def test_one_kind_of_issue_gathers_in_one_place(kangle: DemoCommunity) -> None:
    charging = kangle.issues[kangle.issues.category == "电动车充电"]
    by_building = charging.building_key.value_counts()
    assert by_building.head(7).sum() >= 20


def test_the_sewer_of_building_41_harms_the_bungalows_behind_it(kangle: DemoCommunity) -> None:
    case = kangle.issues[kangle.issues.title == "41号楼下水道堵塞"].iloc[0]
    buildings = kangle.buildings.set_index("key")
    source, harmed = buildings.loc[case.building_key], buildings.loc[case.affected_building_keys]
    assert source.number == "41"
    assert len(harmed) >= 3
    assert set(harmed.kind) == {"bungalow"}
    assert (harmed.bounds.miny > source.geometry.centroid.y).all()
    told = kangle.deliberations[case.source_ref]
    for word in ("出题", "议题", "答题", "评题"):
        assert sum(one.words.startswith(word) for one in told) == 1
    paid = [number for one in told for number in one.payers]
    assert sorted(paid) == list(range(5))


def test_the_smell_of_the_factory_reaches_about_500_households(dongshan: DemoCommunity) -> None:
    case = dongshan.issues[dongshan.issues.title.str.startswith("工厂异味")].iloc[0]
    harmed = dongshan.buildings[dongshan.buildings.key.isin(case.affected_building_keys)]
    assert 420 <= harmed.households.sum() <= 580


def test_patrols_walk_every_cell_and_leave_one_alone(kangle: DemoCommunity) -> None:
    patrols = kangle.patrols
    assert set(patrols.cell_code) == set(kangle.cells.code)
    assert set(patrols.team_key) <= set(kangle.teams.key)
    assert set(patrols.state) == {"done", "missed"}
    assert (patrols.ended_at.notna() == (patrols.state == "done")).all()
    last = patrols.groupby("cell_code").started_at.max()
    assert (last < NOW - pd.Timedelta(days=18)).sum() == 1


def test_accounts_are_people_of_the_community(community: DemoCommunity) -> None:
    accounts = community.accounts
    assert accounts.username.str.fullmatch(r"[a-z0-9_.-]{2,40}").all()
    assert set(accounts.person_key.dropna()) <= set(community.people.key)
    roles = {"community_admin", "volunteer", "leader", "handler"}
    assert set(accounts.role) >= roles
    assert ("grid_admin" in set(accounts.role)) == (len(community.cells) > 0)
