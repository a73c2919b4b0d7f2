# 新学校自带的积分规则与等级
shipped-tier-bronze = 青铜
shipped-tier-silver = 白银
shipped-tier-gold = 黄金
shipped-tier-platinum = 铂金
shipped-tier-diamond = 钻石

shipped-rule-attend = 到课
shipped-rule-attend-key = 重点课到课
shipped-rule-answer = 课堂回答
shipped-rule-homework-easy = 作业·易
shipped-rule-homework = 作业·中
shipped-rule-homework-hard = 作业·难
shipped-rule-remind = 提醒
shipped-rule-discussion = 课后讨论
shipped-rule-suggestion = 建议采纳
