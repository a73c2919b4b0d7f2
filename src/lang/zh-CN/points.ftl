# 积分
points-given = { $name } { $points }（{ $rule }），余 { $balance } 分
points-given-many = { $count } 人 { $points }（{ $rule }）
points-not-all = 有人没有记上：{ $why }
points-cap = { $name } 已到上限：{ $had } / { $cap }
points-nobody = 没有选中学员
points-out-of-range = { $rule } 不能给 { $points } 分
points-rule-retired = 规则 { $rule } 已停用
points-rule-not-yours = 您的岗位不能用规则 { $rule }
points-adjusted = { $name } 积分调整 { $points }，余 { $balance } 分
points-adjust-needs-reason = 调整要写分值和原因
points-redeemed = { $name } 兑换 { $reward }，用 { $cost } 分，余 { $balance } 分；库存 { $stock }
points-reward-retired = { $reward } 不能兑换
points-reward-limit = { $name } 的 { $reward } 已到每人上限 { $limit } 件
points-supplied = { $reward } 入库，库存 { $stock }
points-supply-none = 件数不能是 0
points-no-term = 今天不在任何学期里，也没有更早的学期
points-no-term-hint = 在「设置 › 学期」里加一个
