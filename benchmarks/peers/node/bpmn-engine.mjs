// bpmn-engine: an engine a case, as its manual has it; the process is parsed once. See ../README.md.

import fs from 'node:fs';

import { Engine } from 'bpmn-engine';
import * as elements from 'bpmn-elements';
import BpmnModdle from 'bpmn-moddle';
import serialize, { TypeResolver } from 'moddle-context-serializer';

import { commandLine, Journal, must, serve, version } from './measure.mjs';

// A condition in JavaScript would run in a new context of `node:vm` each time, which is slower than a function of ours. A space beside
// the braces would make the answer a text, and every text holds.
const CONDITION = '${environment.services.isBelow(environment.output.assess.cost,1000)}';
const GUARD = `<conditionExpression xsi:type="tFormalExpression">${CONDITION}</conditionExpression>`;
const services = { isBelow: (cost, limit) => cost < Number(limit) };
// What a person gave becomes the case's data, as in the manual of bpmn-elements.
const extensions = {
  keepOutput(activity, { environment }) {
    activity.on('end', (api) => {
      if (api.content.output) environment.output[api.id] = api.content.output;
    });
  },
};

const line = commandLine();
const text = fs.readFileSync(process.env.PEERS_BPMN, 'utf8').replace(/^ *GUARD$/m, () => GUARD);
const types = TypeResolver(elements);
const sourceContext = serialize(await new BpmnModdle().fromXML(text), types);
const journal = line.variant === 'memory' ? null : new Journal(line.folder, line.variant === 'reloaded-synced');
const STEPS = ['assess', 'approve', 'build', 'test', 'close'];
let last = 0;

const newEngine = () => new Engine({ name: 'request', sourceContext, services, extensions });

/// False where the process has not come to this step.
function perform(execution, step, cost) {
  const task = execution.getPostponed().find((waiting) => waiting.id === step);
  if (!task) return false;
  task.signal(step === 'assess' ? { cost } : { done: true });
  return true;
}

/// Which end the case came to; nothing while it runs.
const endOf = (engine, execution) =>
  engine.state === 'idle' && ['closed', 'refused'].find((end) => execution.getActivityById(end).counters.taken === 1);

/// The case stays in memory; with `kept` its state is written after each command.
async function playInMemory(cost, kept) {
  const id = ++last;
  const engine = newEngine();
  const execution = await engine.execute();
  const save = async () => kept && journal.save(id, await engine.getState());
  await save();
  for (const step of STEPS) {
    if (!perform(execution, step, cost)) break;
    await save();
  }
  return endOf(engine, execution);
}

/// Each command takes up the case from the journal and leaves it there.
async function playReloaded(cost) {
  const id = ++last;
  let engine = newEngine();
  let execution = await engine.execute();
  journal.save(id, await engine.getState());
  engine.stop();
  for (const step of STEPS) {
    engine = newEngine().recover(journal.load(id));
    execution = await engine.resume();
    if (!perform(execution, step, cost)) break;
    journal.save(id, await engine.getState());
    if (engine.state === 'running') engine.stop();
  }
  return endOf(engine, execution);
}

const play = {
  memory: (cost) => playInMemory(cost, false),
  saved: (cost) => playInMemory(cost, true),
  reloaded: playReloaded,
  'reloaded-synced': playReloaded,
}[line.variant];

const refused = await play(5000);
must(refused === 'refused', `the guard lets through what it should not: ${refused}`);
await serve(`bpmn-engine ${version('bpmn-engine')}, Node ${process.versions.node}`, async () => {
  const end = await play(500);
  must(end === 'closed', `a case ended in ${end}`);
});
