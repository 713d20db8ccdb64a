"""SpiffWorkflow: the process read once, a workflow a case, its serializer into SQLite. See ../README.md."""

import json
import os
import pathlib
import platform
import re
import sqlite3
import sys
import time
from importlib.metadata import version

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

COMMANDS = 6  # of one case: the start and five steps
GUARD = '<conditionExpression xsi:type="tFormalExpression">cost &lt; 1000</conditionExpression>'
STEPS = ["assess", "approve", "build", "test", "close"]


class Cases:
    """A row a case, in a database set up as itsmflow sets up its own: a write-ahead log, and `synchronous` as the variant says."""

    def __init__(self, file, synchronous):
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute(f"PRAGMA synchronous = {synchronous}")
        self.connection.execute("CREATE TABLE workflow (id INTEGER PRIMARY KEY, state TEXT NOT NULL)")
        self.serializer = BpmnWorkflowSerializer()

    def save(self, case, workflow):
        state = self.serializer.serialize_json(workflow)
        self.connection.execute("INSERT INTO workflow VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state",
                                (case, state))

    def load(self, case):
        [state] = self.connection.execute("SELECT state FROM workflow WHERE id = ?", (case,)).fetchone()
        return self.serializer.deserialize_json(state)


def read_process():
    text = pathlib.Path(os.environ["PEERS_BPMN"]).read_text(encoding="utf-8")
    parser = BpmnParser()
    parser.add_bpmn_str(re.sub(r"(?m)^ *GUARD$", GUARD, text).encode())
    return parser.get_spec("request"), parser.get_subprocess_specs("request")


def perform(workflow, step, cost):
    """False where the process has not come to this step."""
    task = workflow.get_next_task(state=TaskState.READY, spec_name=step)
    if task is None:
        return False
    if step == "assess":
        task.data["cost"] = cost
    task.run()
    workflow.do_engine_steps()
    return True


def end_of(workflow):
    """Which end the case came to; None while it runs."""
    if not workflow.completed:
        return None
    for end in ("closed", "refused"):
        if workflow.get_next_task(state=TaskState.COMPLETED, spec_name=end):
            return end
    return None


def play_in_memory(process, case, cost, keep):
    """The case stays in memory; `keep` is called after each command."""
    workflow = BpmnWorkflow(*process)
    workflow.do_engine_steps()
    keep(case, workflow)
    for step in STEPS:
        if not perform(workflow, step, cost):
            break
        keep(case, workflow)
    return workflow


def play_reloaded(process, case, cost, cases):
    """Each command takes up the case from the database and leaves it there."""
    workflow = BpmnWorkflow(*process)
    workflow.do_engine_steps()
    cases.save(case, workflow)
    for step in STEPS:
        workflow = cases.load(case)
        if not perform(workflow, step, cost):
            break
        cases.save(case, workflow)
    return workflow


def peak_kb():
    return int(re.search(r"VmHWM:\s*(\d+)", pathlib.Path("/proc/self/status").read_text())[1])


def main():
    variant, folder = sys.argv[1:]
    process = read_process()
    cases = None
    if variant != "memory":
        cases = Cases(f"{folder}/cases.db", "FULL" if variant == "reloaded-synced" else "NORMAL")
    last = 0

    def play(cost):
        nonlocal last
        last += 1
        if variant == "memory":
            return end_of(play_in_memory(process, last, cost, lambda case, workflow: None))
        if variant == "saved":
            return end_of(play_in_memory(process, last, cost, cases.save))
        return end_of(play_reloaded(process, last, cost, cases))

    def play_for(limit, used):
        begin_used, begin, begin_cpu = used(), time.perf_counter(), time.process_time()
        count = 0
        while True:
            end = play(500)
            if end != "closed":
                raise RuntimeError(f"a case ended in {end}")
            count += 1
            if used() - begin_used >= limit:
                return {"cases": count, "steps": count * COMMANDS, "seconds": time.perf_counter() - begin,
                        "cpu_seconds": time.process_time() - begin_cpu, "peak_kb": peak_kb()}

    if play(5000) != "refused":
        raise RuntimeError("the guard lets through what it should not")
    # Says that it is ready; then plays cases for as long as each line asks for ("wall 2" or "cpu 30", in seconds).
    print(json.dumps({"version": f"SpiffWorkflow {version('SpiffWorkflow')}, Python {platform.python_version()}"}), flush=True)
    for line in sys.stdin:
        kind, limit = line.split()
        print(json.dumps(play_for(float(limit), time.process_time if kind == "cpu" else time.perf_counter)), flush=True)


main()
