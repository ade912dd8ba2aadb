//! `/messages`: what the customer was told, by SMS and by mail. R-CHN-2

use crate::{components::*, format, locales::messages as t};
use crm::{
    language::Language,
    messages::{Message, MessageChannel, MessageState},
};
use leptos::prelude::*;

/// `/messages`
pub(crate) fn list(language: Language, messages: Vec<Message>) -> impl IntoView + use<> {
    let none = messages.is_empty();
    view! {
        <Breadcrumbs language=language trail=vec![Crumb::new("/profile", t::profile(language))] />
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <Card>
            {none.then(|| view! { <EmptyState heading=t::none(language) body=t::none_body(language) /> })}
            {lines(language, messages)}
        </Card>
    }
}

/// Messages one below the other, newest first, each in the language it was sent in; also part of the home page.
pub(crate) fn lines(language: Language, messages: Vec<Message>) -> impl IntoView + use<> {
    let items = messages
        .into_iter()
        .map(|message| {
            let way = match message.channel {
                MessageChannel::Sms => t::by_sms(language, &format::masked_mobile(&message.recipient)),
                MessageChannel::Email => t::by_email(language, &message.recipient),
            };
            let failed = message.state == MessageState::Failed;
            view! {
                <li>
                    <p lang=message.language.to_string()>{message.body}</p>
                    <p class="soft small">
                        <time datetime=format::machine_time(message.created_at)>
                            {format::date_time(language, message.created_at)}
                        </time>
                        " · "
                        {way}
                        {failed.then(|| view! { " · " {t::failed(language)} })}
                    </p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{items}</ul> }
}
