"""The columns of a catalogue as a table, and the words that people write into them."""

from __future__ import annotations

from collections.abc import Mapping

from app.models import Catalogue, RegionClass, TimeUnit
from geodata.errors import N_

HEADINGS = {
    "catalogue": N_("Catalogue"),
    "code": N_("Category code"),
    "group": N_("Group"),
    "name": N_("Category"),
    "name_en": N_("English name"),
    "icon": N_("Picture"),
    "for_residents": N_("For residents"),
    "condition": N_("Condition"),
    "region": N_("Region class"),
    "amount": N_("Time limit"),
    "unit": N_("Counted in"),
}
"""Columns in their order, with their headings (msgids)."""

_COLUMN_WORDS = {
    "catalogue": "catalogue 目录 目录类型 事件目录",
    "code": "code category_code 编码 代码 类别编码 小类代码 类别代码 案件代码",
    "group": "group 大类 大类名称 分组",
    "name": "name category 类别 名称 类别名称 小类 小类名称 事件类别",
    "name_en": "name_en english english_name 英文名 英文名称",
    "icon": "icon picture 图标 图片",
    "for_residents": "for_residents 居民可报 居民上报 对居民开放",
    "condition": "condition 情形 立案条件 条件 结案条件",
    "region": "region region_class 区域 区域类别 区域类型",
    "amount": "amount limit time_limit 时限 处置时限 处理时限 期限",
    "unit": "unit counted_in 单位 时限单位 计时方式 计时单位",
}

COLUMN_OF: Mapping[str, str] = {
    word: column for column, words in _COLUMN_WORDS.items() for word in words.split()
}
"""Column by the words of its heading, small letters with ``_`` for blanks."""

CATALOGUE_OF: Mapping[str, Catalogue] = {
    "city": Catalogue.CITY,
    "city management": Catalogue.CITY,
    "城市管理": Catalogue.CITY,
    "城市管理事件": Catalogue.CITY,
    "community": Catalogue.COMMUNITY,
    "matters of the community": Catalogue.COMMUNITY,
    "社区事务": Catalogue.COMMUNITY,
    "": Catalogue.COMMUNITY,
}
UNIT_OF: Mapping[str, TimeUnit] = {
    "working_hours": TimeUnit.WORKING_HOURS,
    "working hours": TimeUnit.WORKING_HOURS,
    "工作时": TimeUnit.WORKING_HOURS,
    "工作小时": TimeUnit.WORKING_HOURS,
    "working_days": TimeUnit.WORKING_DAYS,
    "working days": TimeUnit.WORKING_DAYS,
    "工作日": TimeUnit.WORKING_DAYS,
    "个工作日": TimeUnit.WORKING_DAYS,
    "hours": TimeUnit.HOURS,
    "hours around the clock": TimeUnit.HOURS,
    "自然小时": TimeUnit.HOURS,
    "紧急工作时": TimeUnit.HOURS,
}
REGION_OF: Mapping[str, RegionClass] = {
    "core": RegionClass.CORE,
    "class 1": RegionClass.CORE,
    "一类": RegionClass.CORE,
    "general": RegionClass.GENERAL,
    "class 2": RegionClass.GENERAL,
    "二类": RegionClass.GENERAL,
    "outer": RegionClass.OUTER,
    "class 3": RegionClass.OUTER,
    "三类": RegionClass.OUTER,
}
NO_WORDS = frozenset({"no", "n", "false", "0", "否", "不"})
