//! `/pay`, `/payments`, and the payment provider's notifications. R-BIL-3

use crate::{
    components::FieldError,
    forms::Form,
    hall::Hall,
    locales::payments as t,
    pages::payments as pages,
    paging::{self, Asked},
    render::Section,
    request::{Failure, Outcome, Visit},
};
use axum::{
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
};
use crm::{language::Language, money::Money, payments::Refusal as PaymentRefusal};
use operations::{
    Error, Refusal,
    payments::{self, Checkout, Pay},
};

pub(crate) async fn pay(visit: Visit) -> Outcome {
    let typed = visit.draft().await?;
    let view = payments::pay_view(visit.desk(), &visit.actor).await?;
    let language = visit.language;
    Ok(visit.page(t::pay_title(language), Section::Bills, || {
        pages::pay(language, &view, &typed, None, &|| visit.key())
    }))
}

pub(crate) async fn begin(visit: Visit, form: Form) -> Outcome {
    let language = visit.language;
    let refused = match Money::parse(form.get("amount")) {
        None => t::not_an_amount(language).to_owned(),
        Some(amount) => {
            let command = Pay { account: form.get("account").to_owned(), amount };
            let key = form.key(|| visit.key());
            match payments::begin(visit.desk(), &visit.actor, key, &command).await {
                Ok(begun) => {
                    let checkout = Checkout {
                        return_path: pages::address(&begun.number),
                        payment: begun.number,
                        amount: begun.amount,
                        expires_at: begun.expires_at,
                    };
                    return Ok(visit.redirect(&visit.hall.provider.checkout_url(&checkout)));
                }
                Err(error) => words(language, error)?,
            }
        }
    };
    let view = payments::pay_view(visit.desk(), &visit.actor).await?;
    // Whoever owes nothing any more has no field to correct: the page says so by itself.
    let owes = view.accounts.iter().any(|account| account.dues.owed > Money::ZERO);
    let error = owes.then(|| FieldError::new("amount", refused));
    Ok(visit.unprocessable("/pay", t::pay_title(language), Section::Bills, || {
        pages::pay(language, &view, &form, error, &|| visit.key())
    }))
}

/// What is wrong with the amount; other errors are not the form's.
fn words(language: Language, error: Error) -> Result<String, Failure> {
    match error {
        Error::Refused(Refusal::Payment(PaymentRefusal::NothingOwed)) => {
            Ok(t::nothing_owed(language).to_owned())
        }
        Error::Refused(Refusal::Payment(PaymentRefusal::NotPositive)) => {
            Ok(t::not_positive(language).to_owned())
        }
        Error::Refused(Refusal::Payment(PaymentRefusal::MoreThanOwed { owed })) => {
            Ok(t::more_than_owed(language, &crate::format::money(owed)))
        }
        error => Err(error.into()),
    }
}

pub(crate) async fn list(visit: Visit, Query(asked): Asked) -> Outcome {
    let before = asked.get("before").and_then(|text| paging::read(text));
    let view = payments::list(visit.desk(), &visit.actor, before).await?;
    let language = visit.language;
    let is_first = before.is_none();
    Ok(visit.page(t::title(language), Section::Bills, || pages::list(language, view, is_first)))
}

pub(crate) async fn show(visit: Visit, Path(number): Path<String>) -> Outcome {
    let view = payments::view(visit.desk(), &visit.actor, &number).await?;
    let language = visit.language;
    let payment = &view.payment;
    let checkout = view.payable_until.map(|expires_at| {
        visit.hall.provider.checkout_url(&Checkout {
            payment: payment.number.clone(),
            amount: payment.amount,
            return_path: pages::address(&payment.number),
            expires_at,
        })
    });
    let title = t::payment_title(language, &payment.number);
    Ok(visit.page(title, Section::Bills, || pages::payment(language, view, checkout)))
}

/// The provider's word on a payment. What is wrong with it is not told: nobody but the provider needs to know.
///
/// An answer of 4xx tells the provider to stop trying, 5xx to try again.
pub(crate) async fn notification(State(hall): State<Hall>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (timestamp, signature) = (header("x-timestamp"), header("x-signature"));
    let Some(notification) = hall.provider.verify(timestamp, signature, &body, hall.desk.now()) else {
        return StatusCode::UNAUTHORIZED;
    };
    match payments::settle(&hall.desk, &notification).await {
        Ok(()) => {
            hall.work.notify_one();
            StatusCode::NO_CONTENT
        }
        Err(error) => {
            tracing::warn!(payment = notification.payment, %error, "a payment notification was not taken");
            answer_to(&error)
        }
    }
}

fn answer_to(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Refused(_) => StatusCode::CONFLICT,
        // The next try may find the database back, or the other writer gone.
        Error::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::SignInNeeded
        | Error::ProofNeeded
        | Error::SecondFactorNeeded
        | Error::KeyReused
        | Error::Defect(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm::payments::PaymentState;
    use rstest::rstest;

    #[rstest]
    #[case::nothing(PaymentRefusal::NothingOwed, Some("没有待缴费用"))]
    #[case::zero(PaymentRefusal::NotPositive, Some("金额必须大于0元"))]
    #[case::too_much(
        PaymentRefusal::MoreThanOwed { owed: Money::from_fen(12_900) },
        Some("金额不能超过待缴的¥129.00")
    )]
    #[case::not_the_forms(PaymentRefusal::NotSucceeded { state: PaymentState::Failed }, None)]
    fn what_is_wrong_with_the_amount(#[case] refusal: PaymentRefusal, #[case] said: Option<&str>) {
        assert_eq!(words(Language::ZhCn, refusal.into()).ok().as_deref(), said);
    }

    #[rstest]
    #[case(Error::NotFound, 404)]
    #[case(PaymentRefusal::Conflict { state: PaymentState::Failed, provider_reference: None }.into(), 409)]
    #[case(Error::Store(store::Error::Conflict), 503)]
    #[case(Error::Defect("x".to_owned()), 500)]
    fn what_the_provider_hears(#[case] error: Error, #[case] status: u16) {
        assert_eq!(answer_to(&error).as_u16(), status);
    }
}
