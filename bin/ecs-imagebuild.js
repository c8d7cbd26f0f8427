#!/usr/bin/env node
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// From Node 22 on, the program is compiled once and not at every start. The shared temporary folder, which Node would take, is no
// place for code that runs as this user.
module.enableCompileCache?.(
  join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ecs-imagebuild'),
);
const { main } = await import('../dist/cli/main.js');

process.exitCode = await main();
