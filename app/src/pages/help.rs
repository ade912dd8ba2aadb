//! `/help`: the ways to us, and answers to what is asked most.

use crate::{components::*, locales::help as t};
use crm::language::Language;
use leptos::prelude::*;

/// `/help`
pub(crate) fn help(language: Language, demo: bool) -> impl IntoView + use<> {
    let questions = [
        (t::bill_question(language), t::bill_answer(language), "/bills", t::bill_link(language)),
        (t::plan_question(language), t::plan_answer(language), "/plans", t::plan_link(language)),
        (t::lost_question(language), t::lost_answer(language), "/lines", t::lost_link(language)),
        (
            t::password_question(language),
            t::password_answer(language),
            "/sign-in/code",
            t::password_link(language),
        ),
    ];
    let answers = questions
        .into_iter()
        .map(|(question, answer, href, link)| {
            view! {
                <Card title=question>
                    <p>{answer}</p>
                    <p>
                        <a href=href>{link}</a>
                    </p>
                </Card>
            }
        })
        .collect_view();
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <div class="stack">
            {demo
                .then(|| {
                    view! {
                        <Notice heading=t::demo(language)>
                            <p>{t::demo_codes(language)}</p>
                        </Notice>
                    }
                })}
            <div class="grid">{answers}</div>
            <Card title=t::talk(language)>
                <p>{t::talk_body(language)}</p>
                <div class="actions">
                    <ButtonLink href="/requests/new" text=t::ask(language) />
                    <ButtonLink href="tel:10086" text=t::call(language) weight=Weight::Secondary />
                </div>
            </Card>
        </div>
    }
}
