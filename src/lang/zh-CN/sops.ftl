# 流程界面
sops-title = 流程
sops-kind = 类型
sops-step = 步骤
sops-roles = 岗位
sops-within = 时限
sops-fields = 要填的
sops-name = 步骤名称
sops-minutes = 时限（工作分钟）
sops-minutes-hint = 0 表示没有单独的时限；休息时间和假日不计
sops-roles-hint = 岗位名之间空一格：校长 服务主管 客服 学习顾问 技术支持 老师 前台 出纳
sops-no-post = 没有这个岗位：{ $typed }
sops-edit-title = { $kind } · { $step }
sops-save = 保存为新的版本？
sops-touches-none = 没有办理中的工单受影响
sops-touches = 办理中的 { $count } 张（{ $tickets }）按原来的版本办完
sops-version = { $kind } · 第 { $version } 版 · 回车修改这一步
sops-by-category = 按类别的部门
