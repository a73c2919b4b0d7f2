# Today
today-no-lessons = No lessons today
today-time = Time
today-class = Class
today-teacher = Teacher
today-room = Room
today-state = Marks
today-planned = open
today-taken = taken
today-cancelled = cancelled
today-count = { $count ->
        [one] one lesson
       *[other] { $count } lessons
    }
