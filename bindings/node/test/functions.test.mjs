// Functions of the program that the engine asks: directories, clocks, authorize, services, deliver.
import assert from 'node:assert/strict';
import {AsyncLocalStorage} from 'node:async_hooks';
import {execFile} from 'node:child_process';
import fs from 'node:fs/promises';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {Worker} from 'node:worker_threads';
import {Directory, Engine, MemoryStore, NotAuthorized, UsageError} from 'itsmflow';
import {World, after, kinds, library, people} from './repair.mjs';

const sent = {result: 'sent', data: {'ticket.part': 'screen'}};
const rolesOf = (person) => people[person]?.roles ?? people[person];

test('a directory is two functions over whatever there is, at once or later', async () => {
  const asked = [];
  const at_once = new Directory({
    rolesOf(person) {
      asked.push(person);
      return rolesOf(person);
    },
  });
  const later = new Directory({
    async rolesOf(person) {
      await after(1);
      return rolesOf(person);
    },
    holdersOf: async (role) => after(1, role === 'technician' ? ['bo', 'cleo'] : ['anna', 'cleo']),
  });
  for (const directory of [at_once, later]) {
    const world = new World({directory});
    const id = await world.start();
    assert.deepEqual(kinds(await world.engine.perform(id, 'sort', 'anna')), ['wrong_role']);
    await assert.rejects(world.engine.perform(id, 'sort', 'zoe'), {name: 'NotFound', kind: 'actor'});
    assert((await world.engine.perform(id, 'sort', 'bo')).done);
  }
  assert(asked.includes('anna') && asked.includes('zoe'));
  const world = new World({directory: later});
  assert.deepEqual((await world.engine.explain(await world.start(), 'sort', 'anna')).could, ['bo', 'cleo']);
});

test('what a directory throws, the call rejects with, and nothing is changed', async () => {
  const down = new Error('the directory is down');
  let is_down = false;
  const fail = {
    at_once: () => {
      throw down;
    },
    later: async () => {
      await after(1);
      throw down;
    },
  };
  for (const way of ['at_once', 'later']) {
    is_down = false;
    const world = new World({directory: new Directory({rolesOf: (person) => (is_down ? fail[way]() : rolesOf(person))})});
    const id = await world.start();
    is_down = true;
    assert.equal(await world.engine.perform(id, 'sort', 'bo').catch((error) => error), down);
    is_down = false;
    assert.equal(await world.state(id), 'new');
    assert((await world.engine.perform(id, 'sort', 'bo')).done);
  }
  const odd = new World({directory: new Directory({rolesOf: () => 'technician'})});
  await assert.rejects(odd.start(), {name: 'UsageError', message: /rolesOf.*list of texts/});
  const word = new World({directory: new Directory({rolesOf: () => Promise.reject('no')})});
  await assert.rejects(word.start(), {name: 'ItsmflowError', message: 'no'});
});

test('what is asked must not call an engine, at once or later', async () => {
  let world;
  const directory = new Directory({
    async rolesOf(person) {
      await after(1);
      await world.engine.cases();
      return rolesOf(person);
    },
  });
  world = new World({directory});
  await assert.rejects(world.start(), {name: 'UsageError', message: /from 'rolesOf'/});
  world = new World({authorize: () => world.engine.cases().then(() => true)});
  await assert.rejects(world.start(), NotAuthorized);
  // Once it has answered, what it left behind may.
  let left;
  world = new World({
    authorize() {
      left ??= after(5).then(() => world.engine.cases());
      return true;
    },
  });
  await world.start();
  assert.equal((await left).length, 1);
});

test('a clock is a function, which gives a Date', async () => {
  const world = new World();
  world.now = new Date('2020-02-29T23:59:59.999Z');
  const id = await world.start();
  assert.deepEqual((await world.engine.show(id)).started, world.now);
  const late = new World({clock: async () => new Date()});
  await assert.rejects(late.start(), {name: 'UsageError', message: /'clock' takes a Date/});
  const broken = new RangeError('no time');
  const none = new World({
    clock() {
      throw broken;
    },
  });
  assert.equal(await none.start().catch((error) => error), broken);
});

test('authorize is asked in the context of the call, and what it refuses is NotAuthorized', async () => {
  const session = new AsyncLocalStorage();
  const asked = [];
  const world = new World({
    async authorize(wanted) {
      asked.push(wanted);
      await after(1);
      return wanted.actor === null || wanted.actor === session.getStore();
    },
  });
  const as = (who, work) => session.run(who, work);
  const id = await as('anna', () => world.start());
  assert((await as('bo', () => world.engine.claim(id, 'sort', 'bo'))).done);
  const error = await as('cleo', () => world.engine.handOver(id, 'sort', 'bo', 'cleo')).catch((thrown) => thrown);
  assert(error instanceof NotAuthorized);
  assert.deepEqual([error.entry, error.caseId], ['handOver', id]);
  assert.deepEqual(asked.at(-1), {entry: 'handOver', actor: 'bo', caseId: id, process: null, sensitive: false});
  await world.engine.cases({process: 'repair', sensitive: true});
  assert.deepEqual(asked.at(-1), {entry: 'cases', actor: null, caseId: null, process: 'repair', sensitive: true});
  const silent = new World({authorize: () => undefined});
  await assert.rejects(silent.start(), NotAuthorized);
});

test('a service is done by a function that may call the engine and take its time', async () => {
  const world = new World();
  const id = await world.sorted();
  let seen;
  world.engine.onService('shop', async (call) => {
    seen = call;
    assert.equal((await world.engine.show(call.caseId)).waits[0].service, 'shop');
    await fs.readFile(new URL(import.meta.url));
    return sent;
  });
  assert.equal(await world.engine.due(), 1);
  assert.equal(await world.state(id), 'ordered');
  assert.deepEqual([seen.caseId, seen.process, seen.service, seen.activity, seen.attempt], [id, 'repair', 'shop', 'order', 1]);
  assert.deepEqual({...seen.data}, {'ticket.device': 'phone'});
});

test('while a service takes its time other steps are done', async () => {
  const world = new World();
  const id = await world.sorted();
  let begin;
  let finish;
  const begun = new Promise((done) => (begin = done));
  const finished = new Promise((done) => (finish = done));
  world.engine.onService('shop', async (call) => {
    if (call.caseId === id) {
      begin();
      await finished;
    }
    return sent;
  });
  const due = world.engine.due();
  await begun;
  const other = await world.start();
  assert((await world.engine.perform(other, 'sort', 'bo')).done);
  assert.equal(await world.state(id), 'sorted');
  finish();
  assert.equal(await due, 2);  // the other case came to its order meanwhile
  assert.equal(await world.state(id), 'ordered');
});

test('a service that throws has failed, and is tried again; one that gives nothing answers later', async () => {
  const world = new World();
  const id = await world.sorted();
  world.engine.onService('shop', async () => {
    throw new Error('the shop is closed');
  });
  assert.equal(await world.engine.due(), 1);
  const failed = (await world.engine.events(id)).find((event) => event.type === 'call_failed');
  assert.equal(failed.note, 'the shop is closed');
  const next = await world.engine.nextDue();
  assert.deepEqual(next, new Date('2014-03-03T08:01:00Z'));
  world.now = next;
  let attempt;
  world.engine.onService('shop', (call) => {
    attempt = call.attempt;
  });
  await world.engine.due();
  assert.equal(attempt, 2);
  assert.equal(await world.state(id), 'sorted');
  assert((await world.engine.answer(id, 'order', sent)).done);
  assert.equal(await world.state(id), 'ordered');
  assert.equal(await world.engine.nextDue(), null);
});

test('a service that answers what can\'t be understood has failed', async () => {
  for (const reply of ['sent', {reslt: 'sent'}, {result: 3}, 7]) {
    const world = new World();
    const id = await world.sorted();
    world.engine.onService('shop', () => reply);
    await world.engine.due();
    const types = (await world.engine.events(id)).map((event) => event.type);
    assert(types.includes('call_failed'), JSON.stringify(reply));
  }
});

test('many services that wait for files take no thread from one another', async () => {
  const worlds = Array.from({length: 20}, () => new World());  // libuv has four threads
  await Promise.all(worlds.map((world) => world.sorted()));
  let waiting = 0;
  let all;
  const everybody = new Promise((done) => (all = done));
  for (const world of worlds)
    world.engine.onService('shop', async () => {
      if (++waiting === worlds.length) all();
      await everybody;
      await fs.readFile(new URL(import.meta.url));
      return sent;
    });
  assert.deepEqual(await Promise.all(worlds.map((world) => world.engine.due())), worlds.map(() => 1));
});

test('a service that itself calls due comes to an end', async () => {
  const world = new World();
  const first = await world.sorted();
  const second = await world.sorted();
  let depth = 0;
  world.engine.onService('shop', async () => {
    if (++depth === 1) await world.engine.due();
    return sent;
  });
  await world.engine.due();
  assert.deepEqual([await world.state(first), await world.state(second)], ['ordered', 'ordered']);
});

test('a store is not closed from a service, which it would wait for', async () => {
  const world = new World();
  const id = await world.sorted();
  world.engine.onService('shop', async () => {
    await assert.rejects(world.store.close(), UsageError);
    return sent;
  });
  await world.engine.due();
  assert.equal(await world.state(id), 'ordered');
  await world.store.close();
});

test('closing a store waits for the call that a service takes its time for', async () => {
  const world = new World();
  const id = await world.sorted();
  world.engine.onService('shop', () => after(20, sent));
  const due = world.engine.due();
  const closed = world.store.close();
  assert.equal(await due, 1);
  await closed;
  await assert.rejects(world.engine.show(id), {name: 'UsageError', message: 'the store is closed'});
});

test('what deliver throws leaves that one and the later ones waiting', async () => {
  const world = new World();
  const id = await world.start();
  await world.engine.claim(id, 'sort', 'bo');
  await world.engine.handOver(id, 'sort', 'bo', 'cleo');
  const full = new Error('the mailbox is full');
  assert.equal(await world.engine.deliver(() => Promise.reject(full)).catch((error) => error), full);
  const told = [];
  const count = await world.engine.deliver(async (one) => {
    told.push([one.kind, one.to, (await world.engine.show(one.caseId)).status]);
  });
  assert.equal(count, 1);
  assert.deepEqual(told, [['handed_over', 'cleo', 'open']]);
});

test('two engines on one store, each with a directory in JavaScript, don\'t wait for each other', async () => {
  const store = new MemoryStore();
  const slow = () => new Directory({rolesOf: (person) => after(1, rolesOf(person))});
  const engines = [new Engine(library, store, slow()), new Engine(library, store, slow())];
  const started = await Promise.all(
    Array.from({length: 10}, (_, i) => engines[i % 2].start('repair', 'anna', {data: {'ticket.device': `${i}`}})));
  const steps = await Promise.all(started.map(({caseId}, i) => engines[(i + 1) % 2].perform(caseId, 'sort', 'bo')));
  assert(steps.every((step) => step.done));
});

const run = promisify(execFile);
const program = (words) => `
  const {World, after} = await import(${JSON.stringify(new URL('./repair.mjs', import.meta.url).href)});
  const fs = await import('node:fs');
  const {SqliteStore} = await import('itsmflow');
  ${words}`;
const node = (words) => run(process.execPath, ['--input-type=module', '-e', program(words)], {cwd: new URL('.', import.meta.url), timeout: 20_000});

test('a program ends when nothing is left to do, and not before a call is done', async () => {
  const {stdout} = await node(`
    const world = new World();
    await world.sorted();
    world.engine.onService('shop', () => after(50, {result: 'failed'}));
    world.engine.due().then((count) => console.log('done', count));`);
  assert.equal(stdout, 'done 1\n');
});

test('a program that is ended while a service works leaves the call to be made again', async () => {
  const folder = await fs.mkdtemp('/tmp/itsmflow-');
  const open = `const world = new World({store: await SqliteStore.open(${JSON.stringify(`${folder}/cases.db`)})});`;
  await node(`${open}
    await world.sorted();
    world.engine.onService('shop', () => new Promise(() => {}));
    world.engine.due();
    for (let i = 0; i < 100; ++i) world.engine.cases();
    setTimeout(() => process.exit(0), 100);`);
  const {stdout} = await node(`${open}
    console.log((await world.engine.events(1)).map((event) => event.type).join(' '));
    world.now = new Date(world.now.getTime() + 301_000);  // its lease is over
    world.engine.onService('shop', (call) => { console.log('attempt', call.attempt); return {result: 'failed'}; });
    await world.engine.due();
    console.log(await world.state(1));`);
  assert.equal(stdout, 'started done called\nattempt 1\nlost\n');
  await fs.rm(folder, {recursive: true});
});

test('a worker thread has engines of its own, and ends while one of them waits', async () => {
  const worker = new Worker(program(`
    const {parentPort} = await import('node:worker_threads');
    const world = new World({authorize: () => new Promise(() => {})});
    parentPort.postMessage('ready');
    world.start();`).replace(/^/, '(async () => {') + '})()', {eval: true});
  await new Promise((ready) => worker.once('message', ready));
  await after(50);
  assert.equal(await worker.terminate(), 1);
  const world = new World();
  assert.equal(await world.start(), 1);
});
