from django.urls import path

from profiles import editing, views

app_name = "profiles"

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
    path("<slug:slug>/edit/products/", editing.product_list, name="products"),
    path("<slug:slug>/edit/new-product/", editing.add_product, name="add-product"),
    path("<slug:slug>/edit/products/<slug:product>/", editing.edit_product, name="edit-product"),
    path(
        "<slug:slug>/edit/products/<slug:product>/delete/",
        editing.delete_product,
        name="delete-product",
    ),
    path(
        "<slug:slug>/edit/products/<slug:product>/submit/",
        editing.submit_product,
        name="submit-product",
    ),
]
