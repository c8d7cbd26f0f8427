import { findFirst, readXml } from '../../../wire/xml.ts';
import { PsError } from '../powershell/failure.ts';
import { PsObject, textOf } from '../powershell/value.ts';

/** `[xml]`: as much of a document as scheduled tasks are made with. */
export function xmlDocument(source: string): PsObject {
  let text = source;
  const root = readXml(source);
  if (root === undefined) throw new PsError('Cannot convert value to type "System.Xml.XmlDocument".');
  const remove = (name: string) => {
    text = text.replace(new RegExp(`\\s*<${name}>[^<]*</${name}>`), '');
  };
  return new PsObject({
    type: 'System.Xml.XmlDocument',
    properties: {
      outerxml: () => text,
      nametable: () => new PsObject({ type: 'System.Xml.NameTable' }),
      documentelement: () =>
        new PsObject({
          type: 'System.Xml.XmlElement',
          properties: { namespaceuri: () => root.attributes['xmlns'] ?? '' },
        }),
    },
    methods: {
      selectsinglenode: (path) =>
        node(
          textOf(path).split(/[/:]/).at(-1) ?? '',
          findFirst(root, textOf(path).split(/[/:]/).at(-1) ?? '')?.text,
          remove,
        ),
    },
  });
}

function node(name: string, text: string | undefined, remove: (name: string) => void): PsObject | undefined {
  if (text === undefined) return undefined;
  const parent = new PsObject({
    type: 'System.Xml.XmlElement',
    methods: { removechild: () => void remove(name) },
  });
  return new PsObject({
    type: 'System.Xml.XmlElement',
    properties: { innertext: () => text, parentnode: () => parent, name: () => name },
  });
}
