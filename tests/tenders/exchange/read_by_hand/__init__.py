"""What stands in 17 of the reference examples, read by hand from their XML.

File name to fields. A field that is not named is not checked for that file; `lots`, `parts` and
`buyers` are rows of fields, and every lot, part and buyer of the file has its row.
"""

from __future__ import annotations

from tests.tenders.exchange.read_by_hand.calls import CALLS
from tests.tenders.exchange.read_by_hand.norway import NORWAY
from tests.tenders.exchange.read_by_hand.results import RESULTS

EXPECTED = CALLS | RESULTS | NORWAY
