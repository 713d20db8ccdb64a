'use strict';
// Compiles the addon where the package is installed. Nothing is downloaded: node's headers are those of the node that runs this.
//
// From the environment: ITSMFLOW_CMAKE_OPTIONS, options for CMake, one a line; CMAKE_BUILD_PARALLEL_LEVEL, how many files are compiled at once.
// With --headers it only says where the headers of node are, or that there are none.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {spawnSync} = require('node:child_process');

const here = path.join(__dirname, '..');

function giveUp(words) {
  console.error(`itsmflow: ${words}\nitsmflow: docs/node.md says what has to be there.`);
  process.exit(1);
}

/** The folder of node_api.h: npm's own setting, the sources that node was built from, or beside the program. */
function headers() {
  const prefix = path.join(path.dirname(fs.realpathSync(process.execPath)), '..');
  const roots = [process.env.npm_config_nodedir, process.config.variables.nodedir, prefix].filter(Boolean);
  const folders = roots.flatMap((root) => [path.join(root, 'include', 'node'), path.join(root, 'src')]);
  const found = folders.find((folder) => fs.existsSync(path.join(folder, 'node_api.h')));
  if (!found)
    giveUp(`no headers of node ${process.version} were found, in none of ${folders.join(', ')}. ` +
            'Install them (Debian calls the package libnode-dev), or name the folder above include/node: npm install --nodedir=FOLDER');
  return found;
}

function run(command, words) {
  const done = spawnSync(command, words, {cwd: here, stdio: 'inherit'});
  if (done.error) giveUp(`${command} could not be started: ${done.error.message}`);
  if (done.status !== 0) giveUp(`'${[command, ...words].join(' ')}' failed; what it said is above.`);
}

if (process.argv.includes('--headers')) {
  if (Number(process.versions.node.split('.')[0]) < 18) giveUp(`node ${process.version} is older than 18.`);
  console.log(headers());
  process.exit(0);
}

const isPackage = fs.existsSync(path.join(here, 'core', 'CMakeLists.txt'));
const build = isPackage ? path.join(here, 'core', 'build', 'node') : path.join(here, '..', '..', 'build', 'node');
const options = [
  `-DNODE_INCLUDE=${headers()}`,
  `-DNODE_ADDON_API_INCLUDE=${require('node-addon-api').include_dir}`,
  ...(process.env.ITSMFLOW_CMAKE_OPTIONS ?? '').split('\n').filter(Boolean),
];
const hasNinja = spawnSync('ninja', ['--version'], {stdio: 'ignore'}).status === 0;
const parallel = process.env.CMAKE_BUILD_PARALLEL_LEVEL ?? String(os.cpus().length);

run('cmake', ['-S', here, '-B', build, ...(hasNinja ? ['-G', 'Ninja'] : []), ...options]);
run('cmake', ['--build', build, '--target', 'itsmflow_node', '--parallel', parallel]);
fs.copyFileSync(path.join(build, 'itsmflow.node'), path.join(here, 'itsmflow.node'));
if (isPackage) fs.rmSync(path.join(here, 'core', 'build'), {recursive: true});
