"""Fields of what lies on the ground."""

from __future__ import annotations

from geodata.schema.field import field

_KEY = (
    "osm_id full_id gid fid objectid bsm uuid guid 唯一码 唯一编码 唯一标识 标识码 要素代码 "
    "楼栋编码 楼栋ID 建筑物编码 建筑编码 房屋编码 楼宇编码 id 编号 编码 代码 bianhao"
)
_NAME = "名称 名字 name:zh name_zh title mingcheng"
_NUMBER = (
    "楼号 幢号 栋号 楼栋号 楼幢号 座号 楼栋 楼栋编号 楼宇编号 楼牌号 门牌号 门牌 门牌号码 楼 幢 栋 "
    "addr:housenumber housenumber house_number addr_housenumber building_no building_number "
    "buildingno bldg_no bldgno bldg block block_no no louhao zhuanghao donghao loudonghao "
    "menpaihao ldh lh zh text ref"
)
_ADDRESS = (
    "地址 详细地址 楼栋地址 住址 坐落 座落 位置 "
    "标准地址 地理位置 房屋坐落 addr:full addr_full full_address "
    "street_address incident_address dizhi zuoluo dz zl"
)
_STREET = "addr:street addr_street street street_name 街路巷 路名 街道名 道路"
_OSM_TYPE = field("osm_type", "text", "", stored=False)

BOUNDARY = (field("name", "text", f"社区名称 社区 {_NAME} community community_name sqmc"),)

BUILDINGS = (
    field("key", "text", _KEY),
    field("number", "text", _NUMBER),
    field("name", "text", f"楼名 楼栋名称 楼宇名称 建筑名称 建筑物名称 {_NAME} ldmc jzmc"),
    field("address", "text", _ADDRESS),
    field(
        "kind",
        "choice",
        "类型 类别 楼栋类型 建筑类型 房屋类型 房屋用途 用途 性质 building leixing yongtu lx",
    ),
    field(
        "levels",
        "count",
        "层数 楼层 楼层数 总层数 地上层数 地上楼层 building:levels building_levels buildinglevels "
        "floors floor_count storeys stories num_floors floor cengshu louceng cs lc",
    ),
    field(
        "entrance_count",
        "count",
        "单元数 单元数量 单元 单元总数 门洞数 楼门数 楼道数 梯数 entrances units unit_count "
        "stairwells danyuanshu danyuan dys",
    ),
    field(
        "households",
        "count",
        "户数 总户数 住户数 居民户数 户 户数量 住户 常住户数 household household_count flats "
        "building:flats dwellings hushu hs",
    ),
    field(
        "population",
        "count",
        "人口 人口数 人数 总人口 常住人口 居住人口 居民人数 实有人口 residents people pop renkou "
        "renshu rk rks rs",
    ),
    field("street", "text", _STREET, stored=False),
    *(
        field(tag, "text", "", stored=False)
        for tag in ("amenity", "power", "shop", "tourism", "office", "leisure")
    ),
    _OSM_TYPE,
)

ENTRANCES = (
    field("key", "text", _KEY),
    field("building_key", "text", "楼栋编码 楼栋ID building_id building"),
    field("building_number", "text", f"{_NUMBER}", stored=False),
    field("name", "text", f"单元 单元号 单元名称 {_NAME} ref addr:unit entrance danyuan"),
    field("households", "count", "户数 总户数 住户数 居民户数 户 household flats hushu hs"),
    _OSM_TYPE,
)

PATHS = (
    field("key", "text", _KEY),
    field("name", "text", f"路名 道路名称 道路名 街道名 街路巷 {_NAME} road street dlmc"),
    field(
        "kind", "choice", "highway fclass 类型 类别 等级 道路等级 道路类型 道路类别 type class dldj"
    ),
    field("barrier", "text", "门 大门 障碍"),
    field("hours", "text", "开放时间 开门时间 开闭时间 opening_hours"),
    field("layer", "text", "层级"),
    field("bridge", "text", "桥", stored=False),
    field("tunnel", "text", "隧道", stored=False),
    field("foot", "text", "步行", stored=False),
    field("access", "text", "通行", stored=False),
    _OSM_TYPE,
)

BARRIERS = (
    field("key", "text", _KEY),
    field("name", "text", _NAME),
    field("kind", "choice", "类型 类别 barrier railway waterway highway type class fclass dldj"),
    field("bridge", "text", "桥 桥梁", stored=False),
    field("tunnel", "text", "隧道", stored=False),
    _OSM_TYPE,
)

ESTATES = (
    field("key", "text", _KEY),
    field("name", "text", f"小区名称 小区 小区名 {_NAME} compound estate xqmc"),
    _OSM_TYPE,
)

AREAS = (
    field("key", "text", _KEY),
    field("kind", "choice", "类型 类别 type class fclass"),
    field("name", "text", _NAME),
    field("landuse", "text", "", stored=False),
    field("leisure", "text", "", stored=False),
    field("natural", "text", "", stored=False),
    field("water", "text", "waterway", stored=False),
    _OSM_TYPE,
)

CELLS = (
    field(
        "code",
        "text",
        "网格编码 网格编号 网格代码 网格号 单元网格编码 "
        "bgcode grid_code gridcode cell_code cellcode "
        "grid_id gridid grid_no wgbm wgbh wgdm wanggebianma wanggehao 编码 编号 代码 id",
    ),
    field("name", "text", f"网格名称 网格名 网格 grid_name gridname cell_name wgmc {_NAME}"),
    field("kind", "choice", "网格类型 网格类别 网格性质 类型 类别 type wglx"),
)
