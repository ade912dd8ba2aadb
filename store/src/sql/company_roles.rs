//! Roles in companies in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{
    Result,
    company_roles::{CompanyName, CompanyRoles, NamedGrant, NamedInvitation},
};
use async_trait::async_trait;
use crm::{
    Timestamp,
    company::{
        invitations::Invitation,
        roles::{Grant, Removal},
        tree::Path,
    },
    customers::Msisdn,
    ids::{CustomerId, GrantId},
};

macro_rules! select_grants {
    ($rest:literal) => {
        concat!(
            "SELECT g.id, g.company_id, g.org_unit_id, u.path, g.holder_id, g.role, g.granted_by, g.granted_at, \
             g.removal_by, g.removal_at, g.version, c.code AS holder_code, p.name AS holder_name, \
             c.mobile AS holder_mobile, u.code AS unit_code, u.name AS unit_name FROM company_grants g \
             JOIN org_units u ON u.id = g.org_unit_id JOIN customers c ON c.id = g.holder_id \
             JOIN parties p ON p.id = c.party_id WHERE g.ended_at IS NULL ",
            $rest
        )
    };
}

macro_rules! select_invitations {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.number, i.company_id, i.org_unit_id, u.path, i.role, i.addressee, i.invitee_id, i.invited_by, \
             i.invited_at, i.open_until, i.state, i.version, c.code AS company_code, p.name AS company_name, \
             u.name AS unit_name, q.name AS inviter_name FROM company_invitations i \
             JOIN org_units u ON u.id = i.org_unit_id JOIN customers c ON c.id = i.company_id \
             JOIN parties p ON p.id = c.party_id JOIN customers b ON b.id = i.invited_by \
             JOIN parties q ON q.id = b.party_id ",
            $rest
        )
    };
}

#[async_trait]
impl CompanyRoles for Session {
    async fn company_by_code(&mut self, code: &str) -> Result<Option<CompanyName>> {
        let company = query(
            "SELECT c.id, c.code, p.name FROM customers c JOIN parties p ON p.id = c.party_id \
             WHERE c.code = $1 AND EXISTS (SELECT 1 FROM org_units u WHERE u.company_id = c.id AND u.parent_id IS NULL)",
        );
        self.first(company.bind(code), read_company).await
    }

    async fn companies_of(&mut self, holder: CustomerId) -> Result<Vec<CompanyName>> {
        let companies = query(
            "SELECT c.id, c.code, p.name FROM customers c JOIN parties p ON p.id = c.party_id WHERE c.id IN \
             (SELECT company_id FROM company_grants WHERE holder_id = $1 AND ended_at IS NULL) ORDER BY p.name, c.code",
        );
        self.all(companies.bind(holder.0), read_company).await
    }

    async fn has_company_business(&mut self, customer: CustomerId) -> Result<bool> {
        let business = query(
            "SELECT cast(CASE WHEN EXISTS (SELECT 1 FROM company_grants WHERE holder_id = $1 AND ended_at IS NULL) \
             OR EXISTS (SELECT 1 FROM company_invitations WHERE invitee_id = $1 AND state = 'open') THEN 1 ELSE 0 END \
             AS bigint) AS number",
        );
        Ok(self.number(business.bind(customer.0)).await? == 1)
    }

    async fn add_grant(&mut self, grant: &Grant) -> Result<()> {
        let insert = query(
            "INSERT INTO company_grants (id, company_id, org_unit_id, holder_id, role, granted_by, granted_at, removal_by, \
             removal_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        );
        let insert = insert
            .bind(grant.id.0)
            .bind(grant.company_id.0)
            .bind(grant.org_unit_id.0)
            .bind(grant.holder.0)
            .bind(grant.role.as_ref())
            .bind(grant.granted_by.map(|by| by.0))
            .bind(Instant(grant.granted_at))
            .bind(grant.removal.map(|removal| removal.by.0))
            .bind(grant.removal.map(|removal| Instant(removal.at)))
            .bind(grant.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_grant(&mut self, grant: &Grant) -> Result<()> {
        let update = query(
            "UPDATE company_grants SET removal_by = $3, removal_at = $4, version = version + 1 \
             WHERE id = $1 AND version = $2 AND ended_at IS NULL",
        );
        let update = update
            .bind(grant.id.0)
            .bind(grant.version)
            .bind(grant.removal.map(|removal| removal.by.0))
            .bind(grant.removal.map(|removal| Instant(removal.at)));
        self.change(update).await
    }

    async fn end_grant(&mut self, grant: &Grant, by: CustomerId, at: Timestamp) -> Result<()> {
        let update = query(
            "UPDATE company_grants SET ended_by = $3, ended_at = $4, version = version + 1 \
             WHERE id = $1 AND version = $2 AND ended_at IS NULL",
        );
        self.change(update.bind(grant.id.0).bind(grant.version).bind(by.0).bind(Instant(at))).await
    }

    async fn grants_held(&mut self, company: CustomerId, holder: CustomerId) -> Result<Vec<Grant>> {
        let grants = query(
            "SELECT g.id, g.company_id, g.org_unit_id, u.path, g.holder_id, g.role, g.granted_by, g.granted_at, \
             g.removal_by, g.removal_at, g.version FROM company_grants g JOIN org_units u ON u.id = g.org_unit_id \
             WHERE g.ended_at IS NULL AND g.company_id = $1 AND g.holder_id = $2 ORDER BY u.path, g.role",
        );
        self.all(grants.bind(company.0).bind(holder.0), read_grant).await
    }

    async fn grant_in(&mut self, company: CustomerId, id: GrantId) -> Result<Option<Grant>> {
        let grant = query(select_grants!("AND g.id = $2 AND g.company_id = $1"));
        self.first(grant.bind(company.0).bind(id.0), read_grant).await
    }

    async fn grants_in(&mut self, company: CustomerId) -> Result<Vec<NamedGrant>> {
        let grants = query(select_grants!("AND g.company_id = $1 ORDER BY u.path, g.role, c.code"));
        self.all(grants.bind(company.0), read_named_grant).await
    }

    async fn add_invitation(&mut self, invitation: &Invitation) -> Result<()> {
        let insert = query(
            "INSERT INTO company_invitations (id, number, company_id, org_unit_id, role, addressee, invitee_id, invited_by, \
             invited_at, open_until, state, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        );
        let insert = insert
            .bind(invitation.id.0)
            .bind(&invitation.number)
            .bind(invitation.company_id.0)
            .bind(invitation.org_unit_id.0)
            .bind(invitation.role.as_ref())
            .bind(&invitation.addressee)
            .bind(invitation.invitee.map(|invitee| invitee.0))
            .bind(invitation.invited_by.0)
            .bind(Instant(invitation.invited_at))
            .bind(Instant(invitation.open_until))
            .bind(invitation.state.as_ref())
            .bind(invitation.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_invitation(&mut self, invitation: &Invitation) -> Result<()> {
        let update = query(
            "UPDATE company_invitations SET state = $3, open_until = $4, version = version + 1 \
             WHERE id = $1 AND version = $2",
        );
        let update = update
            .bind(invitation.id.0)
            .bind(invitation.version)
            .bind(invitation.state.as_ref())
            .bind(Instant(invitation.open_until));
        self.change(update).await
    }

    async fn invitation(&mut self, number: &str) -> Result<Option<NamedInvitation>> {
        self.first(query(select_invitations!("WHERE i.number = $1")).bind(number), read_invitation).await
    }

    async fn invitations_in(&mut self, company: CustomerId, limit: i64) -> Result<Vec<NamedInvitation>> {
        let invitations = query(select_invitations!(
            "WHERE i.company_id = $1 ORDER BY i.invited_at DESC, i.id DESC LIMIT $2"
        ));
        self.all(invitations.bind(company.0).bind(limit), read_invitation).await
    }

    async fn invitations_to(&mut self, invitee: CustomerId) -> Result<Vec<NamedInvitation>> {
        let invitations = query(select_invitations!(
            "WHERE i.invitee_id = $1 AND i.state = 'open' ORDER BY i.invited_at DESC, i.id DESC"
        ));
        self.all(invitations.bind(invitee.0), read_invitation).await
    }
}

fn read_company(row: &Row) -> Result<CompanyName> {
    let columns = Columns::of("customers", row);
    Ok(CompanyName { id: columns.id("id")?, code: columns.value("code")?, name: columns.value("name")? })
}

fn read_grant(row: &Row) -> Result<Grant> {
    let columns = Columns::of("company_grants", row);
    let removal = columns.maybe_id("removal_by")?.zip(columns.maybe_instant("removal_at")?);
    Ok(Grant {
        id: columns.id("id")?,
        company_id: columns.id("company_id")?,
        org_unit_id: columns.id("org_unit_id")?,
        path: Path::kept(columns.value("path")?),
        holder: columns.id("holder_id")?,
        role: columns.word("role")?,
        granted_by: columns.maybe_id("granted_by")?,
        granted_at: columns.instant("granted_at")?,
        removal: removal.map(|(by, at)| Removal { by, at }),
        version: columns.value("version")?,
    })
}

fn read_named_grant(row: &Row) -> Result<NamedGrant> {
    let columns = Columns::of("company_grants", row);
    let mobile: &str = columns.value("holder_mobile")?;
    Ok(NamedGrant {
        grant: read_grant(row)?,
        holder_code: columns.value("holder_code")?,
        holder_name: columns.value("holder_name")?,
        holder_mobile: columns.parsed("holder_mobile", mobile, Msisdn::parse)?,
        unit_code: columns.value("unit_code")?,
        unit_name: columns.value("unit_name")?,
    })
}

fn read_invitation(row: &Row) -> Result<NamedInvitation> {
    let columns = Columns::of("company_invitations", row);
    let invitation = Invitation {
        id: columns.id("id")?,
        number: columns.value("number")?,
        company_id: columns.id("company_id")?,
        org_unit_id: columns.id("org_unit_id")?,
        path: Path::kept(columns.value("path")?),
        role: columns.word("role")?,
        addressee: columns.value("addressee")?,
        invitee: columns.maybe_id("invitee_id")?,
        invited_by: columns.id("invited_by")?,
        invited_at: columns.instant("invited_at")?,
        open_until: columns.instant("open_until")?,
        state: columns.word("state")?,
        version: columns.value("version")?,
    };
    Ok(NamedInvitation {
        invitation,
        company_code: columns.value("company_code")?,
        company_name: columns.value("company_name")?,
        unit_name: columns.value("unit_name")?,
        inviter_name: columns.value("inviter_name")?,
    })
}
