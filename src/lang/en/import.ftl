# Import: why a file can't be read
import-not-found = There is no such file
import-unreadable = The file can't be read: { $why }
import-folder = This is a folder, and no OneRoster set lies in it
import-empty = The file is empty
import-too-big = The file is larger than { $mib } MB
import-old-excel = This is a workbook of an old Excel (.xls)
import-encrypted = The file is protected by a password
import-other-kind = This is a { $kind } file, not a table
import-binary = This file is neither a spreadsheet nor text
import-damaged = The file is damaged or incomplete
import-too-many-rows = More than { $limit } rows: too many for one import
import-too-many-columns = More than { $limit } columns: too many for one import
import-too-much = There is too much in this file for one import
import-long-cell = A cell in row { $row } holds more than { $limit } bytes
import-open-quote = A quotation mark is opened in line { $line } and never closed
import-no-header = No header found: no row has a column called “Name”
import-no-column = The table has no column “{ $title }”
import-bad-mapping = The mapping of columns can't be read: { $detail }
import-bad-mapping-hint = It has to be a file that the import screen saved
import-no-sheet = There is no sheet “{ $sheet }”
import-hint-sheets = The sheets are: { $sheets }
import-hint-no-sheets = This file has no sheets: leave the sheet out
import-no-folder = There is no folder { $folder }
import-folder-unreadable = The folder { $folder } can't be read: { $why }
import-not-written = The file could not be written: { $why }

import-hint-path = Check the file's name and folder
import-hint-permission = Check the permissions, or close the program that has the file open
import-hint-save-as = Open it in a spreadsheet program, save it as .xlsx, and import that
import-hint-password = Remove the password in Excel, save, and import again
import-hint-smaller = Split it into several files and import them one by one
import-hint-row = Mend that row in a spreadsheet program and import again
import-hint-header = Put a row of column names above the students, such as: Student No., Name, Mobile, Class
import-hint-mapping = Choose again what each column holds

# Why a row can't be imported
import-no-name = No name
import-twice = The same as row { $row }
import-bad-name = Not a name
import-bad-day = No such date, or not clear which day is meant
import-bad-money = Not an amount
import-bad-lessons = Not a number of lessons
import-bad-phone = Not a telephone number
import-bad-sex = Neither male nor female
import-bad-formula = A formula gone wrong: { $code }
import-digits-lost = The spreadsheet has rounded this number; its last digits are lost
import-negative = Must not be negative
import-too-fine = Too many decimals
import-too-large = Too large
import-too-long = Longer than { $limit } characters

import-skip-blank = Blank row
import-skip-header = The header again
import-skip-footer = A total or a remark under the table

# What a column holds
import-field-number = Student number
import-field-name = Name
import-field-given-name = Given name
import-field-family-name = Family name
import-field-other-name = Other name
import-field-sex = Sex
import-field-born = Date of birth
import-field-guardian = Guardian
import-field-phone = Phone
import-field-class = Class
import-field-course = Course
import-field-joined = Enrolled
import-field-lessons-left = Lessons left
import-field-owing = Owing
import-field-school = School
import-field-grade = Grade
import-field-note = Remarks

# OneRoster
import-or-not-utf8 = The file is not UTF-8
import-or-stray-quote = A quotation mark inside an unquoted field
import-or-after-quote = Something follows a closing quotation mark
import-or-open-quote = A quotation mark is opened and never closed
import-or-long = A field in this line is far too long
import-or-wide = Far too many fields in one line
import-or-no-header = No header row
import-or-too-many = More than { $limit } records; the rest was not read
import-or-field-count = { $got } fields where there should be { $want }
import-or-column-twice = Column { $column } comes twice
import-or-column-case = Column { $column } is spelled with the wrong capitals
import-or-column-order = Column { $column } is out of order
import-or-unknown-column = This version has no column { $column }
import-or-no-column = Column { $column } is missing
import-or-blank = Required, but blank
import-or-id-twice = This sourcedId is used twice
import-or-span = The end is not after the beginning
import-or-not-bulk = { $column } must be blank in a bulk file
import-or-bad-status = { $column } must be active or tobedeleted
import-or-bad-stamp = { $column } is no ISO 8601 time
import-or-bad-id = { $column } is too long
import-or-bad-day = { $column } is no date such as 2026-09-01
import-or-bad-bool = { $column } must be true or false
import-or-bad-year = { $column } is no year of four digits
import-or-bad-word = { $column } is none of the words allowed
import-or-dangling = { $column } names a record that the set does not hold, or that was left out for a fault
import-or-no-role = This person has no role in roles.csv
import-or-unknown-file = An unknown file; not read
import-or-not-in-manifest = Not listed in manifest.csv; not read
import-or-said-absent = manifest.csv says this file is absent; not read
import-or-missing-file = { $file } is missing
import-or-manifest-header = The header of manifest.csv should be propertyName,value
import-or-manifest-version = Unknown manifest.version
import-or-version = Unknown version of OneRoster
import-or-no-property = manifest.csv lacks { $name }
import-or-unknown-property = Unknown entry in manifest.csv
import-or-property-twice = This entry comes twice in manifest.csv
import-or-mode = Must be absent, bulk or delta

# The file of refused rows
import-refused-row = Original row
import-refused-column = Column
import-refused-value = Value
import-refused-reason = Reason
import-deleted = { $count ->
    [one] 1 record is marked tobedeleted and was passed over
   *[other] { $count } records are marked tobedeleted and were passed over
}
import-other-sheets = Only the sheet “{ $sheet }” was read; these hold students too: { $others }
import-unread = Columns that were not read: { $columns }
