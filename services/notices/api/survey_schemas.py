"""What surveys look like in the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields, validate

from services.notices.domain.anonymity import told
from services.notices.domain.surveys.figures import Figures, Results, Tally
from services.notices.domain.surveys.questions import MOST_QUESTIONS, QuestionKind
from services.notices.domain.surveys.states import Audience, SurveyStep
from services.notices.store.survey_files import options_of, text_of
from services.notices.store.tables import Survey
from shared import clock
from shared.web.schemas import ApiSchema, AreaCodeField, PageArguments, text

_MOST_CHOICES = 30
_INTRO = 2000
_LINES = 10_000
_CODE = validate.Regexp(r"[a-z0-9_]{1,40}\Z")


def _address_of(found: Survey) -> str | None:
    """Where it is answered, below the service's own address; None where each has an address of their own."""
    if found.audience == Audience.LINK:
        return f"/s/{found.link}"
    return f"/surveys/{found.id}" if found.audience == Audience.ALL else None


class ChoiceSchema(ApiSchema):
    code = fields.String(required=True, validate=_CODE)
    zh = text()
    en = text()
    points = fields.Integer(
        strict=True, allow_none=True, validate=validate.Range(0, 100), metadata={"description": "towards the score"}
    )


class GapSchema(ApiSchema):
    below = fields.Integer(required=True, strict=True, validate=validate.Range(1, 100))
    task = text(metadata={"description": "what is to be done where an answer has fewer points"})
    days = fields.Integer(strict=True, validate=validate.Range(1, 365))


class QuestionSchema(ApiSchema):
    code = fields.String(required=True, validate=_CODE)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in QuestionKind]))
    zh = text(most=500)
    en = text(most=500)
    required = fields.Boolean()
    choices = fields.List(fields.Nested(ChoiceSchema), validate=validate.Length(max=_MOST_CHOICES))
    low = fields.Integer(strict=True, validate=validate.Range(-1_000_000, 1_000_000))
    high = fields.Integer(strict=True, validate=validate.Range(-1_000_000, 1_000_000))
    gap = fields.Nested(GapSchema, allow_none=True)


class SurveyChangesSchema(ApiSchema):
    title = text(required=False)
    title_en = text(required=False, allow_none=True)
    intro = text(most=_INTRO, required=False, allow_none=True)
    intro_en = text(most=_INTRO, required=False, allow_none=True)
    audience = fields.Enum(Audience, by_value=True)
    questions = fields.List(fields.Nested(QuestionSchema), validate=validate.Length(1, MOST_QUESTIONS))
    lines = text(
        most=_LINES,
        required=False,
        metadata={
            "description": "questions as one types them, a line for each, instead of `questions`",
            "example": "* 满意吗？ / Content? [1-5]\n怎样知道的？ (公告栏 | 手机)",
        },
    )
    responsible = text(
        most=80, required=False, allow_none=True, metadata={"description": "who sees to gaps; asked for with them"}
    )
    closes_on = fields.Date(allow_none=True, metadata={"description": "its last day"})


class NewSurveySchema(SurveyChangesSchema):
    area = AreaCodeField(required=True)
    template = fields.String(validate=validate.Length(1, 80), metadata={"example": "belonging.v1"})


class SurveySchema(Schema):
    id = fields.UUID(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True, allow_none=True)
    intro = fields.String(required=True, allow_none=True)
    intro_en = fields.String(required=True, allow_none=True)
    audience = fields.String(required=True)
    template = fields.String(required=True, allow_none=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)
    responsible = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    author = fields.String(required=True)
    writers = fields.List(fields.String(), required=True)
    approver = fields.String(required=True, allow_none=True)
    closes_on = fields.Date(required=True, allow_none=True)
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    page = fields.Function(_address_of, required=True, metadata={"type": "string"})


class SurveyStepSchema(ApiSchema):
    step = fields.Enum(SurveyStep, by_value=True, required=True)


class AnswerPageArguments(PageArguments):
    pass


class SurveyAnswerSchema(Schema):
    id = fields.UUID(required=True)
    answers = fields.Dict(keys=fields.String(), required=True)
    kinds = fields.List(fields.String(), required=True)
    score = fields.Integer(required=True, allow_none=True)
    counted = fields.Boolean(required=True)
    on = fields.Date(required=True)


class OptionCountSchema(Schema):
    code = fields.String(required=True)
    words = fields.String(required=True)
    count = fields.Integer(required=True)


class TallySchema(Schema):
    question = fields.String(required=True)
    words = fields.String(required=True, metadata={"description": "in the reader's language"})
    answered = fields.Integer(required=True)
    options = fields.List(fields.Nested(OptionCountSchema), required=True)
    mean = fields.String(required=True, allow_none=True)


class KindResultsSchema(Schema):
    kind = fields.String(required=True)
    answers = fields.Integer(required=True)
    questions = fields.List(fields.Nested(TallySchema), required=True)


class ResultsSchema(Schema):
    answers = fields.Integer(required=True, allow_none=True, metadata={"description": "null: fewer than ten"})
    over = fields.Boolean(required=True, metadata={"description": "figures are told when the survey is closed"})
    questions = fields.List(fields.Nested(TallySchema), required=True)
    kinds = fields.List(fields.Nested(KindResultsSchema), required=True)


class WaveSchema(Schema):
    survey_id = fields.UUID(required=True)
    closed_on = fields.Date(required=True)
    answers = fields.Integer(required=True)
    means = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    percents = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata={"description": "0: low end, 100: high"}
    )


class SeriesSchema(Schema):
    name = fields.String(required=True)
    items = fields.List(fields.Nested(WaveSchema), required=True)


def shown_results(count: int, results: Results | None) -> dict[str, Any]:
    whole = results.whole if results else None
    kinds = results.kinds if results and whole else {}
    return {
        "answers": told(count),
        "over": results is not None,
        "questions": _tallies(whole) if whole else [],
        "kinds": [{"kind": kind, "answers": f.answers, "questions": _tallies(f)} for kind, f in kinds.items()],
    }


def shown_series(name: str, waves: Sequence[tuple[Survey, Results | None]]) -> dict[str, Any]:
    told_of = [(found, results.whole) for found, results in waves if results and results.whole]
    return {"name": name, "items": [_wave(found, whole) for found, whole in told_of]}


def _wave(found: Survey, whole: Figures) -> dict[str, Any]:
    scales = [tally for tally in whole.tallies if tally.question.kind is QuestionKind.SCALE and tally.answered]
    assert found.closed_at is not None  # noqa: S101 - only closed surveys have results
    return {
        "survey_id": found.id,
        "closed_on": clock.civil_date(found.closed_at),
        "answers": whole.answers,
        "means": {tally.question.code: tally.mean for tally in scales},
        "percents": {tally.question.code: tally.percent for tally in scales},
    }


def _tallies(figures: Figures) -> list[dict[str, Any]]:
    return [_tally(each) for each in figures.tallies]


def _tally(found: Tally) -> dict[str, Any]:
    options = [
        {"code": code, "words": words, "count": found.counts[code]} for code, words in options_of(found.question)
    ]
    told = {"question": found.question.code, "words": text_of(found.question), "answered": found.answered}
    return {**told, "options": options, "mean": found.mean}
