"""Pages of courses: the list, a course, its lessons, the quiz and its result."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import lists, services
from courses.choices import PASS_PERCENT
from courses.forms import QuizForm
from courses.marking import mark
from courses.models import Attempt, Course, Lesson, Question
from courses.standing import standing
from ppi.kernel.access import access, ask_to_sign_in, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.sources import dated
from ppi.moderation.editing.permissions import may_read
from ppi.portals import links
from ppi.portals.choices import Module
from ppi.portals.permissions import module, signed_in_where

shown = module(Module.COURSES)
shown_to_learners = signed_in_where(Module.COURSES)


@access(shown)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "courses/list.html", {"listing": lists.courses(request)})


@access(shown_to_learners)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader has begun, the unfinished first."""
    begun = Course.objects.published(request.portal).begun_by(request.user)
    rows = begun.order_by("-completed_on", "-published_at", "pk")
    return render(request, "courses/mine.html", {"rows": rows})


def find(request: HttpRequest, slug: str) -> Course:
    """The course of this address; 404 where the reader may not know of it."""
    rows = Course.objects.everywhere("permissions decide in the next line")
    course = rows.select_related("portal").filter(slug=slug).first()
    found_or_404(course and may_read(request.user, course, request.portal))
    return course


@access(shown)
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    course = find(request, slug)
    context = {
        "course": course,
        "standing": standing(course, request.user),
        "breadcrumbs": path_to(course),
        **links.canonical(course.portal, "courses:detail", course.slug),
    }
    return render(request, "courses/detail.html", context)


def path_to(course: Course, here: str = "") -> list[tuple[str, str]]:
    """Breadcrumbs of a page of this course; without `here`, of its own."""
    courses = (_("Courses"), reverse("courses:list"))
    if not here:
        return [courses, (course.title, "")]
    return [courses, (course.title, reverse("courses:detail", args=[course.slug])), (here, "")]


@access(shown)
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, slug: str, lesson: str) -> HttpResponse:
    """One lesson; a POST says that it has been read, and goes on to what comes next."""
    course = find(request, slug)
    opened = get_object_or_404(Lesson.objects.of(course), slug=lesson)
    if request.method == "POST":
        return go_on(request, opened)
    stands = standing(course, request.user)
    context = {
        "course": course,
        "lesson": opened,
        "standing": stands,
        "following": stands.after(opened),
        "is_read": opened.pk in stands.read,
        "sources": dated(opened.sources),
        "breadcrumbs": path_to(course, opened.title),
        **links.canonical(course.portal, "courses:lesson", course.slug, opened.slug),
    }
    return render(request, "courses/lesson.html", context)


def go_on(request: HttpRequest, opened: Lesson) -> HttpResponse:
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    services.complete_lesson(opened, by=request.user)
    return redirect(standing(opened.course, request.user).after(opened)["url"])


@access(shown)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """Visitors see how they did; for those who have signed in the result is kept."""
    course = find(request, slug)
    questions = list(Question.objects.with_options(course))
    found_or_404(questions)
    form = QuizForm(typed(request), questions=questions)
    context = {
        "course": course,
        "form": form,
        "pass_percent": PASS_PERCENT,
        "breadcrumbs": path_to(course, _("Quiz")),
        **links.canonical(course.portal, "courses:quiz", course.slug),
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "courses/quiz.html", context)
    if not request.user.is_authenticated:
        context["marks"] = mark(questions, form.chosen())
        return render(request, "courses/result.html", context)
    attempt = services.answer_quiz(course, form.chosen(), by=request.user)
    return redirect("courses:result", course.slug, attempt.pk)


@access(shown_to_learners)
@require_safe
def result(request: HttpRequest, slug: str, attempt: int) -> HttpResponse:
    """How the reader did in one attempt; other people's attempts do not exist here."""
    course = find(request, slug)
    own = Attempt.objects.of_person(request.user).select_related("course", "user")
    answered = get_object_or_404(own, pk=attempt, course=course)
    context = {
        "course": course,
        "pass_percent": PASS_PERCENT,
        "breadcrumbs": path_to(course, _("Your result")),
        "marks": services.marks_of(answered),
        "standing": standing(course, request.user),
    }
    return render(request, "courses/result.html", context)
