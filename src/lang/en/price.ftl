# Prices and discounts
price-noun = item of the price list
price-discount-noun = discount
price-needs-credits = It needs a number of lessons, and the gift can't be negative
price-percent-wrong = A discount takes off 100 % at the most
price-coupon-needs-code = A coupon needs a code
price-coupon-taken = Another coupon has the code { $code }
price-count-zero = Sell at least one
price-not-sold = { $name } is no longer sold
price-coupon-not-taken = The code { $code } does not apply here: there is no such coupon, it is used up, or its conditions are not met
price-voucher-not-taken = A voucher does not hold here: set-up has no discount of that kind, or its conditions are not met
price-voucher-short = The vouchers are good for { $have } only
price-other-not-student = { $name } is not another student here
price-changed = The price has changed: it comes to { $total } now
price-changed-hint = Show the family the new total, then confirm again
price-line-item = { $name } · { $credits } lessons{ $count ->
    [1] {""}
   *[other] {" "}× { $count }
}
price-line-gift = { $credits } lessons given with it
price-line-discount = { $name }
price-line-percent = { $name } −{ $percent } %
price-warn-lessons = Note: { $credits } lessons are charged ahead, more than { $most }
price-warn-months = Note: this charges ahead for more than { $most } months
