//! `/sign-in/forgotten`: a new password in place of a forgotten one. R-CUS-10

use crate::{
    cookies::Name,
    forms::Form,
    handlers::{
        second_step::{step, token, with_step},
        sign_in::{browser, door, remember, welcome},
    },
    locales::{flash::Flash, forgotten as t, sign_in as words},
    pages::second_step as pages,
    request::{Outcome, Visit},
};
use axum::http::header;
use crm::sign_in::StepPurpose;
use operations::{Error, Refusal, sign_in};

pub(crate) async fn ask(visit: Visit) -> Outcome {
    let (language, demo) = (visit.language, visit.hall.demo);
    Ok(door(&visit, t::title(language), || pages::forgotten(language, &Form::default(), None, demo)))
}

pub(crate) async fn request_code(visit: Visit, form: Form) -> Outcome {
    let (language, demo, browser) = (visit.language, visit.hall.demo, browser(&visit));
    match sign_in::request_code(visit.desk(), form.get("mobile"), &browser).await {
        Ok(sent) => {
            visit.hall.work.notify_one();
            let page = visit.page(words::enter_title(language), None, || {
                pages::forgotten_code(language, &form, None, Some(&sent), demo)
            });
            Ok(remember(&visit, &browser, page))
        }
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            Ok(visit.unprocessable("/sign-in/forgotten", t::title(language), None, || {
                pages::forgotten(language, &form, Some(refusal), demo)
            }))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn check(visit: Visit, form: Form) -> Outcome {
    let (mobile, code, browser) = (form.get("mobile"), form.get("code"), browser(&visit));
    match sign_in::prove_for_new_password(visit.desk(), mobile, code, &browser).await {
        Ok(token) => Ok(with_step(&visit, &token, "/sign-in/forgotten/new")),
        Err(Error::Refused(Refusal::SignIn(refusal))) => {
            let (language, demo) = (visit.language, visit.hall.demo);
            Ok(visit.unprocessable("/sign-in/forgotten", words::enter_title(language), None, || {
                pages::forgotten_code(language, &form, Some(refusal), None, demo)
            }))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn new_password(visit: Visit) -> Outcome {
    match step(&visit).await? {
        Some(step) if step.purpose == StepPurpose::NewPassword && step.is_waiting => {
            Ok(visit.redirect("/sign-in/second-factor"))
        }
        Some(step) if step.purpose == StepPurpose::NewPassword => {
            let language = visit.language;
            Ok(visit.page(t::new_title(language), None, || pages::new_password(language, None)))
        }
        _ => Ok(visit.redirect("/sign-in/forgotten")),
    }
}

pub(crate) async fn set_password(visit: Visit, form: Form) -> Outcome {
    let mistake = |mistake| {
        let language = visit.language;
        visit.unprocessable("/sign-in/forgotten/new", t::new_title(language), None, || {
            pages::new_password(language, Some(mistake))
        })
    };
    if form.raw("new") != form.raw("again") {
        return Ok(mistake(pages::Mistake::Different));
    }
    let browser = browser(&visit);
    match sign_in::set_forgotten_password(visit.desk(), token(&visit), form.raw("new"), &browser).await {
        Ok(opened) => {
            visit.hall.work.notify_one();
            let mut response = welcome(&visit, &opened, "/");
            let cookies = [
                visit.hall.cookies.clear(Name::Step),
                visit.hall.cookies.set(Name::Flash, Flash::PasswordChanged.into()),
            ];
            for cookie in cookies {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(Error::Refused(Refusal::Password(refusal))) => Ok(mistake(pages::Mistake::New(refusal))),
        Err(Error::Refused(Refusal::SignIn(_))) => Ok(visit.redirect("/sign-in/forgotten")),
        Err(error) => Err(error.into()),
    }
}
