from django.urls import path

from ppi.organisations import board, claiming, merge_pages, recovering, together_pages, views

app_name = "organisations"

# What stands where a slug would is kept free of slugs by `addresses.TAKEN_SLUGS`.
urlpatterns = [
    path("", views.mine, name="mine"),
    path("new/", views.create, name="create"),
    path("join/", views.join, name="join"),
    path("second-step/", recovering.lost_factor, name="lost-factor"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept-invitation"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/join/", views.request_to_join, name="request-to-join"),
    path("<slug:slug>/claim/", claiming.claim, name="claim"),
    path("<slug:slug>/claims/<int:pk>/withdraw/", claiming.take_back, name="take-back-claim"),
    path("<slug:slug>/claims/<int:pk>/object/", claiming.object_to, name="object-to-claim"),
    path("<slug:slug>/domains/", together_pages.domain_list, name="domains"),
    path(
        "<slug:slug>/domains/<int:pk>/give-up/",
        together_pages.give_up_domain,
        name="give-up-domain",
    ),
    path("<slug:slug>/come-in/", together_pages.come_in, name="come-in"),
    path("<slug:slug>/mandates/", together_pages.mandate_list, name="mandates"),
    path("<slug:slug>/mandates/<int:pk>/", together_pages.decide_mandate, name="decide-mandate"),
    path("<slug:slug>/acted/", together_pages.acted, name="acted"),
    path("<slug:slug>/import/", together_pages.import_members, name="import-members"),
    path("<slug:slug>/merge/", merge_pages.choose, name="choose-duplicate"),
    path("<slug:slug>/merge/<slug:other>/", merge_pages.merge, name="merge"),
    path("<slug:slug>/merges/<int:pk>/undo/", merge_pages.undo, name="undo-merge"),
    path("<slug:slug>/board/", board.board, name="board"),
    path("<slug:slug>/edit/", board.edit, name="edit"),
    path("<slug:slug>/take-back/", board.take_back_change, name="take-back-change"),
    path("<slug:slug>/ask-again/", board.ask_again, name="ask-again"),
    path("<slug:slug>/invite/", board.invite, name="invite"),
    path(
        "<slug:slug>/invitations/<int:pk>/withdraw/",
        board.withdraw_invitation,
        name="withdraw-invitation",
    ),
    path("<slug:slug>/requests/<int:pk>/", board.decide_join_request, name="decide-join-request"),
    path("<slug:slug>/members/<int:pk>/role/", board.change_role, name="change-role"),
    path("<slug:slug>/members/<int:pk>/remove/", board.remove_member, name="remove-member"),
]
