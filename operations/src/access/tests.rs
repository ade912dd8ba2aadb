use super::*;
use strum::VariantArray;

/// Open to looking; to acting as well.
const TO_VIEW: [Operation; 11] = [
    Operation::ViewHome,
    Operation::ViewBills,
    Operation::ViewPayments,
    Operation::ViewUsage,
    Operation::ViewPlans,
    Operation::ViewRecommendations,
    Operation::ViewOrders,
    Operation::ViewRequests,
    Operation::ViewLines,
    Operation::ViewProfile,
    Operation::ViewMessages,
];

/// Open to acting alone.
const TO_ACT: [Operation; 5] = [
    Operation::ChangePlan,
    Operation::DismissRecommendation,
    Operation::DecideOrder,
    Operation::FileRequest,
    Operation::BarLine,
];

/// The customer's own, and never done for them.
const NEVER: [Operation; 7] = [
    Operation::Pay,
    Operation::ChangeProfile,
    Operation::ChangeLanguage,
    Operation::ManageSecurity,
    Operation::ManageFactors,
    Operation::ViewPrivacy,
    Operation::EndStaffAccess,
];

const STAFF: [Role; 2] = [Role::SupportAgent, Role::Supervisor];
const FOR_ANOTHER: [Standing; 2] = [Standing::Viewing, Standing::Acting];

#[test]
fn every_operation_has_somebody_who_may_do_it() {
    for operation in Operation::VARIANTS {
        let may = |role: &Role| {
            Standing::VARIANTS.iter().any(|standing| right(*operation, *role, *standing).is_some())
        };
        assert!(Role::VARIANTS.iter().any(may), "{operation}");
    }
}

#[test]
fn a_visitor_is_asked_to_sign_in_and_staff_learn_nothing() {
    assert!(matches!(Actor::Visitor.own(Operation::ViewBills), Err(Error::SignInNeeded)));
    assert!(matches!(Actor::System.own(Operation::ViewBills), Err(Error::NotFound)));
}

#[test]
fn what_is_done_for_a_customer_is_decided_operation_by_operation() {
    for operation in Operation::VARIANTS {
        let [viewing, acting] = FOR_ANOTHER.map(|standing| right(*operation, Role::SupportAgent, standing));
        let expected = match operation {
            _ if TO_VIEW.contains(operation) => (Some(Relation::OfCustomer), Some(Relation::OfCustomer)),
            _ if TO_ACT.contains(operation) => (None, Some(Relation::OfCustomer)),
            Operation::ViewPublic | Operation::SignIn => (Some(Relation::Public), Some(Relation::Public)),
            Operation::SignOut | Operation::EndActing | Operation::RaiseActing => {
                (Some(Relation::Own), Some(Relation::Own))
            }
            _ => (None, None),
        };
        assert_eq!((viewing, acting), expected, "{operation}");
    }
}

#[test]
fn both_roles_of_staff_may_do_the_same_for_a_customer() {
    for operation in Operation::VARIANTS {
        for standing in FOR_ANOTHER {
            let [agent, supervisor] = STAFF.map(|role| right(*operation, role, standing));
            assert_eq!(agent, supervisor, "{operation} {standing}");
        }
    }
}

#[test]
fn nobody_but_staff_stands_in_for_a_customer() {
    for operation in Operation::VARIANTS {
        for role in Role::VARIANTS.iter().filter(|role| !STAFF.contains(role)) {
            for standing in FOR_ANOTHER {
                assert_eq!(right(*operation, *role, standing), None, "{operation} {role} {standing}");
            }
        }
    }
}

#[test]
fn nobody_may_do_for_a_customer_what_the_customer_may_not() {
    for operation in Operation::VARIANTS {
        let own = right(*operation, Role::Subscriber, Standing::Oneself);
        for standing in FOR_ANOTHER {
            if right(*operation, Role::SupportAgent, standing) == Some(Relation::OfCustomer) {
                assert_eq!(own, Some(Relation::Own), "{operation} {standing}");
            }
        }
    }
}

#[test]
fn some_things_are_never_done_for_a_customer() {
    for operation in NEVER {
        assert!(right(operation, Role::Subscriber, Standing::Oneself).is_some(), "{operation}");
        for role in Role::VARIANTS {
            for standing in FOR_ANOTHER {
                assert_eq!(right(operation, *role, standing), None, "{operation} {role} {standing}");
            }
        }
    }
}

#[test]
fn an_auditor_reads_the_trail_and_nobody_else_does() {
    let own = [
        Operation::SignOut,
        Operation::ProveAgain,
        Operation::ManageSecurity,
        Operation::ManageFactors,
        Operation::ViewHome,
    ];
    let right = |operation, role| right(operation, role, Standing::Oneself);
    for operation in Operation::VARIANTS {
        let has = right(*operation, Role::Auditor);
        let expected = match operation {
            Operation::ViewAudit => Some(Relation::Any),
            operation if own.contains(operation) => Some(Relation::Own),
            operation => right(*operation, Role::Visitor),
        };
        assert_eq!(has, expected, "{operation}");
    }
    let readers = Role::VARIANTS.iter().filter(|role| right(Operation::ViewAudit, **role).is_some());
    assert_eq!(readers.collect::<Vec<_>>(), [&Role::Auditor]);
}
