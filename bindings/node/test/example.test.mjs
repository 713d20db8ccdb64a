import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const run = promisify(execFile);
const examples = path.join(path.dirname(fileURLToPath(import.meta.resolve?.('itsmflow') ?? new URL('../node_modules/itsmflow/index.mjs', import.meta.url))), 'examples');

test('the example says what its page says', async () => {
  const folder = await fs.mkdtemp('/tmp/itsmflow-');
  const models = ['people.yaml', 'incident.yaml', 'incident-on-call.yaml'].map((name) => path.join('models', name));
  const program = [path.join(examples, 'incident.mjs'), path.join(folder, 'cases.db')];
  const {stdout} = await run(process.execPath, [...program, ...models], {cwd: examples});
  assert.equal(stdout, await fs.readFile(path.join(examples, 'said.txt'), 'utf8'));
  const failed = await run(process.execPath, [...program, 'none.yaml', models[1]], {cwd: examples}).catch((error) => error);
  assert.equal(failed.code, 3);
  assert.match(failed.stderr, /none\.yaml/);
  const asked = await run(process.execPath, program, {cwd: examples}).catch((error) => error);
  assert.equal(asked.code, 2);
  assert.match(asked.stderr, /DATABASE PEOPLE MODEL/);
  await fs.rm(folder, {recursive: true});
});

test('the example of a desk says what its page says', async () => {
  const folder = await fs.mkdtemp('/tmp/itsmflow-');
  const models = ['incident.yaml', 'incident-on-call.yaml'].map((name) => path.join('models', name));
  const {stdout} = await run(process.execPath, [path.join(examples, 'desk.mjs'), path.join(folder, 'desk.db'), ...models], {cwd: examples});
  assert.equal(stdout, await fs.readFile(path.join(examples, 'desk-said.txt'), 'utf8'));
  await fs.rm(folder, {recursive: true});
});
