//! Administering a company: who may do what where, invitations, owners, moves on their day.

use crate::hall::{Hall, Newcomer, TODAY};
use crm::{
    company::{
        Refusal as R,
        roles::Role,
        tree::{OrgUnit, OrgUnitKind},
    },
    customers::PartyKind,
    ids::GrantId,
    messages::MessageTopic,
};
use jiff::{ToSpan, civil::date};
use operations::{
    Actor, Error, Refusal,
    company::{
        bills, companies, founding,
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
        file.customer.code = COMPANY.to_owned();
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
fn not_found<T: std::fmt::Debug>(done: Result<T, Error>) {
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
    not_found(overview::view(desk, &person, COMPANY, None).await);
    company.give(&person, role, &own).await;

    let seen = overview::view(desk, &person, COMPANY, None).await.unwrap();
    assert_eq!((seen.focus.unit.code.as_str(), seen.focus.above.len()), (own.as_str(), 0));
    assert!(!seen.head.bills, "the company's bills are seen from the top");
    for unit in [&own, &below] {
        assert!(units::view(desk, &person, COMPANY, Some(unit)).await.is_ok());
    }
    for unit in [&beside, &top, "G22222222"] {
        not_found(overview::view(desk, &person, COMPANY, Some(unit)).await);
        not_found(units::view(desk, &person, COMPANY, Some(unit)).await);
        let filter = LineFilter { unit: Some(unit.to_owned()), ..LineFilter::default() };
        not_found(lines::list(desk, &person, COMPANY, &filter, None).await);
    }
    not_found(overview::view(desk, &person, "ACME-2", None).await);
    not_found(bills::list(desk, &person, COMPANY, None).await);

    let manages = matches!(role, Role::Owner | Role::Administrator);
    assert_eq!(people::view(desk, &person, COMPANY).await.is_ok(), manages);
    let rename = |unit: &str| RenameUnit {
        company: COMPANY.to_owned(),
        unit: unit.to_owned(),
        name: "Renamed".to_owned(),
    };
    let key = || company.hall.key();
    assert_eq!(units::rename(desk, &person, key(), &rename(&below)).await.is_ok(), manages);
    not_found(units::rename(desk, &person, key(), &rename(&beside)).await);
    let other = company.person(3).await;
    if manages {
        not_found(company.invite(&person, &other, Role::Viewer, &beside).await);
        // Their own part hangs under a unit that is not theirs.
        not_found(company.move_unit(&person, &own, &beside, TODAY).await);
        assert!(company.invite(&person, &other, Role::Viewer, &below).await.is_ok());
        if role == Role::Administrator {
            refused(company.invite(&person, &other, Role::Owner, &own).await, &R::MoreThanHeld);
        }
    } else {
        not_found(company.invite(&person, &other, Role::Viewer, &own).await);
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
    not_found(people::invitation(desk, &other, &number).await);
    not_found(company.accept(&other).await);
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
    not_found(people::invitation(desk, &third, &number).await);
    let change = || OwnerChange::Invitation(number.clone());
    refused(company.decide(first, change(), true).await, &R::OwnProposal);
    not_found(company.decide(&third, change(), true).await);
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
    not_found(overview::view(desk, &third, COMPANY, None).await);

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
    not_found(people::leave(&company.hall.desk, &two, company.hall.key(), &leave).await);
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
async fn what_is_done_in_a_company_stands_in_the_audit_trail() {
    let company = Company::open().await;
    let unit = company.unit(&company.top.code, "A").await;
    let stranger = company.person(2).await;
    let rename = RenameUnit { company: COMPANY.to_owned(), unit: unit.clone(), name: "X".to_owned() };
    not_found(units::rename(&company.hall.desk, &stranger, company.hall.key(), &rename).await);
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
