import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Journals are flushed to the disk line by line, which takes a third of the time of all tests and shows nothing in any of
 * them: no test loses the machine's power. What a killed process leaves is the kernel's to keep.
 */
fs.fdatasyncSync = () => undefined;
fs.fsyncSync = () => undefined;
syncBuiltinESMExports();
