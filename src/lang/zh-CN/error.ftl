# 各处通用的拒绝与提示
error-missing = 没有{ $what } { $id }
error-not-a-number = 这里要填数字
error-not-an-amount = 这里要填金额，例如 1,280.50
error-too-fine = 小数位太多，最多 { $digits } 位
error-too-large = 数目太大
error-negative = 不能是负数
error-not-a-day = 这里要填日期，例如 2026-09-03
error-not-a-time = 这里要填时间，例如 14:05
error-required = 这一项要填
error-out-of-range = 要在 { $least } 到 { $most } 之间
error-too-long = 太长，最多 { $most } 个字
