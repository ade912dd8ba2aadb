//! What can go wrong outside of a page. The server draws the page of a fault in the reader's language.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// A fault, as an extension of its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request makes no sense.
    BadRequest,
    /// A form of another site.
    CrossSite,
    /// No such thing, or not for this visitor.
    NotFound,
    /// The address exists, this method does not.
    WrongMethod,
    /// It took too long.
    TooSlow,
    /// The form was used before for something else, or what it changes was changed meanwhile.
    Stale,
    /// The form was shown while acting for a customer, which ended, or for another one than now.
    NoLongerActing,
    /// The form was shown in one's own name, and now one acts for a customer.
    NowActing,
    /// More than anyone types.
    TooLarge,
    /// Not a form.
    UnsupportedType,
    /// Too often.
    TooManyRequests {
        /// When to try again.
        retry_after_seconds: u64,
    },
    /// A defect of the hall.
    Broken,
    /// The database cannot be reached.
    Unavailable,
}

impl Fault {
    /// The status of its page.
    pub fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Stale | Self::NoLongerActing | Self::NowActing => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
