"""Good deeds (R65): told by anyone, checked by a clerk, published with a name only as the person named agrees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shared.errors import Conflict, FieldError, Invalid


class DeedState(StrEnum):
    TOLD = "told"
    VERIFIED = "verified"
    DECLINED = "declined"

    @property
    def zh(self) -> str:
        return {"told": "待核实", "verified": "已核实", "declined": "未采用"}[self]


class Consent(StrEnum):
    """Of the person who did it, to be named."""

    UNASKED = "unasked"
    GIVEN = "given"
    REFUSED = "refused"

    @property
    def zh(self) -> str:
        return {"unasked": "未征求", "given": "同意署名", "refused": "不同意署名"}[self]


class ConsentBy(StrEnum):
    """How they said so."""

    SIGNATURE = "signature"
    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    MESSAGE = "message"

    @property
    def zh(self) -> str:
        return {"signature": "书面签字", "in_person": "当面", "telephone": "电话", "message": "短信或消息"}[self]


@dataclass(frozen=True, slots=True)
class Story:
    """As it is to be published. `named` says that the person stands in it by name."""

    title: str
    body: str
    title_en: str | None = None
    body_en: str | None = None
    named: bool = False


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
