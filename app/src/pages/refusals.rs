//! The page of a rule's no, where the form it belongs to has none of its own.

use crate::{
    components::*,
    locales::refusals::{self as t, Words},
};
use crm::language::Language;
use leptos::prelude::*;

/// What was refused, why, and the way on.
pub(crate) fn refused(language: Language, words: Words) -> impl IntoView + use<> {
    view! {
        <div class="narrow stack">
            <PageHeader title=words.heading />
            <Notice tone=Tone::Warn heading=t::nothing_changed(language)>
                <p>{words.body}</p>
                <div class="actions">
                    <ButtonLink href=words.way.0 text=words.way.1 />
                    <ButtonLink href="/help" text=t::help(language) weight=Weight::Secondary />
                </div>
            </Notice>
        </div>
    }
}
