"""Thin wires from what rooms announce to the jobs that tell people."""

from ppi.discussion import events as discussion
from ppi.matching import events as matching
from ppi.moderation import events as moderation
from ppi.notifications import events, tasks
from ppi.notifications.choices import Channel
from ppi.organisations import events as organisations
from tenders import events as tenders

SENDERS = {
    Channel.MAIL: tasks.send,
    Channel.PUSH: tasks.push_messages,
    Channel.WEBHOOK: tasks.call_webhooks,
}


@matching.matched.receiver
def opportunity_matched(opportunity_id: int) -> None:
    tasks.tell_matched_companies.later(opportunity_id=opportunity_id)


@matching.profile_matched.receiver
def profile_matched(profile_id: int) -> None:
    tasks.tell_new_company.later(profile_id=profile_id)


@matching.found.receiver
def searches_found(hit_ids: list[int]) -> None:
    tasks.tell_who_searched.later(hit_ids=hit_ids)


@matching.starred_changed.receiver
def starred_changed(news_ids: list[int]) -> None:
    tasks.tell_who_starred.later(news_ids=news_ids)


@moderation.submitted.receiver
def submission_arrived(submission_id: int) -> None:
    tasks.tell_moderators.later(submission_id=submission_id)


@moderation.decided.receiver
def submission_decided(submission_id: int) -> None:
    tasks.tell_authors.later(submission_id=submission_id)


@moderation.reported.receiver
def report_filed(report_id: int) -> None:
    tasks.tell_of_report.later(report_id=report_id)


@moderation.settled.receiver
def report_settled(report_id: int) -> None:
    tasks.tell_reporter.later(report_id=report_id)


@moderation.removed.receiver
def content_removed(report_id: int) -> None:
    tasks.tell_of_removal.later(report_id=report_id)


@organisations.invited.receiver
def person_invited(invitation_id: int) -> None:
    tasks.tell_invited.later(invitation_id=invitation_id)


@organisations.join_requested.receiver
def membership_asked_for(join_request_id: int) -> None:
    tasks.tell_owners.later(join_request_id=join_request_id)


@organisations.join_decided.receiver
def membership_answered(join_request_id: int) -> None:
    tasks.tell_who_asked.later(join_request_id=join_request_id)


@organisations.concerned.receiver
def people_concerned(entry_id: int, user_ids: list[int]) -> None:
    tasks.tell_concerned.later(entry_id=entry_id, user_ids=user_ids)


@tenders.approval_asked.receiver
def approval_asked(entry_id: int) -> None:
    tasks.tell_approvers.later(entry_id=entry_id)


@tenders.approval_declined.receiver
def approval_declined(entry_id: int) -> None:
    tasks.tell_sender.later(entry_id=entry_id)


@tenders.firms_invited.receiver
def firms_invited(invited_firm_ids: list[int]) -> None:
    tasks.tell_invited_firms.later(invited_firm_ids=invited_firm_ids)


@tenders.handed_over.receiver
def handed_over(handover_id: int) -> None:
    tasks.tell_colleague.later(handover_id=handover_id)


@tenders.follow_up_due.receiver
def follow_up_due(follow_up_id: int) -> None:
    tasks.tell_buyer_of_follow_up.later(follow_up_id=follow_up_id)


@tenders.changed.receiver
def opportunity_changed(opportunity_id: int) -> None:
    tasks.tell_watchers_of_change.later(opportunity_id=opportunity_id)


@tenders.changed.receiver
def opportunity_changed_for_firms(opportunity_id: int) -> None:
    tasks.tell_invited_firms_of_change.later(opportunity_id=opportunity_id)


@tenders.withdrawn.receiver
def opportunity_withdrawn(opportunity_id: int) -> None:
    tasks.tell_invited_firms_of_removal.later(opportunity_id=opportunity_id)


@discussion.asked.receiver
def question_asked(question_id: int) -> None:
    tasks.tell_buyer_of_question.later(question_id=question_id)


@discussion.answered.receiver
def question_answered(question_id: int) -> None:
    tasks.tell_asker.later(question_id=question_id)


@discussion.answered.receiver
def answer_published(question_id: int) -> None:
    tasks.tell_watchers_of_answer.later(question_id=question_id)


@discussion.answered.receiver
def answer_published_for_firms(question_id: int) -> None:
    tasks.tell_invited_firms_of_answer.later(question_id=question_id)


@discussion.declined.receiver
def question_declined(question_id: int) -> None:
    tasks.tell_asker.later(question_id=question_id)


@events.promised.receiver
def deliveries_promised(channel: str, delivery_ids: list[int]) -> None:
    SENDERS[channel].later(delivery_ids=delivery_ids)


@events.digests_opened.receiver
def digests_opened(digest_ids: list[int]) -> None:
    tasks.send_digests.later(digest_ids=digest_ids)
