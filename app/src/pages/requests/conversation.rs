//! The history of a request as a conversation, the same for the customer and for staff.

use crate::{format, locales::request_words as words};
use crm::{
    language::Language,
    requests::{RequestEvent, RequestEventKind},
};
use leptos::prelude::*;

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The customer.
    Customer,
    /// The operator's staff.
    Staff,
    /// Staff, for themselves.
    Note,
    /// The hall by itself.
    System,
}

impl Side {
    /// Who did this.
    pub(crate) fn of(event: RequestEventKind) -> Self {
        use RequestEventKind as K;
        match event {
            K::Opened | K::Replied | K::Cancelled | K::Reopened => Self::Customer,
            K::Taken | K::Answered | K::AskedBack | K::Resolved => Self::Staff,
            K::CallNote => Self::Note,
            K::LineBarred | K::Closed => Self::System,
        }
    }

    /// The word used in class names.
    fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::Note => "note",
            Self::System => "system",
        }
    }
}

/// One turn of the conversation.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    /// What happened.
    pub(crate) event: RequestEvent,
    /// Who did it, in the reader's words; the hall needs no name.
    pub(crate) who: String,
    /// Who may read it, where that is not plain.
    pub(crate) mark: Option<&'static str>,
}

/// The turns in their order. What happened without words is a line between those who speak.
pub(crate) fn conversation(language: Language, turns: Vec<Turn>) -> impl IntoView + use<> {
    let turns = turns
        .into_iter()
        .map(|Turn { event, who, mark }| {
            let side = Side::of(event.kind);
            let class = if event.text.is_empty() { "turn turn-brief" } else { "turn" };
            let who = (side != Side::System).then(|| view! { <span class="strong">{who}</span> " " });
            let text = (!event.text.is_empty()).then(|| view! { <p class="written">{event.text}</p> });
            view! {
                <li class=format!("{class} turn-{}", side.name())>
                    <p class="turn-head">
                        <span>
                            {who} {words::event(language, event.kind)}
                            {mark.map(|mark| view! { " · " <span class="strong">{mark}</span> })}
                        </span>
                        <time datetime=format::machine_time(event.at)>
                            {format::date_time(language, event.at)}
                        </time>
                    </p>
                    {text}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="conversation">{turns}</ol> }
}
