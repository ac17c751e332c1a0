"""Residents who ask to be told: held to the register's rules, matched by a clerk."""

from __future__ import annotations

from dataclasses import dataclass

from services.notices.domain.contact import Contact, contact_in
from services.notices.domain.residents.register import tidied_texts
from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded


class JoinState(Worded):
    WAITING = "waiting", "待核对"
    MATCHED = "matched", "已对上"
    """With a resident; the address is theirs when its code comes back."""
    REFUSED = "refused", "未对上"
    """Nobody of the register."""


@dataclass(frozen=True, slots=True)
class Asking:
    name: str
    building: str
    door: str | None
    contact: Contact


def asking(*, name: str, building: str, door: str | None, contact: str, consent: bool) -> Asking:
    """Raises Invalid. Without consent nothing of it is kept."""
    if not consent:
        fault = FieldError("consent", "consent_missing", "请勾选同意接收社区通知。")
        raise Invalid("consent_missing", "请勾选同意接收社区通知。", fields=[fault])
    texts = tidied_texts({"name": name, "building": building, "door": door})
    if not texts["building"]:
        fault = FieldError("building", "building_missing", "请填写楼栋，居委会才能核对。")
        raise Invalid("building_missing", "请填写楼栋，居委会才能核对。", fields=[fault])
    found = contact_in(contact)
    if found is None:
        fault = FieldError("contact", "contact_missing", "请填写手机号或电子邮箱。")
        raise Invalid("contact_missing", "请填写手机号或电子邮箱。", fields=[fault])
    return Asking(texts["name"], texts["building"], texts["door"], found)


def must_be_waiting(state: JoinState) -> None:
    if state is not JoinState.WAITING:
        message = "这份登记“{state_name}”，不能再处理。"
        raise Conflict("join_request_decided", message, state=state.value, state_name=state.zh)
