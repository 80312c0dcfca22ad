from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from ppi.kernel import jobs, operators
from ppi.kernel.models import Job


def chosen(name: str | None, hours: float | None) -> QuerySet[Job]:
    rows = jobs.given_up()
    if name:
        rows = rows.filter(task__endswith=name)
    if hours is not None:
        rows = rows.filter(created_at__lt=timezone.now() - timedelta(hours=hours))
    return rows


class Command(BaseCommand):
    help = "Try jobs again that were given up. Without a choice, say which there are."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--name", help="only this task, or those whose name ends with it")
        parser.add_argument(
            "--older-than", type=float, metavar="HOURS", help="only those promised so long ago"
        )
        parser.add_argument("--all", action="store_true", help="all of them")

    def handle(self, *args, name=None, older_than=None, all=False, **options) -> None:  # noqa: A002
        if all and (name or older_than is not None):
            raise CommandError("--all leaves nothing to choose: name it alone.")
        if not all and name is None and older_than is None:
            self.say_which()
        else:
            number = jobs.try_again(chosen(name, older_than))
            self.stdout.write(f"{number} jobs are due again.")

    def say_which(self) -> None:
        tasks = list(operators.given_up_by_task())
        for row in tasks:
            self.stdout.write(f"{row['number']:>6}  {row['task']}")
        advice = "Choose with --name, --older-than or --all." if tasks else "None is given up."
        self.stdout.write(advice)
