/** Attacks that write where they must not. */
import type { Attack } from './attack.js';

const write = (name: string, code: string, more: Partial<Attack> = {}): Attack => ({
  name,
  kind: 'writes outside',
  code,
  ...more,
});

export const fileAttacks: readonly Attack[] = [
  write('a file in the home folder', `require('fs').writeFileSync(at.home + '/.' + at.mark, 'x');`),
  write(
    'a file in the temp folder of the machine',
    `require('node:fs').writeFileSync(at.temp + '/' + at.mark, 'x');`,
  ),
  write(
    'a file through promises',
    `await require('fs/promises').writeFile(at.outside + '/' + at.mark, 'x');`,
  ),
  write(
    'a stream to a file outside',
    `
    const stream = require('fs').createWriteStream(at.outside + '/' + at.mark);
    await new Promise((done) => stream.on('error', done).end('x', done));`,
  ),
  write(
    'a hook of git',
    `
    require('fs').writeFileSync(at.hooks + '/' + at.mark, '#!/bin/sh', { mode: 0o755 });`,
  ),
  write(
    'the config of git',
    `require('fs').appendFileSync(at.repo + '/.git/config', '# ' + at.mark + '\\n');`,
  ),
  write(
    'a new file among installed packages',
    `require('fs').writeFileSync(at.modules + '/' + at.mark, 'x');`,
  ),
  write(
    'an installed package',
    `require('fs').appendFileSync(at.modules + '/victim/index.js', '// ' + at.mark);`,
  ),
  write(
    'an installed package through the copy',
    `
    require('fs').appendFileSync(at.copy + '/node_modules/victim/index.js', '// ' + at.mark);`,
  ),
  write('a source of the repository', `require('fs').appendFileSync(at.victim, '// ' + at.mark);`),
  write(
    'the state of Nightshift',
    `
    require('fs').mkdirSync(at.repo + '/.nightshift', { recursive: true });
    require('fs').writeFileSync(at.repo + '/.nightshift/' + at.mark, 'x');`,
  ),
  write(
    'through a symbolic link to a file',
    `
    const fs = require('fs');
    fs.symlinkSync(at.outside + '/' + at.mark, at.scratch + '/' + at.mark);
    fs.writeFileSync(at.scratch + '/' + at.mark, 'x');`,
  ),
  write(
    'through a symbolic link to a folder',
    `
    const fs = require('fs');
    fs.symlinkSync(at.outside, at.scratch + '/folder-' + at.mark);
    fs.writeFileSync(at.scratch + '/folder-' + at.mark + '/' + at.mark, 'x');`,
  ),
  write(
    'through a link of the host that leads out',
    `
    require('fs').writeFileSync(at.copy + '/way-out/' + at.mark, 'x');`,
    { toothless: 'the copy leaves such links out' },
  ),
  write(
    'through a hard link',
    `
    const fs = require('fs');
    fs.linkSync(at.victim, at.scratch + '/hard-' + at.mark);
    fs.appendFileSync(at.scratch + '/hard-' + at.mark, '// ' + at.mark);`,
  ),
  write(
    'through a hard link into the packages of the copy',
    `
    const fs = require('fs');
    fs.linkSync(at.copy + '/node_modules/victim/index.js', at.scratch + '/package-' + at.mark);
    fs.appendFileSync(at.scratch + '/package-' + at.mark, '// ' + at.mark);`,
  ),
  write(
    'by way of /proc/self/root',
    `
    require('fs').writeFileSync('/proc/self/root' + at.outside + '/' + at.mark, 'x');`,
  ),
  write(
    'by way of the working folder of a process outside',
    `
    require('fs').writeFileSync('/proc/' + at.bystander + '/cwd/' + at.mark, 'x');`,
  ),
  write(
    'by renaming what lies outside',
    `
    require('fs').renameSync(at.victim, at.repo + '/' + at.mark);`,
  ),
  write(
    'by deleting what lies outside',
    `
    require('fs').rmSync(at.victim);`,
  ),
  write('by changing rights', `require('fs').chmodSync(at.victim, 0o777);`),
  write(
    'by a path that climbs out of the copy',
    `
    const path = require('path');
    require('fs').writeFileSync(at.copy + '/' + path.relative(at.copy, at.outside) + '/' + at.mark, 'x');`,
  ),
  write(
    'with a file name made of a buffer',
    `
    require('fs').writeFileSync(Buffer.from(at.outside + '/' + at.mark), 'x');`,
  ),
  write(
    'with a file URL',
    `
    require('fs').writeFileSync(require('url').pathToFileURL(at.outside + '/' + at.mark), 'x');`,
  ),
  write('by the report that Node writes', `process.report.writeReport(at.outside + '/' + at.mark);`),
  write('by a heap snapshot', `require('v8').writeHeapSnapshot(at.outside + '/' + at.mark);`),
  write(
    'by a database of the language',
    `
    const { DatabaseSync } = require('node:sqlite');
    new DatabaseSync(at.outside + '/' + at.mark).exec('create table t (x)');`,
    { toothless: 'Node 20 has no such module' },
  ),
];
