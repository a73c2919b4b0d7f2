# 随机点名
pick-nobody = 没有可点的人
pick-picked = 请 { $name } 回答
