from django.urls import path

from profiles import editing, product_editing, revision_pages, views

app_name = "profiles"

PRODUCT = "<slug:slug>/edit/products/<slug:product>/"

# A company may be called anything, so no word of ours stands where its address does.
urlpatterns = [
    path("", views.index, name="list"),
    path("my/profile/", editing.mine, name="mine"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/products/<slug:product>/", views.product, name="product"),
    path("<slug:slug>/edit/", editing.board, name="edit"),
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
