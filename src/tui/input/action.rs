//! Every action, declared once. The enum, the keymap's parser, footer, help, palette and docs/keymap.md derive
//! from this table; what an action is called in a language is `action-<name>` in `lang/*/action.ftl`, with the
//! dot and underscores as hyphens. To add one: a line here, a line in each language, a key in keymap.toml.

macro_rules! contexts {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Where a key means something. A screen names its contexts, the narrowest first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Context { $($(#[$doc])* $variant,)* }

        impl Context {
            /// Every context, in the order in which docs and help list them.
            pub const ALL: &[Context] = &[$(Context::$variant,)*];

            /// Its name in a keymap: the head of a table, and the first word of its actions.
            pub fn name(self) -> &'static str {
                match self { $(Context::$variant => $name,)* }
            }
        }
    };
}

macro_rules! actions {
    ($($variant:ident = $name:literal,)*) => {
        /// Something that a key can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Action { $($variant,)* }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &[Action] = &[$(Action::$variant,)*];

            /// Its name in a keymap: `class.mark_late`.
            pub fn name(self) -> &'static str {
                match self { $(Action::$variant => $name,)* }
            }
        }
    };
}

contexts! {
    /// Everywhere.
    Global = "global",
    /// A list with a selected row.
    List = "list",
    /// A field that is typed into. Printable keys never come here: they are typed.
    Text = "text",
    /// A form.
    Form = "form",
    /// A text of several lines.
    Compose = "compose",
    /// A list to pick from by typing.
    Picker = "picker",
    /// A yes or no.
    Confirm = "confirm",
    /// The list of keys.
    Help = "help",
    /// Today 今日.
    Today = "today",
    /// Roster 名册.
    Roster = "roster",
    /// Student card 档案.
    Card = "card",
    /// Class 上课.
    Class = "class",
    /// Leaderboard 积分榜.
    Board = "board",
    /// Who wants support 关注.
    Support = "support",
    /// Projector view.
    Projector = "projector",
    /// Tickets 工单.
    Tickets = "tickets",
    /// One ticket.
    Ticket = "ticket",
    /// SOPs 流程.
    Sops = "sops",
    /// Triggers 触发规则.
    Rules = "rules",
    /// Figures of the queue: satisfaction, people, causes, spot checks, churn.
    Figures = "figures",
    /// Fee desk 收费.
    Fees = "fees",
    /// A student's account at the fee desk.
    Account = "account",
    /// Taking a payment.
    Collect = "collect",
    /// The drawer 钱箱.
    Drawer = "drawer",
    /// The safe 保险柜.
    Safe = "safe",
    /// Figures of the fee desk.
    Income = "income",
    /// A receipt.
    Receipt = "receipt",
    /// Set-up 设置.
    Setup = "setup",
    /// The path of a file to import. Printable keys are typed.
    Path = "path",
    /// Import 导入.
    Import = "import",
}

actions! {
    Help = "global.help",
    Palette = "global.palette",
    Undo = "global.undo",
    Redo = "global.redo",
    Back = "global.back",
    NextTab = "global.next_tab",
    PreviousTab = "global.previous_tab",
    GoToday = "global.today",
    GoRoster = "global.roster",
    GoClass = "global.class",
    GoBoard = "global.board",
    GoTickets = "global.tickets",
    GoFees = "global.fees",
    GoSetup = "global.setup",
    SwitchOperator = "global.operator",
    Redraw = "global.redraw",
    Suspend = "global.suspend",
    Quit = "global.quit",

    ListUp = "list.up",
    ListDown = "list.down",
    ListPageUp = "list.page_up",
    ListPageDown = "list.page_down",
    ListFirst = "list.first",
    ListLast = "list.last",
    ListOpen = "list.open",
    ListFilter = "list.filter",

    TextLeft = "text.left",
    TextRight = "text.right",
    TextWordLeft = "text.word_left",
    TextWordRight = "text.word_right",
    TextStart = "text.start",
    TextEnd = "text.end",
    TextDeleteBack = "text.delete_back",
    TextDeleteForward = "text.delete_forward",
    TextDeleteWord = "text.delete_word",
    TextClear = "text.clear",

    FormNext = "form.next",
    FormPrevious = "form.previous",
    FormNextChoice = "form.next_choice",
    FormPreviousChoice = "form.previous_choice",
    FormSubmit = "form.submit",
    FormCancel = "form.cancel",

    ComposeNewline = "compose.newline",
    ComposeModules = "compose.modules",

    PickerUp = "picker.up",
    PickerDown = "picker.down",
    PickerPageUp = "picker.page_up",
    PickerPageDown = "picker.page_down",
    PickerTake = "picker.take",
    PickerCancel = "picker.cancel",

    ConfirmYes = "confirm.yes",
    ConfirmNo = "confirm.no",

    HelpUp = "help.up",
    HelpDown = "help.down",
    HelpPageUp = "help.page_up",
    HelpPageDown = "help.page_down",
    HelpClose = "help.close",

    TicketsView = "tickets.view",
    TicketsViewBack = "tickets.view_back",
    TicketsNew = "tickets.new",
    TicketsSops = "tickets.sops",
    TicketsRules = "tickets.rules",
    TicketsFigures = "tickets.figures",

    SopsAdd = "sops.add",
    SopsRemove = "sops.remove",
    SopsUp = "sops.up",
    SopsDown = "sops.down",
    SopsFields = "sops.fields",
    SopsTimes = "sops.times",
    SopsCategories = "sops.categories",
    SopsNewKind = "sops.new_kind",
    SopsRetire = "sops.retire",
    SopsRetired = "sops.retired",
    SopsSave = "sops.save",

    RulesNew = "rules.new",
    RulesSwitch = "rules.switch",
    RulesOpened = "rules.opened",

    FiguresNext = "figures.next",
    FiguresPrevious = "figures.previous",
    FiguresEarlier = "figures.earlier",
    FiguresLater = "figures.later",
    FiguresDraw = "figures.draw",
    FiguresScore = "figures.score",

    TicketNext = "ticket.next",
    TicketClaim = "ticket.claim",
    TicketClassify = "ticket.classify",
    TicketAnswer = "ticket.answer",
    TicketWords = "ticket.words",
    TicketNote = "ticket.note",
    TicketHandOver = "ticket.hand_over",
    TicketWait = "ticket.wait",
    TicketDecide = "ticket.decide",
    TicketResolve = "ticket.resolve",
    TicketRevisit = "ticket.revisit",
    TicketReopen = "ticket.reopen",
    TicketMerge = "ticket.merge",
    TicketLink = "ticket.link",
    TicketStudent = "ticket.student",
    RosterNew = "roster.new",
    RosterEdit = "roster.edit",
    RosterEnrol = "roster.enrol",
    RosterTag = "roster.tag",
    RosterChoose = "roster.choose",
    RosterChooseAll = "roster.choose_all",
    RosterFilters = "roster.filters",
    RosterSort = "roster.sort",
    RosterSortBack = "roster.sort_back",

    CardEdit = "card.edit",
    CardGuardians = "card.guardians",
    CardEnrol = "card.enrol",
    CardTransfer = "card.transfer",
    CardPause = "card.pause",
    CardLeave = "card.leave",
    CardGift = "card.gift",
    CardVoucher = "card.voucher",
    CardStage = "card.stage",
    CardToggle = "card.toggle",
    CardFees = "card.fees",
    CardTickets = "card.tickets",
    CardNext = "card.next",
    CardPrevious = "card.previous",

    ClassMarkRest = "class.mark_rest",
    ClassMarkPresent = "class.mark_present",
    ClassMarkLate = "class.mark_late",
    ClassMarkAbsent = "class.mark_absent",
    ClassMarkExcused = "class.mark_excused",
    ClassFind = "class.find",
    ClassFindLate = "class.find_late",
    ClassFindAbsent = "class.find_absent",
    ClassFindExcused = "class.find_excused",
    ClassChoose = "class.choose",
    ClassChooseAll = "class.choose_all",
    ClassChooseTeam = "class.choose_team",
    ClassPick = "class.pick",
    ClassInvite = "class.invite",
    ClassSeats = "class.seats",
    ClassSeatLeft = "class.seat_left",
    ClassSeatRight = "class.seat_right",
    ClassLessons = "class.lessons",
    ClassNext = "class.next",
    ClassPrevious = "class.previous",
    ClassAwardMore = "class.award_more",
    ClassKeys = "class.keys",
    ClassAward1 = "class.award_1",
    ClassAward2 = "class.award_2",
    ClassAward3 = "class.award_3",
    ClassAward4 = "class.award_4",
    ClassAward5 = "class.award_5",
    ClassAward6 = "class.award_6",
    ClassAward7 = "class.award_7",
    ClassAward8 = "class.award_8",
    ClassAward9 = "class.award_9",

    BoardSpanNext = "board.span_next",
    BoardSpanPrevious = "board.span_previous",
    BoardLater = "board.later",
    BoardEarlier = "board.earlier",
    BoardScope = "board.scope",
    BoardRedeem = "board.redeem",
    BoardSupply = "board.supply",
    BoardReport = "board.report",
    BoardProjector = "board.projector",
    BoardSupport = "board.support",
    SupportTicket = "support.ticket",
    SupportTickets = "support.tickets",

    ProjectorSpanNext = "projector.span_next",
    ProjectorSpanPrevious = "projector.span_previous",
    ProjectorPageDown = "projector.page_down",
    ProjectorPageUp = "projector.page_up",

    SetupNextSection = "setup.next_section",
    SetupPreviousSection = "setup.previous_section",
    SetupNew = "setup.new",
    SetupEdit = "setup.edit",
    SetupRetire = "setup.retire",
    SetupRetired = "setup.retired",
    SetupKeys = "setup.keys",
    SetupPlan = "setup.plan",
    SetupLater = "setup.later",
    SetupEarlier = "setup.earlier",
    SetupImport = "setup.import",

    PathRead = "path.read",
    PathComplete = "path.complete",
    PathCompleteBack = "path.complete_back",
    PathLeave = "path.leave",

    ImportTake = "import.take",
    ImportColumn = "import.column",
    ImportView = "import.view",
    ImportViewBack = "import.view_back",
    ImportNext = "import.next",
    ImportPrevious = "import.previous",
    ImportSheet = "import.sheet",
    ImportSave = "import.save",
    ImportKeep = "import.keep",
    FeesFind = "fees.find",
    FeesDrawer = "fees.drawer",
    FeesSafe = "fees.safe",
    FeesIncome = "fees.income",
    AccountCollect = "account.collect",
    AccountSell = "account.sell",
    AccountRefund = "account.refund",
    AccountHistory = "account.history",
    AccountPrint = "account.print",
    AccountVoid = "account.void",
    AccountWriteOff = "account.write_off",
    AccountMove = "account.move",
    AccountVoucher = "account.voucher",
    AccountLapse = "account.lapse",
    AccountValue = "account.value",
    CollectCommit = "collect.commit",
    CollectMethodNext = "collect.method_next",
    CollectMethodPrevious = "collect.method_previous",
    CollectFieldNext = "collect.field_next",
    CollectFieldPrevious = "collect.field_previous",
    CollectAddPart = "collect.add_part",
    CollectTakeBack = "collect.take_back",
    CollectPrepay = "collect.prepay",
    CollectCancel = "collect.cancel",
    DrawerClose = "drawer.close",
    DrawerCount = "drawer.count",
    DrawerIn = "drawer.in",
    DrawerOut = "drawer.out",
    DrawerSafe = "drawer.safe",
    SafeDeposit = "safe.deposit",
    SafeWithdraw = "safe.withdraw",
    SafeOpen = "safe.open",
    SafeOpenBank = "safe.open_bank",
    SafeCount = "safe.count",
    SafeCompare = "safe.compare",
    IncomeEarlier = "income.earlier",
    IncomeLater = "income.later",
    ReceiptPrint = "receipt.print",
    ReceiptVoid = "receipt.void",
}

impl Context {
    /// The context of that name.
    pub fn named(name: &str) -> Option<Context> {
        Context::ALL.iter().copied().find(|context| context.name() == name)
    }

    /// Its name's key in the message files.
    pub fn key(self) -> String {
        format!("app-context-{}", self.name())
    }
}

impl Action {
    /// The quick awards of the class screen, by their place on the number keys.
    pub const CLASS_AWARDS: [Action; 9] = [
        Action::ClassAward1,
        Action::ClassAward2,
        Action::ClassAward3,
        Action::ClassAward4,
        Action::ClassAward5,
        Action::ClassAward6,
        Action::ClassAward7,
        Action::ClassAward8,
        Action::ClassAward9,
    ];

    /// The action of that name.
    pub fn named(name: &str) -> Option<Action> {
        Action::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// The list's action that moves as this one does, where an overlay has keys of its own for that.
    pub fn of_list(self) -> Action {
        match self {
            Action::PickerUp | Action::HelpUp => Action::ListUp,
            Action::PickerDown | Action::HelpDown => Action::ListDown,
            Action::PickerPageUp | Action::HelpPageUp => Action::ListPageUp,
            Action::PickerPageDown | Action::HelpPageDown => Action::ListPageDown,
            other => other,
        }
    }

    /// The context that it belongs to.
    pub fn context(self) -> Context {
        let word = self.name().split('.').next().unwrap_or_default();
        Context::named(word).unwrap_or(Context::Global)
    }

    /// The key of its text in the message files.
    pub fn key(self) -> String {
        format!("action-{}", self.name().replace(['.', '_'], "-"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::lang::{Lang, Tongue};

    #[test]
    fn every_action_belongs_to_a_context_and_is_named_once() {
        let mut seen = BTreeSet::new();
        for action in Action::ALL {
            let word = action.name().split('.').next().unwrap();
            assert!(Context::named(word).is_some(), "{}: no such context", action.name());
            assert!(seen.insert(action.name()), "{} stands twice", action.name());
        }
    }

    #[test]
    fn every_action_and_context_has_a_text_in_both_languages() {
        for tongue in Tongue::ALL {
            let lang = Lang::new(tongue);
            let keys = Action::ALL.iter().map(|a| a.key()).chain(Context::ALL.iter().map(|c| c.key()));
            let lost: Vec<_> = keys.filter(|key| !lang.has(key)).collect();
            assert!(lost.is_empty(), "{}: {lost:?}", tongue.name());
        }
    }
}
