"""Words of many files, brought to the words of docs/frames.md."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from geodata.clean.work import ROW, Work
from geodata.errors import N_
from geodata.findings import Severity
from geodata.text import normal

_BUILDING = {
    "apartment": "apartments residential dormitory terrace 住宅楼 住宅 "
    "居民楼 居民住宅 楼房 公寓 公寓楼 "
    "宿舍 宿舍楼 高层 多层 单元楼 小高层 商品房 回迁楼 家属楼 居住 塔楼 板楼",
    "bungalow": "平房 bungalows hut cabin farm 自建房 院落 民房 平房院落 static_caravan",
    "villa": "别墅 house detached semidetached_house semi_detached 独栋 联排 联排别墅 独栋别墅",
    "public": "public civic government hospital school university college kindergarten library "
    "church temple mosque chapel cathedral shrine monastery religious train_station "
    "transportation fire_station public_building museum stadium grandstand pavilion "
    "sports_centre sports_hall 公共 "
    "公共建筑 公建 医院 卫生院 政府 办公楼 行政楼 机关 社区用房 物业 居委会 派出所 "
    "法院 养老 养老院 图书馆 体育馆 博物馆 美术馆 食堂 服务中心 活动中心 "
    "文化中心 研究院 研究所 train",
    "commercial": "commercial retail office hotel supermarket "
    "shop industrial warehouse 商业 商铺 商住 "
    "商业楼 写字楼 大厦 商场 商厦 门面 市场 酒店 宾馆 饭店 餐厅 招待所 店铺 超市 银行 "
    "厂房 工业 产业园 底商",
    "school": "school university college kindergarten 学校 教学楼 小学 中学 幼儿园 大学 学院 "
    "实验楼 实验中心 教育 教学",
    "other": "garage garages carport shed roof service construction ruins parking greenhouse barn "
    "stable cowshed sty farm_auxiliary silo storage_tank hangar bunker water_tower container "
    "guardhouse toilets kiosk transformer_tower 其他 其它 车库 停车楼 "
    "车棚 附属 附属用房 配电房 配电室 锅炉房 泵房 门卫 大门 公厕 在建",
    "unknown": "yes 类型不明 不明",
}
_CELL = {
    "general": "普通 普通网格 综合网格 基础网格 一般 网格 居住网格 小区网格 社区网格",
    "exclusive": "专属 专属网格 专用 单位网格 专业网格",
    "micro": "微网格 微 micro_grid 微格 楼栋网格",
}
_AREA = {
    "green": "grass park forest wood garden meadow scrub grassland village_green recreation_ground "
    "pitch playground 绿地 公园 草地 林地 花园",
    "water": "water river lake pond stream basin reservoir "
    "riverbank canal ditch wetland 水 水系 水域 "
    "河流 湖泊 河 湖",
}
_BARRIER = {
    "rail": "light_rail subway narrow_gauge monorail railway 铁路 铁道 轨道 地铁 轻轨",
    "water": "river canal 水 河 河流 河道 运河 干渠 水系",
    "stream": "ditch drain 溪 小溪 沟 沟渠 明沟 排水沟 水渠",
    "wall": "city_wall retaining_wall 墙 围墙 院墙 城墙 挡土墙",
    "fence": "guard_rail handrail 栅栏 围栏 护栏 铁栅栏 隔离栏",
    "hedge": "绿篱 树篱",
    "motorway": "高速 高速公路",
    "motorway_link": "高速匝道",
    "trunk": "快速路 城市快速路 主路",
    "trunk_link": "快速路匝道 匝道",
}
_ROLE = {
    "cell_leader": "网格长",
    "grid_administrator": "网格管理员 网格员 专职网格员 兼职网格员",
    "group_leader": "党小组组长 党小组长 小组长 组长",
    "building_lead": "楼长 楼栋长 楼门长",
    "entrance_lead": "单元长 单元组长",
    "member_contact": "党员联系人 包楼党员 联系党员 包联党员 党员中心户",
    "model_family": "五好家庭 示范户",
    "supervisor": "监督员",
    "patrol_volunteer": "巡逻志愿者 志愿者 义务巡逻队员 巡逻员 巡逻队员 治安巡逻",
    "property_committee": "物业管理委员会 物管会 物业委员会 业委会",
    "branch": "党支部 党支部书记 支部书记 支部",
}
_STATUS = {
    "open": "未结 未结案 处理中 待处理 受理 已受理 办理中 立案 已立案 派遣 在办 待核查 pending new "
    "inprogress in_progress assigned 上报 挂账 超期未结 处置中",
    "closed": "已结 结案 已结案 办结 已办结 完成 已完成 "
    "关闭 已关闭 已处理 已解决 resolved done fixed "
    "completed 作废",
}


def _table(words: Mapping[str, str]) -> dict[str, str]:
    table: dict[str, str] = {}
    for choice, text in words.items():
        for word in (choice, *text.split()):
            table[normal(word)] = choice
    return table


CHOICES = {
    ("buildings", "kind"): _table(_BUILDING),
    ("cells", "kind"): _table(_CELL),
    ("areas", "kind"): _table(_AREA),
    ("barriers", "kind"): _table(_BARRIER),
    ("members", "role"): _table(_ROLE),
    ("issues", "status"): _table(_STATUS),
}


def read_choices(work: Work, field: str, *, default: str | None, unknown: str | None) -> None:
    """Replace a field's words by those that the rest of the software knows.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    field : str
    default : str or None
        For an empty cell.
    unknown : str or None
        For a word that is not known; that is found.
    """
    table = CHOICES[work.subject, field]
    work.frame[field] = pd.Series(
        [
            _choice(work, table, field, word, row, default, unknown)
            for word, row in zip(work.frame[field], work.frame[ROW], strict=True)
        ],
        index=work.frame.index,
        dtype=object,
    )


def _choice(
    work: Work,
    table: Mapping[str, str],
    field: str,
    word: object,
    row: int,
    default: str | None,
    unknown: str | None,
) -> str | None:
    if not isinstance(word, str):
        return default
    plain = normal(re.sub(r"[(（].*?[)）]", "", word))
    if plain in table:
        return table[plain]
    work.found.add(
        f"unknown_{field}",
        Severity.WARNING,
        N_("Row %(row)s, column %(column)s: the word %(value)s is not known here."),
        row=row,
        column=work.columns.get(field, field),
        value=word[:50],
    )
    return unknown
