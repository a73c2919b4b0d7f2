# Verification
verify-account = The totals of { $account } are not the sum of its entries
verify-chain = Entry { $seq } does not follow the one before
verify-differs = Entry { $seq } comes out differently when replayed
verify-gap = Entry { $seq } is missing
verify-anchor = Entry { $seq } is not the one that was noted outside: the journal was cut short or written anew
verify-hash = Entry { $seq } was altered
verify-replay = The journal can’t be replayed: { $why }
verify-table = Table { $table } is not what the journal makes it
verify-unit = { $unit } does not sum to zero
verify-lot-value = { $account }: lessons worth less than nothing, or of a lot that is gone
verify-given-back = { $account }: more was given back than was paid
verify-drawer = { $account }: cash moved on a day on which the drawer was never opened
verify-paid-out = The family of student { $student } was paid out { $amount } more than it paid
