import { startEmulator } from '../../src/emulator/emulator.ts';

/** The emulator in a process of its own, so that the memory measured is a tool's alone. Started with `fork`. */
const cloud = await startEmulator({ latency: process.argv[2] ?? 'realistic*0.1' });
let told = 0;

process.on('message', () => {
  const calls = cloud.record.slice(told);
  told = cloud.record.length;
  process.send?.({ calls, left: cloud.leftovers() });
});
process.on('disconnect', () => void cloud.close());
const { url, accessKeyId, accessKeySecret } = cloud;
process.send?.({ url, accessKeyId, accessKeySecret });
