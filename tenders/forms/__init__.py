"""What is asked for an opportunity, one thing a page. Forms validate; `services` change.

A page's form offers `is_valid()`, `errors`, `facts()` (columns), `parts()` (rows by their model),
`uploads()` (files), `is_asking` and `as_typed()`, be it a `Page` of columns or a `RowsPage`.
"""

from tenders.forms.start import FromRules, StartForm
from tenders.forms.steps import (
    Group,
    Step,
    form_for,
    step_after,
    step_asking,
    step_named,
    steps_for,
)

__all__ = [
    "FromRules",
    "Group",
    "StartForm",
    "Step",
    "form_for",
    "step_after",
    "step_asking",
    "step_named",
    "steps_for",
]
