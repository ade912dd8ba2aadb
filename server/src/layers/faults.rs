//! Pages for what went wrong: whatever says no on the way, the visitor gets a page in their language.

use super::actor;
use app::{faults::Fault, hall::Hall, pages, routes::NOTIFICATION};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use operations::Actor;

/// Replaces a bare fault by its page.
pub async fn draw(State(hall): State<Hall>, request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let headers = request.headers().clone();
    let response = next.run(request).await;
    // The provider's program reads the status and nothing else.
    let Some(fault) = fault_of(&response).filter(|_| path != NOTIFICATION.path) else { return response };
    let actor = match response.extensions().get::<Actor>() {
        Some(actor) => actor.clone(),
        None => who(&hall, &headers, fault).await,
    };
    let mut page = pages::faults::respond(&hall, &actor, &headers, &path, fault);
    if let Some(allow) = response.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allow.clone());
    }
    page
}

/// Whose page it is, where no handler was reached. Only a wrong address is worth a look-up; the other faults mean that
/// the hall is busy, attacked or broken.
async fn who(hall: &Hall, headers: &HeaderMap, fault: Fault) -> Actor {
    match fault {
        Fault::NotFound | Fault::WrongMethod => actor::find(hall, headers).await.unwrap_or(Actor::Visitor),
        _ => Actor::Visitor,
    }
}

/// The fault behind a response: named by who found it, or by the bare text of axum or tower.
fn fault_of(response: &Response) -> Option<Fault> {
    if let Some(fault) = response.extensions().get::<Fault>() {
        return Some(*fault);
    }
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind.is_some_and(|kind| !kind.starts_with(b"text/plain")) {
        return None;
    }
    match status {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Some(Fault::BadRequest),
        StatusCode::NOT_FOUND => Some(Fault::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => Some(Fault::WrongMethod),
        StatusCode::REQUEST_TIMEOUT => Some(Fault::TooSlow),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Fault::TooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(Fault::UnsupportedType),
        StatusCode::SERVICE_UNAVAILABLE => Some(Fault::Unavailable),
        status if status.is_server_error() => Some(Fault::Broken),
        _ => None,
    }
}

/// A handler panicked: its message goes to the log by the panic hook, not to the visitor.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Fault::Broken.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::Html;
    use rstest::rstest;

    #[rstest]
    #[case::named(Fault::CrossSite.into_response(), Some(Fault::CrossSite))]
    #[case::bare(StatusCode::REQUEST_TIMEOUT.into_response(), Some(Fault::TooSlow))]
    #[case::text_of_axum((StatusCode::UNSUPPORTED_MEDIA_TYPE, "Form requests must …").into_response(), Some(Fault::UnsupportedType))]
    #[case::page((StatusCode::UNPROCESSABLE_ENTITY, Html("<h1>")).into_response(), None)]
    #[case::fine("text".into_response(), None)]
    #[case::for_the_gate(StatusCode::UNAUTHORIZED.into_response(), None)]
    #[case::broken(StatusCode::INTERNAL_SERVER_ERROR.into_response(), Some(Fault::Broken))]
    fn knows_a_fault(#[case] response: Response, #[case] fault: Option<Fault>) {
        assert_eq!(fault_of(&response), fault);
    }
}
