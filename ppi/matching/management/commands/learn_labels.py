from itertools import batched

from django.core.management.base import BaseCommand

from ppi.kernel.languages import LANGUAGES
from ppi.matching import learning, tasks
from ppi.search.registry import indexable
from ppi.search.services import BATCH


class Command(BaseCommand):
    help = "Learns the labels of the CPV and how rare words are; then every text is read anew."

    def handle(self, *args, **options) -> None:
        for language in LANGUAGES:
            parts, texts = learning.learn_labels(language), learning.learn_rarity(language)
            self.stdout.write(f"{language}: {parts} parts of labels, {texts} texts")
        for model, entry in indexable:
            ids = entry.published().order_by("pk").values_list("pk", flat=True)
            for some in batched(ids, BATCH):
                tasks.relate.later(model=model._meta.label, ids=list(some))
