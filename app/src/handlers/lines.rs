//! `/lines`: what the customer has, and what to do when a phone is gone. R-SRV-5

use crate::{
    forms::Form,
    locales::{flash::Flash, lines as t},
    pages::{home::line_name, lines as pages},
    render::Section,
    request::{Outcome, Visit},
};
use axum::{extract::Path, response::Response};
use crm::lines::Loss;
use operations::{
    Error, Refusal,
    lines::{self, ReportLost, Resume, Suspend},
};

pub(crate) async fn list(visit: Visit) -> Outcome {
    let view = lines::list(visit.desk(), &visit.actor).await?;
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Profile, || pages::list(language, view)))
}

pub(crate) async fn show(visit: Visit, Path(code): Path<String>) -> Outcome {
    let view = lines::view(visit.desk(), &visit.actor, &code).await?;
    let (language, key) = (visit.language, visit.key());
    let title = line_name(language, &view.line);
    Ok(visit.page(title, Section::Profile, || pages::line(language, view, key)))
}

pub(crate) async fn lost(visit: Visit, Path(code): Path<String>) -> Outcome {
    let typed = visit.draft().await?;
    Ok(lost_page(&visit, &code, &typed, false).await?)
}

pub(crate) async fn report_lost(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let Ok(loss) = form.get("loss").parse::<Loss>() else {
        return Ok(lost_page(&visit, &code, &form, true).await?);
    };
    let command = ReportLost { line: code, loss, call_back: form.is_ticked("call_back") };
    let reported = lines::report_lost(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await?;
    Ok(visit.done(&format!("/requests/{}", reported.request), Flash::LineBarred))
}

pub(crate) async fn pause(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let to = format!("/lines/{code}");
    let command = Suspend { line: code };
    lines::suspend(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await?;
    Ok(visit.done(&to, Flash::LinePaused))
}

pub(crate) async fn resume(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let to = format!("/lines/{code}");
    let command = Resume { line: code };
    lines::resume(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await?;
    Ok(visit.done(&to, Flash::LineFreed))
}

async fn lost_page(visit: &Visit, code: &str, typed: &Form, incomplete: bool) -> Result<Response, Error> {
    let view = lines::view(visit.desk(), &visit.actor, code).await?;
    view.may_report_lost().map_err(|refusal| Error::Refused(Refusal::Line(refusal)))?;
    let (language, key) = (visit.language, visit.key());
    let title = t::lost_title(language);
    let page = || pages::lost(language, &view, typed, incomplete, key);
    let path = format!("/lines/{code}/lost");
    Ok(if incomplete {
        visit.unprocessable(&path, title, Section::Profile, page)
    } else {
        visit.page(title, Section::Profile, page)
    })
}
