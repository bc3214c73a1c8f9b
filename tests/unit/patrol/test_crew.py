"""Who is on: teams, the absent, and who stands in."""

from __future__ import annotations

from patrol.calendar import Cover, Mate, Replacement, who_is_on

WANG, LI = Mate(1, "王一"), Mate(2, "李二")
ZHANG = Replacement(3, "张三")
PAIR = (WANG, LI)


def test_a_pair_that_is_there_walks() -> None:
    crew = who_is_on(PAIR, ())
    assert ([walker.name for walker in crew.walkers], crew.away) == (["王一", "李二"], ())
    assert not crew.is_gap


def test_nobody_of_a_pair_walks_alone() -> None:
    crew = who_is_on(PAIR, {1})
    assert (crew.cover, crew.away) == (Cover.ALONE, (WANG,))
    helped = who_is_on(PAIR, {1}, [ZHANG])
    assert helped.cover is Cover.COVERED
    assert [(walker.name, walker.stands_in) for walker in helped.walkers] == [
        ("李二", False),
        ("张三", True),
    ]


def test_who_is_replaced_stays_at_home_though_not_absent() -> None:
    crew = who_is_on(PAIR, (), [Replacement(3, "张三", for_person_id=2)])
    assert [walker.name for walker in crew.walkers] == ["王一", "张三"]
    assert crew.away == (LI,)


def test_a_stand_in_who_is_absent_replaces_nobody() -> None:
    crew = who_is_on(PAIR, {3}, [Replacement(3, "张三", for_person_id=2)])
    assert [walker.name for walker in crew.walkers] == ["王一", "李二"]


def test_gaps_say_why() -> None:
    assert who_is_on(PAIR, {1, 2}).cover is Cover.NOBODY
    assert who_is_on(None, ()).cover is Cover.NO_TEAM
    assert who_is_on((), ()).cover is Cover.NOBODY
    assert who_is_on(None, (), [ZHANG]).cover is Cover.COVERED
    assert who_is_on((WANG,), ()).cover is Cover.COVERED


def test_nobody_is_counted_twice() -> None:
    crew = who_is_on(PAIR, (), [Replacement(1, "王一")])
    assert [walker.person_id for walker in crew.walkers] == [1, 2]
