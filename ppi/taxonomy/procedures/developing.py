"""Procedures for what must first be found or developed: dialogue, partnership, contest, PCP."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.choices import Directive, FigureStatus, Procedure
from ppi.taxonomy.procedures import acts
from ppi.taxonomy.procedures.shape import Actor, PurchasingProcedure, Step

CHECKED = date(2026, 11, 22)

DIALOGUE = PurchasingProcedure(
    code="competitive-dialogue",
    name=_("Competitive dialogue"),
    summary=_(
        "You talk with selected companies until you know which solutions to ask tenders for."
    ),
    when=(
        _("You know the need, but not which kind of solution would meet it."),
        _("Technology, law or money are so tangled that you cannot specify alone."),
        _("You and the companies can spend the time that talking takes."),
    ),
    when_not=(
        _("You can already write what you want."),
        _("Nothing on the market can meet the need, even when put together anew."),
        _("Price alone should decide."),
    ),
    steps=(
        Step(Actor.BUYER, _("Describe the need and the criteria in the notice or a document.")),
        Step(Actor.COMPANIES, _("Ask to take part.")),
        Step(Actor.BUYER, _("Select companies and invite them to the dialogue.")),
        Step(
            Actor.BOTH,
            _("Talk about every side of the purchase; ideas stay with the company they came from."),
        ),
        Step(Actor.BUYER, _("Close the dialogue when you know which solutions can meet the need.")),
        Step(Actor.COMPANIES, _("Send a final tender for the solution you presented.")),
        Step(Actor.BUYER, _("Choose the best price-quality ratio, wait out the standstill, sign.")),
        Step(Actor.BUYER, _("Publish the award notice.")),
    ),
    conditions=(
        _(
            "One of the grounds of article 26(4) of Directive 2014/24/EU, the same as for "
            "negotiation."
        ),
        _("The contract goes to the best price-quality ratio; price alone is not allowed."),
        _(
            "If you limit the number, at least three are invited, where so many are suitable "
            "(article 65 of Directive 2014/24/EU)."
        ),
        _("Under the defence directive only for particularly complex contracts."),
    ),
    advice=(
        _("Ask whether taking part is paid: the buyer may give prizes or payments."),
        _("Say what is confidential; it is not shown to others without your agreement."),
        _("Plan for several meetings before you write the tender."),
    ),
    legal_basis={
        Directive.CLASSIC: _(
            "Articles 26(4) and 30 of Directive 2014/24/EU: one of the grounds must be given."
        ),
        Directive.UTILITIES: _(
            "Articles 44(3) and 48 of Directive 2014/25/EU: open to every utility."
        ),
        Directive.DEFENCE: _(
            "Articles 25 and 27 of Directive 2009/81/EC: only for particularly complex contracts."
        ),
    },
    sources=(acts.CLASSIC, acts.UTILITIES, acts.DEFENCE, acts.INNOVATION_GUIDANCE),
    checked_on=CHECKED,
    eforms=Procedure.COMPETITIVE_DIALOGUE,
)

PARTNERSHIP = PurchasingProcedure(
    code="innovation-partnership",
    name=_("Innovation partnership"),
    summary=_(
        "One or more partners develop what the market does not have, and you may then buy it."
    ),
    when=(
        _("A market consultation showed that nothing on the market meets the need."),
        _("You want to develop and then buy, without a second competition."),
        _("You have time and people to follow a development for years."),
    ),
    when_not=(
        _("The market can deliver after some adaptation."),
        _("You only want knowledge or prototypes: buy research and development."),
        _("You cannot say what the result must do and what it may cost."),
    ),
    steps=(
        Step(
            Actor.BUYER, _("Show that the market does not have it; write the minimum requirements.")
        ),
        Step(Actor.COMPANIES, _("Ask to take part, and show that you can research and develop.")),
        Step(Actor.BUYER, _("Select companies and invite them.")),
        Step(Actor.BOTH, _("Negotiate on the research and development projects that are offered.")),
        Step(Actor.BUYER, _("Choose one or several partners by the best price-quality ratio.")),
        Step(Actor.COMPANIES, _("Develop in phases with targets; each phase is paid.")),
        Step(Actor.BUYER, _("After each phase decide who goes on, or end the partnership.")),
        Step(
            Actor.BUYER,
            _("Buy the result if it does what was agreed, at no more than the agreed cost."),
        ),
    ),
    conditions=(
        _("The need cannot be met by what is already on the market (article 31(1))."),
        _("Performance levels and maximum costs are agreed beforehand (article 31(2))."),
        _("The documents say who will own the results (article 31(6))."),
        _("The value must not be out of proportion to the development (article 31(7))."),
        _("The contract goes to the best price-quality ratio; price alone is not allowed."),
    ),
    advice=(
        _("Look at the rules on rights first: they decide what you can sell to others later."),
        _("Your work is paid phase by phase, and may end after each."),
        _("The buyer must not show your solution to other partners without your agreement."),
    ),
    legal_basis={
        Directive.CLASSIC: _(
            "Articles 26(3) and 31 of Directive 2014/24/EU: for what is not yet on the market."
        ),
        Directive.UTILITIES: _(
            "Articles 44(3) and 49 of Directive 2014/25/EU: for what is not yet on the market."
        ),
    },
    sources=(acts.CLASSIC, acts.UTILITIES, acts.INNOVATION_GUIDANCE),
    checked_on=CHECKED,
    status=FigureStatus.SECONDARY,
    kind="innovation-partnership",
    eforms=Procedure.INNOVATION_PARTNERSHIP,
)

DESIGN = PurchasingProcedure(
    code="design-contest",
    name=_("Design contest"),
    summary=_("A jury chooses the best plan or design without knowing whose it is."),
    when=(
        _("You want ideas for a place, a building, a service or a system before you buy it."),
        _("Proposals can be compared without knowing who made them."),
        _("You can pay prizes, or mean to order the work from a winner."),
    ),
    when_not=(
        _("You want a finished product rather than a plan."),
        _("You need to talk with companies before they can propose something."),
    ),
    steps=(
        Step(Actor.BUYER, _("Write the task, the criteria, the prizes and who may take part.")),
        Step(Actor.BUYER, _("Publish the contest notice; say if a winner may get the order.")),
        Step(Actor.COMPANIES, _("Send the proposal without a name on it.")),
        Step(Actor.JURY, _("Rank the proposals by the criteria and write down why.")),
        Step(Actor.BOTH, _("Answer the jury's questions, where it noted any; names stay hidden.")),
        Step(Actor.BUYER, _("Open the names, pay the prizes, publish the result.")),
        Step(
            Actor.BUYER, _("If the notice said so, negotiate the order with the winner or winners.")
        ),
    ),
    conditions=(
        _("The jury decides alone, and its members are independent of those who take part."),
        _(
            "Where a profession is demanded of those who take part, at least a third of the jury "
            "has it (article 81 of Directive 2014/24/EU)."
        ),
        _("Proposals stay without names until the jury has decided."),
        _("Prizes, payments and the order that may follow count towards the value."),
    ),
    advice=(
        _("Look at the prizes and at what happens to your rights in the design."),
        _("Leave every sign of who you are out of the proposal."),
        _("Ask whether the winner gets the order."),
    ),
    legal_basis={
        Directive.CLASSIC: _(
            "Articles 78 to 82 of Directive 2014/24/EU: rules on design contests."
        ),
        Directive.UTILITIES: _(
            "Articles 95 to 98 of Directive 2014/25/EU: rules on design contests."
        ),
    },
    sources=(acts.CLASSIC, acts.UTILITIES),
    checked_on=CHECKED,
    in_one_step=True,
    has_own_form=True,
)

PCP = PurchasingProcedure(
    code="pre-commercial-procurement",
    name=_("Pre-commercial procurement"),
    summary=_("Several companies research and develop side by side, phase by phase, for pay."),
    when=(
        _("Nothing on the market meets the need, and it is not clear who could develop it."),
        _("You want to compare several ways before you commit yourself to one."),
        _("You buy research and development: designs, prototypes, a first test series."),
    ),
    when_not=(
        _("The market can deliver after some adaptation: that is not research."),
        _("You want to buy the finished product in the same procedure."),
        _("You want to keep all results for yourself and pay for all of it."),
    ),
    steps=(
        Step(Actor.BUYER, _("Write the challenge with other buyers, and consult the market.")),
        Step(Actor.BUYER, _("Publish the call with all terms, also those on rights.")),
        Step(Actor.COMPANIES, _("Send an offer for all phases.")),
        Step(Actor.COMPANIES, _("Phase 1: work out the solution on paper.")),
        Step(Actor.BUYER, _("Choose who goes on, by the criteria of the call.")),
        Step(Actor.COMPANIES, _("Phase 2: build a prototype; fewer companies take part.")),
        Step(Actor.COMPANIES, _("Phase 3: test a small first series in real use.")),
        Step(
            Actor.BUYER, _("Publish what was learnt; buy the product in a competition of its own.")
        ),
    ),
    conditions=(
        _(
            "Research and development services whose results you share, or do not pay for in "
            "full: then the directive does not apply (article 14)."
        ),
        _("The price follows the market and reflects how benefits and risks are shared."),
        _("Selection is open and transparent, by criteria that were published beforehand."),
        _("Nobody gets an advantage in the later purchase."),
        _("The principles of the Treaty hold: equal treatment, openness."),
    ),
    advice=(
        _("You are paid for the research, and usually keep the rights in what you find."),
        _("The buyer keeps a right to use the results and may ask you to license them."),
        _("Winning a phase is no promise that the product will be bought."),
    ),
    legal_basis={
        Directive.CLASSIC: _(
            "Article 14 of Directive 2014/24/EU: research and development services whose results "
            "or costs are shared lie outside the directive."
        ),
        Directive.UTILITIES: _(
            "Article 32 of Directive 2014/25/EU: research and development services whose results "
            "or costs are shared lie outside the directive."
        ),
        Directive.CONCESSIONS: _(
            "Article 25 of Directive 2014/23/EU: research and development services whose results "
            "or costs are shared lie outside the directive."
        ),
        Directive.DEFENCE: _(
            "Article 13(j) of Directive 2009/81/EC: research and development services whose "
            "results or costs are shared lie outside the directive."
        ),
    },
    sources=(acts.PCP_COMMUNICATION, acts.INNOVATION_GUIDANCE, acts.CLASSIC),
    checked_on=CHECKED,
    kind="pcp",
)
