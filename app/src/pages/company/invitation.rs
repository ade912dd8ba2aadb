//! The page of somebody who is invited to a role.

use crate::{components::*, format, locales::company_people as t};
use crm::language::Language;
use leptos::prelude::*;
use store::company_roles::NamedInvitation;
use uuid::Uuid;

/// `/company/invitations/{number}`
pub(crate) fn invitation(
    language: Language,
    named: NamedInvitation,
    is_pending: bool,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let invitation = named.invitation;
    let address = format!("/company/invitations/{}", invitation.number);
    let answers = is_pending.then(|| {
        let (accept, decline) = (format!("{address}/accept"), format!("{address}/decline"));
        let [first, second] = [key().to_string(), key().to_string()];
        view! {
            <p>{t::what_it_means(language)}</p>
            <div class="actions">
                <form method="post" action=accept>
                    <HiddenKey key=first />
                    <SubmitButton text=t::accept(language) />
                </form>
                <form method="post" action=decline>
                    <HiddenKey key=second />
                    <SubmitButton text=t::decline(language) weight=Weight::Secondary />
                </form>
            </div>
        }
    });
    let state = t::invitation_state(language, invitation.state, is_pending);
    let role = t::role_name(language, invitation.role);
    let (hint, until) =
        (t::role_hint(language, invitation.role), format::date_time(language, invitation.open_until));
    let lead = t::invitation_lead(language, &named.inviter_name, &named.company_name);
    view! {
        <div class="narrow stack">
            <PageHeader title=t::invitation_title(language, &named.company_name) lead=lead />
            <Card>
                <KeyValue>
                    <Fact label=t::role(language)>{format!("{role} · {hint}")}</Fact>
                    <Fact label=t::unit(language)>{named.unit_name}</Fact>
                    <Fact label=t::state(language)>{state}</Fact>
                    <Fact label=t::open_until(language)>{until}</Fact>
                </KeyValue>
                {answers}
            </Card>
        </div>
    }
}
