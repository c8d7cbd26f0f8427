import { Source } from '../syntax/source.ts';

/** A file of JSON: there a tab takes two columns, and a carriage return none. */
export class JsonSource extends Source {
  protected override columns(text: string): number {
    const [tabs, returns] = [text.split('\t').length - 1, text.split('\r').length - 1];
    return super.columns(text) + tabs - returns;
  }
}
