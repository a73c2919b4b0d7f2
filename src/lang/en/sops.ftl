# The procedures
sops-title = Procedures
sops-kind = Kind
sops-step = Step
sops-roles = Posts
sops-within = Within
sops-fields = Asks for
sops-name = Step
sops-minutes = Within (working minutes)
sops-minutes-hint = 0 for no deadline of its own; breaks and holidays don’t count
sops-roles-hint = Posts with blanks between: manager, supervisor, service agent, advisor, technical support, teacher, reception, cashier
sops-no-post = No such post: { $typed }
sops-edit-title = { $kind } · { $step }
sops-save = Save as a new version?
sops-touches-none = No ticket under way is touched
sops-touches = { $count } under way ({ $tickets }) keep the version that they began with
sops-version = { $kind } · version { $version } · Enter changes this step
sops-by-category = the category’s department
