//! Administering a company: who may do what where, invitations, owners, moves on their day.

use crate::hall::{Hall, Newcomer, TODAY};
use crm::{
    agreements::{Agreement, Term},
    company::{
        Refusal as R,
        bulk::{BulkAction, BulkItemState as ItemState, BulkState, Flaw, LineRefusal, RowFlaw, StepRefusal},
        roles::Role,
        tree::{OrgUnit, OrgUnitKind},
    },
    customers::{CustomerStatus, Msisdn, PartyKind},
    duplicates::Merge,
    ids::GrantId,
    lines::{BarReason, Line, LineState},
    messages::MessageTopic,
    money::Money,
    numbers::{NumberKind, from_bits},
    products::Product,
};
use jiff::{ToSpan, civil::date};
use operations::{
    Actor, Error, Refusal,
    company::{
        bills,
        bulk::{self, DrawUp, OfJob, Step},
        companies, founding,
        lines::{self, LineFilter},
        overview,
        people::{self, DecideOwner, Invite, OfGrant, OfInvitation, OwnerChange},
        units::{self, AddUnit, MoveUnit, RenameUnit, WithdrawMove},
    },
};
use rstest::rstest;

const COMPANY: &str = "ACME-1";

struct Company {
    hall: Hall,
    owner: Actor,
    top: OrgUnit,
}

fn code_of(actor: &Actor) -> String {
    match actor {
        Actor::Subscriber(subscriber) => subscriber.code.clone(),
        other => panic!("{other:?} is no customer"),
    }
}

impl Company {
    /// A company of one line, and its owner.
    async fn open() -> Self {
        let hall = Hall::open().await;
        let mut file = Newcomer::new(90).file();
        COMPANY.clone_into(&mut file.customer.code);
        file.customer.kind = PartyKind::Organisation;
        let (id, files) = (file.customer.id, &[file]);
        hall.write(|mut unit| async move { Ok(unit.import_customers(files).await?) }).await;
        let owner = hall.bring(Newcomer::new(1)).await;
        founding::found(&hall.desk, COMPANY, &code_of(&owner)).await.unwrap();
        let top = hall.read(|mut unit| async move { Ok(unit.org_top(id).await?.unwrap()) }).await;
        Self { hall, owner, top }
    }

    async fn person(&self, seed: u128) -> Actor {
        self.hall.bring(Newcomer::new(seed)).await
    }

    async fn unit(&self, parent: &str, name: &str) -> String {
        let command = AddUnit {
            company: COMPANY.to_owned(),
            parent: parent.to_owned(),
            name: name.to_owned(),
            kind: OrgUnitKind::Department,
        };
        units::add(&self.hall.desk, &self.owner, self.hall.key(), &command).await.unwrap().unit
    }

    async fn invite(&self, by: &Actor, whom: &Actor, role: Role, unit: &str) -> Result<bool, Error> {
        let command = Invite {
            company: COMPANY.to_owned(),
            unit: unit.to_owned(),
            role: Some(role),
            addressee: code_of(whom),
        };
        let change = people::invite(&self.hall.desk, by, self.hall.key(), &command).await?;
        Ok(change.awaits)
    }

    /// The number of the newest invitation.
    async fn newest(&self) -> String {
        let company = self.top.company_id;
        let sent = self.hall.read(|mut unit| async move { Ok(unit.invitations_in(company, 1).await?) }).await;
        sent[0].invitation.number.clone()
    }

    async fn accept(&self, by: &Actor) -> Result<(), Error> {
        let command = OfInvitation { number: self.newest().await };
        people::accept(&self.hall.desk, by, self.hall.key(), &command).await.map(drop)
    }

    /// Gives a role, by invitation from the first owner.
    async fn give(&self, whom: &Actor, role: Role, unit: &str) {
        assert!(!self.invite(&self.owner, whom, role, unit).await.unwrap(), "nobody else has to agree");
        self.accept(whom).await.unwrap();
    }

    async fn grant_of(&self, whom: &Actor) -> GrantId {
        let (company, code) = (self.top.company_id, code_of(whom));
        let grants = self.hall.read(|mut unit| async move { Ok(unit.grants_in(company).await?) }).await;
        grants.into_iter().find(|named| named.holder_code == code).unwrap().grant.id
    }

    async fn remove(&self, by: &Actor, grant: GrantId) -> Result<bool, Error> {
        let command = OfGrant { company: COMPANY.to_owned(), grant };
        people::remove(&self.hall.desk, by, self.hall.key(), &command).await.map(|change| change.awaits)
    }

    async fn decide(&self, by: &Actor, on: OwnerChange, agree: bool) -> Result<(), Error> {
        let command = DecideOwner { company: COMPANY.to_owned(), on, agree };
        people::decide(&self.hall.desk, by, self.hall.key(), &command).await.map(drop)
    }

    async fn owners(&self) -> Vec<String> {
        let company = self.top.company_id;
        let grants = self.hall.read(|mut unit| async move { Ok(unit.grants_in(company).await?) }).await;
        let owners = grants.into_iter().filter(|named| named.grant.role == Role::Owner);
        owners.map(|named| named.holder_code).collect()
    }

    async fn move_unit(&self, by: &Actor, unit: &str, to: &str, on: crm::Date) -> Result<bool, Error> {
        let command = MoveUnit {
            company: COMPANY.to_owned(),
            unit: unit.to_owned(),
            to: to.to_owned(),
            effective_on: Some(on),
        };
        units::move_unit(&self.hall.desk, by, self.hall.key(), &command).await.map(|stands| stands.is_moved)
    }

    async fn beneath(&self, unit: &str) -> Vec<String> {
        let view = units::view(&self.hall.desk, &self.owner, COMPANY, Some(unit)).await.unwrap();
        view.units.into_iter().map(|counted| counted.unit.name).collect()
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(done: Result<T, Error>, why: &R) {
    match done {
        Err(Error::Refused(Refusal::Company(refusal))) => assert_eq!(&refusal, why),
        other => panic!("{other:?} instead of {why:?}"),
    }
}

#[track_caller]
fn not_found<T: std::fmt::Debug>(done: &Result<T, Error>) {
    assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
}

/// What each role reaches when it is held on one of two departments: own, below, beside, above.
#[rstest]
#[case(Role::Owner)]
#[case(Role::Administrator)]
#[case(Role::Billing)]
#[case(Role::LineManager)]
#[case(Role::Viewer)]
#[tokio::test]
async fn a_role_reaches_its_own_part_alone(#[case] role: Role) {
    let company = Company::open().await;
    let (desk, top) = (&company.hall.desk, company.top.code.clone());
    let own = company.unit(&top, "Own").await;
    let below = company.unit(&own, "Below").await;
    let beside = company.unit(&top, "Beside").await;
    let person = company.person(2).await;
    not_found(&overview::view(desk, &person, COMPANY, None).await);
    company.give(&person, role, &own).await;

    let seen = overview::view(desk, &person, COMPANY, None).await.unwrap();
    assert_eq!((seen.focus.unit.code.as_str(), seen.focus.above.len()), (own.as_str(), 0));
    assert!(!seen.head.bills, "the company's bills are seen from the top");
    for unit in [&own, &below] {
        assert!(units::view(desk, &person, COMPANY, Some(unit)).await.is_ok());
    }
    for unit in [&beside, &top, "G22222222"] {
        not_found(&overview::view(desk, &person, COMPANY, Some(unit)).await);
        not_found(&units::view(desk, &person, COMPANY, Some(unit)).await);
        let filter = LineFilter { unit: Some(unit.to_owned()), ..LineFilter::default() };
        not_found(&lines::list(desk, &person, COMPANY, &filter, None).await);
    }
    not_found(&overview::view(desk, &person, "ACME-2", None).await);
    not_found(&bills::list(desk, &person, COMPANY, None).await);

    let manages = matches!(role, Role::Owner | Role::Administrator);
    assert_eq!(people::view(desk, &person, COMPANY).await.is_ok(), manages);
    let rename = |unit: &str| RenameUnit {
        company: COMPANY.to_owned(),
        unit: unit.to_owned(),
        name: "Renamed".to_owned(),
    };
    let key = || company.hall.key();
    assert_eq!(units::rename(desk, &person, key(), &rename(&below)).await.is_ok(), manages);
    not_found(&units::rename(desk, &person, key(), &rename(&beside)).await);
    let other = company.person(3).await;
    if manages {
        not_found(&company.invite(&person, &other, Role::Viewer, &beside).await);
        // Their own part hangs under a unit that is not theirs.
        not_found(&company.move_unit(&person, &own, &beside, TODAY).await);
        assert!(company.invite(&person, &other, Role::Viewer, &below).await.is_ok());
        if role == Role::Administrator {
            refused(company.invite(&person, &other, Role::Owner, &own).await, &R::MoreThanHeld);
        }
    } else {
        not_found(&company.invite(&person, &other, Role::Viewer, &own).await);
    }
}

#[tokio::test]
async fn an_invitation_is_for_whom_it_names_and_for_a_week() {
    let company = Company::open().await;
    let (hall, desk, top) = (&company.hall, &company.hall.desk, company.top.code.clone());
    let [invited, other] = [company.person(2).await, company.person(3).await];
    company.invite(&company.owner, &invited, Role::Billing, &top).await.unwrap();
    hall.run_jobs().await;
    let told = hall
        .outside
        .delivered
        .lock()
        .unwrap()
        .iter()
        .any(|message| message.topic == MessageTopic::Company && message.body.contains("企业管理"));
    assert!(told, "whoever is invited is told");
    let number = company.newest().await;
    not_found(&people::invitation(desk, &other, &number).await);
    not_found(&company.accept(&other).await);
    assert_eq!(companies(desk, &invited).await.unwrap().invitations.len(), 1);

    hall.wait((7 * 24).hours());
    assert!(companies(desk, &invited).await.unwrap().invitations.is_empty());
    assert!(matches!(
        company.accept(&invited).await,
        Err(Error::Refused(Refusal::Company(R::InvitationOver { .. })))
    ));

    // Once more, in time; the person sees bills afterwards.
    let owner = refreshed(&company.owner, hall);
    company.invite(&owner, &invited, Role::Billing, &top).await.unwrap();
    company.accept(&invited).await.unwrap();
    assert!(bills::list(desk, &invited, COMPANY, None).await.is_ok());
    refused(company.invite(&owner, &invited, Role::Billing, &top).await, &R::AlreadyHeld);
    refused(company.accept(&invited).await, &R::InvitationSettled);

    // Nobody is told whether a number is a customer's.
    let unknown = Invite {
        company: COMPANY.to_owned(),
        unit: top,
        role: Some(Role::Viewer),
        addressee: "13800138000".to_owned(),
    };
    assert!(people::invite(desk, &owner, hall.key(), &unknown).await.is_ok());
}

/// The same person who proved just now who they are.
fn refreshed(actor: &Actor, hall: &Hall) -> Actor {
    match actor {
        Actor::Subscriber(subscriber) => Actor::Subscriber(operations::actor::Subscriber {
            proved_at: hall.desk.now(),
            ..subscriber.clone()
        }),
        other => panic!("{other:?} is no customer"),
    }
}

#[tokio::test]
async fn roles_change_only_under_a_fresh_proof() {
    let company = Company::open().await;
    let other = company.person(2).await;
    company.hall.wait(11.minutes());
    let done = company.invite(&company.owner, &other, Role::Viewer, &company.top.code).await;
    assert!(matches!(done, Err(Error::ProofNeeded)), "{done:?}");
}

#[tokio::test]
async fn an_invitation_lapses_with_the_right_of_whoever_invited() {
    let company = Company::open().await;
    let top = company.top.code.clone();
    let [administrator, invited] = [company.person(2).await, company.person(3).await];
    company.give(&administrator, Role::Administrator, &top).await;
    company.invite(&administrator, &invited, Role::Viewer, &top).await.unwrap();
    company.remove(&company.owner, company.grant_of(&administrator).await).await.unwrap();
    refused(company.accept(&invited).await, &R::InviterLeft);
}

#[tokio::test]
async fn owners_change_by_two_and_the_last_one_stays() {
    let company = Company::open().await;
    let (desk, top) = (&company.hall.desk, company.top.code.clone());
    let [second, third] = [company.person(2).await, company.person(3).await];
    let first = &company.owner;
    refused(company.remove(first, company.grant_of(first).await).await, &R::LastOwner);

    // The only owner makes the second alone; from then on it takes two.
    company.give(&second, Role::Owner, &top).await;
    assert!(company.invite(first, &third, Role::Owner, &top).await.unwrap(), "another owner is asked");
    let number = company.newest().await;
    not_found(&people::invitation(desk, &third, &number).await);
    let change = || OwnerChange::Invitation(number.clone());
    refused(company.decide(first, change(), true).await, &R::OwnProposal);
    not_found(&company.decide(&third, change(), true).await);
    company.decide(&second, change(), true).await.unwrap();
    refused(company.decide(&second, change(), true).await, &R::NothingProposed);
    company.accept(&third).await.unwrap();
    assert_eq!(company.owners().await.len(), 3);

    // Taken away by one and kept by another, then taken away.
    let grant = company.grant_of(&third).await;
    assert!(company.remove(first, grant).await.unwrap());
    assert_eq!(overview::view(desk, &second, COMPANY, None).await.unwrap().needs.decisions, 1);
    company.decide(&second, OwnerChange::Removal(grant), false).await.unwrap();
    assert_eq!(company.owners().await.len(), 3);
    assert!(company.remove(first, grant).await.unwrap());
    refused(company.decide(first, OwnerChange::Removal(grant), true).await, &R::OwnProposal);
    company.decide(&third, OwnerChange::Removal(grant), true).await.unwrap();
    assert_eq!(company.owners().await.len(), 2);
    not_found(&overview::view(desk, &third, COMPANY, None).await);

    // Leaving takes the other one's word too, and the last cannot.
    let leave = OfGrant { company: COMPANY.to_owned(), grant: company.grant_of(&second).await };
    let left = people::leave(desk, &second, company.hall.key(), &leave).await.unwrap();
    assert!(left.awaits);
    company.decide(first, OwnerChange::Removal(leave.grant), true).await.unwrap();
    let last = OfGrant { company: COMPANY.to_owned(), grant: company.grant_of(first).await };
    refused(people::leave(desk, first, company.hall.key(), &last).await, &R::LastOwner);
}

#[tokio::test]
async fn nobody_gives_up_a_role_of_another() {
    let company = Company::open().await;
    let [one, two] = [company.person(2).await, company.person(3).await];
    for person in [&one, &two] {
        company.give(person, Role::Viewer, &company.top.code).await;
    }
    let leave = OfGrant { company: COMPANY.to_owned(), grant: company.grant_of(&one).await };
    not_found(&people::leave(&company.hall.desk, &two, company.hall.key(), &leave).await);
    people::leave(&company.hall.desk, &one, company.hall.key(), &leave).await.unwrap();
    assert!(companies(&company.hall.desk, &one).await.unwrap().companies.is_empty());
}

#[tokio::test]
async fn a_unit_moves_at_once_or_on_its_day() {
    let company = Company::open().await;
    let top = company.top.code.clone();
    let a = company.unit(&top, "A").await;
    let b = company.unit(&top, "B").await;
    let c = company.unit(&a, "C").await;
    let owner = &company.owner;
    refused(company.move_unit(owner, &a, &c, TODAY).await, &R::BeneathItself);
    refused(company.move_unit(owner, &top, &a, TODAY).await, &R::TopStays);
    refused(company.move_unit(owner, &c, &b, date(2026, 11, 9)).await, &R::DayPassed);
    assert!(company.move_unit(owner, &c, &b, TODAY).await.unwrap());
    assert_eq!((company.beneath(&a).await.len(), company.beneath(&b).await), (0, vec!["C".to_owned()]));

    let day = date(2026, 11, 12);
    assert!(!company.move_unit(owner, &c, &a, day).await.unwrap());
    refused(company.move_unit(owner, &c, &a, TODAY).await, &R::MovePlanned { on: day });
    company.hall.wait(24.hours());
    company.hall.run_jobs().await;
    assert_eq!(company.beneath(&b).await, ["C"]);
    company.hall.wait(24.hours());
    company.hall.run_jobs().await;
    assert_eq!(company.beneath(&a).await, ["C"]);
}

#[tokio::test]
async fn a_planned_move_is_taken_back_or_fails_for_all_to_see() {
    let company = Company::open().await;
    let (desk, top) = (&company.hall.desk, company.top.code.clone());
    let a = company.unit(&top, "A").await;
    let b = company.unit(&top, "B").await;
    let (owner, day) = (&company.owner, date(2026, 11, 12));
    company.move_unit(owner, &a, &b, day).await.unwrap();
    let withdraw = WithdrawMove { company: COMPANY.to_owned(), unit: a.clone() };
    units::withdraw_move(desk, owner, company.hall.key(), &withdraw).await.unwrap();
    refused(units::withdraw_move(desk, owner, company.hall.key(), &withdraw).await, &R::MoveSettled);

    // Planned again; meanwhile the target goes beneath the unit.
    company.move_unit(owner, &a, &b, day).await.unwrap();
    company.move_unit(owner, &b, &a, TODAY).await.unwrap();
    company.hall.wait(48.hours());
    company.hall.run_jobs().await;
    assert_eq!(company.beneath(&a).await, ["B"]);
    assert_eq!(overview::view(desk, owner, COMPANY, None).await.unwrap().needs.failed_moves, 1);
}

#[tokio::test]
async fn a_planned_move_fails_once_its_planner_has_lost_the_right() {
    let company = Company::open().await;
    let (desk, top) = (&company.hall.desk, company.top.code.clone());
    let a = company.unit(&top, "A").await;
    let b = company.unit(&top, "B").await;
    let planner = company.person(2).await;
    company.give(&planner, Role::Administrator, &top).await;
    assert!(!company.move_unit(&planner, &a, &b, date(2026, 11, 12)).await.unwrap());
    company.remove(&company.owner, company.grant_of(&planner).await).await.unwrap();
    // What is left is the new place; the old one is no longer theirs.
    company.give(&planner, Role::Administrator, &b).await;
    company.hall.wait(48.hours());
    company.hall.run_jobs().await;
    assert!(company.beneath(&b).await.is_empty());
    assert_eq!(overview::view(desk, &company.owner, COMPANY, None).await.unwrap().needs.failed_moves, 1);
}

#[tokio::test]
async fn what_is_done_in_a_company_stands_in_the_audit_trail() {
    let company = Company::open().await;
    let unit = company.unit(&company.top.code, "A").await;
    let stranger = company.person(2).await;
    let rename = RenameUnit { company: COMPANY.to_owned(), unit: unit.clone(), name: "X".to_owned() };
    not_found(&units::rename(&company.hall.desk, &stranger, company.hall.key(), &rename).await);
    let events = company.hall.read(|mut unit| async move { Ok(unit.latest_events(9).await?) }).await;
    let of = |operation: &str| -> Vec<(String, String)> {
        let of = events.iter().filter(|event| event.operation == operation);
        of.map(|event| (event.outcome.to_string(), event.object.clone())).collect()
    };
    assert_eq!(
        of("manageCompanyTree"),
        [("denied".to_owned(), String::new()), ("done".to_owned(), format!("company:{COMPANY}/unit:{unit}"))]
    );
    assert_eq!(of("foundCompany"), [("done".to_owned(), format!("company:{COMPANY}"))]);
}

/// A company of four lines, `L1` to `L4`, on the top; the second line is bound, the third is paused.
async fn with_lines(company: &Company) -> Vec<String> {
    let id = company.top.company_id;
    let file = Newcomer::new(90).file();
    let hall = &company.hall;
    let first = hall.read(|mut unit| async move { Ok(unit.lines_of(id).await?.remove(0)) }).await;
    let mut codes = vec![first.code.clone()];
    let (mut lines, mut products) = (Vec::new(), Vec::new());
    for n in 2_u64..=4 {
        let (id, number) = (hall.desk.id(), 19_800_000_000 + n);
        let msisdn = Msisdn::parse(&number.to_string());
        let paused = n == 3;
        let line = Line {
            id,
            code: from_bits(NumberKind::Line, 1_000 + n),
            msisdn,
            state: if paused { LineState::Suspended } else { LineState::Active },
            barred: paused.then_some(BarReason::CustomerWish),
            ..first.clone()
        };
        codes.push(line.code.clone());
        products.push(Product { id: hall.desk.id(), line_id: line.id, ..file.products[0].clone() });
        lines.push(line);
    }
    let mut more = Newcomer::new(91).file();
    let agreement = Agreement {
        id: hall.desk.id(),
        line_id: lines[0].id,
        term: Term::TwoYears,
        starts_on: date(2026, 1, 1),
        ends_on: Some(date(2027, 12, 31)),
        committed_monthly: Money::from_yuan(50),
        termination_percent: 30,
    };
    more.lines.extend(lines);
    more.products.extend(products);
    more.agreements.push(agreement);
    let files = &[more];
    hall.write(|mut unit| async move { Ok(unit.import_customers(files).await?) }).await;
    founding::found(&hall.desk, COMPANY, &code_of(&company.owner)).await.unwrap();
    codes
}

async fn draw_up(company: &Company, action: BulkAction, list: &str, more: DrawUp) -> Result<String, Error> {
    let command = DrawUp { company: COMPANY.to_owned(), action: Some(action), list: list.to_owned(), ..more };
    let (desk, key) = (&company.hall.desk, company.hall.key());
    bulk::draw_up(desk, &company.owner, key, &command).await.map(|drawn| drawn.number)
}

async fn take(company: &Company, number: &str, step: Step) -> Result<(), Error> {
    let command = OfJob { company: COMPANY.to_owned(), number: number.to_owned() };
    bulk::step(&company.hall.desk, &company.owner, company.hall.key(), step, &command).await?;
    company.hall.run_jobs().await;
    Ok(())
}

/// How many lines of a job are in each state, and why some are refused.
async fn outcome(company: &Company, number: &str) -> (BulkState, Vec<(ItemState, i64)>, Vec<LineRefusal>) {
    let view = bulk::job(&company.hall.desk, &company.owner, COMPANY, number).await.unwrap();
    let refusals = view.items.into_iter().filter_map(|named| named.item.refusal).collect();
    (view.job.state, view.counts, refusals)
}

#[tokio::test]
async fn a_job_is_looked_at_done_and_undone() {
    let company = Company::open().await;
    let lines = with_lines(&company).await;
    let number = draw_up(&company, BulkAction::Suspend, "", DrawUp::default()).await.unwrap();
    let paused = LineRefusal::Line(crm::lines::Refusal::AlreadyBarred { reason: BarReason::CustomerWish });
    // Looked at, nothing happens.
    let drafted = outcome(&company, &number).await;
    assert_eq!(drafted, (BulkState::Draft, vec![(ItemState::Waiting, 4)], vec![paused.clone()]));
    take(&company, &number, Step::Confirm).await.unwrap();
    let done = outcome(&company, &number).await;
    assert_eq!(done, (BulkState::Done, vec![(ItemState::Done, 3), (ItemState::Refused, 1)], vec![paused]));
    refused(take(&company, &number, Step::Confirm).await, &R::BulkStep { step: StepRefusal::NotADraft });

    // One line was resumed meanwhile: it stays as it is.
    let own =
        lines::list(&company.hall.desk, &company.owner, COMPANY, &LineFilter::default(), None).await.unwrap();
    let line = own.lines.into_iter().find(|line| line.line.code == lines[3]).unwrap().line.resume().unwrap();
    let line = &line;
    company.hall.write(|mut unit| async move { Ok(unit.save_line(line).await?) }).await;
    take(&company, &number, Step::Undo).await.unwrap();
    let (state, counts, why) = outcome(&company, &number).await;
    assert_eq!(state, BulkState::Undone);
    assert_eq!(counts, [(ItemState::Kept, 1), (ItemState::Refused, 1), (ItemState::Undone, 2)]);
    assert!(why.contains(&LineRefusal::ChangedSince), "{why:?}");
    let told = company.hall.outside.delivered.lock().unwrap();
    assert_eq!(told.iter().filter(|message| message.body.contains(&number)).count(), 2);
}

#[tokio::test]
async fn plans_are_changed_by_the_rules_with_an_order_for_each_line() {
    let company = Company::open().await;
    let lines = with_lines(&company).await;
    let to = DrawUp { to_plan: "PHONE-110".to_owned(), ..DrawUp::default() };
    let number = draw_up(&company, BulkAction::ChangePlan, "", to).await.unwrap();
    let view = bulk::job(&company.hall.desk, &company.owner, COMPANY, &number).await.unwrap();
    let refused = view.items.len();
    assert!(refused > 0 && refused < 4, "{:?}", view.items);
    assert_eq!(view.monthly_difference, Money::from_yuan(60) * i64::try_from(4 - refused).unwrap());
    take(&company, &number, Step::Confirm).await.unwrap();
    let id = company.top.company_id;
    let orders = company.hall.read(|mut unit| async move { Ok(unit.orders_of(id, None, 9).await?) }).await;
    assert_eq!(orders.len(), 4 - refused);
    take(&company, &number, Step::Undo).await.unwrap();
    let (_, counts, _) = outcome(&company, &number).await;
    assert!(counts.contains(&(ItemState::Undone, i64::try_from(4 - refused).unwrap())), "{counts:?}");
    assert_eq!(lines.len(), 4);
}

#[tokio::test]
async fn a_plan_whose_order_went_to_another_customer_is_kept() {
    let company = Company::open().await;
    with_lines(&company).await;
    let to = DrawUp { to_plan: "PHONE-110".to_owned(), ..DrawUp::default() };
    let number = draw_up(&company, BulkAction::ChangePlan, "", to).await.unwrap();
    take(&company, &number, Step::Confirm).await.unwrap();
    let counted = outcome(&company, &number).await.1;
    let (_, done) = counted.into_iter().find(|(state, _)| *state == ItemState::Done).unwrap();
    let (Actor::Staff(staff), Actor::Subscriber(other)) =
        (company.hall.supervisor("desk.one").await, company.person(2).await)
    else {
        panic!("one of the staff and a customer");
    };
    let merge = &Merge {
        id: company.hall.desk.id(),
        kept: other.customer_id,
        merged: company.top.company_id,
        kept_status: CustomerStatus::Active,
        merged_status: CustomerStatus::Active,
        reason: "The same customer, twice.".to_owned(),
        merged_by: staff.staff_id,
        merged_at: company.hall.desk.now(),
        undone: None,
    };
    company.hall.write(|mut unit| async move { Ok(unit.merge(merge).await?) }).await;
    take(&company, &number, Step::Undo).await.unwrap();
    let (state, counts, why) = outcome(&company, &number).await;
    assert_eq!(state, BulkState::Undone);
    assert!(counts.contains(&(ItemState::Kept, done)), "{counts:?}");
    assert!(why.contains(&LineRefusal::ChangedSince), "{why:?}");
}

#[tokio::test]
async fn a_list_is_read_row_by_row() {
    let company = Company::open().await;
    let lines = with_lines(&company).await;
    let list = format!("{},E001\n13900000000,E002\n{},E003\nnonsense", lines[0], lines[0]);
    let why = draw_up(&company, BulkAction::SetUser, &list, DrawUp::default()).await;
    let flaws = vec![(2, RowFlaw::NotFound), (3, RowFlaw::Twice { first: 1 }), (4, RowFlaw::NoLine)];
    refused(why, &R::BulkFlaw { flaw: Flaw::Rows { flaws } });
    let why = draw_up(&company, BulkAction::SetUser, "", DrawUp::default()).await;
    refused(why, &R::BulkFlaw { flaw: Flaw::ListMissing });

    let unit = company.unit(&company.top.code, "Sales").await;
    let list = format!("{},E001\n{}", lines[0], lines[1]);
    let number = draw_up(&company, BulkAction::SetUser, &list, DrawUp::default()).await.unwrap();
    take(&company, &number, Step::Confirm).await.unwrap();
    let to = DrawUp { to_unit: unit.clone(), ..DrawUp::default() };
    let number = draw_up(&company, BulkAction::Move, &list, to).await.unwrap();
    take(&company, &number, Step::Confirm).await.unwrap();
    let filter = LineFilter { unit: Some(unit), ..LineFilter::default() };
    let moved = lines::list(&company.hall.desk, &company.owner, COMPANY, &filter, None).await.unwrap();
    let users: Vec<_> = moved.lines.iter().map(|line| line.user_name.as_str()).collect();
    assert_eq!((moved.total, users), (2, vec!["", "E001"]));
    take(&company, &number, Step::Undo).await.unwrap();
    let back = lines::list(&company.hall.desk, &company.owner, COMPANY, &filter, None).await.unwrap();
    assert_eq!(back.total, 0);
}

#[tokio::test]
async fn a_job_ends_with_the_right_of_whoever_drew_it_up() {
    let company = Company::open().await;
    with_lines(&company).await;
    let manager = company.person(2).await;
    company.give(&manager, Role::LineManager, &company.top.code).await;
    let command =
        DrawUp { company: COMPANY.to_owned(), action: Some(BulkAction::Suspend), ..DrawUp::default() };
    let (desk, key) = (&company.hall.desk, || company.hall.key());
    let number = bulk::draw_up(desk, &manager, key(), &command).await.unwrap().number;
    // Others do not see it, whatever they may do.
    not_found(&bulk::job(desk, &company.owner, COMPANY, &number).await);
    let job = OfJob { company: COMPANY.to_owned(), number: number.clone() };
    bulk::step(desk, &manager, key(), Step::Confirm, &job).await.unwrap();
    company.remove(&company.owner, company.grant_of(&manager).await).await.unwrap();
    company.hall.run_jobs().await;
    let id = company.top.company_id;
    let counts = company
        .hall
        .read(|mut unit| async move {
            let job = unit.bulk_job_of(id, &number).await?.unwrap();
            Ok((job.state, unit.count_bulk_items(job.id).await?))
        })
        .await;
    assert_eq!(counts, (BulkState::Done, vec![(ItemState::Refused, 4)]));
}

#[tokio::test]
async fn a_job_is_about_the_lines_that_the_page_of_lines_shows() {
    let company = Company::open().await;
    with_lines(&company).await;
    let desk = &company.hall.desk;
    for (term, found) in [(" 198 0000 0002 ", 1), ("198 0000 0009", 0), ("", 4)] {
        let filter = LineFilter { term: term.to_owned(), ..LineFilter::default() };
        let listed = lines::list(desk, &company.owner, COMPANY, &filter, None).await.unwrap();
        assert_eq!(listed.lines.len(), found, "{term}");
        let command = DrawUp { term: term.to_owned(), ..DrawUp::default() };
        let drawn = draw_up(&company, BulkAction::Suspend, "", command).await;
        if found == 0 {
            refused(drawn, &R::BulkFlaw { flaw: Flaw::NothingSelected });
        } else {
            let number = drawn.unwrap();
            let job = bulk::table(desk, &company.owner, COMPANY, &number).await.unwrap();
            assert_eq!(job.1.len(), found, "{term}");
        }
    }
    for (state, found) in [("suspended", Some(1)), ("nonsense", None)] {
        let command = DrawUp { state: state.to_owned(), ..DrawUp::default() };
        let drawn = draw_up(&company, BulkAction::Suspend, "", command).await;
        match found {
            Some(found) => {
                let (_, items) = bulk::table(desk, &company.owner, COMPANY, &drawn.unwrap()).await.unwrap();
                assert_eq!(items.len(), found);
            }
            None => refused(drawn, &R::BulkFlaw { flaw: Flaw::NothingSelected }),
        }
    }
}

#[tokio::test]
async fn no_name_of_a_user_gets_into_the_audit_trail() {
    let company = Company::open().await;
    let lines = with_lines(&company).await;
    for user in ["E-001", "E-002"] {
        let list = format!("{},{user}", lines[0]);
        let number = draw_up(&company, BulkAction::SetUser, &list, DrawUp::default()).await.unwrap();
        take(&company, &number, Step::Confirm).await.unwrap();
    }
    let events = company.hall.read(|mut unit| async move { Ok(unit.latest_events(99).await?) }).await;
    let done: Vec<_> = events.iter().filter(|event| event.object.starts_with("line:")).collect();
    assert_eq!(done.len(), 2);
    assert!(done.iter().all(|event| event.facts.contains(r#""before":"user""#)), "{done:?}");
    assert!(!events.iter().any(|event| event.facts.contains("E-00")));
}

#[tokio::test]
async fn lines_go_back_only_where_whoever_moved_them_still_may_put_them() {
    let company = Company::open().await;
    let (desk, top) = (&company.hall.desk, company.top.code.clone());
    let [a, b] = [company.unit(&top, "A").await, company.unit(&top, "B").await];
    let manager = company.person(2).await;
    company.give(&manager, Role::LineManager, &top).await;
    let number = draw_up(&company, BulkAction::Move, "", DrawUp { to_unit: a.clone(), ..DrawUp::default() });
    let number = number.await.unwrap();
    take(&company, &number, Step::Confirm).await.unwrap();
    let command = DrawUp {
        company: COMPANY.to_owned(),
        unit: a,
        action: Some(BulkAction::Move),
        to_unit: b.clone(),
        ..DrawUp::default()
    };
    let key = || company.hall.key();
    let number = bulk::draw_up(desk, &manager, key(), &command).await.unwrap().number;
    let job = OfJob { company: COMPANY.to_owned(), number: number.clone() };
    bulk::step(desk, &manager, key(), Step::Confirm, &job).await.unwrap();
    company.hall.run_jobs().await;
    company.remove(&company.owner, company.grant_of(&manager).await).await.unwrap();
    company.give(&manager, Role::LineManager, &b).await;
    bulk::step(desk, &manager, key(), Step::Undo, &job).await.unwrap();
    company.hall.run_jobs().await;
    let view = bulk::job(desk, &manager, COMPANY, &number).await.unwrap();
    assert_eq!((view.job.state, view.counts), (BulkState::Undone, vec![(ItemState::Kept, 1)]));
    assert_eq!(view.items[0].item.refusal, Some(LineRefusal::NotAllowed));
    let filter = LineFilter { unit: Some(b), ..LineFilter::default() };
    assert_eq!(lines::list(desk, &manager, COMPANY, &filter, None).await.unwrap().total, 1);
}

/// The program is stopped again and again in the middle of a job, as by `kill -9`: what was begun and not committed is gone,
/// what was committed stays, and the job goes on with the rest.
#[tokio::test]
async fn a_job_that_is_stopped_goes_on_and_does_no_line_twice() {
    const MORE: u64 = 300;
    let company = Company::open().await;
    let (hall, id) = (&company.hall, company.top.company_id);
    let first = hall.read(|mut unit| async move { Ok(unit.lines_of(id).await?.remove(0)) }).await;
    let mut more = Newcomer::new(91).file();
    more.lines.extend((0..MORE).map(|n| Line {
        id: hall.desk.id(),
        code: from_bits(NumberKind::Line, 10_000 + n),
        msisdn: Msisdn::parse(&(19_700_000_000 + n).to_string()),
        ..first.clone()
    }));
    let files = &[more];
    hall.write(|mut unit| async move { Ok(unit.import_customers(files).await?) }).await;
    founding::found(&hall.desk, COMPANY, &code_of(&company.owner)).await.unwrap();

    let number = draw_up(&company, BulkAction::Suspend, "", DrawUp::default()).await.unwrap();
    let job = OfJob { company: COMPANY.to_owned(), number: number.clone() };
    bulk::step(&hall.desk, &company.owner, hall.key(), Step::Confirm, &job).await.unwrap();
    let mut patience = std::time::Duration::from_millis(1);
    while outcome(&company, &number).await.0 != BulkState::Done {
        let _stopped = tokio::time::timeout(patience, hall.run_jobs()).await;
        // The lease of whoever was stopped runs out.
        hall.wait(2.minutes());
        patience *= 2;
    }
    let all = i64::try_from(MORE + 1).unwrap();
    assert_eq!(outcome(&company, &number).await.1, [(ItemState::Done, all)]);
    let events = hall.read(|mut unit| async move { Ok(unit.latest_events(10_000).await?) }).await;
    let mut lines: Vec<_> = events
        .iter()
        .filter(|event| event.operation == "manageCompanyLines" && event.object.starts_with("line:"))
        .map(|event| event.object.clone())
        .collect();
    let done = lines.len();
    lines.sort();
    lines.dedup();
    assert_eq!((done, lines.len()), (301, 301));
}
