"""The words that choices have, as models, scenarios and JSON write them, for whoever writes types."""

from typing import Literal

AssociationMethod = Literal["exact", "approximate"]
CaseStatus = Literal["open", "over", "cancelled"]
ConfirmationStatus = Literal["none", "awaited", "late", "confirmed", "disapproved"]
DeviationGrouping = Literal["activity", "kind", "motive", "class", "role", "period"]
DeviationKind = Literal[
    "skip", "extra", "again", "override_guard", "missing_data", "out_of_role", "override_people", "override_rule"
]
Durability = Literal["full", "normal", "group"]
EntryPoint = Literal[
    "start", "perform", "begin", "end", "claim", "hand_over", "suspend", "resume", "withdraw", "set", "cancel", "confirm",
    "disapprove", "judge", "offers_for", "verdicts_for", "explain", "show", "cases", "model_of", "events", "send", "answer", "due",
    "next_due", "deliver", "erase_person", "verify_log", "rebuild",
]  # fmt: skip
EventType = Literal[
    "started", "claimed", "handed_over", "accepted", "begun", "suspended", "resumed", "set", "opened", "item_done", "done",
    "withdrawn", "routed", "timer_set", "timer_stopped", "timer_due", "received", "called", "call_failed", "launched", "returned",
    "linked", "deviated", "confirmed", "disapproved", "confirmation_late", "judged", "over", "cancelled",
]  # fmt: skip
FixSafety = Literal["safe", "unsafe"]
MotiveClass = Literal["cannot", "will_not", "better_way"]
NotFoundKind = Literal[
    "case", "actor", "process", "activity", "result", "field", "work_item", "file", "motive", "deviation", "outcome"
]
ObstacleKind = Literal[
    "case_over", "taken", "conflict", "not_reached", "wrong_state", "guard_false", "missing_data", "wrong_role", "four_eyes",
    "same_person", "rule", "would_strand",
]  # fmt: skip
OpenMode = Literal["create", "existing", "read_only"]
OutcomeCounts = Literal["neither", "success", "failure"]
PeriodLength = Literal["month", "quarter", "year"]
ReportFormat = Literal["full", "concise", "json", "github", "sarif", "junit"]
RuleStatus = Literal["satisfied", "satisfied_for_now", "pending", "violated"]
Severity = Literal["note", "warning", "error"]
StoreErrorKind = Literal["cannot_open", "busy", "full", "read_only", "newer_version", "corrupt", "io"]
WorkStatus = Literal["offered", "claimed", "handed_over", "begun", "suspended"]
