# Roster
roster-number = No.
roster-number-hint = The school’s own number; may stay empty
roster-name = Name
roster-class = Class
roster-credits = Left
roster-owing = Owes
roster-points = Points
roster-phone = Phone
roster-stage = Stage
roster-tags = Labels
roster-tags-hint = Several labels with blanks between
roster-settled = nothing owed
roster-count = { $count ->
        [one] one student
       *[other] { $count } students
    }
roster-chosen = { $count } chosen
roster-nobody = No student is selected
roster-none = Nobody fits. Esc clears the filter, n adds a new student
roster-empty = The roster is empty. Press n for the first student, or bring in a spreadsheet with rollbook import
roster-sort-number = by number
roster-sort-name = by name
roster-sort-credits = fewest lessons first
roster-sort-owing = largest debt first
roster-sort-points = most points first
roster-filters = Show only
roster-filter-none = everyone (clear all)
roster-filter-owing = owing
roster-filter-low = running low
roster-filter-left = left the school
roster-filter-tag = #{ $tag }
roster-tag-count = { $count ->
        [one] one student
       *[other] { $count } students
    }
roster-tag-title = Labels for { $count ->
        [one] one student
       *[other] { $count } students
    }
roster-tag-then = Do what
roster-tag-add = put on
roster-tag-remove = take off
roster-new-title = New student
roster-edit-title = { $name }’s file
roster-class-later = later
roster-charge = Charge
roster-charge-none = nothing yet
roster-charge-item = { $name }  { $price }
roster-charge-hint = What it comes to stands below; it is charged in the same step
roster-no-class = There is no other class; classes are made in Set-up
roster-enrol-title = Enrol { $count ->
        [one] one student
       *[other] { $count } students
    }
roster-enrol-one = Enrol { $name } into { $class }
roster-enrol-into = { $count ->
        [one] One student
       *[other] { $count } students
    } into { $class }
roster-first-day = First day
roster-day-hint = As in 2026-11-14 or 20261114
roster-like-name = There is a { $name } already: { $number } { $phone }
roster-like-phone = This phone is { $name }’s ({ $number })
roster-like-sound = Same sound and same birthday: { $name } { $number }
roster-like-more = { $first }, and { $count } more
roster-found-class = { $day } { $from } { $teacher }

# Bringing a roster in
roster-imported = Imported { $source }: { $new } new, { $changed } changed, { $unchanged } unchanged
roster-row-refused = Row { $row } can't go in: { $why }
roster-row-refused-hint = Nothing was imported. Mend that row, or look at all that is wrong in a dry run
roster-row-twice = An earlier row speaks of { $name } ({ $id }) already
roster-lessons-sold = { $credits } lessons beyond the file's figure were sold or given since; an import can't take them back
roster-lessons-sold-hint = Refund sold lessons at the fee desk; if the file is right, check it against the statement first
roster-sex-female = female
roster-sex-male = male
