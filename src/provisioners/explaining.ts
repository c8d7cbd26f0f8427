import { explained } from './words.ts';

/** Waits for work; when it fails, the error says first what was being done. */
export async function explaining<T>(context: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw explained(context, error);
  }
}
