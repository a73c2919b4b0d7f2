# Places in classes
place-already = { $name } is in this class already
place-class-retired = { $class } is no longer taught
place-enrolled = { $count ->
        [one] One student
       *[other] { $count } students
    } in { $class } from { $from }
place-full = { $class } is full ({ $seats } seats)
place-full-hint = Take another class, or add seats in set-up
place-left = { $name } leaves the class on { $on }
place-moved = { $name } moves to { $class } on { $on }
place-none = The student has no place in this class
place-not-paused = The place is not paused
place-paused = { $name } pauses from { $from }
place-paused-already = The place is paused already
place-resumed = { $name } is back from { $from }
place-seated = Seats or teams set for { $count }
place-student-left = { $name } has left the school
place-class = { $class }
place-class-and = { $first } and { $second }
place-new-in = New: { $name } ({ $id }) in { $classes } from { $from }
place-in = { $name } ({ $id }) has a place in { $classes } from { $from }
place-known = { $name } ({ $id })
place-in-charged = { $in }; { $total } charged, due { $due }
place-nothing-given = Neither a class nor anything to charge was given
