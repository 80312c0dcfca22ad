from django.urls import path

from tenders import (
    correction_pages,
    desk,
    ending_pages,
    interest_pages,
    posting,
    pursuit_pages,
    question_pages,
    typing_pages,
    version_pages,
    views,
)
from tenders.endings import ENDINGS

app_name = "tenders"

urlpatterns = [
    path("", views.index, name="list"),
    path("mine/", desk.mine, name="mine"),
    path("new/", posting.start, name="start"),
    path("desk/", pursuit_pages.index, name="desk"),
    path("desk/<int:pk>/", pursuit_pages.detail, name="pursuit"),
    path("desk/<int:pk>/move/", pursuit_pages.move, name="move-pursuit"),
    path("desk/<int:pk>/hands/", pursuit_pages.hands, name="hand-pursuit"),
    path("desk/<int:pk>/date/", pursuit_pages.plan, name="plan-pursuit"),
    path("desk/<int:pk>/forward/", pursuit_pages.forward, name="forward-pursuit"),
    path("desk/<int:pk>/notes/", pursuit_pages.note, name="note-pursuit"),
    path("desk/<int:pk>/drop/", pursuit_pages.drop, name="drop-pursuit"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/correct/", correction_pages.correct, name="correct"),
    path("<slug:slug>/discard/", correction_pages.discard, name="discard"),
    path("<slug:slug>/versions/", version_pages.index, name="versions"),
    path("<slug:slug>/versions/<int:number>/", version_pages.detail, name="version"),
    *[
        path(f"<slug:slug>/{name}/", ending_pages.end, {"ending": name}, name=name)
        for name in ENDINGS
    ],
    path("<slug:slug>/approval/", desk.decide_approval, name="decide-approval"),
    path("<slug:slug>/assign/", desk.assign, name="assign"),
    path("<slug:slug>/use-again/", desk.use_again, name="use-again"),
    path("<slug:slug>/call-off/", desk.call_off, name="call-off"),
    path("<slug:slug>/result/", desk.tell_result, name="tell-result"),
    path("<slug:slug>/invite/", desk.invite, name="invite"),
    path("<slug:slug>/follow-up/", desk.follow_up, name="follow-up"),
    path("<slug:slug>/calendar/", interest_pages.calendar, name="calendar"),
    path("<slug:slug>/need-too/", interest_pages.need_too, name="need-too"),
    path("<slug:slug>/why-not/", interest_pages.why_not, name="why-not"),
    path("<slug:slug>/pursue/", pursuit_pages.pursue, name="pursue"),
    path("<slug:slug>/ask/", question_pages.ask, name="ask"),
    path("<slug:slug>/questions/", question_pages.index, name="questions"),
    path("<slug:slug>/questions.pdf", question_pages.as_pdf, name="questions-pdf"),
    path("<slug:slug>/questions/<int:pk>/answer/", question_pages.answer, name="answer-question"),
    path(
        "<slug:slug>/questions/<int:pk>/decline/", question_pages.decline, name="decline-question"
    ),
    path(
        "<slug:slug>/questions/<int:pk>/take-back/",
        question_pages.take_back,
        name="take-question-back",
    ),
    path("<slug:slug>/notes/", question_pages.notes, name="notes"),
    path("<slug:slug>/take-back/", posting.take_back, name="take-back"),
    path("<slug:slug>/check/", posting.check, name="check"),
    path("<slug:slug>/judged/<slug:name>/", posting.judged, name="judged"),
    path("<slug:slug>/edit/<slug:name>/", posting.step, name="step"),
    path("<slug:slug>/edit/<slug:name>/typed/", typing_pages.typed, name="typed"),
    path("<slug:slug>/edit/<slug:name>/discard/", typing_pages.discard, name="discard-typed"),
    path("<slug:slug>/documents/<int:pk>/", views.document, name="document"),
    path("<slug:slug>/documents/<int:pk>/remove/", posting.remove_document, name="remove-document"),
]
