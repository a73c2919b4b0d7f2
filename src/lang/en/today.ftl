# Today
today-title = Today · { $day-date }
today-unplanned = No lessons are planned for the next four weeks. To plan some: 7 to Set-up, → to Classes, e for a class's weekly times, p to plan.
today-nothing = No lessons today, and nothing that waits. Weekly times are kept in Set-up
today-time = When
today-what = What
today-who = Whom, where
today-state = State
today-later = later
today-unmarked = unmarked
today-taken = taken
today-cancelled = cancelled
today-call = Call
today-low = Credits
today-birthday = Birthday
today-left = { $credits } left
today-turns = turns { $years }
today-count-calls = { $count } to call
today-count-low = { $count } low on lessons
today-count-lessons = { $count ->
        [one] one lesson
       *[other] { $count } lessons
    }
today-missed = { $count ->
        [1] { $day }
       *[other] { $count } in a row
    }
today-count-tickets = { $count ->
        [one] one ticket
       *[other] { $count } tickets
    }
today-drawer = Drawer
today-drawer-left = not closed
today-drawer-open = open
today-arrears = Owed
today-arrears-count = { $count ->
        [one] one student
       *[other] { $count } students
    }
today-arrears-owed = { $owed }
today-expected = { $count ->
        [one] 1 student expected
       *[other] { $count } students expected
    }
