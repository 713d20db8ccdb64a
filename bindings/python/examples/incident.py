# Incidents of an invented organisation: load, check, run cases, look at deviations. A program, or cells of a notebook.
# docs/python.md explains the calls; this goes on to what comes of deviations.

# %% [markdown]
# ## Load and check
# The process is `models/itil/incident.yaml`. What is wrong with a model is raised by `load`; that its cases can always be completed,
# `verify` proves.

# %%
import pathlib

import itsmflow

itil = pathlib.Path(__file__).resolve().parents[3] / "models/itil" if "__file__" in globals() else pathlib.Path("models/itil")
library = itsmflow.load(itil / "incident.yaml")
people = itsmflow.Directory.load(itil / "people.yaml")
found = itsmflow.verify(library, people=people)
print(itsmflow.render(found, format="concise"), end="")
print("errors:", sum(one.severity == "error" for one in found))

# %% [markdown]
# ## Run cases
# A step that may not be done is false, and says everything that stands in its way.

# %%
engine = itsmflow.Engine(library, itsmflow.MemoryStore(), people)
case = engine.start("incident", "uma", {"incident.summary": "Nobody in the town hall can log in"}).case_id
step = engine.perform(case, "resolve", "sam")
print("sam resolves:", "done" if step else "refused")
for obstacle in step.obstacles:
    print(" ", obstacle)

# %% [markdown]
# ## Deviate
# On a busy day some incidents are resolved without a word on how; the model permits it, for a motive. What it would take, a refused
# step says itself.

# %%
told = engine.explain(case, "resolve_at_once", "dana", data={"incident.service": "log-in", "incident.code": "repaired"})
for option in told.deviations:
    print("possible:", ", ".join(option.kinds), "for", " or ".join(option.motives), "confirmed by", " or ".join(option.confirm_by))


def resolve(case: int, solution: str | None) -> None:
    """Resolves an incident on the phone; without a solution as a deviation."""
    data = {"incident.service": "log-in", "incident.code": "repaired", "incident.solution": solution}
    step = engine.perform(case, "resolve_at_once", "dana", data=data)
    if not step and step.deviations:
        motive = step.deviations[0].motives[0]
        step = engine.perform(case, "resolve_at_once", "dana", data=data, motive=motive, because="forty calls wait")
    assert step, step.obstacles
    assert engine.perform(case, "confirm", "uma", result="works")


resolve(case, None)
for number in range(11):
    other = engine.start("incident", "uma", {"incident.summary": f"Log-in {number}"}).case_id
    resolve(other, "restarted" if number % 3 else None)
    if number in (0, 3, 4):
        engine.judge(other, "failure", "dana", because="it broke again the next day")

# %% [markdown]
# ## What came of it
# Cases with a deviation against those without. This is no cause: hard cases are deviated in more often.

# %%
reports = itsmflow.report_deviations(engine, by=["motive", "activity"])
try:
    frame = reports.to_frame()
except ImportError:  # without pandas the rows are dicts
    for row in reports.rows():
        print(row["by"], row["name"], row["deviating_failed"], row["deviating_succeeded"], row["odds_ratio"])
else:
    columns = ["by", "name", "deviating_failed", "deviating_succeeded", "complying_failed", "complying_succeeded", "odds_ratio", "p"]
    print(frame[columns].to_string(index=False))
waiting = list(engine.verdicts_for("ines"))
print("to be confirmed by ines:", len(waiting))
