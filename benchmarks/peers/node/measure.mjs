// What the peers on Node share: the command line, the loop with its warm-up, and the line that `run` reads.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import readline from 'node:readline';

const require = createRequire(import.meta.url);
const COMMANDS = 6; // of one case: the start and five steps

export function version(name) {
  let folder = require.resolve(name);
  const end = folder.lastIndexOf(`node_modules/${name}/`);
  folder = folder.slice(0, end) + `node_modules/${name}`;
  return JSON.parse(fs.readFileSync(`${folder}/package.json`)).version;
}

/// PROGRAM VARIANT FOLDER
export function commandLine() {
  const [variant, folder] = process.argv.slice(2);
  return { variant, folder };
}

export function must(holds, what) {
  if (!holds) throw new Error(what);
}

/// Says that it is ready; then plays cases for as long as each line asks for ("wall 2" or "cpu 30", in seconds) and answers with a line.
/// `playCase` plays a case to its end and throws where it doesn't come to it.
export async function serve(engine, playCase) {
  const say = (answer) => fs.writeSync(1, `${JSON.stringify(answer)}\n`);
  const wall = () => performance.now() / 1000;
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  say({ version: engine });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [kind, limit] = line.split(' ');
    const used = kind === 'cpu' ? cpu : wall;
    const begin = { used: used(), wall: wall(), cpu: cpu() };
    let cases = 0;
    do {
      await playCase();
      cases += 1;
    } while (used() - begin.used < Number(limit));
    const seconds = wall() - begin.wall;
    const cpuSeconds = cpu() - begin.cpu;
    const peak = /VmHWM:\s*(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1];
    say({ cases, steps: cases * COMMANDS, seconds, cpu_seconds: cpuSeconds, peak_kb: Number(peak) });
  }
}

/// The cheapest store that keeps what it was given: one file, each state of a case is a line at its end, and where the newest of each
/// case stands is kept in memory. A kill can cut the last line, no other. `synced`: a line that was written survives a power cut; the file is then filled
/// with zeros ahead, since a sync of a file that has grown costs several times as much.
const AHEAD = 16 << 20;
export class Journal {
  constructor(folder, synced) {
    this.file = fs.openSync(`${folder}/journal`, 'w+');
    this.synced = synced;
    this.end = 0;
    this.filled = 0;
    this.places = new Map();
  }
  save(id, state) {
    const line = Buffer.from(`${id} ${JSON.stringify(state)}\n`);
    if (this.synced && this.end + line.length > this.filled) {
      fs.writeSync(this.file, Buffer.alloc(AHEAD), 0, AHEAD, this.filled);
      fs.fsyncSync(this.file);
      this.filled += AHEAD;
    }
    fs.writeSync(this.file, line, 0, line.length, this.end);
    if (this.synced) fs.fdatasyncSync(this.file);
    this.places.set(id, { at: this.end, length: line.length });
    this.end += line.length;
  }
  load(id) {
    const { at, length } = this.places.get(id);
    const line = Buffer.allocUnsafe(length);
    fs.readSync(this.file, line, 0, length, at);
    return JSON.parse(line.toString('utf8', line.indexOf(0x20) + 1));
  }
}
