"""Good deeds (R65): told by anyone, checked by a clerk, published with a name only as the person named agrees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded


class DeedState(Worded):
    TOLD = "told", "待核实"
    VERIFIED = "verified", "已核实"
    DECLINED = "declined", "未采用"


class Consent(Worded):
    """Of the person who did it, to be named."""

    UNASKED = "unasked", "未征求"
    GIVEN = "given", "同意署名"
    REFUSED = "refused", "不同意署名"


class ConsentBy(Worded):
    """How they said so."""

    SIGNATURE = "signature", "书面签字"
    IN_PERSON = "in_person", "当面"
    TELEPHONE = "telephone", "电话"
    MESSAGE = "message", "短信或消息"


@dataclass(frozen=True, slots=True)
class Story:
    """As it is to be published. `named` says that the person stands in it by name."""

    title: str
    body: str
    title_en: str | None = None
    body_en: str | None = None
    named: bool = False


def must_have_happened(on: date | None, *, today: date) -> None:
    if on is not None and on > today:
        fault = FieldError("happened_on", "happened_ahead", "这一天还没有到。")
        raise Invalid("deed_invalid", "好人好事有误，请按提示修改。", fields=[fault])


def must_be_told(state: DeedState) -> None:
    if state is not DeedState.TOLD:
        raise Conflict("deed_settled", "这件好人好事{state_name}，不能再核实。", state_name=state.zh)


def check_story(story: Story, person: str) -> None:
    """Raises Invalid where a story that names nobody has the name in it all the same."""
    message = "故事里出现了本人姓名；如要署名，请选择署名并取得本人同意。"
    parts = {"title": story.title, "body": story.body, "title_en": story.title_en, "body_en": story.body_en}
    faults = [FieldError(field, "name_in_story", message) for field, text in parts.items() if person in (text or "")]
    if faults and not story.named:
        raise Invalid("name_in_story", message, fields=faults)


def must_be_publishable(state: DeedState, consent: Consent, *, named: bool) -> None:
    """Raises Conflict: nothing with a name hangs without the person's consent, nothing at all unchecked."""
    if state is not DeedState.VERIFIED:
        raise Conflict("deed_unverified", "这件好人好事还没有核实，不能公布。")
    if named and consent is not Consent.GIVEN:
        message = "本人{consent_name}，不能署名公布；请先征得同意，或改成不署名。"
        raise Conflict("consent_missing", message, consent_name=consent.zh)
