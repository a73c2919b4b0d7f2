# The command line
cli-rollbook = Runs a training institution from the keyboard: roster, class, points, tickets, fees
cli-data = The data folder (or the environment's ROLLBOOK_DATA)
cli-lang = The language: zh-CN or en
cli-operator = The operator, by id (O1) or name; the first manager when left out
cli-help = Show help
cli-version = Show the version
cli-heading-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options

cli-init = Open the books of a new school
    .doc = Opens the books of a new school, with the usual point rules and tiers. Then import a roster, or open the program.
cli-init-name = What the school is called
cli-init-zone = Its time zone
cli-init-currency = Its currency
cli-init-operator = The name of the first operator, its manager
cli-init-where = The data is in { $folder }. A roster comes in with: rollbook import FILE

cli-import = Bring in a roster: xlsx, csv, or a OneRoster folder or zip
    .doc = Brings in a roster: xlsx, csv, or a OneRoster folder or zip. Header and columns are found by name; the same file again changes nothing.
        Where rows are refused, a terminal asks first and a script needs --yes to let the others in; where none are, it goes in straight away.
        Refused rows are written to NAME.refused.csv beside the source, to be mended and imported. One undo takes a whole import back.
cli-import-file = The file or folder
cli-import-dry-run = Try only; change nothing
cli-import-yes = Don't ask; pass over the rows that are refused
cli-import-json = Answer in JSON
cli-import-mapping = A saved mapping of columns: a file (JSON), or the name it was saved under
cli-import-sheet = The sheet of a workbook; without it the one with most known columns
cli-import-ask = { $new } new, { $changed } changed, { $refused } refused. Import now? [y/N]
cli-import-held = { $refused ->
    [one] One row is
   *[other] { $refused } rows are
} refused, and the other { $good } were not imported either
cli-import-held-hint = Add --yes to import the others, or mend the file; --dry-run only looks
cli-import-refused = Row { $row }, { $column } "{ $value }": { $reason }
cli-import-change = Row { $row }, { $name }: { $field } { $from } → { $to }
cli-import-would = Tried: { $new } new, { $changed } changed, { $unchanged } unchanged, { $refused } refused
cli-import-did = { $new } new, { $changed } changed, { $unchanged } unchanged, { $refused } refused
cli-import-by-saved = Read by the saved mapping { $file }
cli-import-kept = The refused rows are in { $file }
cli-import-not-kept = The refused rows could not be written to { $file }: { $why }
cli-in-file = { $file }: { $reason }

cli-export = Write out roster, attendance, points, ledger, tickets or leaderboard
    .doc = Writes out roster, attendance, points, ledger, tickets or leaderboard as csv, xlsx or json; the ledger also for hledger or beancount.
        In json money is in minor units, telephone and ids are text; text that looks like a formula stays text. Without --out it goes to stdout.
cli-export-what = What: roster, attendance, points, ledger, tickets, leaderboard; or oneroster, the roster in that format
cli-export-version = The version of OneRoster
cli-export-needs-out = A OneRoster set needs a folder or a zip
cli-export-needs-out-hint = Add --out FOLDER, or --out NAME.zip
cli-export-format = csv, xlsx or json, for ledger also hledger or beancount; by the file's name when left out
cli-export-ledger-only = hledger and beancount read the ledger only
cli-export-ledger-only-hint = rollbook export ledger --format hledger; the other lists go as csv, xlsx or json
cli-export-out = Write it to this file
cli-export-from = From this day on
cli-export-until = Up to this day
cli-export-class = This class only (id or name)
cli-export-class-hint = rollbook ask class.list shows all classes
cli-export-done = { $rows } rows are in { $file }
cli-export-failed = { $file } can't be written: { $why }
cli-export-failed-hint = Choose another folder, or look at its permissions and the disk's room
cli-export-binary = A terminal can't show xlsx
cli-export-binary-hint = Add --out FILE.xlsx
cli-export-roster = Roster
cli-export-attendance = Attendance
cli-export-points = Points
cli-export-ledger = Ledger
cli-export-tickets = Tickets
cli-export-leaderboard = Leaderboard

cli-column-number = Student No.
cli-column-name = Name
cli-column-phone = Mobile
cli-column-class = Class
cli-column-born = Born
cli-column-joined = Enrolled
cli-column-lessons-left = Lessons left
cli-column-owing = Owing
cli-column-guardian = Guardian
cli-column-day = Day
cli-column-lesson = Lesson
cli-column-presence = Attendance
cli-column-minutes = Minutes late
cli-column-credits = Credits taken
cli-column-reason = Reason for correction
cli-column-entry = Entry
cli-column-time = Time
cli-column-points = Points
cli-column-why = Why
cli-column-what = Rule or reward
cli-column-operator = Operator
cli-column-balance = Balance
cli-column-reverses = Reversal
cli-column-unit = Unit
cli-column-from = From
cli-column-to = To
cli-column-amount = Amount
cli-column-student = Student
cli-column-rank = Rank
cli-column-earned = Earned
cli-column-ticket = Ticket
cli-column-kind = Kind
cli-column-title = Title
cli-column-owner = Owner
cli-column-priority = Priority
cli-column-state = State
cli-column-step = Step
cli-column-due = Due
cli-column-category = Category
cli-column-score = Score

cli-priority-normal = normal
cli-priority-urgent = urgent
cli-state-open = open
cli-state-waiting = waiting
cli-state-done = done

cli-unit-money = money
cli-unit-credits = lessons
cli-unit-points = points
cli-unit-stock = pieces
cli-unit-vouchers = Vouchers
cli-unit-uses = Discount uses
cli-why-opening = opening
cli-why-award = award
cli-why-redemption = redemption
cli-why-adjustment = correction
cli-why-sale = sale
cli-why-gift = gift
cli-why-taught = taught
cli-why-lapse = lapsed
cli-why-supply = supply
cli-why-settled = settled

cli-demo = Make a demo school and open it
    .doc = Makes a demo school and opens it: students, classes, some weeks of lessons, points and credits, all through the usual commands.
        It lives in a folder of its own and leaves your data alone; one that is there is opened again. Delete the folder for a fresh one.
cli-demo-students = How many students
cli-demo-weeks = How many weeks were taught
cli-demo-seed = The seed of chance; the same seed on the same day gives the same school
cli-demo-today = The day to take for today
cli-demo-no-ui = Only make it; don't open the screens
cli-demo-making = Making a demo school: { $students } students, { $weeks } weeks …
cli-demo-made = The demo school is in { $folder }
cli-demo-again = Opening the demo school in { $folder }

cli-verify = Check that the books hold
    .doc = Checks that the books hold: that the journal's chain is whole, and that doing it all again gives the same books.
cli-verify-json = Answer in JSON
cli-verify-anchor = An entry and its print as noted earlier, elsewhere; the journal must still hold it
cli-verify-whole = The books hold: { $entries } journal entries, { $rows } rows. Print of the last entry: { $head }
cli-verify-not-whole = The books do not hold: { $entries } journal entries and { $rows } rows were checked. Print of the last entry: { $head }

cli-config = Show where your own settings, keys and colours are looked for
    .doc = Shows where settings.toml, keymap.toml and theme.toml of your own are looked for (ROLLBOOK_CONFIG, or the system's configuration folder), and what is wrong with them, by line.
cli-config-there = { $file }: in use
cli-config-not-there = { $file }: none, the defaults serve
cli-config-no-folder = This system has no configuration folder
cli-config-no-folder-hint = Name one with ROLLBOOK_CONFIG

cli-do = Carry out commands from stdin, one JSON object a line
    .doc = Carries out commands from stdin, one JSON object a line, {"{"}"do":"points.award","rule":"P1","students":["S3"]{"}"}, and answers with a receipt a line.
        With a "request" id of your own, a command that is sent again is not done twice. docs/commands.md lists all commands.
cli-ask = Ask a question by its name; the answer is JSON
    .doc = Asks a question by its name; the answer is JSON: rollbook ask student.list. docs/commands.md lists all questions.
cli-ask-name = The question's name
cli-ask-fields = Its fields, a JSON object
cli-bad-json = That JSON does not read: { $detail }
cli-bad-json-hint = It has to be a JSON object, such as {"{"}"retired":true{"}"}
cli-no-object = That is JSON, but no object
cli-no-do = The line names no command: a "do" with a text is missing
cli-bad-request = "request" must be a text
cli-bad-command-hint = One object a line: "do" names the command, the rest are its fields; see docs/commands.md

cli-no-school = There is no school in { $folder } yet
cli-no-school-hint = Open one: rollbook init --name SCHOOL --operator YOU; or look around first: rollbook demo
cli-no-operator = There is no operator { $name }
cli-no-operator-hint = --as takes an id (O1) or a name; rollbook ask staff.list shows everyone
cli-no-home = Your home folder can't be found
cli-data-no-folder = The data folder can’t be there: { $place } is a file
cli-no-home-hint = Name a data folder with --data or ROLLBOOK_DATA
cli-no-output = The answer can't be written: { $why }
cli-no-input = The input can't be read: { $why }
cli-bad-zone = There is no time zone { $zone }
cli-bad-zone-hint = Use an IANA name, such as Asia/Shanghai
cli-bad-currency = { $currency } is no currency code
cli-bad-currency-hint = Use three letters, such as CNY

cli-wrong-argument = There is no argument { $argument }
cli-wrong-command = There is no command { $command }
cli-wrong-value = { $argument } can't be "{ $value }"
cli-wrong-missing = Still needed: { $argument }
cli-wrong-twice = { $argument } is given twice
cli-wrong-other = The arguments are wrong: { $detail }
cli-wrong-hint = See rollbook --help, or rollbook COMMAND --help
cli-no-terminal = The screen can’t be opened here: { $why }
cli-no-terminal-hint = Run it in a terminal; scripts use do and ask
cli-why-charge = charge
cli-why-payment = payment
cli-why-refund = refund
cli-why-writeoff = write-off
cli-why-move = transfer
cli-why-float = float
cli-why-cashmove = cash in or out
cli-why-variance = over or short
cli-why-banked = banked
cli-why-voucher = voucher
cli-why-discount = discount
cli-why-bank = bank
cli-printed = Printed to { $place }
cli-not-printed = Not printed to { $place }: { $why }
cli-not-printed-hint = The payment is kept; print a copy once it is mended
