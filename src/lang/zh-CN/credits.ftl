# 课时
credits-bad-lot = 课时要大于 0，赠送的课时不带金额
credits-given = 赠 { $name } { $credits } 课时，余 { $left }
credits-needs-reason = 赠送要写原因
