// XState: the five steps are states, doing one is an event. See ../README.md.

import { assign, createActor, setup } from 'xstate';

import { commandLine, Journal, must, serve, version } from './measure.mjs';

const request = setup({
  guards: { isCheap: ({ event }) => event.cost < 1000 },
}).createMachine({
  id: 'request',
  context: { cost: null },
  initial: 'new',
  states: {
    new: {
      on: {
        assess: [
          { guard: 'isCheap', target: 'assessed', actions: assign({ cost: ({ event }) => event.cost }) },
          { target: 'refused' },
        ],
      },
    },
    assessed: { on: { approve: 'approved' } },
    approved: { on: { build: 'built' } },
    built: { on: { test: 'tested' } },
    tested: { on: { close: 'closed' } },
    closed: { type: 'final' },
    refused: { type: 'final' },
  },
});

const STEPS = ['approve', 'build', 'test', 'close'];
const line = commandLine();
const journal = line.variant === 'memory' ? null : new Journal(line.folder, line.variant === 'reloaded-synced');
let last = 0;

/// The case stays in memory; with `kept` each of its snapshots is written.
function playInMemory(cost, kept) {
  const id = ++last;
  const actor = createActor(request).start();
  const save = () => kept && journal.save(id, actor.getPersistedSnapshot());
  save();
  actor.send({ type: 'assess', cost });
  save();
  for (const type of STEPS) {
    actor.send({ type });
    save();
  }
  return actor.getSnapshot();
}

/// Each command takes up the case from the journal and leaves it there.
function playReloaded(cost) {
  const id = ++last;
  let actor = createActor(request).start();
  journal.save(id, actor.getPersistedSnapshot());
  const send = (event) => {
    actor = createActor(request, { snapshot: journal.load(id) }).start();
    actor.send(event);
    journal.save(id, actor.getPersistedSnapshot());
    actor.stop();
  };
  send({ type: 'assess', cost });
  for (const type of STEPS) send({ type });
  return actor.getSnapshot();
}

const play = {
  memory: (cost) => playInMemory(cost, false),
  saved: (cost) => playInMemory(cost, true),
  reloaded: playReloaded,
  'reloaded-synced': playReloaded,
}[line.variant];

must(play(5000).value === 'refused', 'the guard lets through what it should not');
await serve(`XState ${version('xstate')}, Node ${process.versions.node}`, () => {
  const end = play(500);
  must(end.status === 'done' && end.value === 'closed' && end.context.cost === 500, `a case ended in ${end.value}`);
});
