//! `/company/{company}/bills`: a company's bills. R-ENT-3

use crate::{
    forms::Form,
    locales::{company as t, refusals},
    pages::company as pages,
    paging::{self, Asked},
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    http::{StatusCode, header},
    response::IntoResponse,
};
use crm::{money::Money, payments::Refusal as PaymentRefusal};
use operations::{
    Error, Refusal,
    company::bills,
    payments::{Checkout, Pay},
};
use store::bills::BillPlace;

/// `?before=` names the oldest bill on the page before.
pub(crate) async fn list(visit: Visit, Path(code): Path<String>, Query(asked): Asked) -> Outcome {
    let before = asked.get("before").and_then(|place| paging::read_bill(place));
    page(&visit, &code, before, None).await
}

async fn page(
    visit: &Visit,
    code: &str,
    before: Option<BillPlace>,
    refusal: Option<PaymentRefusal>,
) -> Outcome {
    let view = bills::list(visit.desk(), &visit.actor, code, before).await?;
    let (language, head) = (visit.language, view.head.clone());
    let error = refusal.map(|refusal| refusals::payment(language, &refusal));
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = t::bills_title(language, &head.name);
    let path = if error.is_some() { format!("/company/{code}/bills") } else { visit.path.clone() };
    Ok(visit.company_page(status, &path, title, Section::CompanyBills, head, || {
        pages::bills(language, view, before.is_none(), error, &|| visit.key())
    }))
}

pub(crate) async fn show(visit: Visit, Path((code, number)): Path<(String, String)>) -> Outcome {
    let view = bills::view(visit.desk(), &visit.actor, &code, &number).await?;
    let (language, head) = (visit.language, view.head.clone());
    let title = t::bill_title(language, &head.name, &number);
    let (path, section) = (visit.path.clone(), Section::CompanyBills);
    Ok(visit.company_page(StatusCode::OK, &path, title, section, head, || pages::bill(language, view)))
}

/// Every line of a bill as a table for spreadsheets, in the reader's language.
pub(crate) async fn csv(visit: Visit, Path((code, number)): Path<(String, String)>) -> Outcome {
    let view = bills::table(visit.desk(), &visit.actor, &code, &number).await?;
    let file = format!("attachment; filename=\"{}.csv\"", view.balance.bill.number);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, file),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pages::csv(visit.language, &view)).into_response())
}

/// Leads to the payment provider, and from there back to the list.
pub(crate) async fn pay(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let Some(amount) = Money::parse(form.get("amount")) else {
        return page(&visit, &code, None, Some(PaymentRefusal::NotPositive)).await;
    };
    let command = Pay { account: form.get("account").to_owned(), amount };
    let key = form.key(|| visit.key());
    match bills::pay(visit.desk(), &visit.actor, key, &code, &command).await {
        Ok(begun) => {
            let checkout = Checkout {
                return_path: format!("/company/{code}/bills"),
                payment: begun.number,
                amount: begun.amount,
                expires_at: begun.expires_at,
            };
            Ok(visit.redirect(&visit.hall.provider.checkout_url(&checkout)))
        }
        Err(Error::Refused(Refusal::Payment(refusal))) => page(&visit, &code, None, Some(refusal)).await,
        Err(error) => Err(error.into()),
    }
}
