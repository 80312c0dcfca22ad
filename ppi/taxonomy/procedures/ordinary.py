"""Procedures for what the market can deliver: open, restricted, with negotiation, quotations."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.choices import Directive, FigureStatus, Procedure
from ppi.taxonomy.procedures import acts
from ppi.taxonomy.procedures.shape import Actor, PurchasingProcedure, Step

CHECKED = date(2026, 11, 22)

OPEN = PurchasingProcedure(
    code="open",
    name=_("Open procedure"),
    summary=_("Every company may send a tender at once, and you choose the best one."),
    when=(
        _("You can describe what you need so that tenders can be compared."),
        _("You want the widest competition, also from companies you do not know."),
        _("You want a procedure that needs no special reason."),
    ),
    when_not=(
        _("You need to talk with companies before they can offer a price."),
        _("You expect so many tenders that you could not read them all."),
        _("You buy under the defence directive, which has no open procedure."),
    ),
    steps=(
        Step(
            Actor.BUYER,
            _("Write what you need, how tenders are compared and what they must prove."),
        ),
        Step(Actor.BUYER, _("Publish the contract notice and all documents.")),
        Step(Actor.COMPANIES, _("Ask questions in time; the answers go to all.")),
        Step(Actor.COMPANIES, _("Send the tender with all evidence before the deadline.")),
        Step(Actor.BUYER, _("Check the companies, compare the tenders, choose the best.")),
        Step(Actor.BUYER, _("Tell everybody the result, wait out the standstill, sign.")),
        Step(Actor.BUYER, _("Publish the award notice.")),
    ),
    conditions=(
        _("None: buyers may always use it under the general and the utilities directive."),
    ),
    advice=(
        _("You have one chance: the tender cannot be negotiated, so ask before the deadline."),
        _("You may rely on partners or subcontractors to meet what is demanded."),
        _("Your first proof is a self-declaration, the European Single Procurement Document."),
    ),
    legal_basis={
        Directive.CLASSIC: _(
            "Articles 26(2) and 27 of Directive 2014/24/EU: open to every buyer, without a "
            "special ground."
        ),
        Directive.UTILITIES: _(
            "Articles 44(2) and 45 of Directive 2014/25/EU: open to every buyer, without a "
            "special ground."
        ),
        Directive.CONCESSIONS: _(
            "Article 30 of Directive 2014/23/EU: the buyer may shape the procedure."
        ),
    },
    sources=(acts.CLASSIC, acts.UTILITIES, acts.CONCESSIONS),
    checked_on=CHECKED,
    status=FigureStatus.SECONDARY,
    eforms=Procedure.OPEN,
    in_one_step=True,
)

RESTRICTED = PurchasingProcedure(
    code="restricted",
    name=_("Restricted procedure"),
    summary=_("Every company may ask to take part; only those you select may send a tender."),
    when=(
        _("You can describe what you need fully, and nothing has to be negotiated."),
        _("You expect many companies, and a full tender costs each of them much work."),
        _("Documents are sensitive and should go only to companies you have checked."),
    ),
    when_not=(
        _("You expect few companies: selecting first would only cost time."),
        _("You want to talk about solutions before final tenders."),
    ),
    steps=(
        Step(
            Actor.BUYER, _("Publish the contract notice: what is needed and who can be selected.")
        ),
        Step(Actor.COMPANIES, _("Ask to take part, and show that you are able to deliver.")),
        Step(
            Actor.BUYER,
            _("Select companies by the criteria of the notice, and invite them together."),
        ),
        Step(Actor.COMPANIES, _("Send the tender.")),
        Step(Actor.BUYER, _("Compare the tenders and choose the best; nothing is negotiated.")),
        Step(Actor.BUYER, _("Tell everybody the result, wait out the standstill, sign.")),
        Step(Actor.BUYER, _("Publish the award notice.")),
    ),
    conditions=(
        _("No special ground is needed."),
        _(
            "If you limit the number, at least five are invited, where so many are suitable "
            "(article 65 of Directive 2014/24/EU)."
        ),
    ),
    advice=(
        _("First you only show that you can do it; prices come later."),
        _("Read how the number is limited: that is what decides whether you are invited."),
        _("Who is not selected may ask why."),
    ),
    legal_basis={
        Directive.CLASSIC: _(
            "Articles 26(2) and 28 of Directive 2014/24/EU: open to every buyer, without a "
            "special ground."
        ),
        Directive.UTILITIES: _(
            "Articles 44(2) and 46 of Directive 2014/25/EU: open to every buyer, without a "
            "special ground."
        ),
        Directive.DEFENCE: _(
            "Article 25 of Directive 2009/81/EC: open to every buyer, without a special ground."
        ),
    },
    sources=(acts.CLASSIC, acts.UTILITIES, acts.DEFENCE),
    checked_on=CHECKED,
    eforms=Procedure.RESTRICTED,
)

NEGOTIATION = PurchasingProcedure(
    code="competitive-with-negotiation",
    name=_("Competitive procedure with negotiation"),
    summary=_("Selected companies send first tenders, and you negotiate to make them better."),
    when=(
        _("What is sold must be adapted, designed or put together in a new way."),
        _("You know what you need at least, and want to learn how best to reach it."),
        _("Price, risk or terms cannot be settled without talking."),
    ),
    when_not=(
        _("It can be bought as it is."),
        _("You do not know yet which kind of solution you want: use a dialogue."),
        _("It has to be developed first: use an innovation partnership or buy research."),
    ),
    steps=(
        Step(
            Actor.BUYER, _("Consult the market, then write the minimum requirements and criteria.")
        ),
        Step(Actor.BUYER, _("Publish the contract notice, and say why you may negotiate.")),
        Step(Actor.COMPANIES, _("Ask to take part.")),
        Step(Actor.BUYER, _("Select companies and invite them.")),
        Step(Actor.COMPANIES, _("Send a first tender.")),
        Step(
            Actor.BOTH,
            _("Negotiate, with each company alone and with the same information for all."),
        ),
        Step(Actor.COMPANIES, _("Send the final tender, which is not negotiated.")),
        Step(Actor.BUYER, _("Choose the best, wait out the standstill, sign, publish the award.")),
    ),
    conditions=(
        _(
            "One of the grounds of article 26(4) of Directive 2014/24/EU: the need calls for "
            "adapting what is readily available; design or innovative solutions are part of it; "
            "nature, complexity, risk or terms call for negotiation; it cannot be specified "
            "precisely enough; or an open or restricted procedure brought only irregular or "
            "unacceptable tenders."
        ),
        _("Minimum requirements and award criteria are not negotiated."),
        _(
            "If you limit the number, at least three are invited, where so many are suitable "
            "(article 65 of Directive 2014/24/EU)."
        ),
        _("Utilities and defence buyers may negotiate without a special ground."),
    ),
    advice=(
        _("Make the first tender good: the buyer may award on it if the notice says so."),
        _("What you say in confidence is not passed on without your agreement."),
        _("The buyer tells all of you when documents change, and leaves time to react."),
    ),
    legal_basis={
        Directive.CLASSIC: _(
            "Articles 26(4) and 29 of Directive 2014/24/EU: one of the grounds must be given."
        ),
        Directive.UTILITIES: _(
            "Articles 44(2) and 47 of Directive 2014/25/EU: open to every utility, without a "
            "special ground."
        ),
        Directive.DEFENCE: _(
            "Articles 25 and 26 of Directive 2009/81/EC: open to every buyer, without a special "
            "ground."
        ),
        Directive.CONCESSIONS: _(
            "Articles 30 and 37(6) of Directive 2014/23/EU: the buyer shapes the procedure and "
            "may negotiate."
        ),
    },
    sources=(acts.CLASSIC, acts.UTILITIES, acts.DEFENCE, acts.CONCESSIONS),
    checked_on=CHECKED,
    status=FigureStatus.SECONDARY,
    eforms=Procedure.NEGOTIATED_WITH_CALL,
)

QUOTATION = PurchasingProcedure(
    code="quotation",
    name=_("Request for quotations"),
    summary=_("Below the EU threshold, you ask several companies for a price and choose the best."),
    when=(
        _("The value lies below the EU threshold."),
        _("National rules and your own organisation's rules allow it for this value."),
        _("A short description is enough for companies to offer a price."),
    ),
    when_not=(
        _("The value of all lots together reaches the EU threshold."),
        _("A purchase was split only to stay below it: that is not allowed."),
        _("Companies from other countries would clearly be interested: publish it widely."),
    ),
    steps=(
        Step(Actor.BUYER, _("Check the national limits and your own rules for this value.")),
        Step(
            Actor.BUYER,
            _("Describe the need on a page: what it must do, until when, how you choose."),
        ),
        Step(Actor.BUYER, _("Publish it here or ask several companies, all with the same words.")),
        Step(Actor.COMPANIES, _("Send a quotation.")),
        Step(Actor.BUYER, _("Compare, choose, and note down why.")),
        Step(Actor.BUYER, _("Tell all who answered, and make the contract.")),
    ),
    conditions=(
        _("National rules decide; the limits shown on this platform are indicative."),
        _("Equal treatment and openness still hold where other countries may be interested."),
    ),
    advice=(
        _("A short, clear answer is enough; ask if the description leaves something open."),
        _("Small purchases are the easiest way to become known to a public buyer."),
    ),
    legal_basis={},
    legal_note=_(
        "Below the EU threshold no directive applies: national rules decide, and the principles "
        "of the Treaty where companies from other countries may be interested."
    ),
    only_below=_(
        "A request for quotations is only for purchases below the EU threshold; above it, "
        "choose another procedure."
    ),
    sources=(acts.BELOW_THRESHOLDS,),
    checked_on=CHECKED,
    status=FigureStatus.RECALLED,
    in_one_step=True,
)
