# 岗位
role-manager = 校长
role-supervisor = 服务主管
role-agent = 客服
role-advisor = 学习顾问
role-technical = 技术支持
role-teacher = 老师
role-reception = 前台
role-cashier = 出纳
role-or = { $first }、{ $next }
