"""A course with two lessons and a quiz, as the Danish portal's editors keep it."""

from __future__ import annotations

from courses import services
from courses.models import Course, Lesson, Option, Question

ARTICLE_40 = {
    "title": "Directive 2014/24/EU, article 40",
    "url": "https://eur-lex.europa.eu/eli/dir/2014/24/oj",
    "date": "2014-02-26",
}
LESSONS = [
    {
        "slug": "maa-man-det",
        "title_da": "Må man tale med virksomhederne?",
        "body_da": "Ja. **Artikel 40** siger det.\n\n<script>alert(1)</script>",
        "minutes": 15,
        "sources": [ARTICLE_40],
    },
    {
        "slug": "saadan",
        "title_da": "Sådan gør du",
        "title_en": "How to do it",
        "body_da": "Skriv to sider.",
        "body_en": "Write two pages.",
        "minutes": 25,
    },
]
QUESTIONS = [
    {
        "text_da": "Må I holde enkeltmøder?",
        "options": [
            {"text_da": "Ja", "is_correct": True, "why_da": "Alle skal vide det samme."},
            {"text_da": "Nej", "why_da": "Det står der ikke."},
        ],
    },
    {
        "text_da": "Hvad skal i referatet?",
        "has_several": True,
        "options": [
            {"text_da": "Det, I har ændret", "is_correct": True, "why_da": "Det vigtigste."},
            {"text_da": "Hemmeligheder", "why_da": "Dem skal I passe på."},
            {"text_da": "Det, I selv sagde", "is_correct": True, "why_da": "Alle skal have det."},
        ],
    },
]
FACTS = {
    "language": "da",
    "title_da": "Markedsdialog",
    "title_en": "Market dialogue",
    "summary_da": "Tal med markedet, før du udbyder.",
    "for_whom_da": "Indkøbere",
    "outcomes_da": "Holde et møde\n\nSkrive et referat",
}


def kept(slug: str, portal, by, **changes) -> Course:
    facts = {"lessons": LESSONS, "questions": QUESTIONS, **FACTS} | changes
    return services.keep_course(slug, portal=portal, by=by, **facts)


def reloaded(course: Course) -> Course:
    return Course.objects.everywhere("the test looks again").get(pk=course.pk)


def lessons_of(course: Course) -> list[Lesson]:
    return list(Lesson.objects.of(course))


def right_answers(course: Course) -> dict[int, set[int]]:
    return {
        question.pk: {option.pk for option in question.options.all() if option.is_correct}
        for question in Question.objects.with_options(course)
    }


def wrong_answers(course: Course) -> dict[int, set[int]]:
    return {
        question.pk: {option.pk for option in question.options.all() if not option.is_correct}
        for question in Question.objects.with_options(course)
    }


def as_form(answers: dict[int, set[int]]) -> dict[str, list[int]]:
    return {f"question-{question}": sorted(chosen) for question, chosen in answers.items()}


def option(course: Course, text: str) -> Option:
    rows = Option.objects.everywhere("the test names it")
    return rows.get(question__course=course, text_da=text)
