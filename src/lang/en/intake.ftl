# The import screen
intake-headline = Import a roster
intake-path = File or folder
intake-path-hint = Type a path, Tab completes it, Enter reads it. What would happen is shown first, and u takes the whole import back
intake-path-sets = It reads workbooks (.xlsx), text tables (.csv), and OneRoster folders or zips
intake-nothing-there = No file begins so
intake-more = and { $count } more: type a few letters
intake-reading = Reading… Esc gives up
intake-taking = Importing…
intake-still-trying = Trying it again…
intake-all = { $count } in all
intake-new = { $count } new
intake-changed = { $count } changed
intake-unchanged = { $count } same
intake-refused = { $count } refused
intake-faults = { $count } wrong
intake-tried = Tried again: { $new } new, { $changed } changed, { $unchanged } same, { $refused } refused
intake-rows = Rows { $count }
intake-columns = Columns { $read }/{ $all }
intake-row = Row
intake-state = Outcome
intake-student = Student
intake-file = File
intake-what = What
intake-state-new = new
intake-state-changed = changed
intake-state-unchanged = same
intake-state-refused = refused
intake-state-noted = noted
intake-row-of = Row { $row } { $name }
intake-fault = { $column }: { $reason } “{ $value }”
intake-fault-column = { $column }: { $reason }
intake-fault-value = { $reason } “{ $value }”
intake-change = { $field } { $from } → { $to }
intake-value = { $value }
intake-same = Just as the roster has it
intake-empty = There are no such rows; v changes the view
intake-not-found = Nothing found; Esc shows all
intake-letters = Col
intake-title = Heading
intake-as = Read as
intake-samples = Values
intake-unused = not used
intake-read-as = What is the column “{ $column }”?
intake-blank-column = This column is blank
intake-column-faults = { $count ->
    [one] One row stays
   *[other] { $count } rows stay
} out for this column
intake-sheet-rows = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
intake-which-sheet = Which sheet to read
intake-one-sheet = This file has one sheet only
intake-no-mapping = The columns of OneRoster are fixed
intake-nameless = Say first which column holds the names
intake-by-saved = Read by the saved “{ $name }”
intake-by-hand = Changed; s saves it for next time
intake-by-names = Read by its header
intake-skipped = { $count ->
    [one] One row of totals or remarks
   *[other] { $count } rows of totals or remarks
} passed over
intake-set = OneRoster · { $setup ->
    [0] courses, classes and terms as they are
    [one] one course, class or term made or changed
   *[other] { $setup } courses, classes and terms made or changed
}
intake-saved = Saved; files with the same header will be read so by themselves: { $file }
intake-nothing-new = The file holds nothing new: there is nothing to import
intake-none-good = Not one row can go in
intake-none-refused = Every row can go in
intake-take-rest = { $refused ->
    [one] One thing is wrong.
   *[other] { $refused } things are wrong.
} Import the { $good } that can go in?
intake-will-keep = What can't go in will be written to { $file }, to be mended and imported
intake-taken = Imported; { $count } refused: { $file }
intake-will-list = The list of what is wrong will be written to { $file }
intake-kept = { $count ->
    [one] One refused row is
   *[other] { $count } refused rows are
} in { $file }
intake-not-kept = The refused rows could not be written to { $file }: { $why }
intake-new-has-no-card = This student is not on the roster yet: there is no card to open
