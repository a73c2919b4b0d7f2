use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use crate::base::{Currency, Money};
use crate::lang::Tongue;
use crate::tui::app::{Cx, Effect, Layer};
use crate::tui::driver::{print, test_look, test_now, test_session};

type Sent = Rc<RefCell<Vec<Values>>>;

fn form(answer: impl Fn() -> Result<Effect, Complaint> + 'static) -> (Form, Sent) {
    let sent: Sent = Rc::default();
    let digits = Currency::default().digits();
    let choices =
        [("cash", "现金"), ("card", "刷卡")].map(|(value, _)| (value.to_owned(), say!("app-tab-fees")));
    let fields = vec![
        Field::text("name", say!("app-name")).required(),
        Field::choice("way", say!("app-tab-fees"), choices.into()),
        Field::new("amount", say!("app-tab-board"), FieldKind::Money { digits }),
        Field::new("seats", say!("app-tab-class"), FieldKind::Number { least: 1, most: 40 }).value("12"),
    ];
    let keep = sent.clone();
    let form = Form::new(say!("app-tab-setup"), fields, move |values, _| {
        keep.borrow_mut().push(values.clone());
        answer()
    });
    (form, sent)
}

fn with(form: &mut Form, act: impl FnOnce(&mut Form, &mut Cx) -> Effect) -> Effect {
    let look = test_look(Tongue::En);
    let session = test_session().unwrap();
    act(form, &mut Cx { look: &look, session: &session, now: test_now() })
}

fn typed(form: &mut Form, text: &str) {
    for c in text.chars() {
        with(form, |form, cx| form.on_text(c, cx));
    }
}

fn press(form: &mut Form, action: Action) -> Effect {
    with(form, |form, cx| form.on_action(action, cx))
}

fn shown(form: &mut Form, height: u16) -> (String, Option<Position>) {
    let mut buf = Buffer::empty(Rect::new(0, 0, 60, height));
    let look = test_look(Tongue::En);
    let cursor = form.draw(buf.area, &mut buf, &look);
    (print(&buf), cursor)
}

#[test]
fn nothing_is_sent_before_every_field_can_be_read() {
    let (mut form, sent) = form(|| Ok(Effect::Done));
    press(&mut form, Action::FormSubmit);
    assert!(shown(&mut form, 16).0.contains("This has to be filled in"));
    typed(&mut form, "廖梅仇");
    press(&mut form, Action::FormNext);
    press(&mut form, Action::FormNextChoice);
    press(&mut form, Action::FormNext);
    typed(&mut form, "1.005");
    press(&mut form, Action::FormSubmit);
    assert!(shown(&mut form, 16).0.contains("At most 2 decimals"));
    press(&mut form, Action::TextClear);
    typed(&mut form, "￥１，２８０．５");
    assert!(sent.borrow().is_empty());
    assert!(matches!(press(&mut form, Action::FormSubmit), Effect::Many(_)));
    let sent = sent.borrow();
    assert_eq!(sent[0].text("name").as_deref(), Some("廖梅仇"));
    assert_eq!(sent[0].choice("way").as_deref(), Some("card"));
    assert_eq!(sent[0].money("amount"), Some(Money(128_050)));
    assert_eq!(sent[0].number("seats"), Some(12));
    assert_eq!(sent[0].day("seats"), None, "asked as another kind it is nothing");
}

#[test]
fn a_refusal_stands_at_its_field_and_the_form_stays() {
    let complain = || {
        let refused = Refused::input(say!("error-too-large")).hint(say!("error-required"));
        Err(Complaint::from(refused).at("amount"))
    };
    let (mut form, _) = form(complain);
    typed(&mut form, "x");
    assert!(matches!(press(&mut form, Action::FormSubmit), Effect::Done));
    let (screen, cursor) = shown(&mut form, 16);
    let lines: Vec<_> = screen.lines().collect();
    let at = lines.iter().position(|line| line.contains("too large")).unwrap();
    assert!(lines[at - 1].contains("Board"), "{screen}");
    assert_eq!(cursor.map(|c| usize::from(c.y)), Some(at - 1), "the field is the active one");
    assert!(screen.contains("This has to be filled in"), "the hint is shown too: {screen}");
}

#[test]
fn the_active_field_is_in_sight_however_low_the_terminal() {
    let (mut form, _) = form(|| Ok(Effect::Done));
    for _ in 0..3 {
        press(&mut form, Action::FormNext);
    }
    let (screen, cursor) = shown(&mut form, 4);
    assert!(screen.contains("Class"), "{screen}");
    assert!(cursor.is_some());
    press(&mut form, Action::FormNext);
    let (screen, _) = shown(&mut form, 4);
    assert!(screen.contains("Rollbook") && screen.contains("2 more"), "{screen}");
}

#[test]
fn a_remark_follows_what_is_typed() {
    let (form, _) = form(|| Ok(Effect::Done));
    let mut form =
        form.remark(|values, _| values.text("name").filter(|n| &**n == "廖").map(|_| say!("app-filter")));
    typed(&mut form, "廖");
    assert!(shown(&mut form, 16).0.contains("Filter"));
    typed(&mut form, "梅");
    assert!(!shown(&mut form, 16).0.contains("Filter"));
}

#[test]
fn a_field_that_belongs_to_another_is_passed_over_while_that_one_is_empty() {
    let sent: Sent = Rc::default();
    let keep = sent.clone();
    let choices = vec![(String::new(), say!("app-tab-fees")), ("pack".to_owned(), say!("app-tab-class"))];
    let fields = vec![
        Field::choice("price", say!("app-tab-fees"), choices),
        Field::text("friend", say!("app-tab-roster")).required().only_with("price"),
        Field::text("note", say!("app-tab-setup")),
    ];
    let mut form = Form::new(say!("app-tab-setup"), fields, move |values, _| {
        keep.borrow_mut().push(values.clone());
        Ok(Effect::Done)
    });
    press(&mut form, Action::FormNext);
    typed(&mut form, "n");
    press(&mut form, Action::FormSubmit);
    assert_eq!(sent.borrow()[0].text("note"), Some("n".into()), "what is not there is not required");
    press(&mut form, Action::FormPrevious);
    press(&mut form, Action::FormNextChoice);
    press(&mut form, Action::FormSubmit);
    assert_eq!(sent.borrow().len(), 1, "now it is");
    typed(&mut form, "f");
    press(&mut form, Action::FormSubmit);
    assert_eq!(sent.borrow()[1].text("friend"), Some("f".into()));
}

#[test]
fn a_number_that_stands_there_gives_way_to_what_is_typed_unless_it_is_edited() {
    for (edits, text, wanted) in
        [(&[][..], "30", 30), (&[Action::TextDeleteBack][..], "3", 13), (&[Action::TextStart][..], "2", 212)]
    {
        let (mut form, sent) = form(|| Ok(Effect::Done));
        typed(&mut form, "廖梅仇");
        press(&mut form, Action::FormPrevious);
        for edit in edits {
            press(&mut form, *edit);
        }
        typed(&mut form, text);
        press(&mut form, Action::FormSubmit);
        let seats = sent.borrow().first().and_then(|values| values.number("seats"));
        // Forty is the most that the field takes.
        assert_eq!(seats, (wanted <= 40).then_some(wanted), "{text}");
    }
}
