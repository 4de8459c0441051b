"""CloudWatch metrics in the embedded metric format (EMF): a log line that CloudWatch reads as numbers."""

from __future__ import annotations

import os

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from shared.domain.runs import Run
from shared.orchestrator import telemetry

NAMESPACE = "Aladdin"


def _metrics() -> EphemeralMetrics:
    service = os.environ.get("POWERTOOLS_SERVICE_NAME", "aladdin")
    return EphemeralMetrics(namespace=NAMESPACE, service=service)


def _enabled() -> bool:
    return os.environ.get("POWERTOOLS_METRICS_DISABLED", "").lower() != "true"


def count_request(route: str, status: int, seconds: float) -> None:
    """One request: its duration and whether it failed on our side."""
    if not _enabled():
        return
    metrics = _metrics()
    metrics.add_metadata("route", route)
    metrics.add_metric("Requests", MetricUnit.Count, 1)
    metrics.add_metric("ServerErrors", MetricUnit.Count, 1 if status >= 500 else 0)
    metrics.add_metric("Latency", MetricUnit.Milliseconds, seconds * 1000)
    metrics.flush_metrics()


def report_run(run: Run) -> None:
    """One ended run: the tokens alarm and the stream success rate rest on these."""
    telemetry.run_ended(run)
    if not _enabled():
        return
    metrics = _metrics()
    metrics.add_metadata("runId", run.id)
    metrics.add_metric("Runs", MetricUnit.Count, 1)
    metrics.add_metric("FailedRuns", MetricUnit.Count, 1 if run.status == "failed" else 0)
    metrics.add_metric("TotalTokens", MetricUnit.Count, run.usage.total_tokens)
    metrics.add_metric("ModelCost", MetricUnit.NoUnit, run.usage.cost or 0.0)
    if run.finished_at and run.started_at:
        metrics.add_metric("RunSeconds", MetricUnit.Seconds, (run.finished_at - run.started_at).total_seconds())
    metrics.flush_metrics()
