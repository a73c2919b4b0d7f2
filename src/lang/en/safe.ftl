# The safe and the bank
safe-opened = { $amount } stated as the safe’s beginning; { $left } in it now
safe-opened-already = What was in the safe at the beginning was stated already: { $amount }
safe-opened-already-hint = Was it wrong? Take that entry back and state it again
safe-needs-slip = The number of the bank’s slip is needed
safe-short = There is only { $have } in the safe, not { $amount }
safe-short-hint = If more is in it, what was there at the beginning has still to be stated
safe-deposited = { $amount } to the bank, slip { $slip }; { $left } left in the safe
safe-withdrawn = { $amount } fetched from the bank, slip { $slip }; { $left } in the safe now
