"""Fields of ledgers, people and issues."""

from __future__ import annotations

from geodata.schema.field import field
from geodata.schema.ground import BUILDINGS

_LEDGER = {
    "number", "address", "levels", "entrance_count", "households", "population", "name", "street",
}  # fmt: skip
LEDGER = tuple(item for item in BUILDINGS if item.name in _LEDGER)

MEMBERS = (
    field(
        "name",
        "text",
        "姓名 名字 党员姓名 人员姓名 成员姓名 负责人 责任人 责任人姓名 包联人 包保人 联系人 "
        "full_name xingming xm 名称",
    ),
    field(
        "phone",
        "text",
        "电话 手机 手机号 手机号码 联系电话 联系方式 "
        "电话号码 移动电话 本人电话 mobile tel telephone "
        "phone_number cell_phone dianhua shouji lxdh sjh sjhm dh",
    ),
    field("is_member", "flag", "是否党员 党员 政治面貌 party_member zzmm sfdy member"),
    field(
        "organisation",
        "text",
        "党组织 所属党组织 所在党组织 所属组织 组织 组织名称 organization org party_organisation "
        "zzmc dzz dangzuzhi",
    ),
    field("committee", "text", "党委 党总支 总支 总支部", stored=False),
    field(
        "branch", "text", "党支部 支部 所属支部 所在支部 支部名称 dangzhibu dzb zb", stored=False
    ),
    field("group", "text", "党小组 小组 所属小组 党小组名称 dangxiaozu dxz", stored=False),
    field("role", "choice", "角色 职务 职责 岗位 身份 担任职务 包联职责 duty position zhiwu zw js"),
    field(
        "cell_code",
        "text",
        "网格编码 网格编号 网格代码 网格号 所属网格 所在网格 "
        "网格 责任网格 包联网格 grid_code gridcode "
        "grid cell wgbm wgbh wangge wg",
    ),
    field(
        "building_number",
        "text",
        "楼号 楼栋号 幢号 栋号 楼栋 包联楼栋 "
        "责任楼栋 责任楼 包联楼 包保楼栋 联系楼栋 所在楼栋 居住楼栋 包联范围 责任范围 责任区域 "
        "building building_no "
        "louhao loudong ldh lh",
    ),
    field("entrance_name", "text", "单元 单元号 包联单元 责任单元 entrance danyuan dyh dy"),
    field("household_number", "text", "户号 房号 室号 房间号 责任户 包联户 中心户 室 flat door"),
    field("team", "text", "队伍 志愿队 志愿服务队 志愿队伍 所属队伍 工作组 班组 duiwu dw"),
    field(
        "joined_on",
        "date",
        "入党时间 入党日期 加入时间 加入日期 入队时间 入队日期 任职时间 到岗时间 joined join_date "
        "joined_at rdsj rdrq",
    ),
    field("source_row", "count"),
)

ISSUES = (
    field(
        "source_ref",
        "text",
        "编号 事件编号 案卷编号 案件编号 工单号 工单编号 任务号 流水号 事件ID 受理编号 unique_key "
        "case_id caseid service_request_id request_id ref_no ticket id sjbh ajbh gdbh",
    ),
    field(
        "category",
        "text",
        "类别 类型 事件类别 事件类型 事件大类 问题类型 问题类别 案件类型 分类 大类 小类 "
        "issue_type request_type type leibie leixing sjlx sjlb",
    ),
    field(
        "title",
        "text",
        "标题 事件标题 主题 事件名称 名称 问题标题 complaint_type subject name biaoti bt sjmc",
    ),
    field(
        "description",
        "prose",
        "描述 问题描述 事件描述 内容 事件内容 诉求内容 详情 情况说明 事由 descriptor details "
        "detail content note miaoshu neirong ms nr",
    ),
    field(
        "status", "choice", "状态 事件状态 办理状态 处理状态 案件状态 办结状态 state zhuangtai zt"
    ),
    field(
        "address",
        "text",
        "地址 事发地址 发生地点 事发地点 地点 位置 "
        "详细地址 incident_address location dizhi didian dz dd",
    ),
    field("building_number", "text", "楼号 楼栋号 幢号 栋号 楼栋 building building_no louhao ldh"),
    field(
        "reported_at",
        "moment",
        "上报时间 上报日期 受理时间 受理日期 发生时间 发现时间 "
        "创建时间 登记时间 报告时间 时间 日期 "
        "created_date created_at created opened requested_datetime open_date date time sbsj slsj",
    ),
    field(
        "closed_at",
        "moment",
        "结案时间 结案日期 办结时间 办结日期 完成时间 关闭时间 处理时间 closed_date closed "
        "close_date resolved_at jasj bjsj",
    ),
    field(
        "outcome",
        "prose",
        "办理结果 处理结果 处置结果 办理情况 处理情况 处置情况 答复 答复内容 回复内容 处理意见 "
        "status_notes resolution resolution_notes resolution_description bljg cljg",
    ),
    field("place_doubt", "text"),
)
