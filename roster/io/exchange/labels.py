"""The columns of labels beside the days: by their headings, and by what stands in them; and names to compare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from roster.io.exchange.foreign import ForeignSheet

FARTHEST_HEADING = 3
"""So many rows above and below the days' headings may hold the headings of other columns."""
HEADINGS: Mapping[str, str] = {
    "id": "工号 警号 员工编号 员工工号 人员编号 编号 职工号 职工编号 警员编号 警员号 胸号 "
    "员工号 人员工号 学工号 考勤号码 考勤号 id employeeid employeeno employeenumber staffid staffno personnumber "
    "personnelnumber badge badgeno badgenumber jobnumber jobno payrollno",
    "account": "userid 账号 帐号 用户id 用户账号 员工账号 成员账号 企业微信账号 邮箱 用户名 人员id "
    "account login email workemail",
    "name": "姓名 名字 员工姓名 人员姓名 人员 成员 成员名称 员工 队员 警员 民警 name employeename fullname employee "
    "officer staff staffname",
    "": "序号 部门 考勤组 职位 职务 岗位 班组 中队 所属规则 手机 手机号 电话 备注 合计 "
    "no department group team squad position phone",
}
"""Headings by what stands below them; empty for columns that say nothing of who it is."""
KNOWN = {word: kind for kind, words in HEADINGS.items() for word in words.split()}
NO_PERSON = re.compile(
    r"^(合计|总计|小计|制表|审核|批准|填表|说明|备注|注[:：]|填写说明|签字|负责人|total|sum|note|prepared|checked|approved)",
    re.I,
)


def folded(text: str) -> str:
    """A heading without what people add to it: blanks, a star, a remark in brackets, capitals."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"\(.*?\)|\[.*?\]", "", plain)
    return re.sub(r"[\s*#:：_.\-]+", "", plain).casefold()


def labels_of(
    sheet: ForeignSheet, runs: Sequence[tuple[int, Collection[int]]], ids: Collection[str], names: Collection[str]
) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """The columns of id, account and name: by their headings, and by what stands in them."""
    row, marks = runs[0]
    day_columns = {column for _row, run in runs for column in run}
    left = min(marks)
    by_field: dict[str, list[int]] = {}
    for near in range(max(1, row - FARTHEST_HEADING), row + FARTHEST_HEADING):
        for column in range(1, sheet.last_column + 1):
            field_ = KNOWN.get(folded(sheet.text_at(near, column)))
            if field_ and column not in day_columns and column not in by_field.get(field_, ()):
                by_field.setdefault(field_, []).append(column)
    for field_, known in (("id", set(ids)), ("name", {bare_name(name) for name in names})):
        hits = {
            column: sum(
                (bare_name(text) if field_ == "name" else text) in known
                for below in range(row + 1, sheet.last_row + 1)
                if (text := sheet.text_at(below, column))
            )
            for column in range(1, left)
        }
        named = by_field.get(field_, [])
        best = max(hits, key=lambda column: hits[column], default=0)
        if best and hits[best] >= 2 and hits[best] > 2 * max((hits.get(column, 0) for column in named), default=0):
            if best not in [column for columns in by_field.values() for column in columns]:
                by_field[field_] = [best]
        elif len(named) > 1 and known:
            by_field[field_] = sorted(named, key=lambda column: -hits.get(column, 0))
            if hits.get(by_field[field_][0], 0) > hits.get(by_field[field_][1], 0):
                by_field[field_] = by_field[field_][:1]
    doubtful = {field_: tuple(columns) for field_, columns in by_field.items() if len(columns) > 1}
    return {field_: columns[0] for field_, columns in by_field.items()}, doubtful


REMARK = re.compile(r"[(（\[【].*$|\d.*$")


def bare_name(text: str) -> str:
    """A name to compare: full-width letters made half, no blanks, no case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).replace("\u00a0", "")).casefold()


def without_remark(text: str) -> tuple[str, str]:
    """A name and the remark behind it: `壬九（离职）`, `丙三10月15离职`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = REMARK.search(plain)
    if found and found.start() > 0:
        return plain[: found.start()].strip(), plain[found.start() :].strip()
    return plain, ""
