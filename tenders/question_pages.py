"""Ask, answer for all, decline, take back; the questions as a document; notes to the team."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.discussion import services
from ppi.discussion.forms import AnswerForm, DeclineForm, ImproveForm, NoteForm, QuestionForm
from ppi.discussion.models import Question
from ppi.kernel import print as printing
from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.organisations.permissions import is_member
from ppi.portals.robots import is_too_often
from tenders import permissions, questions, rules
from tenders.desk import own
from tenders.interest_pages import public
from tenders.models import Opportunity
from tenders.question_panel import answered, answered_of, noted, team_notes_of
from tenders.question_print import document_of
from tenders.views import find, shown, writing

MOST_PRINTS_A_MINUTE = 30


def done(form: Form, act: Callable[[], object]) -> bool:
    """Do it; False, with the sentence at its field, where the service refused."""
    try:
        act()
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return False
    return True


@access(writing)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = public(request, slug)
    if request.method != "POST":
        questions.may_ask(request.user, opportunity).or_refuse()
    form = QuestionForm(typed(request), initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        text, language = form.cleaned_data["question"], form.cleaned_data["language"]
        if done(form, lambda: services.ask(opportunity, text, language=language, by=request.user)):
            messages.success(request, _("Your question is with the buyer, without your name."))
            return redirect("tenders:detail", opportunity.slug)
    context = {"form": form, "opportunity": opportunity}
    context |= {"ask_until": questions.ask_until(opportunity)}
    return render(request, "tenders/question_ask.html", context)


@access(writing)
@require_POST
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    opportunity = public(request, slug)
    question = Question.objects.of(opportunity).asked_by(request.user).filter(pk=pk).first()
    found_or_404(question)
    try:
        services.take_back(question, by=request.user)
        messages.success(request, _("Taken back."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("tenders:detail", opportunity.slug)


@access(shown)
def as_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """All that was answered, to keep and to send on."""
    opportunity = public(request, slug)
    if is_too_often(request, "print", amount=MOST_PRINTS_A_MINUTE, seconds=60):
        raise Refused(_("You have printed a lot. Try again in a minute."))
    body = printing.pdf(document_of(opportunity))
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{opportunity.slug}-questions.pdf"'
    return answer


@access(writing)
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The buyer's page: what waits, what was answered, what was declined."""
    opportunity = own(request, slug)
    rows = Question.objects.of(opportunity)
    context = {
        "opportunity": opportunity,
        "waiting": list(rows.waiting()),
        "answered": answered_of(opportunity),
        "declined": list(rows.declined()),
        "cut_off": rules.questions_of(opportunity),
        "lateness": questions.lateness_of(opportunity),
    }
    return render(request, "tenders/question_list.html", context)


def asked(request: HttpRequest, slug: str, pk: int) -> tuple[Opportunity, Question]:
    """The question, for those who may answer it; 404 for everybody else."""
    opportunity = own(request, slug)
    question = Question.objects.of(opportunity).filter(pk=pk).first()
    found_or_404(question)
    return opportunity, question


@access(writing)
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer for all, or put an answer better that was given before."""
    opportunity, question = asked(request, slug, pk)
    # A form opened while it waited is refused with a sentence once a colleague has answered.
    was_waiting = request.method == "POST" and "seen" not in request.POST
    if question.first_answered_at is not None and not was_waiting:
        return _improve(request, opportunity, question)
    form = AnswerForm(typed(request), initial={"language": opportunity.language})
    if request.method == "POST" and form.is_valid():
        text, language = form.cleaned_data["answer"], form.cleaned_data["language"]
        if done(form, lambda: services.answer(question, text, language=language, by=request.user)):
            return _answered(request, opportunity)
    return _page_with(request, opportunity, question, form, "tenders/question_answer.html")


def _improve(request: HttpRequest, opportunity: Opportunity, question: Question) -> HttpResponse:
    initial = {
        "answer": question.answer,
        "language": question.answer_language,
        "seen": question.version,
    }
    form = ImproveForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("language", "seen")}
        text = form.cleaned_data["answer"]
        if done(form, lambda: services.improve(question, text, by=request.user, **facts)):
            return _answered(request, opportunity)
    return _page_with(request, opportunity, question, form, "tenders/question_answer.html")


def _answered(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    messages.success(request, _("Everybody can read it now."))
    if sentence := questions.lateness_of(opportunity):
        messages.warning(request, sentence)
    return redirect("tenders:questions", opportunity.slug)


def _page_with(
    request: HttpRequest, opportunity: Opportunity, question: Question, form: Form, template: str
) -> HttpResponse:
    context = {"opportunity": opportunity, "question": question, "form": form}
    context |= {"shown": answered(question), "lateness": questions.lateness_of(opportunity)}
    return render(request, template, context)


@access(writing)
def decline(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    opportunity, question = asked(request, slug, pk)
    form = DeclineForm(typed(request), initial={"language": opportunity.language})
    if request.method == "POST" and form.is_valid():
        reason, language = form.cleaned_data["reason"], form.cleaned_data["language"]
        if done(
            form, lambda: services.decline(question, reason, language=language, by=request.user)
        ):
            messages.success(request, _("The company is told why."))
            return redirect("tenders:questions", opportunity.slug)
    return _page_with(request, opportunity, question, form, "tenders/question_decline.html")


@access(writing)
def notes(request: HttpRequest, slug: str) -> HttpResponse:
    """What the team wrote to each other, and a form to add to it."""
    opportunity = find(request, slug)
    found_or_404(opportunity and is_member(request.user, opportunity.organisation))
    form = NoteForm(typed(request))
    if request.method == "POST":
        permissions.may_work_on(request.user, opportunity).or_refuse()
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if done(form, lambda: services.write_note(noted(opportunity), note, by=request.user)):
            messages.success(request, _("Your team can read it now."))
            return redirect("tenders:detail", opportunity.slug)
    context = {"opportunity": opportunity, "form": form, **team_notes_of(opportunity, request)}
    return render(request, "tenders/team_notes_page.html", context)
