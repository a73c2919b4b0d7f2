# Lessons
lesson-added = { $class }: lesson added, { $day } { $from }
lesson-already-taken = This lesson has marks: it can’t be moved or cancelled
lesson-cancelled = { $class }: the lesson of { $day } { $from } is cancelled
lesson-cancelled-already = This lesson is cancelled already
lesson-changed = { $class }: the lesson is now { $day } { $from }
lesson-clash-class = { $class } has a lesson { $day } { $from }–{ $until }
lesson-clash-room = The room is taken by { $class } { $day } { $from }–{ $until }
lesson-clash-student = { $name } is in { $class } at that time
lesson-clash-teacher = The teacher is with { $class } { $day } { $from }–{ $until }
lesson-leave-goes-along = { $count ->
        [one] One student’s leave goes
       *[other] { $count } students’ leave goes
    } with it: ask whether they can come now
lesson-leave-falls-away = { $count ->
        [one] One student’s leave
       *[other] The leave of { $count } students
    } falls away with it: there is nothing to make up
lesson-plan-clashes = { $count } left out for clashes: { $first }
lesson-plan-span = Plan { $days } days ahead at the most
lesson-planned = { $count ->
        [one] One lesson
       *[other] { $count } lessons
    } planned, up to { $until-date }
