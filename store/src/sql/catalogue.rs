//! The catalogue in SQL. An offering's price is the one that became valid last on or before the day asked for.

use super::{Columns, Day, Row, Session, query};
use crate::{Result, catalogue::Catalogue};
use async_trait::async_trait;
use crm::{
    Date,
    catalogue::{Allowances, Offering, OfferingCode, Overage},
    language::Text,
    money::Money,
};
use sqlx::types::Json;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT o.code, o.kind, o.line_kind, o.name_zh_cn, o.name_en, o.summary_zh_cn, o.summary_en, \
             o.voice_minutes, o.data_mb, o.messages, o.overage_voice_minute, o.overage_data_block, o.overage_message, \
             o.speed_mbps, o.sale_from, o.sale_until, o.eligibility, o.needs, o.excludes, p.monthly_price \
             FROM offerings o JOIN offering_prices p ON p.offering_code = o.code AND p.valid_from = \
             (SELECT max(q.valid_from) FROM offering_prices q WHERE q.offering_code = o.code AND q.valid_from <= $1) ",
            $rest
        )
    };
}

#[async_trait]
impl Catalogue for Session {
    async fn offerings(&mut self, on: Date) -> Result<Vec<Offering>> {
        self.all(query(select!("ORDER BY o.code")).bind(Day(on)), read_offering).await
    }

    async fn offering(&mut self, code: &OfferingCode, on: Date) -> Result<Option<Offering>> {
        self.first(query(select!("WHERE o.code = $2")).bind(Day(on)).bind(&code.0), read_offering).await
    }

    async fn put_offering(&mut self, offering: &Offering) -> Result<()> {
        let upsert = query(
            "INSERT INTO offerings (code, kind, line_kind, name_zh_cn, name_en, summary_zh_cn, summary_en, \
             voice_minutes, data_mb, messages, overage_voice_minute, overage_data_block, overage_message, speed_mbps, \
             sale_from, sale_until, eligibility, needs, excludes) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
             ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, line_kind = excluded.line_kind, \
             name_zh_cn = excluded.name_zh_cn, name_en = excluded.name_en, \
             summary_zh_cn = excluded.summary_zh_cn, summary_en = excluded.summary_en, \
             voice_minutes = excluded.voice_minutes, data_mb = excluded.data_mb, messages = excluded.messages, \
             overage_voice_minute = excluded.overage_voice_minute, \
             overage_data_block = excluded.overage_data_block, overage_message = excluded.overage_message, \
             speed_mbps = excluded.speed_mbps, sale_from = excluded.sale_from, sale_until = excluded.sale_until, \
             eligibility = excluded.eligibility, needs = excluded.needs, excludes = excluded.excludes",
        );
        let upsert = upsert
            .bind(&offering.code.0)
            .bind(offering.kind.as_ref())
            .bind(offering.line_kind.as_ref())
            .bind(&offering.name.zh_cn)
            .bind(&offering.name.en)
            .bind(&offering.summary.zh_cn)
            .bind(&offering.summary.en)
            .bind(offering.allowances.voice_minutes)
            .bind(offering.allowances.data_mb)
            .bind(offering.allowances.messages)
            .bind(offering.overage.voice_minute.fen())
            .bind(offering.overage.data_block.fen())
            .bind(offering.overage.message.fen())
            .bind(offering.speed_mbps)
            .bind(Day(offering.sale_from))
            .bind(offering.sale_until.map(Day))
            .bind(offering.eligibility.as_ref())
            .bind(Json(&offering.needs))
            .bind(Json(&offering.excludes));
        self.run(upsert).await?;
        self.put_price(&offering.code, offering.sale_from, offering.monthly_price).await
    }

    async fn put_price(&mut self, code: &OfferingCode, from: Date, monthly: Money) -> Result<()> {
        let upsert = query(
            "INSERT INTO offering_prices (offering_code, valid_from, monthly_price) VALUES ($1, $2, $3) \
             ON CONFLICT (offering_code, valid_from) DO UPDATE SET monthly_price = excluded.monthly_price",
        );
        self.run(upsert.bind(&code.0).bind(Day(from)).bind(monthly.fen())).await?;
        Ok(())
    }
}

fn read_offering(row: &Row) -> Result<Offering> {
    let columns = Columns::of("offerings", row);
    let Json(needs) = columns.value("needs")?;
    let Json(excludes) = columns.value("excludes")?;
    Ok(Offering {
        code: columns.offering("code")?,
        kind: columns.word("kind")?,
        line_kind: columns.word("line_kind")?,
        name: Text { zh_cn: columns.value("name_zh_cn")?, en: columns.value("name_en")? },
        summary: Text { zh_cn: columns.value("summary_zh_cn")?, en: columns.value("summary_en")? },
        monthly_price: columns.money("monthly_price")?,
        allowances: Allowances {
            voice_minutes: columns.value("voice_minutes")?,
            data_mb: columns.value("data_mb")?,
            messages: columns.value("messages")?,
        },
        overage: Overage {
            voice_minute: columns.money("overage_voice_minute")?,
            data_block: columns.money("overage_data_block")?,
            message: columns.money("overage_message")?,
        },
        speed_mbps: columns.value("speed_mbps")?,
        sale_from: columns.day("sale_from")?,
        sale_until: columns.maybe_day("sale_until")?,
        eligibility: columns.word("eligibility")?,
        needs,
        excludes,
    })
}
