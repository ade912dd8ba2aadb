//! Recommendations in SQL.

use super::{Columns, Instant, Row, Session, query};
use crate::{Result, recommendations::Recommendations};
use async_trait::async_trait;
use crm::{
    Timestamp,
    ids::{CustomerId, RecommendationId},
    recommendations::{Outcome, Recommendation},
};

#[async_trait]
impl Recommendations for Session {
    async fn add_recommendation(&mut self, recommendation: &Recommendation) -> Result<()> {
        let insert = query(
            "INSERT INTO recommendations (id, customer_id, line_id, kind, offering_code, saving, shown_at, outcome, \
             outcome_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (line_id, kind, offering_code) DO NOTHING",
        );
        let insert = insert
            .bind(recommendation.id.0)
            .bind(recommendation.customer_id.0)
            .bind(recommendation.line_id.0)
            .bind(recommendation.kind.as_ref())
            .bind(&recommendation.offering.0)
            .bind(recommendation.saving.fen())
            .bind(Instant(recommendation.shown_at))
            .bind(recommendation.outcome.as_ref())
            .bind(Instant(recommendation.outcome_at));
        self.run(insert).await?;
        Ok(())
    }

    async fn recommendations_of(&mut self, customer: CustomerId) -> Result<Vec<Recommendation>> {
        let recommendations = query(
            "SELECT id, customer_id, line_id, kind, offering_code, saving, shown_at, outcome, outcome_at \
             FROM recommendations WHERE customer_id = $1 ORDER BY shown_at DESC, id DESC",
        );
        self.all(recommendations.bind(customer.0), read_recommendation).await
    }

    async fn save_outcome(&mut self, id: RecommendationId, outcome: Outcome, at: Timestamp) -> Result<()> {
        let update = query("UPDATE recommendations SET outcome = $2, outcome_at = $3 WHERE id = $1");
        self.change(update.bind(id.0).bind(outcome.as_ref()).bind(Instant(at))).await
    }
}

fn read_recommendation(row: &Row) -> Result<Recommendation> {
    let columns = Columns::of("recommendations", row);
    Ok(Recommendation {
        id: columns.id("id")?,
        customer_id: columns.id("customer_id")?,
        line_id: columns.id("line_id")?,
        kind: columns.word("kind")?,
        offering: columns.offering("offering_code")?,
        saving: columns.money("saving")?,
        shown_at: columns.instant("shown_at")?,
        outcome: columns.word("outcome")?,
        outcome_at: columns.instant("outcome_at")?,
    })
}
