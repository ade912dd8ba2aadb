//! Figures of operation, in the text that Prometheus reads.

use axum::http::StatusCode;
use crm::Timestamp;
use operations::Actor;
use prometheus::{
    HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};
use std::time::Duration;
use store::{audit::Backlog, jobs::JobCounts};

/// The figures of one server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    visits: IntCounterVec,
    jobs: IntGaugeVec,
    connections: IntGauge,
    unsealed: IntGauge,
    unsealed_age: IntGauge,
}

/// Upper ends of the classes that durations are counted in, in seconds.
const CLASSES: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

impl Metrics {
    /// Figures that all begin at nothing.
    pub fn new() -> Result<Self, prometheus::Error> {
        let metrics = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(
                Opts::new("wangting_requests_total", "Requests answered, by method, route and status"),
                &["method", "route", "status"],
            )?,
            durations: HistogramVec::new(
                HistogramOpts::new(
                    "wangting_request_seconds",
                    "Seconds until a request was answered, by route",
                )
                .buckets(CLASSES.to_vec()),
                &["route"],
            )?,
            visits: IntCounterVec::new(
                Opts::new("wangting_visits_total", "Requests for pages and forms, by the role of who asked"),
                &["role"],
            )?,
            jobs: IntGaugeVec::new(
                Opts::new("wangting_jobs", "Jobs that wait, and jobs given up"),
                &["state"],
            )?,
            connections: IntGauge::new("wangting_connections", "Connections that are open")?,
            unsealed: IntGauge::new("wangting_audit_unsealed", "Audit events that wait for their seal")?,
            unsealed_age: IntGauge::new(
                "wangting_audit_unsealed_seconds",
                "Seconds that the oldest audit event has waited for its seal",
            )?,
        };
        metrics.registry.register(Box::new(metrics.requests.clone()))?;
        metrics.registry.register(Box::new(metrics.durations.clone()))?;
        metrics.registry.register(Box::new(metrics.visits.clone()))?;
        metrics.registry.register(Box::new(metrics.jobs.clone()))?;
        metrics.registry.register(Box::new(metrics.connections.clone()))?;
        metrics.registry.register(Box::new(metrics.unsealed.clone()))?;
        metrics.registry.register(Box::new(metrics.unsealed_age.clone()))?;
        Ok(metrics)
    }

    /// A request was answered.
    pub fn answered(&self, method: &str, route: &str, status: StatusCode, took: Duration) {
        self.requests.with_label_values(&[method, route, status.as_str()]).inc();
        self.durations.with_label_values(&[route]).observe(took.as_secs_f64());
    }

    /// Somebody asked for a page or sent a form.
    pub fn visited(&self, actor: &Actor) {
        self.visits.with_label_values(&[actor.role().as_ref()]).inc();
    }

    /// Connections that are open.
    pub fn connections(&self) -> &IntGauge {
        &self.connections
    }

    /// The audit trail's backlog as it is now.
    pub fn behind(&self, backlog: Backlog, now: Timestamp) {
        self.unsealed.set(backlog.waiting);
        self.unsealed_age.set(backlog.age(now).as_secs());
    }

    /// All figures as text; `jobs` as they are now, when the database answers.
    pub fn text(&self, jobs: Option<JobCounts>) -> Result<String, prometheus::Error> {
        if let Some(jobs) = jobs {
            self.jobs.with_label_values(&["waiting"]).set(jobs.waiting);
            self.jobs.with_label_values(&["failed"]).set(jobs.failed);
        }
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::new().unwrap();
        metrics.answered("GET", "/bills/{number}", StatusCode::OK, Duration::from_millis(3));
        metrics.answered("GET", "/bills/{number}", StatusCode::OK, Duration::from_millis(30));
        metrics.visited(&Actor::Visitor);
        let oldest = Timestamp::from_second(1_793_600_000).unwrap();
        let now = Timestamp::from_second(1_793_600_007).unwrap();
        metrics.behind(Backlog { waiting: 2, oldest: Some(oldest) }, now);
        let text = metrics.text(Some(JobCounts { waiting: 3, failed: 1 })).unwrap();
        for line in [
            "wangting_requests_total{method=\"GET\",route=\"/bills/{number}\",status=\"200\"} 2",
            "wangting_request_seconds_bucket{route=\"/bills/{number}\",le=\"0.005\"} 1",
            "wangting_visits_total{role=\"visitor\"} 1",
            "wangting_jobs{state=\"failed\"} 1",
            "wangting_jobs{state=\"waiting\"} 3",
            "wangting_connections 0",
            "wangting_audit_unsealed 2",
            "wangting_audit_unsealed_seconds 7",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} in {text}");
        }
    }
}
