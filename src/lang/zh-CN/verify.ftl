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
