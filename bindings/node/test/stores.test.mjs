import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {Directory, Engine, MemoryStore, SqliteStore, Store, StoreError, UsageError} from 'itsmflow';
import {World, library, people} from './repair.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itsmflow-'));
after(() => fs.rmSync(folder, {recursive: true}));
let files = 0;
const fresh = () => path.join(folder, `${++files}.db`);

test('cases are in a file, and there again when it is opened anew', async () => {
  for (const durability of ['full', 'normal', 'group']) {
    const file = fresh();
    const world = new World({store: await SqliteStore.open(file, {durability})});
    const id = await world.sorted();
    await world.store.close();
    await world.store.close();  // again: nothing
    const again = new World({store: await SqliteStore.open(file, {open: 'existing'})});
    assert.equal(await again.state(id), 'sorted');
    assert((await again.engine.verifyLog()).clean);
    await again.store.close();
  }
});

test('a file that isn\'t there, can\'t be written or is no database is a StoreError', async () => {
  const file = fresh();
  await assert.rejects(SqliteStore.open(file, {open: 'existing'}), (error) => error instanceof StoreError && error.kind === 'cannot_open');
  await assert.rejects(SqliteStore.open(path.join(folder, 'none', 'x.db')), {name: 'StoreError', code: 'ITSMFLOW_STORE'});
  const store = await SqliteStore.open(file);
  await store.close();
  const world = new World({store: await SqliteStore.open(file, {open: 'readOnly'})});
  await assert.rejects(world.start(), {name: 'StoreError', kind: 'read_only'});
  await world.store.close();
  fs.writeFileSync(file, 'this is no database, however long it is '.repeat(100));
  await assert.rejects(SqliteStore.open(file), StoreError);
  await assert.rejects(SqliteStore.open(file, {durability: 'half'}), {name: 'UsageError', message: /'full', 'normal', 'group'/});
  await assert.rejects(SqliteStore.open(3), UsageError);
});

test('a copy is made while the store is in use', async () => {
  const world = new World({store: await SqliteStore.open(fresh())});
  const id = await world.start();
  const copy = fresh();
  const [, step] = await Promise.all([world.store.backup(copy), world.engine.perform(id, 'sort', 'bo')]);
  assert(step.done);
  await assert.rejects(world.store.backup(copy), {name: 'StoreError', kind: 'cannot_open'});
  const other = new World({store: await SqliteStore.open(copy)});
  assert(['new', 'sorted'].includes(await other.state(id)));
  assert.deepEqual({...(await other.store.check())}, {problems: [], mendable: 0});
  await other.store.mend();
  await Promise.all([world.store.close(), other.store.close()]);
});

test('closed cases are moved to an archive, which the log is verified with', async () => {
  const world = new World({store: await SqliteStore.open(fresh())});
  const id = await world.start();
  await world.engine.cancel(id, 'anna', 'it works again');
  await world.start();
  const file = fresh();
  const report = await world.store.archive(file, new Date(world.now.getTime() + 1));
  assert.deepEqual([report.moved, report.open], [1, 1]);
  await assert.rejects(world.engine.show(id), {name: 'MovedToArchive', kind: 'case', caseId: id});
  const archive = await SqliteStore.open(file, {open: 'existing'});
  const log = await world.engine.verifyLog({archives: [archive]});
  assert(log.clean, log.problems.join('\n'));
  assert.equal(log.cases, 2);
  await archive.close();
  await assert.rejects(world.engine.verifyLog({archives: [archive]}), UsageError);
  await world.store.close();
});

test('what is asked of an engine whose store is closed is a UsageError', async () => {
  const world = new World();
  await world.start();
  const last = world.start();
  const closed = world.store.close();
  await Promise.allSettled([last, closed]);
  await assert.rejects(world.engine.cases(), UsageError);
  world.engine.onService('shop', () => {});
  assert.throws(() => new Engine(library, world.store, new Directory(people)), UsageError);
});

test('a store, a directory or a library is no other', () => {
  const store = new MemoryStore();
  const directory = new Directory(people);
  assert(store instanceof Store);
  assert.throws(() => new Engine(store, library, directory), {name: 'UsageError', message: /Library/});
  assert.throws(() => new Engine(library, directory, store), UsageError);
  assert.throws(() => new Engine(library, store, people), {name: 'UsageError', message: /Directory/});
  assert.throws(() => new Engine(library, {}, directory), UsageError);
  assert.throws(() => new Engine(library, store, directory, {clok: () => new Date()}), {message: /'clok'/});
  assert.throws(() => new Engine(library, store, directory, {clock: new Date()}), UsageError);
  assert.throws(() => new SqliteStore(), UsageError);
});

test('a store is closed at the end of its block', {skip: !Symbol.asyncDispose}, async () => {
  const store = await SqliteStore.open(fresh());
  await store[Symbol.asyncDispose]();
  await assert.rejects(store.backup(fresh()), UsageError);
});
