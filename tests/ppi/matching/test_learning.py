"""What matching learns of words is promised by the clock, and by hand after the labels came."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from ppi.kernel.languages import LANGUAGES
from ppi.kernel.models import Job
from ppi.matching import tasks
from tests.ppi.search.published import opportunity

pytestmark = pytest.mark.django_db


def test_every_day_the_words_of_each_language_are_counted() -> None:
    tasks.count_all_words()

    jobs = Job.objects.filter(task="ppi.matching.tasks.count_words").order_by("pk")
    assert [job.arguments for job in jobs] == [{"language": code} for code in LANGUAGES]


def test_with_the_labels_learnt_every_text_is_read_anew(havneby) -> None:
    need, out = opportunity(havneby, "Lamps"), StringIO()
    Job.objects.all().delete()
    call_command("learn_labels", stdout=out)

    assert out.getvalue().splitlines() == [
        f"{code}: 0 parts of labels, {int(code == 'en')} texts" for code in LANGUAGES
    ]
    [promised] = Job.objects.filter(task="ppi.matching.tasks.relate")
    assert promised.arguments == {"model": "tenders.Opportunity", "ids": [need.pk]}
