"""Where a text prescribes a product instead of a function: hints for its writer, never a block.

Article 42 of Directive 2014/24/EU: a specification describes functions or performance (3), and
names a make, a source, a process, a trade mark or a type only where nothing else would be
intelligible, and then with «or equivalent» (4).
"""

from tenders.hints.finding import Hint, hints_about, hints_in

__all__ = ["Hint", "hints_about", "hints_in"]
