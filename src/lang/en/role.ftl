# Posts
role-manager = manager
role-supervisor = supervisor
role-agent = service agent
role-advisor = advisor
role-technical = technical support
role-teacher = teacher
role-reception = reception
role-cashier = cashier
role-or = { $first }, { $next }
