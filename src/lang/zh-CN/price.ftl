# 价目与优惠
price-noun = 价目
price-discount-noun = 优惠
price-needs-credits = 要填课时数，赠送不能是负数
price-percent-wrong = 折扣不能超过 100 %
price-coupon-needs-code = 优惠券要有券码
price-coupon-taken = 券码 { $code } 已有另一张优惠券在用
price-count-zero = 至少卖一份
price-not-sold = { $name } 已停售
price-coupon-not-taken = 券码 { $code } 在这里不能用：没有这张券、已用完或条件不符
price-voucher-not-taken = 抵扣在这里不能用：设置里没有抵扣类优惠，或条件不符
price-voucher-short = 抵扣余额只有 { $have }
price-other-not-student = { $name } 不是另一位在读学员
price-changed = 价格已变，现在合计 { $total }
price-changed-hint = 给家长看过新的合计，再确认一次
price-line-item = { $name } · { $credits } 课时{ $count ->
    [1] {""}
   *[other] {" "}× { $count }
}
price-line-gift = 赠送 { $credits } 课时
price-line-discount = { $name }
price-line-percent = { $name } −{ $percent } %
price-warn-lessons = 注意：一次预收 { $credits } 课时，超过 { $most } 课时
price-warn-months = 注意：一次预收超过 { $most } 个月
