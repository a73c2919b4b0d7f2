# The ledger
ledger-bad-transfer = The program made a wrong posting; it was not kept
ledger-too-much = That is more than can be counted
ledger-short-points = Only { $have } points there, { $need } needed
ledger-short-credits = Only { $have } lessons left, { $need } needed
ledger-short-money = Only { $have } there, { $need } needed
ledger-short-stock = Only { $have } in stock, { $need } needed
ledger-short-vouchers = The vouchers are good for { $have }, { $need } needed
