//! Passkeys: questions for the browser's script, and the forms that carry the answers. R-CUS-10

use crate::{
    cookies::Name,
    forms::Form,
    handlers::sign_in::{browser, welcome},
    locales::{flash::Flash, passkeys as t, sign_in as words},
    pages::{passkeys as pages, sign_in as door},
    render::Section,
    request::{Failure, Outcome, Visit},
};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use crm::ids::PasskeyId;
use operations::{
    Error, Refusal,
    passkeys::{self, Asked, RemovePasskey},
    second_factor, sessions,
};
use uuid::Uuid;

pub(crate) async fn show(visit: Visit) -> Outcome {
    page(&visit, None, "").await
}

pub(crate) async fn ask_to_make(visit: Visit) -> Outcome {
    let asked = passkeys::ask_to_make(visit.desk(), visit.hall.relying_party.as_ref(), &visit.actor).await?;
    Ok(question(&visit, asked))
}

pub(crate) async fn add(visit: Visit, form: Form) -> Outcome {
    let (desk, party) = (visit.desk(), visit.hall.relying_party.as_ref());
    let (name, answer) = (form.get("name"), form.raw("answer"));
    match passkeys::add(desk, party, &visit.actor, token(&visit), name, answer).await {
        Ok(opened) => {
            let mut response = visit.done("/profile/security/passkeys", Flash::PasskeyAdded);
            let cookie = visit.hall.cookies.set(Name::Session, &opened.token);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(Error::Refused(Refusal::Passkey(refusal))) => page(&visit, Some(refusal), name).await,
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn remove(visit: Visit, form: Form) -> Outcome {
    // What names no passkey is as good as gone, like one that was removed before.
    let passkey: Uuid = form.get("passkey").parse().unwrap_or_default();
    let command = RemovePasskey { passkey: PasskeyId(passkey) };
    passkeys::remove(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await?;
    Ok(visit.done("/profile/security/passkeys", Flash::PasskeyRemoved))
}

pub(crate) async fn ask_to_sign(visit: Visit) -> Outcome {
    match passkeys::ask_to_sign(visit.desk(), visit.hall.relying_party.as_ref()).await {
        Ok(asked) => Ok(question(&visit, asked)),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn enter(visit: Visit, form: Form) -> Outcome {
    let (desk, party, browser) = (visit.desk(), visit.hall.relying_party.as_ref(), browser(&visit));
    let answer = form.raw("answer");
    match passkeys::enter(desk, party, &visit.actor, token(&visit), answer, &browser).await {
        Ok(opened) => {
            let mut response = welcome(&visit, &opened, form.get("next"));
            for cookie in [visit.hall.cookies.clear(Name::Passkey), visit.hall.cookies.clear(Name::Step)] {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            let (language, demo) = (visit.language, visit.hall.demo);
            let available = party.is_available();
            Ok(visit.unprocessable("/sign-in", words::title(language), None, || {
                door::with_password(
                    language,
                    &Form::default(),
                    Some(refusal),
                    form.get("next"),
                    available,
                    demo,
                )
            }))
        }
        Err(error) => Err(error.into()),
    }
}

/// A question for the script, with the token that its answer is bound to.
fn question(visit: &Visit, asked: Asked) -> Response {
    let json = HeaderValue::from_static("application/json");
    let kept = HeaderValue::from_static("no-store");
    let mut response =
        ([(header::CONTENT_TYPE, json), (header::CACHE_CONTROL, kept)], asked.options).into_response();
    let cookie = visit.hall.cookies.set(Name::Passkey, &asked.token);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

fn token(visit: &Visit) -> &str {
    visit.hall.cookies.get(&visit.headers, Name::Passkey).unwrap_or_default()
}

async fn page(visit: &Visit, refusal: Option<passkeys::Refusal>, name: &str) -> Result<Response, Failure> {
    let view = sessions::view(visit.desk(), &visit.actor).await?;
    let (language, title) = (visit.language, t::title(visit.language));
    let available = visit.hall.relying_party.is_available();
    let to_be_proved = second_factor::must_prove_first(visit.desk(), &visit.actor).await?;
    let keys = std::iter::repeat_with(|| visit.key()).take(view.passkeys.len()).collect();
    let path = "/profile/security/passkeys";
    Ok(if refusal.is_some() {
        visit.unprocessable(path, title, Section::Profile, || {
            pages::passkeys(language, view.passkeys, available, to_be_proved, refusal, name, keys)
        })
    } else {
        visit.page(title, Section::Profile, || {
            pages::passkeys(language, view.passkeys, available, to_be_proved, None, name, keys)
        })
    })
}
