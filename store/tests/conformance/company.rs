//! A company's tree of units, roles on it, its lines and what they cost.

use crate::{
    engines::Place,
    given::{self, at},
};
use crm::{
    company::{
        invitations::{Invitation, InvitationState, NewInvitation},
        moves::{OrgMove, OrgMoveState},
        roles::{Assent, Grant, Removal, Role},
        tree::{NewOrgUnit, OrgUnit, OrgUnitKind, Path},
    },
    cycle::Cycle,
    ids::{CustomerId, LineId},
    lines::{BarReason, Line, LineState},
    money::Money,
};
use jiff::civil::date;
use store::{
    Error, Unit,
    company_lines::{CompanyLineSearch, LinePlacement},
    imports::CustomerFile,
};

on_both_engines!(
    a_subtree_is_read_and_moved_whole,
    a_company_has_one_top_and_a_unit_one_planned_move,
    roles_are_held_until_they_end,
    invitations_find_whom_they_are_for,
    lines_are_listed_by_unit_and_user,
    lines_change_their_unit_and_are_counted,
    costs_stay_where_they_were_booked,
);

fn top(of: CustomerId) -> OrgUnit {
    OrgUnit::top(given::id("unit", 1), "G1".into(), of, "总公司".into(), date(2026, 1, 1))
}

fn beneath(parent: &OrgUnit, number: u32, name: &str) -> OrgUnit {
    let new = NewOrgUnit {
        id: given::id("unit", number),
        code: format!("G{number}"),
        name: name.into(),
        kind: OrgUnitKind::Department,
    };
    parent.add(new, &[], date(2026, 1, 1)).unwrap()
}

/// top ─ b ─ c, top ─ d
async fn tree(work: &mut Unit, of: CustomerId) -> Result<[OrgUnit; 4], Error> {
    let top = top(of);
    let b = beneath(&top, 2, "B");
    let c = beneath(&b, 3, "C");
    let d = beneath(&top, 4, "D");
    let tree = [top, b, c, d];
    for unit in &tree {
        work.add_org_unit(unit).await?;
    }
    Ok(tree)
}

fn placed(line_id: LineId, on: &OrgUnit, user: &str) -> LinePlacement {
    LinePlacement { line_id, org_unit_id: on.id, user_name: user.into() }
}

fn everything(within: &OrgUnit) -> CompanyLineSearch {
    CompanyLineSearch { within: within.path.clone(), state: None, plan: None, term: String::new() }
}

async fn a_subtree_is_read_and_moved_whole(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let (company, other) = (one.customer.id, two.customer.id);
    let write = place.store.write(async |mut work| {
        let [top, b, c, d] = tree(&mut work, company).await?;
        assert_eq!(work.org_top(company).await?, Some(top.clone()));
        assert_eq!(work.org_top(other).await?, None);
        assert_eq!(work.org_unit_of(company, "G3").await?, Some(c.clone()));
        assert_eq!(work.org_unit_of(other, "G3").await?, None);
        assert_eq!(work.org_trail(c.id).await?, [top.clone(), b.clone(), c.clone()]);
        assert_eq!(work.org_units_within(&b.path, 9).await?, [b.clone(), c.clone()]);
        assert_eq!(work.org_units_within(&top.path, 2).await?, [top.clone(), b.clone()]);
        assert_eq!((work.deepest_level(&b.path).await?, work.deepest_level(&d.path).await?), (3, 2));
        let under: Vec<_> = work.org_units_under(top.id).await?.into_iter().map(|under| under.unit).collect();
        assert_eq!(under, [b.clone(), d.clone()]);

        let renamed = c.clone().rename("Third", &[]).unwrap();
        work.save_org_unit(&renamed).await?;
        assert!(matches!(work.save_org_unit(&renamed).await, Err(Error::Conflict)));
        let hung = b.clone().hung_under(&d, date(2026, 2, 1));
        work.hang_org_unit(&hung, &b.path).await?;
        let within: Vec<_> = work.org_units_within(&d.path, 9).await?;
        let paths: Vec<_> = within.iter().map(|unit| unit.path.as_str()).collect();
        assert_eq!(paths, ["/G1/G4/", "/G1/G4/G2/", "/G1/G4/G2/G3/"]);
        assert_eq!(
            (within[1].parent_id, within[1].since, within[1].version),
            (Some(d.id), date(2026, 2, 1), 2)
        );
        assert_eq!(within[2].name, "Third");
        assert_eq!(work.org_trail(c.id).await?.len(), 4);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn a_company_has_one_top_and_a_unit_one_planned_move(place: &Place) {
    let company = given::hall(&place.store).await.customer.id;
    let [_, b, c, d] = place.store.write(async |mut work| tree(&mut work, company).await).await.unwrap();
    let second =
        OrgUnit { id: given::id("unit", 9), code: "G9".into(), path: Path::top("G9"), ..top(company) };
    let added = place.store.write(async |mut work| work.add_org_unit(&second).await).await;
    assert!(matches!(added, Err(Error::Conflict)), "{added:?}");

    let planned = OrgMove {
        id: given::id("move", 1),
        company_id: company,
        org_unit_id: c.id,
        from_id: b.id,
        to_id: d.id,
        effective_on: date(2026, 12, 1),
        by: company,
        state: OrgMoveState::Planned,
        version: 1,
    };
    place.store.write(async |mut work| work.add_org_move(&planned).await).await.unwrap();
    let again = OrgMove { id: given::id("move", 2), ..planned.clone() };
    let added = place.store.write(async |mut work| work.add_org_move(&again).await).await;
    assert!(matches!(added, Err(Error::Conflict)), "{added:?}");
    let write = place.store.write(async |mut work| {
        assert_eq!(work.planned_move_of(c.id).await?, Some(planned.clone()));
        let withdrawn = planned.clone().withdraw().unwrap();
        work.save_org_move(&withdrawn).await?;
        assert_eq!(work.planned_move_of(c.id).await?, None);
        work.add_org_move(&again).await?;
        let states: Vec<_> = work.org_moves_in(company, 9).await?.into_iter().map(|of| of.state).collect();
        assert_eq!(states, [OrgMoveState::Planned, OrgMoveState::Withdrawn]);
        assert_eq!(work.org_move(planned.id).await?.unwrap().version, 2);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

fn grant(number: u32, holder: CustomerId, role: Role, on: &OrgUnit) -> Grant {
    Grant {
        id: given::id("grant", number),
        company_id: on.company_id,
        org_unit_id: on.id,
        path: on.path.clone(),
        holder,
        role,
        granted_by: None,
        granted_at: at(0),
        removal: None,
        version: 1,
    }
}

async fn roles_are_held_until_they_end(place: &Place) {
    let [one, two, three] = given::hall_of(&place.store, [1, 2, 3]).await;
    let (company, holder, other) = (one.customer.id, two.customer.id, three.customer.id);
    let write = place.store.write(async |mut work| {
        let [top, b, ..] = tree(&mut work, company).await?;
        assert_eq!(work.company_by_code(&one.customer.code).await?.map(|company| company.id), Some(company));
        assert_eq!(work.company_by_code(&two.customer.code).await?, None);
        assert!(!work.has_company_business(holder).await?);
        let owner = grant(1, holder, Role::Owner, &top);
        let viewer = grant(2, holder, Role::Viewer, &b);
        for given in [&owner, &viewer, &grant(3, other, Role::Billing, &b)] {
            work.add_grant(given).await?;
        }
        assert!(work.has_company_business(holder).await?);
        assert_eq!(work.companies_of(holder).await?.len(), 1);
        assert_eq!(work.grants_held(company, holder).await?, [owner.clone(), viewer.clone()]);
        let named = work.grants_in(company).await?;
        assert_eq!(named.len(), 3);
        assert_eq!((named[0].holder_code.as_str(), named[0].unit_name.as_str()), ("C00002", "总公司"));

        let proposed = Grant { removal: Some(Removal { by: other, at: at(5) }), ..owner.clone() };
        work.save_grant(&proposed).await?;
        assert_eq!(work.grant_in(company, owner.id).await?, Some(Grant { version: 2, ..proposed }));
        assert_eq!(work.grant_in(other, owner.id).await?, None);
        work.end_grant(&viewer, holder, at(6)).await?;
        assert!(matches!(work.end_grant(&viewer, holder, at(6)).await, Err(Error::Conflict)));
        assert_eq!(work.grants_held(company, holder).await?.len(), 1);
        // Given again.
        work.add_grant(&grant(4, holder, Role::Viewer, &b)).await?;
        Ok::<_, Error>(())
    });
    write.await.unwrap();
    let twice = place.store.write(async |mut work| {
        let b = work.org_unit_of(company, "G2").await?.unwrap();
        work.add_grant(&grant(5, holder, Role::Viewer, &b)).await
    });
    let twice = twice.await;
    assert!(matches!(twice, Err(Error::Conflict)), "{twice:?}");
}

async fn invitations_find_whom_they_are_for(place: &Place) {
    let [one, two, three] = given::hall_of(&place.store, [1, 2, 3]).await;
    let company = one.customer.id;
    let write = place.store.write(async |mut work| {
        let [top, ..] = tree(&mut work, company).await?;
        let invite = |number: u32, invitee: Option<CustomerId>, assent| {
            let new = NewInvitation {
                id: given::id("invitation", number),
                number: format!("N{number}"),
                company_id: company,
                org_unit_id: top.id,
                path: top.path.clone(),
                role: Role::Administrator,
                addressee: "138****0002".into(),
                invitee,
                invited_by: three.customer.id,
            };
            Invitation::begin(new, assent, at(i64::from(number)))
        };
        let open = invite(1, Some(two.customer.id), Assent::Enough);
        let awaiting = invite(2, Some(two.customer.id), Assent::AnotherOwner);
        let unknown = invite(3, None, Assent::Enough);
        for invitation in [&open, &awaiting, &unknown] {
            work.add_invitation(invitation).await?;
        }
        let to = work.invitations_to(two.customer.id).await?;
        assert_eq!(to.len(), 1);
        assert_eq!((&to[0].invitation, to[0].company_code.as_str()), (&open, "C00001"));
        assert_eq!(to[0].inviter_name, three.customer.name);
        let numbers: Vec<_> =
            work.invitations_in(company, 2).await?.into_iter().map(|named| named.invitation.number).collect();
        assert_eq!(numbers, ["N3", "N2"]);
        let accepted = open.clone().accept(at(9)).unwrap();
        work.save_invitation(&accepted).await?;
        assert!(matches!(work.save_invitation(&accepted).await, Err(Error::Conflict)));
        assert!(work.invitations_to(two.customer.id).await?.is_empty());
        let kept = work.invitation("N1").await?.unwrap().invitation;
        assert_eq!((kept.state, kept.version), (InvitationState::Accepted, 2));
        assert_eq!(work.invitation("N9").await?, None);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

/// Phone and internet of the first customer on `c` and `d`.
async fn placed_lines(work: &mut Unit, file: &CustomerFile) -> Result<[OrgUnit; 4], Error> {
    let tree = tree(work, file.customer.id).await?;
    let lines = [placed(file.lines[0].id, &tree[2], "E-2"), placed(file.lines[1].id, &tree[3], "E-1")];
    work.place_lines(file.customer.id, &lines).await?;
    Ok(tree)
}

async fn lines_are_listed_by_unit_and_user(place: &Place) {
    let [one, two] = given::hall_of(&place.store, [1, 2]).await;
    let company = one.customer.id;
    let write = place.store.write(async |mut work| {
        let [top, b, c, d] = placed_lines(&mut work, &one).await?;
        let all = work.company_lines(company, &everything(&top), None, 9).await?;
        let codes: Vec<_> = all.iter().map(|line| line.line.code.as_str()).collect();
        assert_eq!(codes, ["P00001", "I00001"]);
        assert_eq!((all[0].unit_code.as_str(), all[0].user_name.as_str()), ("G3", "E-2"));
        assert_eq!(all[0].plan, Some(given::code(given::PLAN)));
        assert_eq!(all[0].monthly_price, Some(Money::from_yuan(99)));

        let first = work.company_lines(company, &everything(&top), None, 1).await?;
        let rest = work.company_lines(company, &everything(&top), Some(&first[0].place()), 9).await?;
        assert_eq!(rest, all[1..]);
        assert!(work.company_lines(company, &everything(&top), Some(&all[1].place()), 9).await?.is_empty());
        assert_eq!(work.company_lines(company, &everything(&b), None, 9).await?, all[..1]);
        assert_eq!(work.company_lines(company, &everything(&d), None, 9).await?, all[1..]);
        assert!(work.company_lines(two.customer.id, &everything(&top), None, 9).await?.is_empty());

        for (term, found) in [
            ("E-", 2),
            ("E-1", 1),
            ("p00001", 1),
            (one.lines[0].msisdn.as_ref().unwrap().as_str(), 1),
            ("x", 0),
        ] {
            let search = CompanyLineSearch { term: term.into(), ..everything(&top) };
            assert_eq!(work.company_lines(company, &search, None, 9).await?.len(), found, "{term}");
        }
        let search = CompanyLineSearch { plan: Some(given::code(given::FIBRE)), ..everything(&top) };
        assert_eq!(work.company_lines(company, &search, None, 9).await?, all[1..]);
        let barred = Line {
            state: LineState::Suspended,
            barred: Some(BarReason::CustomerWish),
            ..one.lines[0].clone()
        };
        work.save_line(&barred).await?;
        let search = CompanyLineSearch { state: Some(LineState::Suspended), ..everything(&top) };
        assert_eq!(work.company_lines(company, &search, None, 9).await?.len(), 1);
        assert_eq!(work.barred_within(company, &b.path).await?, [(BarReason::CustomerWish, 1)]);
        assert!(work.barred_within(company, &d.path).await?.is_empty());
        assert_eq!(work.company_line(company, "P00001").await?.map(|line| line.org_unit_id), Some(c.id));
        assert_eq!(work.company_line(two.customer.id, "P00001").await?, None);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn lines_change_their_unit_and_are_counted(place: &Place) {
    let file = given::hall(&place.store).await;
    let company = file.customer.id;
    let write = place.store.write(async |mut work| {
        let [top, b, c, d] = tree(&mut work, company).await?;
        work.place_lines(company, &[placed(file.lines[0].id, &c, "")]).await?;
        assert_eq!(work.place_other_lines(company, top.id).await?, 1);
        assert_eq!(work.place_other_lines(company, top.id).await?, 0);
        let counts = async |work: &mut Unit| {
            let mut counts = Vec::new();
            for unit in [&top, &b, &c, &d] {
                counts.push(work.count_lines_within(&unit.path).await?);
            }
            Ok::<_, Error>(counts)
        };
        assert_eq!(counts(&mut work).await?, [2, 1, 1, 0]);
        work.hang_line(&placed(file.lines[0].id, &d, "E-7"), c.id).await?;
        assert_eq!(counts(&mut work).await?, [2, 0, 0, 1]);
        let under: Vec<_> = work.org_units_under(top.id).await?.iter().map(|under| under.lines).collect();
        assert_eq!(under, [0, 1]);
        // Another user on the same unit.
        work.hang_line(&placed(file.lines[0].id, &d, "E-8"), d.id).await?;
        assert_eq!(work.company_line(company, "P00001").await?.unwrap().user_name, "E-8");
        let lost = work.hang_line(&placed(file.lines[0].id, &b, ""), c.id).await;
        assert!(matches!(lost, Err(Error::Conflict)));
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}

async fn costs_stay_where_they_were_booked(place: &Place) {
    let file = given::hall(&place.store).await;
    let company = file.customer.id;
    let write = place.store.write(async |mut work| {
        let [top, b, c, d] = placed_lines(&mut work, &file).await?;
        for (bill, _) in &file.bills[..2] {
            work.book_unit_costs(company, bill.id).await?;
        }
        work.hang_line(&placed(file.lines[0].id, &d, ""), c.id).await?;
        // A second time is once.
        work.book_unit_costs(company, file.bills[1].0.id).await?;
        work.book_unit_costs(company, file.bills[2].0.id).await?;
        let of = |costs: Vec<crm::company::costs::UnitCost>| -> Vec<(String, i8, i64)> {
            let cost = |cost: crm::company::costs::UnitCost| {
                (cost.path.as_str().to_owned(), cost.cycle.first().month(), cost.amount.fen())
            };
            costs.into_iter().map(cost).collect()
        };
        let costs = of(work.unit_costs(company, &top.path, date(2026, 1, 1)).await?);
        // The credit belongs to no line.
        let expected = [
            ("/G1/".to_owned(), 8, -100),
            ("/G1/".to_owned(), 9, -100),
            ("/G1/".to_owned(), 10, -100),
            ("/G1/G2/G3/".to_owned(), 8, 14_730),
            ("/G1/G2/G3/".to_owned(), 9, 14_730),
            ("/G1/G4/".to_owned(), 10, 14_730),
        ];
        assert_eq!(costs, expected);
        let later = of(work.unit_costs(company, &b.path, date(2026, 9, 1)).await?);
        assert_eq!(later, [("/G1/G2/G3/".to_owned(), 9, 14_730)]);
        let on = of(work.unit_costs_on(file.bills[0].0.id).await?);
        assert_eq!(on, [("/G1/".to_owned(), 8, -100), ("/G1/G2/G3/".to_owned(), 8, 14_730)]);
        // They follow the tree.
        let hung = b.clone().hung_under(&d, date(2026, 11, 1));
        work.hang_org_unit(&hung, &b.path).await?;
        let moved = of(work.unit_costs(company, &d.path, Cycle::of(date(2026, 8, 1)).first()).await?);
        assert_eq!(moved.iter().map(|(_, _, fen)| fen).sum::<i64>(), 3 * 14_730);
        Ok::<_, Error>(())
    });
    write.await.unwrap();
}
