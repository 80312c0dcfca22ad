"""The rules engine for anybody's use: two operations, no key needed."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ppi.kernel.access import public
from ppi.kernel.parameters import mistakes_in_names
from ppi.taxonomy import lots, thresholds, time_limits
from ppi.taxonomy.serializers import (
    QuestionSerializer,
    TimeLimitQuestionSerializer,
    TimeLimitSerializer,
    VerdictQuestionSerializer,
    VerdictSerializer,
)


def asked(question: type[QuestionSerializer], request: Request) -> dict:
    """The parameters as values. Raises `ValidationError`, which becomes a 400."""
    serializer = question(data=request.query_params.dict())
    if mistakes := mistakes_in_names(request.query_params, set(serializer.fields)):
        raise ValidationError(mistakes)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


class ThresholdVerdict(APIView):
    """Does a purchase reach the EU threshold of its day?

    A value equal to the threshold is above it (article 4 of Directive 2014/24/EU and its likes).
    `verdict` is `unknown`, with the reason, where no threshold applies or is recorded; then
    `indicative` may say what a conversion to euro suggests. The sentences follow
    `Accept-Language`.
    """

    access = public

    @extend_schema(
        operation_id="thresholds_verdict",
        parameters=[VerdictQuestionSerializer],
        responses=VerdictSerializer,
    )
    def get(self, request: Request) -> Response:
        question = asked(VerdictQuestionSerializer, request)
        facts = {"on": question.pop("date")} | question
        if "lots" not in facts:
            return Response(VerdictSerializer(thresholds.verdict(**facts)).data)
        judged = lots.judge(whole=facts.pop("value", None), **facts)
        return Response(VerdictSerializer(judged.verdict, context={"lots": judged}).data)


class TimeLimits(APIView):
    """How many days must the market have, and which is the earliest deadline?

    Calendar days from the notice's dispatch, whose day is not counted; an end on a weekend or on a
    public holiday of `country` moves to the next working day (Regulation 1182/71, article 3).
    """

    access = public

    @extend_schema(
        operation_id="time_limits",
        parameters=[TimeLimitQuestionSerializer],
        responses=TimeLimitSerializer,
    )
    def get(self, request: Request) -> Response:
        question = asked(TimeLimitQuestionSerializer, request)
        answer = time_limits.minimum(question.pop("procedure"), **question)
        return Response(TimeLimitSerializer(answer).data)
