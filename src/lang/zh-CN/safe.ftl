# 保险柜与银行
safe-opened = 保险柜期初 { $amount } 已入账，现有 { $left }
safe-opened-already = 保险柜期初已经填过：{ $amount }
safe-opened-already-hint = 填错了就先撤销那一笔，再重新填
safe-needs-slip = 要填银行回单号
safe-short = 保险柜只有 { $have }，不够 { $amount }
safe-short-hint = 实际更多的话，是期初还没有填
safe-deposited = 存银行 { $amount }，回单 { $slip }，保险柜余 { $left }
safe-withdrawn = 从银行取 { $amount }，回单 { $slip }，保险柜现有 { $left }
