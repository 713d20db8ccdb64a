'use strict';
// Puts the sources of the library beside those of the addon, in core/, as the package has them; with --clear takes them away again.
// npm calls it before and after it packs.

const fs = require('node:fs');
const path = require('node:path');

const here = path.join(__dirname, '..');
const root = path.join(here, '..', '..');
const core = path.join(here, 'core');

fs.rmSync(core, {recursive: true, force: true});
fs.rmSync(path.join(here, 'LICENSE'), {force: true});
fs.rmSync(path.join(here, 'examples', 'models'), {recursive: true, force: true});
if (!process.argv.includes('--clear')) {
  const version = fs.readFileSync(path.join(root, 'include/itsmflow/version.hpp'), 'utf8').match(/ITSMFLOW_VERSION "(.*)"/)[1];
  if (version !== require('../package.json').version) {
    console.error(`pack: the library is version ${version}, and package.json says ${require('../package.json').version}; write the first into the second.`);
    process.exit(1);
  }
  const isPacked = (name) => !/^src\/(cli|capi)(\/|$)/.test(path.relative(root, name));
  // The models that the example runs, from where they are.
  const models = path.join(here, 'examples', 'models');
  for (const name of ['models/itil/incident.yaml', 'models/itil/people.yaml', 'examples/c/incident-on-call.yaml'])
    fs.cpSync(path.join(root, name), path.join(models, path.basename(name)));
  for (const name of ['CMakeLists.txt', 'cmake', 'include', 'src', 'LICENSE'])
    fs.cpSync(path.join(root, name), path.join(core, name), {recursive: true, filter: isPacked});
  fs.copyFileSync(path.join(root, 'LICENSE'), path.join(here, 'LICENSE'));
}
