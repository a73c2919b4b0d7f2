# Bringing a roster in
roster-imported = Imported { $source }: { $new } new, { $changed } changed, { $unchanged } unchanged
roster-row-refused = Row { $row } can't go in: { $why }
roster-row-refused-hint = Nothing was imported. Mend that row, or look at all that is wrong in a dry run
roster-row-twice = An earlier row speaks of { $name } ({ $id }) already
roster-lessons-sold = { $credits } lessons beyond the file's figure were sold or given since; an import can't take them back
roster-lessons-sold-hint = Refund sold lessons at the fee desk; if the file is right, check it against the statement first
roster-sex-female = female
roster-sex-male = male
