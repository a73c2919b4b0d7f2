# 账簿
ledger-bad-transfer = 程序记账出错，没有记入
ledger-too-much = 数目太大，无法入账
ledger-short-points = 只有 { $have } 分，不够 { $need } 分
ledger-short-credits = 只剩 { $have } 课时，不够 { $need }
ledger-short-money = 只有 { $have }，不够 { $need }
ledger-short-stock = 库存只有 { $have } 件，不够 { $need } 件
ledger-short-vouchers = 抵扣余额只有 { $have }，不够 { $need }
