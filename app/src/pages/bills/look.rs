use super::*;
use crate::render::{self, *};
use crm::language::Language;
use crm::payments::PaymentState;
use leptos::config::LeptosOptions;
use leptos::prelude::*;

fn write<V: IntoView + 'static>(name: &str, language: Language, section: Section, view: impl FnOnce() -> V) {
    let site = Site::new(&LeptosOptions::builder().output_name("wangting").build());
    let shell = Shell {
        language,
        title: name.to_owned(),
        visitor: Visitor::Customer { name: "138****8000".to_owned() },
        section: Some(section),
        path: "/x".to_owned(),
        flash: None,
        demo: true,
    };
    let html = render::page(&site, shell, "nonce", view).html;
    assert!(!html.contains(" style="));
    let tag = if language == Language::En { "en" } else { "zh" };
    std::fs::write(format!("/tmp/style/p1-{name}-{tag}.html"), html).expect("write");
}

#[test]
fn look() {
    for l in [Language::ZhCn, Language::En] {
        write("bills", l, Section::Bills, move || list(l, samples::list(), true));
        let mut older = samples::list();
        older.bills.clear();
        older.history.clear();
        write("bills-none", l, Section::Bills, move || list(l, older, true));
        write("bill", l, Section::Bills, move || bill(l, samples::view()));
        let mut few = samples::view();
        few.lines.truncate(3);
        few.compared = None;
        few.customer_lines.truncate(1);
        few.balance.outstanding = crm::money::Money::ZERO;
        write("bill-first", l, Section::Bills, move || bill(l, few));
        use crate::pages::payments::samples as p;
        let mut v = p::pay_view(&[122_900]);
        write("pay", l, Section::Bills, {
            let v = v.clone();
            move || {
                crate::pages::payments::pay(l, &v, &crate::forms::Form::default(), None, &|| {
                    uuid::Uuid::nil()
                })
            }
        });
        v = p::pay_view(&[122_900, 5_000]);
        v.waiting = vec![p::payment(PaymentState::Initiated)];
        let typed = crate::forms::Form::new(
            [("account".to_owned(), "A2".to_owned()), ("amount".to_owned(), "99,999元".to_owned())].into(),
        );
        write("pay-error", l, Section::Bills, move || {
            crate::pages::payments::pay(
                l,
                &v,
                &typed,
                Some(crate::components::FieldError::new(
                    "amount",
                    crate::locales::payments::not_an_amount(l),
                )),
                &|| uuid::Uuid::nil(),
            )
        });
        let v = p::pay_view(&[0]);
        write("pay-none", l, Section::Bills, move || {
            crate::pages::payments::pay(l, &v, &crate::forms::Form::default(), None, &|| uuid::Uuid::nil())
        });
        for (n, s, c) in [
            ("wait", PaymentState::Initiated, Some("https://pay.example/x".to_owned())),
            ("noword", PaymentState::Initiated, None),
            ("receipt", PaymentState::Succeeded, None),
            ("failed", PaymentState::Failed, None),
        ] {
            let v = p::payment_view(s, c.is_some());
            write(n, l, Section::Bills, move || crate::pages::payments::payment(l, v, c));
        }
        write("payments", l, Section::Bills, move || {
            crate::pages::payments::list(
                l,
                operations::payments::PaymentList {
                    payments: vec![
                        p::payment(PaymentState::Initiated),
                        p::payment(PaymentState::Succeeded),
                        p::payment(PaymentState::Failed),
                    ],
                    next: None,
                },
                true,
            )
        });
        write("usage", l, Section::Usage, move || {
            crate::pages::usage::usage(l, crate::pages::usage::samples::view())
        });
    }
}
