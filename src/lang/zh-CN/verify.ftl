# 核对
verify-account = 账户 { $account } 的合计与明细不符
verify-chain = 第 { $seq } 条日志与前一条接不上
verify-differs = 第 { $seq } 条日志重算的结果不同
verify-gap = 缺第 { $seq } 条日志
verify-anchor = 第 { $seq } 条日志与另记的指纹不符：日志被截短或重写过
verify-hash = 第 { $seq } 条日志被改过
verify-replay = 日志无法重做：{ $why }
verify-table = 表 { $table } 与日志不符
verify-unit = { $unit } 总和不为零
verify-lot-value = { $account } 的课时价值小于零，或课时批次已不在
verify-given-back = { $account } 退的比收的多
verify-drawer = { $account } 有现金进出，但那天没有开钱箱
verify-paid-out = 学员 { $student } 一家退的钱比交的多 { $amount }
