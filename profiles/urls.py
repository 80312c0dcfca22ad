from django.urls import path

from profiles import (
    editing,
    exports,
    facing,
    mapping,
    product_editing,
    revision_pages,
    sharing,
    views,
)

app_name = "profiles"

PRODUCT = "<slug:slug>/edit/products/<slug:product>/"

# A company may be called anything, so no word of ours stands where its address does.
urlpatterns = [
    path("", views.index, name="list"),
    path("my/profile/", editing.mine, name="mine"),
    path("all/map/", mapping.index, name="map"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/products/<slug:product>/", views.product, name="product"),
    path("<slug:slug>/logo", sharing.logo, name="logo-file"),
    path("<slug:slug>/badge.svg", sharing.badge, name="badge"),
    path("<slug:slug>/code.svg", sharing.code, name="code"),
    path("<slug:slug>/card.vcf", sharing.card, name="card"),
    path("<slug:slug>/edit/", editing.board, name="edit"),
    path("<slug:slug>/edit/contacts/", facing.contact_list, name="contacts"),
    path(
        "<slug:slug>/edit/contacts/<int:pk>/take-back/",
        facing.take_back_contact,
        name="take-back-contact",
    ),
    path("<slug:slug>/edit/credentials/", facing.credential_list, name="credentials"),
    path(
        "<slug:slug>/edit/credentials/new/<slug:kind>/",
        facing.add_credential,
        name="add-credential",
    ),
    path("<slug:slug>/edit/credentials/<int:pk>/", facing.edit_credential, name="edit-credential"),
    path(
        "<slug:slug>/edit/credentials/<int:pk>/delete/",
        facing.delete_credential,
        name="delete-credential",
    ),
    path("<slug:slug>/edit/logo/", facing.logo, name="logo"),
    path("<slug:slug>/edit/logo/take-off/", facing.take_off_logo, name="take-off-logo"),
    path("<slug:slug>/edit/buying/", facing.buying_half, name="buying"),
    path("<slug:slug>/edit/share/", exports.share, name="share"),
    path("<slug:slug>/edit/export.json", exports.everything, name="export"),
    path("<slug:slug>/edit/espd.json", exports.espd, name="espd"),
    path("<slug:slug>/edit/section/<slug:name>/", editing.section, name="section"),
    path("<slug:slug>/edit/check/", editing.check, name="check"),
    path("<slug:slug>/edit/take-back/", editing.take_back, name="take-back"),
    path("<slug:slug>/edit/hide/", editing.hide, name="hide"),
    path("<slug:slug>/edit/change/", revision_pages.change, name="change"),
    path("<slug:slug>/edit/products/", product_editing.product_list, name="products"),
    path("<slug:slug>/edit/new-product/", product_editing.add_product, name="add-product"),
    path(f"{PRODUCT}", product_editing.edit_product, name="edit-product"),
    path(f"{PRODUCT}tasks/", product_editing.product_board, name="product-board"),
    path(f"{PRODUCT}files/", product_editing.product_files, name="product-files"),
    path(
        f"{PRODUCT}pictures/<int:number>/",
        product_editing.describe_picture,
        name="describe-picture",
    ),
    path(f"{PRODUCT}self-test/", product_editing.test_product, name="test-product"),
    path(f"{PRODUCT}change/", revision_pages.change, name="change-of-product"),
    path(f"{PRODUCT}delete/", product_editing.delete_product, name="delete-product"),
    path(f"{PRODUCT}submit/", product_editing.submit_product, name="submit-product"),
    path(f"{PRODUCT}take-back/", product_editing.take_back_product, name="take-back-product"),
    path("<slug:slug>/files/<int:pk>/", views.file, name="file"),
    path(
        "<slug:slug>/edit/files/<int:pk>/remove/", product_editing.remove_file, name="remove-file"
    ),
]
