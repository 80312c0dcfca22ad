"""Signatures first; being written.

questions_cut_off(deadline: date, *, directive="2014/24", urgent=False, country="")
    -> QuestionsCutOff(answer_by, ask_by, days, article, status, source, sentence) | None
standstill(award_notice_sent_on: date, *, directive="2014/24", electronic=True, country="")
    -> Standstill(ends_on, earliest_conclusion, days, article, sentence …) | None
award_notice_due(concluded_on: date, *, directive="2014/24", country="")
    -> AwardNotice(due_on, days, article, sentence …) | None
framework_maximum(directive) -> FrameworkMaximum(years, article, sentence; ends_by(starts_on)) | None
check_deadline(deadline: date, *, dispatch: date, procedure, directive, published_on=None,
               country="", **claims of time_limits.minimum) -> list[Finding]
Finding(code, severity "block"|"warning", sentence, article, earliest)
"""
