"""What a news is about: the opportunity of a match, of a version, of a question."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models

from ppi.discussion.models import Question
from ppi.matching.models import Match, StarredNews
from ppi.moderation.models import Report, Submission
from tenders.models import FollowUp, InvitedFirm, Opportunity, Version

# A generic key: id of the content type, id of the row.
Key = tuple[int, int]

OF_AN_OPPORTUNITY = (Match, Version, FollowUp, InvitedFirm)
WITH_A_SUBJECT = (Question, Submission, Report, StarredNews)


def key_of(row: models.Model) -> Key:
    return ContentType.objects.get_for_model(row).pk, row.pk


def subject_key(cause: models.Model) -> Key:
    """The cause itself where it is not about something else."""
    if isinstance(cause, OF_AN_OPPORTUNITY):
        return ContentType.objects.get_for_model(Opportunity).pk, cause.opportunity_id
    if isinstance(cause, WITH_A_SUBJECT):
        return cause.content_type_id, cause.object_id
    return key_of(cause)
