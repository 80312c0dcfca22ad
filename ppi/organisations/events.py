from ppi.kernel.events import Event

founded = Event("organisations.founded")
# Rejected, put right, and before the moderators once more.
asked_again = Event("organisations.asked_again")
verified = Event("organisations.verified")
# A verified one lost the portal's trust: what it published is no longer shown.
suspended = Event("organisations.suspended")
# Verified once more, after it was suspended; `verified` is announced, too.
restored = Event("organisations.restored")
invited = Event("organisations.invited")
join_requested = Event("organisations.join_requested")
# Somebody who asked was let in or declined.
join_decided = Event("organisations.join_decided")
# A verified one wants another name: nothing is changed yet.
change_requested = Event("organisations.change_requested")
change_withdrawn = Event("organisations.change_withdrawn")
changed = Event("organisations.changed")
# Somebody is no member any more, by their own wish or an owner's.
member_left = Event("organisations.member_left")
# Whoever claimed it does not want it any more.
claim_withdrawn = Event("organisations.claim_withdrawn")
# An owner says which mail domain is theirs; or no longer does.
domain_asked = Event("organisations.domain_asked")
domain_given_up = Event("organisations.domain_given_up")
# Somebody says that the second step of their sign-in is lost; or has signed in as ever since.
factor_lost = Event("organisations.factor_lost")
factor_found = Event("organisations.factor_found")
# Two entries of one body became one, or two again.
merged = Event("organisations.merged")
merge_undone = Event("organisations.merge_undone")
# The trail's entry tells something that these people must hear, whatever they have muted.
concerned = Event("organisations.concerned")
