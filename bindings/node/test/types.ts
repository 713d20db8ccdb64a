// Compiled with `tsc --strict`, never run: what a program writes fits the types, and what is wrong doesn't.
import {Directory, Engine, MemoryStore, ModelError, NotFound, SqliteStore, load, loadTexts, verify} from 'itsmflow';
import type {Data, Obstacle, ServiceReply, Step, Value} from 'itsmflow';

export async function use(): Promise<string[]> {
  const library = await load(['models']);
  const people = new Directory({anna: ['assigner'], bo: {name: 'Bo Berg', roles: ['operator']}});
  const table = new Directory({rolesOf: async (person) => (person === 'bo' ? ['operator'] : null)});
  await using store: SqliteStore = await SqliteStore.open('cases.db', {durability: 'group', open: 'existing'});
  const engine = new Engine(library, store, people, {clock: () => new Date(), authorize: ({actor}) => actor !== null});
  new Engine(await loadTexts({'a.yaml': ''}), new MemoryStore(), table);

  engine.onService('pager', async (call): Promise<ServiceReply> => ({result: 'answered', data: {at: new Date(), n: call.attempt}}));
  engine.onService('mailer', () => undefined);
  engine.onService('printer', async () => {});

  const step: Step = await engine.start('minor-change', 'anna', {data: {'rfc.summary': 'x', 'rfc.n': 10n, 'rfc.tags': ['a']}, key: 'k'});
  const id: number = step.caseId;
  const refused = await engine.perform(id, 'implement', 'bo', {motive: 'time_pressure', as: 'skip', skipping: ['x']});
  const messages = refused.obstacles.map((obstacle: Obstacle) => obstacle.message);
  const view = await engine.show(id);
  const value: Value = view.data['rfc.summary'] ?? null;
  if (typeof value === 'string') messages.push(value.toUpperCase());
  const next: Date | null = await engine.nextDue();
  const found = await verify(library, {people});
  messages.push(...found.map((one) => `${one.place?.line ?? 0} ${one.text}`), String(next));
  try {
    await engine.deliver(async (notification) => void messages.push(notification.to));
  } catch (error) {
    if (error instanceof NotFound && error.kind === 'case') messages.push(error.wanted);
    if (error instanceof ModelError) messages.push(...error.diagnostics.map((one) => one.rule));
  }
  return messages;
}

export function wrong(engine: Engine, step: Step, data: Data): void {
  // @ts-expect-error: a step is not to be changed
  step.done = false;
  // @ts-expect-error: nor are data
  data['rfc.summary'] = 'x';
  // @ts-expect-error: there is no such option
  void engine.perform(1, 'a', 'b', {reslt: 'x'});
  // @ts-expect-error: a case is a number
  void engine.show('1');
  // @ts-expect-error: there is no such status
  void engine.cases({status: 'closed'});
  // @ts-expect-error: a clock gives a Date at once
  new Engine(engine.library, engine.store, engine.directory, {clock: async () => new Date()});
  // @ts-expect-error: a function is no value
  void engine.start('p', 'a', {data: {x: () => 1}});
  // @ts-expect-error: a file is opened by SqliteStore.open()
  new SqliteStore('cases.db');
}
