time-today = 今日
time-yesterday = 昨日
time-tomorrow = 明日
time-weekday = { $n ->
    [1] 周一
    [2] 周二
    [3] 周三
    [4] 周四
    [5] 周五
    [6] 周六
   *[7] 周日
}
time-month-day = { $month }-{ $day }
time-year-month-day = { $year }-{ $month }-{ $day }
