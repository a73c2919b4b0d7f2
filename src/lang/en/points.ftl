# Points
points-given = { $name } { $points } for { $rule }, { $balance } in all
points-given-many = { $points } for { $rule } to { $count }
points-not-all = Not everyone: { $why }
points-cap = { $name } has reached the cap: { $had } of { $cap }
points-nobody = Nobody is chosen
points-out-of-range = { $rule } can’t give { $points }
points-rule-retired = { $rule } is no longer used
points-rule-not-yours = Your post may not use { $rule }
points-adjusted = { $name }: { $points } adjusted, { $balance } in all
points-adjust-needs-reason = A correction needs an amount and a reason
points-redeemed = { $name } redeems { $reward } for { $cost }, { $balance } left; { $stock } in stock
points-reward-retired = { $reward } can’t be redeemed
points-reward-limit = { $name } has reached the limit of { $limit } for { $reward }
points-supplied = { $reward }: { $stock } in stock
points-supply-none = How many can’t be zero
points-no-term = Today is in no term, and there is none before it
points-no-term-hint = Add one under Set-up › Terms
