# Marking
mark-one = { $name }: { $presence }, { $left } lessons left
mark-one-takes = { $name }: { $presence }, takes { $credits }, { $left } left
mark-one-returns = { $name }: { $presence }, gives back { $credits }, { $left } left
mark-many = { $count } marked, { $credits } lessons taken
mark-short = { $count ->
        [one] { $name } is
       *[other] { $name } and others ({ $count }) are
    } out of lessons: owed until the next package
mark-needs-reason = This lesson is closed: a correction needs a reason
mark-needs-reason-hint = Say in a few words why
mark-not-here = { $name } is not on this lesson’s roll
mark-nothing-left = Everyone is marked
mark-too-early = The lesson is { $day }: until then only leave can be marked
mark-lesson-cancelled = This lesson is cancelled
mark-here-already = { $name } is on the roll already
mark-invited = { $name } joins this lesson
mark-make-up-past = { $day } is past: a make-up is for a lesson to come
mark-make-up-none = { $name } has no lesson left to make up on { $day }
mark-make-up-none-hint = Only a lesson missed with leave may be made up, once and in time; anyone may be let in as a guest on the class screen
