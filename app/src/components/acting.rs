//! The bar above every page while a member of staff acts for a customer. It stands before everything else, cannot be
//! closed, and is drawn by the server: no page of the customer's comes without it.

use crate::{
    components::{HiddenKey, SubmitButton, Weight},
    format,
    locales::acting as t,
    render::ActingBar,
};
use crm::{acting::Mode, language::Language};
use leptos::prelude::*;

/// For whom, who really, how far, until when; and the way out.
pub(crate) fn bar(language: Language, bar: ActingBar) -> impl IntoView {
    let ActingBar { acting: _, customer, staff, mode, ends_at, minutes_left, keys } = bar;
    let [end_key, raise_key] = keys;
    let raise = (mode == Mode::Viewing).then(|| {
        view! {
            <form method="post" action="/api/acting/raise">
                <HiddenKey key=raise_key />
                <SubmitButton text=t::raise(language) weight=Weight::Secondary />
            </form>
        }
    });
    view! {
        <section class=format!("acting acting-{mode}") aria-label=t::bar(language)>
            <div class="acting-inner">
                <p class="acting-words">
                    <strong>{t::acting_for(language, &customer)}</strong>
                    <span>{t::really(language, &staff)}</span>
                    <span>{t::mode(language, mode)}</span>
                    <span>
                        {t::until(language)} " "
                        <time datetime=format::machine_time(ends_at)>{format::time(ends_at)}</time>
                        " · "
                        {t::minutes_left(language, minutes_left)}
                    </span>
                </p>
                <div class="acting-ways">
                    {raise}
                    <form method="post" action="/api/acting/end">
                        <HiddenKey key=end_key />
                        <SubmitButton text=t::end(language) />
                    </form>
                </div>
            </div>
        </section>
    }
}
