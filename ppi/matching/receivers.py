from ppi.matching import tasks
from tenders import events


@events.published.receiver
def match_what_was_published(opportunity_id: int) -> None:
    tasks.match_opportunity.later(opportunity_id=opportunity_id)


@events.changed.receiver
def match_what_was_changed(opportunity_id: int) -> None:
    tasks.match_opportunity.later(opportunity_id=opportunity_id)
