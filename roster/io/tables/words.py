"""Words that cells of several tables use, each with the other spellings that are understood.

The catalogue's translation of a word is understood as well.
"""

from __future__ import annotations

from roster.i18n import N_

SWORN, AUXILIARY = N_("sworn"), N_("auxiliary")
ARMED, DRIVER, COACH, LEADER = N_("armed"), N_("driver"), N_("coach"), N_("leader")
OFF = N_("off")

CATEGORIES = {SWORN: ("民警",), AUXILIARY: ("辅警",)}
QUALIFICATIONS = {
    ARMED: ("持枪证", "持枪"),
    DRIVER: ("驾驶员", "驾驶", "司机"),
    COACH: ("带教", "师傅"),
    LEADER: ("带班领导", "带班"),
}
ROLES = {
    N_("lead"): ("带队", "组长"),
    DRIVER: QUALIFICATIONS[DRIVER],
    ARMED: QUALIFICATIONS[ARMED],
    N_("member"): ("队员", "组员"),
    LEADER: QUALIFICATIONS[LEADER],
}
"""An officer's place in a crew."""
QUALITIES = {
    **CATEGORIES,
    **QUALIFICATIONS,
    N_("women"): ("woman", "female", "女", "女性", "女警"),
    N_("men"): ("man", "male", "男", "男性", "男警"),
}
OFF_SPELLINGS = {OFF: ("休", "休息", "-")}

WEEKDAYS = {
    N_("mon"): ("monday", "周一", "星期一"),
    N_("tue"): ("tuesday", "周二", "星期二"),
    N_("wed"): ("wednesday", "周三", "星期三"),
    N_("thu"): ("thursday", "周四", "星期四"),
    N_("fri"): ("friday", "周五", "星期五"),
    N_("sat"): ("saturday", "周六", "星期六"),
    N_("sun"): ("sunday", "周日", "周天", "星期日", "星期天"),
}
DAY_TYPES = {
    N_("workday"): ("工作日",),
    N_("rest_day"): ("休息日",),
    N_("holiday"): ("节假日", "法定节假日"),
}
