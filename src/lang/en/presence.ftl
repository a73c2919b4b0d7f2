# How one attended
presence-present = present
presence-late = late
presence-late-minutes = { $minutes } min late
presence-absent = absent
presence-excused = excused
