//! Choosing the language of pages.

use crate::{
    cookies::Name,
    forms::Form,
    request::{Outcome, Visit},
};
use axum::http::header;
use crm::language::Language;
use operations::profile;

/// Keeps the language: in a cookie for visitors and staff, in the account for customers.
pub(crate) async fn change(visit: Visit, form: Form) -> Outcome {
    let language: Language = form.get("language").parse().unwrap_or(visit.language);
    profile::choose_language(visit.desk(), &visit.actor, language).await?;
    let mut response = visit.redirect(local(form.get("return")));
    let cookie = visit.hall.cookies.set(Name::Language, language.as_ref());
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// A path of this hall; anything else leads home, so that no form can send people elsewhere.
pub(crate) fn local(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/\\")
        && path.bytes().all(|byte| byte.is_ascii_graphic());
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("/bills?before=2026-01-01", "/bills?before=2026-01-01")]
    #[case("//elsewhere.example", "/")]
    #[case("/\\elsewhere.example", "/")]
    #[case("https://elsewhere.example", "/")]
    #[case("/a\r\nb", "/")]
    #[case("", "/")]
    fn leads_nowhere_else(#[case] path: &str, #[case] to: &str) {
        assert_eq!(local(path), to);
    }
}
