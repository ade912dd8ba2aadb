//! The pages of a company of 10,000 lines against those of one with 10, for an owner of both: what a page costs must not
//! follow from how much there is. R-ENT-3
//!
//! The whole program serves one database that holds both companies; one connection asks for the same page of each in turn.

use crate::{
    client::{self, Connection, Encoding},
    hall::Size,
    program::Program,
    report::{Figure, grouped, median, number},
    workplace::Workplace,
};
use anyhow::{Context as _, Result, ensure};
use crm::{
    company::bulk::{BulkAction, BulkItemState, BulkState},
    lines::LineState,
    sign_in::Proof,
};
use operations::{
    Actor, Desk, Error,
    actor::Subscriber,
    company::{
        bulk::{self, DrawUp, OfJob, Step},
        founding,
    },
};
use server::{
    config::Configuration,
    import::{
        catalogue::Catalogue,
        company::{CompanyFile, CompanyPlan, DEMO_COMPANIES, company},
    },
};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use store::company_lines::CompanyLineSearch;

const TEN: CompanyPlan =
    CompanyPlan { code: "TEN", name: "十个号码", slot: 80, lines: 10, tree: [0, 3, 0] };
const PAGES: [&str; 3] = ["/lines", "", "/units"];
const ROUNDS: usize = 400;
const RATIO: f64 = 2.0;
/// Lines of one job.
const BULK: i64 = 1_000;
const PATIENCE: Duration = Duration::from_mins(1);

/// The figures of a company's pages.
pub(crate) fn measure(workplace: &Workplace) -> Result<Vec<Figure>> {
    let hall = workplace.hall(Size::Small)?;
    let many = DEMO_COMPANIES[2];
    let configuration = hall.configuration(Path::new(""));
    let took = workplace.runtime().block_on(async {
        let desk = server::desk(&configuration).await?;
        let owner = owner(&desk).await?;
        let begin = Instant::now();
        for plan in [&TEN, &many] {
            add(&desk, plan, &owner).await?;
        }
        let took = begin.elapsed().as_secs_f64();
        desk.store().close().await;
        anyhow::Ok(took)
    })?;
    let program = Program::serve(hall, workplace.site(), false)?;
    let mut connection = Connection::open(program.address)?;
    let mut figures = Vec::new();
    for page in PAGES {
        let (mut small, mut large) = (Vec::new(), Vec::new());
        let request = |code: &str| {
            let path = format!("/company/{code}{page}");
            client::request(program.address, &path, Some(&hall.guest().token), Encoding::Plain)
        };
        let requests = [request(TEN.code), request(many.code)];
        for _ in 0..ROUNDS {
            for (request, times) in requests.iter().zip([&mut small, &mut large]) {
                let begin = Instant::now();
                let status = connection.exchange(request)?;
                times.push(begin.elapsed().as_secs_f64() * 1000.0);
                ensure!(status == 200, "{page} was answered with {status}");
            }
        }
        let (small, large) = (median(small), median(large));
        let name = if page.is_empty() { "/overview" } else { page };
        figures.push(
            Figure::new(format!("company{name}, 10,000 lines ÷ 10 lines"), large / small, 2, "ratio")
                .at_most(RATIO)
                .note(format!(
                    "median {large:.2} against {small:.2} ms, one connection, {ROUNDS} pages each"
                )),
        );
    }
    figures.push(workplace.runtime().block_on(bulk(&configuration, many.code))?);
    let note = format!("{} lines with plans and half a year of bills, SQLite", grouped(number(many.lines)));
    figures.push(Figure::new("company brought in", took, 1, "s").note(note));
    Ok(figures)
}

/// Pauses 1,000 lines by one job, which the program that serves does in the background.
async fn bulk(configuration: &Configuration, company: &str) -> Result<Figure> {
    let desk = server::desk(configuration).await?;
    let code = owner(&desk).await?;
    let lines = desk.store().read(|mut unit| async move {
        let owner = unit.customer_by_code(&code).await?;
        let company = unit.company_by_code(company).await?;
        let (Some(owner), Some(company)) = (owner, company) else { return Ok(None) };
        let Some(top) = unit.org_top(company.id).await? else { return Ok(None) };
        let search = CompanyLineSearch {
            within: top.path,
            state: Some(LineState::Active),
            plan: None,
            term: String::new(),
        };
        let lines = unit.company_lines(company.id, &search, None, BULK).await?;
        Ok::<_, Error>(Some((owner, company.id, lines)))
    });
    let (owner, id, lines) = lines.await?.context("the company is not there")?;
    let actor = Actor::Subscriber(Subscriber {
        customer_id: owner.id,
        code: owner.code,
        name: owner.name,
        language: owner.language,
        has_company_business: true,
        session_id: desk.id(),
        proof: Proof::Password,
        proved_at: desk.now(),
    });
    let codes: Vec<String> = lines.into_iter().map(|line| line.line.code).collect();
    let list = codes.join("\n");
    let company = company.to_owned();
    let command = DrawUp { company, list, action: Some(BulkAction::Suspend), ..DrawUp::default() };
    let number = bulk::draw_up(&desk, &actor, desk.id(), &command).await?.number;
    let of = OfJob { company: command.company, number };
    let begin = Instant::now();
    bulk::step(&desk, &actor, desk.id(), Step::Confirm, &of).await?;
    let number = &of.number;
    let counts = loop {
        let job = desk.store().read(|mut unit| async move {
            let Some(job) = unit.bulk_job_of(id, number).await? else { return Ok(None) };
            let counts = unit.count_bulk_items(job.id).await?;
            Ok::<_, Error>((job.state == BulkState::Done).then_some(counts))
        });
        match job.await? {
            Some(counts) => break counts,
            None => tokio::time::sleep(Duration::from_millis(20)).await,
        }
        ensure!(begin.elapsed() < PATIENCE, "the job never ended");
    };
    let took = begin.elapsed().as_secs_f64();
    desk.store().close().await;
    ensure!(counts == [(BulkItemState::Done, BULK)], "not every line was done: {counts:?}");
    let note =
        "from confirming to the last result, by the serving program's own jobs, durable every 50 lines";
    Ok(Figure::new("bulk change of 1,000 lines", took, 1, "s").at_most(5.0).note(note))
}

/// Customer code of the guest of the hall.
async fn owner(desk: &Desk) -> Result<String> {
    let first = desk.store().read(|mut unit| async move {
        let mut after = String::new();
        loop {
            let page = unit.customers_after(&after, 100).await?;
            let Some(last) = page.last() else { return Ok(None) };
            after.clone_from(&last.code);
            for customer in page {
                let holder = crm::sign_in::Holder::Customer(customer.id);
                if !unit.sessions_of(holder).await?.is_empty() {
                    return Ok::<_, Error>(Some(customer.code));
                }
            }
        }
    });
    first.await?.context("nobody is signed in")
}

async fn add(desk: &Desk, plan: &CompanyPlan, owner: &str) -> Result<()> {
    let made = company(plan, desk.today(), desk.settings().offset, &Catalogue::demo());
    let CompanyFile { file, units, placements } = &made;
    let (files, id) = (std::slice::from_ref(file), file.customer.id);
    desk.store()
        .write(|mut unit| async move {
            unit.import_customers(files).await?;
            for org_unit in units {
                unit.add_org_unit(org_unit).await?;
            }
            Ok::<_, Error>(unit.place_lines(id, placements).await?)
        })
        .await?;
    Ok(founding::found(desk, plan.code, owner).await?)
}
