//! The tree of units in SQL. A subtree is a range of paths.

use super::{Columns, Day, Row, Session, query};
use crate::{
    Result,
    org_units::{CountedUnit, OrgUnits},
};
use async_trait::async_trait;
use crm::{
    company::{
        moves::OrgMove,
        tree::{OrgUnit, Path},
    },
    ids::{CustomerId, OrgMoveId, OrgUnitId},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT u.id, u.code, u.company_id, u.parent_id, u.path, u.name, u.kind, u.since, u.version \
             FROM org_units u ",
            $rest
        )
    };
}

macro_rules! select_moves {
    ($rest:literal) => {
        concat!(
            "SELECT id, company_id, org_unit_id, from_id, to_id, effective_on, moved_by, state, version FROM org_moves ",
            $rest
        )
    };
}

#[async_trait]
impl OrgUnits for Session {
    async fn add_org_unit(&mut self, unit: &OrgUnit) -> Result<()> {
        let insert = query(
            "INSERT INTO org_units (id, code, company_id, parent_id, path, name, kind, since, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        );
        let insert = insert
            .bind(unit.id.0)
            .bind(&unit.code)
            .bind(unit.company_id.0)
            .bind(unit.parent_id.map(|parent| parent.0))
            .bind(unit.path.as_str())
            .bind(&unit.name)
            .bind(unit.kind.as_ref())
            .bind(Day(unit.since))
            .bind(unit.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn org_top(&mut self, company: CustomerId) -> Result<Option<OrgUnit>> {
        let top = query(select!("WHERE u.company_id = $1 AND u.parent_id IS NULL"));
        self.first(top.bind(company.0), read_unit).await
    }

    async fn org_unit_of(&mut self, company: CustomerId, code: &str) -> Result<Option<OrgUnit>> {
        let unit = query(select!("WHERE u.code = $2 AND u.company_id = $1"));
        self.first(unit.bind(company.0).bind(code), read_unit).await
    }

    async fn org_unit(&mut self, id: OrgUnitId) -> Result<Option<OrgUnit>> {
        self.first(query(select!("WHERE u.id = $1")).bind(id.0), read_unit).await
    }

    async fn org_units_under(&mut self, parent: OrgUnitId) -> Result<Vec<CountedUnit>> {
        let units = query(
            "SELECT u.id, u.code, u.company_id, u.parent_id, u.path, u.name, u.kind, u.since, u.version, \
             (SELECT cast(sum(b.lines) AS bigint) FROM org_units b WHERE b.path >= u.path \
             AND b.path < substr(u.path, 1, length(u.path) - 1) || '0') AS lines_within \
             FROM org_units u WHERE u.parent_id = $1 ORDER BY u.name, u.id",
        );
        self.all(units.bind(parent.0), read_counted).await
    }

    async fn org_units_within(&mut self, path: &Path, limit: i64) -> Result<Vec<OrgUnit>> {
        let units = query(select!("WHERE u.path >= $1 AND u.path < $2 ORDER BY u.path LIMIT $3"));
        self.all(units.bind(path.as_str()).bind(path.end()).bind(limit), read_unit).await
    }

    async fn org_trail(&mut self, unit: OrgUnitId) -> Result<Vec<OrgUnit>> {
        let trail = query(
            "WITH RECURSIVE trail (id, parent_id) AS (SELECT id, parent_id FROM org_units WHERE id = $1 \
             UNION ALL SELECT o.id, o.parent_id FROM org_units o JOIN trail t ON o.id = t.parent_id) \
             SELECT u.id, u.code, u.company_id, u.parent_id, u.path, u.name, u.kind, u.since, u.version \
             FROM trail t JOIN org_units u ON u.id = t.id ORDER BY u.path",
        );
        self.all(trail.bind(unit.0), read_unit).await
    }

    async fn count_lines_within(&mut self, path: &Path) -> Result<i64> {
        let count = query(
            "SELECT cast(coalesce(sum(lines), 0) AS bigint) AS number FROM org_units WHERE path >= $1 AND path < $2",
        );
        self.number(count.bind(path.as_str()).bind(path.end())).await
    }

    async fn deepest_level(&mut self, path: &Path) -> Result<i64> {
        let level = query(
            "SELECT cast(coalesce(max(length(path) - length(replace(path, '/', '')) - 1), 0) AS bigint) AS number \
             FROM org_units WHERE path >= $1 AND path < $2",
        );
        self.number(level.bind(path.as_str()).bind(path.end())).await
    }

    async fn save_org_unit(&mut self, unit: &OrgUnit) -> Result<()> {
        let update =
            query("UPDATE org_units SET name = $3, version = version + 1 WHERE id = $1 AND version = $2");
        self.change(update.bind(unit.id.0).bind(unit.version).bind(&unit.name)).await
    }

    async fn hang_org_unit(&mut self, unit: &OrgUnit, from: &Path) -> Result<()> {
        let hang = query(
            "UPDATE org_units SET parent_id = $3, since = $4, version = version + 1 WHERE id = $1 AND version = $2",
        );
        let hang = hang
            .bind(unit.id.0)
            .bind(unit.version)
            .bind(unit.parent_id.map(|parent| parent.0))
            .bind(Day(unit.since));
        self.change(hang).await?;
        let carry = query(
            "UPDATE org_units SET path = $3 || substr(path, length($1) + 1) WHERE path >= $1 AND path < $2",
        );
        self.run(carry.bind(from.as_str().to_owned()).bind(from.end()).bind(unit.path.as_str().to_owned()))
            .await?;
        Ok(())
    }

    async fn add_org_move(&mut self, planned: &OrgMove) -> Result<()> {
        let insert = query(
            "INSERT INTO org_moves (id, company_id, org_unit_id, from_id, to_id, effective_on, moved_by, state, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        );
        let insert = insert
            .bind(planned.id.0)
            .bind(planned.company_id.0)
            .bind(planned.org_unit_id.0)
            .bind(planned.from_id.0)
            .bind(planned.to_id.0)
            .bind(Day(planned.effective_on))
            .bind(planned.by.0)
            .bind(planned.state.as_ref())
            .bind(planned.version);
        self.run(insert).await?;
        Ok(())
    }

    async fn save_org_move(&mut self, planned: &OrgMove) -> Result<()> {
        let update =
            query("UPDATE org_moves SET state = $3, version = version + 1 WHERE id = $1 AND version = $2");
        self.change(update.bind(planned.id.0).bind(planned.version).bind(planned.state.as_ref())).await
    }

    async fn org_move(&mut self, id: OrgMoveId) -> Result<Option<OrgMove>> {
        self.first(query(select_moves!("WHERE id = $1")).bind(id.0), read_move).await
    }

    async fn planned_move_of(&mut self, unit: OrgUnitId) -> Result<Option<OrgMove>> {
        let planned = query(select_moves!("WHERE org_unit_id = $1 AND state = 'planned'"));
        self.first(planned.bind(unit.0), read_move).await
    }

    async fn org_moves_in(&mut self, company: CustomerId, limit: i64) -> Result<Vec<OrgMove>> {
        let moves =
            query(select_moves!("WHERE company_id = $1 ORDER BY effective_on DESC, id DESC LIMIT $2"));
        self.all(moves.bind(company.0).bind(limit), read_move).await
    }
}

pub(super) fn read_unit(row: &Row) -> Result<OrgUnit> {
    let columns = Columns::of("org_units", row);
    Ok(OrgUnit {
        id: columns.id("id")?,
        code: columns.value("code")?,
        company_id: columns.id("company_id")?,
        parent_id: columns.maybe_id("parent_id")?,
        path: Path::kept(columns.value("path")?),
        name: columns.value("name")?,
        kind: columns.word("kind")?,
        since: columns.day("since")?,
        version: columns.value("version")?,
    })
}

fn read_counted(row: &Row) -> Result<CountedUnit> {
    Ok(CountedUnit { unit: read_unit(row)?, lines: Columns::of("org_units", row).value("lines_within")? })
}

fn read_move(row: &Row) -> Result<OrgMove> {
    let columns = Columns::of("org_moves", row);
    Ok(OrgMove {
        id: columns.id("id")?,
        company_id: columns.id("company_id")?,
        org_unit_id: columns.id("org_unit_id")?,
        from_id: columns.id("from_id")?,
        to_id: columns.id("to_id")?,
        effective_on: columns.day("effective_on")?,
        by: columns.id("moved_by")?,
        state: columns.word("state")?,
        version: columns.value("version")?,
    })
}
