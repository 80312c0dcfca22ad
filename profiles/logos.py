"""The verbs of logos: put one up, take it off. The file itself is a document of the logo."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from ppi.documents import services as documents
from ppi.documents.choices import Unfit
from ppi.documents.models import Document
from ppi.documents.naming import ending_of
from ppi.documents.sniffing import media_type, pictures
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from profiles import permissions, services
from profiles.models import Logo, Profile

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 2
# A card shows it 200 pixels wide; screens have up to three of theirs for one of ours.
MOST_PIXELS_ACROSS, FEWEST_PIXELS_ACROSS = 3000, 32
SIZES = {
    ".png": pictures.png_size,
    ".jpg": pictures.jpeg_size,
    ".jpeg": pictures.jpeg_size,
}


@transaction.atomic
def put_up(profile: Profile, upload: UploadedFile, *, by) -> Logo:
    """Replace the logo by this picture. Raises `Refused` for what is none that can be shown."""
    profile = services.locked(profile)
    permissions.may_edit(by, profile).or_refuse()
    width, height = size_of(upload)
    if not profile.pk:
        profile.save()
    logo, _made = Logo.objects.managed_by(profile.organisation).update_or_create(
        profile=profile, defaults={"width": width, "height": height}
    )
    for former in Document.objects.of(logo):
        documents.remove(former, by=by)
    upload.name = f"logo{ending_of(upload.name)}"
    documents.attach(logo, upload, organisation=profile.organisation, by=by)
    audit.record("profile.logo_changed", profile, by=by)
    return logo


def size_of(upload: UploadedFile) -> tuple[int, int]:
    """In pixels, as the header says; nothing is decoded, so a picture bomb does no harm here."""
    ending = ending_of(upload.name)
    if ending not in SIZES:
        raise Refused(_("Use a PNG or JPG picture for the logo."), field="logo")
    if upload.size > MOST_MEGABYTES * MEGABYTE:
        sentence = _("The logo is too large: it may have %(limit)s MB.")
        raise Refused(sentence % {"limit": MOST_MEGABYTES}, field="logo")
    media_type(upload)
    upload.seek(0)
    try:
        width, height = SIZES[ending](upload.file)
    except Unfit as unfit:
        raise Refused(unfit.flaw.sentence(upload.name, ending), field="logo") from unfit
    finally:
        upload.seek(0)
    _refuse_wrong_size(width, height)
    return width, height


def _refuse_wrong_size(width: int, height: int) -> None:
    sides = (width, height)
    if max(sides) > MOST_PIXELS_ACROSS or min(sides) < FEWEST_PIXELS_ACROSS:
        raise Refused(
            _(
                "The logo has %(width)s × %(height)s pixels. "
                "Each side may have between %(fewest)s and %(most)s."
            )
            % {
                "width": width,
                "height": height,
                "fewest": FEWEST_PIXELS_ACROSS,
                "most": MOST_PIXELS_ACROSS,
            },
            field="logo",
        )


@transaction.atomic
def take_off(profile: Profile, *, by) -> None:
    profile = services.locked(profile)
    permissions.may_edit(by, profile).or_refuse()
    logo = Logo.objects.of(profile).first() if profile.pk else None
    if logo is None:
        raise Refused(_("There is no logo to take off."))
    for file in Document.objects.of(logo):
        documents.remove(file, by=by)
    audit.record("profile.logo_removed", profile, by=by)
    logo.delete()


def file_of(profile: Profile) -> Document | None:
    """The picture to show, once the virus scanner let it through."""
    logo = Logo.objects.of(profile).first()
    files = Document.objects.of(logo) if logo is not None else []
    return next((file for file in files if file.is_delivered), None)
