//! What the tests here ask of the hall beyond its core: people with sessions, browsers, the post and the audit trail.

use crate::{
    hall::Hall,
    person::{self, Person},
};
use crm::{
    audit::AuditEvent,
    ids::SessionId,
    messages::Message,
    sign_in::{Holder, Proof, Session, Staff, StaffRole},
};
use operations::{
    Actor,
    actor::{StaffMember, Subscriber},
    sign_in::Browser,
};

impl Hall {
    /// Brings a person in, with all that is theirs.
    pub(crate) async fn welcome(&self, person: &Person) {
        let file = &person.file();
        self.write(|mut unit| async move {
            for offering in person::offerings() {
                unit.put_offering(&offering).await?;
            }
            unit.import_customers(std::slice::from_ref(file)).await?;
            Ok(())
        })
        .await;
    }

    /// Brings a person in and signs them in, without the way through the door.
    pub(crate) async fn subscriber(&self, person: &Person) -> Actor {
        self.welcome(person).await;
        self.session_of(person).await
    }

    /// Signs a person who is known in once more.
    pub(crate) async fn session_of(&self, person: &Person) -> Actor {
        let customer = &person.customer;
        let session_id = self.add_session(Holder::Customer(customer.id)).await;
        Actor::Subscriber(Subscriber {
            customer_id: customer.id,
            code: customer.code.clone(),
            name: customer.name.clone(),
            language: customer.language,
            has_company_business: false,
            session_id,
            proof: Proof::Password,
            proved_at: self.desk.now(),
        })
    }

    /// A member of staff who has signed in, and answers.
    pub(crate) async fn agent(&self, name: &str) -> Actor {
        self.staff(name, StaffRole::SupportAgent).await
    }

    /// A member of staff who has signed in, and oversees.
    pub(crate) async fn supervisor(&self, name: &str) -> Actor {
        self.staff(name, StaffRole::Supervisor).await
    }

    /// A member of staff in a role who has signed in.
    pub(crate) async fn staff(&self, name: &str, role: StaffRole) -> Actor {
        let staff = &Staff { id: self.desk.id(), name: name.to_owned(), role };
        self.write(|mut unit| async move { Ok(unit.add_staff(staff).await?) }).await;
        let session_id = self.add_session(Holder::Staff(staff.id)).await;
        let proved_at = self.desk.now();
        let (staff_id, name, proof) = (staff.id, name.to_owned(), Proof::Password);
        Actor::Staff(StaffMember { staff_id, name, role, session_id, proof, proved_at })
    }

    async fn add_session(&self, holder: Holder) -> SessionId {
        let session = &Session {
            id: self.desk.id(),
            holder,
            user_agent: "Firefox".to_owned(),
            address: "192.0.2.1".to_owned(),
            proof: Proof::Password,
            proved_at: self.desk.now(),
            created_at: self.desk.now(),
            seen_at: self.desk.now(),
        };
        let hash = &self.desk.secret();
        self.write(|mut unit| async move { Ok(unit.add_session(session, hash).await?) }).await;
        session.id
    }

    /// A browser that was never here, at an address.
    pub(crate) fn browser_at(&self, address: &str) -> Browser {
        Browser::new(&self.desk, None, "Firefox", address)
    }

    /// A browser that was never here.
    pub(crate) fn browser(&self) -> Browser {
        self.browser_at("192.0.2.1")
    }

    /// Every message delivered since it was asked last.
    pub(crate) async fn delivered(&self) -> Vec<Message> {
        self.run_jobs().await;
        std::mem::take(&mut self.outside.delivered.lock().unwrap())
    }

    /// The audit trail, newest first, as `actor operation object outcome`.
    pub(crate) async fn trail(&self) -> Vec<String> {
        let line = |event: &AuditEvent| {
            format!("{} {} {} {}", event.actor, event.operation, event.object, event.outcome)
        };
        self.events().await.iter().map(line).collect()
    }

    /// The audit trail, newest first.
    pub(crate) async fn events(&self) -> Vec<AuditEvent> {
        self.read(|mut unit| async move { Ok(unit.latest_events(100).await?) }).await
    }
}
