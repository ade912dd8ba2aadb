//! Duplicates, merges and defects in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{
    Error, Result,
    duplicates::{Alike, DefectCount, Duplicates, Pair},
};
use async_trait::async_trait;
use crm::{
    Timestamp,
    customers::CustomerStatus,
    duplicates::{Defect, Likeness, Merge},
    ids::{CustomerId, MergeId, StaffId},
};

/// What moves in a merge: what it is called in the journal, how it is written there, and how it moves.
const MOVES: [(&str, &str, &str); 8] = {
    macro_rules! moves {
        ($kind:literal, $table:literal) => {
            (
                $kind,
                concat!(
                    "INSERT INTO merge_moves (merge_id, kind, thing_id) SELECT $1, $2, id FROM ",
                    $table,
                    " WHERE customer_id = $3"
                ),
                concat!("UPDATE ", $table, " SET customer_id = $2 WHERE customer_id = $1"),
            )
        };
    }
    [
        moves!("account", "accounts"),
        moves!("line", "lines"),
        moves!("bill", "bills"),
        moves!("payment", "payments"),
        moves!("order", "orders"),
        moves!("request", "requests"),
        moves!("recommendation", "recommendations"),
        moves!("message", "messages"),
    ]
};

/// The same back, by the journal, and then what came since to the accounts and lines that moved.
const MOVES_BACK: [&str; 12] = {
    macro_rules! back {
        ($kind:literal, $table:literal) => {
            concat!(
                "UPDATE ",
                $table,
                " SET customer_id = $2 WHERE id IN (SELECT thing_id FROM merge_moves WHERE merge_id = $1 AND kind = '",
                $kind,
                "')"
            )
        };
    }
    macro_rules! since {
        ($table:literal, $column:literal, $kind:literal) => {
            concat!(
                "UPDATE ",
                $table,
                " SET customer_id = $2 WHERE ",
                $column,
                " IN (SELECT thing_id FROM merge_moves WHERE merge_id = $1 AND kind = '",
                $kind,
                "')"
            )
        };
    }
    [
        back!("account", "accounts"),
        back!("line", "lines"),
        back!("bill", "bills"),
        back!("payment", "payments"),
        back!("order", "orders"),
        back!("request", "requests"),
        back!("recommendation", "recommendations"),
        back!("message", "messages"),
        since!("bills", "account_id", "account"),
        since!("payments", "account_id", "account"),
        since!("orders", "line_id", "line"),
        since!("requests", "line_id", "line"),
    ]
};

/// Pairs of active customers `a` and `b`: what they have in common, where they are from, which of them in which order.
macro_rules! pair {
    ($likeness:literal, $from:literal, $which:literal) => {
        concat!(
            "SELECT a.id AS one, a.code AS one_code, p.name AS one_name, b.id AS other, b.code AS other_code, \
             q.name AS other_name, ",
            $likeness,
            " AS likeness FROM ",
            $from,
            "JOIN parties p ON p.id = a.party_id JOIN parties q ON q.id = b.party_id \
             WHERE a.status = 'active' AND b.status = 'active' AND ",
            $which
        )
    };
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.kept_id, m.merged_id, m.kept_status, m.merged_status, m.reason, m.merged_by, m.merged_at, \
             m.undone_by, m.undone_at, k.code AS kept_code, e.code AS merged_code FROM merges m \
             JOIN customers k ON k.id = m.kept_id JOIN customers e ON e.id = m.merged_id ",
            $rest
        )
    };
}

#[async_trait]
impl Duplicates for Session {
    async fn pairs_alike(
        &mut self,
        likeness: Likeness,
        after: (&str, &str),
        limit: i64,
    ) -> Result<Vec<Pair>> {
        let pairs = match likeness {
            Likeness::IdNumber => query(pair!(
                "'idNumber'",
                "id_numbers x JOIN id_numbers y ON y.number_hash = x.number_hash AND y.party_id <> x.party_id \
                 JOIN customers a ON a.party_id = x.party_id JOIN customers b ON b.party_id = y.party_id ",
                "a.code < b.code AND (a.code > $1 OR (a.code = $1 AND b.code > $2)) \
                 ORDER BY a.code, b.code LIMIT $3"
            )),
            Likeness::NameAndAddress => query(pair!(
                "'nameAndAddress'",
                "customers a JOIN customers b ON lower(b.email) = lower(a.email) AND b.email IS NOT NULL ",
                "a.email IS NOT NULL AND a.code < b.code AND (a.code > $1 OR (a.code = $1 AND b.code > $2)) \
                 ORDER BY a.code, b.code LIMIT $3"
            )),
        };
        self.all(pairs.bind(after.0).bind(after.1).bind(limit), read_pair).await
    }

    async fn add_pair(
        &mut self,
        one: CustomerId,
        other: CustomerId,
        likeness: Likeness,
        at: Timestamp,
    ) -> Result<()> {
        let insert = query(
            "INSERT INTO duplicates (one_id, other_id, likeness, found_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (one_id, other_id) DO NOTHING",
        );
        self.run(insert.bind(one.0).bind(other.0).bind(likeness.as_ref()).bind(Instant(at))).await?;
        Ok(())
    }

    async fn pairs(&mut self, limit: i64) -> Result<Vec<Pair>> {
        let pairs = query(pair!(
            "d.likeness",
            "duplicates d JOIN customers a ON a.id = d.one_id JOIN customers b ON b.id = d.other_id ",
            "NOT d.dismissed ORDER BY d.found_at, a.code, b.code LIMIT $1"
        ));
        self.all(pairs.bind(limit), read_pair).await
    }

    async fn dismiss_pair(&mut self, one: CustomerId, other: CustomerId) -> Result<bool> {
        let update = query("UPDATE duplicates SET dismissed = $3 WHERE one_id = $1 AND other_id = $2");
        Ok(self.run(update.bind(one.0).bind(other.0).bind(true)).await? > 0)
    }

    async fn count_defects(&mut self, at: Timestamp) -> Result<()> {
        self.run(query("DELETE FROM defects")).await?;
        for (defect, insert) in [
            (
                Defect::NoEmail,
                "INSERT INTO defects (defect, origin, customers, counted_at) SELECT $1, c.origin, count(*), $2 \
                 FROM customers c WHERE c.status = 'active' AND c.email IS NULL GROUP BY c.origin",
            ),
            (
                Defect::NoIdNumber,
                "INSERT INTO defects (defect, origin, customers, counted_at) SELECT $1, c.origin, count(*), $2 \
                 FROM customers c LEFT JOIN id_numbers i ON i.party_id = c.party_id \
                 WHERE c.status = 'active' AND i.party_id IS NULL GROUP BY c.origin",
            ),
            (
                Defect::NoName,
                "INSERT INTO defects (defect, origin, customers, counted_at) SELECT $1, c.origin, count(*), $2 \
                 FROM customers c JOIN parties p ON p.id = c.party_id \
                 WHERE c.status = 'active' AND p.name = c.code GROUP BY c.origin",
            ),
            (
                Defect::NoConsent,
                "INSERT INTO defects (defect, origin, customers, counted_at) SELECT $1, c.origin, count(*), $2 \
                 FROM customers c LEFT JOIN consents s ON s.customer_id = c.id AND s.position = 1 \
                 WHERE c.status = 'active' AND s.customer_id IS NULL GROUP BY c.origin",
            ),
        ] {
            self.run(query(insert).bind(defect.as_ref()).bind(Instant(at))).await?;
        }
        Ok(())
    }

    async fn defects(&mut self) -> Result<Vec<DefectCount>> {
        let counts =
            query("SELECT defect, origin, customers, counted_at FROM defects ORDER BY defect, origin");
        self.all(counts, read_count).await
    }

    async fn merge(&mut self, merge: &Merge) -> Result<u64> {
        let insert = query(
            "INSERT INTO merges (id, kept_id, merged_id, kept_status, merged_status, reason, merged_by, merged_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        );
        let insert = insert
            .bind(merge.id.0)
            .bind(merge.kept.0)
            .bind(merge.merged.0)
            .bind(merge.kept_status.as_ref())
            .bind(merge.merged_status.as_ref())
            .bind(&merge.reason)
            .bind(merge.merged_by.0)
            .bind(Instant(merge.merged_at));
        self.run(insert).await?;
        let mut moved = 0;
        for (kind, journal, update) in MOVES {
            let journal = query(journal).bind(merge.id.0).bind(kind).bind(merge.merged.0);
            moved += self.run(journal).await?;
            self.run(query(update).bind(merge.merged.0).bind(merge.kept.0)).await?;
        }
        Ok(moved)
    }

    async fn undo_merge(&mut self, merge: &Merge, by: StaffId, at: Timestamp) -> Result<()> {
        let update =
            query("UPDATE merges SET undone_by = $2, undone_at = $3 WHERE id = $1 AND undone_at IS NULL");
        self.change(update.bind(merge.id.0).bind(by.0).bind(Instant(at))).await?;
        for update in MOVES_BACK {
            self.run(query(update).bind(merge.id.0).bind(merge.merged.0)).await?;
        }
        Ok(())
    }

    async fn find_merge(&mut self, id: MergeId) -> Result<Option<Merge>> {
        let merge = self.first(query(select!("WHERE m.id = $1")).bind(id.0), read_merge).await?;
        Ok(merge.map(|(merge, _, _)| merge))
    }

    async fn standing_merges(&mut self, limit: i64) -> Result<Vec<(Merge, String, String)>> {
        let merges =
            query(select!("WHERE m.undone_at IS NULL ORDER BY m.merged_at DESC, m.id DESC LIMIT $1"));
        self.all(merges.bind(limit), read_merge).await
    }

    async fn has_ended_in_merge(&mut self, customer: CustomerId) -> Result<bool> {
        let count = query("SELECT count(*) AS number FROM merges WHERE merged_id = $1 AND undone_at IS NULL");
        Ok(self.number(count.bind(customer.0)).await? > 0)
    }

    async fn has_later_merge(&mut self, merge: &Merge) -> Result<bool> {
        let count = query(
            "SELECT count(*) AS number FROM merges WHERE undone_at IS NULL AND id <> $1 \
             AND (merged_id = $2 OR (kept_id = $2 AND merged_at >= $3))",
        );
        let count = count.bind(merge.id.0).bind(merge.kept.0).bind(Instant(merge.merged_at));
        Ok(self.number(count).await? > 0)
    }

    async fn set_status(&mut self, customer: CustomerId, status: CustomerStatus) -> Result<()> {
        let update = query("UPDATE customers SET status = $2, version = version + 1 WHERE id = $1");
        self.change(update.bind(customer.0).bind(status.as_ref())).await
    }
}

fn read_pair(row: &Row) -> Result<Pair> {
    let columns = Columns::of("duplicates", row);
    Ok(Pair {
        one: Alike {
            id: columns.id("one")?,
            code: columns.value("one_code")?,
            name: columns.value("one_name")?,
        },
        other: Alike {
            id: columns.id("other")?,
            code: columns.value("other_code")?,
            name: columns.value("other_name")?,
        },
        likeness: columns.word("likeness")?,
    })
}

fn read_count(row: &Row) -> Result<DefectCount> {
    let columns = Columns::of("defects", row);
    Ok(DefectCount {
        defect: columns.word("defect")?,
        origin: columns.word("origin")?,
        customers: columns.value("customers")?,
        counted_at: columns.instant("counted_at")?,
    })
}

fn read_merge(row: &Row) -> Result<(Merge, String, String)> {
    let columns = Columns::of("merges", row);
    let undone = match (columns.maybe_id("undone_by")?, columns.maybe_instant("undone_at")?) {
        (Some(by), Some(at)) => Some((by, at)),
        (None, None) => None,
        _ => return Err(Error::Corrupt("in merges somebody without a time".to_owned())),
    };
    let merge = Merge {
        id: columns.id("id")?,
        kept: columns.id("kept_id")?,
        merged: columns.id("merged_id")?,
        kept_status: columns.word("kept_status")?,
        merged_status: columns.word("merged_status")?,
        reason: columns.value("reason")?,
        merged_by: columns.id("merged_by")?,
        merged_at: columns.instant("merged_at")?,
        undone,
    };
    Ok((merge, columns.value("kept_code")?, columns.value("merged_code")?))
}
